"""The buyer's pages of invoices: what they say, to whom, and at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kardad.billing import flow, shown
from kardad.billing.actions import invoices, receipts, refunds
from kardad.billing.actions.invoices import Buyer
from kardad.billing.models import Invoice, Payment
from kardad.kit.text import to_persian_digits
from tests import factories
from tests.billing import pages, world
from tests.billing.test_receipts import receipt
from tests.billing.world import CLIENT, EXPERT, FINANCE, MANAGER, asked
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("clock")
PAGES = ["invoice", "pay", "receipt", "credit", "paper"]


def paid(made, rials=7_700_000, trace="1"):
    return receipts.approve(receipts.submit(made, receipt=receipt(rials, trace), by=CLIENT, at=NOW), by=FINANCE, at=NOW)


def act_for(client, place):
    session = client.session
    session["acting"], session["acting_title"] = f"employer_legal|organisation:{place.pk}", place.name
    session.save()


def test_the_list_tells_what_is_owed_and_the_chips_part_it(shop, client):
    made = pages.mine(client)
    ended = invoices.void(world.invoice(asked("written"), buyer=Buyer(person=made.person)), reason="اشتباه بود", by=EXPERT, at=NOW)
    whole = client.get(reverse("billing:invoices"))
    assert to_persian_digits(made.number) in pages.text(whole)
    assert to_persian_digits(ended.number) in pages.text(whole)
    assert "۷٬۷۰۰٬۰۰۰ ریال" in pages.text(whole)
    unpaid = pages.text(client.get(reverse("billing:invoices"), {"state": "open"}))
    assert (to_persian_digits(made.number) in unpaid, to_persian_digits(ended.number) in unpaid) == (True, False)
    assert to_persian_digits(made.number) in pages.text(client.get(reverse("billing:invoices"), {"state": "nonsense"}))


def test_an_empty_list_teaches(shop, client):
    client.force_login(factories.person())
    assert "هنوز صورتحسابی ندارید" in pages.text(client.get(reverse("billing:invoices")))
    assert "صورتحسابی در این دسته نیست" in pages.text(client.get(reverse("billing:invoices"), {"state": "paid"}))


def test_the_list_goes_on_after_the_last_row_within_its_chip(shop, client):
    first = pages.mine(client, asked("written"))
    for _ in range(25):
        world.invoice(asked("written"), buyer=Buyer(person=first.person))
    answer = client.get(reverse("billing:invoices"), {"state": "open"})
    assert to_persian_digits(first.number) not in pages.text(answer)
    further = client.get(reverse("billing:invoices") + answer.context["next_url"])
    assert to_persian_digits(first.number) in pages.text(further)
    assert further.context["group"] == "open"
    assert further.context["next_url"] == ""


@pytest.mark.parametrize("page", ["list", "invoice"])
def test_ten_rows_and_a_hundred_cost_the_same_few_statements(shop, client, page):
    made = pages.mine(client)
    path = reverse("billing:invoices") if page == "list" else pages.url("invoice", made)
    costs = []
    for rows in (10, 100):
        for place in range(rows - Invoice.objects.count()):
            world.invoice(asked("written"), buyer=Buyer(person=made.person))
            given = {"method": Payment.Method.CARD, "rials": 1, "trace": f"{rows}-{place}", "begun_at": NOW, "state": "rejected"}
            Payment.objects.create(invoice=made, transferred_on=world.TODAY, **given)
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(path).status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 10


def test_who_acts_for_an_organisation_sees_its_invoices_and_not_his_own(shop, client):
    own = pages.mine(client)
    place = pages.firm()
    pages.seat(place, own.person, "requests")
    theirs = world.invoice(buyer=Buyer(person=factories.person(), organisation=place))
    assert to_persian_digits(theirs.number) not in pages.text(client.get(reverse("billing:invoices")))
    act_for(client, place)
    told = pages.text(client.get(reverse("billing:invoices")))
    assert (to_persian_digits(theirs.number) in told, to_persian_digits(own.number) in told, place.name in told) == (True, False, True)
    assert client.get(pages.url("invoice", theirs)).status_code == 200


def test_a_member_without_the_right_to_pay_does_not_see_his_organisations_invoices(shop, client):
    person, place = factories.person(), pages.firm()
    pages.seat(place, person, "cases")
    theirs = world.invoice(buyer=Buyer(person=factories.person(), organisation=place))
    client.force_login(person)
    act_for(client, place)
    assert client.get(reverse("billing:invoices")).status_code == 404
    assert {client.get(pages.url(name, theirs)).status_code for name in PAGES} == {404}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_persons_invoice_is_not_there(shop, client, name, method):
    made = world.invoice()
    for other in (factories.person(), factories.staff("finance_officer"), factories.staff("manager"), factories.staff("expert")):
        client.force_login(other)
        answer = getattr(client, method)(pages.url(name, made))
        assert answer.status_code == (405 if method == "post" and name in ("invoice", "paper") else 404)


@pytest.mark.parametrize("name", [*PAGES, "payment", "payment_paper", "payment_file"])
def test_a_visitor_is_led_to_log_in_and_learns_nothing(shop, client, name):
    made = world.invoice()
    thing = paid(made) if name.startswith("payment") else made
    answer = client.get(pages.url(name, thing))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("people:login"))


def test_one_invoice_says_what_to_do_next_and_until_when(shop, client):
    made = pages.mine(client)
    told = pages.text(client.get(pages.url("invoice", made)))
    assert "۷٬۷۰۰٬۰۰۰ ریال بپردازید" in told
    assert "هفت میلیون و هفتصد هزار ریال" in told
    assert "مالیات بر ارزش افزوده (۱۰ درصد)" in told
    assert "شنبه ۸ آذر ۱۴۰۴" in told
    assert "هنوز پرداختی" in told


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("issued", "بپردازید"),
        ("partially_paid", "مانده"),
        ("paid", "کامل پرداخت شد"),
        ("void", "باطل شده است"),
        ("credited", "برگردانده شد"),
    ],
)
def test_every_state_of_an_invoice_has_its_next_step(shop, client, state, said):
    made = pages.mine(client)
    Invoice.objects.filter(pk=made.pk).update(state=state, paid={"partially_paid": 3_000_000, "issued": 0, "void": 0}.get(state, 7_700_000))
    for name in ("invoice", "paper"):
        answer = client.get(pages.url(name, made))
        assert answer.status_code == 200
    assert said in pages.text(client.get(pages.url("invoice", made)))
    if state in ("paid", "void", "credited"):
        assert client.get(pages.url("pay", made)).status_code == 302


def test_an_invoice_past_its_day_says_so(shop, client, clock):
    made = pages.mine(client)
    paid(made, 3_000_000)
    clock.move_to(made.due_at + world.LATER)
    told = pages.text(client.get(pages.url("invoice", made)))
    assert "مهلت پرداخت گذشته است" in told
    assert "مانده ۴٬۷۰۰٬۰۰۰ ریال را بپردازید" in told


def test_refunds_and_credit_notes_are_told(shop, client):
    made = pages.mine(client)
    paid(made)
    asked_back = refunds.request(made, rials=7_700_000, reason="کار آغاز نشد", by=EXPERT, at=NOW)
    assert "در حال بررسی" in pages.text(client.get(pages.url("invoice", made)))
    approved = refunds.approve(asked_back, by=MANAGER, at=NOW)
    Invoice.objects.get(pk=made.pk)
    note = refunds.finish(refunds.send(approved, by=FINANCE, at=NOW), trace="9", by=FINANCE, at=NOW)
    told = pages.text(client.get(pages.url("invoice", made)))
    assert to_persian_digits(note.number) in told
    assert "۷۰۰٬۰۰۰ ریال آن مالیات است" in told
    on_paper = pages.text(client.get(pages.url("paper", made)))
    assert "برگردانده شد" in on_paper
    assert to_persian_digits(note.number) in on_paper


def test_the_paper_names_both_sides_in_full_and_the_sum_in_words(shop, client, settings):
    settings.OPERATOR = "bureau"
    made = pages.mine(client)
    told = pages.text(client.get(pages.url("paper", made)))
    from kardad.kit.text import to_persian_digits
    from kardad.people import particulars

    assert to_persian_digits(particulars.own(made.person).code) in told
    assert "هفت میلیون و هفتصد هزار ریال" in told
    assert "نهاد دولتی نیست" in told
    assert "شنبه ۱ آذر ۱۴۰۴" in told


def test_the_paper_of_an_organisation_bears_its_national_id(shop, client):
    person, place = factories.person(), pages.firm()
    pages.seat(place, person, "requests")
    made = world.invoice(buyer=Buyer(person=person, organisation=place))
    client.force_login(person)
    told = pages.text(client.get(pages.url("paper", made)))
    assert "۱۰۱۰۰۰۰۰۰۰۱" in told
    assert place.name in told


def test_a_void_invoice_is_stamped_on_paper(shop, client):
    made = pages.mine(client)
    invoices.void(made, reason="اشتباه بود", by=EXPERT, at=NOW)
    assert "باطل شد" in pages.text(client.get(pages.url("paper", made)))


def test_every_inner_state_is_shown_in_few_words():
    inner = {
        table: {state for step in table.moves for state in (*step.sources, step.target)}
        for table in (flow.PAYMENT, flow.INVOICE, flow.REFUND)
    }
    assert inner[flow.PAYMENT] | {shown.TURNED_DOWN} == set(shown.PAYMENTS)
    assert inner[flow.INVOICE] == set(shown.INVOICES)
    assert inner[flow.REFUND] == set(shown.REFUNDS)
    assert len({one.key for one in shown.PAYMENTS.values()}) < len(inner[flow.PAYMENT])
