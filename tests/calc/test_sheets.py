"""Kept sheets: who keeps, who reads, what is left when one is gone, and that an old sheet comes to its numbers again."""

import dataclasses
from datetime import timedelta

import pytest
from django.urls import reverse

from kardad.calc import actions, demo, queries
from kardad.calc.models import SavedSheet
from kardad.core import history
from kardad.kit.refusal import BadInput
from kardad.law import instruments
from kardad.law.instruments import Law, Silent
from tests.calc.conftest import GIVEN

pytestmark = pytest.mark.django_db
QUERY = "month=1404-05&children=2&overtime_hours=10"
OWN = ("sheet", "again", "rename", "forget")


def corrected():
    """Today's law, and one that learnt a month later that the housing allowance of 1404 was another."""
    now = instruments.current()
    value = now.value("allowance.housing", instruments.calendar.from_jalali(1404, 5, 1))
    later = dataclasses.replace(value, amount=9_500_000, recorded_on=now.recorded_on + timedelta(days=30))
    return now, Law(now.keys, now.instruments, [*now._recorded, later])


def test_a_member_keeps_a_sheet_from_its_page_and_it_is_written_in_his_history(client, make, read):
    member = make.person()
    client.force_login(member)
    page = read(f"/calculators/payslip/?{QUERY}")
    form = page.select_one("form[action$='/keep/']")
    answer = client.post(form["action"], {"query": form.select_one("[name=query]")["value"]})
    row = SavedSheet.objects.get()
    assert answer["Location"] == reverse("calc:sheet", args=[row.pk])
    assert (row.person, row.calculator, row.inputs) == (member, "payslip", GIVEN)
    assert row.law_version == instruments.current().version
    assert "فیش حقوق" in history.sentence(history.of_person(member.pk).first())
    assert read(answer["Location"]).select_one(".big").text == page.select_one(".big").text


def test_a_visitor_keeps_nothing_and_is_led_to_log_in(client, read):
    page = read(f"/calculators/payslip/?{QUERY}")
    assert not page.select_one("form[action$='/keep/']")
    way = page.select_one(".result a[href*='next=']")["href"]
    assert way == f"{reverse('people:login')}?next=%2Fcalculators%2Fpayslip%2F%3Fmonth%3D1404-05%26children%3D2%26overtime_hours%3D10"
    answer = client.post(reverse("calc:keep", args=["payslip"]), {"query": QUERY})
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("people:login"))
    assert not SavedSheet.objects.exists()


def test_what_cannot_be_computed_is_not_kept(client, make, keep):
    client.force_login(make.person())
    for query in ("", "month=1404-15", "garbage"):
        assert client.post(reverse("calc:keep", args=["payslip"]), {"query": query})["Location"] == "/calculators/payslip/"
    assert client.post(reverse("calc:keep", args=["horoscope"]), {"query": QUERY}).status_code == 404
    with pytest.raises(BadInput):
        keep(make.person(), given={"month": "1404-15"})
    assert not SavedSheet.objects.exists()


@pytest.mark.parametrize("name", OWN)
def test_nobody_but_the_owner_reaches_a_sheet(client, make, keep, name):
    row = keep(make.person())
    others = [make.person(level=2), make.person(role="lawyer", level=2), make.staff("manager"), make.staff("reviewer")]
    for other in others:
        client.force_login(other)
        for method in (client.get, client.post):
            assert method(reverse(f"calc:{name}", args=[row.pk]), {"title": "دزدی"}).status_code in (404, 405)
    client.logout()
    assert reverse("people:login") in client.get(reverse(f"calc:{name}", args=[row.pk]))["Location"]
    row.refresh_from_db()
    assert row.title == "فیش مرداد"


def test_the_list_shows_my_sheets_newest_first_page_by_page_in_as_many_reads(client, make, keep, read, django_assert_max_num_queries):
    member = make.person()
    keep(make.person(), title="برگه دیگری")
    for number in range(27):
        keep(member, title=f"برگه {number}")
    client.force_login(member)
    with django_assert_max_num_queries(8):
        page = read(reverse("calc:sheets"))
    names = [cell.text for cell in page.select("tbody th")]
    assert (names[0], len(names)) == ("برگه 26", 25)
    following = read(reverse("calc:sheets") + page.select_one("a[rel=next]")["href"])
    assert [cell.text for cell in following.select("tbody th")] == ["برگه 1", "برگه 0"]


def test_an_empty_list_teaches(client, make, read):
    client.force_login(make.person())
    assert read(reverse("calc:sheets")).select_one(".empty a[href='/calculators/']")


def test_a_sheet_is_renamed(client, make, keep):
    member = make.person()
    row = keep(member)
    client.force_login(member)
    assert client.post(reverse("calc:rename", args=[row.pk]), {"title": " "}).status_code == 422
    client.post(reverse("calc:rename", args=[row.pk]), {"title": "حقوق من"})
    row.refresh_from_db()
    assert row.title == "حقوق من"
    assert history.of_person(member.pk).first().name == "sheet.renamed"


def test_a_forgotten_sheet_is_gone_and_its_numbers_are_not_in_the_history(client, make, keep, read):
    member = make.person()
    row = keep(member)
    client.force_login(member)
    assert "بازنمی‌گردد" in read(reverse("calc:forget", args=[row.pk])).text
    assert client.post(reverse("calc:forget", args=[row.pk]))["Location"] == reverse("calc:sheets")
    assert not SavedSheet.objects.exists()
    event = history.of_person(member.pk).first()
    assert (event.name, event.data) == ("sheet.forgotten", {"title": "فیش حقوق"})


def test_a_sheet_that_is_kept_by_two_presses_is_kept_once(make, keep):
    member = make.person()
    first = keep(member)
    assert keep(member).pk == first.pk
    assert keep(member, title="نام دیگر").pk != first.pk
    assert keep(make.person()).pk != first.pk
    SavedSheet.objects.filter(pk=first.pk).update(created_at=first.created_at - actions.TWICE)
    assert keep(member).pk != first.pk


def test_too_many_sheets_are_refused(make, keep, monkeypatch):
    monkeypatch.setattr(actions, "MANY", 1)
    member = make.person()
    keep(member)
    with pytest.raises(actions.TooManySheets):
        keep(member, title="یکی دیگر")


def test_an_old_sheet_comes_to_the_same_numbers_under_the_law_of_its_day_and_to_others_today(make, keep):
    then, now = corrected()
    row = keep(make.person(), law=then)
    assert queries.of_its_day(row, now).totals == row.sheet["totals"]
    assert queries.is_reproduced(row, now)
    fresh = queries.again(row, now)
    assert fresh.totals["housing"] == row.sheet["totals"]["housing"] + 500_000


def test_then_and_now_stand_side_by_side(client, make, keep, read, monkeypatch):
    then, now = corrected()
    member = make.person()
    row = keep(member, law=then)
    client.force_login(member)
    monkeypatch.setattr(instruments, "current", lambda: now)
    page = read(reverse("calc:again", args=[row.pk]))
    cells = next([cell.text.strip() for cell in one.select("td")] for one in page.select("tbody tr") if one.th.text == "حق مسکن")
    assert cells == ["۹٬۰۰۰٬۰۰۰", "۹٬۵۰۰٬۰۰۰", "۵۰۰٬۰۰۰"]
    assert "بازسازی شد" in page.text
    assert {then.version, now.version} <= {code.text for code in page.select("bdi.code")}


def test_a_sheet_that_cannot_be_made_again_says_so_and_stays(client, make, keep, read, monkeypatch):
    member = make.person()
    row = keep(member)
    client.force_login(member)
    empty = instruments.current().known_on(instruments.FIRST_DAY)
    with pytest.raises(Silent):
        queries.again(row, empty)
    monkeypatch.setattr(instruments, "current", lambda: empty)
    page = read(reverse("calc:again", args=[row.pk]))
    assert "امروز نمی‌توان دوباره حساب کرد" in page.text
    assert "بازسازی نشد" in page.text
    assert read(reverse("calc:sheet", args=[row.pk])).select_one(".big .figure")


def test_the_list_is_read_by_its_index(make, keep):
    keep(make.person())
    rows = queries.sheets_of(SavedSheet.objects.get().person_id)
    assert "sheet_person" in rows[:26].explain()


def test_the_demos_worker_keeps_two_sheets_of_the_past_and_nobody_else_does(make, now, settings):
    settings.DEMO = True
    worker, other = make.person(), make.person()
    made = demo.make([worker, other], at=now)
    assert [row.person for row in made] == [worker, worker]
    assert all(row.created_at < now and queries.is_reproduced(row, instruments.current()) for row in made)
    settings.DEMO = False
    with pytest.raises(RuntimeError):
        demo.make([worker], at=now)
