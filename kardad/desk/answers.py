"""What a client told about a service: which questions were his to answer, what is missing, and how it is read aloud."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kardad.desk.catalogue import Field, Service
from kardad.kit import calendar, ids, money, text

Inputs = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One question and its answer, as people read them."""

    label: str
    value: str


def applies(field: Field, inputs: Inputs) -> bool:
    """Whether the question is asked after these answers."""
    if field.when is None:
        return True
    name, wanted = field.when
    given = inputs.get(name)
    return bool(set(given if isinstance(given, list) else [given]) & set(wanted))


def missing(service: Service, inputs: Inputs) -> list[Field]:
    """The questions that must be answered and are not."""
    return [one for one in service.fields if one.required and applies(one, inputs) and inputs.get(one.name) in (None, "", [])]


def told(service: Service, inputs: Inputs) -> list[Told]:
    """The answers that were given, in the order of the questions."""
    given = [(one, inputs.get(one.name)) for one in service.fields if applies(one, inputs)]
    return [Told(one.label, shown(one, value)) for one, value in given if value not in (None, "", [])]


def shown(field: Field, value: Any) -> str:
    """One answer in Persian: a choice by its title, a day in words, an amount in rials."""
    if field.choices:
        titles = dict(field.choices)
        return "، ".join(str(titles.get(one, one)) for one in (value if isinstance(value, list) else [value]))
    if field.kind == "day":
        return calendar.long(date.fromisoformat(str(value)))
    if field.kind == "month":
        year, _, month = str(value).partition("-")
        return f"{calendar.month_name(int(month))} {text.to_persian_digits(year)}"
    if field.kind == "rials":
        return money.grouped(int(value))
    if field.kind == "workplace_code":
        return text.to_persian_digits(ids.workshop_code.mask(str(value)))
    return text.to_persian_digits(value) if field.kind == "number" else str(value)
