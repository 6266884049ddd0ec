"""What the questions of «what am I owed» refuse, and how they say it: with the field, the reason and the way out; nothing typed is lost."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.calc.owed_samples import EXAMPLE, WORKED, where

pytestmark = pytest.mark.django_db
CHANGED = f"{WORKED}&wage=minimum&pay=changed"


@pytest.fixture(autouse=True)
def _today(clock):
    """Everything happens on 1 Azar 1404."""


@pytest.fixture
def refused(client):
    """The page that refuses what was typed, parsed, with its errors."""

    def refused(step, query="", **typed):
        answer = client.post(where(step, query), {name.replace("__", "."): value for name, value in typed.items()})
        assert answer.status_code == 422, answer.headers
        page = BeautifulSoup(answer.content, "html.parser")
        assert page.title.get_text().strip().startswith("خطا: ")
        for link in page.select(".error-summary a"):
            assert page.select_one(link["href"]), link
        return page, page.select_one(".error-summary").get_text(" ", strip=True)

    return refused


@pytest.fixture
def leads_to(client):
    """Where an accepted page leads."""
    return lambda step, query="", **typed: client.post(where(step, query), typed)["Location"]


@pytest.mark.parametrize(
    ("step", "query", "typed", "said"),
    [
        ("dates", "", {}, "اولین روز کار را بنویسید"),
        ("dates", "", {"hired_on": "1400/13/01", "still": "yes"}, "ماه"),
        ("dates", "", {"hired_on": "۱۴۰۵/۰۱/۰۱", "still": "yes"}, "نمی‌تواند پس از"),
        ("dates", "", {"hired_on": "۱۳۰۰/۰۱/۰۱", "still": "yes"}, "نمی‌تواند پیش از"),
        ("dates", "", {"hired_on": "1400/02/01", "still": "no"}, "آخرین روز کار را بنویسید"),
        ("dates", "", {"hired_on": "1400/02/01", "still": "no", "left_on": "1399/02/01"}, "پیش از اولین روز"),
        ("wage", WORKED, {}, "انتخاب کنید"),
        ("wage", WORKED, {"wage": "daily"}, "قرار گذاشتید"),
        ("wage", WORKED, {"wage": "daily", "wage_amount": "-5"}, "علامت ندارد"),
        ("wage", WORKED, {"wage": "daily", "wage_amount": "=1+1"}, "مبلغ"),
        ("wage", WORKED, {"wage": "monthly", "wage_amount": "99999999999999"}, "بسیار بزرگ"),
        ("pay", WORKED, {"pay": "same", "pay_amount": "0"}, "هیچ پولی نگرفتم"),
        ("pay", WORKED, {"pay": "same", "pay_amount": "سی میلیون"}, "مبلغ"),
        ("received", EXAMPLE, {"bonus": "none", "severance": "part", "leave_pay": "none", "insurance": "none"}, "مبلغی را که گرفتید"),
        ("received", EXAMPLE, {"bonus": "none"}, "سنوات"),
        ("bonuses", EXAMPLE.replace("bonus=none", "bonus=part"), {"year_1400": ""}, "دست‌کم یک سال"),
        ("leave", EXAMPLE, {"leave": "some", "hard": "no"}, "روزهای مرخصی"),
        ("leave", EXAMPLE, {"leave": "some", "leave_days": "-3", "hard": "no"}, "منفی"),
        ("leave", EXAMPLE, {"leave": "some", "leave_days": "99999", "hard": "no"}, "بیشتر نمی‌شود"),
        ("family", EXAMPLE, {"married": "no", "children": "۳۱"}, "۳۰"),
        ("family", EXAMPLE, {"married": "no", "children": "دو"}, "رقم"),
        ("insured", EXAMPLE.replace("children=0", "children=1"), {"insured": "some"}, "روزهای بیمه"),
        ("hours", EXAMPLE, {}, "انتخاب کنید"),
        ("each-month", EXAMPLE.replace("hours=none", "hours=same"), {"overtime": ""}, "دست‌کم یکی"),
        ("each-month", EXAMPLE.replace("hours=none", "hours=same"), {"overtime": "900"}, "۷۴۴"),
        ("hour-kinds", EXAMPLE.replace("hours=none", "hours=unknown"), {}, "دست‌کم یکی"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_to_mend_it(refused, step, query, typed, said):
    assert said in refused(step, query, **typed)[1]


def test_what_was_typed_stands_there_still(refused):
    page, _ = refused("dates", hired_on="۱۴۰۰/۰۲/۰۱", still="no", left_on="۱۳۹۹/۰۲/۰۱")
    assert [page.select_one(f"[name={name}]")["value"] for name in ("hired_on", "left_on")] == ["۱۴۰۰/۰۲/۰۱", "۱۳۹۹/۰۲/۰۱"]
    assert page.select_one("[name=still][checked]")["value"] == "no"


@pytest.mark.parametrize("amount", ["35000000", "۳۵٬۰۰۰٬۰۰۰", "٣٥٠٠٠٠٠٠", "۳٬۵۰۰٬۰۰۰ تومان", "35,000,000 ريال", "۳/۵ میلیون تومان"])
def test_an_amount_is_read_however_it_is_typed(leads_to, amount):
    assert "pay=same&pay_amount=35000000" in leads_to("pay", f"{WORKED}&wage=minimum", pay="same", pay_amount=amount)


def test_a_phone_gives_letters_where_toman_may_be_written(read):
    field = read(where("pay", f"{WORKED}&wage=minimum")).select_one("[name=pay_amount]")
    assert "تومان" in field.find_parent(class_="field").get_text()
    assert field.get("inputmode") not in ("numeric", "decimal", "tel")


def test_an_amount_under_another_choice_is_not_judged(leads_to):
    assert leads_to("wage", WORKED, wage="minimum", wage_amount="5").startswith(where("pay", f"{WORKED}&wage=minimum"))


def test_a_period_without_an_end_lasts_until_the_next_or_to_the_end(leads_to):
    rows = {"from_0": "1400/02/01", "to_0": "", "monthly_0": "35000000", "from_1": "۱۴۰۲/۰۱/۰۱", "to_1": "", "monthly_1": "60000000"}
    found = leads_to("periods", CHANGED, **rows)
    assert "paid=1400-02-01_1401-12-29_35000000&paid=1402-01-01_1403-11-15_60000000" in found


def test_periods_may_be_typed_in_any_order(leads_to):
    rows = {"from_0": "1402/01/01", "monthly_0": "60000000", "from_1": "1400/02/01", "monthly_1": "35000000"}
    assert "paid=1400-02-01_1401-12-29_35000000&paid=1402-01-01_1403-11-15_60000000" in leads_to("periods", CHANGED, **rows)


def test_an_overlap_is_told_with_its_days(refused):
    rows = {"from_0": "1400/02/01", "to_0": "1401/06/31", "monthly_0": "35000000", "from_1": "1401/06/01", "monthly_1": "60000000"}
    assert "روی هم افتاده‌اند: از ۱۴۰۱/۰۶/۰۱ تا ۱۴۰۱/۰۶/۳۱" in refused("periods", CHANGED, **rows)[1]


def test_a_gap_is_told_with_its_days_and_may_be_said_to_be_unpaid(refused, leads_to):
    rows = {"from_0": "1400/02/01", "to_0": "1400/12/29", "monthly_0": "35000000", "from_1": "1401/06/01", "monthly_1": "60000000"}
    page, said = refused("periods", CHANGED, **rows)
    assert "از ۱۴۰۱/۰۱/۰۱ تا ۱۴۰۱/۰۵/۳۱" in said
    assert page.select_one("[name=unpaid]")
    assert "paid=1401-01-01_1401-05-31_0&" in leads_to("periods", CHANGED, **rows, unpaid="on")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"from_0": "1399/01/01", "monthly_0": "5"}, "پیش از اولین روز کار"),
        ({"from_0": "1400/02/01", "to_0": "1404/01/01", "monthly_0": "5"}, "نمی‌تواند پس از"),
        ({"from_0": "1400/02/01", "to_0": "1400/01/01", "monthly_0": "5"}, "پیش از آغاز"),
        ({"from_0": "1400/02/01"}, "مبلغ ماهانه"),
        ({"from_0": "", "monthly_0": ""}, "دست‌کم یک دوره"),
        ({"from_0": "1400/02/01", "monthly_0": "5", "from_1": "", "monthly_1": "6"}, "اولین روز این دوره"),
        ({"from_0": "1400/02/31", "to_0": "1400/02/32", "monthly_0": "5"}, "۳۱ روز دارد"),
    ],
)
def test_a_period_that_cannot_be_is_refused(refused, rows, said):
    assert said in refused("periods", CHANGED, **rows)[1]


def test_a_row_is_added_and_removed_and_nothing_typed_is_lost(client):
    rows = {"from_0": "۱۴۰۰/۰۲/۰۱", "to_0": "", "monthly_0": "سی", "from_1": "x", "to_1": "", "monthly_1": "۶۰"}
    more = BeautifulSoup(client.post(where("periods", CHANGED), rows | {"do": "add"}).content, "html.parser")
    assert len(more.select("fieldset.owed-row")) == 3
    assert more.select_one("[name=monthly_0]")["value"] == "سی"
    less = BeautifulSoup(client.post(where("periods", CHANGED), rows | {"do": "drop.0"}).content, "html.parser")
    assert [one.get("value") for one in less.select("[name^=monthly_]")] == ["۶۰"]
    assert more.select_one(".error-summary") is None


def test_rows_without_end_are_not_made(client):
    many = {f"{name}_{place}": "5" for place in range(300) for name in ("from", "to", "monthly")}
    page = BeautifulSoup(client.post(where("periods", CHANGED), many | {"do": "add"}).content, "html.parser")
    assert len(page.select("fieldset.owed-row")) == 30


def test_hours_by_periods_are_read(leads_to, refused):
    query = EXAMPLE.replace("hours=none", "hours=changed")
    rows = {"from_0": "1400/02/01", "to_0": "1400/12/29", "overtime_0": "۲۰٫۵", "friday_0": "8"}
    assert "worked=1400-02-01_1400-12-29_20.5_0_8_0" in leads_to("hour-periods", query, **rows)
    assert "ساعت‌های این دوره" in refused("hour-periods", query, from_0="1400/02/01")[1]


def test_a_question_has_one_heading_a_way_back_and_says_how_far(client):
    page = BeautifulSoup(client.get(where("pay", f"{WORKED}&wage=minimum")).content, "html.parser")
    assert len(page.select("h1")) == 1
    assert page.select_one("a.back")["href"].startswith(where("wage", WORKED))
    assert "گام ۲ از ۵" in page.get_text()
    assert page.select_one("meta[name=robots]")["content"] == "noindex"


def test_a_form_from_elsewhere_is_refused():
    assert Client(enforce_csrf_checks=True).post(where("pay", WORKED), {"pay": "none"}).status_code == 403
