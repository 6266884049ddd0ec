"""Papers: which kinds there are, and which a role, a mandate or a visit to a counter needs."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kardad.people import roles

DATA = Path(__file__).parent / "data" / "papers.toml"
METHODS = ("online", "in_person", "optional")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper, what must be seen on it, and who may put one in: "owner" online, "officer" at a counter."""

    key: str
    title: str
    text: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What one role must show, for the table at the foot of the verification page; `typed` in words, `optional` may be added online."""

    role: roles.Role
    typed: str
    online: tuple[Kind, ...]
    in_person: tuple[Kind, ...]
    optional: tuple[Kind, ...]


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of paper by its key."""
    return {key: Kind(key, entry["title"], entry["text"], tuple(entry["by"])) for key, entry in _data()["kinds"].items()}


def title(key: str) -> str:
    """The Persian name of a kind of paper."""
    return kinds()[key].title if key in kinds() else key


def titles(keys: list[str] | tuple[str, ...]) -> str:
    """The names of several kinds in one phrase."""
    return "، ".join(f"«{title(key)}»" for key in keys)


def of_role(role: str, method: str) -> tuple[Kind, ...]:
    """The kinds that someone in the role shows by this method: "online" (required), "in_person" (required) or "optional"."""
    return _needed("roles", role, method)


def of_mandate(basis: str, method: str) -> tuple[Kind, ...]:
    """The kinds that the agent of a mandate on this basis shows by this method."""
    return _needed("mandates", basis, method)


@cache
def table() -> tuple[Row, ...]:
    """What each kind of person needs, in the order of the roles."""
    return tuple(
        Row(role, _data()["roles"][key]["typed"], of_role(key, "online"), of_role(key, "in_person"), of_role(key, "optional"))
        for key, role in roles.ROLES.items()
        if key in _data()["roles"]
    )


def _needed(part: str, key: str, method: str) -> tuple[Kind, ...]:
    return tuple(kinds()[kind] for kind in _data()[part].get(key, {}).get(method, ()))


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))
