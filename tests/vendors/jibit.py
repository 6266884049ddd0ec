"""The room of Jibit's identicator: a pair of tokens that are refreshed, matching, similarity, identity, foreigners, companies."""

import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from tests.vendors import people
from tests.vendors.credentials import JIBIT_API_KEY, JIBIT_SECRET_KEY
from tests.vendors.exchange import Answer, Call, Route, reply
from tests.vendors.vendor import Vendor
from tests.vendors.world import World

ACCESS_LIFE = timedelta(hours=24)
REFRESH_LIFE = timedelta(hours=48)
NAMES = {"firstName": "first_name", "lastName": "last_name", "fullName": "full_name", "fatherName": "father_name"}


class JibitError(Exception):
    """An error with Jibit's code and HTTP status."""

    def __init__(self, code: str, status: int = 400) -> None:
        super().__init__(code)
        self.answer = reply({"code": code, "message": code}, status)


def _invalid(*codes: str) -> Answer:
    return reply({"errors": [{"code": code, "message": code} for code in codes]}, 400)


class Jibit(Vendor):
    """Matching, similarity, identity, foreigners, companies, postal codes and Shebas."""

    name = "jibit"

    def __init__(self, world: World, url: str) -> None:
        super().__init__(world, url)
        self.access: dict[str, datetime] = {}
        self.refresh: dict[str, tuple[str, datetime]] = {}

    @property
    def routes(self) -> tuple[Route, ...]:
        """What Jibit offers below /ide."""
        services = "/ide/v1/services"
        return (
            Route("generate", ("POST",), "/ide/v1/tokens/generate", self._generate),
            Route("refresh", ("POST",), "/ide/v1/tokens/refresh", self._refresh),
            Route("matching", ("GET", "POST"), services + "/matching", self._guarded(self._matching)),
            Route("similarity", ("GET",), services + "/identity/similarity", self._guarded(self._similarity)),
            Route("identity", ("GET",), services + "/identity", self._guarded(self._identity)),
            Route("foreigners", ("GET",), services + "/foreigners/identity", self._guarded(self._foreigner)),
            Route("legal", ("GET",), services + "/identity/legal", self._guarded(self._legal)),
            Route("sign_holders", ("GET",), services + "/identity/legal/sign-holders", self._guarded(self._sign_holders)),
            Route("postal", ("GET",), services + "/postal", self._guarded(self._postal)),
            Route("ibans", ("GET",), "/ide/v1/ibans", self._guarded(self._iban)),
            Route("health", ("GET",), "/ide/health", lambda call: reply({"outcome": "UP"})),
        )

    def not_found(self, call: Call) -> Answer:
        """Jibit's words for a service that it does not have."""
        return reply({"code": "handler.not_found", "message": "handler.not_found"}, 404)

    wrong_method = not_found

    def _generate(self, call: Call) -> Answer:
        if call.json is None or not {"apiKey", "secretKey"} <= set(call.json):
            return _invalid("invalid.request_body")
        if (call.json["apiKey"], call.json["secretKey"]) != (JIBIT_API_KEY, JIBIT_SECRET_KEY):
            return reply({"code": "forbidden", "message": "forbidden"}, 403)
        return self._tokens()

    def _refresh(self, call: Call) -> Answer:
        if call.json is None or not {"accessToken", "refreshToken"} <= set(call.json):
            return _invalid("invalid.request_body")
        access, expires = self.refresh.get(str(call.json["refreshToken"]), ("", self.world.now()))
        if access != call.json["accessToken"] or expires <= self.world.now():
            return reply({"code": "forbidden", "message": "forbidden"}, 403)
        del self.refresh[call.json["refreshToken"]]
        self.access.pop(access, None)
        return self._tokens()

    def _tokens(self) -> Answer:
        access, refresh = (f"fake-jibit-{secrets.token_urlsafe(18)}" for _ in range(2))
        now = self.world.now()
        self.access[access] = now + ACCESS_LIFE
        self.refresh[refresh] = (access, now + REFRESH_LIFE)
        return reply({"accessToken": access, "refreshToken": refresh})

    def _guarded(self, serve: Callable[[dict[str, str]], Answer]) -> Callable[[Call], Answer]:
        def answer(call: Call) -> Answer:
            expires = self.access.get(call.bearer or "")
            if expires is None or expires <= self.world.now():
                return reply({"code": "security.auth_required", "message": "security.auth_required"}, 401)
            if call.method == "POST" and call.json is None:
                return _invalid("invalid.request_body")
            try:
                return serve({name: str(value) for name, value in (call.query or call.json or {}).items()})
            except JibitError as error:
                return error.answer

        return answer

    def _matching(self, asked: dict[str, str]) -> Answer:
        if set(asked) == {"nationalCode", "mobileNumber"}:
            _check_person(asked)
            if not people.is_mobile(asked["mobileNumber"]):
                raise JibitError("mobileNumber.not_valid")
            return reply({"matched": people.owns(asked["nationalCode"], asked["mobileNumber"])})
        if set(asked) == {"iban", "nationalCode", "birthDate"}:
            _check_iban(asked["iban"])
            _check_identity(asked)
            verdict = people.sheba_owner(asked["iban"], asked["nationalCode"], asked["birthDate"])
            if verdict == "most_possible":
                raise JibitError("matching.unknown")
            return reply({"matched": verdict == "yes"})
        if set(asked) == {"iban", "name"}:
            _check_iban(asked["iban"])
            owners = [code for code, verdict in people.SHEBA_OWNERS.get(asked["iban"], {}).items() if verdict == "yes"]
            return reply({"matched": any(people.same_name(people.PEOPLE[code].full_name, asked["name"]) for code in owners)})
        if "cardNumber" in asked:
            raise JibitError("card.provider_is_not_active", 503)
        raise JibitError("query_parameters.not_provided")

    def _similarity(self, asked: dict[str, str]) -> Answer:
        person = _registered(asked)
        typed = {name: asked[name] for name in NAMES if asked.get(name)}
        if not typed:
            raise JibitError("query_parameters.not_provided")
        said: dict[str, object] = {
            f"{name}SimilarityPercentage": people.similarity(person, getattr(person, NAMES[name]), value) for name, value in typed.items()
        }
        if asked.get("checkAliveness") == "true":
            said["alive"] = person.alive
        return reply({"nationalCode": person.national_code, "birthDate": asked["birthDate"], **said})

    def _identity(self, asked: dict[str, str]) -> Answer:
        person = _registered(asked)
        info: dict[str, object] = {name: getattr(person, ours) for name, ours in NAMES.items() if name != "fullName"}
        info |= {"gender": person.gender, "alive": person.alive, "identificationNumber": "0"}
        if asked.get("withoutPhoto") != "true":
            info["photo"] = "bm90IGEgcGhvdG8="
        return reply({"nationalCode": person.national_code, "birthDate": asked["birthDate"], "identityInfo": info})

    def _foreigner(self, asked: dict[str, str]) -> Answer:
        code = asked.get("fida", "")
        if not code:
            raise JibitError("query_parameters.not_provided")
        if not re.fullmatch("[0-9]{12}", code):
            raise JibitError("fida.not_valid")
        found = people.FOREIGNERS.get(code)
        if found is None:
            raise JibitError("identity_info.not_found", 404)
        info = {"firstName": found.first_name, "lastName": found.last_name, "nationality": found.nationality}
        return reply({"fida": code, "foreignerIdentityInfo": {**info, "birthDate": found.birth.replace("-", "")}})

    def _legal(self, asked: dict[str, str]) -> Answer:
        company = _company(asked)
        info: dict[str, object] = {
            "name": company.name,
            "registerNumber": company.register_number,
            "registerDate": "13900101",
            "status": "ACTIVE" if company.active else "DISSOLVED",
            "postalCode": people.POSTAL_CODE,
        }
        if asked.get("signHolders") == "true":
            info["signHolders"] = _officers(company)
        if asked.get("members") == "true":
            info["members"] = _officers(company)
        return reply({"nationalCode": company.national_id, "legalIdentityInfo": info})

    def _sign_holders(self, asked: dict[str, str]) -> Answer:
        company = _company(asked)
        return reply({"nationalCode": company.national_id, "legalIdentityInfo": {"name": company.name, "signHolders": _officers(company)}})

    def _postal(self, asked: dict[str, str]) -> Answer:
        code = asked.get("code", "")
        if not re.fullmatch("[1-9][0-9]{9}", code):
            raise JibitError("postalCode.not_valid")
        if code != people.POSTAL_CODE:
            raise JibitError("postal_code.not_found", 404)
        address = people.ADDRESS
        info = {"province": address["province"], "township": address["township"], "street": address["street"], "no": address["number"]}
        return reply({"code": code, "addressInfo": {"postalCode": code, **info}})

    def _iban(self, asked: dict[str, str]) -> Answer:
        iban = asked.get("value", "")
        _check_iban(iban)
        if iban not in people.SHEBA_OWNERS:
            raise JibitError("iban.not_found", 404)
        owner = people.KARIMI
        names = [{"firstName": owner.first_name, "lastName": owner.last_name}]
        return reply({"value": iban, "ibanInfo": {"iban": iban, "status": "ACTIVE", "owners": names}})


def _check_person(asked: dict[str, str]) -> None:
    if not people.is_person_code(asked.get("nationalCode", "")):
        raise JibitError("nationalCode.not_valid")


def _check_iban(iban: str) -> None:
    if not people.is_iban(iban):
        raise JibitError("iban.not_valid")


def _check_identity(asked: dict[str, str]) -> None:
    if not people.is_national_code(asked.get("nationalCode", "")):
        raise JibitError("nationalCode.not_valid")
    if not asked.get("birthDate"):
        raise JibitError("birthDate.is_required")
    if not people.is_jalali(asked["birthDate"], separator=""):
        raise JibitError("birthDate.not_valid")


def _registered(asked: dict[str, str]) -> people.Person:
    _check_identity(asked)
    person = people.registered(asked["nationalCode"], asked["birthDate"])
    if person is None:
        raise JibitError("identity_info.not_found", 404)
    return person


def _company(asked: dict[str, str]) -> people.Company:
    if not people.is_company_id(asked.get("nationalCode", "")):
        raise JibitError("nationalCode.not_valid")
    company = people.COMPANIES.get(asked["nationalCode"])
    if company is None:
        raise JibitError("identity_info.not_found", 404)
    return company


def _officers(company: people.Company) -> list[dict[str, str]]:
    if company.chief_executive is None:
        return []
    person = people.PEOPLE[company.chief_executive]
    return [{"nationalCode": person.national_code, "firstName": person.first_name, "lastName": person.last_name, "position": "CEO"}]
