"""How each calculator is spoken of: its question, what it asks first, its bars; read from `data/`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kardad.law import calculators
from kardad.law.calculators import Calculator


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its title and the codes of the totals or lines that make it up."""

    title: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """The words of one calculator's page."""

    name: str
    group: str
    question: str
    lead: str
    answer: str
    first: tuple[str, ...]
    sums: tuple[str, ...]
    bars: tuple[Bar, ...]

    @property
    def calculator(self) -> Calculator:
        """The calculator itself."""
        return calculators.named(self.name)


@cache
def rooms() -> dict[str, Room]:
    """The room of every calculator, by its name."""
    return {name: _room(name, row) for name, row in _read("rooms.toml").items() if name != "groups"}


@cache
def groups() -> list[tuple[str, list[Room]]]:
    """The rooms under their headings, in the order people are shown them."""
    titles = _read("rooms.toml")["groups"]
    return [(title, [room for room in rooms().values() if room.group == key]) for key, title in titles.items()]


def title_of(code: str) -> str:
    """What a total or line of that code is called; a code ending in a year or period is called so too."""
    titles = _totals()["titles"]
    if code in titles:
        return str(titles[code])
    stem, _, rest = code.rpartition("_")
    return f"{titles[stem]}، {rest}" if stem in titles else code


def unit_of(code: str) -> str:
    """The unit of a total: empty for rials."""
    return str(_totals()["units"].get(code, ""))


@cache
def _totals() -> dict[str, Any]:
    return _read("totals.toml")


def _room(name: str, row: dict[str, Any]) -> Room:
    return Room(
        name=name,
        group=row["group"],
        question=row["question"],
        lead=row["lead"],
        answer=row["answer"],
        first=tuple(row.get("first", ())),
        sums=tuple(row.get("sums", ())),
        bars=tuple(Bar(bar["title"], tuple(bar["parts"])) for bar in row.get("bars", ())),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("kardad.calc").joinpath("data", name).read_text("utf-8"))
