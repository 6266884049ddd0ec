"""The room of the national window's promises."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest

from tests.vendors import VendorServer, sso_keys
from tests.vendors import credentials as keys
from tests.vendors.asking import http
from tests.vendors.world import TEHRAN

MORNING = datetime(2025, 11, 22, 10, tzinfo=TEHRAN)
CLIENT = (keys.SSO_CLIENT_ID, keys.SSO_CLIENT_SECRET)
CALLBACK = "https://kardad.test/sso/return/"
VERIFIER = "v" * 20 + "-._~" + "A1" * 15


def authorize(server: VendorServer, **changed: str) -> httpx.Response:
    asked = {"response_type": "code", "client_id": CLIENT[0], "redirect_uri": CALLBACK, "scope": "openid profile"}
    asked |= {"state": "state-1", "nonce": "nonce-1", "code_challenge": sso_keys.challenge(VERIFIER), "code_challenge_method": "S256"}
    asked |= changed
    return http.get(f"{server.url('sso')}/oauth2/authorize", params={name: value for name, value in asked.items() if value})


def returned(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 302
    address = answer.headers["Location"]
    assert address.startswith(CALLBACK + "?")
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def token(server: VendorServer, code: str, auth: tuple[str, str] | None = CLIENT, **changed: str) -> httpx.Response:
    asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER, **changed}
    form = {name: value for name, value in asked.items() if value}
    return http.post(f"{server.url('sso')}/oauth2/token", data=form, auth=auth)


def tokens(server: VendorServer, **changed: str) -> dict[str, Any]:
    answer = token(server, returned(authorize(server, **changed))["code"])
    assert answer.status_code == 200
    return answer.json()


def checked(server: VendorServer, id_token: str) -> dict[str, Any]:
    """The claims, as a careful client reads them."""
    key_set = jwt.PyJWKSet.from_dict(http.get(f"{server.url('sso')}/oauth2/jwks").json())
    key = key_set[jwt.get_unverified_header(id_token)["kid"]]
    needed = {"require": ["iss", "aud", "exp", "iat", "nonce", "nationalCode"]}
    claims = jwt.decode(id_token, key.key, ["RS256"], audience=CLIENT[0], issuer=server.url("sso"), options=needed)
    assert claims["nonce"] == "nonce-1"
    return claims


def userinfo(server: VendorServer, bearer: str, **headers: str) -> httpx.Response:
    return http.get(f"{server.url('sso')}/api/v1/user/userinfo", headers={"Authorization": f"Bearer {bearer}", **headers})


def test_a_careful_client_gets_through(vendor_server: VendorServer) -> None:
    back = returned(authorize(vendor_server))
    assert back["state"] == "state-1"
    said = token(vendor_server, back["code"]).json()
    assert (said["token_type"], said["expires_in"]) == ("Bearer", 3600)
    claims = checked(vendor_server, said["id_token"])
    assert claims["nationalCode"] == "9990001235"
    assert claims["sub"] != "9990001235"
    assert claims["exp"] - claims["iat"] == 3600


def test_the_person_is_chosen_by_the_address_or_by_a_rule(vendor_server: VendorServer) -> None:
    by_address = tokens(vendor_server, subject="9990001243")
    assert checked(vendor_server, by_address["id_token"])["nationalCode"] == "9990001243"
    vendor_server.rule("sso", "authorize", subject="0001234560", times=1)
    assert checked(vendor_server, tokens(vendor_server)["id_token"])["nationalCode"] == "0001234560"
    assert checked(vendor_server, tokens(vendor_server)["id_token"])["nationalCode"] == "9990001235"


def test_the_person_may_refuse(vendor_server: VendorServer) -> None:
    assert returned(authorize(vendor_server, error="access_denied")) == {"error": "access_denied", "state": "state-1"}
    vendor_server.rule("sso", "authorize", error="access_denied", times=1)
    assert returned(authorize(vendor_server)) == {"error": "access_denied", "state": "state-1"}
    vendor_server.rule("sso", "authorize", state="forged", times=1)
    assert returned(authorize(vendor_server))["state"] == "forged"


@pytest.mark.parametrize(
    "changed", [{"client_id": "other"}, {"redirect_uri": ""}, {"redirect_uri": "/here"}, {"redirect_uri": "https://a.b/#x"}]
)
def test_nobody_is_sent_to_an_address_that_cannot_be_trusted(vendor_server: VendorServer, changed: dict[str, str]) -> None:
    answer = authorize(vendor_server, **changed)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": ""}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
    ],
)
def test_a_crooked_request_comes_back_with_its_error(vendor_server: VendorServer, changed: dict[str, str], error: str) -> None:
    assert returned(authorize(vendor_server, **changed)) == {"error": error, "state": "state-1"}


def test_a_client_without_pkce_is_served(vendor_server: VendorServer) -> None:
    code = returned(authorize(vendor_server, code_challenge="", code_challenge_method=""))["code"]
    assert token(vendor_server, code, code_verifier="").status_code == 200


@pytest.mark.parametrize("auth", [None, (CLIENT[0], "wrong"), ("other", CLIENT[1])])
def test_only_the_client_itself_gets_tokens(vendor_server: VendorServer, auth: tuple[str, str] | None) -> None:
    answer = token(vendor_server, returned(authorize(vendor_server))["code"], auth)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert "Basic" in answer.headers["WWW-Authenticate"]


def test_a_secret_in_the_form_is_not_accepted(vendor_server: VendorServer) -> None:
    code = returned(authorize(vendor_server))["code"]
    assert token(vendor_server, code, None, client_id=CLIENT[0], client_secret=CLIENT[1]).json()["error"] == "invalid_client"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code": "unknown"}, "invalid_grant"),
        ({"redirect_uri": CALLBACK + "?"}, "invalid_grant"),
        ({"redirect_uri": ""}, "invalid_grant"),
        ({"code_verifier": "w" * 43}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_grant"),
        ({"code_verifier": "short"}, "invalid_grant"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_code_is_exchanged_only_as_it_was_asked_for(vendor_server: VendorServer, changed: dict[str, str], error: str) -> None:
    code = returned(authorize(vendor_server))["code"]
    answer = token(vendor_server, **{"code": code, **changed})
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_json_gets_no_tokens(vendor_server: VendorServer) -> None:
    answer = http.post(f"{vendor_server.url('sso')}/oauth2/token", json={"grant_type": "authorization_code"}, auth=CLIENT)
    assert answer.json()["error"] == "invalid_request"


def test_a_code_used_twice_takes_back_what_it_gave(vendor_server: VendorServer) -> None:
    code = returned(authorize(vendor_server))["code"]
    bearer = token(vendor_server, code).json()["access_token"]
    assert userinfo(vendor_server, bearer).status_code == 200
    assert token(vendor_server, code).json()["error"] == "invalid_grant"
    assert userinfo(vendor_server, bearer).status_code == 401


def test_a_code_lives_a_minute_and_a_token_an_hour(vendor_server: VendorServer) -> None:
    vendor_server.clock(MORNING)
    late, timely = (returned(authorize(vendor_server))["code"] for _ in range(2))
    bearer = token(vendor_server, timely).json()["access_token"]
    vendor_server.clock(MORNING + timedelta(seconds=60))
    assert token(vendor_server, late).json()["error"] == "invalid_grant"
    vendor_server.clock(MORNING + timedelta(hours=1))
    assert userinfo(vendor_server, bearer).status_code == 401


def test_user_info_is_json_or_a_signed_token(vendor_server: VendorServer) -> None:
    bearer = tokens(vendor_server)["access_token"]
    plain = userinfo(vendor_server, bearer)
    assert plain.headers["Content-Type"].startswith("application/json")
    assert plain.json()["nationalCode"] == "9990001235"
    for answer in (userinfo(vendor_server, bearer, Accept="application/jwt"), _ordered_jwt(vendor_server, bearer)):
        assert answer.headers["Content-Type"] == "application/jwt"
        key = jwt.PyJWKSet.from_dict(sso_keys.jwks())[sso_keys.KID].key
        claims = jwt.decode(answer.text, key, ["RS256"], audience=CLIENT[0], issuer=vendor_server.url("sso"))
        assert (claims["nationalCode"], claims["sub"]) == ("9990001235", plain.json()["sub"])


def _ordered_jwt(server: VendorServer, bearer: str) -> httpx.Response:
    server.rule("sso", "userinfo", jwt=True, times=1)
    return userinfo(server, bearer)


def test_user_info_can_be_bent(vendor_server: VendorServer) -> None:
    bearer = tokens(vendor_server)["access_token"]
    vendor_server.rule("sso", "userinfo", claims={"nationalCode": None, "sub": "somebody"}, times=1)
    bent = userinfo(vendor_server, bearer).json()
    assert ("nationalCode" in bent, bent["sub"]) == (False, "somebody")
    assert userinfo(vendor_server, secrets.token_hex()).status_code == 401


@pytest.mark.parametrize(
    ("bent", "complaint"),
    [
        ({"claims": {"aud": "somebody"}}, jwt.InvalidAudienceError),
        ({"claims": {"iss": "https://elsewhere.test"}}, jwt.InvalidIssuerError),
        ({"claims": {"nonce": "other"}}, AssertionError),
        ({"claims": {"nonce": None}}, jwt.MissingRequiredClaimError),
        ({"claims": {"nationalCode": None}}, jwt.MissingRequiredClaimError),
        ({"expired": True}, jwt.ExpiredSignatureError),
        ({"alg": "none"}, jwt.InvalidAlgorithmError),
        ({"alg": "HS256"}, jwt.InvalidAlgorithmError),
        ({"kid": "window-9"}, KeyError),
        ({"forged": True}, jwt.InvalidSignatureError),
    ],
)
def test_a_rule_bends_the_id_token_once(vendor_server: VendorServer, bent: dict[str, Any], complaint: type[Exception]) -> None:
    vendor_server.rule("sso", "token", id_token=bent, times=1)
    with pytest.raises(complaint):
        checked(vendor_server, tokens(vendor_server)["id_token"])
    assert checked(vendor_server, tokens(vendor_server)["id_token"])["nationalCode"] == "9990001235"


def test_the_hs256_token_would_fool_a_client_that_trusts_the_header(vendor_server: VendorServer) -> None:
    vendor_server.rule("sso", "token", id_token={"alg": "HS256"}, times=1)
    head, payload, signature = tokens(vendor_server)["id_token"].split(".")
    raw = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    assert raw.verify(f"{head}.{payload}".encode(), sso_keys.public_pem(), jwt.utils.base64url_decode(signature))


def test_logging_out_returns_where_it_is_told(vendor_server: VendorServer) -> None:
    url = f"{vendor_server.url('sso')}/logout"
    assert http.get(url).json() == {"loggedOut": True}
    back = http.get(url, params={"post_logout_redirect_uri": CALLBACK, "state": "s"})
    assert (back.status_code, back.headers["Location"]) == (302, CALLBACK + "?state=s")
