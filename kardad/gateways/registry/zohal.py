"""Zohal (identity.md 4.1): tells names, matches SIMs and accounts, knows companies and addresses; a 200 may be a failure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kardad.gateways.registry import days
from kardad.gateways.registry.port import Operation, Outcome
from kardad.gateways.registry.vendor import Handler, Judged, Vendor, by_status, garbled, matched, text
from kardad.gateways.transport import Reply, Transport

LIVE = "https://service.zohal.io/api/v0/services"


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract with Zohal."""

    token: str = field(repr=False)
    base_url: str = LIVE


class Zohal(Vendor):
    """Asks Zohal. Its board members come without national codes, so membership is not offered."""

    contract_kind = Contract

    def __init__(self, contract: Contract, *, name: str = "zohal", transport: Transport | None = None) -> None:
        self.name = name
        self._contract = contract
        self._http = transport or Transport(contract.base_url)

    @property
    def _handlers(self) -> Mapping[Operation, Handler]:
        return {
            Operation.MOBILE_OWNER: self._mobile_owner,
            Operation.IDENTITY: self._identity,
            Operation.IBAN_OWNER: self._iban_owner,
            Operation.COMPANY: self._company,
            Operation.POSTAL: self._postal,
        }

    def _mobile_owner(self, given: dict[str, Any], track_id: str) -> Judged:
        reply = self._post("shahkar", {"mobile": given["mobile"], "national_code": given["national_code"]})
        return self._failure(reply) or matched(reply, _told(reply, "matched"))

    def _identity(self, given: dict[str, Any], track_id: str) -> Judged:
        birth = days.jalali(given["birth"], separator="/")
        reply = self._post("national_identity_inquiry", {"national_code": given["national_code"], "birth_date": birth})
        judged = self._failure(reply) or matched(reply, _told(reply, "matched"), otherwise=Outcome.NOT_FOUND)
        if judged.outcome is not Outcome.MATCH:
            return judged
        is_alive = _is_alive(reply)
        if is_alive is False:
            return Judged(Outcome.DECEASED, reply, fields={"is_alive": False})
        names = {part: text(_told(reply, part)) for part in ("first_name", "last_name", "father_name")}
        return Judged(Outcome.MATCH, reply, fields={**names, "is_alive": is_alive})

    def _iban_owner(self, given: dict[str, Any], track_id: str) -> Judged:
        birth = days.jalali(given["birth"], separator="/")
        body = {"IBAN": given["iban"], "national_code": given["national_code"], "birth_date": birth}
        reply = self._post("check_iban_with_national_code", body)
        return self._failure(reply) or matched(reply, _told(reply, "matched"))

    def _company(self, given: dict[str, Any], track_id: str) -> Judged:
        reply = self._post("company_inquiry", {"national_id": given["company_id"]})
        failure = self._failure(reply)
        if failure:
            return failure
        name = text(_told(reply, "name"))
        if not name:
            return Judged(Outcome.NOT_FOUND, reply)
        ends = reply.at("response_body", "data")
        is_active = not text(ends["activity_end_date"]) if "activity_end_date" in ends else None
        number = text(_told(reply, "register_number"))
        return Judged(Outcome.MATCH, reply, fields={"name": name, "registration_number": number, "is_active": is_active})

    def _postal(self, given: dict[str, Any], track_id: str) -> Judged:
        reply = self._post("postal_code_inquiry", {"postal_code": given["code"]})
        failure = self._failure(reply)
        if failure:
            return failure
        parts = {"province": "province", "township": "town", "street": "street", "house_number": "number"}
        fields = {ours: text(reply.at("response_body", "data", "address", theirs)) for ours, theirs in parts.items()}
        return Judged(Outcome.MATCH, reply, fields=fields) if fields["province"] else Judged(Outcome.NOT_FOUND, reply)

    def _post(self, call: str, body: dict[str, str]) -> Reply:
        return self._http.post(f"inquiry/{call}", json=body, headers={"Authorization": f"Bearer {self._contract.token}"})

    def _failure(self, reply: Reply) -> Judged | None:
        """What went wrong, or None when the result is 1, no error code is set and there is data to read."""
        code = text(reply.at("response_body", "error_code"))
        if not reply.is_ok:
            return by_status(reply, code)
        if reply.at("result") != 1 or code:
            return Judged(Outcome.UNAVAILABLE, reply, code or f"result_{text(reply.at('result'))}")
        return None if isinstance(reply.at("response_body", "data"), dict) else garbled(reply)


def _told(reply: Reply, key: str) -> Any:
    return reply.at("response_body", "data", key)


def _is_alive(reply: Reply) -> bool | None:
    if _told(reply, "is_dead") is True or _told(reply, "alive") is False:
        return False
    return True if _told(reply, "alive") is True or _told(reply, "is_dead") is False else None
