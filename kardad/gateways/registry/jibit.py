"""Jibit's identicator (identity.md 4.1): tells names, matches SIMs and accounts, knows foreigners and addresses."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kardad.gateways.registry import days
from kardad.gateways.registry.bearer import Bearer, Token, TokenError
from kardad.gateways.registry.port import Operation, Outcome
from kardad.gateways.registry.vendor import Handler, Judged, Vendor, by_status, garbled, matched, text
from kardad.gateways.transport import Reply, Transport

LIVE = "https://napi.jibit.ir/ide"
TOKEN_LIFE = 24 * 3600.0

BY_CODE = {
    "mobileNumber.not_valid": Outcome.INVALID_INPUT,
    "nationalCode.not_valid": Outcome.INVALID_INPUT,
    "birthDate.not_valid": Outcome.INVALID_INPUT,
    "birthDate.is_required": Outcome.INVALID_INPUT,
    "iban.not_valid": Outcome.INVALID_INPUT,
    "invalid.request_body": Outcome.INVALID_INPUT,
    "query_parameters.not_provided": Outcome.INVALID_INPUT,
    "identity_info.not_found": Outcome.NOT_FOUND,
    "matching.unknown": Outcome.UNSURE,
    "daily_limit.reached": Outcome.QUOTA,
    "forbidden": Outcome.AUTH,
    "security.auth_required": Outcome.AUTH,
    "providers.not_available": Outcome.UNAVAILABLE,
    "server.error": Outcome.UNAVAILABLE,
    "handler.not_found": Outcome.UNAVAILABLE,
    "card.provider_is_not_active": Outcome.UNAVAILABLE,
    "card.source_bank_is_not_active": Outcome.UNAVAILABLE,
}


def meaning(code: str) -> Outcome | None:
    """What a Jibit error code means; None for one that we do not know.

    Beyond the table only the vendor's own endings are read: what is not valid was typed wrongly, any other `card.` concerns the card.
    """
    if code in BY_CODE:
        return BY_CODE[code]
    if code.endswith((".not_valid", ".is_required")):
        return Outcome.INVALID_INPUT
    return Outcome.NO_MATCH if code.startswith("card.") else None


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract with Jibit."""

    key: str = field(repr=False)
    secret: str = field(repr=False)
    base_url: str = LIVE


class Jibit(Vendor):
    """Asks Jibit. Its company inquiry exists, but what it answers is not documented, so companies are not offered."""

    contract_kind = Contract

    def __init__(
        self,
        contract: Contract,
        *,
        name: str = "jibit",
        transport: Transport | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.name = name
        self._contract = contract
        self._http = transport or Transport(contract.base_url)
        self._clock = clock
        self._bearer = Bearer(self._fetch_token, clock=clock)

    @property
    def _handlers(self) -> Mapping[Operation, Handler]:
        return {
            Operation.MOBILE_OWNER: self._mobile_owner,
            Operation.IDENTITY: self._identity,
            Operation.IBAN_OWNER: self._iban_owner,
            Operation.FOREIGNER: self._foreigner,
            Operation.POSTAL: self._postal,
        }

    def _mobile_owner(self, given: dict[str, Any], track_id: str) -> Judged:
        params = {"nationalCode": given["national_code"], "mobileNumber": given["mobile"]}
        reply = self._get("v1/services/matching", params, track_id)
        return self._failure(reply) or matched(reply, reply.at("matched"))

    def _iban_owner(self, given: dict[str, Any], track_id: str) -> Judged:
        birth = days.jalali(given["birth"], separator="")
        params = {"iban": given["iban"], "nationalCode": given["national_code"], "birthDate": birth}
        reply = self._get("v1/services/matching", params, track_id)
        return self._failure(reply) or matched(reply, reply.at("matched"))

    def _identity(self, given: dict[str, Any], track_id: str) -> Judged:
        birth = days.jalali(given["birth"], separator="")
        # The photo is personal data that nobody here needs.
        params = {"nationalCode": given["national_code"], "birthDate": birth, "withoutPhoto": "true"}
        reply = self._get("v1/services/identity", params, track_id)
        failure = self._failure(reply)
        if failure:
            return failure
        person = reply.at("identityInfo")
        if not isinstance(person, dict) or not text(person.get("lastName")):
            return garbled(reply)
        if person.get("alive") is False:
            return Judged(Outcome.DECEASED, reply, fields={"is_alive": False})
        return Judged(Outcome.MATCH, reply, fields={**_names(person), "is_alive": person.get("alive")})

    def _foreigner(self, given: dict[str, Any], track_id: str) -> Judged:
        reply = self._get("v1/services/foreigners/identity", {"fida": given["code"]}, track_id)
        failure = self._failure(reply)
        if failure:
            return failure
        # Older clients read the fields at the top, newer ones one level down.
        person = reply.at("foreignerIdentityInfo") or reply.data
        if not isinstance(person, dict) or not text(person.get("lastName")):
            return garbled(reply)
        more = {"birth": days.read(person.get("birthDate")), "nationality": text(person.get("nationality"))}
        return Judged(Outcome.MATCH, reply, fields={**_names(person), **more})

    def _postal(self, given: dict[str, Any], track_id: str) -> Judged:
        reply = self._get("v1/services/postal", {"code": given["code"]}, track_id)
        failure = self._failure(reply)
        if failure:
            return failure
        place = reply.at("addressInfo") or reply.data
        if not isinstance(place, dict):
            return garbled(reply)
        # The vendor's clients disagree on capitals (`Province`, `province`).
        lower = {key.lower(): value for key, value in place.items()}
        parts = {"province": "province", "township": "district", "street": "street", "house_number": "no"}
        fields = {ours: text(lower.get(theirs)) for ours, theirs in parts.items()}
        return Judged(Outcome.MATCH, reply, fields=fields) if fields["province"] else garbled(reply)

    def _get(self, path: str, params: dict[str, str], track_id: str) -> Reply:
        return self._bearer.call(lambda headers: self._http.get(path, params=params, headers={**headers, "X-TRACK-ID": track_id}))

    def _failure(self, reply: Reply) -> Judged | None:
        if reply.is_ok:
            return None if isinstance(reply.data, dict) else garbled(reply)
        code = _code(reply)
        known = meaning(code)
        return Judged(known, reply, code) if known else by_status(reply, code)

    def _fetch_token(self, old: Token | None) -> Token:
        if old is not None:
            reply = self._http.post("v1/tokens/refresh", json={"accessToken": old.value, "refreshToken": old.refresh})
            if reply.is_ok and reply.at("accessToken"):
                return self._token(reply)
        reply = self._http.post("v1/tokens/generate", json={"apiKey": self._contract.key, "secretKey": self._contract.secret})
        if not (reply.is_ok and reply.at("accessToken")):
            code = _code(reply)
            is_down = reply.is_ok or reply.status >= 500
            raise TokenError(Outcome.UNAVAILABLE if is_down else Outcome.AUTH, code or f"http_{reply.status}")
        return self._token(reply)

    def _token(self, reply: Reply) -> Token:
        return Token(text(reply.at("accessToken")), text(reply.at("refreshToken")), self._clock() + TOKEN_LIFE)


def _code(reply: Reply) -> str:
    return text(reply.at("code") or reply.at("errors", 0, "code"))


def _names(person: dict[str, Any]) -> dict[str, str]:
    parts = {"first_name": "firstName", "last_name": "lastName", "father_name": "fatherName"}
    return {ours: text(person.get(theirs)) for ours, theirs in parts.items()}
