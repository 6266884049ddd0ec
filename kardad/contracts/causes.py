"""By which cause a contract ends, who may say so and what shows it: the rows of `data/causes.toml`, and what is asked of each. Pure."""

import tomllib
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from kardad.contracts.terms import Terms
from kardad.kit import calendar, text
from kardad.kit.refusal import BadInput, Refusal

DATA: Final = Path(__file__).parent / "data" / "causes.toml"
DECLARE, AGREE, RESIGN = "declare", "agree", "resign"
SHORTEST: Final = 10  # letters of what happened
MOST_WARNINGS: Final = 10
COUNCILS: Final = {
    "council": "شورای اسلامی کار نظر مثبت داد",
    "guild": "انجمن صنفی کارگران نظر مثبت داد",
    "board": "شورا و انجمن نداریم؛ هیئت تشخیص نظر مثبت داد",
    "against": "نظر آن‌ها مثبت نبود یا پرسیده نشد",
}
ASKED: Final = {
    "detail": "بنویسید چه شده است؛ دست‌کم ده حرف.",
    "warnings": "تاریخ دست‌کم یک تذکر کتبی را بنویسید.",
    "council": "بگویید چه نهادی نظر مثبت داده است.",
    "council_on": "تاریخ نظر را بنویسید.",
    "clause": "بگویید کدام بند قرارداد این حق را می‌دهد.",
    "notice_on": "بنویسید پیش‌آگهی کتبی را چه روزی دادید.",
    "number": "شماره آن را بنویسید.",
    "dated_on": "تاریخ آن را بنویسید.",
    "file": "تصویر آن را پیوست کنید.",
}


class NoEvidence(BadInput):
    """A cause is shown, not only said."""

    code = "ENDING_NO_EVIDENCE"
    message = "برای این علت باید مدرکی نشان دهید."


class NotThisContract(Refusal):
    """A cause of another kind of contract."""

    code = "ENDING_NOT_THIS_CONTRACT"
    message = "این علت برای این نوع قرارداد نیست."


class NotThisSide(Refusal):
    """A cause that is the other side's to name."""

    code = "ENDING_NOT_THIS_SIDE"
    status = 403
    message = "این علت را طرف دیگر اعلام می‌کند."


class BadDay(BadInput):
    """The last day of work cannot be that day by this cause."""

    code = "ENDING_DAY"


class BadEvidence(BadInput):
    """What is shown does not carry the cause."""

    code = "ENDING_EVIDENCE"


@dataclass(frozen=True, slots=True)
class Cause:
    """A legal cause of ending."""

    name: str
    title: str
    about: str
    sides: frozenset[str]
    way: str
    types: frozenset[str]
    day: str
    asks: tuple[str, ...]
    severance: str
    cites: tuple[str, ...]  # the articles that it rests on, as people cite them


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What somebody shows for a cause; days are Gregorian."""

    detail: str = ""
    warnings: tuple[date, ...] = ()  # written ones, of article 27
    council: str = ""
    council_on: date | None = None
    clause: int | None = None  # of the contract's own terms of ending, from 1
    notice_on: date | None = None
    number: str = ""  # of an order, a certificate, a decision
    dated_on: date | None = None
    file: str = ""  # SHA-256 of the paper
    is_unjustified: bool = False  # a decision found the dismissal unjustified, and the worker does not come back


@lru_cache(maxsize=1)
def every() -> dict[str, Cause]:
    """Every cause by its name, in the order of the data."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return {name: _cause(name, row) for name, row in rows.items()}


def find(name: str) -> Cause | None:
    """The cause of that name."""
    return every().get(name)


def title(name: str) -> str:
    """Its words; empty for none."""
    found = every().get(name)
    return found.title if found else ""


def open_to(side: str, held: Terms) -> list[Cause]:
    """The causes that a side may name in such a contract."""
    found = [one for one in every().values() if side in one.sides and held.work.type in one.types]
    return [one for one in found if (one.day != "trial" or held.term.trial_days) and ("clause" not in one.asks or held.ending.terms)]


def severance(cause: Cause, shown: Evidence) -> str:
    """The reason of `law.settlement` by which the severance is reckoned."""
    return "unjustified_dismissal" if shown.is_unjustified and cause.name == "ruling" else cause.severance


def ensure(cause: Cause, held: Terms, *, side: str, ends_on: date, shown: Evidence, today: date) -> None:
    """Raises NotThisSide, NotThisContract, BadDay, NoEvidence or BadEvidence unless the contract may end so on that day."""
    if side not in cause.sides:
        raise NotThisSide
    if held.work.type not in cause.types:
        raise NotThisContract
    _ensure_day(cause, held, ends_on, today)
    for name in cause.asks:
        if _is_missing(getattr(shown, name)):
            raise NoEvidence(ASKED[name], field=name)
    _ensure_days_told(shown, held, today)
    if cause.name == "dismissal":
        _ensure_dismissal(shown, ends_on)
    if cause.name == "clause":
        _ensure_clause(shown, held, ends_on)


def trial_end(held: Terms) -> date | None:
    """The last day of the trial; None where there is none."""
    start, days = held.term.starts_on, held.term.trial_days
    return start + timedelta(days=days - 1) if start and days else None


def _ensure_day(cause: Cause, held: Terms, ends_on: date, today: date) -> None:
    start, end = held.term.starts_on, held.term.ends_on
    if start and ends_on < start:
        raise BadDay(f"قرارداد از {calendar.long(start)} آغاز شده است؛ پیش از آن پایان نمی‌یابد.", field="ends_on")
    if cause.day == "end":
        if end is None or ends_on != end:
            raise BadDay("با این علت، روز پایان همان روز آخر قرارداد است.", field="ends_on")
        if today < end:
            raise BadDay(f"مدت قرارداد هنوز تمام نشده است؛ روز آخر آن {calendar.long(end)} است.", field="ends_on")
    last = trial_end(held)
    if cause.day == "trial" and (last is None or ends_on > last):
        said = f"دوره آزمایشی تا {calendar.long(last)} است" if last else "این قرارداد دوره آزمایشی ندارد"
        raise BadDay(f"{said}؛ پس از آن با این علت پایان نمی‌یابد.", field="ends_on")
    if cause.way == DECLARE and "notice_on" not in cause.asks and ends_on > today:
        raise BadDay("آخرین روز کار را پس از رسیدن آن ثبت کنید.", field="ends_on")
    if cause.way != DECLARE and ends_on < today:
        raise BadDay("روز پایان، امروز یا روزی پس از آن است.", field="ends_on")


def _ensure_days_told(shown: Evidence, held: Terms, today: date) -> None:
    start = held.term.starts_on
    for name in ("council_on", "notice_on", "dated_on"):
        day = getattr(shown, name)
        if day and day > today:
            raise BadEvidence("این روز هنوز نرسیده است.", field=name)
    if len(shown.warnings) > MOST_WARNINGS:
        raise BadEvidence(f"تا {text.to_persian_digits(MOST_WARNINGS)} تذکر نوشته می‌شود.", field="warnings")
    if any(day > today or (start and day < start) for day in shown.warnings):
        raise BadEvidence("تذکرها میان آغاز قرارداد و امروز داده شده‌اند؛ تاریخ‌ها را درست کنید.", field="warnings")


def _ensure_dismissal(shown: Evidence, ends_on: date) -> None:
    """LL 27: a warning first, then the council's yes, then the end."""
    if shown.council not in COUNCILS or shown.council == "against":
        raise BadEvidence("بی نظر مثبت شورا، انجمن یا هیئت تشخیص، با ماده ۲۷ به کار پایان داده نمی‌شود.", field="council")
    if min(shown.warnings) >= ends_on:
        raise BadEvidence("تذکر کتبی باید پیش از آخرین روز کار داده شده باشد.", field="warnings")
    if shown.council_on and shown.council_on > ends_on:
        raise BadEvidence("نظر مثبت باید تا آخرین روز کار داده شده باشد.", field="council_on")


def _ensure_clause(shown: Evidence, held: Terms, ends_on: date) -> None:
    """LL 21 z: the clause is in the contract, and the notice that it promises was given in time."""
    if not 1 <= (shown.clause or 0) <= len(held.ending.terms):
        raise BadEvidence("چنین بندی در قرارداد نیست.", field="clause")
    days = held.ending.notice_days or 0
    if shown.notice_on and ends_on < shown.notice_on + timedelta(days=days):
        said = text.to_persian_digits(f"قرارداد {days} روز پیش‌آگهی می‌خواهد") if days else "پیش‌آگهی پس از آخرین روز کار داده شده است"
        raise BadDay(f"{said}؛ روز پایان را جلوتر ببرید.", field="ends_on")


def _is_missing(value: object) -> bool:
    return len(value.strip()) < 1 if isinstance(value, str) else not value


def _cause(name: str, row: dict[str, Any]) -> Cause:
    asks = tuple(str(row["asks"]).split())
    unknown = set(asks) - {one.name for one in fields(Evidence)}
    if unknown:
        raise ValueError(f"causes.toml {name}: asks for {', '.join(sorted(unknown))}")
    told = {key: str(row[key]) for key in ("title", "about", "way", "day", "severance")}
    sides, types = (frozenset(str(row[key]).split()) for key in ("sides", "types"))
    return Cause(name=name, sides=sides, types=types, asks=asks, cites=tuple(row["cites"]), **told)
