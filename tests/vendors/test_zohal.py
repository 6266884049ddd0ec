"""The room of Zohal's promises."""

import httpx
import pytest

from tests.vendors import VendorServer, people
from tests.vendors.asking import http
from tests.vendors.credentials import ZOHAL_TOKEN

AUTH = {"Authorization": f"Bearer {ZOHAL_TOKEN}"}


def ask(server: VendorServer, inquiry: str, asked: dict[str, object], headers: dict[str, str] = AUTH) -> httpx.Response:
    return http.post(f"{server.url('zohal')}/api/v0/services/inquiry/{inquiry}", json=asked, headers=headers)


@pytest.mark.parametrize("person", [*people.PEOPLE.values()], ids=lambda person: person.national_code)
def test_shahkar_tells_who_owns_the_sim(vendor_server: VendorServer, person: people.Person) -> None:
    answer = ask(vendor_server, "shahkar", {"mobile": person.mobile, "national_code": person.national_code})
    assert answer.status_code == 200
    assert answer.json()["result"] == 1
    assert answer.json()["response_body"]["data"] == {"matched": person is not people.OTHERS_SIM}


def test_shahkar_knows_the_foreign_national(vendor_server: VendorServer) -> None:
    asked = {"mobile": "09900000003", "national_code": "990000000001"}
    assert ask(vendor_server, "shahkar", asked).json()["response_body"]["data"] == {"matched": True}


@pytest.mark.parametrize(
    ("asked", "error_code"),
    [
        ({"mobile": "9120000001", "national_code": "9990001235"}, "INVALID_MOBILE"),
        ({"mobile": "+989120000001", "national_code": "9990001235"}, "INVALID_MOBILE"),
        ({"national_code": "9990001235"}, "INVALID_MOBILE"),
        ({"mobile": "09120000001", "national_code": "9990001236"}, "INVALID_NATIONAL_CODE"),
        ({"mobile": "09120000001", "national_code": 9990001235}, "INVALID_BODY"),
    ],
)
def test_a_failed_inquiry_comes_with_http_200(vendor_server: VendorServer, asked: dict[str, object], error_code: str) -> None:
    answer = ask(vendor_server, "shahkar", asked)
    assert answer.status_code == 200
    assert answer.json()["result"] != 1
    assert answer.json()["response_body"]["error_code"] == error_code


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": ZOHAL_TOKEN}])
def test_nothing_is_said_without_the_token(vendor_server: VendorServer, headers: dict[str, str]) -> None:
    answer = ask(vendor_server, "shahkar", {"mobile": "09120000001", "national_code": "9990001235"}, headers)
    assert answer.status_code == 401
    assert answer.json()["result"] != 1


def test_a_form_is_not_understood(vendor_server: VendorServer) -> None:
    url = f"{vendor_server.url('zohal')}/api/v0/services/inquiry/shahkar"
    answer = http.post(url, data={"mobile": "09120000001", "national_code": "9990001235"}, headers=AUTH)
    assert answer.json()["response_body"]["error_code"] == "INVALID_BODY"


def test_the_registry_gives_the_name_in_its_own_letters(vendor_server: VendorServer) -> None:
    answer = ask(vendor_server, "national_identity_inquiry", {"national_code": "9990001235", "birth_date": "1370/06/31"})
    assert answer.json()["response_body"]["data"] == {
        "matched": True,
        "first_name": "علي",
        "last_name": "كريمي",
        "father_name": "رضا",
        "alive": True,
        "is_dead": False,
    }


@pytest.mark.parametrize(("code", "birth"), [("9990001235", "1370/06/30"), ("0102030405", "1372/04/04"), ("7330001112", "1370/06/31")])
def test_an_unknown_pair_is_not_matched(vendor_server: VendorServer, code: str, birth: str) -> None:
    answer = ask(vendor_server, "national_identity_inquiry", {"national_code": code, "birth_date": birth})
    assert answer.json()["response_body"]["data"] == {"matched": False}


def test_the_registry_tells_a_death(vendor_server: VendorServer) -> None:
    answer = ask(vendor_server, "national_identity_inquiry", {"national_code": "9987654320", "birth_date": "1330/05/05"})
    data = answer.json()["response_body"]["data"]
    assert (data["matched"], data["alive"], data["is_dead"]) == (True, False, True)


@pytest.mark.parametrize("birth", ["13700631", "1370-06-31", "1400/12/30", "۱۳۷۰/۰۶/۳۱", ""])
def test_a_birth_date_is_written_with_slashes_and_exists(vendor_server: VendorServer, birth: str) -> None:
    answer = ask(vendor_server, "national_identity_inquiry", {"national_code": "9990001235", "birth_date": birth})
    assert answer.json()["response_body"]["error_code"] == "INVALID_BIRTH_DATE"


def test_a_leap_day_is_a_birth_date(vendor_server: VendorServer) -> None:
    answer = ask(vendor_server, "national_identity_inquiry", {"national_code": "0001234560", "birth_date": "1375/12/30"})
    assert answer.json()["response_body"]["data"]["matched"] is True
