"""Until when: the page says the last safe day, draws it, and gives the reason of every day."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from kardad.kit import calendar
from kardad.law import holidays


def asked(client, **query):
    answer = client.get(reverse("calc:deadline"), query)
    return answer.status_code, BeautifulSoup(answer.content, "html.parser")


def test_the_page_asks_first(client):
    status, page = asked(client)
    assert status == 200
    assert [field["name"] for field in page.select("#ask select, #ask input, #ask textarea")] == [
        "of",
        "served_on",
        "province",
        "closed_days",
    ]
    assert page.select_one("#result") is None


def test_the_last_days_of_an_objection_are_told_drawn_and_explained(client):
    status, page = asked(client, of="objection", served_on="۱۴۰۴/۱۰/۱۰", closed_days="1404-10-27")
    told = page.select_one("#result").get_text(" ", strip=True)
    assert status == 200
    assert page.select_one("#result h2").text == "تا پنجشنبه ۲۵ دی ۱۴۰۴ اقدام کنید"
    assert "تا پایان یکشنبه ۲۸ دی ۱۴۰۴" in told
    assert "از دوشنبه ۲۹ دی ۱۴۰۴" in told
    assert page.select_one("#result svg[role=img] title").text == "تقویم مهلت اعتراض به رأی هیئت تشخیص"
    assert "جمعه ۲۶ دی ۱۴۰۴، تعطیل هفتگی" in told
    assert "ماده ۱۵۹ قانون کار" in told


def test_a_day_that_rests_on_the_moon_says_so(client):
    (*_, estimated) = [one.day for one in holidays.current().year(1405) if one.status == "estimated"]
    _, page = asked(client, of="objection", served_on=calendar.jalali(estimated - timedelta(days=16)))
    assert "این تاریخ قطعی نیست" in page.text


def test_a_year_without_a_calendar_is_refused_with_what_to_do(client):
    status, page = asked(client, of="objection", served_on="1380/10/10")
    assert status == 409
    assert page.select_one("#result h2").text == "این مهلت را نمی‌توانیم حساب کنیم"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"of": "objection", "served_on": "۱۴۰۴/۱۳/۰۱"}, "served_on"),
        ({"of": "verdict", "served_on": "1404/10/10"}, "of"),
        ({"of": "objection", "served_on": "1404/10/10", "province": "ناکجا"}, "province"),
        ({"of": "objection", "served_on": "1404/10/10", "closed_days": "1404/10/12\nفردا"}, "closed_days"),
        (
            {"of": "objection", "served_on": "1404/10/10", "closed_days": "\n".join(f"1404/09/{day:02}" for day in range(1, 24))},
            "closed_days",
        ),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field_and_nothing_typed_is_lost(client, query, field):
    status, page = asked(client, **query)
    assert status == 422
    assert page.select_one(f"#id_{field}_error")
    assert page.select_one("#id_served_on")["value"] == query["served_on"]


@pytest.mark.django_db
def test_the_page_costs_no_statement(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        asked(client, of="objection", served_on="1404/10/10")
