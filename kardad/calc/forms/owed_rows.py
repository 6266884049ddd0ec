"""Rows of periods: what was paid, or which hours were worked, from a day to a day; added, changed and removed without script."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar, Final

from django import forms
from django.http import QueryDict

from kardad.calc.forms.owed_fields import Asked, Figure, Rials
from kardad.calc.owed import answers, steps
from kardad.calc.owed.answers import MOST_HOURS, MOST_ROWS, Answers, Period, Worked
from kardad.kit import calendar, text
from kardad.law.entitlements import HOURS, TITLES
from kardad.ui import fields

ONE_DAY: Final = timedelta(days=1)
UNTIL: Final = "خالی بماند: تا آغاز دوره بعد، یا تا آخرین روز کار."
Raw = Mapping[str, Any]


class Rows(Asked):
    """A form of rows; a row with nothing in it is no row. `rows` are the bound fields of each, `raw` what rows to begin with."""

    columns: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: QueryDict | None = None, *, told: Answers, today: date, raw: list[Raw] | None = None) -> None:
        self.told, self.today = told, today
        self.open: list[tuple[date, date]] = []
        begun = typed(data, self.names) if data is not None else raw if raw is not None else self.known()
        self.count = min(max(len(begun), 1), MOST_ROWS)
        initial = {f"{name}_{place}": value for place, row in enumerate(begun) for name, value in row.items()}
        super().__init__(renumbered(data, begun), initial=initial)
        for place in range(self.count):
            for name, field in self.asked().items():
                self.fields[f"{name}_{place}"] = field

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of a row."""
        return ("from", "to", *self.columns)

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The bound fields, row by row."""
        return [[self[f"{name}_{place}"] for name in self.names] for place in range(self.count)]

    def judged(self) -> list[str]:
        """Every cell: a row with nothing in it is no row."""
        return [f"{name}_{place}" for place in range(self.count) for name in self.names]

    def known(self) -> list[Raw]:
        """The rows that were answered before."""
        raise NotImplementedError

    def asked(self) -> dict[str, forms.Field]:
        """The fields of one row."""
        return {
            "from": fields.JalaliDate(label="از چه روزی؟", example="", latest=self.told.left_on),
            "to": fields.JalaliDate(label="تا چه روزی؟", required=False, help_text=UNTIL, example="", latest=self.told.left_on),
        }

    def answer(self) -> Answers:
        """The answers with these rows."""
        raise NotImplementedError

    def again(self, *, add: bool = False, drop: int | None = None) -> "Rows":
        """The same page with one row more or less, and everything else that was typed."""
        raw = typed(self.data, self.names) if self.data else list(self.known())
        raw = [row for place, row in enumerate(raw) if place != drop]
        return type(self)(told=self.told, today=self.today, raw=[*raw, *([{}] if add or not raw else [])])

    def read(self) -> list[tuple[int, date, date, tuple[Any, ...]]]:
        """The rows in the order of time, each with its place, its days and its columns; what is wrong is blamed."""
        found: list[tuple[int, date, date | None, tuple[Any, ...]]] = []
        for place in range(self.count):
            cells = [self.cleaned_data.get(f"{name}_{place}") for name in self.names]
            if all(cell is None for cell in cells) or any(f"{name}_{place}" in self.errors for name in self.names):
                continue
            first = cells[0] or (self.told.hired_on if not found else None)
            if first is None:
                self.add_error(f"from_{place}", "اولین روز این دوره را بنویسید.")
            else:
                found.append((place, first, cells[1], tuple(cells[2:])))
        found.sort(key=lambda row: row[1])
        return [row for row in self._closed(found) if self._fits(*row[:3])]

    def _closed(self, rows: list[tuple[int, date, date | None, tuple[Any, ...]]]) -> Iterable[tuple[int, date, date, tuple[Any, ...]]]:
        """A row without its last day lasts until the next begins, or to the end of the work."""
        for (place, first, last, columns), after in zip(rows, [*rows[1:], None], strict=False):
            until = after[1] - ONE_DAY if after else self.told.left_on
            yield place, first, last or until or first, columns

    def _fits(self, place: int, first: date, last: date) -> bool:
        if last < first:
            self.add_error(f"to_{place}", "این روز پیش از آغاز همین دوره، یا دو دوره از یک روز آغاز شده است.")
            return False
        if self.told.hired_on and first < self.told.hired_on:
            self.add_error(f"from_{place}", f"این روز پیش از اولین روز کار شماست: {calendar.slashed(self.told.hired_on)}.")
            return False
        return True

    def blame_overlaps(self, rows: list[tuple[int, Any]]) -> None:
        """Two rows of one day are told at once, with the days."""
        places = {id(row): place for place, row in rows}
        for one, other in answers.overlapping([row for _, row in rows]):
            days = f"از {calendar.slashed(other.first)} تا {calendar.slashed(min(one.last, other.last))}"
            self.add_error(f"from_{places[id(other)]}", f"دو دوره روی هم افتاده‌اند: {days}. یکی را کوتاه کنید.")


class Periods(Rows):
    """What was paid a month, by periods; days without a period are told, and taken as unpaid once that is said."""

    columns = ("monthly",)
    unpaid = fields.Tick(label="در این روزها چیزی نگرفتم", required=False)

    def known(self) -> list[Raw]:
        """The periods of before, else one that begins with the work and an empty one."""
        rows: list[Raw] = [{"from": row.first, "to": row.last, "monthly": row.monthly} for row in self.told.paid]
        return rows or [{"from": self.told.hired_on}, {}]

    def asked(self) -> dict[str, forms.Field]:
        """The days and the amount."""
        return super().asked() | {"monthly": Rials(label="ماهی چقدر؟")}

    def clean(self) -> dict[str, Any]:
        """Every row has its amount, none lies on another, and no day is left out silently."""
        found = super().clean() or self.cleaned_data
        rows = []
        for place, first, last, (monthly,) in self.read():
            if monthly is None:
                self.add_error(f"monthly_{place}", "مبلغ ماهانه این دوره را بنویسید؛ اگر چیزی نگرفتید، صفر.")
            else:
                rows.append((place, Period(first, last, monthly)))
        self.blame_overlaps(rows)
        if not rows and not self.errors:
            self.add_error(None, "دست‌کم یک دوره بنویسید.")
        self.periods = tuple(row for _, row in rows)
        if not self.errors:
            self._close_gaps(is_unpaid=bool(found.get("unpaid")))
        return found

    def _close_gaps(self, *, is_unpaid: bool) -> None:
        gaps = steps.gaps(replace(self.told, paid=self.periods))
        if gaps and is_unpaid:
            self.periods = tuple(sorted((*self.periods, *(Period(first, last, 0) for first, last in gaps))))
        elif gaps:
            self.open = gaps
            days = "؛ ".join(f"از {calendar.slashed(first)} تا {calendar.slashed(last)}" for first, last in gaps)
            self.add_error("unpaid", f"برای این روزها پرداختی ننوشته‌اید: {days}. دوره آن را بنویسید یا بگویید چیزی نگرفته‌اید.")

    def answer(self) -> Answers:
        """The answers with the periods."""
        return replace(self.told, paid=self.periods)


class HourPeriods(Rows):
    """Which hours were worked a month, by periods; days without a period had none."""

    columns = HOURS

    def known(self) -> list[Raw]:
        """The periods of before, else one that begins with the work."""
        rows: list[Raw] = [
            {"from": row.first, "to": row.last} | {name: hours or None for name, hours in zip(HOURS, row.hours, strict=True)}
            for row in self.told.worked
        ]
        return rows or [{"from": self.told.hired_on}]

    def asked(self) -> dict[str, forms.Field]:
        """The days and the hours of each kind."""
        hours = {name: Figure(label=f"{TITLES[name]}، ساعت در ماه", most=MOST_HOURS, required=False) for name in HOURS}
        return super().asked() | hours

    def clean(self) -> dict[str, Any]:
        """Every row has hours of some kind, and none lies on another."""
        found = super().clean() or self.cleaned_data
        rows = []
        for place, first, last, hours in self.read():
            if not any(hours):
                self.add_error(f"{HOURS[0]}_{place}", "ساعت‌های این دوره را بنویسید، یا آن را بردارید.")
            rows.append((place, Worked(first, last, tuple(one or 0 for one in hours))))
        self.blame_overlaps(rows)
        if not rows and not self.errors:
            self.add_error(None, "دست‌کم یک دوره بنویسید.")
        self.periods = tuple(row for _, row in rows)
        return found

    def answer(self) -> Answers:
        """The answers with the hours."""
        return replace(self.told, worked=self.periods)


def typed(data: Mapping[str, Any], names: Iterable[str]) -> list[Raw]:
    """The rows of a posted form, as they were typed."""
    shape = re.compile(rf"({'|'.join(names)})_([0-9]{{1,3}})")
    found: dict[int, dict[str, str]] = {}
    for key in data:
        if match := shape.fullmatch(key):
            found.setdefault(int(match[2]), {})[match[1]] = str(data[key])
    return [found[place] for place in sorted(found)]


def renumbered(data: QueryDict | None, rows: list[Raw]) -> dict[str, Any] | None:
    """The posted form with its rows counted from nought without holes; None for a form that was not posted."""
    if data is None:
        return None
    rest = {key: data[key] for key in data if not re.fullmatch(r"[a-z]+_[0-9]{1,3}", text.to_ascii_digits(key))}
    return rest | {f"{name}_{place}": value for place, row in enumerate(rows) for name, value in row.items()}
