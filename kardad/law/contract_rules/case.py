"""The case before the checks: a contract, the law, the day of judging and the policies; and how a check says what it found."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from kardad.kit import calendar, text
from kardad.law.contract_rules.contract import Contract, Hours
from kardad.law.contract_rules.rulebook import Rulebook
from kardad.law.instruments import Law, Silent

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Policy:
    """Settings where the law is not settled.

    `cap_counts_from`: earlier work is not counted towards the fixed-term cap (the day it was notified; None counts all of it).
    `is_cap_binding`: passing the cap is then an error.
    """

    cap_counts_from: date | None = None
    is_cap_binding: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: the name of what the rule says, the field it is about, what fills the words, the offending clause."""

    says: str
    field: str = ""
    fills: Mapping[str, str] = dataclasses.field(default_factory=dict)
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """All that a check may look at."""

    contract: Contract
    law: Law
    on: date
    policy: Policy
    book: Rulebook

    @property
    def span(self) -> tuple[date, date] | None:
        """The first and last day to judge: an open contract is judged until today; None when its days cannot be read."""
        start = self.contract.starts_on
        if start is None:
            return None
        end = self.contract.ends_on or max(start, self.on)
        return None if end < start else (start, end)

    @property
    def term_days(self) -> int | None:
        """How many days the contract lasts, both ends counted; None when it has no term or no sensible one."""
        return None if self.span is None or not self.contract.has_term else (self.span[1] - self.span[0]).days + 1

    def figure_days(self, *keys: str) -> list[date]:
        """The days on which the keys may take another value for this contract: its first day, each new year, each change."""
        if self.span is None:
            return []
        start, end = self.span
        years = range(calendar.to_jalali(start).year + 1, min(calendar.to_jalali(end).year, calendar.LAST_YEAR) + 1)
        found = {start, *(calendar.from_jalali(year, 1, 1) for year in years), *self.law.changes(keys, start, end + DAY)}
        return sorted(day for day in found if day <= end)

    def full_week(self, day: date) -> Hours:
        """The legal hours of a week of this work on a day; raises Silent."""
        return self.law.amount("hours.weekly_hazardous" if self.contract.is_hazardous else "hours.weekly", day)

    def known(self, key: str, day: date) -> Hours | None:
        """The figure of a day, None where the law is silent."""
        try:
            return self.law.amount(key, day)
        except Silent:
            return None


Findings = Iterator[Found]


def is_blank(value: object) -> bool:
    """Whether a field is not filled: nothing, or no letter or digit at all (dots and dashes fill no blank)."""
    return value is None or (isinstance(value, str) and not text.fold(value))


def digits(number: Hours) -> str:
    """A number for people, with at most two decimals: «۴۴», «۷٫۳۳»."""
    whole, part = divmod(round(Fraction(number) * 100), 100)
    decimals = f"{part:02}".rstrip("0")
    return text.to_persian_digits(f"{whole}٫{decimals}" if decimals else str(whole))


def whole_years(start: date, end: date) -> int:
    """The whole Jalali years between two days: an age."""
    earlier, later = calendar.to_jalali(start), calendar.to_jalali(end)
    return later.year - earlier.year - ((later.month, later.day) < (earlier.month, earlier.day))
