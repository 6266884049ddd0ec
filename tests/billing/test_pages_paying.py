"""Paying on the pages: online with a bank in memory, back with and without a session, by transfer, by credit."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kardad.billing import queries
from kardad.billing.actions import payments, receipts
from kardad.billing.models import Invoice, Payment
from kardad.billing.signals import invoice_paid
from kardad.gateways.payments.outcomes import Begun, Trouble, Unknown, Way
from kardad.gateways.payments.port import Terms
from kardad.gateways.payments.twin import DEMO_TERMS, Button
from kardad.inbox.models import Letter
from kardad.kit.text import to_persian_digits
from kardad.people import particulars
from tests import factories
from tests.billing import pages, world
from tests.billing.pages import carried, come_back, newest, pay, text, transfer, url
from tests.billing.test_receipts import receipt
from tests.billing.world import CLIENT, FINANCE
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


def test_the_way_to_the_bank_and_back(shop, client, bank):
    made = pages.mine(client)
    there = pay(client, made)
    assert there["Location"].startswith("https://bank.invalid/pay?authority=")
    assert newest().state == "redirected"
    back = come_back(client, bank, newest())
    assert (back.status_code, back["Location"]) == (302, url("payment", newest()))
    told = text(client.get(back["Location"]))
    assert "پرداخت شما رسید" in told
    assert "بانک گفت: پرداخت شده است." in told
    assert (fresh(made).state, fresh(made).balance) == ("paid", 0)
    assert Letter.objects.filter(event="payment.succeeded", person=made.person).count() == 1


def test_only_the_page_of_ways_lets_a_form_lead_to_the_bank(shop, client, bank):
    made = pages.mine(client)
    targets = {name: client.get(url(name, made))["Content-Security-Policy"] for name in ("pay", "invoice")}
    assert "form-action 'self' https://bank.invalid" in targets["pay"]
    assert "bank.invalid" not in targets["invoice"]
    assert "https://bank.invalid" in client.post(url("pay", made), {})["Content-Security-Policy"]


def test_a_bank_that_wants_a_form_and_our_address_gets_both(shop, client, bank):
    made = pages.mine(client)
    way = Way("POST", "https://pos.invalid/start?x=1", {"RefId": "A<b>"}, needs_referrer=True)
    bank.answer("begin", Begun(provider="memory", authority="A1", way=way))
    page = pay(client, made)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "strict-origin"
    assert "form-action 'self' https://pos.invalid" in page["Content-Security-Policy"]
    assert '<input type="hidden" name="RefId" value="A&lt;b&gt;">' in page.content.decode()
    assert 'method="post" action="https://pos.invalid/start?x=1"' in page.content.decode()
    assert "csrfmiddlewaretoken" not in page.content.decode().split("<k-leave>")[1].split("</k-leave>")[0]
    assert "رفتن به صفحه بانک" in text(page)


def test_a_button_pressed_twice_leads_to_one_open_payment(shop, client, bank):
    made = pages.mine(client)
    assert pay(client, made).status_code == 302
    second = pay(client, made)
    assert second.status_code == 409
    assert "یک پرداخت آنلاین هنوز باز است" in text(second)
    assert Payment.objects.count() == 1
    assert bank.asked("begin") == [str(newest().attempt)]


def test_who_lost_the_banks_page_is_sent_there_again(shop, client, bank):
    made = pages.mine(client)
    first = pay(client, made)["Location"]
    page = client.get(url("payment", newest()))
    assert "https://bank.invalid" in page["Content-Security-Policy"]
    assert client.post(url("payment", newest()), {"do": "go"})["Location"] == first
    assert Payment.objects.count() == 1
    come_back(client, bank, newest(), Button.CANCEL)
    assert "ادامه در صفحه بانک" not in text(client.get(url("payment", newest())))
    assert client.post(url("payment", newest()), {"do": "go"}).status_code == 200


def test_who_left_a_payment_may_say_so_and_begin_another_and_pays_once(shop, client, bank):
    made = pages.mine(client)
    pay(client, made)
    first = newest()
    assert pay(client, made, again="on").status_code == 302
    second = newest()
    assert first != second
    come_back(client, bank, second)
    come_back(client, bank, first)
    made = fresh(made)
    assert (made.paid, made.state, queries.credit_of(made.holder)) == (7_700_000, "paid", 7_700_000)
    assert "اعتبار شما شد" in text(client.get(url("payment", first)))
    assert sum(queries.balances().values()) == 0


def test_a_payment_that_was_said_to_be_paid_is_never_paid_beside(shop, client, bank):
    made = pages.mine(client)
    pay(client, made)
    bank.lose("verify", "before")
    come_back(client, bank, newest())
    page = client.get(url("pay", made))
    assert "شاید پول کم شده باشد" in text(page)
    assert 'name="again"' not in page.content.decode()
    assert pay(client, made, again="on").status_code == 409
    assert Payment.objects.count() == 1


def test_after_a_cancel_trying_again_works(shop, client, bank):
    made = pages.mine(client)
    pay(client, made)
    come_back(client, bank, newest(), Button.CANCEL)
    told = client.get(url("payment", newest()))
    assert "پرداخت را لغو کرده‌اید" in text(told)
    assert f'href="{url("pay", made)}"' in told.content.decode()
    assert "هنوز باز است" not in text(client.get(url("pay", made)))
    assert pay(client, made).status_code == 302
    come_back(client, bank, newest())
    assert fresh(made).state == "paid"


@pytest.mark.parametrize(("button", "said"), [(Button.INSUFFICIENT, "موجودی حساب کافی نبود"), (Button.TIMEOUT, "انجام نشد")])
def test_other_failures_are_told_by_their_own_words(shop, client, bank, button, said):
    made = pages.mine(client)
    pay(client, made)
    come_back(client, bank, newest(), button)
    assert said in text(client.get(url("payment", newest())))
    assert fresh(made).paid == 0


def test_a_bank_that_is_down_costs_nothing_and_is_tried_again(shop, client, bank):
    made = pages.mine(client)
    bank.lose("begin", "before")
    page = pay(client, made)
    assert page.status_code == 502
    assert "بانک پاسخ نداد و چیزی پرداخت نشد" in text(page)
    assert pay(client, made).status_code == 302


@pytest.mark.parametrize("change", [{"authority": "other"}, {"reference": "1"}, {"status": "great"}])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_forged_callback_is_refused_and_changes_nothing(shop, client, bank, change, method):
    made = pages.mine(client)
    pay(client, made)
    payment = newest()
    answer = getattr(client, method)(url("back", payment), carried(bank, payment) | change)
    assert answer.status_code == 400
    assert "همخوان نیست" in text(answer)
    assert (fresh(payment).state, fresh(made).paid, bank.asked("verify")) == ("redirected", 0, [])


def test_a_callback_for_another_invoice_pays_neither(shop, client, bank):
    made = pages.mine(client)
    other = world.invoice()
    pay(client, made)
    mine = newest()
    theirs, _ = payments.begin(other, rials=other.total, gateway_name="memory", by=CLIENT, at=NOW)
    assert client.get(url("back", theirs), carried(bank, mine)).status_code == 400
    assert (fresh(mine).state, fresh(theirs).state) == ("redirected", "redirected")


def test_an_altered_amount_in_the_callback_is_not_even_read(shop, client, bank):
    made = pages.mine(client)
    pay(client, made, much="part", rials="1000000")
    client.get(url("back", newest()), carried(bank, newest()) | {"amount": "7700000", "Amount": "7700000"})
    assert (fresh(made).paid, fresh(made).state) == (1_000_000, "partially_paid")


def test_a_callback_comes_twice_and_from_anywhere_and_counts_once(shop, client, bank):
    made, told = pages.mine(client), []

    def hear(sender, invoice, at, **_):
        told.append(invoice.pk)

    invoice_paid.connect(hear)
    try:
        pay(client, made)
        payment = newest()
        params = carried(bank, payment)
        elsewhere = Client(enforce_csrf_checks=True)
        assert elsewhere.post(url("back", payment), params).status_code == 302  # before the payer himself is back
        for _ in range(2):
            assert client.get(url("back", payment), params)["Location"] == url("payment", payment)
    finally:
        invoice_paid.disconnect(hear)
    assert (fresh(made).paid, bank.asked("verify"), told) == (7_700_000, [str(payment.attempt)], [made.pk])
    assert Letter.objects.filter(event="payment.succeeded").count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_comes_back_without_a_session_learns_the_outcome_and_nothing_of_anybody(shop, client, bank, method):
    made = pages.mine(client)
    pay(client, made)
    payment = newest()
    visitor = Client(enforce_csrf_checks=True)
    answer = getattr(visitor, method)(url("back", payment), carried(bank, payment))
    assert (answer.status_code, answer["Location"]) == (302, url("back", payment))
    page = visitor.get(answer["Location"])
    assert "پرداخت رسید" in text(page)
    whole = page.content.decode()
    number, code = to_persian_digits(made.number), to_persian_digits(particulars.own(made.person).code)
    for secret in (number, made.person.last_name, "۷٬۷۰۰٬۰۰۰", code, "999999"):
        assert secret not in whole
    assert f'href="{url("payment", payment)}"' in whole


def test_a_stranger_who_is_logged_in_sees_the_plain_outcome_only(shop, client, bank):
    made = pages.mine(client)
    pay(client, made)
    payment = newest()
    client.force_login(factories.person())
    assert client.get(url("back", payment), carried(bank, payment))["Location"] == url("back", payment)
    assert "پرداخت رسید" in text(client.get(url("back", payment)))
    assert client.get(url("payment", payment)).status_code == 404


def test_an_address_of_return_that_was_never_given_is_not_there(shop, client, bank):
    made = pages.mine(client)
    card = receipts.submit(made, receipt=receipt(), by=CLIENT, at=NOW)
    for path in (url("back", card), reverse("billing:back", args=["nothing"])):
        assert client.get(path).status_code == 404
        assert client.post(path, {"status": "paid"}).status_code == 404


def test_while_the_bank_is_silent_the_page_looks_again_and_can_ask(shop, client, bank):
    made = pages.mine(client)
    pay(client, made)
    bank.lose("verify", "after")
    come_back(client, bank, newest())
    page = client.get(url("payment", newest()))
    assert "از بانک می‌پرسیم" in text(page)
    assert "مرورگر شما با پیام «پرداخت شد» بازگشت." in text(page)
    assert 'http-equiv="refresh"' in page.content.decode()
    asked_again = client.post(url("payment", newest()), {"do": "ask"})
    assert asked_again["Location"] == url("payment", newest())
    assert fresh(made).state == "paid"
    assert 'http-equiv="refresh"' not in client.get(url("payment", newest())).content.decode()


def test_a_bank_is_not_asked_more_often_than_it_bears(shop, client, bank):
    made = pages.mine(client)
    pay(client, made)
    bank.fate = lambda deed, reference: "before" if deed in ("inquire", "verify") else ""
    codes = [client.post(url("payment", newest()), {"do": "ask"}).status_code for _ in range(8)]
    assert codes[:6] == [302] * 6
    assert codes[6:] == [429, 429]


def test_a_gateway_that_refuses_us_is_told_as_unclear(shop, client, bank):
    made = pages.mine(client)
    pay(client, made)
    bank.answer("verify", Unknown(provider="memory", trouble=Trouble.SETTINGS))
    come_back(client, bank, newest())
    assert "بانک پاسخ روشنی نداد" in text(client.get(url("payment", newest())))


def test_a_part_is_paid_and_then_the_rest(shop, client, bank):
    made = pages.mine(client)
    assert pay(client, made, much="part", rials="۳۰۰٬۰۰۰ تومان").status_code == 302
    come_back(client, bank, newest())
    assert (fresh(made).state, fresh(made).balance) == ("partially_paid", 4_700_000)
    assert "۴٬۷۰۰٬۰۰۰ ریال مانده است" in text(client.get(url("payment", newest())))
    pay(client, made, much="whole")
    come_back(client, bank, newest())
    assert fresh(made).state == "paid"


@pytest.mark.parametrize("typed", ["", "۹۹۹٬۹۹۹", "۷٬۷۰۰٬۰۰۱", "-5", "یک میلیون", "1.5"])
def test_a_wrong_part_is_told_and_what_was_typed_stays(shop, client, bank, typed):
    made = pages.mine(client)
    page = pay(client, made, much="part", rials=typed)
    assert page.status_code in (400, 422)
    assert page.context["form"].errors["rials"]
    assert f'value="{typed}"' in page.content.decode() or not typed
    assert not Payment.objects.exists()


@pytest.mark.parametrize("way", ["", "online-other", "cash", "online-"])
def test_a_way_that_is_not_offered_is_refused(shop, client, bank, way):
    made = pages.mine(client)
    assert pay(client, made, way=way).status_code == 422
    assert not Payment.objects.exists()


def test_a_gateway_is_offered_for_what_it_bears(shop, client, monkeypatch):
    pages.bank(monkeypatch, terms=replace(DEMO_TERMS, least=1000, most=5_000_000))
    made = pages.mine(client)
    page = client.get(url("pay", made))
    assert "هر بار تا ۵٬۰۰۰٬۰۰۰ ریال" in text(page)
    assert "این درگاه چنین مبلغی را نمی‌پذیرد" in text(pay(client, made))
    assert pay(client, made, much="part", rials="5000000").status_code == 302


def test_what_was_paid_meanwhile_is_not_paid_again(shop, client, bank):
    made = pages.mine(client)
    page = client.get(url("pay", made))
    assert page.status_code == 200
    receipts.approve(receipts.submit(made, receipt=receipt(7_700_000), by=CLIENT, at=NOW), by=FINANCE, at=NOW)
    answer = pay(client, made)
    assert answer["Location"] == url("invoice", made)
    assert bank.asked("begin") == []


def test_a_part_that_has_become_too_large_is_refused(shop, client, bank):
    made = pages.mine(client)
    receipts.approve(receipts.submit(made, receipt=receipt(7_000_000), by=CLIENT, at=NOW), by=FINANCE, at=NOW)
    page = pay(client, made, much="part", rials="3000000")
    assert page.status_code in (400, 422)
    assert bank.asked("begin") == []


@pytest.mark.parametrize("name", ["payment", "payment_paper", "payment_file"])
def test_another_persons_payment_is_not_there(shop, client, bank, name):
    made = pages.mine(client)
    client.post(url("receipt", made), transfer())
    receipts.approve(newest(), by=FINANCE, at=NOW)
    assert client.get(url(name, newest())).status_code == 200
    for other in (factories.person(), factories.staff("finance_officer"), factories.staff("expert")):
        client.force_login(other)
        assert client.get(url(name, newest())).status_code == 404
        assert client.post(url(name, newest()), {"do": "ask"}).status_code in (404, 405)


def test_a_receipt_on_paper_is_of_money_that_came(shop, client, bank):
    made = pages.mine(client)
    pay(client, made)
    assert client.get(url("payment_paper", newest())).status_code == 404
    assert client.get(url("payment_file", newest())).status_code == 404
    come_back(client, bank, newest())
    told = text(client.get(url("payment_paper", newest())))
    assert "هفت میلیون و هفتصد هزار ریال" in told
    assert to_persian_digits(newest().bank_reference) in told


def test_a_payment_past_the_banks_clock_is_told_as_not_done(shop, client, bank, clock):
    made = pages.mine(client)
    pay(client, made)
    Payment.objects.update(state="expired", verdict="unknown waiting", due_at=None)
    clock.shift(timedelta(hours=2))
    told = client.get(url("payment", newest()))
    assert "این پرداخت انجام نشد" in text(told)
    assert "تلاش دوباره" in text(told)
    assert Invoice.objects.get(pk=made.pk).paid == 0


def test_a_bank_that_posts_back_finds_its_payment(shop, client, monkeypatch):
    bank = pages.bank(monkeypatch, terms=Terms(needs_sale=True, comes_back_by="POST", returns_after=timedelta(minutes=20)))
    made = pages.mine(client)
    pay(client, made)
    answer = Client(enforce_csrf_checks=True).post(url("back", newest()), carried(bank, newest()))
    assert answer.status_code == 302
    assert (fresh(made).state, newest().sale != "") == ("paid", True)
