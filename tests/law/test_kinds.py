"""Each kind of fact reads what people and machines give, and refuses what it cannot be sure of, naming the field."""

from fractions import Fraction

import pytest

from kardad.kit.refusal import BadInput
from kardad.law import kinds
from tests.law.laws import day

pytestmark = pytest.mark.no_django


def refused(kind, given):
    with pytest.raises(BadInput) as caught:
        kind.read(given, "here")
    assert caught.value.field == "here"
    return caught.value


@pytest.mark.parametrize(
    ("given", "exact"),
    [
        (0, 0),
        (3_463_656, 3_463_656),
        (2.5, Fraction(5, 2)),
        (7.33, Fraction(733, 100)),
        (8013344.75, Fraction(32053379, 4)),
        (7.0, 7),
        ("7.33", Fraction(733, 100)),
        ("۷٫۳۳", Fraction(733, 100)),
        ("٧٫٥", Fraction(15, 2)),
        ("۳٬۴۶۳٬۶۵۶", 3_463_656),
        ("3,463,656.25", Fraction(13854625, 4)),
        ("3 463 656", 3_463_656),
        ("1,234,567,890", 1_234_567_890),
        ("\u200f۵۰۰ ", 500),
        ("007", 7),
        ("1e5", 100_000),
        ("20/3", Fraction(20, 3)),
        ("۲۰ / ۳", Fraction(20, 3)),
        ("60/3", 20),
    ],
)
def test_a_number_is_read_exactly_as_it_is_written(given, exact):
    found = kinds.RATE.read(given, "here")
    assert found == exact
    assert type(found) is type(exact)


@pytest.mark.parametrize(
    "given",
    [
        *(True, False, None, [], {}, "", " ", "abc", "ده", "NaN", "Infinity", float("nan"), float("inf"), "1.2.3", "1.", ".5"),
        *("0x10", "+5", "1/0", "1/2/3", "½", "5%", "{x}", "=1+1", "1e999", "9" * 40, "1,2/3", "5,000/3"),
    ],
)
def test_what_is_no_number_is_refused(given):
    assert refused(kinds.RATE, given).code == "BAD_FACT"


@pytest.mark.parametrize("given", ["7,33", "7،5", "1,23", "12,345,67", "1,234 567", "1234,567"])
def test_a_comma_is_never_taken_for_a_decimal_point(given):
    assert "سه‌سه" in refused(kinds.HOURS, given).text


@pytest.mark.parametrize("given", [-1, -0.5, "-5", "−۵", "- 5", -(10**30)])
def test_a_negative_number_is_refused_as_such(given):
    assert refused(kinds.RATE, given).text == "عدد منفی پذیرفته نیست."


@pytest.mark.parametrize("kind", [kinds.RATE, kinds.RIALS])
@pytest.mark.parametrize("given", [10**15 + 1, 10**40, 1e300, "1e20"])
def test_an_absurd_amount_is_refused(kind, given):
    assert "بسیار بزرگ" in refused(kind, given).text
    assert kind.read(10**15, "here") == 10**15


@pytest.mark.parametrize(
    ("kind", "most"),
    [
        (kinds.DAYS, 40_000),
        (kinds.WHOLE_DAYS, 40_000),
        (kinds.MONTHS, 1_200),
        (kinds.YEARS, 100),
        (kinds.HOURS, 10_000),
        (kinds.COUNT, 30),
    ],
)
def test_a_measure_has_a_most(kind, most):
    assert kind.read(most, "here") == most
    assert "بیش از" in refused(kind, most + 1).text
    assert not set("0123456789") & set(refused(kind, most + 1).text)


@pytest.mark.parametrize("kind", [kinds.WHOLE_DAYS, kinds.COUNT])
@pytest.mark.parametrize("given", [1.5, "1.5", "۱٫۵"])
def test_a_count_has_no_fraction(kind, given):
    assert "کسر ندارد" in refused(kind, given).text
    assert kind.read("3.0", "here") == kind.read("۳", "here") == 3


@pytest.mark.parametrize(
    "kind", [kinds.DAYS, kinds.WHOLE_DAYS, kinds.HOURS, kinds.MONTHS, kinds.YEARS, kinds.COUNT, kinds.YEAR], ids=lambda kind: kind.name
)
@pytest.mark.parametrize("given", ["2/5", "۱۵/۵", "۱۵ / ۵", "7/0"])
def test_a_decimal_written_with_a_slash_is_asked_about_and_never_divided(kind, given):
    assert "ممیز" in refused(kind, given).text


def test_years_are_told_in_twelfths_too():
    assert kinds.YEARS.read("7/12", "here") == kinds.YEARS.read("۷ / ۱۲", "here") == Fraction(7, 12)


@pytest.mark.parametrize(
    ("given", "rials"),
    [(5, 5), ("5", 5), ("۷٬۷۰۰٬۰۰۰", 7_700_000), ("770000 تومان", 7_700_000), ("7,700,000 ریال", 7_700_000), (7_700_000.0, 7_700_000)],
)
def test_rials_are_read_as_people_type_them(given, rials):
    assert kinds.RIALS.read(given, "here") == rials


@pytest.mark.parametrize("given", [True, None, [], "", "-5", "77,00", "یک میلیون", "1,5", -1, float("nan")])
def test_what_is_no_amount_is_refused(given):
    refused(kinds.RIALS, given)


@pytest.mark.parametrize("given", ["1404-05-31", "۱۴۰۴/۰۵/۳۱", "1404.5.31", " ۱۴۰۴-۵-۳۱ "])
def test_a_day_is_read(given):
    assert kinds.DAY.read(given, "here") == day("1404-05-31")
    assert kinds.DAY.write(day("1404-05-31")) == "1404-05-31"


@pytest.mark.parametrize(
    "given", ["1404-12-30", "1404-13-01", "1404-00-01", "1404-07-31", "2025-07-12", "04-05-31", "31-05-1404", "1404-05", "فردا", ""]
)
def test_an_impossible_day_is_refused(given):
    assert refused(kinds.DAY, given).code == "BAD_DATE"


@pytest.mark.parametrize("given", [14040531, None, True, ["1404-05-31"], {"year": 1404}])
def test_a_day_is_text(given):
    assert refused(kinds.DAY, given).code == "BAD_FACT"


@pytest.mark.parametrize("given", ["1404-05", "۱۴۰۴/۵", "1404.05"])
def test_a_month_is_read(given):
    month = kinds.MONTH.read(given, "here")
    assert (month, month.length, kinds.MONTH.write(month)) == ((1404, 5), 31, "1404-05")
    assert (month.first, month.last) == (day("1404-05-01"), day("1404-05-31"))


@pytest.mark.parametrize("given", ["1404-13", "1404-0", "1404-05-01", "404-05", "2025-05", 140405, None, "", "مرداد ۱۴۰۴"])
def test_what_is_no_month_is_refused(given):
    refused(kinds.MONTH, given)


@pytest.mark.parametrize("given", [1279, 1501, 2025, "1404.5", True, None, "سال", -1404])
def test_what_is_no_year_is_refused(given):
    refused(kinds.YEAR, given)
    assert kinds.YEAR.read("۱۴۰۴", "here") == 1404


@pytest.mark.parametrize(
    ("given", "flag"),
    [(True, True), (False, False), ("true", True), ("بله", True), ("0", False), ("خیر", False), (" ON ", True), ("NO", False)],
)
def test_yes_and_no_are_read(given, flag):
    assert kinds.FLAG.read(given, "here") is flag


@pytest.mark.parametrize("given", [2, "maybe", "", None, [], "شاید"])
def test_neither_yes_nor_no_is_refused(given):
    assert refused(kinds.FLAG, given).text == "بله یا خیر را انتخاب کنید."


def test_words_are_stored_in_persian_letters_and_cut():
    assert kinds.TEXT.read("  اياب  و ذهاب كارگر\u200c ", "here") == "ایاب و ذهاب کارگر"
    assert len(kinds.TEXT.read("ب" * 500, "here")) == 200
    for given in ("", " \u200c ", None, 5, ["x"]):
        assert refused(kinds.TEXT, given).text == "این قسمت خالی است."


SHIFT = kinds.choice((0, "نه"), (10, "ده"), (Fraction("22.5"), "بیشتر"), kind=kinds.RATE)


def test_a_choice_is_read_and_written_as_its_kind():
    assert [SHIFT.read(given, "here") for given in (0, "10", "۱۰", 22.5, "22.5")] == [0, 10, 10, Fraction("22.5"), Fraction("22.5")]
    assert SHIFT.write(Fraction("22.5")) == 22.5
    assert SHIFT.schema == {"enum": [0, 10, 22.5]}
    assert SHIFT.choices == (("0", "نه"), ("10", "ده"), ("22.5", "بیشتر"))


@pytest.mark.parametrize("given", [True, 5, "", None, "x"])
def test_what_is_not_among_the_choices_is_refused_and_they_are_told(given):
    no = refused(SHIFT, given)
    assert no.text == "یکی از این‌ها پذیرفته است: نه، ده، بیشتر"
    assert no.details == {"known": ["0", "10", "22.5"]}


def test_one_word_may_stand_in_place_of_a_value():
    wage = kinds.either(kinds.RATE, "minimum", "حداقل")
    assert [wage.read(given, "here") for given in ("minimum", 5)] == ["minimum", 5]
    assert [wage.write(value) for value in ("minimum", Fraction(5, 2))] == ["minimum", 2.5]
    refused(wage, "maximum")


def test_several_words_are_each_taken_once_in_their_own_order():
    some = kinds.several(("a", "الف"), ("b", "ب"), ("c", "پ"))
    assert some.read(["c", "a", "a"], "here") == ("a", "c")
    assert some.read([], "here") == ()
    for given in ("a", ["d"], [1], None, {"a": 1}, [["a"]]):
        no = refused(some, given)
        assert no.details == {"known": ["a", "b", "c"]}


@pytest.mark.parametrize(("exact", "shown"), [(5, 5), (Fraction(10, 2), 5), (Fraction(1, 3), 0.3333), (Fraction(13, 2), 6.5)])
def test_a_number_is_written_whole_or_to_four_places(exact, shown):
    assert kinds.plain(exact) == shown
    assert type(kinds.plain(exact)) is type(shown)


@pytest.mark.parametrize("kind", [kinds.HOURS, kinds.DAYS], ids=lambda kind: kind.name)
def test_a_slash_among_hours_or_days_is_asked_about_not_divided(kind):
    assert refused(kind, "۷/۵").text == "ممیز را با نقطه یا «٫» بنویسید؛ نمونه: ۷٫۵"
    assert kind.read("۷٫۵", "hours") == Fraction(15, 2)
