"""The pages of the law: today's number, any day's, the history with its gaps and other readings, the policies."""

from itertools import pairwise

import pytest

from kardad.calc import lawbook
from kardad.kit import calendar
from kardad.law import instruments, policies
from tests.portal.conftest import read as _read

pytestmark = pytest.mark.django_db
read = _read


def test_the_index_names_every_value_once_with_todays_number(read, clock):
    page = read("/law/")
    links = [link["href"] for link in page.select(".entries a")]
    assert sorted(links) == sorted(f"/law/{key}/" for key in instruments.current().keys)
    assert "۳٬۴۶۳٬۶۵۶ ریال در روز" in page.text
    assert "دست دوم" in page.text


def test_after_the_last_year_that_is_known_yearly_values_are_gaps_and_standing_ones_are_not(read, time_machine):
    time_machine.move_to(calendar.from_jalali(1420, 1, 5), tick=False)
    shown = {entry.a.text: entry.text for entry in read("/law/").select(".entries li")}
    assert "عدد قانونی نداریم" in shown["حداقل مزد روزانه"]
    assert "۴۴ ساعت" in shown["ساعت کار هفته"]
    assert "عدد قانونی نداریم" in read("/law/wage.daily_minimum/").select_one(".answer").text


@pytest.mark.parametrize(
    ("on", "amount"),
    [("1399-03-31", "۶۱۱٬۸۰۹"), ("۱۳۹۹/۰۴/۰۱", "۶۳۶٬۸۰۹"), ("1399-04-01", "۶۳۶٬۸۰۹"), ("1400-01-01", "۸۸۵٬۱۶۵")],
)
def test_the_value_of_a_day_is_shown(read, on, amount):
    assert amount in read(f"/law/wage.daily_minimum/?on={on}").select_one(".answer").text


def test_the_address_that_scripts_know_answers_json_and_leads_readers_to_the_page(client):
    known = "/law/values/wage.daily_minimum?on=1399-04-01"
    answer = client.get(known, follow=True)
    assert (answer.status_code, answer.json()["value"]["amount"]) == (200, 636_809)
    page = client.get(known, headers={"accept": "text/html,*/*"})
    assert page.headers["Location"] == "/law/wage.daily_minimum/?on=1399-04-01"
    assert client.get("/law/values/no.such.key?on=1399-04-01").status_code == 404


def test_a_day_that_is_none_and_a_day_without_a_number_are_told_apart(read):
    assert read("/law/wage.daily_minimum/?on=1399-13-01", status=422).select_one("#id_on[aria-invalid]")
    silent = read("/law/tax.salary_ladder/?on=1401-05-05", status=409)
    assert "عدد قانونی نداریم" in silent.select_one(".answer").text


def test_there_is_no_such_value(read):
    read("/law/wage.of_sin/", status=404)


def test_a_conflict_shows_both_readings_and_why_one_was_chosen(read):
    rows = read("/law/allowance.housing/").select("tbody tr")
    row = next(row for row in rows if row.th.text.strip() == "۱۴۰۱/۰۱/۰۱")
    assert "۵٬۵۰۰٬۰۰۰" in row.text
    assert "۶٬۵۰۰٬۰۰۰" in row.text
    assert "برداشت دیگر" in row.text
    assert row.select("a[href^=http]")


def test_every_history_is_whole_from_the_first_day_without_an_overlap():
    law = instruments.current()
    for key in law.keys:
        found = lawbook.history(law, key)[::-1]
        assert found[0].since == instruments.FIRST_DAY, key
        assert all(earlier.until == later.since for earlier, later in pairwise(found)), key


def test_a_gap_is_a_gap_in_the_table_and_in_the_picture(read):
    page = read("/law/tax.monthly_exemption/")
    assert page.select_one("svg .history-gap")
    assert "عدد قانونی نداریم" in page.select("tbody tr")[-1].text


@pytest.mark.parametrize("key", instruments.current().keys)
def test_every_value_has_its_page_with_its_sources(read, key):
    page = read(f"/law/{key}/")
    assert page.h1.text == instruments.current().keys[key].title
    assert page.select_one("table.table tbody tr")
    assert "دست دوم" in page.text
    assert len(page.select("h1")) == 1


def test_the_picture_grows_from_the_right(read):
    picture = lawbook.picture(instruments.current(), "wage.daily_minimum", calendar.from_jalali(1405, 9, 1))
    assert picture.path.startswith("M1000 ")
    assert [calendar.to_jalali(day).year for day in picture.ticks] == [1390, 1394, 1398, 1402, 1406]


def test_a_value_that_never_changed_has_no_picture(read):
    assert not read("/law/hours.weekly/").select_one("svg.history")


def test_every_policy_stands_with_its_basis_and_its_default(read):
    page = read("/law/policies/")
    for policy in policies.known().values():
        assert page.find(id=policy.name).text == policy.title
        assert policy.basis in page.text
    assert len(page.select(".tag")) == len(policies.known())


def test_machines_are_told_where_the_page_stands(read, settings):
    settings.SITE_URL = "https://kardad.example"
    for path in ("/law/", "/law/policies/", "/law/allowance.housing/", "/calculators/", "/calculators/payslip/"):
        page = read(path)
        assert page.find("link", rel="canonical")["href"] == f"https://kardad.example{path}"
        assert "BreadcrumbList" in page.find("script", type="application/ld+json").string
        assert 40 <= len(page.find("meta", {"name": "description"})["content"]) <= 300


def test_every_group_and_unit_of_the_law_has_its_words():
    keys = instruments.current().keys.values()
    assert {key.group for key in keys} == set(lawbook.GROUPS)
    assert {key.unit for key in keys} - {"share", "brackets", "hours/month"} == set(lawbook.UNITS)
