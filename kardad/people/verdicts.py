"""What a register's answer means for an attempt: pure judgement, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from kardad.gateways.registry.port import COUNTED, UNANSWERED, Answer, Company, Foreigner, Identity, Membership, Operation, Outcome
from kardad.kit import text
from kardad.people import refusals

REFUSED: dict[Operation, type[refusals.IdentityRefusal]] = {
    Operation.MOBILE_OWNER: refusals.SimNotOwned,
    Operation.IDENTITY: refusals.BirthMismatch,
    Operation.IBAN_OWNER: refusals.ShebaNotOwned,
    Operation.COMPANY: refusals.CompanyNotFound,
    Operation.COMPANY_MEMBER: refusals.NotCompanyMember,
    Operation.FOREIGNER: refusals.ForeignNotFound,
}
# Vendors name positions in their own words; these may bind a company by themselves until a vendor says who signs.
OWNERS = frozenset({"CEO", "مدیرعامل", "مدیر عامل", "رئیس هیئت مدیره", "رئیس هیات مدیره"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The move that the attempt makes (`""` = go on), the refusal that is said, and what is kept of the answer."""

    move: str = ""
    refusal: type[refusals.IdentityRefusal] | None = None
    found: dict[str, Any] | None = None


def judge(operation: Operation, answer: Answer, typed: Mapping[str, Any]) -> Verdict:
    """Only MATCH goes on; only what the person himself got wrong is refused; what nobody answered waits."""
    if answer.outcome in UNANSWERED:
        return Verdict("wait", refusals.ProviderDown)
    if answer.outcome is Outcome.DECEASED:
        return Verdict("reject", refusals.Deceased)
    if answer.outcome is Outcome.UNSURE:
        return Verdict("review", found=_doubt(operation, answer))
    if answer.outcome is Outcome.NO_MATCH and isinstance(answer, Identity) and answer.similarity:
        return Verdict("reject", refusals.NameMismatch)
    if answer.outcome in COUNTED or answer.outcome is Outcome.INVALID_INPUT:
        return Verdict("reject", REFUSED[operation])
    return matched(answer, typed)


def _doubt(operation: Operation, answer: Answer) -> dict[str, Any]:
    if isinstance(answer, Identity) and answer.similarity:
        return {"similarity": answer.similarity.lowest} | _names(answer)
    return {f"unsure_{operation}": True}


@singledispatch
def matched(answer: Answer, typed: Mapping[str, Any]) -> Verdict:
    """A bare match: go on."""
    return Verdict()


@matched.register
def _(answer: Identity, typed: Mapping[str, Any]) -> Verdict:
    return Verdict(found=_names(answer))


@matched.register
def _(answer: Foreigner, typed: Mapping[str, Any]) -> Verdict:
    if answer.birth and answer.birth.isoformat() != typed.get("birth"):
        return Verdict("reject", refusals.ForeignNotFound)
    return Verdict(found=_names(answer))


@matched.register
def _(answer: Company, typed: Mapping[str, Any]) -> Verdict:
    if text.to_ascii_digits(answer.registration_number).strip() != typed["registration_number"]:
        return Verdict("reject", refusals.CompanyNotFound)
    if answer.is_active is False:
        return Verdict("reject", refusals.CompanyInactive)
    return Verdict(found={"company_name": text.display(answer.name)})


@matched.register
def _(answer: Membership, typed: Mapping[str, Any]) -> Verdict:
    signs = answer.is_signatory or any(position.title in OWNERS for position in answer.positions)
    title = answer.positions[0].title if answer.positions else ""
    return Verdict(found={"position": title, "is_signatory": bool(signs)})


def _names(answer: Identity | Foreigner) -> dict[str, str]:
    """The names as people write them: vendors send Arabic letters."""
    names = {"first_name": answer.first_name, "last_name": answer.last_name, "father_name": answer.father_name}
    return {key: text.display(value) for key, value in names.items() if value}
