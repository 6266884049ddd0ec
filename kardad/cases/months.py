"""A claim month by month, as payslips have it: what was due, what came, and the words for the board. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kardad.kit import calendar, money
from kardad.kit.text import to_persian_digits

MOST: Final = 60  # months of one claim
LONGEST: Final = 2000  # letters of a claim's words
MARK: Final = "ریز ماه‌ها: "
# The total of a payslip that is a claim's due of a month; of every other claim it is all that was earned.
TOTALS: Final = {"W05": "seniority", "W11": "shift", "W13": "housing", "W14": "grocery", "W15": "child", "W16": "marriage"}


@dataclass(frozen=True, slots=True)
class Month:
    """A Jalali month of a claim's period, with how many of its days lie in it."""

    year: int
    month: int
    days: int
    length: int

    @property
    def title(self) -> str:
        """«مهر ۱۴۰۴», and how many days where it is not whole."""
        name = f"{calendar.month_name(self.month)} {to_persian_digits(self.year)}"
        return name if self.days == self.length else f"{name} ({to_persian_digits(self.days)} روز)"

    def due(self, monthly: int) -> int:
        """What is due of a monthly sum for its days, whole rials."""
        return monthly if self.days == self.length else monthly * self.days // self.length


@dataclass(frozen=True, slots=True)
class Row:
    """A month with what was due and what came, in rials."""

    month: Month
    due: int
    received: int

    @property
    def rest(self) -> int:
        """What is owed of it; what was overpaid in one month pays no other."""
        return max(self.due - self.received, 0)


def of(first: date, last: date) -> list[Month]:
    """The months from one day to another, that one too; the first `MOST` of them."""
    found: list[Month] = []
    day = first
    while day <= last and len(found) < MOST:
        year, month, _ = calendar.to_jalali(day)
        length = calendar.month_length(year, month)
        ends = min(calendar.from_jalali(year, month, length), last)
        found.append(Month(year, month, (ends - day).days + 1, length))
        day = ends + timedelta(days=1)
    return found


def total(rows: Sequence[Row]) -> int:
    """What is owed of all of them."""
    return sum(row.rest for row in rows)


def words(rows: Sequence[Row]) -> str:
    """The months as a paper says them, those alike in a row together; no longer than a claim's words may be."""
    runs: list[list[Row]] = []
    for row in rows:
        same = runs and (runs[-1][-1].due, runs[-1][-1].received) == (row.due, row.received)
        runs[-1].append(row) if same else runs.append([row])
    said = MARK + "؛ ".join(_run(run) for run in runs if run[0].rest)
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"


def told(text: str, rows: Sequence[Row]) -> str:
    """The claim's own words with its months after them; months that were told before are replaced."""
    own = text.partition(MARK)[0].rstrip()
    said = words(rows)
    room = LONGEST - len(said) - 1
    return f"{own[:room]}\n{said}" if own and room > 0 else said


def _run(run: Sequence[Row]) -> str:
    first, last = run[0].month.title, run[-1].month.title
    name = first if len(run) == 1 else f"{first} تا {last}، هر ماه"
    came = f"، دریافتی {money.grouped(run[0].received)}" if run[0].received else ""
    return f"{name} {money.grouped(run[0].due)}{came}"
