"""The dated value store: what the law says on a day, since when, by which instrument – or that it is silent."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Final, cast

from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.law.reading import FIRST_DAY, read
from kardad.law.rows import BadInstrument
from kardad.law.values import Amount, Bracket, Instrument, Key, Reading, Source, Value

__all__ = [
    "DATA",
    "FIRST_DAY",
    "Amount",
    "BadInstrument",
    "Bracket",
    "Instrument",
    "Key",
    "Law",
    "Reading",
    "Silent",
    "Source",
    "UnknownKey",
    "Value",
    "current",
    "load",
]

DATA: Final = Path(__file__).parent / "data"


class Silent(Refusal):
    """No instrument says what is asked for on that day; details: `key`, `on` (Jalali `1401-05-01`)."""

    code = "LAW_SILENT"
    status = 409
    message = "عدد قانونی آن روز را نداریم و آن را حدس نمی‌زنیم."


class UnknownKey(KeyError):
    """A formula asks for a key that `keys.toml` does not list: a fault of ours."""


class Law:
    """All that is known of the law, day by day."""

    version: Final[str]
    keys: Final[Mapping[str, Key]]
    instruments: Final[Mapping[str, Instrument]]
    # The last day on which something was entered: what is asked without a date is answered as of this day.
    recorded_on: Final[date]

    def __init__(self, keys: Mapping[str, Key], instruments: Mapping[str, Instrument], values: Iterable[Value]) -> None:
        self.keys = MappingProxyType(dict(keys))
        self.instruments = MappingProxyType(dict(instruments))
        self._recorded = tuple(values)
        self._history = {key: _history([value for value in self._recorded if value.key == key]) for key in keys}
        self.version = _version(self._recorded)
        self.recorded_on = max((value.recorded_on for value in self._recorded), default=FIRST_DAY)

    def value(self, key: str, on: date) -> Value:
        """What the law says of `key` on a Gregorian day; raises Silent when it says nothing, UnknownKey for no key of ours."""
        try:
            starts, values = self._history[key]
        except KeyError:
            raise UnknownKey(key) from None
        found = values[bisect_right(starts, on) - 1]
        if found is None:
            raise self._silent(key, on)
        return found

    def amount(self, key: str, on: date) -> int | Fraction:
        """The number alone (rial, days, hours or a share, as the key's unit says); TypeError where it is no number; raises as `value`."""
        found = self.value(key, on).amount
        if isinstance(found, bool) or not isinstance(found, int | Fraction):
            raise TypeError(f"{key} is no number")
        return found

    def ladder(self, on: date) -> tuple[Bracket, ...]:
        """The brackets of the monthly salary tax (rial) on a day, lowest first; raises Silent."""
        return cast("tuple[Bracket, ...]", self.value("tax.salary_ladder", on).amount)

    def spans(self, key: str) -> tuple[Value, ...]:
        """The history of a key as it held, oldest first, without overlaps; where nothing is known there is a gap."""
        if key not in self._history:
            raise UnknownKey(key)
        return tuple(value for value in self._history[key][1] if value is not None)

    def changes(self, keys: Iterable[str], start: date, end: date) -> list[date]:
        """The days after `start` and before `end` on which another value of any of the keys begins, or one ends."""
        days: set[date] = set()
        for key in keys:
            if key not in self._history:
                raise UnknownKey(key)
            starts = self._history[key][0]
            days.update(starts[bisect_right(starts, start) : bisect_left(starts, end)])
        return sorted(days)

    def known_on(self, day: date) -> "Law":
        """The law as it had been recorded by the end of a day, so that an old sheet comes to the same number again."""
        known = [value for value in self._recorded if value.recorded_on <= day]
        return self if len(known) == len(self._recorded) else Law(self.keys, self.instruments, known)

    def _silent(self, key: str, on: date) -> Silent:
        text = f"برای «{self.keys[key].title}» در روز {calendar.slashed(on)} عدد قانونی در دست نیست و آن را حدس نمی‌زنیم."
        return Silent(text, key=key, on=calendar.jalali(on))


def load(folder: Path = DATA) -> Law:
    """The law that the files of a folder hold; raises BadInstrument naming the file and the row that is malformed."""
    contents = read(folder)
    return Law(contents.keys, contents.instruments, contents.values)


@lru_cache(maxsize=1)
def current() -> Law:
    """The law that the product uses; formulas do not call this, they are given a law."""
    return load()


_History = tuple[list[date], list[Value | None]]


def _history(values: list[Value]) -> _History:
    """The days on which something begins, and what holds from each of them; before the first day nothing does."""
    starts: list[date] = [date.min]
    holds: list[Value | None] = [None]
    for day in sorted({value.since for value in values} | {value.until for value in values if value.until}):
        holding = _holding(values, day)
        if holding is not holds[-1]:
            starts.append(day)
            holds.append(holding)
    ends = [*starts[1:], None]
    return starts, [value and replace(value, since=since, until=until) for since, until, value in zip(starts, ends, holds, strict=True)]


def _holding(values: list[Value], day: date) -> Value | None:
    among = [value for value in values if value.since <= day and (value.until is None or day < value.until)]
    return max(among, key=lambda value: (value.since, value.recorded_on), default=None)


def _version(values: tuple[Value, ...]) -> str:
    """The last day of recording and a digest of all that bears on a number or its standing; wording does not."""
    if not values:
        return "empty"
    facts = sorted(json.dumps(_facts(value), ensure_ascii=False) for value in values)
    digest = sha256("\n".join(facts).encode()).hexdigest()[:8]
    return f"{calendar.jalali(max(value.recorded_on for value in values))}.{digest}"


def _facts(value: Value) -> list[object]:
    readings = [[_written(reading.amount), [source.id for source in reading.sources]] for reading in value.readings]
    days = [day and calendar.jalali(day) for day in (value.since, value.until, value.recorded_on)]
    names = [source.id for source in value.sources]
    return [value.key, _written(value.amount), *days, value.status, value.instrument, value.article, names, readings]


def _written(amount: Amount | None) -> object:
    if isinstance(amount, tuple):
        return [[one.up_to, str(one.rate)] if isinstance(one, Bracket) else one for one in amount]
    return str(amount)
