"""Every calculator by its name: what it asks and the function that answers; pages, command line, API and schemas follow from here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

from kardad.law import facts, policies
from kardad.law.instruments import Law, Silent
from kardad.law.kinds import BadFact
from kardad.law.policies import Reading
from kardad.law.sheet import Sheet, Totals, Working


class UnknownCalculator(BadFact):
    """There is no calculator of this name."""

    code = "UNKNOWN_CALCULATOR"
    message = "محاسبه‌ای به این نام نداریم: {name}"


@dataclass(frozen=True)
class Calculator:
    """One calculator: `asks` is the dataclass of its facts, `on` the day the law is asked of
    (None: the last day that the law was recorded on), `work` fills a Working and returns totals."""

    name: str
    title: str
    about: str
    asks: type[Any]
    on: Callable[[Any], date | None]
    work: Callable[[Any, Working], Totals]
    # The total a reader wants first, and the policies that may matter: pages offer just these.
    main: str
    readings: tuple[str, ...] = ()

    def sheet(self, given: Mapping[str, Any], law: Law) -> Sheet:
        """The sheet of a JSON object of facts; raises BadFact for what cannot be read and Silent when no total at all can be given."""
        if not isinstance(given, Mapping):
            raise BadFact("ورودی محاسبه یک شیء JSON است.")
        asked = {name: value for name, value in given.items() if name != "policies"}
        readings = policies.read(given.get("policies"))
        return self.answer(facts.read(self.asks, asked), law, readings)

    def answer(self, known: Any, law: Law, readings: Mapping[str, Reading] | None = None) -> Sheet:
        """The sheet of facts already read; raises Silent when no total at all can be given."""
        working = Working(law, readings)
        totals = self.work(known, working)
        if working.silent and totals.get(self.main) is None and not _known(totals):
            raise working.silent
        return Sheet(
            calculator=self.name,
            on=self.on(known) or law.recorded_on,
            law_version=law.version,
            inputs=facts.write(known),
            lines=tuple(working.lines),
            totals=totals,
            policies=working.used,
            warnings=tuple(working.warned.values()),
            bounds=working.bounds,
        )

    def schema(self) -> dict[str, Any]:
        """The JSON Schema (2020-12) of what `sheet` takes."""
        shape = facts.schema(self.asks)
        shape["properties"]["policies"] = policies.schema()
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": self.title, "description": self.about, **shape}


def _known(totals: Mapping[str, Any]) -> bool:
    """Whether any total came to something, or any year of a claim to an amount."""
    return any(any(year is not None for year in one.values()) if isinstance(one, Mapping) else one for one in totals.values())


# Where each calculator lives. A new one is a function with its CALCULATOR beside it and a row here.
ROOMS: Final = {
    "wage-floor": "wages",
    "seniority": "seniority",
    "next-wage": "wages",
    "payslip": "payslip",
    "overtime": "overtime",
    "bonus": "bonus",
    "severance": "severance",
    "leave": "leave",
    "tax": "tax",
    "insurance": "insurance",
    "unemployment": "unemployment",
    "settlement": "settlement",
    "claim": "claim",
    "back-pay": "back_pay",
    "gross-up": "gross_up",
}


def named(name: str) -> Calculator:
    """The calculator of that name; raises UnknownCalculator."""
    if name not in ROOMS:
        raise UnknownCalculator(name=name, known=list(ROOMS))
    return _in_room(name)


@lru_cache(maxsize=len(ROOMS))
def _in_room(name: str) -> Calculator:
    found: Calculator = getattr(import_module(f"kardad.law.{ROOMS[name]}"), name.replace("-", "_").upper())
    return found


def every() -> tuple[Calculator, ...]:
    """All calculators, in the order people are shown them."""
    return tuple(named(name) for name in ROOMS)


__all__ = ["ROOMS", "Calculator", "Silent", "UnknownCalculator", "every", "named"]
