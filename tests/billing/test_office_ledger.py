"""Invoices and the ledger in the office: found by number, ended with a reason, balances of zero, a period as a file."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.db import connection

from kardad.billing import demo, queries
from kardad.billing.models import Invoice, Payment, Posting, Refund
from tests.billing import office_world as office
from tests.billing import world
from tests.billing.office_world import fresh
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


@pytest.mark.parametrize("typed", ["INV-1404-000002", "inv-1404-000002", "۲", "000002", "1404-000002", " ۲ "])
def test_an_invoice_is_found_by_its_number(shop, clock, typed):
    world.invoice(), world.invoice()
    answer = office.sits("finance_officer").get(office.address("invoices"), {"q": typed}).content.decode().translate(DIGITS)
    assert "INV-1404-000002" in answer
    assert "INV-1404-000001" not in answer


@pytest.mark.parametrize("typed", ["7", "%", "';--", "INV-", "۹" * 40])
def test_what_is_no_number_finds_nothing(shop, clock, typed):
    world.invoice()
    answer = office.sits("manager").get(office.address("invoices"), {"q": typed}).content.decode()
    assert "صورتحسابی با این نشانی نیست" in answer


def test_a_chip_shows_one_state(shop, clock):
    open_one, paid_one = world.invoice(), office.paid()
    shown = office.sits("finance_officer").get(office.address("invoices"), {"state": "paid"}).content.decode()
    assert office.address("invoice", paid_one.pk) in shown
    assert office.address("invoice", open_one.pk) not in shown
    assert marked(shown) == ["پرداخت شده"]


@pytest.mark.parametrize("asked", [{}, {"state": ""}, {"state": "no such state"}])
def test_without_a_choice_the_chip_of_all_is_marked(shop, clock, asked):
    shown = office.sits("finance_officer").get(office.address("invoices"), asked).content.decode()
    assert marked(shown) == ["همه"]


def test_while_a_number_is_looked_for_no_chip_is_marked(shop, clock):
    assert marked(office.sits("finance_officer").get(office.address("invoices"), {"q": "12"}).content.decode()) == []


def marked(shown):
    """The chips that are in force."""
    return [one.text for one in BeautifulSoup(shown, "html.parser").select(".chip[aria-current]")]


def test_an_invoice_is_voided_with_a_reason(shop, clock):
    made, finance = world.invoice(), office.sits("finance_officer")
    assert office.press(finance, "void", made.pk, reason="").status_code == 422
    assert office.press(finance, "void", made.pk, reason="دوبار صادر شد").status_code == 302
    assert (fresh(made).state, fresh(made).reason) == ("void", "دوبار صادر شد")
    assert set(queries.balances().values()) == {0}
    assert office.press(finance, "void", made.pk, reason="باز هم").status_code == 409


def test_an_invoice_with_a_payment_under_way_stays(shop, clock):
    made = world.invoice()
    office.submitted(made=made)
    assert office.press(office.sits("manager"), "void", made.pk, reason="نه").status_code == 409
    assert fresh(made).state == "issued"


def test_staff_see_amounts_and_a_masked_code(shop, clock, make):
    made = world.invoice()
    from kardad.people import particulars

    code = particulars.own(made.person).code
    finance = office.sits("finance_officer")
    shown = (office.page(finance, "invoice", made.pk) + office.page(finance, "paper", made.pk)).translate(DIGITS)
    assert "7٬700٬000" in shown
    assert code not in shown


def test_balances_and_postings_are_shown_and_zero(shop, clock):
    office.paid(10_000_000)
    shown = office.page(office.sits("finance_officer"), "ledger").translate(DIGITS).replace("\xa0", " ")
    for words in ("تراز است", "10٬000٬000 ریال", "2٬300٬000 ریال", "صدور صورتحساب"):
        assert words in shown


def lines(client, since, until):
    answer = client.get(office.address("ledger_csv"), {"since": since, "until": until})
    assert (answer.status_code, answer["Content-Type"], answer.streaming) == (200, "text/csv; charset=utf-8", True)
    raw = b"".join(answer.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


def test_a_period_is_a_table_file_whose_sides_are_equal(shop, clock):
    made = world.invoice()
    office.paid(10_000_000)
    head, *rows = lines(office.sits("finance_officer"), "1404/09/01", "1404/09/01")
    assert head[0] == "شماره سند"
    assert sum(int(row[8]) for row in rows) == sum(int(row[9]) for row in rows) == 7_700_000 * 2 + 10_000_000
    assert rows[0][1:4] == ["1404-09-01", "2025-11-22", "10:00"]
    assert made.holder in {row[7] for row in rows}


def test_a_day_outside_the_period_is_not_in_the_file(shop, clock):
    office.paid()
    finance = office.sits("finance_officer")
    assert len(lines(finance, "1404/08/01", "1404/08/30")) == 1
    assert len(lines(finance, "1404/09/01", "1404/09/30")) > 1


def test_days_in_the_wrong_order_are_told(shop, clock):
    finance = office.sits("finance_officer")
    answer = finance.get(office.address("ledger_csv"), {"since": "1404/09/02", "until": "1404/09/01"})
    assert answer.status_code == 422
    assert "روز پایان پیش از روز آغاز است" in answer.content.decode()


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (lambda: queries.receipts_to_check().order_by("begun_at", "pk"), "payment_to_check"),
        (lambda: Refund.objects.filter(state="requested").order_by("requested_at", "pk"), "refund_state"),
        (lambda: Invoice.objects.filter(state="paid").order_by("-pk"), "invoice_state"),
        (lambda: Posting.objects.filter(at__gte=NOW, at__lt=NOW).order_by("at", "pk"), "posting_at"),
        (lambda: Payment.objects.filter(trace="1").exclude(trace=""), "payment_trace"),
    ],
)
def test_the_lists_of_the_office_have_their_index(shop, rows, index):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert index in rows()[:25].explain()


def test_a_demo_has_a_tariff_by_two_persons(db, settings, clock):
    codes = ["phone_15", "written", "payslip", "settlement_calc", "something_new"]
    settings.DEMO = False
    with pytest.raises(RuntimeError):
        demo.tariff(codes, proposer=world.FINANCE, approver=world.MANAGER, at=NOW)
    settings.DEMO = True
    demo.tariff(codes, proposer=world.FINANCE, approver=world.MANAGER, at=NOW)
    demo.waiting(proposer=world.FINANCE, at=NOW)
    assert {row.service_code: row.unit_price for row in queries.prices(world.TODAY)} == world.TARIFF | {"something_new": demo.OTHERS}
    made = world.invoice()
    assert (made.total, made.vat) == (7_700_000, 700_000)
    assert "تأیید نشده" in queries.vat_rate(world.TODAY).legal_reference
