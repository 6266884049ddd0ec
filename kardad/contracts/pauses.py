"""Why a contract is suspended and what is asked to show it: the rows of `data/pauses.toml`. Pure."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parent / "data" / "pauses.toml"
SHORTEST: Final = 10  # letters of what happened


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause of suspension."""

    name: str
    title: str
    about: str
    asks: tuple[str, ...]
    cites: tuple[str, ...]
    is_service: bool
    stops: bool  # the workplace itself stood still
    settles: str
    most: int | None = None


@lru_cache(maxsize=1)
def every() -> dict[str, Cause]:
    """Every cause by its name, in the order of the file."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return {
        name: Cause(
            name=name,
            title=row["title"],
            about=row["about"],
            asks=tuple(row["asks"].split()),
            cites=tuple(row["cites"]),
            is_service=row["service"],
            stops=row.get("stops", False),
            settles=row.get("settles", ""),
            most=row.get("most"),
        )
        for name, row in rows.items()
    }


def find(name: str) -> Cause | None:
    """The cause of that name."""
    return every().get(name)


def title(name: str) -> str:
    """What people call it."""
    found = find(name)
    return found.title if found else ""
