"""Whether the days that a petition tells can have been: none to come, none before its beginning, claims in the time of the work. Pure."""

from collections.abc import Iterator
from datetime import date

from kardad.cases.petition import Employment, Item, Workshop
from kardad.kit import calendar
from kardad.law import claims

Wrong = tuple[str, str]  # the field, and how to mend it


def of_employment(work: Employment, today: date) -> Iterator[Wrong]:
    """What cannot be of the days of the work."""
    yield from _to_come("started_on", "شروع کار", work.started_on, today)
    yield from _to_come("ended_on", "آخرین روز کار", work.ended_on, today)
    if work.started_on and work.ended_on and work.ended_on < work.started_on:
        yield "ended_on", "آخرین روز کار پیش از شروع آن است؛ یکی از دو تاریخ را درست کنید."


def of_workshop(workshop: Workshop, work: Employment, today: date) -> Iterator[Wrong]:
    """What cannot be of the last day in the workshop."""
    day = workshop.last_day
    yield from _to_come("last_day", "آخرین روز کار در کارگاه", day, today)
    if day and work.started_on and day < work.started_on:
        said = calendar.slashed(work.started_on)
        yield "last_day", f"آخرین روز کار در کارگاه پیش از شروع کار ({said}) است؛ یکی از دو تاریخ را درست کنید."
    if day and work.ended_on and day > work.ended_on:
        said = calendar.slashed(work.ended_on)
        yield "last_day", f"آخرین روز کار در کارگاه پس از پایان کار ({said}) است؛ یکی از دو تاریخ را درست کنید."


def of_item(item: Item, work: Employment, today: date) -> Iterator[Wrong]:
    """What cannot be of the period of a claim."""
    claim = claims.claim(item.code)
    yield from _to_come("from_day", f"آغاز دوره «{claim.title}»", item.from_day, today)
    yield from _to_come("to_day", f"پایان دوره «{claim.title}»", item.to_day, today)
    if item.from_day and item.to_day and item.to_day < item.from_day:
        yield "to_day", f"پایان دوره «{claim.title}» پیش از آغاز آن است؛ یکی از دو روز را درست کنید."
    if claim.needs_period and item.from_day and work.started_on and item.from_day < work.started_on:
        yield "from_day", f"دوره «{claim.title}» پیش از شروع کار ({calendar.slashed(work.started_on)}) آغاز می‌شود؛ {_EITHER}"
    if claim.until_end and item.to_day and work.ended_on and item.to_day > work.ended_on:
        yield "to_day", f"دوره «{claim.title}» پس از پایان کار ({calendar.slashed(work.ended_on)}) تمام می‌شود؛ {_EITHER}"


def of_conciliation(on: date | None, today: date) -> Iterator[Wrong]:
    """What cannot be of the day on which peace was tried."""
    yield from _to_come("on", "روز کوشش برای سازش", on, today)


_EITHER = "این روز، یا تاریخ‌های گام «کار» را درست کنید."


def _to_come(name: str, title: str, day: date | None, today: date) -> Iterator[Wrong]:
    if day and day > today:
        yield name, f"{title} روزی است که هنوز نیامده است ({calendar.slashed(day)})؛ سال و ماه آن را درست کنید."
