"""The room of Finnotech: client-credential tokens, a track id on every call, envelopes with 200 or 400."""

import re
import secrets
from collections.abc import Callable
from typing import Any

from tests.vendors import people
from tests.vendors.exchange import Answer, Call, Message, Route, reply
from tests.vendors.finnotech_tokens import CODE_LIFE, Tokens, failed
from tests.vendors.vendor import Vendor
from tests.vendors.world import World

NAMES = {"fullName": "full_name", "firstName": "first_name", "lastName": "last_name", "fatherName": "father_name"}
IDENTITY_MISMATCH = "FN-OHKZ-40003810019"

Params = dict[str, str]
Serve = Callable[[Params], dict[str, object]]


class FinnotechError(Exception):
    """A failure with Finnotech's code, and its own response code where the notes have one."""

    def __init__(self, code: str, message: str, response_code: str = "FN-KCFH-40002730151") -> None:
        super().__init__(code)
        self.code, self.message, self.response_code = code, message, response_code


def invalid(name: str) -> FinnotechError:
    """The failure for a parameter that is missing or badly written."""
    return FinnotechError("VALIDATION_ERROR", f"مقدار {name} معتبر نیست.")


class Finnotech(Vendor):
    """Shahkar with its own code, registry similarity, death, Sheba owner, company members, postal code."""

    name = "finnotech"

    def __init__(self, world: World, url: str) -> None:
        super().__init__(world, url)
        self.tokens = Tokens(world)
        self.tracks: dict[str, tuple[str, Answer]] = {}
        self.codes: dict[str, tuple[str, Any]] = {}

    @property
    def routes(self) -> tuple[Route, ...]:
        """What Finnotech offers; every data path carries the client's name."""
        tokens = self.tokens
        sleeping = {"sleeps": True}
        return (
            Route("token", ("POST",), "/dev/v2/oauth2/token", tokens.token),
            Route("authorize", ("GET",), "/dev/v2/oauth2/authorize", tokens.authorize),
            Route("verify_sms", ("POST",), "/dev/v2/oauth2/verify/sms", tokens.verify_sms),
            self._data("shahkar_send", "(kyc|facility)", "/shahkar/smsSend", "kyc:sms-shahkar-send:get", self._send, **sleeping),
            self._data("shahkar_verify", "facility", "/shahkar/smsVerify", "facility:sms-shahkar-verification:get", self._verify),
            self._data("nid_consent", "kyc", "/users/(?P<nid>[^/]+)/sms/nidVerification", "kyc:sms-nid-verification:get", self._consented),
            self._data("nid", "oak", "/nidVerification", None, self._nid),
            self._data("death", "kyc", "/deathStatusInquiry", "kyc:death-status-inquiry:get", self._death, **sleeping),
            self._data("iban_owner", "kyc", "/ibanOwner(Birthdate)?Verification", "kyc:iban-owner-verification:get", self._iban_owner),
            self._data("company_member", "kyb", "/matchLegalIdWithMembers", "kyb:match-legal-id-with-members:get", self._member),
            self._data("postal", "ecity", "/postalCode", "ecity:cc-postal-code-inquiry:get", self._postal),
            self._data("iban", "oak", "/ibanInquiry", "oak:iban-inquiry:get", self._iban),
        )

    def not_found(self, call: Call) -> Answer:
        """Finnotech's envelope for a service that it does not have."""
        return failed("NOT_FOUND", "سرویس پیدا نشد.", call.query.get("trackId"), status=404)

    wrong_method = not_found

    def _data(
        self,
        operation: str,
        family: str,
        path: str,
        scope: str | None,
        serve: Serve,
        *,
        sleeps: bool = False,
    ) -> Route:
        """A data call: bearer, client, scope and track id are checked before its own parameters."""

        def answer(call: Call) -> Answer:
            asked = {name: str(value) for name, value in call.params.items()}
            track = asked.get("trackId", "")
            refusal = self.tokens.refusal(call, asked["client"], scope, asked.get("nid"))
            if refusal:
                return refusal
            if not re.fullmatch("[0-9A-Za-z]{1,40}", track):
                return failed("VALIDATION_ERROR", "مقدار trackId معتبر نیست.", None)
            if sleeps and self.world.is_quiet():
                return failed("SERVICE_CALL_ERROR", "این سرویس از ساعت ۲۳ تا ۷ در دسترس نیست.", track)
            return self._once(track, f"{call.path}?{sorted(asked.items())}", lambda: self._served(serve, asked, track))

        return Route(operation, ("GET",), f"/{family}/v2/clients/(?P<client>[^/]+){path}", answer)

    def _once(self, track: str, asked: str, serve: Callable[[], Answer]) -> Answer:
        """The first answer to this track id; the same id for another question is refused."""
        known = self.tracks.get(track)
        if known and known[0] != asked:
            return failed("VALIDATION_ERROR", "trackId تکراری است.", track)
        answer = known[1] if known else serve()
        self.tracks[track] = (asked, answer)
        return answer

    def _served(self, serve: Serve, asked: Params, track: str) -> Answer:
        try:
            result = serve(asked)
        except FinnotechError as failure:
            return failed(failure.code, failure.message, track, response_code=failure.response_code)
        return reply({"responseCode": "FN-KCFH-20000000000", "trackId": track, "result": result, "status": "DONE"})

    def _send(self, asked: Params) -> dict[str, object]:
        mobile, code = asked.get("mobile", ""), asked.get("nationalCode", "")
        if not people.is_mobile(mobile):
            raise invalid("mobile")
        if not people.is_person_code(code):
            raise invalid("nationalCode")
        if not people.owns(code, mobile):
            return {"smsSent": False}
        otp = f"{secrets.randbelow(100000):05}"
        now = self.world.now()
        self.codes[asked["trackId"]] = (otp, now + CODE_LIFE)
        text, number = f"کد تأیید فینوتک: {otp}", next(self.world.numbers)
        self.world.sent(Message("finnotech", "shahkar_send", "sms", mobile, text, {"otp": otp}, number, now.isoformat()))
        return {"smsSent": True}

    def _verify(self, asked: Params) -> dict[str, object]:
        if not asked.get("otpTrackId") or not asked.get("otp"):
            raise invalid("otp")
        otp, expires = self.codes.get(asked["otpTrackId"], (None, self.world.now()))
        right = otp == asked["otp"] and expires > self.world.now()
        if right:
            del self.codes[asked["otpTrackId"]]
        return {"isValid": right}

    def _consented(self, asked: Params) -> dict[str, object]:
        return self._compared({**asked, "nationalCode": asked["nid"]})

    def _nid(self, asked: Params) -> dict[str, object]:
        return self._compared(asked)

    def _compared(self, asked: Params) -> dict[str, object]:
        typed = {name: asked[name] for name in NAMES if asked.get(name)}
        if not set(typed) & {"fullName", "firstName", "lastName"}:
            raise invalid("fullName")
        person = _registered(asked)
        result: dict[str, object] = {"nationalCode": person.national_code, "birthDate": person.birth}
        for name, value in typed.items():
            result[name] = value
            result[f"{name}Similarity"] = people.similarity(person, getattr(person, NAMES[name]), value)
        if asked.get("gender"):
            result["genderSimilarity"] = 100 if asked["gender"].upper() == person.gender else 0
        return {**result, "deathStatus": _death_status(person), "trackingCode": str(next(self.world.numbers))}

    def _death(self, asked: Params) -> dict[str, object]:
        return {"deathStatus": _death_status(_registered(asked))}

    def _iban_owner(self, asked: Params) -> dict[str, object]:
        nid, birth, iban = asked.get("nid", ""), asked.get("birthDate", ""), asked.get("iban", "")
        if not people.is_national_code(nid):
            raise invalid("nid")
        if not people.is_jalali(birth):
            raise invalid("birthDate")
        if not people.is_iban(iban):
            raise invalid("iban")
        return {"isValid": people.sheba_owner(iban, nid, birth)}

    def _member(self, asked: Params) -> dict[str, object]:
        code, company_id = asked.get("nationalId", ""), asked.get("legalId", "")
        if not people.is_national_code(code):
            raise invalid("nationalId")
        if not people.is_company_id(company_id):
            raise invalid("legalId")
        company = people.COMPANIES.get(company_id)
        if company is None or company.chief_executive != code:
            return {"isMatched": False, "positions": []}
        notice = {"issueTrackingNo": "99900001", "rrkNewsPaperDate": "1400/01/01", "rrkNewsPaperNumber": "22000", "rrkPageNumber": "7"}
        return {"isMatched": True, "positions": [{"positionName": "CEO", **notice}]}

    def _postal(self, asked: Params) -> dict[str, object]:
        if not re.fullmatch("[1-9][0-9]{9}", asked.get("postalCode", "")):
            raise invalid("postalCode")
        if asked["postalCode"] != people.POSTAL_CODE:
            raise FinnotechError("SERVICE_CALL_ERROR", "نشانی این کد پستی پیدا نشد.")
        address = people.ADDRESS
        place = {"Province": address["province"], "TownShip": address["township"]}
        return {**place, "Street": address["street"], "HouseNumber": address["number"]}

    def _iban(self, asked: Params) -> dict[str, object]:
        if not people.is_iban(asked.get("iban", "")):
            raise invalid("iban")
        if asked["iban"] not in people.SHEBA_OWNERS:
            raise FinnotechError("SERVICE_CALL_ERROR", "این شبا پیدا نشد.")
        owner = people.KARIMI
        owners = [{"firstName": owner.first_name, "lastName": owner.last_name}]
        return {"IBAN": asked["iban"], "depositStatus": "02", "depositOwners": owners}


def _death_status(person: people.Person) -> str:
    return "زنده" if person.alive else "مرده"


def _registered(asked: Params) -> people.Person:
    code, birth = asked.get("nationalCode", ""), asked.get("birthDate", "")
    if not people.is_national_code(code):
        raise invalid("nationalCode")
    if not people.is_jalali(birth):
        raise invalid("birthDate")
    person = people.registered(code, birth)
    if person is None:
        raise FinnotechError("SERVICE_CALL_ERROR", "کد ملی یا تاریخ تولد اشتباه است.", IDENTITY_MISMATCH)
    return person
