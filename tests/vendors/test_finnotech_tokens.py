"""The room of Finnotech's promises on tokens and consents."""

from datetime import datetime, timedelta

import httpx
import pytest

from tests.vendors import VendorServer
from tests.vendors import credentials as keys
from tests.vendors.asking import http
from tests.vendors.world import TEHRAN

MORNING = datetime(2025, 11, 22, 10, tzinfo=TEHRAN)
CLIENT = (keys.FINNOTECH_CLIENT_ID, keys.FINNOTECH_CLIENT_SECRET)
CALLBACK = "https://kardad.test/finnotech"


def credentials(**changed: object) -> dict[str, object]:
    return {"grant_type": "client_credentials", "nid": keys.FINNOTECH_NID, "scopes": ",".join(keys.FINNOTECH_SCOPES), **changed}


def post(server: VendorServer, asked: dict[str, object], auth: tuple[str, str] = CLIENT, path: str = "token") -> httpx.Response:
    return http.post(f"{server.url('finnotech')}/dev/v2/oauth2/{path}", json=asked, auth=auth)


def token(server: VendorServer, **changed: object) -> str:
    return post(server, credentials(**changed)).json()["result"]["value"]


def death(server: VendorServer, bearer: str) -> int:
    url = f"{server.url('finnotech')}/kyc/v2/clients/{CLIENT[0]}/deathStatusInquiry"
    query = {"trackId": "same1", "nationalCode": "9990001235", "birthDate": "1370/06/31"}
    return http.get(url, params=query, headers={"Authorization": f"Bearer {bearer}"}).status_code


def ask_consent(server: VendorServer, mobile: str, **changed: str) -> httpx.Response:
    query = {"client_id": CLIENT[0], "response_type": "code", "auth_type": "SMS", "redirect_uri": CALLBACK, "mobile": mobile}
    url = f"{server.url('finnotech')}/dev/v2/oauth2/authorize"
    return http.get(url, params={**query, "scope": keys.FINNOTECH_CONSENT_SCOPE, **changed})


def give_consent(server: VendorServer, code: str, mobile: str, **changed: str) -> httpx.Response:
    otp = server.outbox(mobile)[-1].code
    return post(server, {"mobile": mobile, "otp": otp, "nid": code, "trackId": "consent1", **changed}, path="verify/sms")


def consented_token(server: VendorServer, code: str, mobile: str) -> str:
    ask_consent(server, mobile)
    granted = give_consent(server, code, mobile).json()["result"]["code"]
    asked = {"grant_type": "authorization_code", "code": granted, "redirect_uri": CALLBACK}
    return post(server, asked).json()["result"]["value"]


def test_client_credentials_give_ten_days_in_milliseconds(vendor_server: VendorServer) -> None:
    vendor_server.clock(MORNING)
    answer = post(vendor_server, credentials())
    said = answer.json()
    assert (answer.status_code, said["status"]) == (200, "DONE")
    assert said["result"]["lifeTime"] == 864_000_000
    assert said["result"]["creationDate"] == "14040901100000"
    assert said["result"]["scopes"] == list(keys.FINNOTECH_SCOPES)
    assert said["result"]["value"]
    assert said["result"]["refreshToken"]


def test_a_wrong_secret_gets_no_token(vendor_server: VendorServer) -> None:
    answer = post(vendor_server, credentials(), (CLIENT[0], "wrong"))
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "UNAUTHORIZED"
    assert answer.json()["status"] == "FAILED"


@pytest.mark.parametrize(
    "changed", [{"grant_type": "password"}, {"nid": "9990002020"}, {"nid": ""}, {"scopes": ""}, {"scopes": keys.FINNOTECH_CONSENT_SCOPE}]
)
def test_an_incomplete_request_gets_no_token(vendor_server: VendorServer, changed: dict[str, str]) -> None:
    answer = post(vendor_server, credentials(**changed))
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "VALIDATION_ERROR"


def test_a_form_gets_no_token(vendor_server: VendorServer) -> None:
    url = f"{vendor_server.url('finnotech')}/dev/v2/oauth2/token"
    assert http.post(url, data=credentials(), auth=CLIENT).status_code == 400


def test_a_token_ends_after_ten_days(vendor_server: VendorServer) -> None:
    vendor_server.clock(MORNING)
    bearer = token(vendor_server)
    vendor_server.clock(MORNING + timedelta(days=10) - timedelta(seconds=1))
    assert death(vendor_server, bearer) == 200
    vendor_server.clock(MORNING + timedelta(days=10))
    assert death(vendor_server, bearer) == 403


def test_a_refresh_token_works_once_and_ends_the_old_access(vendor_server: VendorServer) -> None:
    old = post(vendor_server, credentials()).json()["result"]
    asked = {"grant_type": "refresh_token", "token_type": "CLIENT-CREDENTIAL", "refresh_token": old["refreshToken"]}
    new = post(vendor_server, asked)
    assert new.status_code == 200
    assert new.json()["result"]["scopes"] == old["scopes"]
    assert (death(vendor_server, old["value"]), death(vendor_server, new.json()["result"]["value"])) == (403, 200)
    assert post(vendor_server, asked).status_code == 400
    assert post(vendor_server, {**asked, "token_type": "CODE", "refresh_token": new.json()["result"]["refreshToken"]}).status_code == 400


def test_a_consent_is_asked_by_sms_and_its_code_works_once(vendor_server: VendorServer) -> None:
    assert ask_consent(vendor_server, "09120000001").json()["result"] == {"smsSent": True}
    given = give_consent(vendor_server, "9990001235", "09120000001")
    assert given.status_code == 200
    assert give_consent(vendor_server, "9990001235", "09120000001").status_code == 400
    asked = {"grant_type": "authorization_code", "code": given.json()["result"]["code"], "redirect_uri": CALLBACK}
    assert post(vendor_server, asked).json()["result"]["scopes"] == [keys.FINNOTECH_CONSENT_SCOPE]
    assert post(vendor_server, asked).status_code == 400


def test_a_consent_code_for_another_address_is_refused(vendor_server: VendorServer) -> None:
    ask_consent(vendor_server, "09120000001")
    granted = give_consent(vendor_server, "9990001235", "09120000001").json()["result"]["code"]
    asked = {"grant_type": "authorization_code", "code": granted, "redirect_uri": "https://elsewhere.test/"}
    assert post(vendor_server, asked).status_code == 400


def test_a_consent_lives_three_minutes(vendor_server: VendorServer) -> None:
    vendor_server.clock(MORNING)
    ask_consent(vendor_server, "09120000001")
    vendor_server.clock(MORNING + timedelta(minutes=3))
    assert give_consent(vendor_server, "9990001235", "09120000001").json()["error"]["code"] == "VALIDATION_ERROR"


def test_a_consent_is_given_only_by_the_owner_of_the_mobile(vendor_server: VendorServer) -> None:
    ask_consent(vendor_server, "09120000001")
    answer = give_consent(vendor_server, "9990001243", "09120000001")
    assert answer.json()["error"]["code"] == "SERVICE_CALL_ERROR"
    assert give_consent(vendor_server, "9990001235", "09120000001", otp="").status_code == 400


@pytest.mark.parametrize("changed", [{"auth_type": "CARD"}, {"client_id": "other"}, {"redirect_uri": ""}, {"scope": "all"}])
def test_an_incomplete_consent_sends_no_sms(vendor_server: VendorServer, changed: dict[str, str]) -> None:
    assert ask_consent(vendor_server, "09120000001", **changed).status_code == 400
    assert ask_consent(vendor_server, "9120000001").status_code == 400
    assert vendor_server.outbox() == []
