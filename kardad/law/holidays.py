"""The days on which offices are closed in Iran: official holidays by Jalali year, and closures of offices by province."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

from kardad.kit import calendar, text
from kardad.kit.refusal import BadInput, Refusal

DATA: Final = Path(__file__).parent / "data"
KINDS: Final = ("solar", "lunar", "extra", "office")
STATUSES: Final = ("sourced", "derived", "estimated")


class BadHolidays(Exception):
    """A row of the holiday files is malformed; the text names file and row."""


class CalendarSilent(Refusal):
    """The calendar holds no official holidays of the year, and none are guessed."""

    code = "CALENDAR_SILENT"
    message = "تعطیلات رسمی سال {year} را نداریم و حدس نمی‌زنیم. با تقویم «فقط جمعه‌ها» می‌توان حساب کرد."


class UnknownProvince(BadInput):
    """The text names no province of Iran."""

    code = "UNKNOWN_PROVINCE"
    message = "این نام، نام استانی از ایران نیست؛ نام استان را کامل بنویسید."


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day on which offices are closed, why, how well it is known, and since when; a closure of offices names its province."""

    day: date
    title: str
    kind: str  # one of KINDS
    status: str  # one of STATUSES
    source: str = ""
    lunar: str = ""  # "1447-10-01": the lunar day it stands for
    announced_on: date | None = None  # None: known before the year began
    withdrawn_on: date | None = None
    province: str = ""

    @property
    def is_estimated(self) -> bool:
        """Whether the moon may still move the day by one."""
        return self.status == "estimated"


class Calendar:
    """Closed days over whole Jalali years; what is announced or withdrawn later makes another calendar of another version."""

    def __init__(self, rows: Iterable[ClosedDay], years: Iterable[int], *, as_of: date | None = None) -> None:
        self.rows = tuple(rows)
        self.years = frozenset(years)
        self.as_of = as_of
        self.in_force = tuple(sorted((row for row in self.rows if _in_force(row, as_of)), key=_order))
        self._official = _by_day(row for row in self.in_force if row.kind != "office")
        self._offices = _by_day(row for row in self.in_force if row.kind == "office")
        self.version = self._version()

    def holidays(self, day: date) -> tuple[ClosedDay, ...]:
        """The official holidays of a Gregorian `day` besides Fridays; raises CalendarSilent outside the calendar's years."""
        year = calendar.to_jalali(day).year
        if year not in self.years:
            raise CalendarSilent(year=text.to_persian_digits(year), on=calendar.jalali(day))
        return self._official.get(day, ())

    def closures(self, day: date, province: str) -> tuple[ClosedDay, ...]:
        """The days off of the offices of one province (its name as `province_named` gives it) on a Gregorian `day`."""
        return tuple(row for row in self._offices.get(day, ()) if row.province == province)

    def estimates_near(self, day: date) -> tuple[ClosedDay, ...]:
        """The estimated holidays that fall on the `day`, or on a neighbour of it from which the moon may move them here."""
        near = (date.fromordinal(day.toordinal() + step) for step in (-1, 0, 1))
        return tuple(row for one in near for row in self._official.get(one, ()) if row.is_estimated)

    def year(self, year: int) -> tuple[ClosedDay, ...]:
        """The official holidays of a Jalali year in order; raises CalendarSilent when the year is not known."""
        if year not in self.years:
            raise CalendarSilent(year=text.to_persian_digits(year), on=f"{year}-01-01")
        return tuple(row for row in self.in_force if row.kind != "office" and calendar.to_jalali(row.day).year == year)

    def known_on(self, day: date) -> "Calendar":
        """The calendar as it was known at the end of a Gregorian `day`: later announcements and withdrawals are not in it."""
        return Calendar(self.rows, self.years, as_of=day if self.as_of is None else min(day, self.as_of))

    def plus(self, *rows: ClosedDay) -> "Calendar":
        """The calendar with more closed days: what was announced after the files were written."""
        return Calendar((*self.rows, *rows), self.years, as_of=self.as_of)

    def _version(self) -> str:
        said = [f"{row.day}|{row.title}|{row.kind}|{row.status}|{row.province}" for row in self.in_force]
        digest = hashlib.sha256("\n".join([*map(str, sorted(self.years)), *said]).encode()).hexdigest()
        span = f"{min(self.years)}-{max(self.years)}" if self.years else "none"
        return f"{span}.{digest[:8]}"


def load(folder: Path = DATA) -> Calendar:
    """The calendar of the files below `folder`; raises BadHolidays for the first malformed row."""
    years: dict[int, list[ClosedDay]] = {}
    for path in sorted((folder / "holidays").glob("*.toml")):
        given = _parsed(path)
        years[given["year"]] = _rows(path, given, official=True)
    closures = _rows(folder / "closures.toml", _parsed(folder / "closures.toml"), official=False)
    return Calendar([*chain.from_iterable(years.values()), *closures], years)


@lru_cache(maxsize=1)
def current() -> Calendar:
    """The calendar that the product uses, parsed once a process."""
    return load()


@lru_cache(maxsize=1)
def provinces() -> tuple[str, ...]:
    """The thirty-one provinces by name."""
    return tuple(_parsed(DATA / "closures.toml")["provinces"])


def province_named(typed: str, *, field: str | None = None) -> str:
    """The province whose name was typed, as the files spell it; raises UnknownProvince."""
    for name in provinces():
        if text.match_key(name) == text.match_key(typed):
            return name
    raise UnknownProvince(field=field)


def _in_force(row: ClosedDay, as_of: date | None) -> bool:
    if as_of is None:
        return row.withdrawn_on is None
    announced = row.announced_on is None or row.announced_on <= as_of
    return announced and (row.withdrawn_on is None or row.withdrawn_on > as_of)


def _order(row: ClosedDay) -> tuple[date, str, str, str]:
    return row.day, row.kind, row.title, row.province


def _by_day(rows: Iterable[ClosedDay]) -> dict[date, tuple[ClosedDay, ...]]:
    found: dict[date, tuple[ClosedDay, ...]] = {}
    for row in rows:
        found[row.day] = (*found.get(row.day, ()), row)
    return found


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise BadHolidays(f"{path.name}: {wrong}") from wrong


def _rows(path: Path, given: Mapping[str, Any], *, official: bool) -> list[ClosedDay]:
    rows: list[ClosedDay] = []
    for place, one in enumerate(given.get("days", ()), start=1):
        try:
            row = _row(one, given["sources"])
            _judge(row, given.get("year"), official=official)
            if any((row.day, row.title, row.province) == (other.day, other.title, other.province) for other in rows):
                raise BadHolidays("stands twice")
        except (BadHolidays, Refusal, KeyError, TypeError, ValueError) as wrong:
            raise BadHolidays(f"{path.name}, day {place} ({one.get('date')}): {wrong!r}") from wrong
        rows.append(row)
    return rows


def _row(one: Mapping[str, Any], sources: Mapping[str, str]) -> ClosedDay:
    day = calendar.parse_jalali(one["date"])
    if one.get("gregorian", day) != day:
        raise BadHolidays(f"the Gregorian day is {day}, not {one['gregorian']}")
    sources[one["source"]]  # a source that the file does not name is a KeyError
    return ClosedDay(
        day=day,
        title=one["title"],
        kind=one["kind"],
        status=one["status"],
        source=one["source"],
        lunar=one.get("lunar", ""),
        announced_on=_day(one.get("announced_on")),
        withdrawn_on=_day(one.get("withdrawn_on")),
        province=one.get("province", ""),
    )


def _day(written: str | None) -> date | None:
    return calendar.parse_jalali(written) if written else None


def _judge(row: ClosedDay, year: int | None, *, official: bool) -> None:
    if not row.title or row.status not in STATUSES or row.kind not in KINDS:
        raise BadHolidays("title, kind or status is wrong")
    if official and (row.kind == "office" or row.province or calendar.to_jalali(row.day).year != year):
        raise BadHolidays("an official holiday stands in the file of its year and names no province")
    if not official and (row.kind != "office" or row.province not in provinces()):
        raise BadHolidays("a closure of offices names its province")
    if (row.kind == "lunar") != bool(row.lunar):
        raise BadHolidays("a lunar holiday, and no other, names its lunar day")
    if row.withdrawn_on and row.announced_on and row.withdrawn_on < row.announced_on:
        raise BadHolidays("withdrawn before it was announced")
