"""OpenID Connect: what goes out, and every way in which what comes back can be wrong."""

import base64
import hashlib
import json
from urllib.parse import parse_qs

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from kardad.gateways.sso.oidc import Oidc
from kardad.gateways.sso.port import Denied, Down, Misconfigured, Unproved
from tests.gateways.conftest import MOMENT, answering
from tests.gateways.sso.conftest import RETURN, provider, query
from tests.vendors import credentials

NOW = MOMENT.timestamp()
BASE = "https://sso.invalid"


@pytest.fixture
def log_in(make, travel):
    """One whole journey to the local window; changes go to the agreement with it."""

    def go(**changes):
        sso = make("oidc", **changes)
        journey = sso.begin()
        return sso.finish(journey.pending, travel(sso, journey))

    return go


def refused(kind, why, act, *arguments, **options):
    with pytest.raises(kind) as caught:
        act(*arguments, **options)
    assert caught.value.details == {"why": why}


def test_the_journey_asks_for_a_code_with_state_nonce_and_a_hashed_verifier(make, server):
    journey = make("oidc").begin()
    asked = query(journey.url)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(journey.pending.verifier.encode()).digest()).rstrip(b"=").decode()
    assert asked == {
        "response_type": "code",
        "client_id": credentials.SSO_CLIENT_ID,
        "redirect_uri": RETURN,
        "scope": "openid profile",
        "state": journey.pending.state,
        "nonce": journey.pending.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    assert len(journey.pending.verifier) >= 43


def test_an_authorize_address_with_a_query_keeps_it(make):
    assert (
        make("oidc", authorize_url="https://sso.invalid/go?tenant=1")
        .begin()
        .url.startswith("https://sso.invalid/go?tenant=1&response_type=code")
    )


def test_the_code_is_exchanged_once_with_the_secret_in_the_header_only(log_in, server):
    log_in()
    (call,) = server.calls("sso", "token")
    assert set(parse_qs(call.body)) == {"grant_type", "code", "redirect_uri", "code_verifier"}
    assert base64.b64decode(call.headers["authorization"].removeprefix("Basic ")).decode().endswith(f":{credentials.SSO_CLIENT_SECRET}")
    assert credentials.SSO_CLIENT_SECRET not in call.body


def test_a_code_is_good_for_one_exchange(make, travel):
    sso = make("oidc")
    journey = sso.begin()
    params = travel(sso, journey)
    sso.finish(journey.pending, params)
    refused(Unproved, "code", sso.finish, journey.pending, params)


def test_a_stolen_code_is_worth_nothing_without_its_verifier(make, travel):
    sso = make("oidc")
    journey, other = sso.begin(), sso.begin()
    params = {**travel(sso, journey), "state": other.pending.state}
    refused(Unproved, "code", sso.finish, other.pending, params)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"claims": {"nonce": "another"}}, "nonce"),
        ({"claims": {"nonce": None}}, "missing_nonce"),
        ({"claims": {"aud": "another"}}, "aud"),
        ({"claims": {"aud": ["kardad-tests", "another"]}}, "azp"),
        ({"claims": {"azp": "another"}}, "azp"),
        ({"claims": {"iss": "https://evil.invalid"}}, "iss"),
        ({"claims": {"exp": int(NOW) - 61}}, "exp"),
        ({"claims": {"exp": "soon"}}, "exp"),
        ({"claims": {"exp": None}}, "missing_exp"),
        ({"claims": {"iat": int(NOW) - 601}}, "iat"),
        ({"claims": {"iat": int(NOW) + 61}}, "iat"),
        ({"claims": {"iat": None}}, "missing_iat"),
        ({"claims": {"nbf": int(NOW) + 61}}, "nbf"),
        ({"claims": {"sub": None}}, "missing_sub"),
        ({"claims": {"nationalCode": "9990001236"}}, "national_code"),
        ({"alg": "none"}, "alg"),
        ({"alg": "HS256"}, "alg"),
        ({"alg": "ES256"}, "signature"),
        ({"forged": True}, "signature"),
        ({"kid": "nobodys"}, "unknown_key"),
    ],
)
def test_an_identity_token_that_is_not_what_it_must_be_proves_nothing(log_in, server, wrong, why):
    server.rule("sso", "token", id_token=wrong)
    refused(Unproved, why, log_in, userinfo_url="")


@pytest.mark.parametrize(
    "right",
    [
        {"claims": {"aud": ["kardad-tests"]}},
        {"claims": {"aud": ["kardad-tests", "another"], "azp": "kardad-tests"}},
        {"claims": {"exp": int(NOW) - 59}},
        {"claims": {"iat": int(NOW) + 59}},
        {"claims": {"nbf": int(NOW) + 59}},
    ],
)
def test_an_identity_token_within_the_bounds_is_believed(log_in, server, right):
    server.rule("sso", "token", id_token=right)
    assert log_in().national_code == "9990001235"


def test_the_token_tells_the_person_and_how_sure_the_provider_is(log_in, server):
    server.rule("sso", "token", id_token={"claims": {"acr": "level2", "given_name": "علي", "family_name": "كريمي"}})
    proof = log_in(userinfo_url="")
    assert (proof.first_name, proof.last_name, proof.assurance) == ("علي", "كريمي", "level2")
    assert proof.issued_at == MOMENT


def test_the_claim_of_the_national_code_is_a_setting(log_in, server):
    server.rule("sso", "token", id_token={"claims": {"national_id": "9990001243"}})
    assert log_in(national_code_claim="national_id", userinfo_url="").national_code == "9990001243"


def test_a_provider_that_does_not_tell_the_national_code_leaves_it_open(log_in, server):
    assert log_in(national_code_claim="nobody_sends_this").national_code is None


@pytest.mark.parametrize("jwt_answer", [True, False])
def test_user_information_may_come_plain_or_signed(log_in, server, jwt_answer):
    server.rule("sso", "token", id_token={"claims": {"nationalCode": None}})
    server.rule("sso", "userinfo", jwt=jwt_answer)
    assert log_in().national_code == "9990001235"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"claims": {"sub": "somebody-else"}}, "userinfo_sub"),
        ({"jwt": True, "claims": {"sub": "somebody-else"}}, "userinfo_sub"),
        ({"jwt": True, "claims": {"iss": "https://evil.invalid"}}, "userinfo_iss"),
        ({"jwt": True, "claims": {"aud": "another"}}, "userinfo_aud"),
        ({"jwt": True, "forged": True}, "signature"),
        ({"jwt": True, "alg": "none"}, "alg"),
        ({"claims": {"nationalCode": "9990001236"}}, "national_code"),
    ],
)
def test_user_information_about_somebody_else_or_from_nobody_proves_nothing(log_in, server, wrong, why):
    server.rule("sso", "userinfo", **wrong)
    refused(Unproved, why, log_in)


@pytest.mark.parametrize("operation", ["token", "jwks", "userinfo"])
def test_an_outage_anywhere_is_an_outage_and_no_judgement(log_in, server, operation):
    server.rule("sso", operation, drop=True)
    refused(Down, "unreachable", log_in)


@pytest.mark.parametrize(
    ("operation", "body", "why"),
    [
        ("token", "", "http_500"),
        ("token", {"error": "server_error"}, "server_error"),
        ("jwks", "", "keys"),
        ("userinfo", "", "userinfo_500"),
    ],
)
def test_a_failure_on_the_other_side_is_an_outage(log_in, server, operation, body, why):
    server.rule("sso", operation, status=500, body=body)
    refused(Down, why, log_in)


@pytest.mark.parametrize(("operation", "why"), [("token", "http_200"), ("jwks", "keys"), ("userinfo", "userinfo_garbled")])
def test_riddles_are_an_outage(log_in, server, operation, why):
    server.rule("sso", operation, status=200, body="<html>")
    refused(Down, why, log_in)


def test_the_exchange_is_never_repeated(log_in, server):
    server.rule("sso", "token", drop=True)
    with pytest.raises(Down):
        log_in()
    assert len(server.calls("sso", "token")) == 1


@pytest.mark.parametrize(("status", "error"), [(401, "invalid_client"), (400, "unauthorized_client"), (400, "invalid_request"), (403, "")])
def test_a_fault_of_our_settings_is_not_the_persons(log_in, server, status, error):
    server.rule("sso", "token", status=status, body={"error": error} if error else "")
    refused(Misconfigured, error or f"http_{status}", log_in)


def test_a_wrong_secret_is_a_fault_of_our_settings(log_in):
    refused(Misconfigured, "invalid_client", log_in, client_secret="another")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("access_denied", Denied),
        ("login_required", Denied),
        ("consent_required", Denied),
        ("server_error", Down),
        ("temporarily_unavailable", Down),
        ("invalid_scope", Misconfigured),
        ("unauthorized_client", Misconfigured),
    ],
)
def test_every_error_of_a_return_is_a_refusal_of_its_own(make, error, kind):
    sso = make("oidc")
    pending = sso.begin().pending
    refused(kind, error, sso.finish, pending, {"state": pending.state, "error": error})


def test_a_return_from_another_issuer_is_unproved(make, travel):
    sso = make("oidc")
    journey = sso.begin()
    refused(Unproved, "iss", sso.finish, journey.pending, {**travel(sso, journey), "iss": "https://evil.invalid"})


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS1"])
def test_an_algorithm_that_proves_nothing_cannot_be_allowed(algorithm):
    with pytest.raises(ValueError, match="may be allowed"):
        Oidc(provider(BASE, algorithms=(algorithm,)))


def test_the_secret_shows_nothing_when_the_agreement_is_printed():
    assert credentials.SSO_CLIENT_SECRET not in repr(provider(BASE))


class House:
    """A provider of a test's own making, for keys that change and clocks that run."""

    def __init__(self, dial):
        self.now = NOW
        self.keys = {"one": ec.generate_private_key(ec.SECP256R1())}
        self.kid, self.claims, self.asked = "one", {}, []
        self.shown = None
        self.pending = None
        self.sso = Oidc(
            provider(BASE, userinfo_url=""), transport=dial(BASE, wire=httpx.MockTransport(self.answer)), clock=lambda: self.now
        )

    def answer(self, request):
        self.asked.append(request.url.path)
        if request.url.path.endswith("jwks"):
            return httpx.Response(200, json={"keys": self.shown if self.shown is not None else [self.public(kid) for kid in self.keys]})
        return httpx.Response(200, json={"id_token": self.token(), "access_token": "a"})

    def public(self, kid):
        algorithm = jwt.algorithms.ECAlgorithm if isinstance(self.keys[kid], ec.EllipticCurvePrivateKey) else jwt.algorithms.RSAAlgorithm
        return {**json.loads(algorithm.to_jwk(self.keys[kid].public_key())), "kid": kid}

    def token(self):
        claims = {"iss": BASE, "sub": "s", "aud": credentials.SSO_CLIENT_ID, "exp": self.now + 60, "iat": self.now}
        headers = {"kid": self.kid} if self.kid else {}
        key = self.keys[self.kid or "one"]
        algorithm = "ES256" if isinstance(key, ec.EllipticCurvePrivateKey) else "RS256"
        return jwt.encode({**claims, "nonce": self.pending.nonce, **self.claims}, key, algorithm, headers)

    def log_in(self):
        self.pending = self.sso.begin().pending
        return self.sso.finish(self.pending, {"state": self.pending.state, "code": "c"})

    @property
    def key_requests(self):
        return sum(path.endswith("jwks") for path in self.asked)


@pytest.fixture
def house(dial):
    return House(dial)


def test_keys_are_fetched_once(house):
    for _ in range(3):
        assert house.log_in().subject == "s"
    assert house.key_requests == 1


def test_a_new_key_is_fetched_when_a_token_names_it(house):
    house.log_in()
    house.keys, house.kid, house.now = {"two": rsa.generate_private_key(65537, 2048)}, "two", NOW + 31
    assert house.log_in().subject == "s"
    assert house.key_requests == 2


def test_unknown_keys_do_not_make_us_ask_again_and_again(house):
    house.log_in()
    house.keys["three"] = ec.generate_private_key(ec.SECP256R1())
    house.kid, house.shown = "three", [house.public("one")]
    for seconds in (31, 32, 60, 62):
        house.now = NOW + seconds
        refused(Unproved, "unknown_key", house.log_in)
    assert house.key_requests == 3


def test_a_token_without_a_key_id_is_read_with_the_only_key_but_not_with_one_of_two(house):
    house.kid = None
    assert house.log_in().subject == "s"
    house.keys["two"], house.now = ec.generate_private_key(ec.SECP256R1()), NOW + 31
    house.sso._keys._fetch()
    refused(Unproved, "unknown_key", house.log_in)


@pytest.mark.parametrize(
    "entry", ["x", {}, {"kty": "oct", "k": "AAAA", "kid": "one"}, {"kty": "RSA", "kid": "one"}, {"kty": "EC", "crv": "P-999", "kid": "one"}]
)
def test_entries_that_are_no_public_keys_are_left_out(house, entry):
    house.shown = [entry]
    refused(Unproved, "unknown_key", house.log_in)


def test_a_key_for_encrypting_is_not_used_for_signing(house):
    house.shown = [{**house.public("one"), "use": "enc"}]
    refused(Unproved, "unknown_key", house.log_in)


def test_after_an_outage_of_the_keys_the_next_person_is_let_in(dial):
    down = Oidc(provider(BASE), transport=dial(wire=answering((500, {}))), clock=lambda: NOW)
    with pytest.raises(Down):
        down._keys.find("one")
    with pytest.raises(Down):
        down._keys.find("one")


@pytest.mark.parametrize("token", ["", "a", "a.b.c", "é.b.c", None])
def test_a_token_that_is_no_token_proves_nothing(dial, token):
    sso = Oidc(provider(BASE), transport=dial(wire=answering((200, {"id_token": token or "x"}))), clock=lambda: NOW)
    pending = sso.begin().pending
    refused(Unproved, "malformed", sso.finish, pending, {"state": pending.state, "code": "c"})
