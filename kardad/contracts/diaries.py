"""What a work diary says: its heading, the kinds of what is written, one entry as words. Pure."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any, Final

from kardad.kit import calendar, money, text

DAY: Final = 24 * 60
WAYS: Final = {"cash": "نقد", "card": "کارت به کارت یا واریز", "cheque": "چک", "goods": "جنس", "other": "راه دیگر"}
LATE: Final = 3  # days after which an entry is told to be written later


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Where somebody works, as he knows it; said once, when the diary begins."""

    workplace: str
    employer: str = ""  # who hired him or pays him
    place: str = ""
    job: str = ""
    since_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is written of one day; which of it is asked depends on the kind."""

    kind: str
    on: date
    text: str = ""
    starts: time | None = None
    ends: time | None = None  # not after `starts`: of the next morning
    rest: int = 0  # minutes without work in between
    amount: int | None = None  # rials
    way: str = ""
    who: str = ""  # who paid, with whom was talked
    is_void: bool = False

    @property
    def minutes(self) -> int | None:
        """The minutes of work."""
        if self.starts is None or self.ends is None:
            return None
        span = (self.ends.hour - self.starts.hour) * 60 + self.ends.minute - self.starts.minute
        return (span if span > 0 else span + DAY) - self.rest


@dataclass(frozen=True, slots=True)
class Month:
    """What was written of one Jalali month: on how many days there was work, how long, how much was paid."""

    year: int
    month: int
    days: int
    minutes: int
    paid: int

    @property
    def title(self) -> str:
        """«مهر ۱۴۰۴»."""
        return text.to_persian_digits(f"{calendar.month_name(self.month)} {self.year}")

    @property
    def hours(self) -> str:
        """«۱۷۶ ساعت و ۳۰ دقیقه»."""
        return lasting(self.minutes)


def heading(about: About) -> dict[str, Any]:
    """The heading as it is proven: days as text."""
    told = {name: value for name, value in asdict(about).items() if value not in (None, "")}
    return told | ({"since_on": about.since_on.isoformat()} if about.since_on else {})


def about(said: dict[str, Any]) -> About:
    """The heading that was proven."""
    since = said.get("since_on")
    return About(**(said | {"since_on": date.fromisoformat(since) if since else None}))


def words(told: Told, *, number: int, corrects: int | None, file: str) -> dict[str, Any]:
    """The entry as it is proven: its number, its day, what was written, which entry it corrects, the digest of its file."""
    said: dict[str, Any] = {"number": number, "kind": told.kind, "on": told.on.isoformat(), "text": told.text, "file": file}
    if told.starts and told.ends:
        said |= {"starts": f"{told.starts:%H:%M}", "ends": f"{told.ends:%H:%M}", "rest": told.rest}
    if told.amount is not None:
        said |= {"amount": told.amount, "way": told.way}
    said |= {"who": told.who, "corrects": corrects or 0, "is_void": told.is_void}
    return {name: value for name, value in said.items() if value not in ("", 0, False)}


def told(said: dict[str, Any]) -> Told:
    """What was written, from the words that were proven."""
    hours: dict[str, Any] = {name: time.fromisoformat(said[name]) for name in ("starts", "ends") if name in said}
    rest = {name: said[name] for name in ("text", "rest", "amount", "way", "who", "is_void") if name in said}
    return Told(kind=said["kind"], on=date.fromisoformat(said["on"]), **hours, **rest)


def sentence(one: Told) -> str:
    """An entry in one line, without its free text."""
    if one.is_void:
        return "این نوشته به حساب نیاید"
    if one.minutes is not None and one.starts and one.ends:
        said = f"از {one.starts:%H:%M} تا {one.ends:%H:%M}" + ("، فردای آن روز" if one.ends <= one.starts else "")
        rest = f"، با {one.rest} دقیقه استراحت" if one.rest else ""
        return f"{lasting(one.minutes)} کار؛ {text.to_persian_digits(said + rest)}"
    if one.amount is not None:
        return f"{money.grouped(one.amount)}، {WAYS.get(one.way, WAYS['other'])}" + (f"، از {one.who}" if one.who else "")
    return f"با {one.who}" if one.who else ""


def lasting(minutes: int) -> str:
    """«۸ ساعت و ۳۰ دقیقه»."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} ساعت" if hours else "", f"{rest} دقیقه" if rest else ""]
    return text.to_persian_digits(" و ".join(part for part in parts if part) or "۰ ساعت")


def months(rows: Iterable[tuple[date, int | None, int | None]]) -> list[Month]:
    """The months of what counts – day, minutes, rials –, the newest first."""
    found: dict[tuple[int, int], tuple[set[date], int, int]] = {}
    for on, minutes, amount in rows:
        at = calendar.to_jalali(on)
        days, worked, paid = found.get((at.year, at.month), (set(), 0, 0))
        if minutes is not None:
            days.add(on)
        found[at.year, at.month] = (days, worked + (minutes or 0), paid + (amount or 0))
    return [Month(*key, len(days), worked, paid) for key, (days, worked, paid) in sorted(found.items(), reverse=True)]


def after(on: date, written_on: date) -> str:
    """How long after its day an entry was written."""
    days = (written_on - on).days
    return "همان روز" if days == 0 else f"{text.to_persian_digits(days)} روز پس از آن روز"
