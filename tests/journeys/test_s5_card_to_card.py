"""Scenario A5 of the desk: card to card in parts; no receipt twice; the rest online; a repeated callback adds nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kardad.billing import queries
from kardad.billing.models import Payment
from kardad.kit import calendar
from tests.journeys.bureau import done, fresh, state, states, sums, words

LIST = {"quantity": "۲", "month": "۱۴۰۴/۰۸", "married": "single"}


@pytest.fixture
def request_(bureau):
    """A request whose invoice of 7,700,000 rials waits."""
    return bureau.invoiced("written", "payslip", **LIST)


def judge(bureau, payment, verdict="approve", reason=""):
    """What finance says of a receipt."""
    return bureau.finance.press("billing_office:receipt", payment.pk, verdict=verdict, reason=reason)


def test_a_part_by_card_and_the_rest_online_pay_the_invoice_once(bureau, request_):
    invoice = request_.invoice
    done(bureau.transfer(invoice))
    receipt = Payment.objects.get()
    assert (receipt.state, receipt.rials, receipt.trace) == ("pending_verification", 3_000_000, "558213")
    assert (state(request_), sums(invoice)[3:]) == ("invoiced", (0, 7_700_000))

    done(judge(bureau, receipt))
    assert (state(request_), sums(invoice)[3:]) == ("partially_paid", (3_000_000, 4_700_000))
    assert "۴٬۷۰۰٬۰۰۰" in bureau.client.reads("billing:invoice", invoice.token)
    assert bureau.expert.get("desk_office:start", request_.pk).status_code == 302  # work cannot start: back to the request, with the reason
    assert bureau.expert.post("desk_office:start", request_.pk).status_code in (302, 409)
    assert state(request_) == "partially_paid"

    back, payment, brought = bureau.pay(invoice)
    assert back["Location"] == reverse("billing:payment", args=[payment.token])
    assert payment.rials == 4_700_000
    assert (state(request_), state(invoice), sums(invoice)[3:]) == ("paid", "paid", (7_700_000, 0))
    for browser in (bureau.client.client, Client()):
        assert browser.get(reverse("billing:back", args=[payment.token]), brought).status_code == 302
    assert sums(invoice)[3:] == (7_700_000, 0)
    assert queries.credit_of(fresh(invoice).holder) == 0
    assert sum(queries.balances().values()) == 0
    assert "پرداخت شما رسید" in bureau.client.reads("billing:payment", payment.token)


def test_the_same_trace_day_and_amount_are_refused_on_another_invoice(bureau, request_):
    done(bureau.transfer(request_.invoice))
    done(judge(bureau, Payment.objects.get()))
    other = bureau.invoiced("written").invoice
    refused = bureau.transfer(other)
    assert refused.status_code == 409
    assert "این رسید پیش‌تر ثبت شده است" in words(refused)
    assert Payment.objects.count() == 1
    assert sums(other)[3] == 0
    done(bureau.transfer(other, trace="۵۵۸۲۱۴"))  # another transfer is another receipt
    assert Payment.objects.count() == 2


def test_a_receipt_that_finance_does_not_find_says_why_and_nothing_is_paid(bureau, request_):
    done(bureau.transfer(request_.invoice))
    receipt = Payment.objects.get()
    assert judge(bureau, receipt, "decline").status_code == 422
    done(judge(bureau, receipt, "decline", "چنین واریزی در حساب ما نیست."))
    assert "چنین واریزی در حساب ما نیست." in bureau.client.reads("billing:payment", receipt.token)
    assert (state(request_), sums(request_.invoice)[3]) == ("invoiced", 0)


@pytest.mark.parametrize("who", ["client", "expert"])
def test_a_client_or_an_expert_approves_no_receipt(bureau, request_, who):
    done(bureau.transfer(request_.invoice))
    answer = getattr(bureau, who).post("billing_office:receipt", Payment.objects.get().pk, verdict="approve")
    assert answer.status_code in (403, 404)
    assert state(Payment.objects.get()) == "pending_verification"


def test_who_cancels_at_the_bank_has_paid_nothing_and_tries_again(bureau, request_):
    from kardad.gateways.payments.twin import Button

    _, payment, _ = bureau.pay(request_.invoice, button=Button.CANCEL)
    assert "لغو کرده‌اید" in bureau.client.reads("billing:payment", payment.token)
    assert (sums(request_.invoice)[3], state(request_)) == (0, "invoiced")
    bureau.pay(request_.invoice)
    assert (sums(request_.invoice)[3:], state(request_)) == ((7_700_000, 0), "paid")


def test_paid_work_has_the_hours_of_its_service(bureau, clock):
    request = bureau.paid("written")
    assert (request.state, sums(request.invoice)) == ("paid", (4_000_000, 400_000, 4_400_000, 4_400_000, 0))
    done(bureau.expert.press("desk_office:start", request.pk))
    item = request.items.get()
    assert (state(request), states(request)) == ("in_progress", ["in_progress"])
    # Sixteen working hours from Saturday at ten: six on that day, eight on Sunday, none on the holiday, two on Tuesday.
    assert calendar.with_time(item.due_at) == calendar.with_time(item.due_at.astimezone(calendar.TEHRAN).replace(hour=10, minute=0))
    assert calendar.slashed(calendar.tehran_day(item.due_at)) == "۱۴۰۴/۰۹/۰۴"
    assert item.due_at - timedelta(days=3) == fresh(request).submitted_at
