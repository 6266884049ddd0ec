"""Paying without a bank's page: by a transfer with its receipt, by credit."""

import pytest

from kardad.billing import queries
from kardad.billing.actions import receipts
from kardad.billing.models import Payment
from kardad.billing.signals import invoice_paid
from kardad.inbox.models import Letter
from tests import factories
from tests.billing import pages, world
from tests.billing.pages import come_back, newest, pay, text, transfer, url
from tests.billing.test_receipts import receipt
from tests.billing.world import CLIENT, FINANCE, asked
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("clock")
CARD = "6037990000000006|کارداد|بانک ملی ایران"


@pytest.fixture
def bank(monkeypatch):
    return pages.bank(monkeypatch)


@pytest.fixture(autouse=True)
def _cards(settings):
    settings.CARDS = [CARD]


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_card_to_card_in_parts(shop, client, bank):  # A5
    made = pages.mine(client)
    choice = client.post(url("pay", made), {"much": "part", "rials": "3000000", "way": "card_to_card"})
    assert choice["Location"] == f"{url('receipt', made)}?rials=3000000"
    page = client.get(choice["Location"])
    assert "کارداد" in text(page)
    assert 'data-text="6037990000000006"' in page.content.decode()
    assert 'value="۳٬۰۰۰٬۰۰۰"' in page.content.decode()
    sent = client.post(url("receipt", made), transfer())
    payment = newest()
    assert sent["Location"] == url("payment", payment)
    assert (payment.trace, payment.card, str(payment.transferred_time), payment.begun_by_id) == (
        "558213",
        "1234",
        "09:15:00",
        made.person_id,
    )
    assert "در حال بررسی" in text(client.get(url("payment", payment)))
    assert (fresh(made).state, fresh(made).paid) == ("issued", 0)
    receipts.approve(payment, by=FINANCE, at=NOW)
    assert (fresh(made).state, fresh(made).balance) == ("partially_paid", 4_700_000)
    pay(client, made)
    come_back(client, bank, newest())
    come_back(client, bank, newest())
    assert (fresh(made).state, fresh(made).paid) == ("paid", 7_700_000)


def test_a_receipt_is_shown_once_by_anybody(shop, client, bank):
    made = pages.mine(client)
    client.post(url("receipt", made), transfer())
    twice = client.post(url("receipt", made), transfer())
    assert "این رسید پیش‌تر ثبت شده است" in text(twice)
    other = pages.mine(client)
    answer = client.post(url("receipt", other), transfer())
    assert "این رسید پیش‌تر ثبت شده است" in text(answer)
    assert 'value="۵۵۸۲۱۳"' in answer.content.decode()
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("rials", "۰٫۵"),
        ("rials", ""),
        ("on", "۱۴۰۴/۱۲/۳۱"),
        ("on", "۱۴۰۴/۰۹/۰۲"),
        ("hour", "۲۵:۰۰"),
        ("hour", "۱۰:۰۱"),
        ("card", "۱۲۳"),
        ("card", "ملت"),
        ("trace", "شماره"),
        ("trace", "۱" * 41),
        ("receipt", ""),
        ("receipt", "virus"),
    ],
)
def test_what_is_wrong_in_a_receipt_is_said_beside_it_and_the_rest_stays(shop, client, bank, field, typed):
    made = pages.mine(client)
    given = transfer(**{field: pages.virus() if typed == "virus" else typed})
    page = client.post(url("receipt", made), given)
    assert page.status_code in (400, 422)
    form = page.context["form"]
    assert form.errors.get(field) or (typed == "virus" and form.errors)
    assert 'value="۵۵۸۲۱۳"' in page.content.decode() or field == "trace"
    assert not Payment.objects.exists()


def test_a_receipt_of_nothing_is_refused(shop, client, bank):
    made = pages.mine(client)
    assert client.post(url("receipt", made), transfer(rials="0")).status_code in (400, 422)
    assert not Payment.objects.exists()


def test_a_rejected_receipt_says_why_and_may_be_sent_again(shop, client, bank):
    made = pages.mine(client)
    client.post(url("receipt", made), transfer())
    receipts.reject(newest(), reason="مبلغ خوانا نیست.", by=FINANCE, at=NOW)
    told = client.get(url("payment", newest()))
    assert "مبلغ خوانا نیست" in text(told)
    assert f'href="{url("receipt", made)}"' in told.content.decode()
    letter = Letter.objects.get(event="payment.rejected")
    assert (letter.person, letter.url) == (made.person, url("invoice", made))
    assert client.post(url("receipt", made), transfer()).status_code == 302


def test_without_cards_there_is_no_transfer(shop, client, bank, settings):
    settings.CARDS = []
    made = pages.mine(client)
    assert "کارت به کارت" not in text(client.get(url("pay", made)))
    assert pay(client, made, way="card_to_card").status_code == 422
    assert client.get(url("receipt", made))["Location"] == url("invoice", made)


def test_without_a_gateway_there_is_the_transfer(shop, client, monkeypatch):
    pages.use(monkeypatch)
    made = pages.mine(client)
    assert "آنلاین" not in text(client.get(url("pay", made))).split("از کدام راه")[1].split("رفتن به پرداخت")[0]
    assert pay(client, made).status_code == 422


def with_credit(client, rials=300_000):
    """Somebody to whom the house owes so much, and his next invoice."""
    first = pages.mine(client, asked("written"))
    over = receipts.submit(first, receipt=receipt(first.total + rials), by=CLIENT, at=NOW)
    receipts.approve(over, by=FINANCE, at=NOW)
    return world.invoice(buyer=world.Buyer(person=first.person))


def test_credit_pays_what_it_can(shop, client, bank):
    made = with_credit(client, 8_000_000)
    assert "اعتبار شما" in text(client.get(url("pay", made)))
    assert pay(client, made, way="credit")["Location"] == f"{url('credit', made)}?rials=7700000"
    told = []
    hear = lambda sender, invoice, at, **_: told.append(invoice.pk)  # noqa: E731
    invoice_paid.connect(hear)
    try:
        answer = client.post(url("credit", made), {"rials": "7700000"})
    finally:
        invoice_paid.disconnect(hear)
    assert answer["Location"] == url("payment", newest())
    assert (fresh(made).state, queries.credit_of(made.holder), told) == ("paid", 300_000, [made.pk])
    assert client.post(url("credit", made), {"rials": "300000"})["Location"] == url("invoice", made)  # pressed again
    assert queries.credit_of(made.holder) == 300_000
    assert sum(queries.balances().values()) == 0


@pytest.mark.parametrize("typed", ["0", "999999", "2000001", "سه"])
def test_credit_beyond_what_there_is_or_too_little_of_it_is_refused(shop, client, bank, typed):
    made = with_credit(client, 2_000_000)
    page = client.post(url("credit", made), {"rials": typed})
    assert page.status_code in (400, 422)
    assert f'value="{typed}"' in page.content.decode()
    assert queries.credit_of(made.holder) == 2_000_000


def test_who_has_no_credit_is_not_offered_it(shop, client, bank):
    made = pages.mine(client)
    assert "اعتبار شما" not in text(client.get(url("pay", made)))
    assert client.get(url("credit", made))["Location"] == url("pay", made)


def test_a_member_of_staff_pays_his_own_invoice_as_a_client(shop, client, bank):
    officer = factories.staff("finance_officer")
    made = world.invoice(buyer=world.Buyer(person=officer))
    client.force_login(officer)
    session = client.session
    session["acting"] = "finance_officer|"
    session.save()
    client.post(url("receipt", made), transfer())
    assert newest().begun_by_id == officer.pk
    with pytest.raises(receipts.SamePerson):
        receipts.approve(newest(), by=factories.actor(officer, "finance_officer"), at=NOW)
