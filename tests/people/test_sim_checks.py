"""After a log-in on a new device an old SIM is asked about silently, later, by a sweep (identity.md 3.6)."""

from datetime import timedelta

import pytest
from django.test import Client

from kardad.core import sweeps
from kardad.core.models import Event
from kardad.gateways.registry.port import Operation, Outcome
from kardad.kit import calendar
from kardad.outbox.models import Message
from kardad.people.actions import accounts as account_actions
from kardad.people.actions import organisations, sims
from kardad.people.actions.roles import tell
from kardad.people.models import Inquiry, MobileChange, Person
from tests.people import accounts
from tests.people.staff_world import company, place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_captcha", "clock")]
SWEEP = "people.recheck_sims"
OLD = timedelta(days=31)


@pytest.fixture
def person(make, now):
    """Somebody whose SIM was proved a month and a day ago."""
    made = make.person()
    Person.objects.filter(pk=made.pk).update(mobile_proved_at=now - OLD)
    return made


def due(person):
    return Person.objects.get(pk=person.pk).sim_check_due_at


def suspended(person):
    return Person.objects.get(pk=person.pk).sms_suspended_at


def asked(registry):
    return len(registry.asked(Operation.MOBILE_OWNER))


def test_a_new_device_makes_the_question_due_and_the_log_in_asks_nobody(client, person, registry, now):
    accounts.enter(client, person)
    assert due(person) == now
    assert not registry.calls


def test_a_match_is_silent_and_lasts_thirty_days(client, person, registry, now, clock):
    registry.rule(Operation.MOBILE_OWNER, Outcome.MATCH)
    accounts.enter(client, person)
    assert sweeps.run(SWEEP, now) == 1
    assert sweeps.run(SWEEP, now) == 0
    assert (due(person), suspended(person), asked(registry)) == (None, None, 1)
    assert not Message.objects.exists()
    clock.move_to(now + timedelta(days=30), tick=False)
    accounts.enter(Client(), person)
    assert due(person) is None
    clock.move_to(now + timedelta(days=30, seconds=1), tick=False)
    accounts.enter(Client(), person)
    assert due(person) is not None


def test_a_register_that_agrees_is_no_proof_of_possession(client, person, registry, now):
    registry.rule(Operation.MOBILE_OWNER, Outcome.MATCH)
    accounts.enter(client, person)
    sweeps.run(SWEEP, now)
    assert Person.objects.get(pk=person.pk).mobile_proved_at == now - OLD


def test_a_known_device_asks_nothing(client, person, clock, now):
    accounts.enter(client, person)
    client.post("/logout/")
    Person.objects.filter(pk=person.pk).update(sim_check_due_at=None)
    accounts.enter(client, person)
    assert due(person) is None


def test_a_device_that_another_used_last_is_new(client, person, make):
    accounts.enter(client, make.person())
    client.post("/logout/")
    accounts.enter(client, person)
    assert due(person) is not None


def test_a_forged_cookie_makes_no_device_known(client, person):
    client.cookies["who"] = f"{person.pk}:x"
    accounts.enter(client, person)
    assert due(person) is not None


def test_a_young_proof_asks_nothing(client, person, now):
    Person.objects.filter(pk=person.pk).update(mobile_proved_at=now - timedelta(days=30))
    accounts.enter(client, person)
    assert due(person) is None


@pytest.mark.parametrize("state", [{"level": 0}, {"sms_suspended_at": "now"}, {"mobile_index": None}])
def test_whoever_has_no_sim_to_ask_about_is_left_alone(client, person, now, state):
    Person.objects.filter(pk=person.pk).update(**{key: now if value == "now" else value for key, value in state.items()})
    accounts.enter(client, person)
    assert due(person) is None


def test_a_sim_that_is_no_longer_his_is_no_factor_and_the_session_goes_on(client, person, registry, now):
    registry.rule(Operation.MOBILE_OWNER, Outcome.NO_MATCH)
    accounts.enter(client, person)
    assert sweeps.run(SWEEP, now) == 1
    assert (due(person), suspended(person)) == (None, now)
    assert Event.objects.filter(name="person.sms_suspended", person_id=person.pk).count() == 1
    assert "پیامک دیگر راه ورود شما نیست" in client.get("/panel/account/").content.decode()
    assert client.post("/panel/account/step-up/", {"do": "send"}).status_code == 409
    assert not Message.objects.exists()


def test_other_factors_stay(make, registry, now, client):
    person = make.with_totp(make.person())
    Person.objects.filter(pk=person.pk).update(mobile_proved_at=now - OLD)
    registry.rule(Operation.MOBILE_OWNER, Outcome.NO_MATCH)
    accounts.enter(client, person)
    sweeps.run(SWEEP, now)
    assert suspended(person) == now
    assert person.authenticator_set.exists()


@pytest.mark.parametrize("outcome", [Outcome.UNAVAILABLE, Outcome.QUOTA, Outcome.AUTH])
def test_a_silent_register_is_asked_again_in_an_hour_and_nothing_is_held_against_anyone(client, person, registry, now, outcome):
    registry.rule(Operation.MOBILE_OWNER, outcome, times=1)
    registry.rule(Operation.MOBILE_OWNER, outcome, times=1)
    accounts.enter(client, person)
    assert sweeps.run(SWEEP, now) == 0
    assert (due(person), suspended(person)) == (now + timedelta(hours=1), None)
    assert sweeps.run(SWEEP, now + timedelta(minutes=59)) == 0
    assert asked(registry) == 1
    sweeps.run(SWEEP, now + timedelta(hours=1))
    assert asked(registry) == 2


def test_a_register_that_sleeps_is_asked_in_the_morning(client, person, registry, now):
    registry.rule(Operation.MOBILE_OWNER, Outcome.OUT_OF_HOURS)
    accounts.enter(client, person)
    sweeps.run(SWEEP, now)
    assert due(person).astimezone(calendar.TEHRAN).strftime("%d %H:%M") == "23 07:05"


def test_one_silent_answer_leaves_the_others_for_the_next_sweep(make, registry, now):
    for _ in range(3):
        Person.objects.filter(pk=make.person().pk).update(sim_check_due_at=now)
    registry.rule(Operation.MOBILE_OWNER, Outcome.UNAVAILABLE)
    sims.recheck_due(now)
    assert asked(registry) == 1


@pytest.mark.parametrize("outcome", [Outcome.UNSURE, Outcome.INVALID_INPUT])
def test_an_answer_that_judges_nothing_changes_nothing(client, person, registry, now, outcome):
    registry.rule(Operation.MOBILE_OWNER, outcome)
    accounts.enter(client, person)
    assert sweeps.run(SWEEP, now) == 1
    found = Person.objects.get(pk=person.pk)
    assert (found.sim_check_due_at, found.sms_suspended_at, found.sim_checked_at) == (None, None, None)


def test_a_sweep_that_was_killed_while_it_asked_is_taken_up_again(client, person, registry, now, monkeypatch):
    def killed(*_, **__):
        raise KeyboardInterrupt

    accounts.enter(client, person)
    with monkeypatch.context() as patched:
        patched.setattr(registry, "mobile_owner", killed)
        with pytest.raises(KeyboardInterrupt):
            sims.recheck_due(now)
    assert sims.recheck_due(now) == 0
    registry.rule(Operation.MOBILE_OWNER, Outcome.MATCH)
    assert sims.recheck_due(now + timedelta(seconds=60)) == 1
    assert Inquiry.objects.filter(person=person, outcome=Outcome.MATCH).count() == 1


def test_an_answer_about_a_mobile_that_was_changed_meanwhile_suspends_nobody(client, person, registry, now, monkeypatch):
    accounts.enter(client, person)
    registry.rule(Operation.MOBILE_OWNER, Outcome.NO_MATCH)
    ask = registry._ask

    def slow(*given):
        kept = accounts.own(person)
        kept.mobile = "+989120000098"
        kept.save()
        return ask(*given)

    monkeypatch.setattr(registry, "_ask", slow)
    assert sims.recheck_due(now) == 1
    assert (due(person), suspended(person)) == (None, None)


def test_a_closed_question_is_dropped_when_the_sim_was_suspended_meanwhile(client, person, registry, now):
    accounts.enter(client, person)
    Person.objects.filter(pk=person.pk).update(sms_suspended_at=now)
    assert sims.recheck_due(now) == 1
    assert (due(person), asked(registry)) == (None, 0)


# Texts do not go to a SIM that is somebody else's.


def test_no_text_about_a_person_goes_to_a_stale_number(person, make, now):
    Person.objects.filter(pk=person.pk).update(sms_suspended_at=now)
    person.refresh_from_db()
    tell(person, "role_decided", {"role": "وکیل"}, at=now)
    account_actions.reset_password(person, new="رمزی-تازه-و-بلند-۱۴۰۴", by=make.actor(person), at=now)
    owned = company(now)
    place(owned, person, now, is_owner=True)
    organisations._tell_owners(owned, at=now)
    assert not Message.objects.exists()


def test_a_mobile_that_is_replaced_because_it_is_stale_is_not_warned(make, registry, now, sms, client):
    person = make.with_totp(make.person(level=2))
    Person.objects.filter(pk=person.pk).update(sms_suspended_at=now)
    registry.rule(Operation.MOBILE_OWNER, Outcome.MATCH)
    client.force_login(person)
    make.show(client, person, "totp")
    client.post("/panel/account/mobile/", {"mobile": "09120000099"})
    client.post("/panel/account/mobile/code/", {"code": sms.to("09120000099")[-1].code})
    assert MobileChange.objects.get().state == "held"
    assert not Message.objects.filter(template="mobile_changing").exists()
