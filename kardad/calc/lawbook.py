"""The law as pages tell it: every value by group, its history with gaps and other readings, the policies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kardad.calc import charts, words
from kardad.calc.charts import Piece, Steps
from kardad.kit import calendar, text
from kardad.law.instruments import FIRST_DAY, Amount, Bracket, Key, Law, Reading, Silent, Source, Value

GROUPS = {
    "wages": "مزد",
    "allowances": "مزایای ماهانه",
    "seniority": "پایه سنوات",
    "hours": "ساعت کار و فوق‌العاده‌ها",
    "leave": "مرخصی",
    "bonus": "عیدی و پاداش",
    "severance": "حق سنوات",
    "insurance": "بیمه تأمین اجتماعی",
    "unemployment": "بیمه بیکاری",
    "tax": "مالیات حقوق",
    "contract": "قرارداد کار",
}
UNITS = {
    "rial/day": "ریال در روز",
    "rial/month": "ریال در ماه",
    "days": "روز",
    "days/year": "روز در سال",
    "hours": "ساعت",
    "persons": "نفر",
    "months": "ماه",
    "years": "سال",
}
TICKS = (4, 3, 5, 2, 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One key with what the law says of it on a day; `amount` empty where it says nothing."""

    key: str
    title: str
    amount: str
    since: date | None
    word: str
    tone: str


@dataclass(frozen=True, slots=True)
class Other:
    """Another answer that some sources give, and why it was not chosen."""

    amount: str
    why_not: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A value with the days it held, or a gap: then `value` is None."""

    since: date
    until: date | None
    value: Value | None
    amount: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    word: str = ""
    tone: str = ""
    others: tuple[Other, ...] = ()
    law: str = ""

    @property
    def last(self) -> date | None:
        """The last day of it."""
        return None if self.until is None else date.fromordinal(self.until.toordinal() - 1)


def groups(law: Law, on: date) -> list[tuple[str, list[Entry]]]:
    """Every key under its heading, with what holds on a day."""
    return [
        (title, [_entry(law, name, key, on) for name, key in law.keys.items() if key.group == group]) for group, title in GROUPS.items()
    ]


def held_on(law: Law, key: str, on: date) -> Held:
    """What holds on a day; raises Silent."""
    value = law.value(key, on)
    return _held(value, law.keys[key])


def history(law: Law, key: str) -> list[Held]:
    """Everything that held, newest first, with the gaps between as gaps; a yearly value that lapsed leaves a gap only in between."""
    found: list[Held] = []
    ahead = FIRST_DAY
    for value in law.spans(key):
        if value.since > ahead:
            found.append(Held(ahead, value.since, None))
        found.append(_held(value, law.keys[key]))
        ahead = value.until or date.max
    return found[::-1]


def picture(law: Law, key: str, today: date) -> Steps | None:
    """The history as steps, from the first day of the law to the end of this year; None where there is nothing to draw."""
    spans = [value for value in law.spans(key) if isinstance(value.amount, int | Fraction) and not isinstance(value.amount, bool)]
    year = calendar.to_jalali(today).year
    end = max(calendar.from_jalali(year + 1, 1, 1), *(value.until or FIRST_DAY for value in spans)) if spans else FIRST_DAY
    pieces: list[Piece] = []
    for value in spans:
        ahead = pieces[-1].until if pieces else FIRST_DAY
        if value.since > ahead:
            pieces.append(Piece(ahead, value.since, None))
        pieces.append(Piece(value.since, value.until or end, _number(value.amount)))
    if pieces and pieces[-1].until < end:
        pieces.append(Piece(pieces[-1].until, end, None))
    conflicts = [value.since for value in spans if value.readings]
    return charts.steps(pieces, _ticks(calendar.to_jalali(end).year), conflicts) if pieces else None


def amount_of(amount: Amount, key: Key) -> str:
    """The amount in words of its unit; a ladder or a list of months is told by `rows_of`."""
    if isinstance(amount, tuple):
        return "جدول"
    if isinstance(amount, bool):
        return "بله" if amount else "خیر"
    if key.unit == "share":
        return words.percent(amount)
    return f"{words.figure(amount)} {UNITS.get(key.unit, '')}".strip()


def rows_of(amount: Amount) -> tuple[tuple[str, str], ...]:
    """A ladder as brackets with their rates, a list of months as months with their hours; nothing for a plain number."""
    if not isinstance(amount, tuple):
        return ()
    found: list[tuple[str, str]] = []
    below = 0
    for place, one in enumerate(amount):
        if isinstance(one, Bracket):
            top = "و بیشتر" if one.up_to is None else f"تا {words.figure(one.up_to)}"
            found.append((f"از {words.figure(below)} {top} ریال" if below else f"{top} ریال", words.percent(one.rate)))
            below = one.up_to or 0
        else:
            found.append((calendar.month_name(place + 1), f"{text.to_persian_digits(str(one))} ساعت"))
    return tuple(found)


def is_now(held: Held, on: date) -> bool:
    """Whether the day lies in it."""
    return held.since <= on and (held.until is None or on < held.until)


def _number(amount: Amount) -> int | Fraction:
    if isinstance(amount, bool) or not isinstance(amount, int | Fraction):
        raise TypeError("a picture is drawn of numbers")
    return amount


def _entry(law: Law, name: str, key: Key, on: date) -> Entry:
    try:
        held = held_on(law, name, on)
    except Silent:
        return Entry(name, key.title, "", None, "", "")
    return Entry(name, key.title, held.amount, held.since, held.word, held.tone)


def _held(value: Value, key: Key) -> Held:
    word, tone = words.STATUS[value.status]
    return Held(
        since=value.since,
        until=value.until,
        value=value,
        amount=amount_of(value.amount, key),
        rows=rows_of(value.amount),
        word=word,
        tone=tone,
        others=tuple(_other(one, key) for one in value.readings),
        law=words.law(value.title, value.article),
    )


def _other(one: Reading, key: Key) -> Other:
    amount = "" if one.amount is None else amount_of(one.amount, key)
    return Other(one.says.rstrip(".") or amount, one.why_not, one.sources)


def _ticks(end: int) -> Sequence[date]:
    first = calendar.to_jalali(FIRST_DAY).year
    step = next(step for step in TICKS if (end - first) % step == 0)
    return [calendar.from_jalali(year, 1, 1) for year in range(first, end + 1, step)]
