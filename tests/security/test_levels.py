"""Nobody stands at a level that nobody proved."""

from dataclasses import replace

import pytest

from kardad.core import outside
from kardad.gateways.registry.port import Operation, Outcome
from kardad.kit.flow import NotAllowed
from kardad.people.actions import attempts
from kardad.people.models import Attempt, Method, Person

BACK = "/verify/window/back/"


@pytest.fixture(autouse=True)
def _names():
    """The provider tells the name of whoever comes back, as real ones do."""
    sso = outside.sso()
    finish = sso.finish
    sso.finish = lambda *given: replace(finish(*given), first_name="علی", last_name="کریمی")


def come_back(client):
    pending = client.session["window"]
    return client.get(BACK, {"state": pending["state"], "code": "c"})


@pytest.mark.parametrize("method", ["in_person", "otp_l1"])
def test_a_journey_to_the_window_does_not_finish_an_attempt_of_another_method(walker, method):
    walker.choose(method=method)
    walker.client.get("/verify/window/", {"go": "1"})
    if "window" in walker.client.session:
        come_back(walker.client)
    assert walker.attempt.state == "draft"
    assert not Person.objects.exists()


def test_an_attempt_begun_while_its_owner_was_at_the_window_is_not_finished_by_the_return(walker):
    walker.choose(method="national_window")
    walker.client.get("/verify/window/", {"go": "1"})
    walker.choose(method="in_person")
    come_back(walker.client)
    assert walker.attempt.state == "draft"
    assert not Person.objects.exists()


def test_the_window_gives_level_one(walker):
    walker.choose(method="national_window")
    walker.client.get("/verify/window/", {"go": "1"})
    come_back(walker.client)
    assert [person.level for person in Person.objects.all()] == [1]


def test_a_window_that_staff_closed_is_not_entered_by_an_earlier_attempt(walker):
    walker.choose(method="national_window")
    Method.objects.create(key="national_window", title="پنجره", level=1, order=2, is_enabled=False, disabled_reason="بسته")
    response = walker.client.get("/verify/window/", {"go": "1"})
    assert response.url == "/verify/"
    assert "window" not in walker.client.session


@pytest.mark.parametrize("method", ["behtan", "national_window"])
def test_another_method_is_not_finished_by_level_one_checks(walker, method):
    Method.objects.create(key="behtan", title="بهتان", level=2, order=3, is_enabled=True)
    walker.choose(method=method)
    walker.describe("karimi")
    assert not walker.sms.outbox
    assert walker.attempt.state == "draft"


def test_no_code_leaves_while_the_registers_are_still_being_asked(walker, registry):
    """A second tab that asks for the code during the check must not overtake the register's no."""
    registry.rule(Operation.MOBILE_OWNER, Outcome.NO_MATCH)
    asked, seen = registry._ask, []

    def slow(operation, given, track_id):
        seen.append(walker.client.post("/verify/checks/", {"do": "send_code"}).status_code)
        return asked(operation, given, track_id)

    registry._ask = slow
    walker.choose()
    walker.describe("karimi")
    assert seen
    assert not walker.sms.outbox
    assert walker.attempt.state == "rejected"


def test_a_code_is_sent_only_after_every_check(walker, now):
    walker.choose()
    attempt = walker.attempt
    attempts.describe(attempt, typed={"code": "9990001235", "mobile": "+989120000001"}, by=attempts.SYSTEM, at=now)
    for state in ("draft", "checking", "waiting_provider", "manual_review", "rejected", "locked"):
        Attempt.objects.filter(pk=attempt.pk).update(state=state)
        with pytest.raises((NotAllowed, attempts.refusals.AttemptOver)):
            attempts.send_code(attempt, by=attempts.SYSTEM.acting_as("applicant"), at=now)
