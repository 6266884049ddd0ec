"""The page of search, and what stands in code and files."""

import pytest
from bs4 import BeautifulSoup
from django.urls import resolve, reverse

from kardad.search import actions, queries
from kardad.search.models import Change, Entry
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def look(client, **asked):
    answer = client.get(reverse("portal:search"), asked)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def shown(page):
    return [link["href"] for link in page.select(".found h2 a")]


def test_every_page_has_the_search_in_its_head(client):
    form = BeautifulSoup(client.get("/help/").content, "html.parser").select_one("header form[role=search]")
    assert form["action"] == reverse("portal:search")
    assert form.select_one("input[name=q]")


def test_who_searches_for_severance_is_shown_its_calculator_first(client):
    actions.gather(at=NOW)
    assert shown(look(client, q="محاسبه سنوات"))[0] == reverse("calc:calculator", args=["severance"])


def test_help_calculators_and_the_law_are_gathered_and_lead_somewhere(client):
    many = actions.gather(at=NOW)
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"calculator", "service", "help", "law"} <= kinds
    assert Entry.objects.count() == many
    for row in Entry.objects.all():
        assert resolve(row.url)


# What workers and employers type, and what must be among the first three.
ASKED = [
    ("سنوات", "/calculators/severance/"),
    ("سنوات چقدر میشه", "/calculators/severance/"),
    ("اضافه‌کاری", "/calculators/overtime/"),
    ("اضافه کاری چطور حساب میشه", "/calculators/overtime/"),
    ("عیدی ۱۴۰۴", "/calculators/bonus/"),
    ("بیمه بیکاری چند ماه", "/calculators/unemployment/"),
    ("اخراج بدون دلیل", "/calculators/back-pay/"),
    ("فیش حقوقی", "/calculators/payslip/"),
    ("حداقل دستمزد", "/calculators/wage-floor/"),
    ("ساعت کار هفتگی", "/law/hours.weekly/"),
    ("بن کارگری", "/law/allowance.grocery/"),
    ("دادخواست", "/services/petition/"),
]


@pytest.mark.parametrize(("asked", "url"), ASKED)
def test_what_people_type_leads_where_they_want(asked, url):
    actions.gather(at=NOW)
    assert url in [row.url for row in queries.find(asked, limit=3)]


def test_an_article_is_looked_for_by_its_number_and_not_by_the_words_beside_it():
    actions.gather(at=NOW)
    row = actions.put("question", "dismissal", title="قصور کارگر", text="ماده ۲۷", url="/questions/", at=NOW)
    found = queries.find("قانون کار ماده 27")
    assert row in found
    assert all("۲۷" in f"{one.title} {one.text}" for one in found)
    assert queries.find("قانون کار") != []


def test_gathering_again_changes_nothing_and_what_is_gone_is_dropped():
    actions.gather(at=NOW)
    before = set(Change.objects.values_list("pk", flat=True))
    actions.put("help", "an-old-guide", title="کهنه", url="/help/", at=NOW)
    actions.gather(at=NOW)
    assert not Entry.objects.filter(key="an-old-guide").exists()
    assert before <= set(Change.objects.values_list("pk", flat=True))


def test_one_kind_may_be_looked_at_alone(client):
    actions.gather(at=NOW)
    page = look(client, q="عیدی", kind="law")
    assert {link.split("/")[1] for link in shown(page)} == {"law"}
    assert page.select_one(".chip[aria-current]").text == "قانون"


def test_nothing_found_says_what_to_do(client):
    page = look(client, q="زززززز")
    assert "چیزی با این واژه‌ها نیافتیم" in page.text


def test_what_was_typed_is_shown_as_text(client):
    page = look(client, q="<script>alert(1)</script>")
    assert not page.select("main script")
    assert "<script>" in page.select_one("#q")["value"]


def test_the_page_is_not_for_search_engines(client):
    assert look(client, q="عیدی").select_one("meta[name=robots]")["content"] == "noindex"


def test_a_result_shows_the_words_around(client):
    actions.put("question", "one", title="پرسش", text="آغاز " * 40 + "مرخصی استعلاجی " + "پایان " * 40, url="/questions/", at=NOW)
    assert "استعلاجی" in look(client, q="استعلاجی").select_one(".found").text
