"""Many notices placed at once, by statements over sets: the same rows that `notices.place` writes one by one."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial

from django.conf import settings
from django.db import transaction

from kardad.core import bulk as copying
from kardad.core import outside
from kardad.core.actor import Actor
from kardad.core.history import record_many
from kardad.inbox import flow, kinds, marks, policy, proof, queries
from kardad.inbox.actions import failing, holding, notices, numbering, placing, ruling, telling
from kardad.inbox.models import Delivery, Letter, Notice, Party, Preference, ProvedAddress, Representation
from kardad.inbox.queries import dossiers
from kardad.kit import calendar, text
from kardad.law import notices as law
from kardad.law import serving
from kardad.outbox import actions as outbox
from kardad.people.models import Membership, Particulars, Person

EVENT = "notice.placed"


@dataclass(frozen=True, slots=True)
class Told:
    """A delivery and somebody into whose account it goes."""

    delivery: Delivery
    person: Person


@transaction.atomic
def place_many(drafts: Iterable[Notice], *, by: Actor, at: datetime) -> int:
    """Every draft is placed with all its addressees, or none is; how many deliveries were made. Official copies are asked for by a sweep.

    Who is represented, or is served on paper or by SANA, is served as by `notices.place`.
    """
    placing.ensure_authority()
    placed = _numbered(list(drafts), by=by, at=at)
    parties = _parties(placed)
    alone: list[tuple[Notice, Party]] = []
    apart: list[tuple[Notice, Party]] = []
    readers = _Readers(parties, at=at)
    for notice in placed:
        for party in notices.named(notice, parties[notice.dossier_id]):
            (alone if readers.is_plain(notice, party) else apart).append((notice, party))
    made = _delivered(alone, at=at)
    _proven(placed, [(one, readers.of(one.party)) for one in made], parties, by=by, at=at)
    told = [Told(one, person) for one in made for person in readers.of(one.party)]
    _tell(told, at=at)
    for one in made:
        ruling.tell(one, at=at)
    for notice, party in apart:
        placing.put(notice, party, placing.way(notice, party, at=at), by=by, at=at)
    return len(made) + len(apart)


def _numbered(drafts: Sequence[Notice], *, by: Actor, at: datetime) -> list[Notice]:
    """The notices have their numbers and may not be placed again."""
    holding.dossiers(one.dossier_id for one in drafts)  # and with them the notices: whoever changes one holds its dossier
    rows = Notice.objects.select_related("dossier", "filer").defer("dossier__title")
    held = list(rows.filter(pk__in=[one.pk for one in drafts]).order_by("pk"))
    for notice, number in zip(held, numbering.next_numbers(len(held), at=at), strict=True):
        notices.ensure_open(notice.dossier)
        notice.state = flow.NOTICE.after(notice.state, "place", by.role)
        notice.number, notice.placed_at = number, at
    copying.update(held, ["state", "number", "placed_at"])
    return held


def _parties(placed: Sequence[Notice]) -> dict[int, list[Party]]:
    rows = Party.objects.filter(dossier_id__in={one.dossier_id for one in placed}).defer("name", "mobile", "address").order_by("pk")
    persons = Person.objects.in_bulk({one.person_id for one in rows if one.person_id})
    found: dict[int, list[Party]] = defaultdict(list)
    for one in rows:
        if one.person_id:
            one.person = persons[one.person_id]
        found[one.dossier_id].append(one)
    return found


class _Readers:
    """Into whose accounts papers for these sides go, read once for all."""

    def __init__(self, sides: dict[int, list[Party]], *, at: datetime) -> None:
        parties = [one for each in sides.values() for one in each]
        self._goes_by_account = cache(partial(_goes_by_account, day=calendar.tehran_day(at)))
        self._sides = sides
        running = Representation.objects.filter(ended_at=None, party__in=[one.pk for one in parties])
        self._agents = dict(running.values_list("party_id", "agent_id"))
        self._members: dict[int, list[Person]] = defaultdict(list)
        wanted = {one.organisation_id for one in parties if one.organisation_id}
        rows = Membership.objects.filter(organisation_id__in=wanted, state="active", suspended_at=None, person__state=Person.State.ACTIVE)
        for row in rows.select_related("person").order_by("pk"):
            if row.is_owner or dossiers.CASES in row.rights:
                self._members[row.organisation_id].append(row.person)

    def of(self, party: Party) -> list[Person]:
        """As `queries.dossiers.persons_of`."""
        if not party.has_account:
            return []
        if party.organisation_id:
            others = dossiers.against(party, self._sides[party.dossier_id], self._agents, self._members.__getitem__)
            return [one for one in self._members[party.organisation_id] if one.pk not in others]
        return [party.person] if party.person and party.person.is_active else []

    def is_plain(self, notice: Notice, party: Party) -> bool:
        """Whether the side is served in accounts of its own."""
        return party.pk not in self._agents and bool(self.of(party)) and self._goes_by_account(notice.code)


def _goes_by_account(code: str, *, day: date) -> bool:
    """Whether notices of this kind go on that day into the account of who has one."""
    via = serving.every().channel(code, day, has_account=True, policy=settings.GOVERNING_CHANNEL)
    return via == Delivery.Via.ACCOUNT or outside.sana() is None


def _delivered(alone: Sequence[tuple[Notice, Party]], *, at: datetime) -> list[Delivery]:
    via = Delivery.Via.ACCOUNT.value
    first = Delivery(via=via, rung=flow.ACCOUNT.initial, placed_at=at, due_at=at)
    ruling.judge(first, ruling.happened(first), at=at)  # the rules see the way and the moments, and those are the same for all
    made = []
    for notice, party in alone:
        one = copying.like(first, office_id=notice.office_id)
        one.notice, one.party = notice, party
        made.append(one)
    return copying.insert(made)


def _proven(
    placed: Sequence[Notice], made: Sequence[tuple[Delivery, list[Person]]], parties: dict[int, list[Party]], *, by: Actor, at: datetime
) -> None:
    """The same entries and events that stand after each placing."""
    whom = {one.pk: [party.pk for party in notices.named(one, parties[one.dossier_id])] for one in placed}
    told = [(one, {"notice": one.number, "code": one.code, "to": whom[one.pk], "mark": marks.of("notice", one)}) for one in placed]
    said = [(one.dossier, "notice.placed", data) for one, data in told]
    served = [(one.notice.dossier, "service.placed", proof.of(one) | {"readers": proof.readers(whose)}) for one, whose in made]
    proof.note_many([*said, *served], by=by, at=at)
    happened = [("notice.placed", one, {"number": one.number, "kind": law.notice(one.code).title}) for one in placed]
    via = Delivery.Via.ACCOUNT.label
    record_many([*happened, *(("delivery.placed", one, {"number": one.notice.number, "via": via}) for one, _ in made)], by=by, at=at)


def _tell(told: Sequence[Told], *, at: datetime) -> None:
    """Letters lie in the kartables, and what was not switched off waits to leave."""
    kind, said = kinds.kind(EVENT), _Said(at)
    first = Letter(event=EVENT, group=kind.group, subject_type=Delivery._meta.label_lower, at=at)
    letters = []
    for one in told:
        delivery, dossier = one.delivery, one.delivery.notice.dossier
        letter = copying.like(first, subject_id=delivery.pk, words=said.letter(delivery), url=dossier.url)
        letter.person, letter.dossier, letter.delivery = one.person, dossier, delivery
        letters.append(letter)
    copying.insert(letters, alike={"words"})
    _send(letters, said, kind, at=at)


class _Said:
    """What is told of each notice, put into words once for all its sides: all are served on one day."""

    def __init__(self, at: datetime) -> None:
        self._at, self._kind, self._known = at, kinds.kind(EVENT), outside.message_words()
        self._letters: dict[int, str] = {}
        self._messages: dict[int, dict[str, str]] = {}

    def letter(self, delivery: Delivery) -> str:
        """What lies in the kartable, as a letter keeps it."""
        if delivery.notice_id not in self._letters:
            words = placing.words_of(delivery, at=self._at)
            self._messages[delivery.notice_id] = {name: words[name] for name in sorted(self._kind.sms_names)}
            filled = self._known | words | {"number": text.to_persian_digits(words["number"])}
            told = {"title": self._kind.title.format_map(filled), "text": self._kind.text.format_map(filled)}
            self._letters[delivery.notice_id] = json.dumps(told, ensure_ascii=False)
        return self._letters[delivery.notice_id]

    def message(self, delivery: Delivery) -> dict[str, str]:
        """What fills the SMS about it."""
        self.letter(delivery)
        return self._messages[delivery.notice_id]


def _send(letters: Sequence[Letter], said: _Said, kind: kinds.Kind, *, at: datetime) -> None:
    persons = {one.person_id for one in letters}
    mobiles = dict(Particulars.objects.filter(person_id__in=persons).values_list("person_id", "mobile"))
    mails = set(ProvedAddress.objects.filter(person_id__in=persons).values_list("person_id", flat=True))
    due_at, waiting, silent = policy.due(at), [], []
    for letter in letters:
        mobile = "" if letter.person.sms_suspended_at else mobiles.get(letter.person_id, "")
        if mobile and letter.delivery:
            waiting.append(outbox.Addressed(mobile, letter.person_id, letter.pk, said.message(letter.delivery)))
        elif letter.person_id not in mails:
            silent.append(letter)
    outbox.queue_texts(EVENT, waiting, at=at, due_at=due_at, subject_type=failing.LETTER)
    for letter in letters:
        if letter.person_id in mails and queries.is_wanted(kind, Preference.Channel.EMAIL, queries.choices_of(letter.person_id)):
            telling.mail(letter, kind, letter.person, due_at=due_at)
    heard = {letter.delivery_id for letter in letters} - {letter.delivery_id for letter in silent}
    for letter in silent:
        if letter.delivery and letter.delivery_id not in heard:
            failing.fail(letter.delivery, "unknown", at=at)
