"""Reading a roster: every way in which people write one, and each error in its cell."""

import zipfile
from datetime import date, datetime, time
from fractions import Fraction
from io import BytesIO

import pytest

from kardad.calc.roster import books, columns, rows
from kardad.kit import ids
from kardad.law.kinds import Month
from tests.calc.rosters import ALI, HEAD, SARA, csv, xlsx

MORDAD = Month(1404, 5)
pytestmark = pytest.mark.no_django


def read(raw, name="roster.xlsx"):
    return list(rows.Reader(books.opened(name, raw), MORDAD).people())


def one(title, typed):
    """The only row of a roster in which this stands in the column of that title."""
    titled = {"نام": "علی", "روز کارکرد": 30, title: typed}
    found = read(xlsx(list(titled), list(titled.values())))
    assert len(found) == 1
    return found[0]


def wrong(person):
    return [(one.column, one.message) for one in person.wrong]


def test_a_plain_roster_is_read():
    ali, sara = read(xlsx(HEAD, ALI, SARA))
    assert ids.national_code.is_canonical("0001234560")
    assert (ali.number, ali.who, ali.wrong) == (2, {"name": "علی کریمی", "code": "0001234560"}, ())
    assert ali.known.days == 30
    assert ali.known.overtime_hours == 10
    assert ali.known.deductions[0].amount == 3_000_000
    assert (sara.known.daily, sara.known.married, sara.known.children) == (5_000_000, False, 0)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_a_csv_is_read_in_its_encoding_and_by_its_delimiter(delimiter, encoding):
    head = [title.replace("ی", "ي") for title in HEAD[:4]] if encoding == "cp1256" else HEAD[:4]
    name = "علي" if encoding == "cp1256" else "علی"
    found = read(csv(head, [name, "0001234560", "30", "4200000"], delimiter=delimiter, encoding=encoding), "a.csv")
    assert [(person.who["name"], person.known.daily) for person in found] == [("علی", 4_200_000)]


def test_an_old_code_page_is_a_guess_that_is_told():
    head = ["نام", "روز كاركرد"]
    assert books.opened("a.csv", csv(head, ["رضا", "30"], encoding="cp1256")).is_old_code_page
    assert not books.opened("a.csv", csv(head, ["رضا", "30"])).is_old_code_page


def test_columns_come_in_any_order_with_titles_above_and_blank_rows_between():
    raw = xlsx(["روز كاركرد", "نام "], [17, "سارا"], [None, None], ["", " "], [30, "رضا"], before=[["شرکت نمونه"], []])
    assert [(person.number, person.who["name"], person.known.days) for person in read(raw)] == [(4, "سارا", 17), (7, "رضا", 30)]


@pytest.mark.parametrize("said", ["روز كاركرد", "روزکارکرد", "روز  کار‌کرد", "کارکرد", "روزهای کارکرد"])
def test_a_heading_is_known_by_any_spelling(said):
    assert columns.headings(1, ["نام", said]).places[1].name == "days"


def test_a_wrong_heading_is_answered_with_the_nearest():
    with pytest.raises(columns.MissingColumn) as refused:
        columns.headings(1, ["نام", "روز کارکردها", "مزد روزانه"])
    assert refused.value.text == "ستون «روز کارکرد» در پرونده نیست. ستون «روز کارکردها» را به «روز کارکرد» تغییر نام دهید."
    assert columns.headings(1, ["نام", "روز کارکرد", "ساعت اضافه‌کارى‌ها"]).unknown[0][1] == "ساعت اضافه‌کاری"


@pytest.mark.parametrize("head", [["a", "b"], ["روز کارکرد", "x"], []])
def test_a_file_without_headings_is_refused(head):
    with pytest.raises(columns.NoHeadings):
        books.opened("a.xlsx", xlsx(head, ["علی", 30]))


def test_a_roster_needs_somebody_and_their_days():
    with pytest.raises(columns.MissingColumn, match="ROSTER_MISSING_COLUMN"):
        columns.headings(1, ["مزد روزانه", "روز کارکرد"])
    with pytest.raises(columns.MissingColumn):
        columns.headings(1, ["نام", "مزد روزانه"])


def test_two_columns_of_one_meaning_are_refused():
    with pytest.raises(columns.ColumnTwice) as refused:
        columns.headings(1, ["نام", "روز کارکرد", "کارکرد"])
    assert "«روز کارکرد» و «کارکرد»" in refused.value.text


@pytest.mark.parametrize(
    ("typed", "daily"),
    [
        ("۴٬۲۰۰٬۰۰۰", 4_200_000),
        ("4,200,000", 4_200_000),
        ("٤٢٠٠٠٠٠", 4_200_000),
        ("420000 تومان", 4_200_000),
        (4200000.5, Fraction(8400001, 2)),
    ],
)
def test_amounts_are_read_in_any_digits(typed, daily):
    assert one("مزد روزانه", typed).known.daily == daily


@pytest.mark.parametrize(
    ("typed", "hours"),
    [("10:30", Fraction(21, 2)), (time(7, 30), Fraction(15, 2)), ("۷٫۵", Fraction(15, 2)), ("7.5", Fraction(15, 2)), (12, 12)],
)
def test_hours_are_numbers_or_hours_and_minutes(typed, hours):
    assert one("ساعت اضافه‌کاری", typed).known.overtime_hours == hours


def test_twenty_minutes_are_a_third_of_an_hour_to_the_rial():
    hours = one("ساعت اضافه‌کاری", "10:20").known.overtime_hours
    assert abs(hours - Fraction(31, 3)) * 100_000_000 < Fraction(1, 1000)


@pytest.mark.parametrize("typed", ["1401/02/10", "۱۴۰۱-۲-۱۰", 14010210, datetime(2022, 4, 30), date(2022, 4, 30)])  # noqa: DTZ001
def test_days_are_jalali_text_or_date_cells(typed):
    assert one("تاریخ شروع کار", typed).known.hired_on == date(2022, 4, 30)


@pytest.mark.parametrize(("typed", "shift"), [(22.5, Fraction(45, 2)), ("۲۲٫۵٪", Fraction(45, 2)), (0.15, 15), ("10", 10), (0, 0)])
def test_a_shift_is_a_share_in_per_cent(typed, shift):
    assert one("نوبت‌کاری", typed).known.shift == shift


@pytest.mark.parametrize(("typed", "married"), [("متأهل", True), ("متاهل", True), ("مجرد", False), (1, True), (False, False)])
def test_yes_and_no_have_many_words(typed, married):
    assert one("متأهل", typed).known.married is married


@pytest.mark.parametrize(
    ("title", "typed", "said"),
    [
        ("روز کارکرد", 29.5, "روز عدد کامل است؛ کسر ندارد."),
        ("روز کارکرد", 32, "روزهای کارکرد از روزهای این ماه بیشتر است."),
        ("مزد روزانه", -5, "عدد منفی پذیرفته نیست."),
        ("مزد روزانه", "−5", "عدد منفی پذیرفته نیست."),
        ("مزد روزانه", 10**16, "این مبلغ بسیار بزرگ است؛ تعداد صفرها را بازبینی کنید."),
        ("مزد روزانه", "زیاد", "عدد را با رقم بنویسید؛ نمونه: ۳٬۴۶۳٬۶۵۶"),
        ("ساعت اضافه‌کاری", "7/5", "ممیز را با نقطه یا «٫» بنویسید؛ نمونه: ۷٫۵"),
        ("ساعت اضافه‌کاری", "10:75", "ساعت و دقیقه را مانند ۱۰:۳۰ بنویسید."),
        ("ساعت اضافه‌کاری", date(2024, 5, 7), "اینجا عدد لازم است، ولی خانه تاریخ یا ساعت است. قالب خانه را «عدد» کنید و دوباره بنویسید."),
        ("متأهل", "شاید", "«بله» یا «خیر» بنویسید."),
        ("تعداد فرزند", 31, "تعداد بیش از ۳۰ پذیرفته نیست."),
        ("تاریخ شروع کار", "1404/06/01", "شروع کار پس از این ماه است."),
        ("مزد روزانه", True, "اینجا عدد بنویسید، نه درست یا نادرست."),
        ("قسط وام", -1, "عدد منفی پذیرفته نیست."),
        ("نوبت‌کاری (درصد)", 12, "یکی از این‌ها پذیرفته است"),
        ("کد ملی", "1234567890", ""),
    ],
)
def test_each_error_stands_in_its_cell(title, typed, said):
    person = one(title, typed)
    assert person.known is None
    assert [column for column, _ in wrong(person)] == [title]
    assert wrong(person)[0][1].startswith(said)
    assert len(person.typed) >= 2


def test_all_errors_of_a_row_are_told_at_once():
    person = read(xlsx(HEAD, ["علی", None, 32, -1, "شاید", 1, 1, 1]))[0]
    assert [column for column, _ in wrong(person)] == ["مزد روزانه", "متأهل", "روز کارکرد"]


@pytest.mark.parametrize("typed", ["-", "–", " ", "‌"])
def test_a_dash_is_a_blank(typed):
    assert one("مزد روزانه", typed).known.daily is None


def test_a_formula_is_never_evaluated():
    person = one("مزد روزانه", "=1000*1000")
    assert wrong(person) == [("مزد روزانه", "در این خانه فرمول است و فرمول‌ها اجرا نمی‌شوند. خود مقدار را بنویسید.")]
    assert person.wrong[0].typed == "=1000*1000"


def test_a_name_that_looks_like_a_formula_is_a_name_in_a_csv():
    found = read(csv(["نام", "روز کارکرد"], ["=HYPERLINK(1)", "30"]), "a.csv")
    assert found[0].who["name"] == "=HYPERLINK(1)"
    assert not found[0].wrong


def test_merged_cells_are_an_error_of_every_row_they_touch():
    found = read(xlsx(["نام", "روز کارکرد", "مزد روزانه"], ["علی", 30, 1], ["رضا", None, 1], ["سارا", 30, 1], merged=["B2:B3"]))
    assert [[column for column, _ in wrong(person)] for person in found] == [["روز کارکرد"], ["روز کارکرد"], []]


def test_a_title_merged_above_the_headings_does_no_harm():
    found = read(xlsx(["نام", "روز کارکرد"], ["علی", 30], before=[["شرکت نمونه", None]], merged=["A1:B1"]))
    assert not found[0].wrong


def test_the_same_person_twice_is_an_error_of_the_second_row():
    first, second, third = read(
        xlsx(["نام", "کد ملی", "روز کارکرد"], ["علی", "0001234560", 30], ["علی", "۰۰۰۱۲۳۴۵۶۰", 30], ["علی", None, 30])
    )
    assert not first.wrong
    assert wrong(second) == [("کد ملی", "همین کد ملی در ردیف ۲ هم هست؛ هر نفر یک ردیف دارد.")]
    assert not third.wrong


def test_a_number_that_lost_its_zeros_is_the_code_again_but_a_text_is_not():
    assert one("کد ملی", 1234560).who["code"] == "0001234560"
    assert wrong(one("کد ملی", "1234560"))[0][0] == "کد ملی"


def test_a_row_of_sums_is_no_person():
    assert "جمع ستون‌هاست" in wrong(read(xlsx(["نام", "روز کارکرد"], ["جمع کل", 30]))[0])[0][1]


def test_names_lose_what_nobody_sees():
    assert read(xlsx(["نام", "روز کارکرد"], ["علي  كريمي\u200f", 30]))[0].who["name"] == "علی کریمی"


@pytest.mark.parametrize(
    ("name", "raw", "refusal"),
    [
        ("a.xlsx", b"PK\x03\x04 broken", books.NoRoster),
        ("a.xls", b"\xd0\xcf\x11\xe0 old", books.OldBook),
        ("a.pdf", b"%PDF-1.7", books.WrongKind),
        ("a.csv", b"\x00\x01\x02", books.WrongKind),
        ("a.csv", b"", columns.NoHeadings),
    ],
)
def test_what_is_no_roster_is_refused(name, raw, refusal):
    with pytest.raises(refusal):
        books.opened(name, raw)


def packed(raw, **parts):
    """The workbook with parts of it replaced or added."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry not in parts:
                new.writestr(entry, old.read(entry))
        for entry, body in parts.items():
            new.writestr(entry, body)
    return written.getvalue()


def test_a_packed_bomb_is_refused_before_it_is_unpacked():
    raw = packed(xlsx(HEAD, ALI), **{"xl/sharedStrings.xml": b"0" * (books.MOST_PART + 1)})
    assert len(raw) < 1_000_000
    with pytest.raises(books.FileTooLarge):
        books.opened("a.xlsx", raw)


def test_declared_entities_are_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><sst>&a;</sst>'
    with pytest.raises(books.NoRoster):
        books.opened("a.xlsx", packed(xlsx(HEAD, ALI), **{"xl/sharedStrings.xml": bomb}))


def test_a_million_rows_are_refused_early_and_told_what_to_do():
    line = b'<row r="1"><c><v>1</v></c></row>'
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + line * 1_000_000
    with pytest.raises(books.RosterTooLarge) as refused:
        books.opened("a.xlsx", packed(xlsx(HEAD, ALI), **{"xl/worksheets/sheet1.xml": sheet}))
    assert "۲۰۰٬۰۰۰ ردیف" in refused.value.text
    assert "بخش کنید" in refused.value.text
    with pytest.raises(books.RosterTooLarge):
        books.opened("a.csv", csv(["نام", "روز کارکرد"]) + b"\r\na,30" * 1_000_000)


def test_a_book_that_breaks_in_the_middle_says_so():
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c><v>1</'
    with pytest.raises((books.NoRoster, columns.NoHeadings)):
        read(packed(xlsx(HEAD, ALI), **{"xl/worksheets/sheet1.xml": sheet}))
