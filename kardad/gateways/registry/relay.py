"""A registry that answers by one method: the shape of the twins and of the chain."""

from abc import ABC, abstractmethod
from datetime import date
from typing import Any, TypeVar, cast

from kardad.gateways.registry.port import (
    Address,
    Answer,
    Company,
    Foreigner,
    Identity,
    Membership,
    Name,
    Operation,
    Outcome,
    Registry,
)

A = TypeVar("A", bound=Answer)

KINDS: dict[Operation, type[Answer]] = {
    Operation.MOBILE_OWNER: Answer,
    Operation.IDENTITY: Identity,
    Operation.IBAN_OWNER: Answer,
    Operation.COMPANY: Company,
    Operation.COMPANY_MEMBER: Membership,
    Operation.FOREIGNER: Foreigner,
    Operation.POSTAL: Address,
}
"""What each operation answers with."""


def ask(registry: Registry, operation: Operation, given: dict[str, Any], track_id: str) -> Answer:
    """The registry's answer to an operation named by value."""
    return cast(Answer, getattr(registry, operation.value)(**given, track_id=track_id))


def plain(operation: Operation, outcome: Outcome, *, provider: str, track_id: str, code: str = "") -> Answer:
    """An answer of the operation's kind that carries an outcome and nothing else."""
    return KINDS[operation](outcome=outcome, provider=provider, track_id=track_id, code=code)


class Relay(ABC):
    """Turns the seven questions into one call of `_ask`."""

    @abstractmethod
    def _ask(self, operation: Operation, given: dict[str, Any], track_id: str) -> Answer:
        """The answer, of the operation's kind."""

    def mobile_owner(self, national_code: str, mobile: str, *, track_id: str) -> Answer:
        """Whose SIM it is, see `Registry`."""
        return self._ask(Operation.MOBILE_OWNER, {"national_code": national_code, "mobile": mobile}, track_id)

    def identity(self, national_code: str, birth: date, *, name: Name | None = None, track_id: str) -> Identity:
        """Who it is, see `Registry`."""
        given = {"national_code": national_code, "birth": birth, "name": name}
        return cast(Identity, self._ask(Operation.IDENTITY, given, track_id))

    def iban_owner(self, national_code: str, birth: date, iban: str, *, track_id: str) -> Answer:
        """Whose account it is, see `Registry`."""
        return self._ask(Operation.IBAN_OWNER, {"national_code": national_code, "birth": birth, "iban": iban}, track_id)

    def company(self, company_id: str, *, track_id: str) -> Company:
        """Which company it is, see `Registry`."""
        return cast(Company, self._ask(Operation.COMPANY, {"company_id": company_id}, track_id))

    def company_member(self, company_id: str, national_code: str, *, track_id: str) -> Membership:
        """Which seats the person has, see `Registry`."""
        given = {"company_id": company_id, "national_code": national_code}
        return cast(Membership, self._ask(Operation.COMPANY_MEMBER, given, track_id))

    def foreigner(self, code: str, *, track_id: str) -> Foreigner:
        """Who the foreign national is, see `Registry`."""
        return cast(Foreigner, self._ask(Operation.FOREIGNER, {"code": code}, track_id))

    def postal(self, code: str, *, track_id: str) -> Address:
        """Which address it is, see `Registry`."""
        return cast(Address, self._ask(Operation.POSTAL, {"code": code}, track_id))
