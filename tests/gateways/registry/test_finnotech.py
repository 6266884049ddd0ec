"""Finnotech's own ways: its codes, its sleep, its tokens, and the code that it sends by itself."""

import json
from uuid import uuid4

import pytest

from kardad.gateways.registry.finnotech import BY_CODE, NOT_FOUND, Finnotech
from kardad.gateways.registry.port import Name, Operation, Outcome
from tests.gateways.conftest import MOMENT, NIGHT, answering
from tests.gateways.registry.conftest import CLIENT
from tests.gateways.registry.test_contract import BORN

TOKEN = (200, {"status": "DONE", "result": {"value": "t", "refreshToken": "r", "lifeTime": 864000000}})


def track():
    return str(uuid4())


def failed(code, number="FN-KCFH-40000000000"):
    return {"responseCode": number, "trackId": "x", "status": "FAILED", "error": {"code": code, "message": "…"}}


@pytest.fixture
def finnotech(make):
    return make("finnotech")


def identity(registry, national_code="9990001235", track_id=None):
    return registry.identity(national_code, BORN[national_code], name=Name("علي", "كريمي"), track_id=track_id or track())


@pytest.mark.parametrize(("code", "outcome"), BY_CODE.items())
@pytest.mark.parametrize("status", [200, 400])
def test_every_error_code_has_its_outcome(finnotech, server, code, outcome, status):
    server.rule("finnotech", "iban_owner", status=status, body=failed(code))
    answer = finnotech.iban_owner("9990001235", BORN["9990001235"], "IR810100000000000001000003", track_id=track())
    assert (answer.outcome, answer.code) == (outcome, "FN-KCFH-40000000000")


@pytest.mark.parametrize("number", sorted(NOT_FOUND))
def test_the_response_code_of_a_mismatch_is_not_found_though_its_error_code_says_service(finnotech, server, number):
    server.rule("finnotech", "nid", status=400, body=failed("SERVICE_CALL_ERROR", number))
    assert identity(finnotech).outcome is Outcome.NOT_FOUND


def test_another_service_error_is_never_taken_for_a_mismatch(finnotech, server):
    server.rule("finnotech", "nid", status=400, body=failed("SERVICE_CALL_ERROR"))
    assert identity(finnotech).outcome is Outcome.UNAVAILABLE


def test_an_unknown_error_code_is_judged_by_its_status_alone(finnotech, server):
    server.rule("finnotech", "nid", status=400, body=failed("SOMETHING_NEW"))
    assert identity(finnotech).outcome is Outcome.UNAVAILABLE


def test_at_night_the_sim_inquiry_is_closed_and_says_so(line, server):
    server.clock(NIGHT)
    registry = Finnotech(CLIENT, transport=line("finnotech"), now=lambda: NIGHT, may_text_the_owner=True)
    assert registry.mobile_owner("9990001235", "09120000001", track_id=track()).outcome is Outcome.OUT_OF_HOURS


@pytest.mark.parametrize(
    ("hour", "outcome"),
    [
        ("22:59", Outcome.UNAVAILABLE),
        ("23:00", Outcome.OUT_OF_HOURS),
        ("00:00", Outcome.OUT_OF_HOURS),
        ("06:59", Outcome.OUT_OF_HOURS),
        ("07:00", Outcome.UNAVAILABLE),
    ],
)
def test_a_failure_is_the_hours_fault_from_eleven_at_night_to_seven_in_tehran(dial, hour, outcome):
    now = MOMENT.fromisoformat(f"2025-11-22T{hour}:00+03:30")
    wire = answering(TOKEN, (400, failed("SERVICE_CALL_ERROR")))
    registry = Finnotech(CLIENT, transport=dial(wire=wire), now=lambda: now, may_text_the_owner=True)
    assert registry.mobile_owner("9990001235", "09120000001", track_id=track()).outcome is outcome


@pytest.mark.parametrize(("code", "outcome"), [("VALIDATION_ERROR", Outcome.INVALID_INPUT), ("UNAUTHORIZED", Outcome.AUTH)])
def test_a_fault_of_ours_stays_ours_at_night(dial, code, outcome):
    registry = Finnotech(CLIENT, transport=dial(wire=answering(TOKEN, (400, failed(code)))), now=lambda: NIGHT, may_text_the_owner=True)
    assert registry.mobile_owner("9990001235", "09120000001", track_id=track()).outcome is outcome


def test_inquiries_that_do_not_sleep_are_just_unavailable_at_night(dial):
    registry = Finnotech(CLIENT, transport=dial(wire=answering(TOKEN, (400, failed("SERVICE_CALL_ERROR")))), now=lambda: NIGHT)
    assert registry.postal("1498370910", track_id=track()).outcome is Outcome.UNAVAILABLE


def test_the_sim_inquiry_is_offered_only_where_a_second_code_is_wanted(line, server):
    registry = Finnotech(CLIENT, transport=line("finnotech"), now=lambda: MOMENT)
    assert Operation.MOBILE_OWNER not in registry.offers
    assert registry.mobile_owner("9990001235", "09120000001", track_id=track()).outcome is Outcome.UNSUPPORTED
    assert server.calls() == []


def test_the_sim_inquiry_sends_a_code_so_it_is_never_repeated(finnotech, server):
    server.rule("finnotech", "shahkar_send", drop=True)
    assert finnotech.mobile_owner("9990001235", "09120000001", track_id=track()).outcome is Outcome.UNAVAILABLE
    assert len(server.calls("finnotech", "shahkar_send")) == 1


def test_the_track_id_goes_out_in_letters_and_digits(finnotech, server):
    finnotech.postal("1498370910", track_id="0b5d2b0e-6c1f-4b57-9f0e-2f4f5a3c9d11")
    assert server.calls("finnotech", "postal")[0].query["trackId"] == "0b5d2b0e6c1f4b579f0e2f4f5a3c9d11"


def test_the_birth_date_goes_out_as_a_jalali_day_with_slashes(finnotech, server):
    identity(finnotech)
    assert server.calls("finnotech", "nid")[0].query["birthDate"] == "1370/06/31"


def without_death(answer_of_death):
    nid = {"status": "DONE", "result": {"firstNameSimilarity": 100, "lastNameSimilarity": 100, "fullNameSimilarity": 100}}
    return answering(TOKEN, (200, nid), answer_of_death)


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        ((200, {"status": "DONE", "result": {"deathStatus": "زنده"}}), Outcome.MATCH),
        ((200, {"status": "DONE", "result": {"deathStatus": "مرده"}}), Outcome.DECEASED),
        ((200, {"status": "DONE", "result": {"deathStatus": "نامعلوم"}}), Outcome.UNAVAILABLE),
        ((400, failed("SERVICE_CALL_ERROR")), Outcome.UNAVAILABLE),
    ],
)
def test_a_registry_answer_without_life_or_death_is_completed_by_a_second_inquiry(dial, reply, outcome):
    registry = Finnotech(CLIENT, transport=dial(wire=without_death(reply)), now=lambda: MOMENT)
    assert identity(registry).outcome is outcome


def test_a_registry_answer_without_any_score_judges_nothing(dial):
    wire = answering(TOKEN, (200, {"status": "DONE", "result": {"deathStatus": "زنده", "firstNameSimilarity": "100"}}))
    assert identity(Finnotech(CLIENT, transport=dial(wire=wire), now=lambda: MOMENT)).outcome is Outcome.UNAVAILABLE


def test_the_second_inquiry_sleeps_at_night_and_then_nothing_is_judged(dial):
    wire = without_death((400, failed("SERVICE_CALL_ERROR")))
    assert identity(Finnotech(CLIENT, transport=dial(wire=wire), now=lambda: NIGHT)).outcome is Outcome.OUT_OF_HOURS


def test_one_token_serves_many_calls(finnotech, server):
    identity(finnotech)
    identity(finnotech, "9990001243")
    assert len(server.calls("finnotech", "token")) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_token_is_renewed_once_and_the_call_made_again(finnotech, server, status):
    server.rule("finnotech", "nid", status=status, body=failed("UNAUTHORIZED"), times=1)
    assert identity(finnotech).outcome is Outcome.MATCH
    grants = [json.loads(call.body)["grant_type"] for call in server.calls("finnotech", "token")]
    assert grants == ["client_credentials", "refresh_token"]


def test_a_token_that_cannot_be_refreshed_is_asked_for_anew(dial):
    refused = (400, failed("UNAUTHORIZED"))
    done = (200, {"status": "DONE", "result": {"Province": "تهران"}})
    wire = answering(TOKEN, (403, failed("UNAUTHORIZED")), refused, TOKEN, done)
    registry = Finnotech(CLIENT, transport=dial(wire=wire), now=lambda: MOMENT)
    assert registry.postal("1498370910", track_id=track()).outcome is Outcome.MATCH


def test_an_old_token_is_renewed_before_it_ends(dial):
    brief = (200, {"status": "DONE", "result": {"value": "t", "refreshToken": "r", "lifeTime": 30000}})
    done = (200, {"status": "DONE", "result": {"Province": "تهران"}})
    seen = []
    registry = Finnotech(CLIENT, transport=dial(wire=answering(brief, done, brief, done, seen=seen)), now=lambda: MOMENT)
    registry.postal("1498370910", track_id=track())
    registry.postal("1498370910", track_id=track())
    assert [request.url.path.rpartition("/")[2] for request in seen] == ["token", "postalCode", "token", "postalCode"]


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [((400, failed("UNAUTHORIZED")), Outcome.AUTH), ((500, {}), Outcome.UNAVAILABLE), ((200, {}), Outcome.UNAVAILABLE)],
)
def test_without_a_token_nothing_is_asked(dial, reply, outcome):
    seen = []
    registry = Finnotech(CLIENT, transport=dial(wire=answering(reply, seen=seen)), now=lambda: MOMENT)
    assert registry.postal("1498370910", track_id=track()).outcome is outcome
    assert len(seen) == 1


def test_the_contract_shows_no_secret_when_it_is_printed():
    assert CLIENT.secret not in repr(CLIENT)
    assert CLIENT.caller not in repr(CLIENT)
