"""Scenarios A5–A7: a name that a person must look at, codes that do not arrive, codes that are wrong or late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kardad.core.actor import Actor
from kardad.gateways.registry.port import Name, Operation
from kardad.gateways.sms.port import Delivery, Route
from kardad.people import refusals
from kardad.people.actions import attempts, codes
from kardad.people.models import Code, Person
from tests.journeys.walker import text_of


def test_a_similar_name_goes_to_a_person_and_still_needs_a_code(walker, registry, sms, make):
    registry.needs_name = True
    walker.choose()
    response = walker.describe("similar", first_name="رضا", last_name="محمدی")
    assert response.status_code == 302
    attempt = walker.attempt
    assert attempt.state == "manual_review"
    assert isinstance(registry.asked(Operation.IDENTITY)[0].given["name"], Name)
    assert sms.outbox == []
    page = walker.get("people:verify_checks")
    assert "کارشناس در حال بررسی است" in text_of(page)
    reviewer = make.staff("reviewer")
    attempts.decide(attempt, approve=True, reason="نام با شناسنامه یکی است", by=make.actor(reviewer, "reviewer"), at=timezone.now())
    from kardad.core import sweeps

    sweeps.run("outbox.send", timezone.now())
    assert [one.template for one in sms.outbox] == ["go_on"]
    attempt.refresh_from_db()
    assert attempt.state == "approved"
    assert not Person.objects.filter(level=1, pk=attempt.person_id).exists()
    walker.post("people:verify_checks", {"do": "send_code"})
    assert walker.answer().status_code == 302
    attempt.refresh_from_db()
    assert attempt.state == "verified"


def test_a_name_far_away_is_refused(walker, registry):
    from kardad.gateways.registry.port import Outcome, Similarity

    registry.needs_name = True
    registry.rule(Operation.IDENTITY, Outcome.NO_MATCH, similarity=Similarity(full=40))
    walker.choose()
    response = walker.describe("karimi", first_name="سارا", last_name="رستمی")
    assert response.status_code == 409
    assert walker.attempt.error == "IDV_NAME_MISMATCH"


def test_a_blocked_message_is_explained_and_the_next_code_differs(walker, sms, sms2, clock):
    sms.deliver(Delivery.BLOCKED, mobile="09350000002")
    walker.choose()
    walker.describe("irancell")
    page = text_of(walker.get("people:verify_code"))
    assert "پیامک به شماره شما مسدود است" in page
    assert "*۸۰۰#" in page
    first = walker.code()
    early = walker.post("people:verify_code", {"do": "resend"})
    assert early.status_code == 302
    assert len(sms.outbox) == 1
    clock.shift(timedelta(seconds=61))
    walker.post("people:verify_code", {"do": "resend"})
    second = sms2.outbox[-1]
    assert second.code != first
    assert second.route is Route.SERVICE
    old = walker.answer(first)
    assert old.status_code == 410
    assert "مهلت کد تمام شد" in text_of(old)
    assert walker.answer(second.code).status_code == 302


def test_after_forty_five_silent_seconds_the_second_messenger_is_used_then_a_call(walker, sms, sms2, clock):
    sms.deliver(Delivery.SENT, mobile="09210000004")
    sms2.deliver(Delivery.SENT, mobile="09210000004")
    walker.choose()
    walker.describe("rightel")
    clock.shift(timedelta(seconds=46))
    walker.get("people:verify_code")
    assert len(sms2.to("09210000004")) == 1
    walker.get("people:verify_code")
    assert len(sms2.to("09210000004")) == 1
    clock.shift(timedelta(seconds=121))
    walker.post("people:verify_code", {"do": "voice"})
    call = [one for one in sms.outbox + sms2.outbox if one.kind == "call"]
    assert len(call) == 1
    assert walker.answer(call[0].code).status_code == 302


def test_the_daily_cap_counts_calls(walker, sms, sms2, clock):
    sms.deliver(Delivery.DELIVERED, mobile="09120000001")
    walker.choose()
    walker.describe("karimi")
    for deed in ("resend", "voice", "resend", "voice"):
        clock.shift(timedelta(seconds=301))
        walker.post("people:verify_code", {"do": deed})
    assert Code.objects.count() == 5
    clock.shift(timedelta(seconds=301))
    response = walker.post("people:verify_code", {"do": "voice"})
    assert Code.objects.count() == 5
    page = walker.client.get(response.url)
    assert "سقف ارسال کد امروز پر شده است" in text_of(page)


def test_who_may_get_no_more_codes_takes_a_ticket_for_a_counter(walker, sms, clock):
    for _ in range(5):
        walker.choose()
        walker.describe("karimi")
        clock.shift(timedelta(minutes=31))
    walker.choose()
    response = walker.describe("karimi")
    assert response.status_code == 429
    assert "نوبت حضوری بگیرید" in text_of(response)
    assert "گرفتن نوبت حضوری" in text_of(walker.get("people:verify_checks"))
    assert walker.post("people:verify_checks", {"do": "in_person"}).url == "/verify/ticket/"
    assert walker.attempt.state == "in_person"


def test_five_wrong_codes_kill_the_code_right_or_not(walker):
    walker.choose()
    walker.describe("karimi")
    right = walker.code()
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for left in "۴۳۲۱":
        response = walker.answer(wrong)
        assert response.status_code == 401
        assert f"{left} بار دیگر" in text_of(response)
    assert walker.answer(wrong).status_code == 423
    response = walker.answer(right)
    assert response.status_code == 423
    assert "تعداد تلاش‌های این کد تمام شد" in text_of(response)


def test_a_second_after_its_time_the_right_code_is_refused(walker, clock):
    walker.choose()
    walker.describe("karimi")
    clock.shift(timedelta(seconds=181))
    assert walker.answer().status_code == 410


def test_a_code_for_another_purpose_is_wrong(walker, sms):
    walker.choose()
    walker.describe("karimi")
    attempt = walker.attempt
    what = attempts.code_for(attempt)
    log_in = codes.For(purpose="login", subject=attempt, mobile=what.mobile, session_key=what.session_key)
    with pytest.raises(refusals.CodeCooldown):
        codes.send(what, by=Actor(None, "applicant"), at=timezone.now())
    codes.send(log_in, by=Actor(None, "applicant"), at=timezone.now())
    response = walker.answer(sms.outbox[-1].code)
    assert response.status_code == 401


def test_a_used_code_is_refused(walker):
    walker.choose()
    walker.describe("karimi")
    code, attempt = walker.code(), walker.attempt
    walker.answer(code)
    with pytest.raises(refusals.CodeUsed):
        attempts.answer(attempt, code=code, by=Actor(None, "visitor"), at=timezone.now())
    assert Person.objects.count() == 1


def test_a_code_in_persian_digits_is_taken(walker):
    from kardad.kit import text

    walker.choose()
    walker.describe("karimi")
    assert walker.answer(text.to_persian_digits(walker.code())).status_code == 302
