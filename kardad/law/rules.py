"""The deadlines of a labour dispute as the data names them: length, start, way of counting, article, evidence."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from kardad.kit import text
from kardad.kit.refusal import BadInput

DATA: Final = Path(__file__).parent / "data" / "deadlines.toml"
COUNTINGS: Final = ("court", "plain", "lead")
# What a length stands on, as the marks of a sheet say it.
STATUS: Final = {"sourced": "sourced", "recalled": "inferred", "unknown": "inferred"}


class BadRules(Exception):
    """The file of deadlines is malformed; the text names the row."""


class UnknownDeadline(BadInput):
    """No deadline has this code or name."""

    code = "UNKNOWN_DEADLINE"
    message = "مهلتی با این نشانه نداریم؛ یکی از نام‌های فهرست را بنویسید."


@dataclass(frozen=True, slots=True)
class Rule:
    """One deadline: `length` in `unit` (`unit_days` days each) from `starts` on, counted as `counting` says."""

    code: str
    name: str
    title: str
    starts: str
    counting: str
    unit: str
    unit_days: int
    length: int | None
    evidence: str
    article: str
    url: str
    note: str
    articles: Mapping[str, str]
    version: str

    @property
    def days(self) -> int | None:
        """The length in days (a month is thirty of them, CPC 443); None when a body sets it, or nobody does."""
        return None if self.length is None else self.length * self.unit_days

    @property
    def may_be_set(self) -> bool:
        """Whether whoever asks may say how many days there are: no statute does."""
        return self.length is None or self.evidence == "unknown"

    @property
    def status(self) -> str:
        """What the length stands on, in the words of every sheet: sourced or inferred."""
        return STATUS[self.evidence]

    def as_json(self) -> dict[str, Any]:
        """The rule as `--list` shows it."""
        return {
            "code": self.code,
            "name": self.name,
            "title": self.title,
            "length": self.length,
            "unit": self.unit,
            "days": self.days,
            "starts": self.starts,
            "counting": self.counting,
            "days_may_be_given": self.may_be_set,
            "source": self.source(),
            "evidence": self.evidence,
            "note": self.note,
            "rule_version": self.version,
        }

    def source(self) -> dict[str, Any]:
        """The article behind the length, and how sure it is."""
        return {"article": self.article, "url": self.url, "status": self.status}


class Rules:
    """Every deadline by name, and by code where several share one the first."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.all = rules
        self._found: dict[str, Rule] = {}
        for rule in rules:
            self._found.setdefault(rule.code.lower(), rule)
            self._found[rule.name] = rule

    def rule(self, named: str) -> Rule:
        """The deadline called so: a name, or a code in either case and either digits; raises UnknownDeadline."""
        found = self._found.get(text.to_ascii_digits(named).strip().lower().replace("-", "_"))
        if found is None:
            raise UnknownDeadline(field="code", codes=[rule.name for rule in self.all])
        return found


def load(path: Path = DATA) -> Rules:
    """The deadlines of the file; raises BadRules for the first malformed row."""
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    rules: list[Rule] = []
    for place, row in enumerate(given["rules"], start=1):
        try:
            rule = _rule(row, given)
        except (KeyError, TypeError) as wrong:
            raise BadRules(f"{path.name}, rule {place}: {wrong!r}") from wrong
        if problem := _problem(rule) or ("stands twice" if rule.name in {one.name for one in rules} else ""):
            raise BadRules(f"{path.name}, rule {place} ({rule.name}): {problem}")
        rules.append(rule)
    return Rules(tuple(rules))


@lru_cache(maxsize=1)
def current() -> Rules:
    """The deadlines that the product uses, parsed once a process."""
    return load()


def _rule(row: Mapping[str, Any], given: Mapping[str, Any]) -> Rule:
    said = json.dumps([row, given["units"], given["articles"]], ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(said.encode()).hexdigest()
    return Rule(
        code=row["code"],
        name=row["name"],
        title=row["title"],
        starts=row["starts"],
        counting=row["counting"],
        unit=row["unit"],
        unit_days=given["units"][row["unit"]],
        length=row.get("length"),
        evidence=row["evidence"],
        article=row["article"],
        url=row.get("url", ""),
        note=row.get("note", ""),
        articles=given["articles"],
        version=f"{row.get('recorded_on', given['recorded_on'])}.{digest[:8]}",
    )


def _problem(rule: Rule) -> str:
    if rule.counting not in COUNTINGS or rule.evidence not in STATUS:
        return "counting or evidence is none we know"
    if rule.length is not None and (isinstance(rule.length, bool) or not isinstance(rule.length, int) or rule.length < 1):
        return "a length is a whole number above zero"
    if rule.length is None and not rule.note:
        return "a deadline without a length says why"
    return ""
