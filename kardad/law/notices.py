"""Notices: the kinds of paper that are served on a party, to whom, and which clock each sets going."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from kardad.law import articles, evidence
from kardad.law.evidence import BadRow

ADDRESSEES: Final = ("both", "filer", "respondent", "payer", "other_side")
# starts: a new clock begins with service. restarts: the clocks of other notices begin anew. recomputes: every clock the voided
# service began is undone. informs: no clock. unknown: a clock may begin, and no source says which.
EFFECTS: Final = ("starts", "restarts", "recomputes", "informs", "unknown")


class UnknownNotice(KeyError):
    """No notice of `data/notices.toml` has this code: a fault of ours."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One kind of notice; `starts` names the deadline code its service sets going, `restarts` the notices whose clocks begin anew."""

    code: str
    slug: str
    title: str
    to: str
    effect: str
    starts: str
    restarts: tuple[str, ...]
    says: str
    articles: tuple[str, ...]
    status: str

    @property
    def is_information(self) -> bool:
        """Whether nothing begins to run with it."""
        return self.effect == "informs"

    @property
    def caution(self) -> str:
        """What people are told beside it; empty for what was seen in a source."""
        return evidence.caution(self.status)


def notice(code: str) -> Notice:
    """The notice of this code; raises UnknownNotice."""
    found = every().get(code)
    if found is None:
        raise UnknownNotice(code)
    return found


def starting(deadline: str) -> tuple[Notice, ...]:
    """The notices whose service sets the deadline of this code going."""
    return tuple(one for one in every().values() if one.starts == deadline)


@lru_cache(maxsize=1)
def every() -> Mapping[str, Notice]:
    """Every notice by its code, in order; raises BadRow for a malformed row."""
    return load(evidence.read("notices.toml"))


def load(data: dict[str, Any]) -> Mapping[str, Notice]:
    """The notices of parsed data by code; raises BadRow for a malformed row."""
    found = {code: _notice(code, row) for code, row in data.items()}
    for one in found.values():
        if not set(one.restarts) <= set(found):
            raise BadRow(f"notices.toml {one.code}: restarts a notice that is not here")
    return MappingProxyType(found)


def _notice(code: str, row: dict[str, Any]) -> Notice:
    where = f"notices.toml {code}"
    if row["to"] not in ADDRESSEES or row["effect"] not in EFFECTS:
        raise BadRow(f"{where}: to {row['to']}, effect {row['effect']}")
    starts, restarts = row.get("starts", ""), evidence.words(row, "restarts")
    if (row["effect"] == "starts") != bool(starts) or (row["effect"] == "restarts") != bool(restarts):
        raise BadRow(f"{where}: its effect and the clocks it names do not agree")
    return Notice(
        code=code,
        slug=row["slug"],
        title=row["title"],
        to=row["to"],
        effect=row["effect"],
        starts=starts,
        restarts=restarts,
        says=row["says"],
        articles=articles.cites(row, where),
        status=evidence.standing(row, where),
    )
