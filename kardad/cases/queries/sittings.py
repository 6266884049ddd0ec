"""Reads over hearings: who comes to one, whether it may sit, who is busy when, from which day on a date is lawful."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from kardad.cases import policy, scheduling
from kardad.cases.models import Case, Hearing, Presence, Proposal, Room, Seat, Unavailable
from kardad.cases.queries import boards
from kardad.cases.scheduling import FIRM, PERSON, ROOM, Busy, Key, Slot, Span
from kardad.core import hours
from kardad.inbox.models import Delivery, Dossier, Party, Representation
from kardad.inbox.queries import deadlines, deliveries, dossiers
from kardad.kit import calendar
from kardad.law import deadlines as law
from kardad.law import holidays, procedure, rules

AHEAD = ("set", "open")
WAYS = {"self": "خودش", "representative": "نماینده او", "brief": "با لایحه"}  # LP 57
OFFERED = timedelta(days=14)  # how long an offer that nobody closed keeps its times
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many members are in the room, by kind, and how many the law wants."""

    present: dict[str, int]
    wanted: int
    seats: int
    is_met: bool

    @property
    def count(self) -> int:
        """How many are there in all."""
        return sum(self.present.values())


@dataclass(frozen=True, slots=True)
class Invited:
    """How the invitation reached a side: its service of record, and whether it left the days that the law wants."""

    party: Party
    delivery: Delivery | None
    is_in_time: bool


def dossier_of(case: Case) -> Dossier:
    """The dossier of a case that is filed."""
    if case.dossier is None:
        raise LookupError(f"case {case.pk} is not filed")
    return case.dossier


def of_case(case: Case) -> QuerySet[Hearing]:
    """The hearings of the case, newest first."""
    return Hearing.objects.filter(case=case).select_related("room").order_by("-pk")


def ahead(case: Case) -> Hearing | None:
    """The hearing that is set or runs."""
    return of_case(case).filter(state__in=AHEAD).first()


def is_early(hearing: Hearing, *, at: datetime) -> bool:
    """Whether it is too early for anything to happen in the session."""
    return at < hearing.starts_at - policy.EARLY


def is_over(hearing: Hearing, *, at: datetime) -> bool:
    """Whether the day for which the sides were invited has gone by."""
    return calendar.tehran_day(at) > calendar.tehran_day(hearing.starts_at)


def unfinished(at: datetime) -> QuerySet[Hearing]:
    """The sessions whose day has gone by and which nobody closed or put off, the oldest first."""
    today = calendar.day_start_end(calendar.tehran_day(at))[0]
    return Hearing.objects.filter(state__in=AHEAD, starts_at__lt=today).select_related("case").order_by("starts_at", "pk")


def of_offices(offices: frozenset[int] | None) -> QuerySet[Hearing]:
    """The hearings at these offices (None: at all), by their hour."""
    rows = Hearing.objects.select_related("case", "room", "office").order_by("starts_at", "pk")
    return rows if offices is None else rows.filter(office__in=offices)


def between(rows: QuerySet[Hearing], first: date, last: date) -> QuerySet[Hearing]:
    """Of these hearings those from one day to another, that one too; a cancelled one is not there."""
    since, until = calendar.day_start_end(first)[0], calendar.day_start_end(last)[1]
    return rows.filter(starts_at__gte=since, starts_at__lt=until).exclude(state="cancelled")


def listed(rows: QuerySet[Hearing]) -> QuerySet[Hearing]:
    """As a cause list shows them: with sides and present panel, in a constant number of statements."""
    seats = Seat.objects.filter(left_at=None).select_related("person", "member").order_by("-is_chair", "pk")
    sides = Party.objects.order_by("pk")
    return rows.prefetch_related(Prefetch("case__seats", queryset=seats), Prefetch("case__dossier__parties", queryset=sides))


def of_member(person_id: int, *, since: datetime) -> QuerySet[Hearing]:
    """The hearings of the boards in which the person sits now, by their hour; who decided first does not sit on appeal."""
    seats = Seat.objects.filter(person_id=person_id, left_at=None, instance=F("case__instance")).order_by().values("case")
    rows = Hearing.objects.filter(case__in=seats, instance=F("case__instance"), ends_at__gte=since).exclude(state="cancelled")
    return rows.select_related("case", "room", "office").order_by("starts_at", "pk")


def presences(hearing: Hearing) -> QuerySet[Presence]:
    """Who was there, as it was written down."""
    return Presence.objects.filter(hearing=hearing).select_related("seat__member", "seat__person", "party").order_by("pk")


def quorum(hearing: Hearing) -> Quorum:
    """Whether the members who are in the room now let the board sit."""
    board = procedure.body(hearing.instance)
    rows = Presence.objects.filter(hearing=hearing, is_present=True, seat__isnull=False, seat__left_at=None)
    present = {one.kind: 0 for one in board.members}
    for kind in rows.values_list("seat__member__kind", flat=True):
        present[kind] += 1
    return Quorum(present, board.quorum, board.seats, procedure.quorate(board, present))


def invited(hearing: Hearing) -> list[Invited]:
    """Each side with the service of its invitation; the law's days lie between service and session, or they do not."""
    found = []
    for party in dossiers.parties(dossier_of(hearing.case)):
        one = deliveries.of_record(hearing.notice, party) if hearing.notice else None
        served = one.served_on if one else None
        is_in_time = served is not None and lawful_from(hearing.case, served) <= calendar.tehran_day(hearing.starts_at)
        found.append(Invited(party, one, is_in_time))
    return found


def lawful_from(case: Case, served_on: date) -> date:
    """The first day on which a session may be when its invitation is served on that day (D2)."""
    asking = law.Asking(rule=rules.current().rule("D2"), served_on=served_on, policy=deadlines.policy_of(dossier_of(case)))
    return law.deadline(asking, calendar=holidays.current()).final_on


def earliest(case: Case, *, at: datetime) -> date:
    """The first day for which everybody can still be invited: paper takes its agent some days more (D1)."""
    today = calendar.tehran_day(at)
    by_paper = any(not deliveries.readers(one, at=at)[0] for one in dossiers.parties(dossier_of(case)))
    on_the_way = timedelta(days=rules.current().rule("D1").days or 0) if by_paper else timedelta()
    return lawful_from(case, today + on_the_way)


def keys_of(cases: Iterable[Case], *, at: datetime) -> dict[int, set[Key]]:
    """Who comes to a hearing of each case: its panel, and of each side its representative, else itself."""
    rows = {one.pk: one for one in cases}
    of_dossier = {one.dossier_id: one.pk for one in rows.values()}
    found: dict[int, set[Key]] = {pk: set() for pk in rows}
    for case_id, instance, person_id in Seat.objects.filter(case__in=rows, left_at=None).values_list("case_id", "instance", "person_id"):
        if rows[case_id].instance == instance:
            found[case_id].add(Key(PERSON, person_id))
    sides = list(Party.objects.filter(dossier__in=of_dossier))
    stands = dossiers.standing_for(sides, at=at)
    for side in sides:
        key = _key(side, stands.get(side.pk))
        if key:
            found[of_dossier[side.dossier_id]].add(key)
    return found


def keys(case: Case, *, at: datetime) -> set[Key]:
    """Who comes to a hearing of the case."""
    return keys_of([case], at=at)[case.pk]


def busy(wanted: set[Key], since: datetime, until: datetime, *, at: datetime, but: Case | None = None) -> list[Busy]:
    """When these are taken in the interval: by hearings anywhere in the system, by dates offered elsewhere, by what they told."""
    found: list[Busy] = []
    hearings = _hearings(wanted, since, until, but)
    offers = _offers(wanted, since, until, at, but)
    cases = {one.case_id: one.case for one in hearings} | {one.case_id: one.case for one in offers}
    who = keys_of(cases.values(), at=at)
    for hearing in hearings:
        comes = who[hearing.case_id] | ({Key(ROOM, hearing.room_id)} if hearing.room_id else set())
        found += [Busy(key, hearing.starts_at, hearing.ends_at, "جلسه دیگری") for key in sorted(comes & wanted, key=str)]
    for offer in offers:
        comes = who[offer.case_id] | ({Key(ROOM, offer.room_id)} if offer.room_id else set())
        ends = offer.starts_at + policy.HEARING_LENGTH
        found += [Busy(key, offer.starts_at, ends, "زمان پیشنهادشده برای پرونده دیگر") for key in sorted(comes & wanted, key=str)]
    return found + _away(wanted, since, until, but)


def free(case: Case, *, first: date, last: date, at: datetime) -> list[Slot]:
    """The free times of the case from one day to another, in open rooms of its office, all who come being free."""
    places = list(Room.objects.filter(office_id=case.office_id, is_open=True).order_by("pk").values_list("pk", flat=True))
    days = [first + step * DAY for step in range((last - first).days + 1)]
    shut = frozenset(day for day in days if not is_open_day(case, day))
    span = Span(first, last, policy.FIRST_HOUR, policy.LAST_HOUR, policy.HEARING_LENGTH, shut)
    who = keys(case, at=at)
    since, until = calendar.day_start_end(first)[0], calendar.day_start_end(last)[1]
    taken = busy(who | {Key(ROOM, one) for one in places}, since, until, at=at, but=case)
    return scheduling.free(scheduling.slots(span, places), who, taken)


def is_open_day(case: Case, day: date) -> bool:
    """Whether the office works that day."""
    province = case.office.province if case.office else ""
    return hours.is_working_day(day) and not holidays.current().closures(day, province)


def is_ready(case: Case) -> bool:
    """Whether every place of the panel is taken."""
    return not boards.vacancies(case)


def _key(side: Party, stands: Representation | None) -> Key | None:
    if stands is not None:
        return Key(PERSON, stands.agent_id)
    if side.person_id:
        return Key(PERSON, side.person_id)
    return Key(FIRM, side.organisation_id) if side.organisation_id else None


def _cases(wanted: set[Key]) -> list[Q]:
    """What narrows rows with a `case` to those to which one of these comes, each path by its own index."""
    people = [one.pk for one in wanted if one.kind == PERSON]
    firms = [one.pk for one in wanted if one.kind == FIRM]
    seats = Seat.objects.filter(person__in=people, left_at=None).order_by().values("case")
    sides = Party.objects.filter(Q(person__in=people) | Q(organisation__in=firms)).order_by().values("dossier")
    agents = Representation.objects.filter(agent__in=people, ended_at=None).order_by().values("party__dossier")
    return [Q(case__in=seats), Q(case__dossier__in=sides), Q(case__dossier__in=agents)]


def _hearings(wanted: set[Key], since: datetime, until: datetime, but: Case | None) -> list[Hearing]:
    rows = Hearing.objects.filter(state__in=AHEAD, starts_at__lt=until, ends_at__gt=since)
    if but is not None:  # a group of co-workers is heard in one session
        rows = rows.exclude(Q(case__lead=but.lead_id or but.pk) | Q(case=but.lead_id), starts_at=since)
    return _found(rows, wanted, but)


def _offers(wanted: set[Key], since: datetime, until: datetime, at: datetime, but: Case | None) -> list[Proposal]:
    same = Proposal.objects.filter(case=OuterRef("case"))
    over = same.filter(round__gt=OuterRef("round")) | same.filter(round=OuterRef("round"), chosen_at__isnull=False)
    rows = Proposal.objects.filter(starts_at__lt=until, starts_at__gt=since - policy.HEARING_LENGTH, answer_by__gt=at - OFFERED)
    rows = rows.filter(ended_at=None)
    waiting = ("accepted", "conciliation", "adjourned", "appealed", "rehearing")
    return _found(rows.filter(~Exists(over), case__state__in=waiting), wanted, but)


def _found(rows: QuerySet[Any], wanted: set[Key], but: Case | None) -> list[Any]:
    """The rows on which one of the wanted depends, each once."""
    if but is not None:
        rows = rows.exclude(case=but)
    places = [one.pk for one in wanted if one.kind == ROOM]
    pks = {pk for narrowed in [Q(room__in=places), *_cases(wanted)] for pk in rows.filter(narrowed).values_list("pk", flat=True)}
    return list(rows.model.objects.filter(pk__in=pks).select_related("case").order_by("pk")) if pks else []


def _away(wanted: set[Key], since: datetime, until: datetime, case: Case | None) -> list[Busy]:
    people = [one.pk for one in wanted if one.kind == PERSON]
    rows = Unavailable.objects.filter(Q(case=None) | Q(case=case), person__in=people)
    rows = rows.filter(from_day__lte=calendar.tehran_day(until), to_day__gte=calendar.tehran_day(since)).order_by("pk")
    return [
        Busy(
            Key(PERSON, row.person_id),
            datetime.combine(row.from_day, time.min, tzinfo=calendar.TEHRAN),
            datetime.combine(row.to_day + DAY, time.min, tzinfo=calendar.TEHRAN),
            "گفته است نمی‌تواند بیاید",
        )
        for row in rows
    ]
