"""The rule book: severity, title, words and articles of each check, and the house's own limits, from `data/contract_rules.toml`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from kardad.law import articles, evidence
from kardad.law.contract_rules import hiding, patterns
from kardad.law.contract_rules.patterns import Pattern
from kardad.law.evidence import BadRow

# error: cannot be signed. warning: signed after both sides say they know. info: good to know.
SEVERITIES: Final = ("error", "warning", "info")
CONDITIONS: Final = ("", "natural", "legal", "iranian", "foreign")


@dataclass(frozen=True, slots=True)
class Rule:
    """One check: its words by name (`{…}` is filled), and the severity of those that differ from the rule's own."""

    code: str
    severity: str
    title: str
    says: Mapping[str, str]
    severities: Mapping[str, str]
    articles: tuple[str, ...]
    status: str

    def severity_of(self, name: str) -> str:
        """The severity of what the rule says under a name."""
        return self.severities.get(name, self.severity)

    @property
    def caution(self) -> str:
        """What people are told of its basis; empty for what was seen in a source."""
        return evidence.caution(self.status)


@dataclass(frozen=True, slots=True)
class Required:
    """One field that must be filled, when its condition holds."""

    field: str
    title: str
    when: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All that the checks read from data; `house` are limits of this site, no law."""

    rules: Mapping[str, Rule]
    required: tuple[Required, ...]
    house: Mapping[str, int]
    patterns: Mapping[str, tuple[Pattern, ...]]
    words: re.Pattern[str]  # finds a word of the patterns, whole or in pieces
    names: Mapping[str, str]


@lru_cache(maxsize=1)
def current() -> Rulebook:
    """The rule book in use; raises BadRow for a malformed row."""
    return load(evidence.read("contract_rules.toml"))


def load(data: dict[str, Any]) -> Rulebook:
    """The rule book of parsed data; raises BadRow for a malformed row."""
    required = tuple(Required(row["field"], row["title"], row.get("when", "")) for row in data["required"])
    for one in required:
        if one.when not in CONDITIONS:
            raise BadRow(f"contract_rules.toml {one.field}: no condition {one.when}")
    return Rulebook(
        rules=MappingProxyType({code: _rule(code, row) for code, row in data["rules"].items()}),
        required=required,
        house=MappingProxyType(dict(data["house"])),
        patterns=patterns.load(data["words"], data["patterns"]),
        words=hiding.broken(patterns.vocabulary(data["words"], data["patterns"])),
        names=MappingProxyType(dict(data["names"])),
    )


def _rule(code: str, row: dict[str, Any]) -> Rule:
    where = f"contract_rules.toml {code}"
    says, severities = dict(row["says"]), dict(row.get("severities", {}))
    if not says or not set(severities) <= set(says):
        raise BadRow(f"{where}: a severity of something it does not say")
    if not {row["severity"], *severities.values()} <= set(SEVERITIES):
        raise BadRow(f"{where}: severity is one of {', '.join(SEVERITIES)}")
    return Rule(
        code=code,
        severity=row["severity"],
        title=row["title"],
        says=MappingProxyType(says),
        severities=MappingProxyType(severities),
        articles=articles.cites(row, where),
        status=evidence.standing(row, where),
    )
