"""One contract for every provider of identities: a fresh journey, a proved return, and a refusal for anything else."""

import pytest

from kardad.gateways.sso.port import Denied, Unproved

PROVIDERS = ("console", "memory", "oidc")
every = pytest.mark.parametrize("name", PROVIDERS)


@every
def test_a_person_who_logs_in_comes_back_proved(make, travel, name):
    sso = make(name)
    journey = sso.begin()
    proof = sso.finish(journey.pending, travel(sso, journey))
    assert (proof.national_code, proof.provider) == ("9990001235", name)
    assert proof.subject
    assert proof.issued_at.tzinfo is not None


@every
def test_every_journey_is_new_and_carries_its_state_in_the_address(make, name):
    sso = make(name)
    one, other = sso.begin().pending, sso.begin().pending
    assert not set(one.as_dict().values()) & set(other.as_dict().values())
    journey = sso.begin()
    assert f"state={journey.pending.state}" in journey.url
    assert journey.pending.verifier not in journey.url


@every
@pytest.mark.parametrize("change", [{"state": "other"}, {"state": ""}])
def test_a_return_with_another_state_is_unproved(make, travel, name, change):
    sso = make(name)
    journey = sso.begin()
    with pytest.raises(Unproved) as caught:
        sso.finish(journey.pending, {**travel(sso, journey), **change})
    assert caught.value.details == {"why": "state"}


@every
def test_a_return_without_a_journey_is_unproved(make, travel, name):
    sso = make(name)
    params = travel(sso, sso.begin())
    with pytest.raises(Unproved):
        sso.finish(None, params)
    with pytest.raises(Unproved):
        sso.finish(sso.begin().pending, params)


@every
def test_a_return_without_a_code_is_unproved(make, name):
    sso = make(name)
    pending = sso.begin().pending
    with pytest.raises(Unproved) as caught:
        sso.finish(pending, {"state": pending.state})
    assert caught.value.details == {"why": "code"}


@every
def test_a_person_who_declines_is_denied(make, server, travel, name):
    sso = make(name)
    server.rule("sso", "authorize", error="access_denied")
    journey = sso.begin()
    with pytest.raises(Denied):
        sso.finish(journey.pending, travel(sso, journey, declining=True) if name != "oidc" else travel(sso, journey))


@every
def test_nothing_personal_or_secret_is_shown_when_it_is_printed(make, travel, name):
    sso = make(name)
    journey = sso.begin()
    proof = sso.finish(journey.pending, travel(sso, journey))
    assert "9990001235" not in repr(proof)
    assert journey.pending.verifier not in repr(journey)
    assert journey.pending.nonce not in repr(journey.pending)


def test_the_memory_refuses_as_it_is_told_to(make):
    sso = make("memory")
    sso.refuse = Denied(why="told")
    with pytest.raises(Denied):
        sso.finish(sso.begin().pending, {})


def test_the_console_lets_nobody_in_who_is_not_a_choice(make):
    sso = make("console")
    pending = sso.begin().pending
    for code in ("demo-9990001236", "", "demo-", "demo-9987654320"):
        with pytest.raises(Unproved):
            sso.finish(pending, {"state": pending.state, "code": code})


def test_every_choice_of_the_console_can_come_back(make):
    sso = make("console")
    for choice in sso.choices:
        pending = sso.begin().pending
        back = {"state": pending.state, "code": f"demo-{choice.national_code}"}
        assert sso.finish(pending, back).national_code == choice.national_code
        assert sso.way_back(pending.state, choice.national_code).startswith("https://kardad.invalid/sso/return/?code=demo-")
