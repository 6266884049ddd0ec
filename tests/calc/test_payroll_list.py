"""Pages of the payroll list: a stranger's roster becomes a list that only he sees, its workbooks are numbers and sums."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_q.models import OrmQ
from openpyxl import load_workbook

from kardad.calc import rooms
from kardad.calc.models import PayrollList
from kardad.calc.payroll import actions, computing, writing
from kardad.calc.roster import books, columns, rows
from kardad.calc.views.payroll import SENT_BY_VISITORS
from kardad.core.models import Event
from kardad.law.kinds import Month
from tests.calc.rosters import ALI, HEAD, SARA, csv, many, xlsx

START = "/calculators/payroll-list/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def send(client, raw, name="roster.xlsx", **extra):
    told = {"year": "1404", "month": "5", "rounding": "0", "once": "a" * 32} | extra
    return client.post(START, told | {"file": SimpleUploadedFile(name, raw)})


def made(client, *people, **extra):
    answer = send(client, xlsx(HEAD, *people), **extra)
    assert answer.status_code == 302, answer.content.decode()
    return PayrollList.objects.get(), answer["Location"]


def text(answer):
    return answer.content.decode()


def sheets(answer):
    book = load_workbook(BytesIO(answer.content))
    return [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets], book


def test_the_start_offers_the_template_and_says_what_becomes_of_names(client):
    page = text(client.get(START))
    assert f"{START}template.xlsx" in page
    assert "پس از یک روز خودبه‌خود پاک می‌شود" in page
    assert "بدون ورود تا ۲۰۰ نفر" in page


def test_the_template_can_be_filled_in_and_sent_back(client):
    raw = client.get(f"{START}template.xlsx").content
    book = load_workbook(BytesIO(raw))
    assert [sheet.title for sheet in book.worksheets] == ["کارکرد", "نمونه", "راهنما"]
    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets)
    assert book.worksheets[0].data_validations.count > 10
    for row in book.worksheets[1].iter_rows(min_row=2, values_only=True):
        book.worksheets[0].append(row)
    written = BytesIO()
    book.save(written)
    answer = send(client, written.getvalue())
    assert answer.status_code == 302
    assert PayrollList.objects.get().control["count"] == 3


def test_the_example_as_csv_is_read_without_a_fault(client):
    raw = client.get(f"{START}template.csv").content
    found = list(rows.Reader(books.opened("a.csv", raw), Month(1404, 5)).people())
    assert len(found) == 3
    assert not any(person.wrong for person in found)
    assert len(columns.headings(1, raw.decode("utf-8-sig").splitlines()[0].split(",")).places) == len(columns.template())


def test_a_visitor_sees_the_list_at_once(client):
    row, where = made(client, ALI, SARA)
    page = text(client.get(where))
    assert row.state == "done"
    assert "علی کریمی" in page
    assert "سارا مؤمنی" in page
    assert "0001234560" not in page
    assert "جمع بیمه بر عهده کارفرما" in page


def test_a_list_is_shown_to_nobody_else(client, make):
    row, where = made(client, ALI)
    stranger, member = Client(), Client()
    member.force_login(make.person(level=2))
    staff = Client()
    staff.force_login(make.staff("manager"))
    for path in ("", "list.xlsx", "errors/", "errors.xlsx", "forget/", "0/"):
        for other in (stranger, member, staff):
            assert other.get(where + path).status_code in (302, 404)
            assert "علی" not in text(other.get(where + path, follow=True))
    assert stranger.post(f"{where}forget/").status_code == 404
    assert PayrollList.objects.filter(pk=row.pk).exists()


def test_a_persons_list_is_his_in_every_browser_and_nobody_elses(client, make):
    person = make.person(level=2)
    client.force_login(person)
    row, where = made(client, ALI)
    assert row.person_id == person.pk
    again, other = Client(), Client()
    again.force_login(person)
    other.force_login(make.person(level=2))
    assert again.get(where).status_code == 200
    assert other.get(where).status_code == 404
    assert Client().get(where).status_code == 302
    assert "مرداد ۱۴۰۴" in text(again.get("/panel/payroll-lists/"))
    assert "مرداد ۱۴۰۴" not in text(other.get("/panel/payroll-lists/"))


def test_each_row_opens_its_payslip(client):
    _, where = made(client, ALI, SARA)
    page = text(client.get(f"{where}0/"))
    assert "فیش حقوق علی کریمی" in page
    assert "قسط وام" in page
    assert client.get(f"{where}2/").status_code == 404
    assert client.get(f"{where}999999999999/").status_code == 404


def test_errors_stand_by_row_and_column_and_good_rows_are_computed(client):
    row, where = made(client, ALI, ["رضا", None, "29.5", -1, "", "", "", ""], SARA)
    assert (row.control["count"], row.control["bad"]) == (2, 1)
    page = text(client.get(f"{where}errors/"))
    assert "ردیف ۳، ستون «روز کارکرد»" in page
    assert "روز عدد کامل است؛ کسر ندارد." in page
    assert "ستون «مزد روزانه»" in page
    assert "۱ ردیف حساب نشد" in text(client.get(where))
    assert "ردیف ۳، ستون «روز کارکرد»" in text(client.get(f"{where}1/"))


def test_the_errors_workbook_is_mended_and_sent_again(client):
    _, where = made(client, ALI, ["رضا", None, "29.5", None, "", "", "", ""], SARA)
    (mend, told), book = sheets(client.get(f"{where}errors.xlsx"))
    assert mend[0] == [*HEAD, "چه باید درست شود"]
    assert mend[1][0] == "رضا"
    assert mend[1][2] == "29.5"
    assert told[1] == [3, "روز کارکرد", "29.5", "روز عدد کامل است؛ کسر ندارد."]
    book.worksheets[0]["C2"] = 29
    written = BytesIO()
    book.save(written)
    answer = send(client, written.getvalue(), once="b" * 32)
    assert answer.status_code == 302
    assert PayrollList.objects.get(once="b" * 32).control["count"] == 1


def test_the_workbook_has_numbers_and_sums_that_are_the_sums_of_its_rows(client):
    row, where = made(client, *many(40, wrong=(5,)), rounding="1000", title="کارگاه نمونه")
    (people, summary), book = sheets(client.get(f"{where}list.xlsx"))
    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets)
    head, *body, last = people
    assert head == writing.heads(1000)
    assert len(body) == 39
    for place, title in enumerate(head):
        column = [line[place] for line in body]
        if title in ("ردیف", "نام و نام خانوادگی", "کد ملی", "شماره پرسنلی", "یادداشت"):
            continue
        assert all(isinstance(cell, int) for cell in column), title
        assert last[place] == sum(column), title
    assert all(line[head.index("خالص گردشده")] % 1000 == 0 for line in body)
    control = computing.control(row.control)
    assert last[head.index("روز کارکرد")] == control.days
    told = {line[0]: line[1] for line in summary}
    assert told["جمع بیمه بر عهده کارفرما"] == control.employer
    assert told["نفر"] == 39
    assert told["کارگاه"] == "کارگاه نمونه"


def test_what_the_law_does_not_say_is_told_in_words(client):
    answer = send(client, xlsx(HEAD, ["علی", None, 30, 9_000_000, "خیر", None, None, None]), year="1401")
    where = answer["Location"]
    assert "عدد قانونی نداریم (برای ۱ نفر)" in text(client.get(where))
    (people, _), _ = sheets(client.get(f"{where}list.xlsx"))
    place = people[0].index(rooms.title_of("net"))
    assert people[1][place] == people[2][place] == writing.SILENT


def test_no_cell_of_a_workbook_is_a_formula(client):
    raw = csv(["نام", "روز کارکرد", "=1+1"], ["=cmd|calc!A1", "30", "x"], ["@SUM(1)", "-1", "+1"])
    answer = send(client, raw, name="a.csv")
    where = answer["Location"]
    for name in ("list.xlsx", "errors.xlsx"):
        _, book = sheets(client.get(where + name))
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        risky = [cell for cell in cells if str(cell.value or "").startswith(("=", "@", "+")) and cell.row > 1]
        assert risky
        assert all(cell.quotePrefix for cell in risky)


@pytest.mark.parametrize(
    ("raw", "name", "said"),
    [
        (b"", "a.xlsx", "این پرونده خالی است."),
        (b"%PDF", "a.pdf", books.WrongKind.message),
        (xlsx(["a", "b"], [1, 2]), "a.xlsx", columns.NoHeadings.message),
        (xlsx(["نام", "مزد روزانه"], ["علی", 1]), "a.xlsx", "ستون «روز کارکرد» در پرونده نیست."),
        (xlsx(HEAD), "a.xlsx", books.EmptyRoster.message),
        (xlsx(HEAD, *many(201)), "a.xlsx", "بدون ورود تا ۲۰۰ نفر حساب می‌شود."),
    ],
)
def test_a_refusal_stands_on_the_form_and_nothing_typed_is_lost(client, raw, name, said):
    answer = send(client, raw, name=name, title="کارگاه نمونه")
    assert answer.status_code in (403, 422)
    assert said in text(answer)
    assert "کارگاه نمونه" in text(answer)
    assert PayrollList.objects.count() == 0


def test_a_file_that_is_too_large_is_refused_by_its_size(client, monkeypatch):
    monkeypatch.setattr(books, "MOST_BYTES", 100)
    answer = send(client, xlsx(HEAD, ALI))
    assert answer.status_code == 422
    assert "بسیار بزرگ است" in text(answer)


def test_a_month_without_law_is_refused(client, monkeypatch):
    assert send(client, xlsx(HEAD, ALI), year="1389").status_code == 422
    monkeypatch.setattr(computing, "daily_minimum", lambda on, law: None)
    answer = send(client, xlsx(HEAD, ALI))
    assert answer.status_code == 422
    assert "ماه دیگری انتخاب کنید" in text(answer)


def test_a_double_press_makes_one_list(client):
    raw = xlsx(HEAD, ALI)
    assert send(client, raw)["Location"] == send(client, raw)["Location"]
    assert PayrollList.objects.count() == 1


def test_a_large_list_is_a_job_that_shows_its_progress(client, make):
    client.force_login(make.person(level=2))
    row, where = made(client, *many(201))
    assert row.state == "waiting"
    assert OrmQ.objects.count() == 1
    page = text(client.get(where))
    assert "<progress" in page
    assert 'http-equiv="refresh"' in page
    assert "۰ از ۲۰۱" in page
    assert "در صف" in text(client.get("/panel/payroll-lists/"))
    actions.work(row.pk, clock=lambda: row.created_at)
    page = text(client.get(where))
    assert "<progress" not in page
    assert "۲۰۱ نفر" in page


def test_people_are_read_by_pages(client, make, django_assert_max_num_queries):
    client.force_login(make.person(level=2))
    _, where = made(client, *many(60))
    first, last = text(client.get(where)), text(client.get(f"{where}?after=50"))
    assert "کارگر 24<" in first
    assert "کارگر 25<" not in first
    assert "?after=25" in first
    assert "کارگر 59<" in last
    assert "?after=75" not in last
    with django_assert_max_num_queries(12):
        client.get(f"{where}?after=25")


def test_a_list_is_deleted_on_request_after_a_page_that_says_what_it_means(client):
    _, where = made(client, ALI)
    assert "پاک می‌شود و بازنمی‌گردد" in text(client.get(f"{where}forget/"))
    assert client.post(f"{where}forget/").status_code == 302
    assert PayrollList.objects.count() == 0
    assert client.get(where).status_code == 404
    assert [event.name for event in Event.objects.order_by("pk")] == [
        "payroll_list.begun",
        "payroll_list.finished",
        "payroll_list.forgotten",
    ]


def test_what_must_be_known_of_the_columns_is_told(client):
    raw = xlsx(["نام", "روز کارکرد", "ساعت اضافه‌کاری‌ها"], ["علی", 30, 5])
    where = send(client, raw)["Location"]
    page = text(client.get(where))
    assert "ستون «ساعت اضافه‌کاری‌ها» را نشناختیم" in page
    assert "اگر «ساعت اضافه‌کاری» را می‌گوید" in page
    assert "ستون «مزد روزانه» نبود" in page


def test_too_many_rosters_of_one_visitor_are_refused(client):
    for place in range(SENT_BY_VISITORS):
        send(client, b"x", name="a.pdf", once=f"{place:032x}")
    assert send(client, xlsx(HEAD, ALI)).status_code == 429
