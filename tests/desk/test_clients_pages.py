"""The pages of the client book: who reaches which, what they say, for whom one asks, who pays."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kardad.billing.actions import invoices, receipts, refunds
from kardad.billing.models import Invoice, Payment, Refund
from kardad.desk.actions import clients, withdrawing
from kardad.desk.models import Engagement, Request
from kardad.inbox.models import Letter
from kardad.kit.text import to_persian_digits
from kardad.people import particulars, signals
from tests import factories
from tests.billing import office_world as office
from tests.billing import pages as money
from tests.billing import world as shop
from tests.conftest import NOW
from tests.desk import clients as book
from tests.desk import world
from tests.desk.clients import address, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def keeper(db):
    return book.practitioner()


@pytest.fixture
def someone(db):
    return factories.person(first_name="مینا", last_name="رضایی")


def enter(person):
    browser = Client()
    browser.force_login(person)
    return browser


def asking(**typed):
    return {"services": ["written"], "description": world.TEXT, **typed}


def test_a_client_is_added_agrees_and_is_asked_for_through_the_pages(bureau, keeper, someone):
    mine, his = enter(keeper), enter(someone)
    typed = {"name": book.NAME, "mobile": "0" + particulars.own(someone).mobile[3:]}
    added = mine.post(address("client_new"), typed)
    row = Engagement.objects.get()
    assert added["Location"] == address("client", row.pk)
    assert "منتظر رضایت" in text(mine.get(added["Location"]))
    assert "ثبت درخواست برای این موکل" not in text(mine.get(added["Location"]))
    letter = Letter.objects.get(person=someone)
    asked = his.get(letter.url)
    assert "نادر مشاور برای شما درخواست ثبت کند؟" in text(asked)
    assert "تنها درخواست‌هایی که خودش برای شما ثبت کرده است" in text(asked)
    assert his.post(letter.url, {}).status_code == 422
    assert his.post(letter.url, {"decision": "agree"})["Location"] == letter.url
    assert "رضایت داده‌اید" in text(his.get(letter.url))
    page = mine.get(address("client", row.pk))
    assert "ثبت درخواست برای این موکل" in text(page)
    new = mine.get(reverse("desk:request_new"), {"client": row.pk})
    assert f'<option value="{row.pk}" selected>' in new.content.decode()
    assert mine.post(reverse("desk:request_new"), asking(client=row.pk)).status_code == 302
    made = Request.objects.get()
    assert (made.applicant, made.client, made.engagement, made.is_client_buyer) == (keeper, someone, row, False)
    assert "ثبت به دست نادر مشاور" in text(his.get(reverse("desk:requests")))
    assert f"برای {book.NAME}" in text(mine.get(reverse("desk:requests")))
    assert book.NAME in text(mine.get(address("clients")))


def test_the_same_client_twice_is_refused_kindly_beside_the_field(keeper, someone):
    book.invited(keeper, someone)
    again = enter(keeper).post(address("client_new"), {"name": "همان", "mobile": "0" + particulars.own(someone).mobile[3:]})
    assert again.status_code == 409
    assert "این موکل را پیش‌تر افزوده‌اید" in text(again)


def test_who_said_no_is_told_that_nobody_asks_for_him(keeper, someone):
    row, his = book.invited(keeper, someone), enter(someone)
    his.post(address("consent", row.token), {"decision": "refuse"})
    assert "نپذیرفته‌اید" in text(his.get(address("consent", row.token)))
    assert "نپذیرفت" in text(enter(keeper).get(address("clients")))
    assert his.get(address("consent_withdraw", row.token)).status_code == 404


def test_the_request_page_asks_for_whom_only_those_who_have_consenting_clients(bureau, keeper, someone):
    mine = enter(keeper)
    book.invited(keeper, someone)
    assert "برای چه کسی؟" not in text(mine.get(reverse("desk:request_new")))
    row = Engagement.objects.get()
    clients.agree(row, person=someone, by=factories.actor(someone), at=NOW)
    shown = text(mine.get(reverse("desk:request_new")))
    assert "برای چه کسی؟" in shown
    assert book.NAME in shown
    assert mine.post(reverse("desk:request_new"), asking(client="")).status_code == 302
    assert (Request.objects.get().client, Request.objects.get().engagement) == (None, None)


def test_a_client_who_is_not_in_the_list_is_not_asked_for(bureau, keeper, someone):
    row, other = book.agreed(keeper, someone), book.agreed(book.practitioner(), factories.person())
    for wrong in (other.pk, "x", 10**30):
        answer = enter(keeper).post(reverse("desk:request_new"), asking(client=wrong))
        assert answer.status_code == 422
    clients.withdraw(row, by=factories.actor(someone), at=NOW)
    late = enter(keeper).post(reverse("desk:request_new"), asking(client=row.pk))  # nobody is left to choose: it is his own
    assert late.status_code == 302
    assert Request.objects.get().client is None


PAGES = [("clients", 0), ("client_new", 0), ("client", 1), ("client_drop", 1), ("consent", 2), ("consent_withdraw", 2)]


@pytest.mark.parametrize(("name", "key"), PAGES)
def test_others_find_nothing(keeper, someone, name, key):
    row = book.agreed(keeper, someone)
    args = [[], [row.pk], [row.token]][key]
    others = [factories.person(), *[factories.staff(role) for role in ("expert", "manager", "finance_officer", "reviewer")]]
    if key:
        others.append(book.practitioner())
    for other in others:
        assert enter(other).get(address(name, *args)).status_code == 404, other
    wrong = someone if key < 2 else keeper  # each side has its own pages
    assert enter(wrong).get(address(name, *args)).status_code == 404
    assert Client().get(address(name, *args))["Location"].startswith("/login/")


def test_who_has_not_proved_who_he_is_adds_nobody(someone):
    low = book.practitioner(level=0)
    answer = enter(low).post(address("client_new"), {"name": "x", "mobile": "09121112233"})
    assert answer["Location"].startswith("/verify/")
    assert not Engagement.objects.exists()


@pytest.mark.parametrize("role", ["practitioner", "lawyer", "representative"])
def test_each_of_the_three_roles_keeps_a_book(role):
    assert enter(book.practitioner(role=role)).get(address("clients")).status_code == 200


def test_after_the_end_the_practitioner_finds_nothing_and_the_client_all(bureau, keeper, someone):
    row = book.agreed(keeper, someone)
    made = book.sent(bureau, row)
    mine, his = enter(keeper), enter(someone)
    where = reverse("desk:request", args=[made.pk])
    assert mine.get(where).status_code == his.get(where).status_code == 200
    assert "نادر مشاور برای شما ثبت کرده است" in text(his.get(where))
    told = his.get(address("consent_withdraw", row.token))
    assert "نزد شما می‌ماند" in text(told)
    his.post(address("consent_withdraw", row.token))
    assert mine.get(where).status_code == 404
    assert mine.post(reverse("desk:request_say", args=[made.pk]), {"body": "سلام"}).status_code == 404
    assert made.shown_number not in text(mine.get(reverse("desk:requests")))
    assert made.shown_number not in text(mine.get(address("client", row.pk)))
    assert his.get(where).status_code == 200
    assert made.shown_number in text(his.get(reverse("desk:requests")))


def test_what_one_client_has_is_not_on_the_page_of_another(bureau, keeper, someone):
    row, other = book.agreed(keeper, someone), book.agreed(keeper, factories.person(), name="آقای دیگر")
    mine, theirs = book.invoiced(bureau, row), book.invoiced(bureau, other)
    shown = text(enter(keeper).get(address("client", row.pk)))
    assert mine.shown_number in shown
    assert to_persian_digits(mine.invoice.number) in shown
    assert theirs.shown_number not in shown
    assert to_persian_digits(theirs.invoice.number) not in shown


def test_the_practitioner_is_the_buyer_unless_he_said_otherwise(bureau, keeper, someone):
    row = book.agreed(keeper, someone)
    made = book.invoiced(bureau, row)
    assert made.invoice.buyer_name == keeper.name
    his = enter(someone)
    shown = text(his.get(reverse("desk:request", args=[made.pk])))
    assert "به نام نادر مشاور است و او می‌پردازد" in shown
    assert "دیدن و پرداخت صورتحساب" not in shown
    assert his.get(money.url("invoice", made.invoice)).status_code == 404


def test_only_who_pays_is_told_to_pay_and_has_it_among_what_waits_for_him(bureau, keeper, someone):
    made = book.invoiced(bureau, book.agreed(keeper, someone))
    mine, his = enter(keeper), enter(someone)
    shown = his.get(reverse("desk:requests"))
    assert "صورتحساب را بپردازید" not in text(shown)
    assert "نادر مشاور صورتحساب را می‌پردازد" in text(shown)
    assert [[row.request.pk for row in shown.context[part]] for part in ("waiting", "rows")] == [[], [made.pk]]
    assert list(his.get(reverse("desk:requests"), {"show": "waiting"}).context["rows"]) == []
    assert "صورتحساب را بپردازید" not in text(his.get(reverse("desk:request", args=[made.pk])))
    shown = mine.get(reverse("desk:requests"))
    assert "صورتحساب را بپردازید" in text(shown)
    assert [[row.request.pk for row in shown.context[part]] for part in ("waiting", "rows")] == [[made.pk], []]
    assert "صورتحساب را بپردازید" in text(mine.get(reverse("desk:request", args=[made.pk])))


def test_a_client_in_whose_name_the_invoice_is_is_told_to_pay(bureau, keeper, someone):
    made = book.invoiced(bureau, book.agreed(keeper, someone), is_client_buyer=True)
    shown = enter(someone).get(reverse("desk:requests"))
    assert "صورتحساب را بپردازید" in text(shown)
    assert [row.request.pk for row in shown.context["waiting"]] == [made.pk]


def test_the_practitioner_sees_and_pays_what_his_client_buys_and_the_money_goes_back_to_the_client(bureau, keeper, someone, settings):
    settings.CARDS = ["6037990000000006|کارداد|بانک ملی ایران"]
    mine = enter(keeper)
    row = book.agreed(keeper, someone)
    mine.post(reverse("desk:request_new"), asking(client=row.pk, buyer="client"))
    assert Request.objects.get().is_client_buyer
    made = book.invoiced(bureau, row, is_client_buyer=True)
    invoice = made.invoice
    assert invoice.person == someone
    assert "برای موکل شما" in text(mine.get(money.url("invoice", invoice)))
    assert "اعتبار" not in text(mine.get(money.url("pay", invoice)))
    for name in ("paper", "credit"):
        assert mine.get(money.url(name, invoice)).status_code == 404
    mine.post(money.url("receipt", invoice), money.transfer(rials=str(invoice.total)))
    payment = Payment.objects.get()
    assert payment.begun_by_id == keeper.pk
    assert mine.get(money.url("payment", payment)).status_code == 200
    assert mine.get(money.url("payment_paper", payment)).status_code == 404
    receipts.approve(payment, by=shop.FINANCE, at=NOW)
    invoices.announce_due(invoice.pk, at=NOW)
    refund = withdrawing.withdraw(world.fresh(made), reason="نمی‌خواهیم", target="source", by=factories.actor(keeper), at=NOW)
    assert (refund.target, refund.invoice.holder) == (Refund.Target.CREDIT, f"person:{someone.pk}")


@pytest.mark.parametrize("has_ended", [False, True])
def test_what_a_practitioner_paid_goes_back_to_the_client_when_the_office_asks_too(bureau, keeper, someone, has_ended):
    row = book.agreed(keeper, someone)
    invoice = book.invoiced(bureau, row, is_client_buyer=True).invoice
    transfer = receipts.Receipt(rials=invoice.total, trace="7", on=shop.TODAY)
    payment = receipts.submit(invoice, receipt=transfer, by=factories.actor(keeper), at=NOW)
    assert not refunds.is_paid_for_buyer(invoice)  # nothing came yet
    receipts.approve(payment, by=shop.FINANCE, at=NOW)
    if has_ended:
        clients.withdraw(row, by=factories.actor(someone), at=NOW)
    finance, typed = office.sits("finance_officer"), {"rials": str(invoice.total), "reason": "اشتباه بود"}
    shown = office.page(finance, "refund_new", invoice.pk)
    assert "اعتبار خریدار می‌شود" in shown
    assert 'value="source"' not in shown
    assert office.press(finance, "refund_new", invoice.pk, **typed, target="source").status_code == 422
    assert office.press(finance, "refund_new", invoice.pk, **typed, target="credit").status_code == 302
    assert invoice.refunds.get().target == Refund.Target.CREDIT


def test_what_the_client_paid_himself_goes_back_to_his_own_card(bureau, keeper, someone):
    row = book.agreed(keeper, someone)
    invoice = book.invoiced(bureau, row, is_client_buyer=True).invoice
    transfer = receipts.Receipt(rials=invoice.total, trace="8", on=shop.TODAY)
    payment = receipts.submit(invoice, receipt=transfer, by=factories.actor(someone), at=NOW)
    receipts.approve(payment, by=shop.FINANCE, at=NOW)
    told = {"rials": invoice.total, "reason": "اشتباه بود", "target": "source", "by": shop.FINANCE, "at": NOW}
    assert refunds.request(invoice, **told).target == Refund.Target.SOURCE


def test_strangers_staff_and_those_without_consent_pay_nothing(bureau, keeper, someone):
    row = book.agreed(keeper, someone)
    invoice = book.invoiced(bureau, row, is_client_buyer=True).invoice
    for other in (factories.person(), book.practitioner(), factories.staff("expert")):
        assert enter(other).get(money.url("invoice", invoice)).status_code == 404
    clients.withdraw(row, by=factories.actor(someone), at=NOW)
    for name in ("invoice", "pay", "receipt"):
        assert enter(keeper).get(money.url(name, invoice)).status_code == 404
    assert enter(someone).get(money.url("invoice", invoice)).status_code == 200
    assert Invoice.objects.get(pk=invoice.pk).state == "issued"


def test_one_sees_whom_one_consented_to(keeper, someone):
    book.agreed(keeper, someone)
    assert "نادر مشاور" in text(enter(someone).get(address("consents")))
    assert "به کسی رضایت نداده‌اید" in text(enter(keeper).get(address("consents")))


def test_what_waits_for_my_consent_stands_first_among_my_consents(keeper, someone):
    row = book.invited(keeper, someone)
    told = text(enter(someone).get(address("consents")))
    assert "منتظر پاسخ شما" in told
    assert "نادر مشاور برای شما درخواست ثبت کند؟" in told
    assert "به کسی رضایت نداده‌اید" not in told
    assert address("consent", row.token) in enter(someone).get(address("consents")).content.decode()
    for other in (keeper, factories.person()):
        assert "منتظر پاسخ شما" not in text(enter(other).get(address("consents")))
    clients.refuse(row, person=someone, by=factories.actor(someone), at=NOW)
    assert "منتظر پاسخ شما" not in text(enter(someone).get(address("consents")))


def test_the_chips_part_the_book_and_the_pages_follow_one_another(keeper, someone):
    book.agreed(keeper, someone)
    rows(keeper, 40)
    mine = enter(keeper)
    assert len(mine.get(address("clients"), {"show": "agreed"}).context["rows"]) == 1
    first = mine.get(address("clients"), {"show": "invited"})
    rest = mine.get(address("clients") + first.context["more"])
    assert len(first.context["rows"]) + len(rest.context["rows"]) == 40
    assert rest.context["more"] == ""


def rows(keeper, count, state="invited"):
    start = Engagement.objects.count()
    return Engagement.objects.bulk_create(
        Engagement(practitioner=keeper, name=f"موکل {n}", mobile_index=str(n), state=state, invited_at=NOW)
        for n in range(start, start + count)
    )


@pytest.mark.parametrize("name", ["clients", "client", "requests"])
def test_lists_cost_ten_statements_at_most_however_long(bureau, keeper, someone, name):
    row, browser, counts = book.agreed(keeper, someone), enter(keeper), []
    where = address(name, row.pk) if name == "client" else address(name)
    for count in (10, 90):
        rows(keeper, count)
        start = Request.objects.count()
        Request.objects.bulk_create(
            Request(applicant=keeper, client=someone, engagement=row, state="paid", number=f"SR-1405-{n}", made_at=NOW, changed_at=NOW)
            for n in range(start, start + count)
        )
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(where).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10


def test_the_copy_of_ones_data_tells_both_sides_of_the_book(keeper, someone):
    book.agreed(keeper, someone)

    def told(person):
        answers = signals.asked_for_everything.send(sender=type(person), person=person, at=NOW)
        return dict(answer for _, answer in answers)["clients"]

    assert [(one["side"], one["other"], one["state"]) for one in told(keeper)] == [("practitioner", book.NAME, "agreed")]
    assert [(one["side"], one["other"]) for one in told(someone)] == [("client", "نادر مشاور")]
    assert particulars.own(someone).mobile not in str(told(keeper))
