"""The twins: the demo people, a book that a test may write in, rules, and what the console says."""

import io
from datetime import date

import pytest

from kardad.gateways.registry import demo
from kardad.gateways.registry.book import Firm, Guest, Person
from kardad.gateways.registry.console import Console
from kardad.gateways.registry.days import jalali
from kardad.gateways.registry.memory import Memory
from kardad.gateways.registry.port import Operation, Outcome, Similarity
from kardad.kit import ids

TRACK = "0b5d2b0e-6c1f-4b57-9f0e-2f4f5a3c9d11"

LISTED = {
    "9990001235": ("1370/06/31", "09120000001"),
    "9990001243": ("1365/01/15", "09350000002"),
    "9991234561": ("1360/02/02", "09210000004"),
    "9987654320": ("1330/05/05", "09120000005"),
    "0001234560": ("1375/12/30", "09120000006"),
    "0090007778": ("1368/03/03", ""),
    "0102030405": ("1372/04/04", "09120000008"),
    "0199999996": ("1380/09/09", "09120000009"),
}
"""The table of identity.md 4.5; 09120000007 is not the SIM of 0090007778."""


def test_the_demo_people_are_those_of_the_table():
    assert {one.national_code: (jalali(one.birth, separator="/"), one.mobile) for one in demo.PEOPLE} == LISTED


def test_every_demo_code_has_a_right_checksum():
    assert all(ids.national_code.is_canonical(person.national_code) for person in demo.PEOPLE)
    assert all(ids.company_id.is_canonical(firm.company_id) for firm in demo.FIRMS)
    assert all(ids.foreigner_code.is_canonical(guest.code) for guest in demo.GUESTS)
    assert ids.iban.is_canonical(demo.IBAN)


def test_a_person_of_ones_own_is_known_from_then_on():
    registry = Memory()
    registry.book.add(
        Person(national_code="9990002010", birth=date(2000, 1, 1), mobile="09120000010", first_name="نو", last_name="آمده"),
        Firm(company_id="99900012334", name="تازه", registration_number="7"),
        Guest(code="990000000002", birth=date(2001, 2, 3), last_name="تازه"),
    )
    assert registry.mobile_owner("9990002010", "09120000010", track_id=TRACK).outcome is Outcome.MATCH
    assert registry.identity("9990002010", date(2000, 1, 1), track_id=TRACK).last_name == "آمده"
    assert registry.company("99900012334", track_id=TRACK).registration_number == "7"
    assert registry.foreigner("990000000002", track_id=TRACK).birth == date(2001, 2, 3)


def test_one_registrys_book_is_not_anothers():
    one = Memory()
    one.book.add(Person(national_code="9990002010", birth=date(2000, 1, 1)))
    assert Memory().identity("9990002010", date(2000, 1, 1), track_id=TRACK).outcome is Outcome.NOT_FOUND


def test_a_rule_holds_for_the_questions_that_it_names_and_as_often_as_it_says():
    registry = Memory()
    registry.rule(Operation.MOBILE_OWNER, Outcome.UNAVAILABLE, times=1, match={"mobile": "09120000001"}, code="timeout")
    assert registry.mobile_owner("9990001243", "09350000002", track_id=TRACK).outcome is Outcome.MATCH
    told = registry.mobile_owner("9990001235", "09120000001", track_id=TRACK)
    assert (told.outcome, told.code) == (Outcome.UNAVAILABLE, "timeout")
    assert registry.mobile_owner("9990001235", "09120000001", track_id=TRACK).outcome is Outcome.MATCH


def test_a_rule_may_fill_the_fields_of_the_answer():
    registry = Memory()
    registry.rule(Operation.IDENTITY, Outcome.UNSURE, similarity=Similarity(first=80), cost=5000)
    told = registry.identity("9990001235", date(1991, 9, 22), track_id=TRACK)
    assert (told.similarity.lowest, told.cost) == (80, 5000)


def test_the_newest_rule_wins_and_a_reset_forgets_all():
    registry = Memory()
    registry.rule(Operation.COMPANY, Outcome.UNAVAILABLE)
    registry.rule(Operation.COMPANY, Outcome.QUOTA)
    assert registry.company("99900012303", track_id=TRACK).outcome is Outcome.QUOTA
    registry.reset()
    assert registry.calls == []
    assert registry.company("99900012303", track_id=TRACK).outcome is Outcome.MATCH


def test_every_question_is_remembered_in_order():
    registry = Memory()
    registry.company("99900012303", track_id="one")
    registry.mobile_owner("9990001235", "09120000001", track_id="two")
    assert [call.track_id for call in registry.calls] == ["one", "two"]
    assert registry.asked(Operation.MOBILE_OWNER)[0].given == {"national_code": "9990001235", "mobile": "09120000001"}


def test_the_console_marks_what_it_says_and_names_nobody():
    stream = io.StringIO()
    Console(stream=stream).mobile_owner("9990001235", "09120000001", track_id=TRACK)
    assert stream.getvalue() == f"[DEMO registry] mobile_owner → match (track {TRACK})\n"


def test_the_console_writes_to_standard_output_by_itself(capsys):
    Console().company("99900012303", track_id=TRACK)
    assert "[DEMO registry] company" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("scores", "outcome"),
    [
        ({"first": 95, "last": 100}, Outcome.MATCH),
        ({"first": 94, "last": 100}, Outcome.UNSURE),
        ({"first": 70, "last": 100}, Outcome.UNSURE),
        ({"first": 69, "last": 100}, Outcome.NO_MATCH),
        ({"full": 69}, Outcome.NO_MATCH),
        ({"father": 0, "full": 100}, Outcome.MATCH),
        ({}, Outcome.UNSURE),
    ],
)
def test_the_lowest_score_decides_between_sure_unsure_and_no_match(scores, outcome):
    assert Similarity(**scores).outcome is outcome
