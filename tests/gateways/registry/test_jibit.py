"""Jibit's own ways: its codes, its pair of tokens, and shapes on which its clients disagree."""

from datetime import date

import pytest

from kardad.gateways.registry.jibit import BY_CODE, TOKEN_LIFE, Contract, Jibit, meaning
from kardad.gateways.registry.port import Outcome
from tests.gateways.conftest import MOMENT, answering
from tests.gateways.registry.conftest import KEYS
from tests.gateways.registry.test_contract import BORN

TRACK = "0b5d2b0e-6c1f-4b57-9f0e-2f4f5a3c9d11"
PAIR = (200, {"accessToken": "a", "refreshToken": "r"})


@pytest.fixture
def jibit(make):
    return make("jibit")


def wired(dial, *replies, seen=None, clock=MOMENT.timestamp):
    return Jibit(KEYS, transport=dial(wire=answering(PAIR, *replies, seen=seen)), clock=clock)


@pytest.mark.parametrize(("code", "outcome"), BY_CODE.items())
@pytest.mark.parametrize("is_list", [True, False])
def test_every_error_code_has_its_outcome_in_both_shapes(jibit, server, code, outcome, is_list):
    error = {"code": code, "message": "…"}
    server.rule("jibit", "matching", status=400, body={"errors": [error]} if is_list else error)
    answer = jibit.mobile_owner("9990001235", "09120000001", track_id=TRACK)
    assert (answer.outcome, answer.code) == (outcome, code)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("postalCode.not_valid", Outcome.INVALID_INPUT),
        ("code.is_required", Outcome.INVALID_INPUT),
        ("card.not_active", Outcome.NO_MATCH),
        ("card.provider_is_not_active", Outcome.UNAVAILABLE),
        ("something.not_found", None),
        ("", None),
    ],
)
def test_a_code_outside_the_table_is_read_only_by_the_vendors_own_endings(code, outcome):
    assert meaning(code) is outcome


def test_an_unknown_code_is_unavailable_and_kept(jibit, server):
    server.rule("jibit", "identity", status=400, body={"code": "brand.new"})
    answer = jibit.identity("9990001235", BORN["9990001235"], track_id=TRACK)
    assert (answer.outcome, answer.code) == (Outcome.UNAVAILABLE, "brand.new")


@pytest.mark.parametrize(
    ("value", "outcome"), [(True, Outcome.MATCH), (1, Outcome.MATCH), (False, Outcome.NO_MATCH), (0, Outcome.NO_MATCH)]
)
def test_a_match_may_be_a_truth_or_a_number(jibit, server, value, outcome):
    server.rule("jibit", "matching", status=200, body={"matched": value})
    assert jibit.mobile_owner("9990001235", "09120000001", track_id=TRACK).outcome is outcome


def test_the_inquiry_asks_for_no_photo_and_writes_the_birth_date_without_slashes(jibit, server):
    jibit.identity("9990001235", BORN["9990001235"], track_id=TRACK)
    call = server.calls("jibit", "identity")[0]
    assert (call.query["withoutPhoto"], call.query["birthDate"], call.headers["x-track-id"]) == ("true", "13700631", TRACK)


@pytest.mark.parametrize("code", ["forbidden", "security.auth_required"])
def test_a_refused_token_is_refreshed_once_and_the_call_made_again(jibit, server, code):
    server.rule("jibit", "matching", status=403, body={"code": code}, times=1)
    assert jibit.mobile_owner("9990001235", "09120000001", track_id=TRACK).outcome is Outcome.MATCH
    assert (len(server.calls("jibit", "generate")), len(server.calls("jibit", "refresh"))) == (1, 1)


def test_a_token_refused_twice_is_a_fault_of_ours(jibit, server):
    server.rule("jibit", "matching", status=403, body={"code": "forbidden"})
    assert jibit.mobile_owner("9990001235", "09120000001", track_id=TRACK).outcome is Outcome.AUTH
    assert len(server.calls("jibit", "matching")) == 2


def test_a_pair_that_cannot_be_refreshed_is_generated_anew(dial):
    seen = []
    registry = wired(dial, (403, {"code": "forbidden"}), (403, {"code": "forbidden"}), PAIR, (200, {"matched": True}), seen=seen)
    assert registry.mobile_owner("9990001235", "09120000001", track_id=TRACK).outcome is Outcome.MATCH
    assert [request.url.path.rpartition("/")[2] for request in seen] == ["generate", "matching", "refresh", "generate", "matching"]


def test_a_token_lives_a_day_less_a_minute(dial):
    now, seen = [0.0], []
    registry = wired(dial, (200, {"matched": True}), PAIR, (200, {"matched": True}), seen=seen, clock=lambda: now[0])
    registry.mobile_owner("9990001235", "09120000001", track_id=TRACK)
    now[0] = TOKEN_LIFE - 59
    registry.mobile_owner("9990001235", "09120000001", track_id=TRACK)
    assert [request.url.path.rpartition("/")[2] for request in seen] == ["generate", "matching", "refresh", "matching"]


def test_wrong_keys_are_a_fault_of_ours(line, server):
    registry = Jibit(Contract("nobody", "nothing"), transport=line("jibit"), clock=MOMENT.timestamp)
    assert registry.mobile_owner("9990001235", "09120000001", track_id=TRACK).outcome is Outcome.AUTH
    assert server.calls("jibit", "matching") == []


@pytest.mark.parametrize(("reply", "outcome"), [((500, {}), Outcome.UNAVAILABLE), ((200, {}), Outcome.UNAVAILABLE)])
def test_no_token_from_a_vendor_that_is_down_is_no_fault_of_ours(dial, reply, outcome):
    registry = Jibit(KEYS, transport=dial(wire=answering(reply)), clock=MOMENT.timestamp)
    assert registry.mobile_owner("9990001235", "09120000001", track_id=TRACK).outcome is outcome


@pytest.mark.parametrize("told", [None, True])
def test_life_that_is_not_told_is_not_made_up(dial, told):
    person = {"firstName": "علي", "lastName": "كريمي", "fatherName": None} | ({"alive": told} if told else {})
    answer = wired(dial, (200, {"identityInfo": person})).identity("9990001235", BORN["9990001235"], track_id=TRACK)
    assert (answer.outcome, answer.is_alive, answer.father_name) == (Outcome.MATCH, told, "")


@pytest.mark.parametrize("body", [{"identityInfo": None}, {"identityInfo": {"firstName": "علي"}}, {"identityInfo": []}])
def test_a_person_without_a_name_is_no_person(dial, body):
    assert wired(dial, (200, body)).identity("9990001235", BORN["9990001235"], track_id=TRACK).outcome is Outcome.UNAVAILABLE


@pytest.mark.parametrize("nested", [True, False])
@pytest.mark.parametrize("written", ["1990-05-01", "19900501", "1369/02/11"])
def test_a_foreigner_is_read_at_the_top_or_one_level_down_with_either_calendar(dial, nested, written):
    person = {"firstName": "احمد", "lastName": "رحمانی", "birthDate": written, "nationality": "افغانستان"}
    body = {"fida": "990000000001", "foreignerIdentityInfo": person} if nested else person
    answer = wired(dial, (200, body)).foreigner("990000000001", track_id=TRACK)
    assert (answer.outcome, answer.last_name, answer.birth) == (Outcome.MATCH, "رحمانی", date(1990, 5, 1))


@pytest.mark.parametrize("body", [{"foreignerIdentityInfo": []}, {"fida": "990000000001"}, []])
def test_a_foreigner_without_a_name_is_no_person(dial, body):
    assert wired(dial, (200, body)).foreigner("990000000001", track_id=TRACK).outcome is Outcome.UNAVAILABLE


@pytest.mark.parametrize("birth", ["", None, "نامعلوم", "1370-13-01"])
def test_a_birth_date_that_cannot_be_read_is_left_out(dial, birth):
    person = {"lastName": "رحمانی", "birthDate": birth}
    assert wired(dial, (200, person)).foreigner("990000000001", track_id=TRACK).birth is None


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ({"Province": "قم"}, Outcome.MATCH),
        ({"addressInfo": {"province": "قم"}}, Outcome.MATCH),
        ({}, Outcome.UNAVAILABLE),
        ({"addressInfo": ["قم"]}, Outcome.UNAVAILABLE),
    ],
)
def test_an_address_is_read_in_either_shape(dial, body, outcome):
    answer = wired(dial, (200, body)).postal("1498370910", track_id=TRACK)
    assert (answer.outcome, answer.province) == (outcome, "قم" if outcome is Outcome.MATCH else "")


@pytest.mark.parametrize(("status", "outcome"), [(404, Outcome.NOT_FOUND), (500, Outcome.NOT_FOUND)])
def test_an_address_that_is_not_found_says_so_by_its_code(dial, status, outcome):
    registry = wired(dial, (status, {"code": "identity_info.not_found"}))
    assert registry.postal("1498370910", track_id=TRACK).outcome is outcome


def test_the_keys_show_nothing_when_they_are_printed():
    assert KEYS.key not in repr(KEYS)
    assert KEYS.secret not in repr(KEYS)
