"""The chain: who is asked next, and who is left alone."""

import pytest

from kardad.gateways.registry.chain import Breaker, Chain
from kardad.gateways.registry.memory import Memory
from kardad.gateways.registry.port import UNANSWERED, Operation, Outcome, offered

TRACK = "0b5d2b0e-6c1f-4b57-9f0e-2f4f5a3c9d11"
SIM = ("9990001235", "09120000001")


@pytest.fixture
def first():
    return Memory(name="first")


@pytest.fixture
def second():
    return Memory(name="second")


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def fail(registry, outcome=Outcome.UNAVAILABLE, **options):
    registry.rule(Operation.MOBILE_OWNER, outcome, **options)


@pytest.mark.parametrize("outcome", sorted(UNANSWERED - {Outcome.UNSUPPORTED}))
def test_the_next_is_asked_when_one_cannot_answer_and_with_the_same_track_id(first, second, outcome):
    fail(first, outcome)
    answer = Chain([first, second]).mobile_owner(*SIM, track_id=TRACK)
    assert (answer.outcome, answer.provider) == (Outcome.MATCH, "second")
    assert [call.track_id for call in first.calls + second.calls] == [TRACK, TRACK]


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - UNANSWERED))
def test_a_judgement_is_final_and_nobody_else_is_asked(first, second, outcome):
    fail(first, outcome)
    answer = Chain([first, second]).mobile_owner(*SIM, track_id=TRACK)
    assert (answer.outcome, answer.provider, second.calls) == (outcome, "first", [])


def test_a_registry_that_does_not_offer_the_operation_is_passed_over(second):
    partial = Memory(name="partial", offers=offered("identity"))
    chain = Chain([partial, second])
    assert chain.mobile_owner(*SIM, track_id=TRACK).provider == "second"
    assert partial.calls == []
    assert chain.offers == second.offers


def test_a_registry_that_needs_a_name_is_passed_over_when_none_is_given(second):
    comparing = Memory(name="comparing", needs_name=True)
    chain = Chain([comparing, second])
    assert chain.needs_name
    person = comparing.book.people["9990001235"]
    answer = chain.identity(person.national_code, person.birth, track_id=TRACK)
    assert (answer.outcome, answer.provider, answer.first_name) == (Outcome.MATCH, "second", "علي")


def test_what_nobody_offers_is_unsupported(first):
    chain = Chain([Memory(offers=offered("identity"))])
    assert chain.company("99900012303", track_id=TRACK).outcome is Outcome.UNSUPPORTED
    assert not Chain([first]).needs_name


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        ((Outcome.UNAVAILABLE, Outcome.OUT_OF_HOURS), Outcome.OUT_OF_HOURS),
        ((Outcome.AUTH, Outcome.UNAVAILABLE), Outcome.UNAVAILABLE),
        ((Outcome.AUTH, Outcome.QUOTA), Outcome.QUOTA),
        ((Outcome.UNSUPPORTED, Outcome.AUTH), Outcome.AUTH),
    ],
)
def test_when_nobody_answers_the_answer_says_when_to_ask_again(first, second, outcomes, told):
    fail(first, outcomes[0])
    fail(second, outcomes[1])
    assert Chain([first, second]).mobile_owner(*SIM, track_id=TRACK).outcome is told


def test_a_registry_that_keeps_failing_is_left_alone_for_a_while(first, second, clock):
    fail(first)
    chain = Chain([first, second], breaker=Breaker(threshold=3, rest=30, clock=clock))
    for _ in range(5):
        assert chain.mobile_owner(*SIM, track_id=TRACK).outcome is Outcome.MATCH
    assert len(first.calls) == 3


def test_after_the_rest_one_call_goes_through_and_a_failure_starts_the_next_rest(first, second, clock):
    fail(first)
    chain = Chain([first, second], breaker=Breaker(threshold=2, rest=30, clock=clock))
    for now in (0, 0, 29.9, 30, 31, 59.9, 60):
        clock.now = now
        chain.mobile_owner(*SIM, track_id=TRACK)
    assert len(first.calls) == 4


def test_after_the_rest_a_success_closes_the_circuit(first, second, clock):
    fail(first, times=2)
    chain = Chain([first, second], breaker=Breaker(threshold=2, rest=30, clock=clock))
    chain.mobile_owner(*SIM, track_id=TRACK)
    chain.mobile_owner(*SIM, track_id=TRACK)
    clock.now = 30
    assert [chain.mobile_owner(*SIM, track_id=TRACK).provider for _ in range(3)] == ["first"] * 3


def test_faults_count_only_in_a_row(first, second, clock):
    chain = Chain([first, second], breaker=Breaker(threshold=2, rest=30, clock=clock))
    for _ in range(3):
        fail(first, times=1)
        chain.mobile_owner(*SIM, track_id=TRACK)
        chain.mobile_owner(*SIM, track_id=TRACK)
    assert len(first.calls) == 6


@pytest.mark.parametrize("outcome", [Outcome.OUT_OF_HOURS, Outcome.NO_MATCH])
def test_closed_hours_and_judgements_open_no_circuit(first, clock, outcome):
    fail(first, outcome)
    chain = Chain([first], breaker=Breaker(threshold=1, rest=30, clock=clock))
    assert [chain.mobile_owner(*SIM, track_id=TRACK).outcome for _ in range(3)] == [outcome] * 3
    assert len(first.calls) == 3


def test_one_operations_trouble_is_not_anothers(first, clock):
    fail(first)
    chain = Chain([first], breaker=Breaker(threshold=1, rest=30, clock=clock))
    assert chain.mobile_owner(*SIM, track_id=TRACK).outcome is Outcome.UNAVAILABLE
    answer = chain.mobile_owner(*SIM, track_id=TRACK)
    assert (answer.outcome, answer.code) == (Outcome.UNAVAILABLE, "circuit_open")
    assert chain.company("99900012303", track_id=TRACK).outcome is Outcome.MATCH


def test_an_empty_chain_is_a_mistake():
    with pytest.raises(ValueError, match="at least one"):
        Chain([])
