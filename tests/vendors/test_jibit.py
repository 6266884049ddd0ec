"""The room of Jibit's promises."""

from datetime import datetime, timedelta

import httpx
import pytest

from tests.vendors import VendorServer, people
from tests.vendors.asking import http
from tests.vendors.credentials import JIBIT_API_KEY, JIBIT_SECRET_KEY
from tests.vendors.world import TEHRAN

MORNING = datetime(2025, 11, 22, 10, tzinfo=TEHRAN)
KEYS = {"apiKey": JIBIT_API_KEY, "secretKey": JIBIT_SECRET_KEY}


def tokens(server: VendorServer, action: str = "generate", **asked: str) -> httpx.Response:
    return http.post(f"{server.url('jibit')}/ide/v1/tokens/{action}", json=asked or KEYS)


def get(server: VendorServer, path: str, token: str | None = None, **query: str) -> httpx.Response:
    token = token or tokens(server).json()["accessToken"]
    return http.get(f"{server.url('jibit')}/ide/v1/{path}", params=query, headers={"Authorization": f"Bearer {token}"})


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_wrong_keys_get_no_token(vendor_server: VendorServer) -> None:
    assert refused(tokens(vendor_server, apiKey=JIBIT_API_KEY, secretKey="wrong")) == (403, "forbidden")


def test_keys_must_come_as_json(vendor_server: VendorServer) -> None:
    url = f"{vendor_server.url('jibit')}/ide/v1/tokens/generate"
    for answer in (http.post(url, data=KEYS), http.post(url, json={"apiKey": JIBIT_API_KEY}), http.post(url)):
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["code"] == "invalid.request_body"


@pytest.mark.parametrize("token", ["", "wrong"])
def test_nothing_is_said_without_a_token(vendor_server: VendorServer, token: str) -> None:
    url = f"{vendor_server.url('jibit')}/ide/v1/services/matching"
    answer = http.get(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    assert refused(answer) == (401, "security.auth_required")


def test_an_access_token_lives_a_day(vendor_server: VendorServer) -> None:
    vendor_server.clock(MORNING)
    token = tokens(vendor_server).json()["accessToken"]
    asked = {"nationalCode": "9990001235", "mobileNumber": "09120000001"}
    vendor_server.clock(MORNING + timedelta(hours=23, minutes=59))
    assert get(vendor_server, "services/matching", token, **asked).status_code == 200
    vendor_server.clock(MORNING + timedelta(hours=24))
    assert refused(get(vendor_server, "services/matching", token, **asked)) == (401, "security.auth_required")


def test_a_refresh_gives_a_new_pair_once_and_ends_the_old(vendor_server: VendorServer) -> None:
    old = tokens(vendor_server).json()
    new = tokens(vendor_server, "refresh", **old)
    assert new.status_code == 200
    assert not set(new.json().values()) & set(old.values())
    assert refused(tokens(vendor_server, "refresh", **old)) == (403, "forbidden")
    asked = {"nationalCode": "9990001235", "mobileNumber": "09120000001"}
    assert get(vendor_server, "services/matching", old["accessToken"], **asked).status_code == 401
    assert get(vendor_server, "services/matching", new.json()["accessToken"], **asked).status_code == 200


def test_a_refresh_token_lives_two_days_and_goes_with_its_own_access_token(vendor_server: VendorServer) -> None:
    vendor_server.clock(MORNING)
    one, other = tokens(vendor_server).json(), tokens(vendor_server).json()
    mixed = {"accessToken": one["accessToken"], "refreshToken": other["refreshToken"]}
    assert refused(tokens(vendor_server, "refresh", **mixed)) == (403, "forbidden")
    vendor_server.clock(MORNING + timedelta(hours=48))
    assert refused(tokens(vendor_server, "refresh", **one)) == (403, "forbidden")


@pytest.mark.parametrize("person", [*people.PEOPLE.values()], ids=lambda person: person.national_code)
def test_matching_tells_who_owns_the_sim(vendor_server: VendorServer, person: people.Person) -> None:
    answer = get(vendor_server, "services/matching", nationalCode=person.national_code, mobileNumber=person.mobile)
    assert answer.json() == {"matched": person is not people.OTHERS_SIM}


def test_matching_takes_json_too_and_knows_the_foreign_national(vendor_server: VendorServer) -> None:
    headers = {"Authorization": f"Bearer {tokens(vendor_server).json()['accessToken']}"}
    url = f"{vendor_server.url('jibit')}/ide/v1/services/matching"
    asked = {"nationalCode": "990000000001", "mobileNumber": "09900000003"}
    assert http.post(url, json=asked, headers=headers).json() == {"matched": True}
    assert http.post(url, data=asked, headers=headers).status_code == 400


def test_matching_a_sheba_says_yes_no_or_unknown(vendor_server: VendorServer) -> None:
    yes = get(vendor_server, "services/matching", iban=people.SHEBA, nationalCode="9990001235", birthDate="13700631")
    no = get(vendor_server, "services/matching", iban=people.SHEBA, nationalCode="9990001243", birthDate="13650115")
    unsure = get(vendor_server, "services/matching", iban=people.SHEBA, nationalCode="0001234560", birthDate="13751230")
    assert (yes.json(), no.json()) == ({"matched": True}, {"matched": False})
    assert refused(unsure) == (400, "matching.unknown")


def test_matching_a_sheba_with_a_name_bears_arabic_letters(vendor_server: VendorServer) -> None:
    for name, matched in (("علی کریمی", True), ("مریم احمدی", False)):
        assert get(vendor_server, "services/matching", iban=people.SHEBA, name=name).json() == {"matched": matched}


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("services/matching", {"nationalCode": "9990001235", "mobileNumber": "9120000001"}, "mobileNumber.not_valid"),
        ("services/matching", {"nationalCode": "9990001236", "mobileNumber": "09120000001"}, "nationalCode.not_valid"),
        ("services/matching", {"nationalCode": "9990001235"}, "query_parameters.not_provided"),
        ("services/matching", {"iban": people.SHEBA[:-1] + "4", "nationalCode": "9990001235", "birthDate": "13700631"}, "iban.not_valid"),
        ("services/identity", {"nationalCode": "9990001235", "birthDate": "1370/06/31"}, "birthDate.not_valid"),
        ("services/identity", {"nationalCode": "9990001235", "birthDate": "14001230"}, "birthDate.not_valid"),
        ("services/identity", {"nationalCode": "9990001235"}, "birthDate.is_required"),
        ("services/identity/similarity", {"nationalCode": "9990001235", "birthDate": "13700631"}, "query_parameters.not_provided"),
        ("services/foreigners/identity", {}, "query_parameters.not_provided"),
        ("services/foreigners/identity", {"fida": "9990001235"}, "fida.not_valid"),
        ("services/identity/legal", {"nationalCode": "9990001235"}, "nationalCode.not_valid"),
        ("services/postal", {"code": "0131111111"}, "postalCode.not_valid"),
    ],
)
def test_badly_written_input_is_named(vendor_server: VendorServer, path: str, query: dict[str, str], code: str) -> None:
    assert refused(get(vendor_server, path, **query)) == (400, code)


def test_a_card_has_no_provider_here(vendor_server: VendorServer) -> None:
    answer = get(vendor_server, "services/matching", cardNumber="5022291000000000", nationalCode="9990001235", birthDate="13700631")
    assert refused(answer) == (503, "card.provider_is_not_active")


def test_identity_gives_the_name_and_the_photo_unless_told_not_to(vendor_server: VendorServer) -> None:
    asked = {"nationalCode": "9990001235", "birthDate": "13700631"}
    plain = get(vendor_server, "services/identity", **asked, withoutPhoto="true").json()
    assert plain["identityInfo"]["firstName"] == "علي"
    assert plain["identityInfo"]["fatherName"] == "رضا"
    assert plain["identityInfo"]["alive"] is True
    assert "photo" not in plain["identityInfo"]
    assert "photo" in get(vendor_server, "services/identity", **asked).json()["identityInfo"]


def test_identity_tells_a_death(vendor_server: VendorServer) -> None:
    answer = get(vendor_server, "services/identity", nationalCode="9987654320", birthDate="13300505", withoutPhoto="true")
    assert answer.json()["identityInfo"]["alive"] is False


@pytest.mark.parametrize(("code", "birth"), [("9990001235", "13700630"), ("0102030405", "13720404"), ("7330001112", "13700631")])
@pytest.mark.parametrize("path", ["services/identity", "services/identity/similarity"])
def test_a_pair_that_the_registry_lacks_is_not_found(vendor_server: VendorServer, path: str, code: str, birth: str) -> None:
    answer = get(vendor_server, path, nationalCode=code, birthDate=birth, fullName="علی کریمی")
    assert refused(answer) == (404, "identity_info.not_found")


def test_similarity_judges_only_the_names_it_was_given(vendor_server: VendorServer) -> None:
    asked = {"nationalCode": "9990001235", "birthDate": "13700631"}
    answer = get(vendor_server, "services/identity/similarity", **asked, firstName="علی", lastName="نوروزی").json()
    assert answer["firstNameSimilarityPercentage"] == 100
    assert answer["lastNameSimilarityPercentage"] < 70
    assert "fullNameSimilarityPercentage" not in answer
    assert "alive" not in answer


def test_similarity_is_82_for_the_doubtful_name_and_tells_a_death_when_asked(vendor_server: VendorServer) -> None:
    doubtful = get(vendor_server, "services/identity/similarity", nationalCode="0199999996", birthDate="13800909", fullName="علیرضا محمدی")
    assert doubtful.json()["fullNameSimilarityPercentage"] == 82
    dead = {"nationalCode": "9987654320", "birthDate": "13300505", "fullName": "حسین رضایی", "checkAliveness": "true"}
    assert get(vendor_server, "services/identity/similarity", **dead).json()["alive"] is False


def test_a_foreign_national_is_found_by_the_twelve_digits(vendor_server: VendorServer) -> None:
    found = get(vendor_server, "services/foreigners/identity", fida="990000000001").json()
    assert found["fida"] == "990000000001"
    assert found["foreignerIdentityInfo"]["birthDate"] == "19900501"
    assert refused(get(vendor_server, "services/foreigners/identity", fida="990000000038")) == (404, "identity_info.not_found")


def test_a_company_is_shown_with_its_number_and_state(vendor_server: VendorServer) -> None:
    active = get(vendor_server, "services/identity/legal", nationalCode="99900012303", signHolders="true").json()["legalIdentityInfo"]
    assert (active["registerNumber"], active["status"]) == ("12345", "ACTIVE")
    assert [officer["nationalCode"] for officer in active["signHolders"]] == ["9990001235"]
    assert "members" not in active
    dissolved = get(vendor_server, "services/identity/legal", nationalCode="99900012318").json()["legalIdentityInfo"]
    assert dissolved["status"] == "DISSOLVED"
    assert refused(get(vendor_server, "services/identity/legal", nationalCode="99900012322")) == (404, "identity_info.not_found")


def test_sign_holders_have_a_path_of_their_own(vendor_server: VendorServer) -> None:
    answer = get(vendor_server, "services/identity/legal/sign-holders", nationalCode="99900012303").json()
    assert answer["legalIdentityInfo"]["signHolders"][0]["position"] == "CEO"


def test_postal_code_and_sheba_are_looked_up(vendor_server: VendorServer) -> None:
    assert get(vendor_server, "services/postal", code="1498370910").json()["addressInfo"]["province"] == "تهران"
    assert get(vendor_server, "services/postal", code="1635489310").status_code == 404
    assert get(vendor_server, "ibans", value=people.SHEBA).json()["ibanInfo"]["iban"] == people.SHEBA
    assert get(vendor_server, "ibans", value="IR820110000000000001007922").status_code == 404


def test_a_service_that_is_not_there_is_named_so(vendor_server: VendorServer) -> None:
    assert refused(get(vendor_server, "services/social/unknown")) == (404, "handler.not_found")
    assert http.get(f"{vendor_server.url('jibit')}/ide/health").json() == {"outcome": "UP"}
