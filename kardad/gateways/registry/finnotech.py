"""Finnotech (identity.md 4.1): compares names, knows accounts, companies' members and addresses; parts of it sleep at night."""

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from kardad.gateways.registry import days
from kardad.gateways.registry.bearer import Bearer, Token, TokenError
from kardad.gateways.registry.port import Operation, Outcome, Position, Similarity
from kardad.gateways.registry.vendor import Handler, Judged, Vendor, by_status, garbled, matched, text
from kardad.gateways.transport import Reply, Transport

LIVE = "https://api.finnotech.ir"

SCOPES = (
    "kyc:sms-shahkar-send:get",
    "oak:nid-verification:get",
    "kyc:death-status-inquiry:get",
    "kyc:iban-owner-verification:get",
    "kyb:match-legal-id-with-members:get",
    "ecity:cc-postal-code-inquiry:get",
)

BY_CODE = {
    "VALIDATION_ERROR": Outcome.INVALID_INPUT,
    "UNAUTHORIZED": Outcome.AUTH,
    "SERVICE_CALL_ERROR": Outcome.UNAVAILABLE,
}
"""`error.code` of a failure."""

NOT_FOUND = frozenset({"FN-OHKZ-40003810019"})
"""`responseCode` of a SERVICE_CALL_ERROR that means: no such national code with that birth date."""

SLEEP_FROM, SLEEP_TO = time(23), time(7)
"""Tehran hours in which the SIM and the death inquiries are closed."""

LIVING, DEAD = "زنده", "مرده"
TEHRAN = ZoneInfo("Asia/Tehran")


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract with Finnotech; `caller` is the national code of the person who holds it."""

    id: str
    secret: str = field(repr=False)
    caller: str = field(repr=False)
    scopes: tuple[str, ...] = SCOPES
    base_url: str = LIVE


def _now() -> datetime:
    return datetime.now(UTC)


class Finnotech(Vendor):
    """Asks Finnotech.

    Its only SIM inquiry sends the person a code of Finnotech's own, so MOBILE_OWNER is offered only where
    `may_text_the_owner` says that this is wanted. It has no inquiry for companies and foreigners.
    """

    contract_kind = Contract
    needs_name = True

    def __init__(
        self,
        contract: Contract,
        *,
        name: str = "finnotech",
        transport: Transport | None = None,
        now: Callable[[], datetime] = _now,
        may_text_the_owner: bool = False,
    ) -> None:
        self.name = name
        self._contract = contract
        self._http = transport or Transport(contract.base_url)
        self._now = now
        self._may_text_the_owner = may_text_the_owner
        self._bearer = Bearer(self._fetch_token, clock=lambda: now().timestamp())

    @property
    def _handlers(self) -> Mapping[Operation, Handler]:
        handlers: dict[Operation, Handler] = {
            Operation.IDENTITY: self._identity,
            Operation.IBAN_OWNER: self._iban_owner,
            Operation.COMPANY_MEMBER: self._company_member,
            Operation.POSTAL: self._postal,
        }
        if self._may_text_the_owner:
            handlers[Operation.MOBILE_OWNER] = self._mobile_owner
        return handlers

    def _mobile_owner(self, given: dict[str, Any], track_id: str) -> Judged:
        params = {"mobile": given["mobile"], "nationalCode": given["national_code"]}
        # A code goes out to the person, so the call is never repeated.
        reply = self._get("kyc/v2", "shahkar/smsSend", params, track_id, get=self._http.get_once)
        failure = self._failure(reply, sleeps=True)
        return failure or matched(reply, reply.at("result", "smsSent"))

    def _identity(self, given: dict[str, Any], track_id: str) -> Judged:
        name = given["name"]
        birth = days.jalali(given["birth"], separator="/")
        names = {"fullName": f"{name.first} {name.last}", "firstName": name.first, "lastName": name.last}
        params = {"nationalCode": given["national_code"], "birthDate": birth, **names}
        reply = self._get("oak/v2", "nidVerification", params, track_id)
        failure = self._failure(reply)
        if failure:
            return failure
        similarity = Similarity(
            first=_score(reply, "firstNameSimilarity"),
            last=_score(reply, "lastNameSimilarity"),
            full=_score(reply, "fullNameSimilarity"),
            father=_score(reply, "fatherNameSimilarity"),
        )
        if similarity.lowest is None:
            return garbled(reply)
        living = self._living(reply, {"nationalCode": given["national_code"], "birthDate": birth}, track_id)
        if isinstance(living, Judged):
            return living
        if not living:
            return Judged(Outcome.DECEASED, reply, fields={"is_alive": False})
        return Judged(similarity.outcome, reply, fields={"similarity": similarity, "is_alive": True})

    def _living(self, reply: Reply, params: dict[str, str], track_id: str) -> bool | Judged:
        """Whether the person lives, from the reply itself or by an inquiry of its own; a Judged when that one failed."""
        status = text(reply.at("result", "deathStatus"))
        if not status:
            # Another call, so another track id: Finnotech takes each only once.
            reply = self._get("kyc/v2", "deathStatusInquiry", params, f"{_track(track_id)[:39]}d")
            failure = self._failure(reply, sleeps=True)
            if failure:
                return failure
            status = text(reply.at("result", "deathStatus"))
        return status == LIVING if status in (LIVING, DEAD) else garbled(reply)

    def _iban_owner(self, given: dict[str, Any], track_id: str) -> Judged:
        birth = days.jalali(given["birth"], separator="/")
        params = {"nid": given["national_code"], "birthDate": birth, "iban": given["iban"]}
        reply = self._get("kyc/v2", "ibanOwnerVerification", params, track_id)
        verdicts = {"yes": Outcome.MATCH, "no": Outcome.NO_MATCH, "most_possible": Outcome.UNSURE}
        verdict = verdicts.get(text(reply.at("result", "isValid")))
        return self._failure(reply) or (Judged(verdict, reply) if verdict else garbled(reply))

    def _company_member(self, given: dict[str, Any], track_id: str) -> Judged:
        params = {"nationalId": given["national_code"], "legalId": given["company_id"]}
        reply = self._get("kyb/v2", "matchLegalIdWithMembers", params, track_id)
        judged = self._failure(reply) or matched(reply, reply.at("result", "isMatched"))
        if judged.outcome is not Outcome.MATCH:
            return judged
        seats = reply.at("result", "positions") or []
        positions = tuple(
            Position(
                title=text(seat.get("positionName")),
                gazette_number=text(seat.get("rrkNewsPaperNumber")),
                gazette_on=days.read(seat.get("rrkNewsPaperDate")),
            )
            for seat in seats
            if isinstance(seat, dict)
        )
        return Judged(Outcome.MATCH, reply, fields={"positions": positions})

    def _postal(self, given: dict[str, Any], track_id: str) -> Judged:
        reply = self._get("ecity/v2", "postalCode", {"postalCode": given["code"]}, track_id)
        failure = self._failure(reply)
        if failure:
            return failure
        parts = {
            "province": "Province",
            "township": "TownShip",
            "city": "LocalityName",
            "street": "Street",
            "house_number": "HouseNumber",
        }
        fields = {ours: text(reply.at("result", theirs)) for ours, theirs in parts.items()}
        return Judged(Outcome.MATCH, reply, fields=fields) if fields["province"] else garbled(reply)

    def _get(self, part: str, call: str, params: dict[str, str], track_id: str, *, get: Callable[..., Reply] | None = None) -> Reply:
        fetch = get or self._http.get
        path = f"{part}/clients/{self._contract.id}/{call}"
        return self._bearer.call(lambda headers: fetch(path, params={"trackId": _track(track_id), **params}, headers=headers))

    def _failure(self, reply: Reply, *, sleeps: bool = False) -> Judged | None:
        """What went wrong, or None for a reply that may be read; `sleeps` says that the inquiry is closed at night."""
        if reply.is_ok and reply.at("status") == "DONE" and isinstance(reply.at("result"), dict):
            return None
        if reply.is_ok and reply.at("status") != "FAILED":
            return garbled(reply)
        number, code = text(reply.at("responseCode")), text(reply.at("error", "code"))
        if number in NOT_FOUND:
            return Judged(Outcome.NOT_FOUND, reply, number)
        judged = Judged(BY_CODE[code], reply, number or code) if code in BY_CODE else by_status(reply, number)
        if sleeps and judged.outcome is Outcome.UNAVAILABLE and self._is_night():
            return Judged(Outcome.OUT_OF_HOURS, reply, judged.code)
        return judged

    def _is_night(self) -> bool:
        there = self._now().astimezone(TEHRAN).time()
        return there >= SLEEP_FROM or there < SLEEP_TO

    def _fetch_token(self, old: Token | None) -> Token:
        if old is not None and old.refresh:
            refresh = {"grant_type": "refresh_token", "token_type": "CLIENT-CREDENTIAL", "refresh_token": old.refresh}
            reply = self._post_token(refresh)
            if reply.is_ok and reply.at("result", "value"):
                return self._token(reply)
        wanted = {"grant_type": "client_credentials", "nid": self._contract.caller, "scopes": ",".join(self._contract.scopes)}
        reply = self._post_token(wanted)
        if not (reply.is_ok and reply.at("result", "value")):
            code = text(reply.at("error", "code"))
            is_down = reply.is_ok or reply.status >= 500
            raise TokenError(Outcome.UNAVAILABLE if is_down else Outcome.AUTH, code or f"http_{reply.status}")
        return self._token(reply)

    def _post_token(self, body: dict[str, str]) -> Reply:
        pair = base64.b64encode(f"{self._contract.id}:{self._contract.secret}".encode()).decode()
        return self._http.post("dev/v2/oauth2/token", json=body, headers={"Authorization": f"Basic {pair}"})

    def _token(self, reply: Reply) -> Token:
        life = reply.at("result", "lifeTime")
        seconds = life / 1000 if isinstance(life, int | float) else 0
        return Token(text(reply.at("result", "value")), text(reply.at("result", "refreshToken")), self._now().timestamp() + seconds)


def _track(track_id: str) -> str:
    """The track id in letters and digits alone, at most forty of them."""
    return re.sub(r"[^0-9A-Za-z]", "", track_id)[:40]


def _score(reply: Reply, key: str) -> int | None:
    value = reply.at("result", key)
    return round(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
