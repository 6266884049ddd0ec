"""What counts as service of a notice, on which day and with which effect; and which channel a notice takes. Dated rows, one ruling."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from kardad.kit import calendar
from kardad.law import articles, evidence, notices
from kardad.law.articles import Article
from kardad.law.evidence import BadRow

EFFECTS: Final = ("legal", "actual", "none")
TITLES: Final = {"legal": "ابلاغ قانونی", "actual": "ابلاغ واقعی"}


class NoRule(LookupError):
    """No row says what such a happening is worth on that day: a fault of ours."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One dated row: something that happens on a channel (`what`) is a service, with an effect, or is none."""

    via: str
    what: str
    since: date
    effect: str
    articles: tuple[str, ...]
    status: str

    @property
    def id(self) -> str:
        """The name that a delivery keeps: channel, happening and first day."""
        return f"{self.via}-{self.what}-{calendar.jalali(self.since)}"

    @property
    def caution(self) -> str:
        """What people are told beside it; empty for what was seen in a source."""
        return evidence.caution(self.status)

    @property
    def cited(self) -> tuple[Article, ...]:
        """The articles it stands on."""
        return articles.cited(self.articles)


@dataclass(frozen=True, slots=True)
class Channel:
    """One dated row: which channels may be the one of record for these kinds of notice; the first is the default."""

    since: date
    choices: tuple[str, ...]
    kinds: frozenset[str]
    articles: tuple[str, ...]
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened on a delivery's way, on a day of Tehran's."""

    what: str
    day: date


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the happenings come to: the day of service, its effect and the rules; `served_on` is None while nothing counts."""

    served_on: date | None
    effect: str
    rules: tuple[Rule, ...]

    @property
    def title(self) -> str:
        """What it is called; empty while there is no service."""
        return TITLES.get(self.effect, "")


@dataclass(frozen=True, slots=True)
class Rows:
    """Every row of `data/serving.toml`."""

    counts: tuple[Rule, ...]
    channels: tuple[Channel, ...]
    version: str

    def rule(self, via: str, what: str, on: date) -> Rule:
        """The newest row that had begun on that day; raises NoRule."""
        found = [rule for rule in self.counts if (rule.via, rule.what) == (via, what) and rule.since <= on]
        if not found:
            raise NoRule(f"{via} {what} on {on}")
        return max(found, key=lambda rule: rule.since)

    def channel(self, code: str, on: date, *, has_account: bool, policy: str = "") -> str:
        """The channel of record for a notice of this kind; raises NoRule for a policy that its row does not offer.

        A party without an account is served on paper (LP 130). `policy` names one of the row's choices; empty takes the first.
        """
        choices = self.choices(code, on) if has_account else ()
        return policy if policy in choices else choices[0] if choices else "paper"

    def choices(self, code: str, on: date) -> tuple[str, ...]:
        """The channels that the row in force offers for a notice of this kind to who has an account, the usual one first."""
        found = [row for row in self.channels if row.since <= on and (not row.kinds or code in row.kinds)]
        return tuple(max(found, key=lambda row: row.since).choices) if found else ()


def ruling(via: str, happenings: Iterable[Happening], *, rows: Rows | None = None) -> Ruling:
    """What the happenings of one delivery come to, in whatever order they were learnt.

    The first day that counts is the day of service and never moves (LP 131: arrival is service). A later happening of greater
    effect makes the service actual and leaves its day. Raises NoRule.
    """
    rows = rows or every()
    judged = [(one, rows.rule(via, one.what, one.day)) for one in happenings]
    counted = sorted(
        ((one.day, rule) for one, rule in judged if rule.effect != "none"), key=lambda pair: (pair[0], pair[1].effect != "legal")
    )
    if not counted:
        return Ruling(None, "", tuple(rule for _, rule in judged))
    effect = "actual" if any(rule.effect == "actual" for _, rule in counted) else "legal"
    return Ruling(counted[0][0], effect, tuple(rule for _, rule in counted))


@lru_cache(maxsize=1)
def every() -> Rows:
    """The rows as the data have them; raises BadRow for a malformed one."""
    return load(evidence.read("serving.toml"))


def load(data: Mapping[str, Any]) -> Rows:
    """The rows of parsed data; raises BadRow for a malformed one."""
    return Rows(tuple(_rule(row) for row in data["counts"]), tuple(_channel(row) for row in data["channels"]), _version(data))


def _rule(row: dict[str, Any]) -> Rule:
    where = f"serving.toml {row.get('via')} {row.get('what')}"
    if row["effect"] not in EFFECTS:
        raise BadRow(f"{where}: effect is {row['effect']!r}")
    return Rule(row["via"], row["what"], _day(row), row["effect"], articles.cites(row, where), evidence.standing(row, where))


def _channel(row: dict[str, Any]) -> Channel:
    where = f"serving.toml channels {row.get('since')}"
    kinds = frozenset(evidence.words(row, "kinds"))
    if not row["choices"] or not kinds <= set(notices.every()):
        raise BadRow(f"{where}: choices {row['choices']}, kinds {sorted(kinds)}")
    cited, status = articles.cites(row, where), evidence.standing(row, where)
    return Channel(_day(row), tuple(row["choices"]), kinds, cited, status, row.get("note", ""))


def _day(row: dict[str, Any]) -> date:
    return calendar.parse_jalali(row["since"])


def _version(data: Mapping[str, Any]) -> str:
    written = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:8]
