"""The payslips of many people of one month: totals, warnings, rounding and control totals; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

from kardad.calc.roster.rows import Person
from kardad.kit import money, text
from kardad.law.instruments import Law, Silent
from kardad.law.kinds import Month, Number
from kardad.law.pay import Facts, is_overworked
from kardad.law.payslip import PAYSLIP
from kardad.law.policies import Reading
from kardad.law.sheet import Working, num

# The totals of a payslip, in the order in which a list shows them.
CODES: Final = (
    "base",
    "seniority",
    "housing",
    "grocery",
    "marriage",
    "child",
    "overtime",
    "night",
    "friday",
    "holiday",
    "shift",
    "other",
    "gross",
    "insurance_base",
    "insurance_employee",
    "taxable",
    "tax",
    "deductions",
    "net",
    "insurance_employer",
    "insurance_unemployment",
)
ROUNDINGS: Final = (0, 100, 1_000, 10_000)
# A daily wage so many times the minimum is more likely the wage of a month; no legal figure.
UNLIKELY_TIMES: Final = 30
UNLIKELY: Final = "مزد روزانه بیش از سی برابر حداقل است؛ شاید مزد ماه را در ستون مزد روزانه نوشته‌اید."


@dataclass(frozen=True, slots=True)
class Answer:
    """The payslip of one row: its totals in the order of CODES, None where the law is silent, and what must be known of it."""

    totals: tuple[int | None, ...]
    warned: tuple[str, ...]


def answers(people: Sequence[Person], month: Month, law: Law, readings: Mapping[str, Reading]) -> list[Answer | None]:
    """The answer for each row in its order; None for a row with errors."""
    # Here and not above: it brings NumPy along, which no other page needs in memory.
    from kardad.law import bulk

    good = [one.known for one in people if one.known is not None]
    totals = bulk.payslips(month, bulk.of(good), law, readings)
    warner = Warner(month, law, readings)
    found = (_answer(known, totals.row(place), warner) for place, known in enumerate(good))
    return [None if one.known is None else next(found) for one in people]


def daily_minimum(on: date, law: Law) -> Number | None:
    """The minimum daily wage of a day, None where the law is silent."""
    return num(Working(law).find("wage.daily_minimum", on))


def _answer(known: Facts, totals: Mapping[str, int | None], warner: "Warner") -> Answer:
    return Answer(tuple(totals[code] for code in CODES), (*warner.of(known, totals), *warner.unlikely(known)))


class Warner:
    """Knows what the payslip of a row warns of: asks the payslip itself, once for all rows that it says the same of."""

    def __init__(self, month: Month, law: Law, readings: Mapping[str, Reading]) -> None:
        self.law, self.readings = law, readings
        days = month.first, *law.changes(("wage.daily_minimum",), month.first, month.last + timedelta(days=1))
        self.least = [one for day in days if (one := daily_minimum(day, law)) is not None]
        self.told: dict[tuple[bool, ...], tuple[str, ...]] = {}

    def of(self, known: Facts, totals: Mapping[str, int | None]) -> tuple[str, ...]:
        """The warnings of the payslip of these facts, whose totals are known already."""
        net = totals["net"]
        under = known.daily is not None and any(known.daily < one for one in self.least)
        childless = bool(known.children and known.insured_720_days is False)
        key = (under, childless, bool(known.shift and known.night_hours), net is not None and net < 0, is_overworked(known, self.law))
        is_silent = None in totals.values()
        if not (any(key) or is_silent):
            return ()
        # Silence names what is missed for this very row, and a month of two minimums warns by the days that were worked.
        if is_silent or len(self.least) != 1 or not known.paid_days:
            return self._asked(known)
        if key not in self.told:
            self.told[key] = self._asked(known)
        return self.told[key]

    def unlikely(self, known: Facts) -> tuple[str, ...]:
        """That a daily wage is more likely a month's."""
        is_much = known.daily is not None and self.least and known.daily > UNLIKELY_TIMES * max(self.least)
        return (UNLIKELY,) if is_much else ()

    def _asked(self, known: Facts) -> tuple[str, ...]:
        try:
            sheet = PAYSLIP.answer(known, self.law, self.readings)
        except Silent as silent:
            return (text.to_persian_digits(silent.text),)
        return tuple(text.to_persian_digits(one.message) for one in sheet.warnings)


def rounded(net: int | None, unit: int) -> int | None:
    """The net pay to the nearest whole unit, a half away from zero; as it is without a unit."""
    if net is None or not unit:
        return net
    return money.whole_rials(Fraction(net, unit)) * unit


@dataclass(slots=True)
class Control:
    """The control totals of a list: sums of the rows that were computed; a column in which the law is silent once has no sum."""

    count: int = 0
    bad: int = 0
    days: int = 0
    sums: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CODES, 0))
    unknown: dict[str, int] = field(default_factory=dict)
    rounded: int = 0
    warned: dict[str, int] = field(default_factory=dict)

    def add(self, person: Person, answer: Answer | None, unit: int) -> None:
        """One more row is counted."""
        if answer is None or person.known is None:
            self.bad += 1
            return
        self.count += 1
        self.days += person.known.paid_days
        for code, amount in zip(CODES, answer.totals, strict=True):
            if amount is None:
                self.unknown[code] = self.unknown.get(code, 0) + 1
            else:
                self.sums[code] += amount
        self.rounded += rounded(answer.totals[CODES.index("net")], unit) or 0
        for message in answer.warned:
            self.warned[message] = self.warned.get(message, 0) + 1

    def sum_of(self, code: str) -> int | None:
        """The sum of a column, None where the law is silent for any row."""
        return None if self.unknown.get(code) else self.sums[code]

    @property
    def paid(self) -> int | None:
        """The sum of what is paid after rounding, None where any net is not known."""
        return None if self.unknown.get("net") else self.rounded

    @property
    def difference(self) -> int | None:
        """By how much rounding changes what is paid, None where any net is not known."""
        net, paid = self.sum_of("net"), self.paid
        return None if net is None or paid is None else paid - net

    @property
    def employer(self) -> int | None:
        """What the workshop bears for insurance: the employer's share and unemployment insurance."""
        parts = self.sum_of("insurance_employer"), self.sum_of("insurance_unemployment")
        return None if parts[0] is None or parts[1] is None else parts[0] + parts[1]

    def as_json(self) -> dict[str, Any]:
        """The totals for a column of the database."""
        return {
            "count": self.count,
            "bad": self.bad,
            "days": self.days,
            "sums": self.sums,
            "unknown": self.unknown,
            "rounded": self.rounded,
            "warned": self.warned,
        }


def control(given: Mapping[str, Any]) -> Control:
    """The totals of that JSON; of nothing, those of an empty list."""
    return Control(**given) if given else Control()


def row(person: Person, answer: Answer | None) -> dict[str, Any]:
    """One row as it is kept."""
    kept: dict[str, Any] = {"n": person.number, "who": dict(person.who)}
    if answer is None:
        return kept | {"wrong": [[one.column, one.message, one.typed] for one in person.wrong], "typed": list(person.typed)}
    days = person.known.paid_days if person.known else 0
    return kept | {"days": days, "given": dict(person.given), "totals": list(answer.totals), "warned": list(answer.warned)}


def is_bad(kept: Mapping[str, Any]) -> bool:
    """Whether the kept row has errors and no payslip."""
    return "wrong" in kept


def pairs(kept: Mapping[str, Any]) -> Iterable[tuple[str, int | None]]:
    """The totals of a kept row by their codes."""
    return zip(CODES, kept["totals"], strict=True)
