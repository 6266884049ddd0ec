"""A contract that runs as its pages show it: how far it is, what was changed, what stands beside it, what this side may do."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final

from kardad.contracts import amendments, flow, pauses, terms
from kardad.contracts.actions import renewing
from kardad.contracts.models import Contract, Version
from kardad.contracts.queries import checking, life, standing
from kardad.contracts.queries.standing import Standing
from kardad.contracts.shown import ending, life_line
from kardad.kit import calendar
from kardad.law import instruments
from kardad.law.contract_rules import Finding, WageStep
from kardad.law.instruments import Silent

COUNTED: Final = ("C12", "C13")
YEAR: Final = 365


@dataclass(frozen=True, slots=True)
class Changed:
    """An amendment that lies before the sides, waits for its day, or counts."""

    number: int
    from_on: date
    state: str
    tone: str


def hub(place: Standing, *, at: datetime) -> dict[str, Any]:
    """Everything of the contract's life for this side."""
    contract, today, is_worker = place.contract, calendar.tehran_day(at), place.side == standing.WORKER
    told = ending.head(place) | {"today": today, "left": life.left(contract, today)}
    told |= {"is_expiring": life.is_expiring(contract, today), "is_past": life.is_past(contract, today)}
    told |= {"pause": life.open_pause(contract), "pauses": [(row, pauses.title(row.cause)) for row in life.pauses(contract)[: life.MOST]]}
    told["paused"] = pauses.find(told["pause"].cause) if told["pause"] else None
    told |= {"changes": changed(contract), "beside": life.beside(contract, for_worker=is_worker), "counted": counted(place, at=at)}
    told["before"] = _length(told["beside"].days)
    told["beside_hours"] = str(Fraction(told["beside"].weekly_minutes, 60).limit_denominator(100))
    told |= {"picture": life_line.of(contract, today=today), "line_key": life_line.KEY}
    return told | {"deeds": deeds(place, at=at), "successor": life.successor(contract, place.side)}


def deeds(place: Standing, *, at: datetime) -> dict[str, bool]:
    """What this side may do now, by the name of its page."""
    contract, today = place.contract, calendar.tehran_day(at)
    is_running = place.side == standing.EMPLOYER and contract.state in flow.RUNNING
    may = {name: flow.CONTRACT.allows(contract.state, name, place.side) for name in ("suspend", "resume", "void")}
    may["void"] = may["void"] and contract.disputed_at is None and (contract.starts_on is None or contract.starts_on > today)
    may |= {"ministry": is_running, "amend": is_running and (contract.ends_on is None or contract.ends_on >= today)}
    may["yearly_annex"] = may["amend"] and yearly(contract, today) is not None
    may["renewal"] = renewing.may_choose(contract, at=at)
    return may


def yearly(contract: Contract, today: date) -> tuple[int, WageStep] | None:
    """The year for which a wage annex is due – this one, or the next where its decree is known –, with the wage."""
    year = calendar.to_jalali(today).year
    for one in (year, year + 1):
        try:
            return one, amendments.yearly(life.terms_on(contract, calendar.from_jalali(one, 1, 1)), one, instruments.current())
        except (amendments.NotDue, Silent):
            continue
    return None


def changed(contract: Contract) -> list[Changed]:
    """The amendments that both signed, newest first."""
    rows = life.amended(contract)[: life.MOST]
    return [Changed(row.version.number, row.from_on, *_stands(row.applied_at, row.due_at)) for row in rows]


def counted(place: Standing, *, at: datetime) -> list[Finding]:
    """What the checks say of contracts beside and before this one: overlap, and the cap of work that is not lasting."""
    contract, is_worker = place.contract, place.side == standing.WORKER
    if contract.state not in flow.RUNNING:
        return []
    held, concluded_on = terms.read(contract.terms), life.concluded_on(contract)
    found = checking.findings(contract, held, at=at, concluded_on=concluded_on, for_worker=is_worker)
    return [one for one in found if one.code in COUNTED]


def renewal(place: Standing, *, at: datetime) -> dict[str, Any]:
    """The end that comes near: what each side wants, and what goes on from it."""
    contract, today = place.contract, calendar.tehran_day(at)
    wishes = life.wishes(contract)
    other = next((wish for side, wish in wishes.items() if side != place.side), None)
    told = {"left": life.left(contract, today), "is_past": life.is_past(contract, today), "mine": wishes.get(place.side), "other": other}
    return ending.head(place) | told | {"successor": life.successor(contract, place.side)}


def amendment_open(contract: Contract) -> Version | None:
    """The amendment that waits for signatures."""
    return life.waiting(contract, Version.Kind.AMENDMENT)


def _stands(applied_at: datetime | None, due_at: datetime | None) -> tuple[str, str]:
    if applied_at is not None:
        return "برقرار", "good"
    return ("تا روز آن", "wait") if due_at is not None else ("قرارداد پیش از آن پایان یافت", "plain")


def _length(days: int) -> tuple[int, int]:
    """Whole years and the months beside them, of days."""
    return days // YEAR, days % YEAR * 12 // YEAR
