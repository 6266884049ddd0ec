"""What pages say of availability: a certificate line by line, and bars of days and hours that grow from the right."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kardad.availability import parts
from kardad.availability.models import Certificate
from kardad.availability.queries import Day, Picture
from kardad.availability.spans import State
from kardad.core.models import Incident
from kardad.kit import calendar
from kardad.kit.text import to_persian_digits

WIDE = 1000
HIGH = 40
HEIGHTS = {State.UP: 26, State.DOWN: 40, State.UNKNOWN: 8}  # the shape tells without the colour
TITLES = {State.UP: "برقرار", State.DOWN: "قطع", State.UNKNOWN: "نامعلوم"}
ROWS = 200


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle of a picture."""

    x: int
    y: int
    width: int
    height: int
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    """One stretch that was not well, in words."""

    began: datetime
    ended: datetime
    seconds: int
    state: str
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """One part in a certificate."""

    title: str
    how: str
    share: str
    up: int
    down: int
    unknown: int
    bars: list[Bar]
    rows: list[Row]
    more: int
    """How many stretches the page leaves to the file."""


@dataclass(frozen=True, slots=True)
class Strip:
    """The last days of one part: a picture and its sentence."""

    title: str
    words: str
    bars: list[Bar]


def statement(made: Certificate) -> dict[str, Any]:
    """What was signed."""
    told: dict[str, Any] = json.loads(made.statement)
    return told


def lines(made: Certificate) -> list[Line]:
    """Every part of the certificate."""
    return [_line(one, made) for one in statement(made)["lines"]]


def outages(made: Certificate) -> list[dict[str, Any]]:
    """The outages that the public was told about, with moments for people."""
    titles = dict(Incident.Part.choices)
    return [
        {
            "title": one["title"],
            "part": titles.get(one["part"], one["part"]),
            "began": _moment(one["began"]),
            "ended": _moment(one["ended"]) if one["ended"] else None,
        }
        for one in statement(made)["outages"]
    ]


def part_title(made: Certificate) -> str:
    """What the certificate is about."""
    return parts.titled(made.part) if made.part else "همه بخش‌ها"


def strips(pictures: Iterable[Picture]) -> list[Strip]:
    """The pictures of the last days."""
    return [Strip(one.title, _sentence(one.days), _days(one.days)) for one in pictures]


def share(up: int, down: int) -> str:
    """How much of what is known was well, cut, not rounded: 99.99 is never 100; empty when nothing is known."""
    known = up + down
    if not known:
        return ""
    whole, rest = divmod(up * 10_000 // known, 100)
    return to_persian_digits(f"{whole}٫{rest:02}٪" if rest else f"{whole}٪")


def _line(told: dict[str, Any], made: Certificate) -> Line:
    seconds = told["seconds"]
    whole = max(1, int((made.until - made.since).total_seconds()))
    spans = [(_moment(one["began"]), _moment(one["ended"]), State(one["state"])) for one in told["spans"]]
    rows = [
        Row(began, ended, int((ended - began).total_seconds()), state.value, TITLES[state])
        for began, ended, state in spans
        if state is not State.UP
    ]
    bars = []
    for began, ended, state in spans:
        from_right = int((began - made.since).total_seconds()) * WIDE // whole
        until_right = int((ended - made.since).total_seconds()) * WIDE // whole
        # A minute of a year is thinner than a line, and must be seen.
        width = max(until_right - from_right, 3 if state is State.DOWN else 0)
        bars.append(Bar(max(0, WIDE - from_right - width), HIGH - HEIGHTS[state], width, HEIGHTS[state], state.value))
    bars.sort(key=lambda bar: bar.state == State.DOWN.value)
    title = parts.titled(told["part"], told["group"])
    how = parts.PARTS[told["part"]].how if told["part"] in parts.PARTS else ""
    known = share(seconds["up"], seconds["down"])
    return Line(title, how, known, seconds["up"], seconds["down"], seconds["unknown"], bars, rows[:ROWS], max(0, len(rows) - ROWS))


def _days(days: list[Day]) -> list[Bar]:
    step = WIDE // max(1, len(days))
    return [bar for place, day in enumerate(days) for bar in _day(day, x=WIDE - (place + 1) * step, width=step - max(1, step // 4))]


def _day(day: Day, *, x: int, width: int) -> list[Bar]:
    """One bar; of a day that was well and was seen in part only, the rest stands on it as not known."""
    whole = HEIGHTS[day.state]
    if day.state is not State.UP:
        return [Bar(x, HIGH - whole, width, whole, day.state.value)]
    rest = min(whole - 1, whole * day.unknown // (day.up + day.unknown))
    seen = Bar(x, HIGH - whole + rest, width, whole - rest, State.UP.value)
    return [seen, Bar(x, HIGH - whole, width, rest, State.UNKNOWN.value)] if rest else [seen]


def _sentence(days: list[Day]) -> str:
    up, down = sum(day.up for day in days), sum(day.down for day in days)
    if not up + down:
        return "هنوز دیده نشده است."
    troubled = sum(1 for day in days if day.state is State.DOWN)
    told = f"{share(up, down)} از آنچه دیده شد برقرار بود"
    return f"{told}؛ در {to_persian_digits(str(troubled))} روز قطعی دیده شد." if troubled else f"{told}."


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(calendar.TEHRAN)
