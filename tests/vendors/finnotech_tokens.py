"""The room of Finnotech's tokens: client credentials, refreshing, and the person's consent by SMS."""

import base64
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import jdatetime

from tests.vendors import people
from tests.vendors.credentials import FINNOTECH_CLIENT_ID, FINNOTECH_CLIENT_SECRET, FINNOTECH_CONSENT_SCOPE
from tests.vendors.exchange import Answer, Call, Message, reply
from tests.vendors.world import World

LIFE = timedelta(days=10)
CODE_LIFE = timedelta(minutes=3)
SCOPE = re.compile("[a-z]+:[a-z-]+:(get|post|put|delete)")
BASIC = "Basic " + base64.b64encode(f"{FINNOTECH_CLIENT_ID}:{FINNOTECH_CLIENT_SECRET}".encode()).decode()


def failed(code: str, message: str, track: str | None, *, status: int = 400, response_code: str = "FN-KCFH-40002730151") -> Answer:
    """Finnotech's envelope of a failure."""
    error = {"code": code, "message": message}
    return reply({"responseCode": response_code, "trackId": track, "status": "FAILED", "error": error}, status)


@dataclass(frozen=True)
class Grant:
    """What one access token allows; a consented one is for one person only."""

    scopes: tuple[str, ...]
    expires_at: datetime
    national_code: str | None = None


@dataclass
class Consent:
    """A consent that was asked for by SMS and, once the code is typed, stands behind an authorization code."""

    mobile: str
    scopes: tuple[str, ...]
    redirect_uri: str
    otp: str
    expires_at: datetime
    national_code: str | None = None


class Tokens:
    """The tokens that are in force, and the ways to get one."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.access: dict[str, Grant] = {}
        self.refresh: dict[str, str] = {}
        self.asked: list[Consent] = []
        self.consented: dict[str, Consent] = {}

    def refusal(self, call: Call, client: str, scope: str | None, nid: str | None) -> Answer | None:
        """Why this call may not pass, if it may not."""
        track = call.query.get("trackId")
        grant = self.access.get(call.bearer or "")
        if grant is None or grant.expires_at <= self.world.now():
            return failed("UNAUTHORIZED", "توکن معتبر نیست.", track, status=403)
        if client != FINNOTECH_CLIENT_ID or (scope is not None and scope not in grant.scopes):
            return failed("UNAUTHORIZED", "دسترسی به این سرویس وجود ندارد.", track, status=403)
        if scope == FINNOTECH_CONSENT_SCOPE and grant.national_code != nid:
            return failed("UNAUTHORIZED", "این شخص رضایت نداده است.", track, status=403)
        return None

    def token(self, call: Call) -> Answer:
        """A new pair of tokens for client credentials, for a refresh token or for a consent's code."""
        if call.headers.get("authorization") != BASIC:
            return failed("UNAUTHORIZED", "شناسه یا رمز کلاینت درست نیست.", None, status=401)
        grants = {"client_credentials": self._credentials, "refresh_token": self._refreshed, "authorization_code": self._exchanged}
        grant = grants.get(str((call.json or {}).get("grant_type")))
        if call.json is None or grant is None:
            return failed("VALIDATION_ERROR", "grant_type معتبر نیست.", None)
        return grant({name: str(value) for name, value in call.json.items()})

    def _credentials(self, asked: dict[str, str]) -> Answer:
        scopes = tuple(asked.get("scopes", "").split(","))
        if not people.is_national_code(asked.get("nid", "")):
            return failed("VALIDATION_ERROR", "nid معتبر نیست.", None)
        if not all(SCOPE.fullmatch(scope) for scope in scopes) or FINNOTECH_CONSENT_SCOPE in scopes:
            return failed("VALIDATION_ERROR", "scopes معتبر نیست.", None)
        return self._issued(Grant(scopes, self.world.now() + LIFE))

    def _refreshed(self, asked: dict[str, str]) -> Answer:
        if asked.get("token_type") != "CLIENT-CREDENTIAL":
            return failed("VALIDATION_ERROR", "token_type معتبر نیست.", None)
        access = self.refresh.pop(asked.get("refresh_token", ""), None)
        if access is None:
            return failed("VALIDATION_ERROR", "refresh_token معتبر نیست.", None)
        old = self.access.pop(access)
        return self._issued(Grant(old.scopes, self.world.now() + LIFE))

    def _exchanged(self, asked: dict[str, str]) -> Answer:
        consent = self.consented.pop(asked.get("code", ""), None)
        if consent is None or consent.redirect_uri != asked.get("redirect_uri") or consent.expires_at <= self.world.now():
            return failed("VALIDATION_ERROR", "code معتبر نیست.", None)
        return self._issued(Grant(consent.scopes, self.world.now() + LIFE, consent.national_code))

    def _issued(self, grant: Grant) -> Answer:
        access, refresh = (f"fake-finnotech-{secrets.token_urlsafe(24)}" for _ in range(2))
        self.access[access] = grant
        self.refresh[refresh] = access
        created = jdatetime.datetime.fromgregorian(datetime=self.world.now()).strftime("%Y%m%d%H%M%S")
        life = int(LIFE.total_seconds() * 1000)
        result = {"value": access, "scopes": grant.scopes, "lifeTime": life, "creationDate": created, "refreshToken": refresh}
        return reply({"result": result, "status": "DONE"})

    def authorize(self, call: Call) -> Answer:
        """A consent asked for: its code goes to the person's mobile."""
        asked = call.query
        fixed = {"client_id": FINNOTECH_CLIENT_ID, "response_type": "code", "auth_type": "SMS"}
        if any(asked.get(name) != value for name, value in fixed.items()) or not asked.get("redirect_uri"):
            return failed("VALIDATION_ERROR", "درخواست رضایت کامل نیست.", None)
        if not people.is_mobile(asked.get("mobile", "")) or not SCOPE.fullmatch(asked.get("scope", "")):
            return failed("VALIDATION_ERROR", "mobile یا scope معتبر نیست.", None)
        otp, now = f"{secrets.randbelow(100000):05}", self.world.now()
        self.asked.append(Consent(asked["mobile"], (asked["scope"],), asked["redirect_uri"], otp, now + CODE_LIFE))
        number = next(self.world.numbers)
        text = f"کد رضایت فینوتک: {otp}"
        self.world.sent(Message("finnotech", "authorize", "sms", asked["mobile"], text, {"otp": otp}, number, now.isoformat()))
        return reply({"responseCode": "FN-BRVH-20000000000", "result": {"smsSent": True}, "status": "DONE"})

    def verify_sms(self, call: Call) -> Answer:
        """An authorization code for a consent whose SMS code was typed in time, for the owner of that mobile."""
        if call.headers.get("authorization") != BASIC:
            return failed("UNAUTHORIZED", "شناسه یا رمز کلاینت درست نیست.", None, status=401)
        said = {name: str(value) for name, value in (call.json or {}).items()}
        track = said.get("trackId")
        typed = (said.get("mobile"), said.get("otp"))
        consent = next((item for item in self.asked if (item.mobile, item.otp) == typed), None)
        if consent is None or not track or consent.expires_at <= self.world.now():
            return failed("VALIDATION_ERROR", "کد رضایت معتبر نیست.", track)
        if not people.owns(said.get("nid", ""), consent.mobile):
            return failed("SERVICE_CALL_ERROR", "شماره همراه به نام این کد ملی نیست.", track)
        self.asked.remove(consent)
        consent.national_code = said["nid"]
        code = secrets.token_urlsafe(12)
        self.consented[code] = consent
        return reply({"responseCode": "FN-BRVH-20000000000", "trackId": track, "result": {"code": code}, "status": "DONE"})
