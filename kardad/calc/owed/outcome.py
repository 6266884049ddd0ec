"""The result of the interview: what is owed by claim and year at both ends, the working of each cell, what proves it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kardad.calc import charts, shown, words
from kardad.calc.charts import Slice
from kardad.calc.owed import ends
from kardad.calc.owed.answers import Answers
from kardad.calc.owed.ends import Ends
from kardad.calc.shown import Shown, Source
from kardad.calc.words import How
from kardad.kit import calendar, money
from kardad.law import articles, calculators, claims, service
from kardad.law.articles import Article
from kardad.law.entitlements import CLAIMS, HOURS
from kardad.law.facts import read as read_facts
from kardad.law.instruments import Law, Silent, Value
from kardad.law.service import Pay, Terms
from kardad.law.sheet import Line, Rials, Sheet, total

CALCULATOR: Final = "claim"
# The lines of the sheet that work out each claim; hours have lines of their own name, what was received is told by its title.
CODES: Final[Mapping[str, tuple[str, ...]]] = {
    "wage_difference": ("base_daily", "seniority_daily", "daily", "monthly", "month"),
    "bonus": ("bonus",),
    "severance": ("severance",),
    "leave": ("leave_days", "leave"),
    **{name: (name,) for name in HOURS},
}
YEAR_CODES: Final = ("days", "due_wage", "due_allowances", "paid", "wage_difference")


@dataclass(frozen=True, slots=True)
class Span:
    """What is owed at the least and at the most; None where the law is silent."""

    low: Rials
    high: Rials

    @property
    def is_range(self) -> bool:
        """Whether the ends differ."""
        return self.low != self.high

    @property
    def is_known(self) -> bool:
        """Whether the law says it at both ends."""
        return self.low is not None and self.high is not None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a working; `said` is a measure that is no money, `amount` None what the law does not say."""

    title: str
    amount: Rials
    said: str
    how: How
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Working:
    """How one cell was reached: its lines at the least, and at the most where that differs."""

    claim: str
    year: str
    span: Span
    low: tuple[Row, ...]
    high: tuple[Row, ...]

    @property
    def anchor(self) -> str:
        """Where on the page it stands."""
        return f"how-{self.claim.replace('_', '-')}-{self.year}"

    @property
    def sources(self) -> tuple[Source, ...]:
        """Everything its lines rest on, each once."""
        return tuple(dict.fromkeys(source for row in (*self.low, *self.high) for source in row.sources))


@dataclass(frozen=True, slots=True)
class Owed:
    """One claim: its sum, its years, and what the catalogue tells of it."""

    code: str
    title: str
    span: Span
    workings: tuple[Working, ...]
    proof: tuple[str, ...]
    guidance: str
    articles: tuple[Article, ...]

    @property
    def known(self) -> Span:
        """The sum of the years on which the law is not silent."""
        return Span(sum(one.span.low or 0 for one in self.workings), sum(one.span.high or 0 for one in self.workings))


@dataclass(frozen=True, slots=True)
class WageYear:
    """A year of the wage claim in figures: days worked, what the law made due, what was paid, what is missing."""

    year: str
    days: int
    wage: Rials
    allowances: Rials
    paid: Rials
    missing: Rials
    anchor: str


@dataclass(frozen=True, slots=True)
class Year:
    """One row of the table: a cell for each claim, empty where the claim has nothing to do with the year, and their sum."""

    year: str
    cells: tuple[tuple[str, Working | None], ...]
    span: Span


@dataclass(frozen=True)
class Outcome:
    """The whole result. `low` and `high` are sheets of the `claim` calculator, None where nothing is claimed there."""

    ends: Ends
    low: Sheet | None
    high: Sheet | None
    owed: tuple[Owed, ...]
    years: tuple[Year, ...]
    wage_years: tuple[WageYear, ...]
    span: Span
    silent_years: tuple[str, ...]
    warnings: tuple[str, ...]
    shown: Shown | None
    under_floor: int
    readings_upper: Rials

    @property
    def is_partial(self) -> bool:
        """Whether the law is silent on some of it, so that the sum is of the rest."""
        return bool(self.silent_years)

    @property
    def slices(self) -> list[Slice]:
        """The bar of the claims, at the most where the ends differ."""
        return charts.bar([(one.title, one.known.high or 0) for one in self.owed])

    @property
    def wage_missing(self) -> int:
        """What is missing of the wages of all years of which the law says something."""
        return sum(one.missing or 0 for one in self.wage_years)

    @property
    def wage_days(self) -> int:
        """The days of all years of the wage claim."""
        return sum(one.days for one in self.wage_years)


def of(told: Answers, law: Law) -> Outcome:
    """The result of complete answers; raises Silent where the law says nothing of any of it."""
    both = ends.of(told, law)
    low = _sheet(both.low, law)
    high = low if both.high == both.low else _sheet(both.high, law)
    found = tuple(_owed(code, title, low, high) for code, title in CLAIMS if _has(low, code) or _has(high, code))
    years = tuple(_year(str(year), found) for year in told.years)
    silent_years = tuple(one.year for one in years if not one.span.is_known)
    widest = high or low
    return Outcome(
        ends=both,
        low=low,
        high=high,
        owed=found,
        years=years,
        wage_years=tuple(_wage_years(low or high)),
        span=Span(_known(low), _known(high)),
        silent_years=silent_years,
        warnings=_warnings(low, high),
        shown=shown.of(widest.as_json()) if widest else None,
        under_floor=_months_under_floor(told, both, law),
        readings_upper=_upper(widest),
    )


def _sheet(given: dict[str, Any] | None, law: Law) -> Sheet | None:
    return None if given is None else calculators.named(CALCULATOR).sheet(given, law)


def _has(sheet: Sheet | None, code: str) -> bool:
    return sheet is not None and code in sheet.totals


def _years_of(sheet: Sheet | None, code: str) -> Mapping[str, Rials]:
    return sheet.totals[code] if sheet is not None and code in sheet.totals else {}


def _known(sheet: Sheet | None) -> int:
    """The total, or of what is known where the law is silent on the rest; nothing where nothing is claimed."""
    if sheet is None:
        return 0
    return int(sheet.totals.get("total_known") or sheet.totals["total"] or 0)


def _upper(sheet: Sheet | None) -> Rials:
    """The most that other readings of the law give, where that is more than what is shown."""
    upper = sheet.bounds["upper"] if sheet and sheet.bounds else None
    return upper if upper is not None and upper > _known(sheet) else None


def _owed(code: str, title: str, low: Sheet | None, high: Sheet | None) -> Owed:
    lows, highs = _years_of(low, code), _years_of(high, code)
    workings = []
    for year in sorted({*lows, *highs}):
        span = Span(lows.get(year, 0), highs.get(year, 0))
        above = _rows(high, code, year)
        below = _rows(low, code, year) if year in lows else ()
        workings.append(Working(code, year, span, below, above if span.is_range or not below else ()))
    row = claims.claim(ends.CATALOGUE[code])
    span = Span(total(*(one.span.low for one in workings)), total(*(one.span.high for one in workings)))
    return Owed(code, title, span, tuple(workings), row.proof, row.guidance, articles.cited(row.articles))


def _rows(sheet: Sheet | None, code: str, year: str) -> tuple[Row, ...]:
    """The lines of a claim in a year, as they are shown."""
    if sheet is None:
        return ()
    title = f"دریافت‌شده: {dict(CLAIMS)[code]}"
    told = (line for line in sheet.lines if line.part[:4] == year)
    return tuple(_row(line) for line in told if line.code in CODES[code] or (line.code == "received" and line.title == title))


def _row(line: Line) -> Row:
    said = "" if line.measure is None else f"{words.figure(line.measure)} {line.unit}"
    return Row(words.persian(line.title), line.amount, said, words.how(line.how), tuple(map(_source, line.rests_on)))


def _source(value: Value) -> Source:
    word, tone = words.STATUS[value.status]
    return Source(words.law(value.title, value.article), word, tone, value.key)


def _year(year: str, found: Sequence[Owed]) -> Year:
    cells = tuple((one.title, next((cell for cell in one.workings if cell.year == year), None)) for one in found)
    spans = [cell.span for _, cell in cells if cell]
    return Year(year, cells, Span(total(*(one.low for one in spans)), total(*(one.high for one in spans))))


def _wage_years(sheet: Sheet | None) -> Iterable[WageYear]:
    if sheet is None or "wage_difference" not in sheet.totals:
        return
    told = {(line.part, line.code): line for line in sheet.lines if line.code in YEAR_CODES}
    for year in sheet.totals["wage_difference"]:
        wage, allowances, paid, missing = (told[year, code].amount if (year, code) in told else None for code in YEAR_CODES[1:])
        days = int(told[year, "days"].measure or 0)
        yield WageYear(year, days, wage, allowances, paid, missing, f"how-wage-difference-{year}")


def _warnings(low: Sheet | None, high: Sheet | None) -> tuple[str, ...]:
    """What the sheets warn of, each once; that the law is silent is told by the years, a low wage by the months."""
    told = [one for sheet in (low, high) if sheet for one in sheet.warnings if one.code != "LAW_SILENT"]
    return tuple(dict.fromkeys(words.persian(one.message) for one in told))


def _months_under_floor(told: Answers, both: Ends, law: Law) -> int:
    """How many months were paid something, but less than the legal minimum wage of their days, allowances aside."""
    given = both.low or both.high
    if given is None or not given.get("paid") or told.hired_on is None or told.left_on is None:
        return 0
    rows = read_facts(calculators.named(CALCULATOR).asks, given).paid
    pay = Pay(Terms(told.hired_on, told.left_on, None, told.hired_on, children=0, married=False), law)
    found = 0
    for month, first, last in pay.months():
        try:
            due = pay.due(month, first, last)
        except Silent:
            continue
        paid = money.whole_rials(service.paid_for(rows, month, first, last)[0])
        found += 0 < paid < due.rials(("base",))
    return found


def title_of(told: Answers) -> str:
    """What the result is called in a panel."""
    if told.hired_on is None or told.left_on is None:
        return ""
    return f"چقدر طلب دارم؟ از {calendar.slashed(told.hired_on)} تا {calendar.slashed(told.left_on)}"
