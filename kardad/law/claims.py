"""Claims: the catalogue of what a worker or an employer may ask a board for, with its basis, its proof and its warnings."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from kardad.law import articles, evidence
from kardad.law.evidence import BadRow

SIDES: Final = ("worker", "employer")
KINDS: Final = ("money", "other", "both")
# The names of `law/calculators.py`; a test holds them against it.
CALCULATORS: Final = ("payslip", "overtime", "bonus", "severance", "seniority", "leave", "claim", "back-pay")


class UnknownClaim(KeyError):
    """No claim of `data/claims.toml` has this code, or no such side: a fault of ours."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One kind of claim item; `proof` is what helps to prove it, `guidance` what whoever chooses it should know first.

    `calculator` computes it, empty when none does; `is_for_board` is False where another body decides and the claim only redirects.
    """

    code: str
    slug: str
    title: str
    by: str
    kind: str
    needs_period: bool
    until_end: bool  # a period of it ends with the work
    calculator: str
    proof: tuple[str, ...]
    guidance: str
    is_for_board: bool
    articles: tuple[str, ...]
    status: str

    @property
    def has_amount(self) -> bool:
        """Whether a sum of money may be asked for."""
        return self.kind != "other"

    @property
    def caution(self) -> str:
        """What people are told of its basis; empty for what was seen in a source."""
        return evidence.caution(self.status)


def claim(code: str) -> Claim:
    """The claim of this code; raises UnknownClaim."""
    found = every().get(code)
    if found is None:
        raise UnknownClaim(code)
    return found


def of(side: str) -> tuple[Claim, ...]:
    """The claims of a worker or an employer, in the order people are shown them; raises UnknownClaim for another side."""
    if side not in SIDES:
        raise UnknownClaim(side)
    return tuple(one for one in every().values() if one.by == side)


def employer_proof() -> tuple[str, ...]:
    """What an employer must show, beside a signed settlement sheet, for a payment to be taken as proved."""
    return _tables()[1]


def every() -> Mapping[str, Claim]:
    """Every claim by its code, in the order of the data."""
    return _tables()[0]


@lru_cache(maxsize=1)
def _tables() -> tuple[Mapping[str, Claim], tuple[str, ...]]:
    return load(evidence.read("claims.toml"))


def load(data: dict[str, Any]) -> tuple[Mapping[str, Claim], tuple[str, ...]]:
    """The claims of parsed data by code, and the employer's list of payment proofs; raises BadRow for a malformed row."""
    proofs = {name: str(text) for name, text in data["proofs"].items()}
    found = {code: _claim(code, row, proofs) for code, row in data["claims"].items()}
    return MappingProxyType(found), _told(data["payment_proof"], proofs, "claims.toml payment_proof")


def _claim(code: str, row: dict[str, Any], proofs: Mapping[str, str]) -> Claim:
    where = f"claims.toml {code}"
    calculator = row.get("calculator", "")
    if row["kind"] not in KINDS or (calculator and calculator not in CALCULATORS):
        raise BadRow(f"{where}: kind {row['kind']}, calculator {calculator}")
    return Claim(
        code=code,
        slug=row["slug"],
        title=row["title"],
        by={"W": "worker", "E": "employer"}[code[0]],
        kind=row["kind"],
        needs_period=row["needs_period"],
        until_end=row.get("until_end", row["needs_period"]),
        calculator=calculator,
        proof=_told(row, proofs, where),
        guidance=row.get("guidance", ""),
        is_for_board=row.get("is_for_board", True),
        articles=articles.cites(row, where),
        status=evidence.standing(row, where),
    )


def _told(row: dict[str, Any], proofs: Mapping[str, str], where: str) -> tuple[str, ...]:
    try:
        return tuple(proofs[name] for name in row["proof"])
    except KeyError as missing:
        raise BadRow(f"{where}: no proof {missing}") from None
