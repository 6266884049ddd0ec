"""Rows of a form: several of one kind – wage steps, benefits, securities, stops –, each filled in or left blank, without script."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms

MOST: Final = 40
BLANK: Final = 2  # rows that stand open below those that are there


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of rows: `columns` makes the fields of a row, `needs` are those without which a row means nothing, `make` is the record."""

    name: str
    title: str
    columns: Mapping[str, Callable[[], forms.Field]]
    needs: Sequence[str]
    make: Callable[..., Any]
    order: Callable[[Any], Any] | None = None
    help: str = ""

    def count(self, typed: Iterable[str]) -> int:
        """How many rows names of typed fields speak of."""
        found = (re.fullmatch(rf"{self.name}_([0-9]{{1,2}})_[a-z_]+", one) for one in typed)
        return min(MOST, max((int(one[1]) + 1 for one in found if one), default=0))

    def add(self, form: forms.Form, held: Sequence[Any], *, rows: int) -> None:
        """The form has the fields of so many rows, the first of them filled with what is held."""
        for place in range(min(rows, MOST)):
            for name, made in self.columns.items():
                field = made()
                field.required = False
                field.initial = getattr(held[place], name) if place < len(held) else None
                form.fields[self.at(place, name)] = field

    def at(self, place: int, name: str) -> str:
        """The name of a row's field."""
        return f"{self.name}_{place}_{name}"

    def lines(self, form: forms.Form) -> list[list[forms.BoundField]]:
        """The rows of the form."""
        names = [[self.at(place, name) for name in self.columns] for place in range(MOST)]
        return [[form[name] for name in row] for row in names if row[0] in form.fields]

    def clean(self, form: forms.Form) -> tuple[Any, ...]:
        """The rows that were filled in; what a row lacks is an error beside it."""
        made = []
        for place in range(MOST):
            if self.at(place, next(iter(self.columns))) not in form.fields:
                break
            given = {name: form.cleaned_data.get(self.at(place, name)) for name in self.columns}
            wrong = any(self.at(place, name) in form.errors for name in self.columns)
            if wrong or all(value in (None, "", False) for value in given.values()):
                continue
            lacking = [name for name in self.needs if given[name] in (None, "")]
            for name in lacking:
                form.add_error(
                    self.at(place, name), f"{form.fields[self.at(place, name)].label} این ردیف را بنویسید، یا ردیف را خالی کنید."
                )
            if not lacking:
                made.append(self.make(**{name: value for name, value in given.items() if value is not None}))
        return tuple(sorted(made, key=self.order) if self.order else made)

    def is_wrong(self, form: forms.Form) -> bool:
        """Whether some row could not be read."""
        return any(name.startswith(f"{self.name}_") for name in form.errors)
