"""The tariff's pages: proposed by one, approved by another, in time; what is missing is told before it hurts."""

from datetime import timedelta

import pytest

from kardad.billing import books, picture, queries, signals
from kardad.billing.actions import tariff
from kardad.billing.models import Discount, Price, Seller, VatRate
from kardad.billing.views.office_tariff import percent
from tests.billing import office_world as office
from tests.billing import world
from tests.billing.world import TODAY
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
JALALI = "1404/09/11"  # ten days from TODAY
THEN = TODAY + timedelta(days=10)


def proposed(client, **typed):
    given = {"service_code": "written", "rials": "۵٬۰۰۰٬۰۰۰", "valid_from": JALALI, "last_day": ""} | typed
    answer = office.press(client, "propose", "price", **given)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return Price.objects.latest("pk")


def test_a_price_proposed_on_the_page_holds_when_another_says_yes(shop, clock):
    finance, manager = office.sits("finance_officer"), office.sits("manager")
    row = proposed(finance)
    assert (row.unit_price, row.valid_from, row.valid_to, row.state) == (5_000_000, THEN, None, "proposed")
    assert queries.price("written", THEN).unit_price == 4_000_000
    assert office.press(manager, "price", row.pk, verdict="approve").status_code == 302
    assert queries.price("written", THEN).unit_price == 5_000_000
    assert queries.price("written", THEN - timedelta(days=1)).unit_price == 4_000_000


def test_an_amount_in_tomans_and_a_last_day_are_read_as_people_mean_them(shop, clock):
    finance = office.sits("finance_officer")
    row = proposed(finance, service_code="petition", rials="۲۰۰ هزار تومان", last_day="1404/09/20")
    assert (row.unit_price, row.valid_to) == (2_000_000, TODAY + timedelta(days=20))
    assert "۱۴۰۴/۰۹/۲۰" in office.page(finance, "price", row.pk) or "۲۰ آذر ۱۴۰۴" in office.page(finance, "price", row.pk)


def test_a_proposer_with_both_roles_still_cannot_approve_his_own(shop, clock):
    both = office.two_roles()
    row = proposed(both)
    assert "تصمیم شما" not in office.page(both, "price", row.pk)
    answer = office.press(both, "price", row.pk, verdict="approve")
    assert answer.status_code == 409
    assert office.fresh(row).state == "proposed"


def test_finance_does_not_approve(shop, clock):
    row = proposed(office.sits("manager"))
    finance = office.sits("finance_officer")
    assert "تصمیم شما" not in office.page(finance, "price", row.pk)
    assert office.press(finance, "price", row.pk, verdict="approve").status_code == 404
    assert office.press(finance, "price", row.pk, verdict="decline", reason="نه").status_code == 404
    assert office.fresh(row).state == "proposed"


def test_a_no_says_why(shop, clock):
    row, manager = proposed(office.sits("finance_officer")), office.sits("manager")
    assert office.press(manager, "price", row.pk, verdict="decline", reason="").status_code == 422
    assert office.press(manager, "price", row.pk, verdict="decline", reason="گران است").status_code == 302
    assert (office.fresh(row).state, office.fresh(row).reason) == ("declined", "گران است")
    assert "گران است" in office.page(manager, "price", row.pk)


@pytest.mark.parametrize("role", ["finance_officer", "manager"])
def test_a_proposer_takes_his_proposal_back(shop, clock, role):
    client = office.sits(role)
    row = proposed(client)
    assert office.press(client, "price", row.pk, do="withdraw").status_code == 302
    assert office.fresh(row).state == "declined"


def test_nobody_takes_back_what_another_proposed(shop, clock):
    row = proposed(office.sits("finance_officer"))
    other = office.sits("finance_officer")
    assert office.press(other, "price", row.pk, do="withdraw").status_code in (404, 422)
    assert office.fresh(row).state == "proposed"


def test_a_row_is_judged_once(shop, clock):
    row, manager = proposed(office.sits("finance_officer")), office.sits("manager")
    office.press(manager, "price", row.pk, verdict="approve")
    assert office.press(office.sits("manager"), "price", row.pk, verdict="decline", reason="نه").status_code == 409
    assert office.fresh(row).state == "approved"


@pytest.mark.parametrize(
    "wrong",
    [{"rials": ""}, {"rials": "صد"}, {"rials": "0"}, {"valid_from": "1404/08/30"}, {"last_day": "1404/09/10"}, {"service_code": ""}],
)
def test_what_cannot_be_is_not_proposed(shop, clock, wrong):
    finance, before = office.sits("finance_officer"), Price.objects.count()
    given = {"service_code": "written", "rials": "5000000", "valid_from": JALALI} | wrong
    assert office.press(finance, "propose", "price", **given).status_code == 422
    assert Price.objects.count() == before


def test_rates_sellers_and_discounts_are_proposed_too(shop, clock):
    finance = office.sits("finance_officer")
    office.press(finance, "propose", "vat", rate="۹٫۵", legal_reference="ماده نمونه", valid_from=JALALI)
    assert VatRate.objects.latest("pk").rate == 950
    office.press(finance, "propose", "seller", name="شرکت دیگر", valid_from=JALALI, is_vat_registered="on")
    assert (Seller.objects.latest("pk").name, Seller.objects.latest("pk").is_vat_registered) == ("شرکت دیگر", True)
    office.press(finance, "propose", "discount", code="nowruz", percent="۲۰", per_buyer="2", valid_from=JALALI)
    made = Discount.objects.latest("pk")
    assert (made.code, made.percent, made.rials, made.per_buyer) == ("NOWRUZ", 20, 0, 2)
    assert (
        office.press(finance, "propose", "discount", code="X", percent="5", rials="5", per_buyer="1", valid_from=JALALI).status_code == 422
    )
    for room, row in (("vat_rate", VatRate), ("seller", Seller), ("discount", Discount)):
        assert "منتظر تصویب" in office.page(finance, room, row.objects.latest("pk").pk)


@pytest.mark.parametrize("typed", ["۱۰۱", "-1", "یک", "9.555", "NaN", "Infinity"])
def test_a_rate_that_is_none_is_refused(shop, clock, typed):
    answer = office.press(office.sits("manager"), "propose", "vat", rate=typed, legal_reference="x", valid_from=JALALI)
    assert answer.status_code == 422


@pytest.mark.parametrize(("rate", "told"), [(1000, "۱۰٪"), (950, "۹٫۵٪"), (905, "۹٫۰۵٪"), (0, "۰٪"), (10_000, "۱۰۰٪")])
def test_a_rate_is_told_as_people_write_it(rate, told):
    assert percent(rate) == told


def test_the_list_tells_now_ahead_waiting_and_ended(shop, clock):
    finance = office.sits("finance_officer")
    world.price("written", 6_000_000, valid_from=THEN)
    proposed(finance, service_code="payslip")
    row = proposed(finance, service_code="training")
    tariff.decline(row, reason="نه", by=world.MANAGER, at=NOW)
    shown = office.page(finance, "tariff")
    for words in ("جاری", "در راه", "منتظر تصویب", "پذیرفته نشد", "پایان‌یافته"):
        assert words in shown
    assert shown.count("span-ahead") == 1
    assert shown.count("span-asked") == 1


def test_time_runs_from_right_to_left_in_the_picture():
    past = picture.span(TODAY - timedelta(days=300), TODAY - timedelta(days=200), standing="ended", on=TODAY)
    coming = picture.span(TODAY + timedelta(days=200), TODAY + timedelta(days=300), standing="ahead", on=TODAY)
    at = [int(one.split('span-bar" x="')[1].split('"')[0]) for one in (past, coming)]
    assert at[0] > picture.WIDE // 2 > at[1]
    assert "span-tail" in picture.span(TODAY, None, standing="now", on=TODAY)


def test_a_gap_of_the_rate_is_told_before_it_hurts(db, clock):
    world.seller()
    world.vat(valid_to=TODAY + timedelta(days=30))
    world.vat(900, valid_from=TODAY + timedelta(days=40), valid_to=TODAY + timedelta(days=365))
    finance = office.sits("finance_officer")
    assert books.vat_gaps(TODAY) == [(TODAY + timedelta(days=30), TODAY + timedelta(days=40))]
    for address in ("tariff", "setup"):
        assert "برای این تاریخ نرخ مالیات ثبت نشده است" in office.page(finance, address)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], [(0, 365)]),
        ([(0, None)], []),
        ([(-5, 10), (10, None)], []),
        ([(5, None)], [(0, 5)]),
        ([(-9, 3), (7, 9)], [(3, 7), (9, 365)]),
    ],
)
def test_gaps_are_the_days_that_no_row_covers(rows, expected):
    def day(n):
        return None if n is None else TODAY + timedelta(days=n)

    made = [VatRate(state="approved", valid_from=day(since), valid_to=day(until)) for since, until in rows]
    assert books.gaps(made, TODAY, day(365)) == [(day(since), day(until)) for since, until in expected]


def test_an_unregistered_seller_has_no_gap(db, clock):
    world.seller(is_vat_registered=False)
    assert books.vat_gaps(TODAY) == []


def test_services_of_those_above_are_named_and_those_without_a_price_told(shop, clock):
    def told(sender, **_):
        return {"written": "مشاوره کتبی آزمون", "unpriced_one": "خدمت بی‌نرخ آزمون"}

    signals.asked_for_services.connect(told)
    try:
        finance = office.sits("finance_officer")
        shown = office.page(finance, "tariff")
        assert "مشاوره کتبی آزمون" in shown
        assert "خدمت بی‌نرخ آزمون" in shown
        assert "?service_code=unpriced_one" in shown
        assert "خدمت بی‌نرخ آزمون" in office.page(finance, "setup")
        assert office.press(finance, "propose", "price", service_code="no_such", rials="5", valid_from=JALALI).status_code == 422
    finally:
        signals.asked_for_services.disconnect(told)


def test_a_new_house_is_told_what_is_missing(db, clock):
    client = office.sits("manager")
    left = [check.title for check in books.setup(TODAY, books.vat_gaps(TODAY)) if not check.is_done]
    assert left[:3] == ["دو نفر برای تعرفه و پرداخت", "مشخصات فروشنده", "نرخ مالیات بر ارزش افزوده"]
    office.sits("finance_officer")
    world.open_shop()
    titles = {check.title: check.is_done for check in books.setup(TODAY, books.vat_gaps(TODAY))}
    assert titles["دو نفر برای تعرفه و پرداخت"]
    assert titles["مشخصات فروشنده"]
    assert titles["نرخ مالیات بر ارزش افزوده"]
    assert "راه‌اندازی" in office.page(client, "setup")


def test_what_is_too_late_to_approve_is_said(shop, clock):
    row = proposed(office.sits("finance_officer"))
    clock.move_to(NOW + timedelta(days=20))
    manager = office.sits("manager")
    assert "تاریخ آغاز گذشته است" in office.page(manager, "price", row.pk)
    assert office.press(manager, "price", row.pk, verdict="approve").status_code in (409, 422)
    assert office.fresh(row).state == "proposed"
