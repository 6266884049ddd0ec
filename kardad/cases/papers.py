"""Kinds of paper that a file of a case may be, and those that help to prove what a petition asks for."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kardad.cases.petition import Petition
from kardad.law import claims, evidence

OTHER: Final = "other"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that would help, for which claims, and whether a file of that kind is there."""

    kind: str
    title: str
    helps: tuple[str, ...]
    is_there: bool


@lru_cache(maxsize=1)
def every() -> Mapping[str, str]:
    """Every kind with its title: what proves claims, then the others."""
    own = tomllib.loads((Path(__file__).parent / "data" / "papers.toml").read_text(encoding="utf-8"))["papers"]
    return MappingProxyType({**evidence.read("claims.toml")["proofs"], **own})


def title(kind: str) -> str:
    """What such a paper is called."""
    return every().get(kind, every()[OTHER])


def wanted(petition: Petition, have: set[str]) -> list[Wanted]:
    """The check-list of a petition: what proves each of its claims, and what its capacity and its respondents need."""
    helps: dict[str, list[str]] = {}
    for kind in _besides(petition):
        helps[kind] = []
    kinds = {said: kind for kind, said in every().items()}
    for item in petition.items:
        claim = claims.claim(item.code)
        for said in claim.proof:
            helps.setdefault(kinds[said], []).append(claim.title)
    return [Wanted(kind, title(kind), tuple(dict.fromkeys(names)), kind in have) for kind, names in helps.items()]


def _besides(petition: Petition) -> list[str]:
    found = ["id_card"]
    if petition.capacity in ("lawyer", "representative", "guardian", "member"):
        found.append("mandate")
    if petition.capacity == "heir":
        found += ["death", "inheritance"]
    if any(one.kind == "unknown" for one in petition.respondents):
        found += ["sign", "payer"]
    return found
