"""The wage annexes of a year for every running contract of an employer: each laid ready for signing, or why it was not."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from kardad.contracts import amendments, flow, proof, terms
from kardad.contracts.actions import amending, batching, common
from kardad.contracts.actions.batching import Done
from kardad.contracts.actions.drafting import For
from kardad.contracts.batches import Told
from kardad.contracts.models import Batch, BatchRow, Contract
from kardad.contracts.queries import standing
from kardad.core.actor import Actor
from kardad.kit import calendar, text
from kardad.kit.refusal import Refusal
from kardad.law import instruments
from kardad.law.instruments import Silent
from kardad.people.models import Person

KEY: Final = "wage.daily_minimum"


class NoWage(Refusal):
    """The wage decree of the year is not known here: nothing is guessed."""

    code = "ANNEX_NO_WAGE"
    status = 422
    message = "مصوبه مزد سال {year} هنوز در داده‌های قانون نیست؛ الحاقیه‌ای ساخته نشد. پس از ثبت مصوبه دوباره بیایید."


def candidates(row_of: For, person: Person, year: int) -> QuerySet[Contract]:
    """The running contracts of that employer that were there before the year and reach into it."""
    first = calendar.from_jalali(year, 1, 1)
    whose = {"organisation": row_of.organisation} if row_of.organisation else {"employer": row_of.principal or person}
    rows = Contract.objects.filter(state__in=flow.RUNNING, starts_on__lt=first, **whose).exclude(worker=person)
    return rows.filter(Q(ends_on=None) | Q(ends_on__gte=first)).select_related("organisation", "employer", "worker").order_by("pk")


def ensure_wage(year: int) -> None:
    """Raises NoWage unless the law knows the wage of that year."""
    try:
        instruments.current().amount(KEY, calendar.from_jalali(year, 1, 1))
    except Silent as silent:
        raise NoWage(year=text.to_persian_digits(year)) from silent


def begin(person: Person, whom: For, *, year: int, once: str, by: Actor, at: datetime) -> Batch:
    """The annexes of the year wait for their worker. Raises NoWage, NoRows, and what `batching.begin` does."""
    ensure_wage(year)
    count = candidates(whom, person, year).count()
    if not count:
        raise batching.NoRows
    row, _ = batching.begin(person, whom, once=once, expected=count, by=by, at=at, kind=Batch.Kind.ANNEXES, year=year)
    return row


def work(row: Batch, clock: batching.Clock, until: datetime) -> bool:
    """Contract after contract has its annex, until the last or the end of the turn; whether it came to the end."""
    last = row.rows.exclude(contract=None).order_by("-contract_id").values_list("contract_id", flat=True).first() or 0
    rows = candidates(batching.whom(row), row.person, row.year or 0).filter(pk__gt=last)
    for contract in rows.iterator(chunk_size=100):
        with transaction.atomic():
            held = batching.held(row)
            batching.keep(held, [_annex(held, contract, at=clock())], at=clock())
            row.done = held.done
        if clock() >= until:
            return False
    batching.end(row, at=clock())
    return True


def _annex(row: Batch, contract: Contract, *, at: datetime) -> Done:
    place, number = row.done + 1, row.year or 0
    here = standing.of(contract, row.person)
    try:
        if here is None:
            raise common.NotYours
        with transaction.atomic():
            version = amending.propose_yearly(here, year=number, by=batching.actor(row), at=at)
    except amendments.NotDue as refusal:
        return Done(place, BatchRow.State.THERE, Told(who=contract.worker_name, said=refusal.text), contract)
    except amending.BreaksLaw as refusal:
        found = tuple((one.severity, one.message) for one in refusal.found)
        return Done(place, BatchRow.State.WRONG, Told(who=contract.worker_name, said=refusal.text, found=found), contract)
    except Refusal as refusal:
        return Done(place, BatchRow.State.WRONG, Told(who=contract.worker_name, said=refusal.text), contract)
    told = Told(who=contract.worker_name, said=_raise(contract, calendar.from_jalali(number, 1, 1), version.words))
    return Done(place, BatchRow.State.MADE, told, contract, (("version", version), ("words", version.sha256)))


def _raise(contract: Contract, first: date, words: str) -> str:
    """The wage before and after, as it is said."""
    told = proof.read(words)
    before, after = told["was"][amendments.WAGE], told["values"][amendments.WAGE]
    basis = terms.BASES.get(terms.read(contract.terms).pay.basis, "")
    return text.to_persian_digits(f"مزد {basis} از {before:,} به {after:,} ریال".replace(",", "٬"))
