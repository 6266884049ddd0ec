"""The days of a contract as a line: what was signed, changed, suspended and ended, from its rows."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from kardad.contracts import causes, life_line, pauses
from kardad.contracts.life_line import Mark, Picture, Stretch
from kardad.contracts.models import Contract, Pause
from kardad.contracts.queries import life
from kardad.kit import calendar
from kardad.kit.text import to_persian_digits

KEY: Final = (("worked", "گذشته"), ("term", "پیش رو"), ("trial", "دوره آزمایشی"), ("pause", "تعلیق"))


def of(contract: Contract, *, today: date) -> Picture | None:
    """The picture of a contract that both signed; None where its first day is not known."""
    first = contract.starts_on
    if first is None:
        return None
    last = max(first, contract.ended_on or life_line.until(contract.ends_on, today))
    stopped = list(life.pauses(contract)[: life.MOST])
    stretches = [Stretch("term", first, last)]
    if first <= today:
        stretches.append(Stretch("worked", first, min(today, last)))
    if contract.trial_ends_on:
        stretches.append(Stretch("trial", first, min(contract.trial_ends_on, last)))
    stretches += [Stretch("pause", row.starts_on, min(max(_over(row, today), row.starts_on), last)) for row in stopped]
    marks = [Mark("today", today, "امروز"), *_bounds(contract, first), *_signed(contract), *_paused(stopped)]
    return life_line.picture(stretches, marks, today=today)


def _over(row: Pause, today: date) -> date:
    return row.ended_on or today


def _bounds(contract: Contract, first: date) -> Iterator[Mark]:
    """Its first day, the end of its trial, its end or the last day that was agreed."""
    yield Mark("begins", first, "آغاز کار")
    if contract.trial_ends_on:
        yield Mark("trial", contract.trial_ends_on, "پایان دوره آزمایشی")
    if contract.ended_on:
        yield Mark("end", contract.ended_on, "پایان کار", causes.title(contract.end_cause))
    elif contract.ends_on:
        yield Mark("end", contract.ends_on, "آخرین روز قرارداد")
    if contract.settled_at:
        yield Mark("signed", calendar.tehran_day(contract.settled_at), "تسویه شد")


def _signed(contract: Contract) -> Iterator[Mark]:
    """When the contract was signed by both, and the day from which each amendment counts."""
    if contract.signed_at:
        number = f"نسخه {contract.version}" if contract.version else ""
        yield Mark("signed", calendar.tehran_day(contract.signed_at), "امضای هر دو طرف", to_persian_digits(number))
    for row in life.amended(contract)[: life.MOST]:
        yield Mark("changed", row.from_on, to_persian_digits(f"الحاقیه {row.version.number} برقرار می‌شود"))


def _paused(rows: list[Pause]) -> Iterator[Mark]:
    for row in rows:
        yield Mark("paused", row.starts_on, "آغاز تعلیق", pauses.title(row.cause))
        if row.ended_on:
            yield Mark("paused", row.ended_on, "پایان تعلیق")
