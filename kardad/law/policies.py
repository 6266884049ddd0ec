"""Policies: the readings of the law that may be chosen where practice differs, each with its default and its basis."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from kardad.law.kinds import BadFact

Reading = str | bool


@dataclass(frozen=True)
class Policy:
    """One question on which practice differs: `choices` are (name, Persian words), the first is the default."""

    name: str
    title: str
    basis: str
    choices: tuple[tuple[Reading, str], ...]

    @property
    def default(self) -> Reading:
        """The reading used when none is chosen."""
        return self.choices[0][0]

    def read(self, given: Any) -> Reading:
        """The chosen reading; raises BadFact naming those there are."""
        typed = str(given).strip().lower()
        for name, _ in self.choices:
            if typed == str(name).lower():
                return name
        names = "، ".join(str(name).lower() for name, _ in self.choices)
        raise BadFact(f"برای این برداشت یکی از این‌ها پذیرفته است: {names}", field=f"policies.{self.name}")

    def words(self, reading: Reading) -> str:
        """The Persian words of a reading."""
        return dict(self.choices)[reading]


class UnknownPolicy(BadFact):
    """A policy was named that does not exist."""

    code = "UNKNOWN_POLICY"
    message = "چنین برداشتی نداریم: {name}"


@lru_cache
def known() -> Mapping[str, Policy]:
    """Every policy by its name, as `data/policies.toml` has them."""
    rows = tomllib.loads(files("kardad.law").joinpath("data/policies.toml").read_text("utf-8"))
    return {
        name: Policy(name, row["title"], row["basis"], tuple((one["name"], one["title"]) for one in row["choices"]))
        for name, row in rows.items()
    }


def read(given: Any) -> dict[str, Reading]:
    """The readings that were chosen; raises BadFact or UnknownPolicy."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise BadFact("برداشت‌ها یک شیء JSON هستند.", field="policies")
    for name in given:
        if name not in known():
            raise UnknownPolicy(field=f"policies.{name}", name=name)
    return {name: known()[name].read(value) for name, value in given.items() if value is not None}


def schema() -> dict[str, Any]:
    """The JSON Schema of the object that `read` takes."""
    properties = {
        one.name: {"title": one.title, "description": one.basis, "enum": [name for name, _ in one.choices], "default": one.default}
        for one in known().values()
    }
    return {"type": "object", "properties": properties, "additionalProperties": False}
