"""Money under attack: own affairs, open sessions, forged callbacks, presses at once, addresses that are not one's own."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kardad.billing import queries
from kardad.billing.actions import payments, payouts, receipts, refunds, rulings
from kardad.billing.actions.invoices import Buyer
from kardad.billing.actions.tariff import OwnMoney
from kardad.billing.models import Entry, Payment, Refund
from kardad.people import access
from kardad.people.models import RoleGrant
from tests import factories
from tests.billing import office_world as office
from tests.billing import pages, world
from tests.billing.office_world import fresh
from tests.billing.pages import come_back, newest, pay, transfer, url
from tests.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def bank(monkeypatch):
    return pages.bank(monkeypatch)


def bought_by(client, rials=None):
    """An invoice of a member of staff himself, paid where so much is told."""
    made = world.invoice(buyer=Buyer(person=client.person))
    if rials:
        receipts.approve(office.submitted(rials, made), by=world.FINANCE, at=NOW)
    made.refresh_from_db()
    return made


def test_nobody_lets_money_go_to_himself(shop):
    manager = office.sits("manager")
    by = office.acting(manager, "manager")
    made = bought_by(manager, 10_000_000)
    refund = refunds.request(made, rials=1_100_000, reason="انصراف", by=world.FINANCE, at=NOW)
    payout = payouts.pay_out_credit(made.holder, rials=1_000_000, iban=office.IBAN, reason="خواست", by=world.FINANCE, at=NOW)
    for action, row in ((refunds.approve, refund), (payouts.approve, payout)):
        with pytest.raises(OwnMoney):
            action(row, by=by, at=NOW)
        assert fresh(row).state == "requested"
    assert office.press(manager, "refund", refund.pk, verdict="approve").status_code == 409
    assert fresh(refund).state == "requested"


def test_nobody_says_that_his_own_money_came(shop, bank):
    finance = office.sits("finance_officer")
    by, made = office.acting(finance, "finance_officer"), bought_by(finance)
    shown = receipts.submit(made, receipt=receipts.Receipt(rials=7_700_000, trace="1", on=world.TODAY), by=world.CLIENT, at=NOW)
    with pytest.raises(OwnMoney):
        receipts.approve(shown, by=by, at=NOW)
    online, _ = payments.begin(made, rials=made.total, gateway_name="memory", by=world.CLIENT, at=NOW)
    with pytest.raises(OwnMoney):
        rulings.propose(online, is_paid=True, reference="1", reason="دیدم", by=by, at=NOW)
    ruling = rulings.propose(online, is_paid=True, reference="1", reason="دیدم", by=world.FINANCE, at=NOW)
    with pytest.raises(OwnMoney):
        rulings.approve(ruling, by=by, at=NOW)
    assert (fresh(made).paid, fresh(online).state) == (0, "redirected")


LEAVING = [
    ("refund", "requested", "manager", {"verdict": "approve"}),
    ("refund", "approved", "finance_officer", {"do": "send"}),
    ("refund", "approved", "finance_officer", {"do": "reverse"}),
    ("payout", "requested", "manager", {"verdict": "approve"}),
    ("payout", "approved", "finance_officer", {"do": "send"}),
]


@pytest.mark.parametrize(("what", "state", "role", "typed"), LEAVING)
@pytest.mark.parametrize("shown", ["never", "long ago", "another person"])
def test_money_leaves_by_no_open_session_alone(shop, what, state, role, typed, shown):
    row = {"refund": office.refund, "payout": office.payout}[what](state=state)
    client, session = office.sits(role), None
    session = client.session
    at = timezone.now() - (timedelta(minutes=11) if shown == "long ago" else timedelta(0))
    session[access.STEP_UP] = {"person": client.person.pk + (shown == "another person"), "by": "totp", "at": at.isoformat()}
    if shown == "never":
        del session[access.STEP_UP]
    session.save()
    answer = office.press(client, what, row.pk, **typed)
    assert answer["Location"].startswith(reverse("people:step_up"))
    assert fresh(row).state == state


def test_who_lost_his_role_meets_nothing_in_the_same_session(shop):
    row, finance = office.refund(state="approved"), office.sits("finance_officer")
    assert finance.get(office.address("refund", row.pk)).status_code == 200
    RoleGrant.objects.filter(person=finance.person).update(state="ended")
    assert finance.get(office.address("refund", row.pk)).status_code == 404
    assert office.press(finance, "refund", row.pk, do="send").status_code == 404
    assert finance.get(office.address("ledger_csv"), {"since": "1404/01/01", "until": "1404/12/29"}).status_code == 404
    assert fresh(row).state == "approved"


PRIVATE = ("invoice", "pay", "receipt", "credit", "paper")


def test_anothers_invoice_and_payment_are_not_there(shop, bank, client, settings):
    settings.CARDS = ["6037990000000006|کارداد|بانک ملی ایران"]
    made = pages.mine(client)
    pay(client, made)
    payment = newest()
    for who in (Client(), office.sits("member"), office.sits("expert"), office.sits("manager"), office.sits("finance_officer")):
        for name in PRIVATE:
            for answer in (who.get(url(name, made)), who.post(url(name, made), {"way": pages.ONLINE, "much": "whole", **transfer()})):
                assert answer.status_code in (404, 405) or answer["Location"].startswith("/login/"), name
        for name in ("payment", "payment_paper", "payment_file"):
            answer = who.get(url(name, payment))
            assert answer.status_code in (404, 405) or answer["Location"].startswith("/login/"), name
    assert Payment.objects.count() == 1


AMOUNTS = [
    "-1",
    "0",
    "7700001",
    "1e9",
    "NaN",
    "inf",
    "7.5",
    "۷٫۵",
    "9" * 30,
    "0x10",
    "\x00",
    "=1+1",
    "٧٧٠٠٠٠٠٠",
    "<script>",
    "۱۲۳ ریال ریال",
    "²",
]


@pytest.mark.parametrize("rials", AMOUNTS)
def test_no_amount_but_a_right_one_is_begun(shop, bank, client, rials):
    made = pages.mine(client)
    assert pay(client, made, much="part", rials=rials).status_code in (400, 409, 422)
    assert not Payment.objects.exists()


@pytest.mark.parametrize("role", ["refund_new", "slip", "payout_new"])
@pytest.mark.parametrize("rials", [one for one in AMOUNTS if one != "7700001"])
def test_no_amount_but_a_right_one_is_asked_back(shop, role, rials, settings):
    settings.CARDS = []
    made, finance = office.paid(10_000_000), office.sits("finance_officer")
    key = made.holder.replace(":", "-") if role == "payout_new" else made.pk
    typed = {"rials": rials, "reason": "دلیل", "target": "source", "iban": office.IBAN, "trace": "1", "transferred_on": "۱۴۰۴/۰۹/۰۱"}
    assert office.press(finance, role, key, **typed).status_code in (400, 409, 422)
    assert not Refund.objects.exists()


def test_an_amount_of_the_form_counts_and_nothing_else_that_is_sent_along(shop, bank, client):
    made, dear = pages.mine(client), world.invoice()
    extra = {"invoice": dear.token, "total": "1", "balance": "1", "unit_price": "1", "person": "1", "state": "paid", "least": "1"}
    pay(client, made, **extra)
    payment = newest()
    assert (payment.invoice_id, payment.rials, payment.state) == (made.pk, made.total, "redirected")
    assert fresh(made).total == made.total


def test_a_callback_of_another_payment_pays_nothing(shop, bank, client):
    cheap = pages.mine(client, world.asked("payslip"))
    pay(client, cheap)
    paid_one = newest()
    carried = pages.carried(bank, paid_one)
    dear = world.invoice(buyer=Buyer(person=cheap.person))
    pay(client, dear)
    target = newest()
    for params in (carried, {key: value.upper() for key, value in carried.items()}, {**carried, "status": "OK", "amount": str(dear.total)}):
        client.get(url("back", target), params)
        client.post(url("back", target), params)
    assert (fresh(target).state in ("succeeded", "refunded"), fresh(dear).paid) == (False, 0)


def test_a_callback_replayed_counts_once(shop, bank, client):
    made = pages.mine(client)
    pay(client, made)
    payment, params = newest(), None
    params = pages.carried(bank, payment)
    strict = Client(enforce_csrf_checks=True)
    for _ in range(3):
        client.get(url("back", payment), params)
        strict.post(url("back", payment), params)
    assert (fresh(made).paid, Entry.objects.filter(account="bank").count()) == (made.total, 1)


@pytest.mark.parametrize("junk", ["\x00", "9" * 4000, "'\"><script>", "%00", "٣", "../../x"])
def test_a_callback_of_junk_changes_nothing_and_is_no_fault(shop, bank, client, junk):
    made = pages.mine(client)
    pay(client, made)
    payment = newest()
    names = pages.carried(bank, payment)
    for params in (dict.fromkeys(names, junk), {**names, **dict.fromkeys(list(names)[1:], junk)}, {junk: junk}):
        assert client.get(url("back", payment), params).status_code < 500
        assert client.post(url("back", payment), params).status_code < 500
    assert b"<script>" not in client.get(url("back", payment), {"next": "//evil.example", "x": junk}, follow=True).content.replace(
        b"<script ", b""
    )
    assert client.get("/pay/back/" + "a" * 40 + "/", {"Status": "OK"}).status_code == 404


@pytest.mark.parametrize("name", ["next", "url", "callback_url", "return", "back"])
def test_no_page_of_money_leads_out_of_the_house(shop, bank, client, name):
    made = pages.mine(client)
    pay(client, made)
    payment, evil = newest(), "https://evil.example/"
    pages.carried(bank, payment)
    for address in (url("back", payment), url("payment", payment), url("pay", made), url("credit", made), reverse("billing:demo_bank")):
        for answer in (client.get(address, {name: evil}), client.post(f"{address}?{name}={evil}", {name: evil})):
            assert "evil.example" not in answer.get("Location", "")


def test_every_deed_but_the_banks_wants_the_token_of_its_form(shop, bank, client):
    made = pages.mine(client)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(made.person)
    for name in ("pay", "credit", "receipt"):
        assert strict.post(url(name, made), {}).status_code == 403, name
    finance = Client(enforce_csrf_checks=True)
    finance.force_login(office.sits("finance_officer").person)
    assert finance.post(office.address("void", made.pk), {"reason": "x"}).status_code == 403


def test_pages_of_money_are_kept_by_no_cache(shop, bank, client):
    made = pages.mine(client)
    pay(client, made)
    come_back(client, bank, newest())
    for name, thing in (("invoice", made), ("paper", made), ("payment", newest()), ("payment_paper", newest())):
        assert "no-store" in client.get(url(name, thing))["Cache-Control"], name
    finance = office.sits("finance_officer")
    for address in (
        office.address("ledger"),
        office.address("ledger_csv") + "?since=1404/01/01&until=1404/12/29",
        office.address("invoices"),
    ):
        assert "no-store" in finance.get(address)["Cache-Control"], address


def test_no_cell_of_the_ledgers_file_is_a_formula(shop):
    made = office.paid(10_000_000)
    made.person.first_name = "=cmd|' /C calc'!A0"
    made.person.save()
    finance = office.sits("finance_officer")
    answer = finance.get(office.address("ledger_csv"), {"since": "1404/01/01", "until": "1404/12/29"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) > 3
    assert not any(cell.strip('"').startswith(("=", "+", "-", "@", "\t")) for line in lines for cell in line.split(","))


@pytest.mark.parametrize("value", ["\x00", "9" * 40, "-1", "a~b", "2026-01-01T00:00:00~" + "9" * 30, "INV-\x00", "'", "x-y", "person-9"])
def test_an_office_list_takes_whatever_it_is_asked_with(shop, value):
    finance = office.sits("finance_officer")
    for name in ("receipts", "refunds", "creditors", "payouts", "invoices", "ledger", "tariff"):
        answer = finance.get(office.address(name), {"after": value, "q": value, "state": value, "of": value})
        assert answer.status_code in (200, 404), name
    assert finance.get(office.address("ledger_csv"), {"since": value, "until": value}).status_code in (200, 422)
    assert finance.get("/office/credits/person-99999999999999999999999/").status_code == 404


def test_credit_pressed_twice_is_spent_once(shop, client):
    made = pages.mine(client)
    queries_holder = made.holder
    receipts.approve(office.submitted(9_000_000, world.invoice(buyer=Buyer(person=made.person)), trace="7"), by=world.FINANCE, at=NOW)
    assert queries.credit_of(queries_holder) == 1_300_000
    second = world.invoice(world.asked("phone_15"), buyer=Buyer(person=made.person))
    seen = {"rials": "600000", "seen": str(second.balance)}
    assert client.post(url("credit", second), seen).status_code == 302
    assert client.post(url("credit", second), seen).status_code != 302
    assert (fresh(second).paid, queries.credit_of(queries_holder)) == (600_000, 700_000)


def test_one_refund_asked_for_twice_waits_once(shop):
    made, finance = office.paid(), office.sits("finance_officer")
    typed = {"rials": "1000000", "reason": "دلیل", "target": "source"}
    assert office.press(finance, "refund_new", made.pk, **typed).status_code == 302
    assert office.press(finance, "refund_new", made.pk, **typed).status_code != 302
    assert Refund.objects.count() == 1


def test_nobody_floods_a_bank_with_payments_that_he_never_makes(shop, bank, client):
    made = pages.mine(client)
    answers = [pay(client, made, again="on").status_code for _ in range(25)]
    assert 429 in answers
    assert Payment.objects.count() <= 20


def test_the_demos_bank_is_no_bank_of_a_real_house(shop, bank, client, settings):
    settings.DEMO = False
    made = pages.mine(client)
    pay(client, made)
    assert client.get(reverse("billing:demo_bank"), {"authority": newest().authority}).status_code == 404


def test_paths_and_titles_of_money_name_nobody(shop, bank, client):
    made = pages.mine(client)
    pay(client, made)
    for address in (url("invoice", made), url("payment", newest()), url("back", newest())):
        assert str(made.pk) not in address.split("/")
        assert factories.national_code not in (address,)
    assert len(made.token) >= 20
    assert len(newest().token) >= 20
