"""One contract for every registry: the same people, the same answers, and no exception whatever the other side does."""

from dataclasses import fields
from datetime import date
from uuid import uuid4

import httpx
import pytest

from kardad.gateways.registry import demo
from kardad.gateways.registry.port import COUNTED, EVERYTHING, UNANSWERED, Name, Operation, Outcome, offered
from kardad.gateways.registry.relay import KINDS

TRACK = "0b5d2b0e-6c1f-4b57-9f0e-2f4f5a3c9d11"
BORN = {person.national_code: person.birth for person in demo.PEOPLE}
NAMES = {person.national_code: Name(person.first_name, person.last_name) for person in demo.PEOPLE}

ANSWERED = {
    "console": EVERYTHING,
    "memory": EVERYTHING,
    "comparing memory": EVERYTHING,
    "chain": EVERYTHING,
    "finnotech": offered("mobile_owner identity iban_owner company_member postal"),
    "jibit": offered("mobile_owner identity iban_owner foreigner postal"),
    # The rest of Zohal's paths are not in the local vendor's protocol; test_zohal.py has them.
    "zohal": offered("mobile_owner identity"),
}
VENDORS = ("finnotech", "jibit", "zohal")

QUESTIONS = {
    Operation.MOBILE_OWNER: ("9990001235", "09120000001"),
    Operation.IDENTITY: ("9990001235", BORN["9990001235"]),
    Operation.IBAN_OWNER: ("9990001235", BORN["9990001235"], demo.IBAN),
    Operation.COMPANY: ("99900012303",),
    Operation.COMPANY_MEMBER: ("99900012303", "9990001235"),
    Operation.FOREIGNER: ("990000000001",),
    Operation.POSTAL: ("1498370910",),
}
"""One question of each kind that a registry answers with MATCH."""


def answering(operation: Operation):
    """The names of the registries that answer an operation."""
    return pytest.mark.parametrize("name", [name for name, offers in ANSWERED.items() if operation in offers])


def ask(registry, operation, *arguments, track=None):
    """The answer to a question; a registry that compares names is given the person's own."""
    extra = {}
    if operation is Operation.IDENTITY and registry.needs_name:
        extra["name"] = NAMES.get(arguments[0]) or Name("نام", "دیگر")
    return getattr(registry, operation.value)(*arguments, track_id=track or str(uuid4()), **extra)


@answering(Operation.MOBILE_OWNER)
@pytest.mark.parametrize(
    ("national_code", "mobile", "outcome"),
    [
        ("9990001235", "09120000001", Outcome.MATCH),
        ("0001234560", "09120000006", Outcome.MATCH),
        ("990000000001", "09900000003", Outcome.MATCH),
        ("0090007778", "09120000007", Outcome.NO_MATCH),
        ("9990001235", "09350000002", Outcome.NO_MATCH),
    ],
)
def test_a_sim_is_the_persons_own_or_it_is_not(make, name, national_code, mobile, outcome):
    assert ask(make(name), Operation.MOBILE_OWNER, national_code, mobile).outcome is outcome


@answering(Operation.IDENTITY)
@pytest.mark.parametrize("national_code", ["9990001235", "9990001243", "9991234561", "0001234560"])
def test_a_living_person_is_found_by_code_and_birth_date(make, name, national_code):
    registry = make(name)
    answer = ask(registry, Operation.IDENTITY, national_code, BORN[national_code])
    assert (answer.outcome, answer.is_alive) == (Outcome.MATCH, True)
    if registry.needs_name:
        assert (answer.similarity.lowest, answer.first_name) == (100, "")
    else:
        assert Name(answer.first_name, answer.last_name) == NAMES[national_code]


@answering(Operation.IDENTITY)
@pytest.mark.parametrize(
    ("national_code", "birth"),
    [("0102030405", BORN["0102030405"]), ("9990001235", date(1991, 9, 21)), ("9990002010", date(1991, 9, 22))],
)
def test_a_wrong_birth_date_or_an_unknown_code_is_not_found(make, name, national_code, birth):
    answer = ask(make(name), Operation.IDENTITY, national_code, birth)
    assert (answer.outcome, answer.first_name, answer.similarity) == (Outcome.NOT_FOUND, "", None)


@answering(Operation.IDENTITY)
def test_a_dead_person_is_deceased_and_nothing_else_is_told(make, name):
    answer = ask(make(name), Operation.IDENTITY, "9987654320", BORN["9987654320"])
    assert (answer.outcome, answer.is_alive, answer.first_name, answer.last_name) == (Outcome.DECEASED, False, "", "")


@pytest.mark.parametrize("name", ["finnotech", "comparing memory"])
def test_a_name_that_is_nearly_right_is_unsure(make, name):
    answer = ask(make(name), Operation.IDENTITY, "0199999996", BORN["0199999996"])
    assert (answer.outcome, answer.similarity.lowest) == (Outcome.UNSURE, 82)


@pytest.mark.parametrize("name", ["finnotech", "comparing memory"])
def test_a_wrong_name_is_no_match_and_says_that_it_was_the_name(make, name):
    typed = Name("شهرام", "قدوسی")
    answer = make(name).identity("9990001235", BORN["9990001235"], name=typed, track_id=TRACK)
    assert answer.outcome is Outcome.NO_MATCH
    assert answer.similarity.lowest < 70


@pytest.mark.parametrize("name", ["finnotech", "comparing memory"])
def test_a_registry_that_compares_names_cannot_be_asked_without_one(make, name):
    answer = make(name).identity("9990001235", BORN["9990001235"], track_id=TRACK)
    assert answer.outcome is Outcome.UNSUPPORTED


@answering(Operation.IBAN_OWNER)
@pytest.mark.parametrize(
    ("national_code", "outcome"),
    [("9990001235", Outcome.MATCH), ("9990001243", Outcome.NO_MATCH), ("0001234560", Outcome.UNSURE)],
)
def test_an_account_is_theirs_or_not_or_most_possibly(make, name, national_code, outcome):
    assert ask(make(name), Operation.IBAN_OWNER, national_code, BORN[national_code], demo.IBAN).outcome is outcome


@answering(Operation.COMPANY)
def test_a_company_is_told_with_its_registration_number_and_standing(make, name):
    registry = make(name)
    answer = ask(registry, Operation.COMPANY, "99900012303")
    assert (answer.outcome, answer.registration_number, answer.is_active) == (Outcome.MATCH, "12345", True)
    assert ask(registry, Operation.COMPANY, "99900012318").is_active is False
    assert ask(registry, Operation.COMPANY, "10380284790").outcome is Outcome.NOT_FOUND


@answering(Operation.COMPANY_MEMBER)
def test_a_seat_in_a_company_is_told_and_its_absence_too(make, name):
    registry = make(name)
    answer = ask(registry, Operation.COMPANY_MEMBER, "99900012303", "9990001235")
    assert (answer.outcome, [seat.title for seat in answer.positions]) == (Outcome.MATCH, ["CEO"])
    assert answer.positions[0].gazette_on == date(2021, 3, 21)
    stranger = ask(registry, Operation.COMPANY_MEMBER, "99900012303", "9990001243")
    assert (stranger.outcome, stranger.positions) == (Outcome.NO_MATCH, ())


@answering(Operation.FOREIGNER)
def test_a_foreign_national_is_found_by_code(make, name):
    registry = make(name)
    answer = ask(registry, Operation.FOREIGNER, "990000000001")
    assert (answer.outcome, answer.birth, answer.first_name) == (Outcome.MATCH, date(1990, 5, 1), "احمد")
    assert ask(registry, Operation.FOREIGNER, "990000000002").outcome is Outcome.NOT_FOUND


@answering(Operation.POSTAL)
def test_a_postal_code_has_a_province(make, name):
    answer = ask(make(name), Operation.POSTAL, "1498370910")
    assert (answer.outcome, answer.province) == (Outcome.MATCH, "تهران")


@pytest.mark.parametrize("name", ANSWERED)
@pytest.mark.parametrize("operation", Operation)
def test_every_answer_is_of_its_kind_and_carries_who_gave_it_and_the_track_id(make, name, operation):
    if operation in ANSWERED[name] or name not in VENDORS:
        answer = ask(make(name), operation, *QUESTIONS[operation], track=TRACK)
        assert answer.outcome is Outcome.MATCH
    else:
        registry = make(name)
        if operation in registry.offers:
            return
        answer = ask(registry, operation, *QUESTIONS[operation], track=TRACK)
        assert answer.outcome is Outcome.UNSUPPORTED
    assert type(answer) is KINDS[operation]
    assert answer.track_id == TRACK
    assert answer.provider in {name, "second", "memory"}


@pytest.mark.parametrize("name", VENDORS)
def test_an_operation_that_is_not_offered_asks_nobody(make, server, name):
    registry = make(name)
    for operation in EVERYTHING - registry.offers:
        assert ask(registry, operation, *QUESTIONS[operation]).outcome is Outcome.UNSUPPORTED
    assert server.calls() == []


@pytest.mark.parametrize("name", ANSWERED)
def test_no_answer_shows_a_person_when_it_is_printed(make, name):
    registry = make(name)
    answer = ask(registry, Operation.IDENTITY, "9990001235", BORN["9990001235"])
    shown = repr(answer) + repr(Name("علي", "كريمي"))
    assert not any(secret in shown for secret in ("علي", "كريمي", "رضا", "9990001235"))


@pytest.mark.parametrize("name", VENDORS)
def test_a_vendors_raw_answer_is_kept_as_a_digest(make, name):
    assert len(ask(make(name), Operation.MOBILE_OWNER, "9990001235", "09120000001").digest) == 64


FIRST = {"finnotech": "iban_owner", "jibit": "matching", "zohal": "shahkar"}
"""An operation of the local vendor, and the question that reaches it."""
ASKED = {"finnotech": Operation.IBAN_OWNER, "jibit": Operation.MOBILE_OWNER, "zohal": Operation.MOBILE_OWNER}


@pytest.mark.parametrize("name", VENDORS)
def test_a_line_that_drops_is_tried_three_times_with_the_same_track_id_and_then_unavailable(make, server, name):
    server.rule(name, FIRST[name], drop=True)
    answer = ask(make(name), ASKED[name], *QUESTIONS[ASKED[name]])
    assert (answer.outcome, answer.digest) == (Outcome.UNAVAILABLE, "")
    calls = server.calls(name, FIRST[name])
    assert len(calls) == 3
    assert len({call.query.get("trackId", call.headers.get("x-track-id")) for call in calls}) == 1


@pytest.mark.parametrize("name", VENDORS)
def test_a_line_that_drops_once_is_forgiven(make, server, name):
    server.rule(name, FIRST[name], drop=True, times=1)
    assert ask(make(name), ASKED[name], *QUESTIONS[ASKED[name]]).outcome is Outcome.MATCH


@pytest.mark.parametrize("name", VENDORS)
def test_a_vendor_that_is_too_slow_is_unavailable(make, server, name):
    registry = make(name, timeout=httpx.Timeout(2.0, read=0.1))
    assert ask(registry, ASKED[name], *QUESTIONS[ASKED[name]]).outcome is Outcome.MATCH
    server.rule(name, FIRST[name], delay_ms=300)
    answer = ask(registry, ASKED[name], *QUESTIONS[ASKED[name]])
    assert (answer.outcome, answer.code) == (Outcome.UNAVAILABLE, "timeout")


@pytest.mark.parametrize("name", VENDORS)
@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (500, Outcome.UNAVAILABLE),
        (502, Outcome.UNAVAILABLE),
        (404, Outcome.UNAVAILABLE),
        (400, Outcome.UNAVAILABLE),
        (402, Outcome.QUOTA),
        (429, Outcome.QUOTA),
        (401, Outcome.AUTH),
        (403, Outcome.AUTH),
    ],
)
def test_a_bare_http_error_never_says_that_the_persons_data_is_wrong(make, server, name, status, outcome):
    server.rule(name, FIRST[name], status=status, body="")
    assert ask(make(name), ASKED[name], *QUESTIONS[ASKED[name]]).outcome is outcome


@pytest.mark.parametrize("name", VENDORS)
@pytest.mark.parametrize("body", ["", "<html>", [], {}, {"result": None}, {"matched": "perhaps"}, {"status": "DONE", "result": []}])
def test_a_success_that_says_nothing_is_not_believed(make, server, name, body):
    server.rule(name, FIRST[name], status=200, body=body)
    assert ask(make(name), ASKED[name], *QUESTIONS[ASKED[name]]).outcome is Outcome.UNAVAILABLE


def test_every_outcome_passes_counts_moves_on_or_is_judged_otherwise():
    assert not COUNTED & UNANSWERED
    assert set(Outcome) - COUNTED - UNANSWERED == {Outcome.MATCH, Outcome.UNSURE, Outcome.INVALID_INPUT}


def test_every_kind_of_answer_can_be_made_empty():
    assert set(KINDS) == EVERYTHING
    for kind in KINDS.values():
        assert {field.name for field in fields(kind)} >= {"outcome", "provider", "track_id", "code", "cost", "digest"}
