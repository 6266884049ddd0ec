"""What an amendment may change, and the terms after it; what a year's wage decree asks of one contract. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from kardad.contracts import monthly
from kardad.contracts.terms import Terms
from kardad.kit import calendar, records
from kardad.kit.refusal import Refusal
from kardad.law.contract_rules import Wage, WageStep
from kardad.law.instruments import Law

Values = Mapping[str, Any]
"""Fields by their paths – «work.place» –, each with what it says from the day on, as JSON holds it."""

WAGE: Final = "pay.amount"
LAST_DAY: Final = "term.ends_on"
# Who the sides are, since when and in what kind of contract is not amended: that is another contract.
FIELDS: Final = (
    "work.job_title",
    "work.job_code",
    "work.duties",
    "work.place",
    LAST_DAY,
    "hours.weekly_minutes",
    "hours.shift",
    "hours.schedule",
    WAGE,
    "pay.allowances",
    "pay.iban",
    "pay.account_holder",
    "ending.terms",
    "others.terms",
)


class NotDue(Refusal):
    """The contract pays by then what the decree of the year asks, or is not there any more."""

    code = "ANNEX_NOT_DUE"
    message = "برای این سال الحاقیه مزد لازم نیست: مزد قرارداد از آنچه مصوبه می‌خواهد کمتر نیست."


@dataclass(frozen=True, slots=True)
class Planned:
    """Values that both signed and that count from a day on."""

    from_on: date
    values: Values


def wage_on(held: Terms, day: date) -> int | None:
    """The wage that holds on a day, in rials for the contract's basis."""
    return Wage(basis=held.pay.basis, amount=held.pay.amount, steps=held.pay.steps).amount_on(day)


def value(held: Terms, path: str, day: date) -> Any:
    """What a field says on a day, as JSON holds it."""
    if path == WAGE:
        return wage_on(held, day)
    part, _, name = path.partition(".")
    return records.plain(held)[part][name]


def changed(held: Terms, wanted: Values, from_on: date) -> dict[str, Any]:
    """Of what is wanted, the fields that say something else than the terms do on that day."""
    return {path: said for path, said in wanted.items() if said != value(held, path, from_on)}


def after(held: Terms, values: Values, from_on: date) -> Terms:
    """The terms with these values from the day on: a wage is one more step, every other field says the new."""
    data = records.plain(held)
    for path, said in values.items():
        part, _, name = path.partition(".")
        if path == WAGE and from_on != held.term.starts_on:
            data["pay"]["steps"] = _steps(held.pay.steps, WageStep(from_on, said))
        elif path in FIELDS:
            data[part][name] = said
    found: Terms = records.of(Terms, data)
    return found


def by_then(held: Terms, planned: Sequence[Planned], day: date) -> Terms:
    """The terms as they will be on a day, with what was signed and waits for its own."""
    for one in sorted(planned, key=lambda row: row.from_on):
        if one.from_on <= day:
            held = after(held, one.values, one.from_on)
    return held


def only_raises(held: Terms, values: Values, from_on: date) -> bool:
    """Whether nothing changes but the wage, and it rises: such a change may count from a day that is past."""
    before = wage_on(held, from_on)
    return set(values) == {WAGE} and (before is None or values[WAGE] >= before)


def yearly(held: Terms, year: int, law: Law) -> WageStep:
    """The wage that the decree of a Jalali year asks for from its first day on. Raises Silent, NotDue."""
    first, start, end = calendar.from_jalali(year, 1, 1), held.term.starts_on, held.term.ends_on
    eve = first - timedelta(days=1)
    before = wage_on(held, eve)
    if start is None or start > eve or (end is not None and end < first) or before is None:
        raise NotDue
    beside = replace(held, term=replace(held.term, starts_on=eve, ends_on=first), pay=replace(held.pay, amount=before, steps=()))
    found = [one for one in monthly.offered(beside, law) if one.since == first]
    has = wage_on(held, first)
    if not found or (has is not None and has >= found[-1].amount):
        raise NotDue
    return found[-1]


def _steps(steps: Sequence[WageStep], added: WageStep) -> list[dict[str, Any]]:
    """The steps with this one: it takes the place of one of its day, and a later one that would pay less falls away."""
    kept = [one for one in steps if one.since < added.since or (one.since > added.since and one.amount > added.amount)]
    rows = sorted([*kept, added], key=lambda one: one.since)
    return [{"since": one.since.isoformat(), "amount": one.amount} for one in rows]
