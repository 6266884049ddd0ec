"""Every calculator's page asks, answers, refuses and says why; it stores nothing and asks the database nothing."""

import json

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client

from kardad.calc import forms, rooms, shown
from kardad.law import calculators, facts, instruments, policies
from tests.calc import samples

pytestmark = pytest.mark.django_db
PAYSLIP = "month=1404-05&children=2&overtime_hours=10"


def asking(name, query):
    return forms.Asking(rooms.rooms()[name], QueryDict(query), today=instruments.current().recorded_on)


def sheet_of(name):
    found = asking(name, samples.EVERY[name]).sheet(instruments.current())
    assert found is not None
    return found


def test_every_calculator_has_its_room_and_its_sample():
    assert set(rooms.rooms()) == set(calculators.ROOMS) == set(samples.EVERY)


@pytest.mark.parametrize("name", calculators.ROOMS)
def test_what_a_room_asks_first_and_draws_is_what_its_calculator_knows(name):
    room = rooms.rooms()[name]
    assert set(room.first) <= {one.name for one in facts.of(room.calculator.asks)}
    assert all(set(bar.parts) & set(sheet_of(name).totals) for bar in room.bars)
    assert set(room.sums) <= {line.code for line in sheet_of(name).lines}


@pytest.mark.parametrize("name", calculators.ROOMS)
def test_every_total_has_a_persian_title(name):
    told = shown.of(sheet_of(name).as_json())
    titles = [total.title for total in [told.main, *told.totals, *told.bounds]] + (told.grid.heads if told.grid else [])
    titles += [title for picture in told.pictures for title in (one.title for one in picture.slices)]
    assert [title for title in titles if not any("آ" <= letter <= "ی" for letter in title)] == []


@pytest.mark.parametrize("name", calculators.ROOMS)
def test_a_page_asks_and_then_answers_with_the_engines_own_numbers(asked, name):
    page = asked(name)
    assert page.select_one("form#ask[method=get]")
    assert not page.select_one(".answer")
    page = asked(name, samples.EVERY[name])
    sheet = sheet_of(name)
    main = sheet.totals[calculators.named(name).main]
    assert page.select_one(".answer .big .figure").text == shown.words.figure(main)
    told = page.select("table.lines tbody tr")
    assert len(told) >= len(sheet.lines)
    assert page.select_one("form#ask")  # what was asked stays beside the answer
    assert sheet.law_version in page.text


@pytest.mark.parametrize("name", calculators.ROOMS)
def test_what_is_wrong_is_told_field_by_field(asked, name):
    page = asked(name, samples.WRONG, status=422)
    assert page.title.text.startswith("خطا: ")
    links = [link["href"] for link in page.select(".error-summary a")]
    assert links
    assert all(page.select_one(link) for link in links)
    for wrong in page.select("[aria-invalid=true]"):
        for told in wrong["aria-describedby"].split():
            assert page.find(id=told), told
    assert not page.select_one(".answer")


@pytest.mark.parametrize("name", samples.SILENT)
def test_where_the_law_is_silent_the_page_says_so_in_place_and_what_to_do(asked, name):
    page = asked(name, samples.SILENT[name], status=409)
    box = page.select_one(".result.refusal")
    assert "عدد قانونی نداریم" in box.text
    assert box.select_one("a[href^='/law/']")
    assert page.select_one("form#ask")
    assert not page.select_one(".answer .figure")


def test_a_total_that_the_law_does_not_give_is_no_number_and_the_others_are(asked):
    page = asked("payslip", "month=1401-05&daily=9000000")
    assert "این عدد را نمی‌توان گفت" in page.select_one(".answer").text
    assert page.select_one(".notice-warning a[href='/law/tax.salary_ladder/']")
    sums = [row for row in page.select("table.lines .line-sum") if "جمع حقوق" in row.text]
    assert "۲۹۳٬۰۰۰٬۰۰۰" in sums[0].text


def test_an_anonymous_page_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        for path in ("/calculators/", "/calculators/payslip/", f"/calculators/payslip/?{PAYSLIP}", "/law/", "/law/allowance.housing/"):
            assert Client().get(path).status_code == 200


def test_the_link_holds_the_inputs_and_gives_the_same_sheet(read, asked):
    page = asked("payslip", "month.month=5&month.year=1404&children=۲&overtime_hours=10&days=&married=&deductions.0.title=&shift=0")
    link = page.select_one("k-copy")["data-text"]
    assert link.endswith("/calculators/payslip/?month=1404-05&children=2&overtime_hours=10#result")
    again = read("/" + link.split("/", 3)[3].partition("#")[0])
    assert again.select_one(".big").text == page.select_one(".big").text


def test_either_digits_groups_and_toman_are_read_alike():
    typed = ["daily=3463656", "daily=۳٬۴۶۳٬۶۵۶", "daily=3,463,656 ریال", "daily=٣٤٦٣٦٥٦"]
    found = {asking("severance", f"{one}&years=2").sheet(instruments.current()).totals["severance"] for one in typed}
    assert len(found) == 1
    assert asking("severance", "daily=346,365 تومان&years=2").given["daily"] == "3463650"


def test_a_reading_is_chosen_in_place_and_said_on_the_sheet(asked):
    page = asked("payslip", PAYSLIP)
    box = page.select_one("select[name='policy.hour_divisor'][form=ask]")
    assert [option["value"] for option in box.select("option")] == ["7.33", "22/3"]
    assert policies.known()["hour_divisor"].basis in page.text
    other = asked("payslip", f"{PAYSLIP}&policy.hour_divisor=22/3")
    assert other.select_one("select[name='policy.hour_divisor'] option[selected]")["value"] == "22/3"
    assert other.select_one(".big").text != page.select_one(".big").text
    assert "policy.hour_divisor=22/3" in other.select_one("k-copy")["data-text"]


def test_a_reading_that_the_sheet_did_not_need_waits_in_the_form(asked):
    page = asked("payslip", "month=1404-05&policy.hour_divisor=22/3")
    assert page.select_one("input[type=hidden][name='policy.hour_divisor']")["value"] == "22/3"


def test_an_unknown_reading_is_refused(asked):
    assert "برداشت" in asked("payslip", "month=1404-05&policy.hour_divisor=9", status=422).select_one(".error-summary").text


def test_rows_are_added_and_dropped_without_script(asked):
    typed = "month=1404-05&other_benefits.0.title=پاداش&other_benefits.0.amount=5000000"
    page = asked("payslip", f"{typed}&more=other_benefits")
    assert not page.select_one(".answer")
    assert page.select_one("input[name='other_benefits.0.amount']")["value"] == "۵٬۰۰۰٬۰۰۰"
    assert page.select_one("input[name='other_benefits.1.amount']")["value"] == ""
    page = asked("payslip", f"{typed}&other_benefits.1.amount=7000000&drop=other_benefits.0")
    assert page.select_one("input[name='other_benefits.0.amount']")["value"] == "۷٬۰۰۰٬۰۰۰"
    assert not page.select_one("input[name='other_benefits.1.amount']")


def test_the_enter_key_computes_and_does_not_add_a_row(asked):
    first = asked("payslip").select_one("form#ask button[type=submit]")
    assert not first.get("name")


def test_an_error_in_a_row_stands_in_that_row(asked):
    page = asked("payslip", "month=1404-05&other_benefits.0.title=الف&other_benefits.1.amount=؟!", status=422)
    assert page.select_one("#id_other_benefits-0-amount_error")
    assert page.select_one("#id_other_benefits-1-amount_error")


def test_nothing_of_an_earlier_answer_is_left_behind(asked):
    """Code du travail 4930: an earlier answer was changed and its consequence stayed."""
    with_hours = asked("payslip", f"{PAYSLIP}&night_hours=5&shift=10")
    assert "نوبت‌کار" in with_hours.select_one(".notice-warning").text
    without = asked("payslip", PAYSLIP)
    assert not without.select_one(".notice-warning")
    assert "night_hours" not in without.select_one("k-copy")["data-text"]


def test_an_amount_that_was_put_in_place_of_the_computed_one_is_seen(asked):
    page = asked("payslip", "month=1404-05&overrides.housing=12000000")
    row = next(row for row in page.select("table.lines tr") if "حق مسکن" in row.text)
    assert "دستی" in row.text
    assert "۱۲٬۰۰۰٬۰۰۰" in row.text
    assert "۹٬۰۰۰٬۰۰۰" in row.text


def test_the_multi_year_claim_is_explained_year_by_year(asked):
    page = asked("claim", samples.EVERY["claim"])
    years = {row.th.text: [cell.text.strip() for cell in row.select("td")] for row in page.select("table.by-year tbody tr")}
    assert list(years) == ["۱۴۰۰", "۱۴۰۱", "۱۴۰۲", "۱۴۰۳", "همه سال‌ها"]
    assert [cells[0] for cells in years.values()] == ["۲۵٬۷۹۵٬۱۱۰", "۲۷۹٬۴۴۹٬۵۸۳", "۵۱۹٬۴۷۰٬۰۵۳", "۷۲۱٬۶۶۵٬۳۰۲", "۱٬۵۴۶٬۳۸۰٬۰۴۸"]
    assert "۳۰۱٬۳۷۵٬۴۶۹" in page.text
    assert "دست‌بالا" in page.select_one(".answer").text


def test_the_paper_holds_what_was_asked_and_the_way_back(read):
    page = read(f"/calculators/payslip/print/?{PAYSLIP}")
    assert page.select_one("article.paper .big")
    assert "تعداد فرزندان" in page.select_one("dl.data").text
    assert page.select_one(".paper-foot img")
    assert page.find("meta", {"name": "robots"})["content"] == "noindex"


def test_a_paper_of_nothing_is_refused(read):
    assert "فرم محاسبه" in read("/calculators/payslip/print/", status=422).text
    assert "حدس نمی‌زنیم" in read("/calculators/wage-floor/print/?on=1389/05/01", status=409).text


def test_machines_read_the_same_sheet(client):
    answer = client.get(f"/calculators/payslip/sheet.json?{PAYSLIP}")
    given = {"month": "1404-05", "children": "2", "overtime_hours": "10"}
    assert answer.json() == json.loads(json.dumps(calculators.named("payslip").sheet(given, instruments.current()).as_json()))
    wrong = client.get("/calculators/payslip/sheet.json?month=1404-15")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "NOTHING_ASKED")
    assert "month" in wrong.json()["error"]["details"]["errors"]
    silent = client.get("/calculators/wage-floor/sheet.json?on=1389/05/01")
    assert (silent.status_code, silent.json()["error"]["code"]) == (409, "LAW_SILENT")


def test_there_is_no_such_calculator(read):
    read("/calculators/horoscope/", status=404)
    read("/calculators/horoscope/print/", status=404)


def test_a_form_is_asked_what_it_does_not_know(asked):
    page = asked("severance", "daily=5000000", status=422)
    assert page.select_one("input[name=daily]")["value"] == "۵٬۰۰۰٬۰۰۰"


def test_the_index_names_every_calculator(read):
    links = {link["href"] for link in read("/calculators/").select(".card a")}
    assert {f"/calculators/{name}/" for name in calculators.ROOMS} <= links


def test_the_home_leads_to_the_calculators_in_one_press(read):
    assert read("/").select_one("main a[href='/calculators/']")


def test_a_claim_begun_before_the_law_says_what_is_certain_and_names_the_missing_years_once(client):
    answer = client.get("/calculators/claim/", {"hired_on": "1385/02/01", "left_on": "1392/11/15"})
    page = BeautifulSoup(answer.content, "html.parser")
    told = page.select_one(".answer").get_text(" ", strip=True)
    assert "دست‌کم" in told
    assert "این عدد را نمی‌توان گفت" not in told
    silent = [one.get_text(" ", strip=True) for one in page.select(".notice-warning") if "عدد قانونی" in one.text]
    assert len(silent) == 1
    assert "در سال‌های ۱۳۸۵، ۱۳۸۶، ۱۳۸۷، ۱۳۸۸، ۱۳۸۹ عدد قانونی در دست نیست" in silent[0]
