"""Procedure: who sits in a labour board, when it may sit and decide, and the dated rules that later steps of a case rest on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from kardad.kit import calendar
from kardad.law import articles, evidence
from kardad.law.evidence import BadRow

ABSTAINS: Final = ""
# Why a board that met decided nothing; `data/procedure.toml` has the words and the article of each.
NO_QUORUM: Final = "no_quorum"
NO_MAJORITY: Final = "no_majority"
UNFINISHED: Final = "unfinished"  # its day went by and nobody closed it
GROUPS: Final = (
    "adjournment",
    "withdrawal",
    "settlement",
    "attendance",
    "representation",
    "service",
    "expert",
    "decision",
    "jurisdiction",
    "membership",
    "enforcement",
)


class UnknownRule(KeyError):
    """No body or rule of `data/procedure.toml` has this code: a fault of ours."""


class ImpossibleBoard(ValueError):
    """More members of a kind than the body has seats, or a kind that it does not have: a fault of whoever counted."""


@dataclass(frozen=True, slots=True)
class Member:
    """One kind of member of a body: how many `seats` it has and who sends them."""

    kind: str
    title: str
    seats: int
    sent_by: str


@dataclass(frozen=True, slots=True)
class Body:
    """A board that decides disputes; `agreeing` says how many must agree when so many are present."""

    code: str
    slug: str
    title: str
    members: tuple[Member, ...]
    quorum: int
    agreeing: Mapping[int, int]
    chair: str
    chair_title: str
    articles: tuple[str, ...]
    status: str

    @property
    def seats(self) -> int:
        """How many members the body has in all."""
        return sum(member.seats for member in self.members)


@dataclass(frozen=True, slots=True)
class Vote:
    """What one member present holds, `opinion` being a word of the caller's; ABSTAINS when he holds nothing."""

    kind: str
    opinion: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the body decided: how many agreed, how many had to, and the votes of the minority, which the minutes keep."""

    opinion: str
    agreed: int
    needed: int
    dissent: tuple[Vote, ...]


@dataclass(frozen=True, slots=True)
class Renewal:
    """No decision: the session is renewed, for the reason told."""

    reason: str
    message: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One dated rule of procedure: `value` is a number, a yes or no, or a word, in `unit`; `deadline` names a D code for periods.

    It holds from `since` up to but without `until` (Gregorian); None is without end on that side.
    """

    code: str
    group: str
    title: str
    says: str
    value: int | bool | str
    unit: str
    deadline: str
    bodies: tuple[str, ...]
    since: date | None
    until: date | None
    articles: tuple[str, ...]
    status: str

    def holds(self, on: date) -> bool:
        """Whether the rule is in force on a Gregorian day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)

    @property
    def caution(self) -> str:
        """What people are told beside it; empty for a rule seen in a source."""
        return evidence.caution(self.status)


def body(code: str) -> Body:
    """The body `DB` or `DRB`; raises UnknownRule."""
    found = _tables()[0].get(code)
    if found is None:
        raise UnknownRule(code)
    return found


def bodies() -> tuple[Body, ...]:
    """Both bodies, the first instance first."""
    return tuple(_tables()[0].values())


def quorate(board: Body, present: Mapping[str, int]) -> bool:
    """Whether the members present, counted by kind, let the body sit; raises ImpossibleBoard for a count it cannot have."""
    seats = {member.kind: member.seats for member in board.members}
    for kind, count in present.items():
        if not 0 <= count <= seats.get(kind, -1):
            raise ImpossibleBoard(f"{board.code}: {count} of {kind}")
    return sum(present.values()) >= board.quorum


def decided(board: Body, votes: Sequence[Vote]) -> Decision | Renewal:
    """What the votes of the members present come to, on one question (each claim item is one); raises ImpossibleBoard."""
    present = _counted(vote.kind for vote in votes)
    if not quorate(board, present):
        return _renewal(board, NO_QUORUM)
    needed = board.agreeing[len(votes)]
    opinions = _counted(vote.opinion for vote in votes if vote.opinion != ABSTAINS)
    opinion = max(opinions, key=lambda one: opinions[one], default=ABSTAINS)
    if opinions.get(opinion, 0) < needed:
        return _renewal(board, NO_MAJORITY)
    return Decision(opinion, opinions[opinion], needed, tuple(vote for vote in votes if vote.opinion != opinion))


def rule(code: str, on: date) -> Rule:
    """The rule of this code as it stands on a Gregorian day; raises UnknownRule when there is none that day."""
    for one in _tables()[1]:
        if one.code == code and one.holds(on):
            return one
    raise UnknownRule(code)


def rules(group: str, on: date, board: str = "") -> tuple[Rule, ...]:
    """The rules of a group in force on a Gregorian day, of one body if it is named; raises UnknownRule for no group of ours."""
    if group not in GROUPS:
        raise UnknownRule(group)
    return tuple(one for one in _tables()[1] if one.group == group and one.holds(on) and (not board or board in one.bodies))


def every() -> tuple[Rule, ...]:
    """Every rule of every day, in the order of the data."""
    return _tables()[1]


@lru_cache(maxsize=1)
def _tables() -> tuple[Mapping[str, Body], tuple[Rule, ...], Mapping[str, Rule]]:
    return load(evidence.read("procedure.toml"))


def load(data: dict[str, Any]) -> tuple[Mapping[str, Body], tuple[Rule, ...], Mapping[str, Rule]]:
    """Bodies by code, rules, and the rules that say why nothing was decided; raises BadRow for a malformed row."""
    boards = {code: _body(code, row) for code, row in data["bodies"].items()}
    found = tuple(_rule(row, boards) for row in data["rules"])
    reasons = {one.code: one for one in found if one.code in (NO_QUORUM, NO_MAJORITY)}
    return MappingProxyType(boards), found, MappingProxyType(reasons)


def _body(code: str, row: dict[str, Any]) -> Body:
    where = f"procedure.toml {code}"
    members = tuple(Member(one["kind"], one["title"], one["seats"], one["sent_by"]) for one in row["members"])
    seats = sum(one.seats for one in members)
    agreeing = {int(present): needed for present, needed in row["agreeing"].items()}
    if sorted(agreeing) != list(range(row["quorum"], seats + 1)):
        raise BadRow(f"{where}: agreeing must say a number for each count from the quorum to {seats}")
    # Less than half would let two opinions win at once.
    if any(2 * needed <= present or needed > present for present, needed in agreeing.items()):
        raise BadRow(f"{where}: agreeing is no majority")
    if row["chair"] not in {one.kind for one in members}:
        raise BadRow(f"{where}: the chair is no member")
    return Body(
        code=code,
        slug=row["slug"],
        title=row["title"],
        members=members,
        quorum=row["quorum"],
        agreeing=MappingProxyType(agreeing),
        chair=row["chair"],
        chair_title=row["chair_title"],
        articles=articles.cites(row, where),
        status=evidence.standing(row, where),
    )


def _rule(row: dict[str, Any], boards: Mapping[str, Body]) -> Rule:
    where = f"procedure.toml {row.get('code')}"
    if row["group"] not in GROUPS or not set(row.get("bodies", ())) <= set(boards):
        raise BadRow(f"{where}: no such group or body")
    since, until = _day(row, "from"), _day(row, "until")
    if since and until and until <= since:
        raise BadRow(f"{where}: ends before it begins")
    return Rule(
        code=row["code"],
        group=row["group"],
        title=row["title"],
        says=row["says"],
        value=row.get("value", ""),
        unit=row.get("unit", ""),
        deadline=row.get("deadline", ""),
        bodies=evidence.words(row, "bodies") or tuple(boards),
        since=since,
        until=until,
        articles=articles.cites(row, where),
        status=evidence.standing(row, where),
    )


def _day(row: dict[str, Any], name: str) -> date | None:
    return calendar.parse_jalali(row[name]) if name in row else None


def _counted(words: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def _renewal(board: Body, reason: str) -> Renewal:
    why = _tables()[2][reason]
    return Renewal(reason, why.says, why.articles or board.articles)
