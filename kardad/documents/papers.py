"""The kinds of paper, from `data/papers.toml`: which template prints one, what it is made of, and who may issue it. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from kardad.documents import shapes
from kardad.law import articles, notices, rules

ROOM = Path(__file__).parent
# What a notice is printed by until a paper of its own is written for it.
PLAIN: Final[Mapping[str, Any]] = MappingProxyType({"template": "plain_notice", "power": True, "fields": {}})


class UnknownPaper(KeyError):
    """No paper of `data/papers.toml` is of this kind: a fault of ours."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper; `needs_power` means that only an authority may issue it, `family` is what its QR calls it."""

    kind: str
    title: str
    template: str
    family: str
    needs_power: bool
    fields: Mapping[str, Any]
    lengths: Mapping[str, int]

    def shaped(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The data as they are printed, with the days that the law itself gives where none are given; raises WrongShape."""
        known = {name: length for name, length in self.lengths.items() if f"{name}?" in self.fields}
        return shapes.shaped(self.fields, known | dict(data), self.kind)

    @property
    def grounds(self) -> list[dict[str, str]]:
        """What of the law stands below a notice: each place, what it says in our words, and what people are told of its standing."""
        if self.family != "notice":
            return []
        cited = articles.cited(notices.notice(self.kind).articles)
        return [{"name": one.name, "says": one.says, "caution": one.caution} for one in cited]

    @property
    def caution(self) -> str:
        """What people are told of a notice whose effect was not seen in a source; empty otherwise."""
        return notices.notice(self.kind).caution if self.family == "notice" else ""


def paper(kind: str) -> Paper:
    """The paper of this kind; raises UnknownPaper."""
    found = every().get(kind)
    if found is None:
        raise UnknownPaper(kind)
    return found


@lru_cache(maxsize=1)
def every() -> Mapping[str, Paper]:
    """Every kind of paper by its name, in the order of the file."""
    rows = tomllib.loads((ROOM / "data" / "papers.toml").read_text(encoding="utf-8"))
    shared = rows.pop("shared")["notice"]
    rows = rows | {code: dict(PLAIN) for code in notices.every() if code not in rows}
    return MappingProxyType({kind: _paper(kind, row, shared) for kind, row in rows.items()})


def _paper(kind: str, row: dict[str, Any], shared: dict[str, Any]) -> Paper:
    is_notice = kind in notices.every()
    return Paper(
        kind=kind,
        title=notices.notice(kind).title if is_notice else row["title"],
        template=row["template"],
        family="notice" if is_notice else row["qr"],
        needs_power=row.get("power", False),
        fields=MappingProxyType((shared if is_notice else {}) | row["fields"]),
        lengths=MappingProxyType(_lengths(kind) if is_notice else {}),
    )


def _lengths(kind: str) -> dict[str, int]:
    """The days or months that the law itself gives for what begins with a notice; nothing where no source was seen."""
    starts = notices.notice(kind).starts
    named = [rule for rule in rules.current().all if rule.code == starts and rule.evidence == "sourced" and rule.length is not None]
    found: dict[str, int] = {}
    for rule in named:
        unit = "months" if rule.unit == "month" else "days"
        found[unit if rule is named[0] else f"{unit}_abroad"] = rule.length or 0
    return found
