"""What only a lock keeps apart: two presses in the same instant, the client and the expert, money and a change of mind."""

import pytest

from kardad.billing.actions import invoices, receipts, refunds
from kardad.billing.models import Invoice, Refund
from kardad.billing.queries import balances
from kardad.desk.actions import assigning, pricing, requests, reviewing, talking, timing, working
from kardad.desk.models import Assignment, Message, Request
from kardad.inbox.models import Letter
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from tests import factories
from tests.billing import world as shop
from tests.billing.test_receipts import receipt
from tests.conftest import NOW
from tests.desk import world
from tests.people.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def done(results):
    return [one for one in results if not isinstance(one, Exception)]


def only_refusals(results):
    """Whatever failed was refused, not broken."""
    return all(isinstance(one, Refusal) for one in results if isinstance(one, Exception))


def test_two_presses_of_send_send_once(real_bureau):
    draft = world.draft(real_bureau)
    found = at_once([lambda: requests.submit(draft, rules_version=world.RULES, by=real_bureau.by("client"), at=NOW)] * 3)
    assert (len(done(found)), only_refusals(found)) == (1, True)
    assert Letter.objects.filter(event="request.submitted").count() == 1
    assert world.fresh(draft).number == "SR-1404-000001"


def test_numbers_of_requests_sent_at_once_have_no_gap(real_bureau):
    drafts = [world.draft(real_bureau) for _ in range(4)]
    by = real_bureau.by("client")
    found = at_once([lambda one=one: requests.submit(one, rules_version=world.RULES, by=by, at=NOW) for one in drafts])
    assert len(done(found)) == 4
    assert sorted(Request.objects.values_list("number", flat=True)) == [f"SR-1404-{n:06d}" for n in range(1, 5)]


def test_two_managers_give_one_request_to_one_expert(real_bureau):
    request = world.submitted(real_bureau)
    pairs = [(real_bureau.manager, real_bureau.expert), (real_bureau.other_manager, real_bureau.other_expert)]
    found = at_once(
        [lambda who=who, to=to: assigning.assign(request, expert=to, by=factories.actor(who, "manager"), at=NOW) for who, to in pairs]
    )
    assert (len(done(found)), only_refusals(found)) == (1, True)
    assert Assignment.objects.count() == 1


def test_an_expert_who_presses_twice_issues_one_invoice(real_bureau):
    request = world.priced(real_bureau)
    found = at_once([lambda: pricing.invoice(request, by=real_bureau.by("expert"), at=NOW)] * 3)
    assert (len(done(found)), only_refusals(found)) == (1, True)
    assert Invoice.objects.count() == 1


def test_two_experts_at_once_ask_and_invoice_and_one_of_them_learns_that_it_is_over(real_bureau):
    request = world.priced(real_bureau)
    by = real_bureau.by("expert")
    found = at_once(
        [
            lambda: talking.ask(request, body="فیش؟", missing=["فیش"], by=by, at=NOW),
            lambda: pricing.invoice(request, by=by, at=NOW),
        ]
    )
    assert (len(done(found)), only_refusals(found)) == (1, True)
    state = world.fresh(request).state
    assert state == ("invoiced" if Invoice.objects.exists() else "info_requested")
    assert (state == "info_requested") == Message.objects.filter(kind="question").exists()


def test_a_client_who_cancels_while_the_expert_invoices_owes_nothing(real_bureau):
    request = world.priced(real_bureau)
    found = at_once(
        [
            lambda: pricing.invoice(request, by=real_bureau.by("expert"), at=NOW),
            lambda: requests.cancel(request, by=real_bureau.by("client"), at=NOW),
        ]
    )
    assert only_refusals(found)
    assert world.fresh(request).state == "cancelled"  # cancelling is allowed before and after the invoice
    assert not Invoice.objects.exclude(state="void").exists()
    assert sum(balances().values()) == 0


def test_a_client_who_cancels_while_he_pays_loses_nothing(real_bureau):
    request = world.invoiced(real_bureau)
    invoice = request.invoice
    paid = receipts.submit(invoice, receipt=receipt(invoice.total, trace="1"), by=shop.CLIENT, at=NOW)
    found = at_once(
        [
            lambda: receipts.approve(paid, by=shop.FINANCE, at=NOW),
            lambda: requests.cancel(request, by=real_bureau.by("client"), at=NOW),
            lambda: invoices.announce_due(invoice.pk, at=NOW),
        ]
    )
    assert only_refusals(found)
    invoices.announce_due(invoice.pk, at=NOW)
    assert (world.fresh(request).state, world.fresh(invoice).state) == ("paid", "paid")


def test_the_announcement_of_money_and_a_withdrawal_do_not_wait_in_a_circle(real_bureau):
    request = world.paid(real_bureau)
    Invoice.objects.update(announce_due_at=NOW)
    deeds = [lambda: invoices.announce_due(request.invoice_id, at=NOW), lambda: world.withdrawn(request, real_bureau)] * 3
    found = at_once(deeds)
    assert only_refusals(found)
    assert Refund.objects.count() == 1


def test_two_managers_agree_to_one_rejection_once(real_bureau):
    request = world.in_review(real_bureau)
    by = real_bureau.by("expert")
    approval = reviewing.propose_rejection(request, code="unlawful", reason="نمی‌شود.", by=by, at=NOW)
    managers = [factories.actor(one, "manager") for one in (real_bureau.manager, real_bureau.other_manager)]
    found = at_once(
        [
            lambda: reviewing.approve(approval, by=managers[0], at=NOW),
            lambda: reviewing.decline(approval, note="نه", by=managers[1], at=NOW),
        ]
    )
    assert [type(one) for one in found if isinstance(one, Exception)] == [NotAllowed]
    approval, request = world.fresh(approval), world.fresh(request)
    assert (approval.state, request.state) in {("approved", "rejected"), ("declined", "in_review")}


def test_two_managers_decide_one_withdrawal_once(real_bureau):
    request = world.paid(real_bureau)
    refund = world.withdrawn(request, real_bureau)
    managers = [factories.actor(one, "manager") for one in (real_bureau.manager, real_bureau.other_manager)]
    found = at_once([lambda one=one: refunds.approve(refund, by=one, at=NOW) for one in managers])
    assert len(done(found)) == 1
    assert Letter.objects.filter(event="request.cancelled").count() == 1


def test_an_acceptance_and_a_correction_at_once_leave_one_truth(real_bureau):
    request = world.delivered(real_bureau)
    by = real_bureau.by("client")
    found = at_once(
        [
            lambda: requests.accept(request, by=by, at=NOW),
            lambda: requests.reopen(request, reason=world.WHY, by=by, at=NOW),
            lambda: timing.end_due(request.pk, at=NOW + 7 * world.DAY),
        ]
    )
    assert only_refusals(found)
    assert world.fresh(request).state in ("closed", "reopened")
    assert world.states(request) == [{"closed": "delivered", "reopened": "in_progress"}[world.fresh(request).state]]


def test_a_delivery_pressed_twice_is_told_once(real_bureau):
    request = world.in_progress(real_bureau)
    by = real_bureau.by("expert")
    working.item_delivered(request.items.get(), by=by, at=NOW)
    found = at_once([lambda: working.deliver(request, by=by, at=NOW)] * 3)
    assert (len(done(found)), only_refusals(found)) == (1, True)
    assert Letter.objects.filter(event="request.delivered").count() == 1
