"""Zohal's own ways: a 200 may be a failure, and the inquiries that the local vendor does not speak."""

import json

import pytest

from kardad.gateways.registry.port import Operation, Outcome
from kardad.gateways.registry.zohal import Contract, Zohal
from tests.gateways.conftest import answering
from tests.gateways.registry.conftest import KEY
from tests.gateways.registry.test_contract import BORN

TRACK = "0b5d2b0e-6c1f-4b57-9f0e-2f4f5a3c9d11"


def said(**data):
    return 200, {"result": 1, "response_body": {"data": data, "error_code": None, "message": "…"}}


def wired(dial, reply, seen=None):
    return Zohal(KEY, transport=dial("https://zohal.invalid/api/v0/services", wire=answering(reply, seen=seen)))


@pytest.mark.parametrize(
    "body",
    [
        {"result": 2, "response_body": {"data": {"matched": True}, "error_code": None}},
        {"result": 100, "response_body": {"data": {"matched": True}}},
        {"result": 1, "response_body": {"data": {"matched": False}, "error_code": "SOMETHING"}},
        {"result": 1, "response_body": {"data": None}},
        {"response_body": {"data": {"matched": True}}},
    ],
)
def test_matched_is_read_only_from_a_result_of_one_without_an_error_code(dial, body):
    assert wired(dial, (200, body)).mobile_owner("9990001235", "09120000001", track_id=TRACK).outcome is Outcome.UNAVAILABLE


def test_the_error_code_is_kept(dial):
    body = {"result": 5, "response_body": {"data": None, "error_code": "LOW_CREDIT"}}
    assert wired(dial, (200, body)).mobile_owner("9990001235", "09120000001", track_id=TRACK).code == "LOW_CREDIT"


def test_a_wrong_token_is_a_fault_of_ours(line, server):
    registry = Zohal(Contract("nobody"), transport=line("zohal"))
    assert registry.mobile_owner("9990001235", "09120000001", track_id=TRACK).outcome is Outcome.AUTH


def test_the_birth_date_goes_out_as_a_jalali_day_with_slashes(make, server):
    make("zohal").identity("9990001235", BORN["9990001235"], track_id=TRACK)
    assert json.loads(server.calls("zohal", "identity")[0].body) == {"national_code": "9990001235", "birth_date": "1370/06/31"}


@pytest.mark.parametrize(
    ("told", "outcome", "is_alive"),
    [
        ({"alive": True}, Outcome.MATCH, True),
        ({"is_dead": False}, Outcome.MATCH, True),
        ({}, Outcome.MATCH, None),
        ({"alive": None, "is_dead": None}, Outcome.MATCH, None),
        ({"alive": False}, Outcome.DECEASED, False),
        ({"is_dead": True}, Outcome.DECEASED, False),
        ({"alive": True, "is_dead": True}, Outcome.DECEASED, False),
    ],
)
def test_death_in_either_field_counts_and_silence_is_not_made_up(dial, told, outcome, is_alive):
    answer = wired(dial, said(matched=True, first_name="علي", last_name="كريمي", **told)).identity(
        "9990001235", BORN["9990001235"], track_id=TRACK
    )
    assert (answer.outcome, answer.is_alive) == (outcome, is_alive)


@pytest.mark.parametrize(("matched", "outcome"), [(True, Outcome.MATCH), (False, Outcome.NO_MATCH), (None, Outcome.UNAVAILABLE)])
def test_an_account_is_theirs_or_not(dial, matched, outcome):
    seen = []
    answer = wired(dial, said(matched=matched), seen).iban_owner("9990001235", BORN["9990001235"], "IR1", track_id=TRACK)
    assert answer.outcome is outcome
    assert seen[0].url.path == "/api/v0/services/inquiry/check_iban_with_national_code"
    assert json.loads(seen[0].content) == {"IBAN": "IR1", "national_code": "9990001235", "birth_date": "1370/06/31"}


@pytest.mark.parametrize(
    ("ends", "is_active"),
    [({"activity_end_date": ""}, True), ({"activity_end_date": None}, True), ({"activity_end_date": "1402-01-01"}, False), ({}, None)],
)
def test_a_company_is_active_until_its_activity_ends(dial, ends, is_active):
    seen = []
    answer = wired(dial, said(name="شرکت نمونه", register_number=12345, **ends), seen).company("99900012303", track_id=TRACK)
    assert (answer.outcome, answer.registration_number, answer.is_active) == (Outcome.MATCH, "12345", is_active)
    assert json.loads(seen[0].content) == {"national_id": "99900012303"}


def test_a_company_without_a_name_is_not_found(dial):
    assert wired(dial, said()).company("99900012303", track_id=TRACK).outcome is Outcome.NOT_FOUND


def test_an_address_is_told_in_parts_or_not_found(dial):
    answer = wired(dial, said(address={"province": "قم", "town": "قم", "street": "صفاییه", "number": 7})).postal(
        "1498370910", track_id=TRACK
    )
    assert (answer.outcome, answer.province, answer.house_number) == (Outcome.MATCH, "قم", "7")
    assert wired(dial, said(address=None)).postal("1498370910", track_id=TRACK).outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize("operation", ["iban_owner", "company", "postal"])
def test_a_failure_of_any_inquiry_is_unavailable(dial, operation):
    questions = {"iban_owner": ("9990001235", BORN["9990001235"], "IR1"), "company": ("99900012303",), "postal": ("1498370910",)}
    registry = wired(dial, (200, {"result": 2}))
    assert getattr(registry, operation)(*questions[operation], track_id=TRACK).outcome is Outcome.UNAVAILABLE


def test_members_and_foreigners_are_not_offered(dial):
    registry = wired(dial, said())
    assert not registry.offers & {Operation.COMPANY_MEMBER, Operation.FOREIGNER}
    assert registry.company_member("99900012303", "9990001235", track_id=TRACK).outcome is Outcome.UNSUPPORTED
