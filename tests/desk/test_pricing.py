"""The estimate and the invoice: by the tariff of the day, frozen when issued, and a manager where an expert may not alone."""

from dataclasses import replace

import pytest

from kardad.billing import policy as money_policy
from kardad.billing.actions import invoices
from kardad.billing.models import Invoice, Seller, VatRate
from kardad.desk import catalogue, sweeps
from kardad.desk.actions import pricing, requests, reviewing, talking
from kardad.desk.models import Approval
from kardad.work.models import WorkItem
from tests import factories
from tests.billing import world as shop
from tests.conftest import NOW
from tests.desk import world

TOMORROW = NOW + world.DAY


def asked(bureau, request, code, rials, reason="حجم پرونده"):
    item = request.items.get(service_code=code)
    return pricing.price(item, quantity=1, unit_price=rials, reason=reason, by=bureau.by("expert"), at=NOW)


def raise_prices(code="settlement_calc", rials=9_000_000):
    """The tariff has another price from tomorrow on."""
    shop.price(code, rials, valid_from=shop.TODAY + world.DAY)


def test_several_services_make_one_invoice(bureau):  # A2
    request = world.in_review(bureau, "written", "payslip")
    for code, quantity in (("written", 1), ("payslip", 2)):
        item = request.items.get(service_code=code)
        pricing.price(item, quantity=quantity, unit_price=None, by=bureau.by("expert"), at=NOW)
    found = pricing.estimate(request, at=NOW)
    assert (found.sums.subtotal, found.sums.vat, found.sums.total, found.needs) == (7_000_000, 700_000, 7_700_000, ())
    invoice = pricing.invoice(request, by=bureau.by("expert"), at=NOW)
    request = world.fresh(request)
    assert (invoice.total, invoice.subject_type, invoice.subject_id) == (7_700_000, "desk.request", request.pk)
    assert (request.state, request.invoice, invoice.due_at) == ("invoiced", invoice, NOW + 7 * world.DAY)
    raise_prices("written")
    assert world.fresh(invoice).total == 7_700_000


def test_a_general_question_goes_public_and_the_rest_is_invoiced(bureau):  # A4
    request = world.in_review(bureau, "written", "settlement_calc")
    reviewing.redirect(request.items.get(service_code="written"), checks=world.YES, by=bureau.by("expert"), at=NOW)
    pricing.price(request.items.get(service_code="settlement_calc"), quantity=1, unit_price=None, by=bureau.by("expert"), at=NOW)
    invoice = pricing.invoice(request, by=bureau.by("expert"), at=NOW)
    assert (invoice.total, invoice.lines.count()) == (2_750_000, 1)
    assert (world.fresh(request).state, world.states(request)) == ("invoiced", ["redirected", "priced"])


def test_an_estimate_writes_nothing(bureau):
    request = world.priced(bureau)
    pricing.estimate(request, at=NOW)
    assert not Invoice.objects.exists()


def test_every_service_that_goes_on_has_a_price_first(bureau):
    request = world.in_review(bureau, "written", "payslip")
    pricing.price(request.items.get(service_code="written"), quantity=1, unit_price=None, by=bureau.by("expert"), at=NOW)
    with pytest.raises(pricing.NotPriced) as refused:
        pricing.invoice(request, by=bureau.by("expert"), at=NOW)
    assert "فیش" in refused.value.text


def test_a_price_by_hand_says_why_and_one_far_from_the_tariff_waits_for_a_manager(bureau):
    request = world.in_review(bureau)
    with pytest.raises(pricing.WhyByHand):
        asked(bureau, request, "settlement_calc", 2_600_000, reason="")
    asked(bureau, request, "settlement_calc", 3_000_000)  # 20 percent
    assert pricing.estimate(request, at=NOW).needs == ()
    asked(bureau, request, "settlement_calc", 3_000_001)
    approval = pricing.invoice(request, by=bureau.by("expert"), at=NOW)
    assert (approval.kind, approval.state, world.fresh(request).state) == ("invoice", "asked", "in_review")
    assert "۲۰" in approval.reason


def test_the_managers_yes_issues_exactly_the_lines_that_he_saw(bureau):
    request = world.in_review(bureau, "settlement_calc", "written")
    asked(bureau, request, "settlement_calc", 5_000_000)
    pricing.price(request.items.get(service_code="written"), quantity=1, unit_price=None, by=bureau.by("expert"), at=NOW)
    approval = pricing.invoice(request, by=bureau.by("expert"), at=NOW)
    raise_prices("written")
    reviewing.approve(approval, by=bureau.by("manager"), at=TOMORROW)
    request = world.fresh(request)
    assert (request.state, request.invoice.subtotal, request.invoice.issued_by_id) == ("invoiced", 9_000_000, bureau.manager.pk)
    assert request.invoice.lines.get(service_code="written").reason == pricing.BY_FROZEN


def test_while_a_manager_is_asked_the_expert_waits_or_takes_it_back(bureau):
    request = world.in_review(bureau)
    asked(bureau, request, "settlement_calc", 5_000_000)
    approval = pricing.invoice(request, by=bureau.by("expert"), at=NOW)
    for deed in (
        lambda: pricing.invoice(request, by=bureau.by("expert"), at=NOW),
        lambda: asked(bureau, request, "settlement_calc", 2_500_000),
        lambda: reviewing.redirect(request.items.get(), checks=world.YES, by=bureau.by("expert"), at=NOW),
        lambda: talking.ask(request, body="فیش؟", missing=["فیش"], by=bureau.by("expert"), at=NOW),
    ):
        with pytest.raises(pricing.WaitsForManager):
            deed()
    reviewing.drop(approval, by=bureau.by("expert"), at=NOW)
    assert not WorkItem.objects.filter(kind="request.approval", closed_at=None).exists()
    asked(bureau, request, "settlement_calc", 2_500_000)
    assert pricing.invoice(request, by=bureau.by("expert"), at=NOW).total == 2_750_000


def test_over_the_limit_a_manager_issues(bureau, monkeypatch):
    monkeypatch.setattr(money_policy, "EXPERT_LIMIT", 2_749_999)
    request = world.priced(bureau)
    approval = pricing.invoice(request, by=bureau.by("expert"), at=NOW)
    assert approval.reason == pricing.OVER_LIMIT
    reviewing.decline(approval, note="گران است", by=bureau.by("manager"), at=NOW)
    assert isinstance(pricing.invoice(request, by=bureau.by("manager"), at=NOW), Invoice)


def test_who_asked_does_not_agree_himself(bureau, monkeypatch):
    monkeypatch.setattr(money_policy, "EXPERT_LIMIT", 0)
    approval = pricing.invoice(world.priced(bureau), by=bureau.by("expert"), at=NOW)
    with pytest.raises(reviewing.SamePerson):
        reviewing.approve(approval, by=factories.actor(bureau.expert, "manager"), at=NOW)


def test_a_price_that_changed_between_the_look_and_the_press_is_told(bureau):
    request = world.priced(bureau)
    seen = pricing.estimate(request, at=NOW).sums.total
    raise_prices()
    with pytest.raises(pricing.PriceChanged) as refused:
        pricing.invoice(request, seen_total=seen, by=bureau.by("expert"), at=TOMORROW)
    assert "۹٬۹۰۰٬۰۰۰" in refused.value.text
    assert pricing.invoice(request, seen_total=9_900_000, by=bureau.by("expert"), at=TOMORROW).total == 9_900_000


def test_without_a_rate_or_a_seller_nothing_is_issued(bureau):
    request = world.priced(bureau)
    VatRate.objects.all().delete()
    with pytest.raises(invoices.NoVatRate):
        pricing.invoice(request, by=bureau.by("expert"), at=NOW)
    Seller.objects.all().delete()
    with pytest.raises(invoices.NoSeller):
        pricing.estimate(request, at=NOW)
    assert (world.fresh(request).state, Invoice.objects.count()) == ("in_review", 0)


def test_a_discount_comes_before_the_tax_and_a_wholly_free_request_is_paid_at_once(bureau):
    shop.discount("FREE", percent=100)
    request = world.priced(bureau)
    with pytest.raises(invoices.NoSuchDiscount):
        pricing.estimate(request, discount_code="هیچ", at=NOW)
    invoice = pricing.invoice(request, discount_code="FREE", by=bureau.by("expert"), at=NOW)
    invoices.announce_due(invoice.pk, at=NOW)
    assert (invoice.total, world.fresh(request).state) == (0, "paid")


def test_whoever_asked_for_an_organisation_has_it_pay(bureau):
    from tests.desk.test_submitting import company

    firm = company(bureau.client)
    request = world.in_review(bureau, organisation=firm)
    pricing.price(request.items.get(), quantity=1, unit_price=None, by=bureau.by("expert"), at=NOW)
    invoice = pricing.invoice(request, by=bureau.by("expert"), at=NOW)
    assert (invoice.organisation, invoice.buyer_name) == (firm, "سازه")


def test_a_request_is_worked_on_only_when_wholly_paid(bureau):  # A5
    from kardad.desk.actions import working

    request = world.invoiced(bureau)
    request = world.pay(request, 1_000_000)
    assert (request.state, request.invoice.balance) == ("partially_paid", 1_750_000)
    assert not WorkItem.objects.filter(kind="request.assigned", closed_at=None).exists()  # nothing may be begun yet
    with pytest.raises(working.DepositNotEnough):
        working.start(request, by=bureau.by("expert"), at=NOW)
    request = world.pay(request)
    assert request.state == "paid"
    assert "پرداخت شد؛ کار را آغاز کنید" in WorkItem.objects.get(kind="request.assigned", closed_at=None).title
    assert working.start(request, by=bureau.by("expert"), at=NOW).state == "in_progress"


def test_what_was_to_be_begun_by_its_deposit_is_told_anew_when_it_is_paid(bureau, monkeypatch):
    service = catalogue.service
    monkeypatch.setattr(catalogue, "service", lambda code: replace(service(code), deposit_ok=True))
    request = world.pay(world.invoiced(bureau), 1_000_000)
    row = WorkItem.objects.get(kind="request.assigned", closed_at=None)
    assert "پیش‌پرداخت شد؛ کار را آغاز کنید" in row.title
    request = world.pay(request)
    row.refresh_from_db()
    assert f"{request.shown_number} پرداخت شد؛ کار را آغاز کنید" in row.title
    assert row.due_at == request.clock_due_at


def test_a_call_begins_with_an_hour(bureau):
    from kardad.desk.actions import working

    with pytest.raises(working.NoHour):
        working.start(world.paid(bureau, "phone_15"), by=bureau.by("expert"), at=NOW)


def test_nothing_is_delivered_while_a_part_is_missing(bureau):
    from kardad.desk.actions import working

    request = world.in_progress(bureau, "written", "payslip")
    working.item_delivered(request.items.get(service_code="written"), by=bureau.by("expert"), at=NOW)
    with pytest.raises(working.NotAllDelivered):
        working.deliver(request, by=bureau.by("expert"), at=NOW)


def test_a_price_by_hand_for_what_the_tariff_does_not_know_waits_for_a_manager(bureau):
    request = world.in_review(bureau, "petition")
    item = request.items.get()
    with pytest.raises(invoices.NoPrice):
        pricing.price(item, quantity=1, unit_price=None, by=bureau.by("expert"), at=NOW)
    asked(bureau, request, "petition", 6_000_000)
    assert isinstance(pricing.invoice(request, by=bureau.by("expert"), at=NOW), Approval)


def test_a_cancelled_request_leaves_no_manager_waiting(bureau):
    request = world.in_review(bureau)
    asked(bureau, request, "settlement_calc", 5_000_000)
    approval = pricing.invoice(request, by=bureau.by("expert"), at=NOW)
    requests.cancel(request, by=bureau.by("client"), at=NOW)
    assert (world.fresh(approval).state, WorkItem.objects.filter(closed_at=None).count()) == ("dropped", 0)
    assert sweeps.alarm(NOW + 9 * world.DAY) == 0
