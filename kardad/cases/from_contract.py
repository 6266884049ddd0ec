"""What an employment contract tells a petition: respondent, workshop, work, and the claims that follow by the law engine. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Final

from kardad.calc.owed.ends import CATALOGUE
from kardad.cases import computing
from kardad.cases.petition import Item, Respondent
from kardad.contracts import computing as wages
from kardad.contracts.statement import Facts
from kardad.contracts.terms import Terms
from kardad.kit import calendar, money
from kardad.law import service
from kardad.law.instruments import Law, Silent
from kardad.law.kinds import BadFact

MONTH: Final = 30
KINDS: Final = {"fixed_term": "fixed", "permanent": "permanent", "specified_work": "task"}
ENDS: Final = {
    "term_ended": "expiry",
    "work_done": "expiry",
    "resignation": "resignation",
    "dismissal": "dismissal",
    "closure": "closure",
}  # by the contract's cause; any other is «other»
# What is offered while the work goes on, and once it has ended: the claims of the law engine.
RUNNING: Final = ("wage_difference", "bonus")
ENDED: Final = ("bonus", "severance", "leave", "wage_difference")
RECKONED: Final = "از روی قرارداد، با مزدها و ساعت‌های همان، حساب شده است."
CODES: Final = {"wage_difference": "W01", "bonus": "W03", "severance": "W04", "leave": "W06"}  # W01: nothing of it was paid


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """The service of a contract: its words now and those of the contracts that it renewed, until when it is reckoned, how it ended."""

    terms: Terms
    since: date
    until: date  # the last day of work, or today
    before: tuple[tuple[date, Terms], ...] = ()
    cause: str = ""  # kardad.contracts.causes; empty while the work goes on
    ended_on: date | None = None
    off: tuple[wages.Off, ...] = ()  # its suspensions


def claims(worked: Worked, law: Law) -> tuple[Item, ...]:
    """The claims that such work may leave unpaid, each as if nothing of it was paid; without an amount where its writer has to reckon.

    The calculator knows one wage, of a whole week, that grows with the decrees. A contract of fewer hours, with a suspension,
    or that says more later, is reckoned as its settlement is: such an amount has no sheet, and its writer may type another.
    """
    names = ENDED if worked.ended_on else RUNNING
    if worked.until < worked.since:
        return ()
    try:
        daily = None if worked.off else _daily(worked, law)
        found = {} if daily is None else {one.code: one for one in computing.items(_inputs(worked, daily, names), law)}
    except (Silent, wages.NoWage):
        daily, found = None, {}
    if daily is not None:
        told = (found.get(CODES[name]) or found.get(CATALOGUE[name]) for name in names)
        return tuple(replace(one, code=_code(one.code)) for one in told if one)
    amounts = _as_settled(worked, law)
    bare = [Item(code=CODES[name], from_day=worked.since, to_day=worked.until) for name in names]
    reckoned = [replace(one, way="typed", amount=amounts.get(name), text=RECKONED) for name, one in zip(names, bare, strict=True)]
    return tuple(one if one.amount else plain for one, plain in zip(reckoned, bare, strict=True))


def respondent(worked: Worked) -> Respondent:
    """The employer, as the contract names him."""
    one = worked.terms.employer
    if one.kind == "legal":
        known: dict[str, Any] = {
            "kind": "legal",
            "company_name": one.name,
            "company_id": one.company_id,
            "registration_number": one.registration_number,
            "signatory": one.representative,
        }
    else:
        first, _, last = one.name.partition(" ")
        known = {"kind": "natural", "first_name": first, "last_name": last, "code": one.national_code}
    return Respondent(address=one.address, postal_code=one.postal_code, mobile=one.phone if one.phone.startswith("09") else "", **known)


def worker(worked: Worked, *, first_name: str = "", last_name: str = "") -> Respondent:
    """The worker, as the contract names him, by the name he is known by here."""
    one = worked.terms.worker
    first, _, last = one.name.partition(" ")
    return Respondent(
        kind="natural",
        first_name=first_name or first,
        last_name=last_name or last,
        code=one.foreigner_code if one.is_foreign else one.national_code,
        mobile=one.mobile,
        address=one.address,
        postal_code=one.postal_code,
    )


def workshop(worked: Worked) -> dict[str, Any]:
    """The place of work; the city is its writer's to choose, for the office follows from it."""
    one = worked.terms.employer
    told = {"name": one.name, "address": worked.terms.work.place, "code": one.workshop_code, "last_day": worked.ended_on}
    return {name: value for name, value in told.items() if value}


def employment(worked: Worked, law: Law) -> dict[str, Any]:
    """The work: since when, as what, for how much, how it stands."""
    held = worked.terms
    minutes = held.hours.weekly_minutes
    told = {
        "job": held.work.job_title,
        "contract": KINDS.get(held.work.type, ""),
        "started_on": worked.since,
        "ended_on": worked.ended_on,
        "end": ENDS.get(worked.cause, "other") if worked.ended_on else "working",
        "wage": _monthly(worked, law),
        "weekly_hours": minutes // 60 if minutes else None,
        "shift": held.hours.shift,
        "married": "" if held.worker.is_married is None else "yes" if held.worker.is_married else "no",
        "children": held.worker.children,
    }
    return {name: value for name, value in told.items() if value not in (None, "")}


def _as_settled(worked: Worked, law: Law) -> dict[str, int]:
    """What the settlement of such work would pay for each claim if nothing was paid; empty where it cannot be reckoned."""
    ended = wages.Ended(since=worked.since, on=worked.until, before=worked.before, off=worked.off)
    try:
        found = wages.statement(worked.terms, Facts(unpaid_from=worked.since), ended, law).items
    except (Silent, wages.NoWage, BadFact):
        return {}
    amounts = {one.code: one.amount for one in found}
    return amounts | {"wage_difference": amounts.get("wage", 0) + amounts.get("allowances", 0)}


def _code(code: str) -> str:
    """A wage that nobody paid is arrears, not a difference to the least wage."""
    return CODES["wage_difference"] if code == CATALOGUE["wage_difference"] else code


def _monthly(worked: Worked, law: Law) -> int | None:
    """The agreed fixed wage of a month on the last day, in rials."""
    agreed = [amount for day, amount in _steps(worked.terms, worked.since) if day <= worked.until]
    try:
        return money.whole_rials(Fraction(wages.daily(worked.terms, agreed[-1], law)) * MONTH) if agreed else None
    except Silent:
        return None


def _daily(worked: Worked, law: Law) -> Fraction | None:
    """The agreed wage of the first day where the calculator's growth of it meets every later agreement; else None. Raises Silent."""
    every = (*worked.before, (worked.since if not worked.before else worked.terms.term.starts_on or worked.since, worked.terms))
    agreed: list[tuple[date, Fraction]] = []
    for start, held in every:
        if wages.share(held, law) < 1:
            return None
        agreed += [(day, Fraction(wages.daily(held, amount, law))) for day, amount in _steps(held, start) if day <= worked.until]
    if not agreed or agreed[0][1] <= 0:
        return None
    first = agreed[0][1]
    pay = service.Pay(service.Terms(worked.since, worked.until, first, worked.since, children=0, married=False), law)
    return first if all(Fraction(pay.base(day)) >= amount for day, amount in agreed) else None


def _steps(held: Terms, start: date) -> Sequence[tuple[date, int]]:
    """The wage of one contract from its first day, and each later one."""
    if held.pay.amount is None:
        return ()
    return [(start, held.pay.amount), *((one.since, one.amount) for one in held.pay.steps if one.since > start)]


def _inputs(worked: Worked, daily: Fraction, names: Sequence[str]) -> dict[str, Any]:
    """The facts of the `claim` calculator."""
    one = worked.terms.worker
    told: dict[str, Any] = {
        "hired_on": calendar.jalali(worked.since),
        "left_on": calendar.jalali(worked.until),
        "daily": str(daily),
        "married": bool(one.is_married),
        "children": one.children or 0,
        "claims": list(names),
    }
    if one.children and one.insured_days is not None:
        told["insured_before"] = one.insured_days
    return told | ({"hard_work": True} if worked.terms.work.is_hazardous else {})
