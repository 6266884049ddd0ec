"""What a calculator asks, drawn from its facts and read from an address: the link that holds the inputs and nobody's name."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from kardad.calc import rooms
from kardad.calc.forms.answers import Answer, is_blank
from kardad.calc.rooms import Room
from kardad.kit import calendar, money, text
from kardad.kit.refusal import Refusal
from kardad.law import facts, policies
from kardad.law.facts import Asked, MissingFact
from kardad.law.instruments import FIRST_DAY, Law, Silent
from kardad.law.sheet import Sheet

POLICY = "policy."
MOST_ROWS = 60
SAMPLES = {"day": "۱۴۰۴/۰۷/۱۲", "rate": "۳٬۴۶۳٬۶۵۶", "rials": "۳۵٬۰۰۰٬۰۰۰"}
FIGURES = {"rate", "rials", "days", "whole_days", "months", "years", "hours", "count"}
YES_NO = (("", "انتخاب نشده"), ("true", "بله"), ("false", "خیر"))


class Asking:
    """All that one calculator asks; with a query it is bound, judged, and knows the facts."""

    def __init__(self, room: Room, query: QueryDict, *, today: date) -> None:
        self.room, self.query, self.today = room, query, today
        self.asked = facts.of(room.calculator.asks)
        self.given: dict[str, Any] = {}
        self.silent: Silent | None = None
        self.used: frozenset[str] = frozenset()
        self.non_field_errors: list[str] = []
        heads = {one.name for one in self.asked}
        self.is_adding = query.get("more", "") in heads or query.get("drop", "").partition(".")[0] in heads
        self.is_bound = not self.is_adding and any(key.partition(".")[0] in heads for key in query)
        self.answers = [self._answer(one) for one in self.asked]
        named = [key.removeprefix(POLICY) for key in query if key.startswith(POLICY)]
        self.policies = {name: chosen for name in named if name in policies.known() and (chosen := self._typed(POLICY + name))}
        if self.is_bound:
            self._judge()

    @property
    def is_fresh(self) -> bool:
        """Whether nothing was told yet."""
        return not (self.is_bound or self.is_adding)

    def __iter__(self) -> Iterator[Answer]:
        return (one for answer in self.answers for one in answer.each())

    @property
    def errors(self) -> list[str]:
        """Everything that is wrong."""
        return [*self.non_field_errors, *(error for one in self for error in one.errors)]

    @property
    def first(self) -> list[Answer]:
        """What is asked at once."""
        return [one for one in self.answers if one.required or one.name in self.room.first]

    @property
    def more(self) -> list[Answer]:
        """What waits under «more»."""
        return [one for one in self.answers if not one.required and one.name not in self.room.first]

    @property
    def is_more_open(self) -> bool:
        """Whether something under «more» was typed, is wrong, or is being added to."""
        return any(one.was_told or any(part.errors for part in one.each()) for one in self.more) or self.is_adding

    @property
    def link(self) -> str:
        """The inputs as the query of a link: nothing empty, no reading that is the default."""
        chosen = [(POLICY + name, value) for name, value in self.policies.items() if value != str(policies.known()[name].default).lower()]
        return urlencode([*_flat(self.given), *chosen], safe="/,:")

    @property
    def quiet_policies(self) -> list[tuple[str, str]]:
        """Readings that were chosen and that the sheet did not need: they wait in the form."""
        return [(name, value) for name, value in self.policies.items() if name not in self.used]

    def all_given(self) -> dict[str, Any]:
        """The facts and the readings, as a calculator takes them."""
        return self.given | ({"policies": dict(self.policies)} if self.policies else {})

    def sheet(self, law: Law) -> Sheet | None:
        """The sheet, or None with the reason among the errors or as `silent`."""
        if not self.is_bound or self.errors:
            return None
        try:
            sheet = self.room.calculator.sheet(self.all_given(), law)
            self.used = frozenset(sheet.policies)
            return sheet
        except Silent as silent:
            self.silent = silent
        except Refusal as refusal:
            self._blame(refusal)
        return None

    def _blame(self, refusal: Refusal) -> None:
        for one in self:
            if one.name == refusal.field:
                one.errors.append(text.to_persian_digits(refusal.text))
                return
        self.non_field_errors.append(text.to_persian_digits(refusal.text))

    def _judge(self) -> None:
        """Every fact is read by its own kind, so that all errors show at once."""
        for one, answer in zip(self.asked, self.answers, strict=True):
            if one.kind.record is not None:
                rows = [self._row(one, row) for row in answer.rows if not is_blank(row)]
                self._keep(one, answer, rows or None)
            elif answer.widget == "map":
                self._keep(one, answer, {cell.name.rpartition(".")[2]: cell.typed for cell in answer.rows[0] if cell.typed} or None)
            elif answer.widget == "ticks":
                self._keep(one, answer, list(answer.chosen) or None)
            else:
                self._keep(one, answer, _plain(one, answer))

    def _row(self, one: Asked, row: list[Answer]) -> dict[str, Any]:
        found = {}
        for inner, cell in zip(_inner(one), row, strict=True):
            value = (list(cell.chosen) or None) if cell.widget == "ticks" else _plain(inner, cell)
            if _read(inner, cell, value) and value is not None and _tells(inner, value):
                found[inner.name] = value
        return found

    def _keep(self, one: Asked, answer: Answer, value: Any) -> None:
        if any(part.errors for part in answer.each()):
            return
        if _read(one, answer, value) and value is not None and _tells(one, value):
            self.given[one.name] = value

    def _answer(self, one: Asked) -> Answer:
        if one.kind.record is not None:
            is_added_to = one.name in (self.query.get("more"), self.query.get("drop", "").partition(".")[0])
            is_folded = not one.required and one.name not in self.room.first
            answer = Answer(one.name, one.title, one.help, "rows", one.required, rows=self._rows(one))
            answer.is_added_to, answer.is_folded = is_added_to, is_folded
            return answer
        if one.kind.name == "map":
            cells = [
                Answer(
                    f"{one.name}.{code}",
                    rooms.title_of(code),
                    "",
                    "figures",
                    required=False,
                    unit="ریال",
                    typed=self._typed(f"{one.name}.{code}"),
                )
                for code in one.kind.schema["properties"]
            ]
            return Answer(one.name, one.title, one.help, "map", one.required, rows=[cells])
        return self._plain_answer(one, one.name)

    def _rows(self, one: Asked) -> list[list[Answer]]:
        """The rows that were typed, but the one to drop; and a blank one where there is none or one more is asked."""
        pattern = re.compile(rf"{re.escape(one.name)}\.([0-9]{{1,3}})\.")
        places = sorted({int(found[1]) for key in self.query if (found := pattern.match(key))})[:MOST_ROWS]
        rows = []
        for place in places:
            typed = [self._plain_answer(inner, f"{one.name}.{place}.{inner.name}") for inner in _inner(one)]
            if not is_blank(typed) and self.query.get("drop") != f"{one.name}.{place}":
                rows.append(typed)
        if not rows or self.query.get("more") == one.name:
            rows.append([self._plain_answer(inner, f"{one.name}.{len(places)}.{inner.name}") for inner in _inner(one)])
        for place, row in enumerate(rows):
            for inner, cell in zip(_inner(one), row, strict=True):
                cell.name = f"{one.name}.{place}.{inner.name}"
        return rows

    def _plain_answer(self, one: Asked, name: str) -> Answer:
        kind = one.kind
        answer = Answer(name, one.title, one.help, "line", one.required, kind.unit, SAMPLES.get(kind.name, ""), self._typed(name))
        if drawn := {"several": self._ticks, "flag": self._flag, "choice": self._choice, "month": self._month, "day": self._day}.get(
            kind.name
        ):
            drawn(answer, one)
        elif kind.name == "year":
            answer.widget, answer.choices = "select", (("", "انتخاب کنید"), *self._years())
        elif kind.name in FIGURES:
            answer.widget, answer.choices = "figures", kind.choices
        return answer

    def _ticks(self, answer: Answer, one: Asked) -> None:
        answer.widget, answer.choices, answer.chosen = "ticks", one.kind.choices, tuple(self.query.getlist(answer.name))

    def _choice(self, answer: Answer, one: Asked) -> None:
        known = one.default is not None
        answer.widget, answer.choices = "select", one.kind.choices if known else (("", "انتخاب کنید"), *one.kind.choices)
        answer.offered = str(one.kind.write(one.default)) if known else ""
        answer.typed = answer.typed or answer.offered

    def _flag(self, answer: Answer, one: Asked) -> None:
        # A tick that is not there says no: what is yes or unknown unless told is asked in words.
        answer.widget, answer.choices = ("tick", ()) if one.default is False else ("select", YES_NO)
        if one.default is True:
            answer.choices, answer.typed, answer.offered = YES_NO[1:], answer.typed or "true", "true"

    def _day(self, answer: Answer, _: Asked) -> None:
        answer.widget = "day"
        if not answer.typed and answer.name == "on" and self.is_fresh:
            answer.typed = calendar.slashed(self.today)

    def _month(self, answer: Answer, _: Asked) -> None:
        """Two lists, of months and years; a link says `1404-05` in one word."""
        name = answer.name
        year, month, _day = calendar.to_jalali(self.today)
        typed = re.fullmatch("([0-9]{4})[-/.]([0-9]{1,2})", text.to_ascii_digits(answer.typed))
        chosen = (typed[1], str(int(typed[2]))) if typed else (self._typed(f"{name}.year"), self._typed(f"{name}.month"))
        if not any(chosen) and not answer.typed:
            last = (year, month - 1) if month > 1 else (year - 1, 12)
            chosen = (str(last[0]), str(last[1])) if self.is_fresh else ("", "")
        answer.widget, answer.years, answer.year = "month", self._years(chosen[0]), chosen[0]
        answer.choices = tuple((str(place), title) for place, title in enumerate(calendar.MONTHS, start=1))
        answer.chosen = (chosen[1],) if chosen[1] else ()
        answer.typed = f"{chosen[0]}-{chosen[1].zfill(2)}" if all(chosen) else answer.typed

    def _years(self, asked: str = "") -> tuple[tuple[str, str], ...]:
        last, first = calendar.to_jalali(self.today).year, calendar.to_jalali(FIRST_DAY).year
        known = [str(year) for year in range(last, first - 1, -1)]
        shown = known if asked in known or not asked else [asked, *known]
        return tuple((year, text.to_persian_digits(year)) for year in shown)

    def _typed(self, name: str) -> str:
        return next((value.strip() for value in reversed(self.query.getlist(name)) if value.strip()), "")


def link_of(calculator: str, given: Mapping[str, Any]) -> str:
    """The address of a calculator that asks the same again; facts and readings as `Asking.all_given` gave them."""
    chosen = [(POLICY + name, str(value)) for name, value in (given.get("policies") or {}).items()]
    asked = {name: value for name, value in given.items() if name != "policies"}
    return f"{reverse('calc:calculator', args=[calculator])}?{urlencode([*_flat(asked), *chosen], safe='/,:')}"


def _plain(one: Asked, answer: Answer) -> Any:
    """What was typed as the kind reads it; None where nothing was."""
    if not answer.typed:
        return None
    if one.kind.name == "rate" and answer.typed.endswith(("ریال", "تومان", "تومن")):
        try:
            return str(money.to_rials(answer.typed))
        except Refusal:
            return answer.typed
    return text.to_ascii_digits(answer.typed)


def _read(one: Asked, answer: Answer, value: Any) -> bool:
    """Whether the value can be read, with the answer blamed if not."""
    try:
        if value is not None:
            one.kind.read(value, answer.name)
        elif one.required:
            raise MissingFact(title=one.title)
    except Refusal as refusal:
        told = text.to_persian_digits(refusal.text)
        blamed = next((part for part in answer.each() if part.name == refusal.field), answer)
        blamed.errors.append(told)
        return False
    return True


def _inner(one: Asked) -> tuple[Asked, ...]:
    """What one row of a list asks."""
    return facts.of(one.kind.record) if one.kind.record is not None else ()


def _tells(one: Asked, value: Any) -> bool:
    """Whether the value says more than its default, which would only make the link longer."""
    return one.required or bool(one.kind.read(value, one.name) != one.default)


def _flat(given: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in given.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for place, row in enumerate(value):
                yield from _flat(row, f"{above}{name}.{place}.")
        elif isinstance(value, list):
            yield from ((above + name, str(one)) for one in value)
        else:
            yield above + name, str(value)
