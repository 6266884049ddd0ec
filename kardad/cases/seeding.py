"""Synthetic cases by the thousand, for load tests: dossier, sides, petition, items, chain and service, by statements over sets."""

import json
import random
import secrets
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from kardad.cases import flow, naming, petition
from kardad.cases.actions import numbering
from kardad.cases.models import Case, ClaimItem, Series, SideMark
from kardad.cases.petition import Claimant, Conciliation, Employment, Item, Narrative, Petition, Respondent, Workshop
from kardad.core import bulk
from kardad.core.actor import SYSTEM
from kardad.evidence import actions as evidence
from kardad.evidence import chain as links
from kardad.evidence.models import Chain
from kardad.inbox import flow as service
from kardad.inbox import proof
from kardad.inbox.actions import ruling
from kardad.inbox.models import Delivery, Dossier, Letter, Notice, Party
from kardad.inbox.models.dossiers import number_key
from kardad.kit import calendar, text
from kardad.people.flow import tracking_code
from kardad.people.models import LabourOffice, Person

BATCH: Final = 1_000
EVERY: Final = timedelta(minutes=2)  # a case is filed
AGE: Final = timedelta(days=100)  # of the youngest
MARK: Final = "اداره کار ساختگی"
PLACES: Final = ("تهران", "اصفهان", "شیراز", "مشهد", "تبریز", "اهواز", "رشت", "کرمان", "قم", "یزد")
# Of a hundred cases so many stand here.
MIX: Final = {"filed": 4, "defect": 2, "accepted": 8, "transferred": 1, "archived": 85}
SERVED: Final = frozenset({"accepted", "archived"})
STATES: Final = tuple(state for state, share in MIX.items() for _ in range(share))
CODES: Final = ("W01", "W03", "W04", "W07", "W19")
VARIANTS: Final = 200  # different petitions; what they say repeats after these


@lru_cache(VARIANTS)
def _petition(variant: int, place: str) -> str:
    """A petition of the variant, as it is kept."""
    began = date(2022, 3, 21) + timedelta(days=variant)
    codes = (CODES[variant % len(CODES)], CODES[(variant + 1) % len(CODES)])
    found = Petition(
        claimant=Claimant(
            first_name="مریم", last_name=f"نمونه {variant}", father_name="حسین", birth_year=1370, address=f"{place}، خیابان نمونه"
        ),
        respondents=(Respondent(kind="natural", first_name="سپهر", last_name=f"کارفرما {variant}", address=f"{place}، جاده نمونه"),),
        workshop=Workshop(name=f"کارگاه {variant}", province=place, city=place, address=f"{place}، جاده نمونه", is_operating="yes"),
        employment=Employment(job="جوشکار", contract="fixed", started_on=began, end="working"),
        items=tuple(Item(code=code, way="typed", amount=50_000_000 + variant * 10_000) for code in codes),
        narrative=Narrative(text="مزد چند ماه پرداخت نشده است."),
        conciliation=Conciliation(tried="no"),
    )
    return petition.as_json(found)


@lru_cache(4_096)
def _marks(name: str, code: str | None) -> frozenset[str]:
    return frozenset({*naming.marks(name), code or ""} - {""})


def offices() -> list[LabourOffice]:
    """The made-up offices, each of a place of its own."""
    found = {one.city: one for one in LabourOffice.objects.filter(kind="labour", name__startswith=MARK)}
    for place in PLACES:
        if place not in found:
            found[place] = LabourOffice.objects.create(name=f"{MARK} {place}", kind="labour", province=place, city=place)
    return [found[place] for place in PLACES]


def add(count: int, *, people: Sequence[Person], at: datetime) -> int:
    """So many cases between these people, filed one after another until now; how many rows that is.

    Their entries stand in chains as those of any case do, and agree with the rows of their service.
    """
    places, rows = offices(), 0
    evidence.ensure_key()
    known = Case.objects.count()
    for first in range(0, count, BATCH):
        numbers = range(known + first, known + min(first + BATCH, count))
        moment = at - AGE - EVERY * (count - first)
        with transaction.atomic():
            rows += _Batch(numbers, people, places, moment).insert()
    return rows


class _Batch:
    """A thousand cases, and what hangs on each."""

    def __init__(self, numbers: range, people: Sequence[Person], places: Sequence[LabourOffice], since: datetime) -> None:
        self.numbers, self.people, self.places, self.since = numbers, people, places, since
        self.accepted = since + EVERY * BATCH + timedelta(days=3)
        self.rows = 0
        self.year = calendar.to_jalali(calendar.tehran_day(since)).year

    def insert(self) -> int:
        """The rows are in the database; how many."""
        cases = self._cases()
        dossiers = self._dossiers(cases)
        for case, dossier in zip(cases, dossiers, strict=True):
            case.dossier = dossier
        self._kept(cases, alike={"petition"})
        for case, dossier in zip(cases, dossiers, strict=True):
            dossier.subject_id = case.pk
        bulk.update(dossiers, ["subject_id"])
        parties = self._parties(dossiers)
        self._mark(cases, parties)
        self._items(cases)
        notices = self._kept(self._notices(cases, dossiers), alike={"says"})
        deliveries = self._kept(self._deliveries(notices, parties))
        self._kept(self._letters(deliveries), alike={"words"})
        self._prove(cases, dossiers, parties, deliveries)
        return self.rows

    def _kept(self, rows: list[Any], *, alike: Collection[str] = ()) -> list[Any]:
        self.rows += len(rows)
        return bulk.insert(rows, alike=alike)

    def _cases(self) -> list[Case]:
        at, made = self.since, []
        registered, classed = self._series(numbering.PETITION), self._series(numbering.CLASS)
        blank = Case(by_side="worker", made_at=at, changed_at=at, petition="{}")
        for number in self.numbers:
            state, office = STATES[number * 37 % len(STATES)], self.places[number % len(self.places)]
            claimant = self.people[number % len(self.people)]
            filed = at + EVERY * (number - self.numbers.start)
            values: dict[str, Any] = {"made_at": filed, "changed_at": filed, "filed_at": filed, "token": secrets.token_hex(16)}
            values |= {"state": state, "number": next(registered[office.pk])}
            if state in SERVED:
                values |= {"class_number": next(classed[office.pk]), "accepted_at": self.accepted}
            if state in flow.DESK:
                values["due_at"] = filed + timedelta(days=4)
            if state == "archived":
                values |= {"ended_at": filed + timedelta(days=90), "final_on": calendar.tehran_day(filed + timedelta(days=60))}
            one = bulk.like(blank, petition=_petition(number % VARIANTS, office.city), **values)
            one.filer, one.claimant, one.office = claimant, claimant, office
            made.append(one)
        return made

    def _series(self, kind: str) -> dict[int, Any]:
        """The next numbers of that kind in each office; as many as are used up are taken."""
        found = {}
        used = Counter(self.places[number % len(self.places)].pk for number in self.numbers)
        for office in self.places:
            series, _ = Series.objects.get_or_create(kind=kind, office=office, year=self.year)
            Series.objects.filter(pk=series.pk).update(last=F("last") + used[office.pk])
            span = range(series.last + 1, series.last + used[office.pk] + 1)
            found[office.pk] = iter([f"{self.year}-{office.pk}-{number:06d}" for number in span])
        return found

    def _dossiers(self, cases: Sequence[Case]) -> list[Dossier]:
        blank = Dossier(title="", subject_type=Case._meta.label_lower, opened_at=self.since)
        made = []
        for case in cases:
            shown = text.to_persian_digits(case.class_number or case.number or "")
            values: dict[str, Any] = {"number": shown, "number_key": number_key(shown), "opened_at": case.filed_at, "subject_id": None}
            values |= {"token": secrets.token_hex(16), "tracking_code": tracking_code(random.choice)}
            one = bulk.like(blank, title=f"دعوای {case.filer.name}", **values)
            one.office = case.office
            made.append(one)
        return self._kept(made, alike={"title"})

    def _parties(self, dossiers: Sequence[Dossier]) -> list[tuple[Party, Party]]:
        blank, made = Party(name="", added_at=self.since), []
        for number, dossier in zip(self.numbers, dossiers, strict=True):
            others = (self.people[number % len(self.people)], self.people[(number * 7 + 3) % len(self.people)])
            if others[0].pk == others[1].pk:
                others = (others[0], self.people[(number + 1) % len(self.people)])
            for side, person in zip(("claimant", "respondent"), others, strict=True):
                one = bulk.like(blank, side=side, name=person.name, added_at=dossier.opened_at, joined_at=dossier.opened_at)
                one.dossier, one.person = dossier, person
                made.append(one)
        kept = iter(self._kept(made, alike={"name", "mobile", "address"}))
        return list(zip(kept, kept, strict=True))

    def _mark(self, cases: Sequence[Case], parties: Sequence[tuple[Party, Party]]) -> None:
        """The desk finds the case by its sides."""
        made = []
        for case, pair in zip(cases, parties, strict=True):
            marks = set().union(*(_marks(one.name, one.person.code_index if one.person else "") for one in pair))
            made += [SideMark(case=case, office_id=case.office_id or 0, mark=mark) for mark in sorted(marks)]
        self._kept(made)

    def _items(self, cases: Sequence[Case]) -> None:
        blank, made = ClaimItem(position=1, code="W01", is_typed=True), []
        for number, case in zip(self.numbers, cases, strict=True):
            for position in (1, 2):
                code = CODES[(number % VARIANTS + position - 1) % len(CODES)]
                one = bulk.like(blank, position=position, code=code, amount=50_000_000 + number % VARIANTS * 10_000)
                one.case = case
                made.append(one)
        self._kept(made, alike={"text"})

    def _notices(self, cases: Sequence[Case], dossiers: Sequence[Dossier]) -> list[Notice]:
        title, made = "نسخه دادخواست", []
        blank = Notice(code="N3", state="placed", title=title, says="{}", made_by_id=0, made_at=self.accepted, placed_at=self.accepted)
        for number, case, dossier in zip(self.numbers, cases, dossiers, strict=True):
            if case.state in SERVED:
                one = bulk.like(blank, number=f"NS-{number:09d}", office_id=case.office_id)
                one.dossier = dossier
                made.append(one)
        return made

    def _deliveries(self, notices: Sequence[Notice], parties: Sequence[tuple[Party, Party]]) -> list[Delivery]:
        other = {claimant.dossier_id: respondent for claimant, respondent in parties}
        first = Delivery(via=Delivery.Via.ACCOUNT.value, rung=service.ACCOUNT.initial, placed_at=self.accepted)
        ruling.judge(first, [("placed", calendar.tehran_day(self.accepted))], at=self.accepted)
        made = []
        for notice in notices:
            one = bulk.like(first, office_id=notice.office_id)
            one.notice, one.party = notice, other[notice.dossier_id]
            made.append(one)
        return made

    def _letters(self, deliveries: Sequence[Delivery]) -> list[Letter]:
        words = json.dumps({"title": "نسخه دادخواست", "text": "دادخواستی درباره شما ثبت شده است."}, ensure_ascii=False)
        blank = Letter(event="notice.placed", group="notices", subject_type=Delivery._meta.label_lower, words=words, at=self.accepted)
        made = []
        for delivery in deliveries:
            dossier = delivery.notice.dossier
            one = bulk.like(blank, person_id=delivery.party.person_id, subject_id=delivery.pk, url=dossier.url)
            one.dossier, one.delivery = dossier, delivery
            made.append(one)
        return made

    def _prove(
        self,
        cases: Sequence[Case],
        dossiers: Sequence[Dossier],
        parties: Sequence[tuple[Party, Party]],
        deliveries: Sequence[Delivery],
    ) -> None:
        """The chain of each dossier says what has been done with it."""
        made = []
        for dossier in dossiers:
            salt = secrets.token_hex(16)
            name = links.token(dossier.title, salt)
            about = {"subject_type": Dossier._meta.label_lower, "subject_id": dossier.pk, "office_id": dossier.office_id}
            made.append(Chain(token=name, title=dossier.title, salt=salt, opened_at=dossier.opened_at, **about))
        chains = {row.subject_id: row for row in self._kept(made, alike={"title"})}
        facts: list[tuple[Chain, str, dict[str, Any]]] = []
        for case, dossier, pair in zip(cases, dossiers, parties, strict=True):
            chain = chains[dossier.pk]
            facts.append((chain, "dossier.opened", {"number": dossier.number}))
            facts += [(chain, "party.added", {"party": one.pk, "side": one.side, "has_account": True}) for one in pair]
            told = {"registration": case.number, "digest": "", "factor": "sms", "files": list[str]()}
            facts.append((chain, "petition.submitted", {"state": "filed", "instance": flow.FIRST} | told))
        self.rows += len(evidence.append_many(facts, by=SYSTEM, at=self.since))
        served = [(chains[one.notice.dossier_id], "service.placed", proof.of(one)) for one in deliveries]
        self.rows += len(evidence.append_many(served, by=SYSTEM, at=self.accepted))
