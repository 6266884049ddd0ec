"""A deadline as a small calendar: an SVG of plain data, right to left, weeks as rows, every day that matters marked in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any, Final

from kardad.kit import calendar, text

WIDE, HIGH, TOP, FOLD, GAP = 44, 46, 24, 30, 2
SIDE: Final = 58  # the column of the months, at the right
HATCH: Final = 8
WEEKDAYS: Final = ("ش", "ی", "د", "س", "چ", "پ", "ج")
# What a reason of that kind makes of its day: a class of the style sheet, and the word that stands in the cell.
MARKS: Final = {
    "final": ("after", "گذشته"),
    "safe": ("safe", "مطمئن"),
    "weekly": ("shut", "جمعه"),
    "holiday": ("shut", "تعطیل"),
    "office": ("shut", "تعطیل"),
    "given": ("shut", "تعطیل"),
    "obstructed": ("shut", "بی‌کار"),
    "last": ("last", "آخرین"),
    "start": ("start", "آغاز"),
}
SHUT: Final = ("weekly", "holiday", "office", "given", "obstructed")
LEAD: Final = {"safe": ("safe", "فاصله"), "final": ("last", "جلسه")}


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the strip."""

    day: date
    mark: str  # a value of MARKS, "counted", or "outside"
    word: str
    why: str


def deadline(answer: Mapping[str, Any], *, ident: str = "strip") -> str:
    """The SVG of a deadline as `kardad deadline` answers it; `ident` keeps the ids of several pictures on a page apart."""
    cells = list(_cells(answer))
    rows = list(_folded([cells[start : start + 7] for start in range(0, len(cells), 7)]))
    drawn, y, month = [_head()], TOP, ""
    for row in rows:
        if isinstance(row, int):
            drawn.append(_fold(row, y))
            y, month = y + FOLD, ""
            continue
        named = _month(row)
        drawn += [_side(named, y) if named != month else "", *(_cell(cell, place, y) for place, cell in enumerate(row))]
        y, month = y + HIGH, named
    name, told = escape(f"تقویم {answer['title']}"), escape(summary(answer))
    box = f'viewBox="0 0 {7 * WIDE + SIDE} {y}" width="{7 * WIDE + SIDE}" height="{y}"'
    labels = f'aria-labelledby="{escape(ident)}-name" aria-describedby="{escape(ident)}-told"'
    head = f'<title id="{escape(ident)}-name">{name}</title><desc id="{escape(ident)}-told">{told}</desc>'
    return f'<svg class="strip-picture" role="img" {labels} {box}>{head}{"".join(drawn)}</svg>'


def summary(answer: Mapping[str, Any]) -> str:
    """The picture in one Persian sentence or two, for those who do not see it."""
    start, safe, last, final = (_long(answer[f"{name}_gregorian"]) for name in ("served_on", "safe_until", "hard_until", "final_on"))
    shut = [_long(reason["date_gregorian"]) for reason in answer["reasons"] if reason["kind"] in SHUT]
    rolled = f" {_fa(len(shut))} روز در پایان آن به حساب نمی‌آید ({shut[0]}{' و پس از آن' if shut[1:] else ''})." if shut else ""
    rolled += " این تاریخ به تعطیلی برآوردی تکیه دارد." if answer.get("estimated") else ""
    if answer.get("counting") == "lead":
        return f"آغاز از {start}؛ فاصله تا پایان {safe}؛ نخستین روز ممکن جلسه {final}.{rolled}"
    return f"آغاز از {start}؛ آخرین روز مطمئن {safe}؛ آخرین روز مهلت {last}؛ از {final} مهلت گذشته است.{rolled}"


def _cells(answer: Mapping[str, Any]) -> Iterator[Cell]:
    marks = MARKS | (LEAD if answer.get("counting") == "lead" else {})
    told: dict[date, list[Mapping[str, Any]]] = {}
    for reason in answer["reasons"]:
        told.setdefault(date.fromisoformat(reason["date_gregorian"]), []).append(reason)
    start, final = (date.fromisoformat(answer[f"{name}_gregorian"]) for name in ("served_on", "final_on"))
    day = start - timedelta(days=calendar.weekday(start))
    until = final + timedelta(days=6 - calendar.weekday(final))
    while day <= until:
        reasons = told.get(day, []) if start <= day <= final else []
        # A last day that is also the safe one is shown as the last: that is what it means to the reader.
        shown = max((reason["kind"] for reason in reasons if reason["kind"] in marks), key=list(marks).index, default="")
        mark, word = marks.get(shown, ("counted" if start < day < final else "outside", ""))
        if shown == "holiday" and any(reason["kind"] == "estimate" for reason in reasons):
            word = "برآورد"
        yield Cell(day, mark, word, " ".join(reason["why"] for reason in reasons))
        day += timedelta(days=1)


def _folded(weeks: Sequence[Sequence[Cell]]) -> Iterator[Sequence[Cell] | int]:
    """The weeks, with three or more in a row of which nothing is to be told as their number."""
    waiting: list[Sequence[Cell]] = []
    for week in [*weeks, []]:
        if week and all(cell.mark == "counted" for cell in week):
            waiting.append(week)
            continue
        if len(waiting) > 2:
            yield len(waiting)
        else:
            yield from waiting
        waiting = []
        if week:
            yield week


def _head() -> str:
    return "".join(f'<text class="strip-weekday" x="{_middle(place)}" y="16">{name}</text>' for place, name in enumerate(WEEKDAYS))


def _month(row: Sequence[Cell]) -> str:
    return calendar.month_name(calendar.to_jalali(next(cell.day for cell in row if cell.mark != "outside")).month)


def _side(month: str, y: int) -> str:
    return f'<text class="strip-weekday" x="{7 * WIDE + SIDE // 2}" y="{y + 28}">{month}</text>'


def _fold(weeks: int, y: int) -> str:
    line, told = y + FOLD // 2, f"{_fa(weeks)} هفته دیگر هم شمرده می‌شود"
    box = f'<rect class="strip-fold" x="{GAP}" y="{y + GAP}" width="{7 * WIDE - 2 * GAP}" height="{FOLD - 2 * GAP}" rx="4"/>'
    return f'{box}<text class="strip-word" x="{7 * WIDE // 2}" y="{line + 4}">{told}</text>'


def _cell(cell: Cell, place: int, y: int) -> str:
    month, number = calendar.to_jalali(cell.day)[1:]
    named = cell.word or (calendar.month_name(month) if number == 1 and cell.mark != "outside" else "")
    parts = [f"<title>{escape(cell.why or calendar.long(cell.day))}</title>", _box(cell, (6 - place) * WIDE + GAP, y + GAP)]
    parts.append(f'<text class="strip-number" x="{_middle(place)}" y="{y + (19 if named else 28)}">{_fa(number)}</text>')
    if named:
        parts.append(f'<text class="strip-word" x="{_middle(place)}" y="{y + 36}">{named}</text>')
    return f'<g class="strip-day strip-{cell.mark}">{"".join(parts)}</g>'


def _box(cell: Cell, x: int, y: int) -> str:
    wide, high = WIDE - 2 * GAP, HIGH - 2 * GAP
    box = f'<rect class="strip-box" x="{x}" y="{y}" width="{wide}" height="{high}" rx="4"/>'
    if cell.mark in {"shut", "start"}:
        return box + f'<path class="strip-hatch" d="{_hatch(x, y, wide, high)}"/>'
    if cell.mark == "safe":
        return box + f'<rect class="strip-ring" x="{x + 2}" y="{y + 2}" width="{wide - 4}" height="{high - 4}" rx="3"/>'
    return box


def _hatch(x: int, y: int, wide: int, high: int) -> str:
    """Slanted lines over a box, as the path of an SVG; no pattern, so that pictures share no ids."""
    parts = []
    for reach in range(HATCH, wide + high, HATCH):
        left, right = max(0, reach - high), min(reach, wide)
        parts.append(f"M{x + left} {y + reach - left}L{x + right} {y + reach - right}")
    return "".join(parts)


def _middle(place: int) -> int:
    return (6 - place) * WIDE + WIDE // 2


def _long(iso: str) -> str:
    return calendar.long(date.fromisoformat(iso))


def _fa(figure: int) -> str:
    return text.to_persian_digits(figure)
