"""Rials are whole, grouped, told in words, and rounded in one place."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kardad.kit import money


def test_an_amount_is_grouped_with_toman_beside_it():
    assert money.grouped(7_700_000) == "۷٬۷۰۰٬۰۰۰\u00a0ریال"
    assert money.toman(7_700_000) == "۷۷۰٬۰۰۰\u00a0تومان"
    assert money.figures(999) == "۹۹۹"
    assert money.grouped(0) == "۰\u00a0ریال"


def test_rials_that_are_no_whole_toman_keep_their_decimal():
    assert money.toman(7_700_005) == "۷۷۰٬۰۰۰٫۵\u00a0تومان"


def test_a_debt_keeps_its_sign_at_the_left_of_the_number():
    assert money.grouped(-7_700_000) == "\u200e−۷٬۷۰۰٬۰۰۰\u00a0ریال"
    assert money.toman(-5) == "\u200e−۰٫۵\u00a0تومان"


@pytest.mark.parametrize(
    ("rials", "words"),
    [
        (0, "صفر ریال"),
        (7_700_000, "هفت میلیون و هفتصد هزار ریال"),
        (100_001, "یکصد هزار و یک ریال"),
        (-12, "منفی دوازده ریال"),
        (10**12 - 1, "نهصد و نود و نه میلیارد و نهصد و نود و نه میلیون و نهصد و نود و نه هزار و نهصد و نود و نه ریال"),
        (10**12, "یک تریلیون ریال"),
        (10**15, "یک هزار تریلیون ریال"),
        (1_234 * 10**12 + 5, "یک هزار و دویست و سی و چهار تریلیون و پنج ریال"),
    ],
)
def test_an_amount_is_told_in_words(rials, words):
    assert money.in_words(rials) == words


@pytest.mark.parametrize(
    ("typed", "rials"),
    [
        ("7700000", 7_700_000),
        ("۷٬۷۰۰٬۰۰۰", 7_700_000),
        ("٧،٧٠٠،٠٠٠", 7_700_000),
        ("7,700,000 ریال", 7_700_000),
        ("۷۷۰٬۰۰۰ تومان", 7_700_000),
        ("770000تومن", 7_700_000),
        ("7 700 000", 7_700_000),
        ("7'700'000", 7_700_000),
        (" \u200f۵۰۰\n", 500),
        ("0", 0),
        ("007", 7),
        ("9" * 17, int("9" * 17)),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed, rials):
    assert money.to_rials(typed) == rials


@pytest.mark.parametrize(
    ("typed", "rials"),
    [
        ("۳٫۵ میلیون تومان", 35_000_000),
        ("۳/۵ میلیون تومان", 35_000_000),
        ("3.25میلیون تومن", 32_500_000),
        ("۳۵ میلیون ریال", 35_000_000),
        ("۵۰۰ هزار تومان", 5_000_000),
        ("1.234 هزار ریال", 1_234),
        ("۲ میلیارد ریال", 2_000_000_000),
        ("۰ میلیون ریال", 0),
    ],
)
def test_an_amount_is_read_as_people_say_it(typed, rials):
    assert money.to_rials(typed) == rials


@pytest.mark.parametrize("typed", ["۳ میلیون", "۳٫۵ میلیون", "500 هزار"])
def test_an_amount_that_is_said_tells_its_unit(typed):
    with pytest.raises(money.BadAmount) as caught:
        money.to_rials(typed)
    assert caught.value.text == "بنویسید این مبلغ ریال است یا تومان؛ نمونه: ۳٫۵ میلیون تومان"


@pytest.mark.parametrize(
    "typed", ["-۳ میلیون تومان", "۳ و نیم میلیون تومان", "3.5.1 میلیون تومان", "3.1234 میلیون تومان", "12345678 میلیارد ریال"]
)
def test_an_amount_that_is_said_otherwise_is_not_guessed(typed):
    with pytest.raises(money.BadAmount):
        money.to_rials(typed)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "مبلغ را بنویسید؛ نمونه: ۷٬۷۰۰٬۰۰۰"),
        ("-5", "مبلغ علامت ندارد؛ آن را بی منها و جمع بنویسید. نمونه: ۷٬۷۰۰٬۰۰۰"),
        ("+5", "مبلغ علامت ندارد؛ آن را بی منها و جمع بنویسید. نمونه: ۷٬۷۰۰٬۰۰۰"),
        ("12.5", "مبلغ، عدد کامل ریال است و اعشار ندارد؛ نمونه: ۷٬۷۰۰٬۰۰۰"),
        ("۱۲٫۵", "مبلغ، عدد کامل ریال است و اعشار ندارد؛ نمونه: ۷٬۷۰۰٬۰۰۰"),
        *[
            (typed, "مبلغ را با رقم و به ریال بنویسید؛ نمونه: ۷٬۷۰۰٬۰۰۰")
            for typed in ("77,00", "7,7000", "1234,567", "1,234 567", ",123", "یک میلیون", "12$", "ریال", "1e6", "{x}")
        ],
        ("9" * 18, "این مبلغ بسیار بزرگ است؛ تعداد صفرها را بازبینی کنید."),
        ("9" * 100_000, "این مبلغ بسیار بزرگ است؛ تعداد صفرها را بازبینی کنید."),
    ],
)
def test_what_is_no_amount_is_refused_with_a_sentence(typed, sentence):
    with pytest.raises(money.BadAmount) as caught:
        money.to_rials(typed, field="amount")
    assert (caught.value.text, caught.value.field, caught.value.code) == (sentence, "amount", "BAD_AMOUNT")


@given(st.integers(0, 10**17 - 1))
def test_what_is_shown_is_read_back(rials):
    assert money.to_rials(money.grouped(rials)) == rials
    assert money.to_rials(money.figures(rials)) == rials
    assert money.to_rials(money.toman(rials // 10 * 10)) == rials // 10 * 10 or rials >= 10**18


@pytest.mark.parametrize(
    ("amount", "rials"),
    [
        (5, 5),
        (Decimal("2.5"), 3),
        (Decimal("2.4999"), 2),
        (Decimal("-2.5"), -3),
        (Decimal("-2.4"), -2),
        (Decimal("1E+3"), 1000),
        (Fraction(1, 2), 1),
        (Fraction(-1, 2), -1),
        (Fraction(1, 3), 0),
        (Fraction(22, 3), 7),
    ],
)
def test_an_amount_is_rounded_to_the_nearest_rial_a_half_away_from_zero(amount, rials):
    assert money.whole_rials(amount) == rials


@given(st.fractions(-(10**9), 10**9))
def test_rounding_never_moves_an_amount_by_more_than_half_a_rial_and_is_the_same_on_both_sides(amount):
    rounded = money.whole_rials(amount)
    assert type(rounded) is int
    assert abs(rounded - amount) <= Fraction(1, 2)
    assert money.whole_rials(-amount) == -rounded


@pytest.mark.parametrize("amount", [1.5, 2.0, True, "5", None])
def test_a_float_is_never_money(amount):
    with pytest.raises(TypeError, match="never"):
        money.whole_rials(amount)


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity"])
def test_an_amount_that_is_not_finite_is_a_mistake(amount):
    with pytest.raises(ValueError, match="finite"):
        money.whole_rials(Decimal(amount))
