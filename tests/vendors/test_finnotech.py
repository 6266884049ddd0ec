"""The room of Finnotech's promises on its data calls."""

import itertools
from datetime import datetime

import httpx
import pytest

from tests.vendors import VendorServer, people
from tests.vendors import credentials as keys
from tests.vendors.asking import http
from tests.vendors.test_finnotech_tokens import consented_token, token
from tests.vendors.world import TEHRAN

TRACKS = itertools.count(1)


def track() -> str:
    return f"test{next(TRACKS)}"


def get(
    server: VendorServer, path: str, *, bearer: str | None = None, client: str = keys.FINNOTECH_CLIENT_ID, **query: str
) -> httpx.Response:
    family, _, rest = path.partition("/")
    url = f"{server.url('finnotech')}/{family}/v2/clients/{client}/{rest}"
    headers = {"Authorization": f"Bearer {bearer or token(server)}"}
    return http.get(url, params={"trackId": track(), **query}, headers=headers)


def failure(answer: httpx.Response) -> tuple[int, str]:
    assert answer.json()["status"] == "FAILED"
    assert answer.json()["error"]["message"]
    return answer.status_code, answer.json()["error"]["code"]


def result(answer: httpx.Response) -> dict[str, object]:
    assert answer.status_code == 200
    assert answer.json()["status"] == "DONE"
    assert answer.json()["responseCode"].startswith("FN-")
    return answer.json()["result"]


def test_shahkar_sends_its_code_only_to_the_owners_sim(vendor_server: VendorServer) -> None:
    mine = get(vendor_server, "kyc/shahkar/smsSend", mobile="09120000001", nationalCode="9990001235", version="2")
    assert result(mine) == {"smsSent": True}
    others = get(vendor_server, "kyc/shahkar/smsSend", mobile="09120000007", nationalCode="0090007778")
    assert result(others) == {"smsSent": False}
    assert [message.receptor for message in vendor_server.outbox()] == ["09120000001"]


def test_the_shahkar_code_is_confirmed_once_under_the_sending_track_id(vendor_server: VendorServer) -> None:
    get(vendor_server, "facility/shahkar/smsSend", mobile="09120000001", nationalCode="9990001235", trackId="sending1")
    otp = vendor_server.outbox("09120000001")[-1].code
    wrong = "99999" if otp != "99999" else "11111"
    verify = "facility/shahkar/smsVerify"
    assert result(get(vendor_server, verify, otpTrackId="sending1", otp=wrong)) == {"isValid": False}
    assert result(get(vendor_server, verify, otpTrackId="another1", otp=otp)) == {"isValid": False}
    assert result(get(vendor_server, verify, otpTrackId="sending1", otp=otp)) == {"isValid": True}
    assert result(get(vendor_server, verify, otpTrackId="sending1", otp=otp)) == {"isValid": False}


@pytest.mark.parametrize(("hour", "minute", "open_"), [(22, 59, True), (23, 0, False), (3, 0, False), (6, 59, False), (7, 0, True)])
def test_shahkar_and_death_sleep_from_23_to_7(vendor_server: VendorServer, hour: int, minute: int, open_: bool) -> None:
    vendor_server.clock(datetime(2025, 11, 22, hour, minute, tzinfo=TEHRAN))
    shahkar = get(vendor_server, "kyc/shahkar/smsSend", mobile="09120000001", nationalCode="9990001235")
    death = get(vendor_server, "kyc/deathStatusInquiry", nationalCode="9990001235", birthDate="1370/06/31")
    assert {shahkar.status_code, death.status_code} == {200 if open_ else 400}
    if not open_:
        assert failure(shahkar) == failure(death) == (400, "SERVICE_CALL_ERROR")
        assert "ساعت" in shahkar.json()["error"]["message"]
        assert vendor_server.outbox() == []


def test_other_services_work_at_night(vendor_server: VendorServer) -> None:
    vendor_server.clock("2025-11-22T23:30:00+03:30")
    answer = get(vendor_server, "kyb/matchLegalIdWithMembers", nationalId="9990001235", legalId="99900012303")
    assert result(answer)["isMatched"] is True


@pytest.mark.parametrize("bad", ["", "a" * 41, "0b6f3b0e-2f5f-4c39-8a07-5a0c5a3a8f11", "شماره"])
def test_a_track_id_is_at_most_forty_letters_and_digits(vendor_server: VendorServer, bad: str) -> None:
    answer = get(vendor_server, "kyc/shahkar/smsSend", mobile="09120000001", nationalCode="9990001235", trackId=bad)
    assert failure(answer) == (400, "VALIDATION_ERROR")
    assert vendor_server.outbox() == []


def test_a_repeated_track_id_repeats_the_answer_and_not_the_act(vendor_server: VendorServer) -> None:
    asked = {"mobile": "09120000001", "nationalCode": "9990001235", "trackId": "retry1"}
    first, second = (get(vendor_server, "kyc/shahkar/smsSend", **asked) for _ in range(2))
    assert first.json() == second.json()
    assert len(vendor_server.outbox()) == 1
    assert failure(get(vendor_server, "kyc/shahkar/smsSend", **{**asked, "mobile": "09350000002"})) == (400, "VALIDATION_ERROR")


def test_calls_need_a_token_in_force_of_this_client_with_the_scope(vendor_server: VendorServer) -> None:
    asked = {"mobile": "09120000001", "nationalCode": "9990001235"}
    narrow = token(vendor_server, scopes="oak:iban-inquiry:get")
    for changed in ({"bearer": "wrong"}, {"client": "somebody"}, {"bearer": narrow}):
        assert failure(get(vendor_server, "kyc/shahkar/smsSend", **asked, **changed)) == (403, "UNAUTHORIZED")
    assert vendor_server.outbox() == []


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("kyc/shahkar/smsSend", {"mobile": "9120000001", "nationalCode": "9990001235"}),
        ("kyc/shahkar/smsSend", {"mobile": "09120000001", "nationalCode": "9990001236"}),
        ("facility/shahkar/smsVerify", {"otp": "12345"}),
        ("oak/nidVerification", {"nationalCode": "9990001235", "birthDate": "1370/06/31"}),
        ("oak/nidVerification", {"nationalCode": "9990001235", "birthDate": "13700631", "fullName": "علی کریمی"}),
        ("kyc/deathStatusInquiry", {"nationalCode": "9990001235", "birthDate": "1400/12/30"}),
        ("kyc/ibanOwnerVerification", {"nid": "9990001235", "birthDate": "1370/06/31", "iban": people.SHEBA[:-1] + "4"}),
        ("kyb/matchLegalIdWithMembers", {"nationalId": "9990001235", "legalId": "33333333333"}),
        ("ecity/postalCode", {"postalCode": "0131111111"}),
        ("oak/ibanInquiry", {"iban": "IR91080000500011542643200X"}),
    ],
)
def test_badly_written_input_fails_validation(vendor_server: VendorServer, path: str, query: dict[str, str]) -> None:
    assert failure(get(vendor_server, path, **query)) == (400, "VALIDATION_ERROR")


def test_the_older_registry_call_compares_names_and_tells_life(vendor_server: VendorServer) -> None:
    asked = {"nationalCode": "9990001235", "birthDate": "1370/06/31"}
    said = result(get(vendor_server, "oak/nidVerification", **asked, firstName="علی", lastName="نوروزی"))
    assert said["firstNameSimilarity"] == 100
    assert isinstance(said["lastNameSimilarity"], int)
    assert said["lastNameSimilarity"] < 70
    assert "fullNameSimilarity" not in said
    assert said["deathStatus"] == "زنده"


def test_the_doubtful_name_is_82_and_the_dead_are_told(vendor_server: VendorServer) -> None:
    doubtful = get(vendor_server, "oak/nidVerification", nationalCode="0199999996", birthDate="1380/09/09", fullName="علیرضا محمدی")
    assert result(doubtful)["fullNameSimilarity"] == 82
    dead = get(vendor_server, "kyc/deathStatusInquiry", nationalCode="9987654320", birthDate="1330/05/05")
    assert result(dead) == {"deathStatus": "مرده"}


@pytest.mark.parametrize(("code", "birth"), [("9990001235", "1370/06/30"), ("0102030405", "1372/04/04")])
def test_a_pair_that_the_registry_lacks_is_a_failed_service_call(vendor_server: VendorServer, code: str, birth: str) -> None:
    answer = get(vendor_server, "oak/nidVerification", nationalCode=code, birthDate=birth, fullName="علی کریمی")
    assert failure(answer) == (400, "SERVICE_CALL_ERROR")
    assert answer.json()["responseCode"] == "FN-OHKZ-40003810019"


def test_the_consented_registry_call_needs_that_persons_token(vendor_server: VendorServer) -> None:
    bearer = consented_token(vendor_server, "9990001235", "09120000001")
    asked = {"birthDate": "1370/06/31", "fullName": "علی کریمی"}
    mine = get(vendor_server, "kyc/users/9990001235/sms/nidVerification", bearer=bearer, **asked)
    assert result(mine)["fullNameSimilarity"] == 100
    other = get(vendor_server, "kyc/users/9990001243/sms/nidVerification", bearer=bearer, **asked)
    assert failure(other) == (403, "UNAUTHORIZED")
    plain = get(vendor_server, "kyc/users/9990001235/sms/nidVerification", **asked)
    assert failure(plain) == (403, "UNAUTHORIZED")


@pytest.mark.parametrize("service", ["ibanOwnerVerification", "ibanOwnerBirthdateVerification"])
@pytest.mark.parametrize(
    ("nid", "birth", "verdict"),
    [
        ("9990001235", "1370/06/31", "yes"),
        ("9990001235", "1370/06/30", "no"),
        ("9990001243", "1365/01/15", "no"),
        ("0001234560", "1375/12/30", "most_possible"),
    ],
)
def test_a_sheba_owner_is_told_in_three_words(vendor_server: VendorServer, service: str, nid: str, birth: str, verdict: str) -> None:
    answer = get(vendor_server, f"kyc/{service}", nid=nid, birthDate=birth, iban=people.SHEBA)
    assert result(answer) == {"isValid": verdict}


def test_a_member_is_matched_with_positions_and_nobody_else_is(vendor_server: VendorServer) -> None:
    path = "kyb/matchLegalIdWithMembers"
    said = result(get(vendor_server, path, nationalId="9990001235", legalId="99900012303"))
    assert said["isMatched"] is True
    assert [position["positionName"] for position in said["positions"]] == ["CEO"]
    for code, company in (("9990001243", "99900012303"), ("9990001235", "99900012318"), ("9990001235", "99900012322")):
        assert result(get(vendor_server, path, nationalId=code, legalId=company)) == {"isMatched": False, "positions": []}


def test_postal_code_and_sheba_are_looked_up(vendor_server: VendorServer) -> None:
    assert result(get(vendor_server, "ecity/postalCode", postalCode="1498370910"))["Province"] == "تهران"
    assert failure(get(vendor_server, "ecity/postalCode", postalCode="1635489310")) == (400, "SERVICE_CALL_ERROR")
    assert result(get(vendor_server, "oak/ibanInquiry", iban=people.SHEBA))["depositStatus"] == "02"
    assert failure(get(vendor_server, "oak/ibanInquiry", iban="IR820110000000000001007922")) == (400, "SERVICE_CALL_ERROR")
