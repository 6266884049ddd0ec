"""Synthetic contracts by the thousand, for load tests: row, signed wording, both signatures and chain, by statements over sets."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from kardad.contracts import flow, proof, terms
from kardad.contracts.actions import common, drafting, sending
from kardad.contracts.models import Contract, Series, Signature, Version
from kardad.contracts.queries import standing
from kardad.contracts.terms import Terms
from kardad.core import bulk
from kardad.core.actor import SYSTEM
from kardad.evidence import actions as evidence
from kardad.evidence import chain as links
from kardad.evidence.models import Chain
from kardad.kit import calendar, records
from kardad.law import instruments
from kardad.law.contract_rules import Employer, Worker
from kardad.people.models import Organisation, Person

BATCH: Final = 1_000
COMPANY: Final = "10990000000"
NAME: Final = "شرکت ساختگی"
YEAR: Final = timedelta(days=365)
# Of a hundred contracts so many stand here.
MIX: Final = {"draft": 3, "sent": 3, "signed": 2, "active": 80, "ended": 6, "settled": 6}
STATES: Final = tuple(state for state, share in MIX.items() for _ in range(share))
VARIANTS: Final = 200  # different terms; what they say repeats after these


def company(*, at: datetime) -> Organisation:
    """The made-up employer of all of them."""
    told = {"name": NAME, "company_id": COMPANY, "registration_number": "1", "checked_at": at, "joined_at": at}
    return Organisation.objects.get_or_create(company_index=f"seed-{COMPANY}", defaults=told)[0]


def add(count: int, *, people: Sequence[Person], at: datetime) -> int:
    """So many contracts of the made-up employer with these people; how many rows that is."""
    firm, rows = company(at=at), 0
    evidence.ensure_key()
    known = Contract.objects.filter(organisation=firm).count()
    for first in range(0, count, BATCH):
        numbers = range(known + first, known + min(first + BATCH, count))
        with transaction.atomic():
            rows += _Batch(numbers, people, firm, at).insert()
    return rows


def said(variant: int, at: datetime) -> Terms:
    """The terms of a variant: permanent work since some day of the last years, by the wage of today."""
    return _said(variant, at)


@lru_cache(VARIANTS)
def _said(variant: int, at: datetime) -> Terms:
    today = calendar.tehran_day(at)
    least = int(instruments.current().amount("wage.daily_minimum", today))
    start = today - timedelta(days=variant)
    return Terms(
        employer=Employer(kind="legal", name=NAME, company_id=COMPANY, address="تهران، خیابان نمونه"),
        worker=Worker(name="", father_name="رضا", birth_place="تهران", is_married=bool(variant % 2), children=variant % 3),
        work=terms.Work(
            type="fixed_term",
            nature="continuous",
            job_title=f"کارگر خط {variant}",
            duties="کار روی خط تولید کارگاه",
            skill="unskilled",
            place="تهران",
        ),
        term=terms.Term(starts_on=start, ends_on=start + YEAR),
        hours=terms.Hours(weekly_minutes=44 * 60, shift="day", schedule="شنبه تا پنجشنبه، ۸ تا ۱۵:۲۰"),
        pay=terms.Pay(basis="daily", amount=least + variant * 1_000, period="monthly", insured_from=start),
    )


class _Batch:
    """A thousand contracts, and what hangs on each."""

    def __init__(self, numbers: range, people: Sequence[Person], firm: Organisation, at: datetime) -> None:
        self.numbers, self.people, self.firm, self.at = numbers, people, firm, at
        self.rows = 0

    def insert(self) -> int:
        """The rows are in the database; how many."""
        contracts = self._kept(self._contracts())
        there = [one for one in contracts if one.state != "draft"]
        versions = self._kept(self._versions(there))
        self._kept(self._signatures(versions))
        self._prove(versions)
        return self.rows

    def _kept(self, rows: list[Any]) -> list[Any]:
        self.rows += len(rows)
        return bulk.insert(rows)

    def _contracts(self) -> list[Contract]:
        year = calendar.to_jalali(calendar.tehran_day(self.at)).year
        series, _ = Series.objects.get_or_create(year=year)
        Series.objects.filter(pk=series.pk).update(last=F("last") + len(self.numbers))
        made = []
        for place, number in enumerate(self.numbers, start=series.last + 1):
            person, state = self.people[1 + number % (len(self.people) - 1)], STATES[number * 37 % len(STATES)]
            held = said(number % VARIANTS, self.at)
            one = Contract(organisation=self.firm, maker=self.people[0], worker=person, state=state, made_at=self.at)
            common.put(one, replace(held, worker=replace(held.worker, name=person.name)), at=self.at)
            one.worker_index = person.code_index or drafting.worker_index(held)
            if state != "draft":
                one.version, one.sent_at = 1, self.at
            if state in flow.BINDING:
                one.number, one.signed_at = f"EC-{year}-{place:06d}", self.at
            if state in ("ended", "settled"):
                one.ended_on, one.end_cause, one.ended_at = calendar.tehran_day(self.at), "term_ended", self.at
            made.append(one)
        return made

    def _versions(self, contracts: Sequence[Contract]) -> list[Version]:
        made = []
        for one in contracts:
            told = {"schema": sending.SCHEMA, "contract": one.token, "version": 1, "origin": one.origin, "follows": "", "annexes": []}
            told |= {"concluded_on": calendar.tehran_day(self.at).isoformat(), "terms": records.plain(terms.read(one.terms))}
            words, digest = proof.words(told)
            state = "signed" if one.state in flow.BINDING else "open"
            values = {"state": state, "words": words, "sha256": digest, "made_at": self.at, "until": self.at + timedelta(days=10)}
            made.append(Version(contract=one, kind="contract", number=1, **values))
        return made

    def _signatures(self, versions: Sequence[Version]) -> list[Signature]:
        made = []
        for one in versions:
            sides = (standing.EMPLOYER, standing.WORKER) if one.state == "signed" else (standing.EMPLOYER,)
            told = {"sha256": one.sha256, "asked_at": self.at, "signed_at": self.at, "is_own_sim": True}
            people = {standing.EMPLOYER: one.contract.maker, standing.WORKER: one.contract.worker}
            made += [Signature(version=one, side=side, person=people[side], mobile_index=secrets.token_hex(8), **told) for side in sides]
        return made

    def _prove(self, versions: Sequence[Version]) -> None:
        """The chain of each contract says what has been done with it."""
        title, about = "قرارداد کار", {"subject_type": Contract._meta.label_lower, "office_id": None, "opened_at": self.at}
        salts = [secrets.token_hex(16) for _ in versions]
        pairs = zip(versions, salts, strict=True)
        rows = [Chain(token=links.token(title, salt), title=title, salt=salt, subject_id=one.contract_id, **about) for one, salt in pairs]
        chains = {row.subject_id: row for row in self._kept(rows)}
        facts = [(chains[one.contract_id], *fact) for one in versions for fact in _facts(one)]
        self.rows += len(evidence.append_many(facts, by=SYSTEM, at=self.at))


def _facts(version: Version) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the chain of its contract says of a wording: signed and sent, and once both have signed its copies."""
    state, words, what = version.contract.state, version.sha256, version.get_kind_display()
    sides = Signature.Side.EMPLOYER, Signature.Side.WORKER
    signed = [
        ("contract.signature", {"side": side.label, "words": words, "what": version.kind, "position": 1, "alarms": []}) for side in sides
    ]
    yield signed[0]
    yield "contract.sent", {"state": "sent", "version": 1, "words": words}
    if version.state == "signed":
        yield signed[1]
        yield "contract.signed", {"state": state, "version": 1, "words": words}
        yield "contract.copies", {"state": state, "version": 1, "what": what, "position": 1, "digest": words}
