"""Scenario A12: outage, hours, a method switched off, the national window."""

from datetime import UTC, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from kardad.core import outside, sweeps
from kardad.core.models import Event
from kardad.gateways.registry.port import Operation, Outcome
from kardad.gateways.sso.port import Unproved
from kardad.people.models import Method, Person
from tests.journeys.walker import text_of


def test_an_outage_keeps_the_attempt_counts_nothing_and_goes_on_by_itself(walker, registry, sms, clock):
    registry.rule(Operation.IDENTITY, Outcome.UNAVAILABLE, times=2)
    walker.choose()
    response = walker.describe("karimi")
    assert response.status_code == 302
    attempt = walker.attempt
    assert (attempt.state, attempt.error) == ("waiting_provider", "IDV_PROVIDER_DOWN")
    assert "درخواست شما نگه داشته شد" in text_of(walker.get("people:verify_checks"))
    assert sms.outbox == []
    clock.shift(timedelta(minutes=3))
    sweeps.run("people.resume_attempts", timezone.now())
    attempt.refresh_from_db()
    assert attempt.state == "waiting_provider"
    clock.shift(timedelta(minutes=10))
    sweeps.run("people.resume_attempts", timezone.now())
    sweeps.run("people.resume_attempts", timezone.now())
    sweeps.run("outbox.send", timezone.now())
    sweeps.run("outbox.send", timezone.now())
    attempt.refresh_from_db()
    assert attempt.state == "approved"
    assert [one.template for one in sms.outbox] == ["go_on"]
    assert len(registry.asked(Operation.MOBILE_OWNER)) == 1  # what was answered is not asked again


def test_an_outage_can_be_followed_and_finished_from_another_device(walker, another, registry, sms, clock):
    registry.rule(Operation.IDENTITY, Outcome.UNAVAILABLE, times=1)
    walker.choose()
    walker.describe("karimi")
    clock.shift(timedelta(minutes=3))
    sweeps.run("people.resume_attempts", timezone.now())
    captcha = {"captcha_token": "t", "captcha_answer": "7", "captcha_proof": ""}
    wrong = another.post("people:follow", {"tracking": walker.attempt.tracking, "tail": "9999"} | captcha)
    assert wrong.status_code == 404
    another.post("people:follow", {"tracking": walker.attempt.tracking.lower(), "tail": "۰۰۰۱"} | captcha)
    page = text_of(another.get("people:verify_checks"))
    assert "ادامه و دریافت کد" in page
    for word in ("کریمی", "9990001235", "09120000001"):
        assert word not in page
    another.post("people:verify_checks", {"do": "send_code"})
    assert another.answer().status_code == 302


def test_at_night_the_attempt_waits_for_five_past_seven(walker, registry, clock):
    clock.move_to(datetime(2025, 11, 22, 20, 0, tzinfo=UTC), tick=False)  # 23:30 in Tehran
    registry.rule(Operation.MOBILE_OWNER, Outcome.OUT_OF_HOURS, times=1)
    walker.choose()
    walker.describe("karimi")
    attempt = walker.attempt
    assert attempt.error == "IDV_OUT_OF_HOURS"
    assert attempt.due_at == datetime(2025, 11, 23, 3, 35, tzinfo=UTC)
    assert "۷:۰۵" in text_of(walker.get("people:verify_checks"))


def test_a_method_switched_off_says_why_and_the_counter_stays_open(walker):
    from kardad.people import methods

    Method.objects.create(
        key="otp_l1", **methods.shipped()["otp_l1"] | {"is_enabled": False, "disabled_reason": "به دلیل امنیتی تا فردا بسته است."}
    )
    page = text_of(walker.get("people:verify"))
    assert "به دلیل امنیتی تا فردا بسته است" in page
    response = walker.post("people:verify", {"method": "otp_l1", "consent": "on"})
    assert response.status_code == 422
    walker.client.session["method"] = "otp_l1"
    session = walker.client.session
    session["method"] = "otp_l1"
    session.save()
    refused = walker.post("people:verify_role", {"role": "worker"})
    assert refused.status_code == 409
    assert "این روش فعلاً غیرفعال است" in text_of(refused)
    walker.choose(method="in_person")
    assert walker.describe("karimi", first_name="علی", last_name="کریمی").status_code == 302
    assert walker.attempt.state == "in_person"


def _to_the_window(walker):
    walker.choose(method="national_window")
    leave = walker.client.get(reverse("people:verify_window") + "?go=1")
    return outside.sso().journeys[-1].pending, leave


def test_the_window_links_to_the_account_that_exists(walker, another):
    walker.verify("karimi")
    pending, _ = _to_the_window(another)
    back = another.client.get(reverse("people:verify_window_back"), {"code": "x", "state": pending.state})
    assert back.status_code == 302
    assert another.get("portal:panel").status_code == 200
    assert Person.objects.count() == 1
    assert Event.objects.filter(name="person.window_linked").exists()


def test_a_wrong_nonce_is_refused_and_on_record(walker):
    pending, _ = _to_the_window(walker)
    outside.sso().refuse = Unproved(why="nonce")
    walker.client.get(reverse("people:verify_window_back"), {"code": "x", "state": pending.state})
    assert not Person.objects.exists()
    assert Event.objects.get(name="attempt.window_refused").data == {"error": "SSO_UNPROVED"}


def test_a_forged_state_is_refused(walker):
    _to_the_window(walker)
    walker.client.get(reverse("people:verify_window_back"), {"code": "x", "state": "forged"})
    assert not Person.objects.exists()


def test_the_window_without_a_national_code_leads_to_level_one(walker):
    pending, _ = _to_the_window(walker)
    outside.sso().national_code = None
    back = walker.client.get(reverse("people:verify_window_back"), {"code": "x", "state": pending.state})
    assert back.url == reverse("people:verify_role")
