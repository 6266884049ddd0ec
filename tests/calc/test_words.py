"""Figures, arithmetic and bars as people read them."""

from fractions import Fraction

import pytest

from kardad.calc import charts, words


@pytest.mark.parametrize(
    ("said", "told", "formula"),
    [
        ("3,463,656 × 30", "", "۳٬۴۶۳٬۶۵۶ × ۳۰"),
        ("min(77,000, 88,000)", "هر کدام کمتر است", "۷۷٬۰۰۰ یا ۸۸٬۰۰۰"),
        ("? × 7%", "", "نامعلوم × ۷٪"),
        ("472,531.51 × 1.4", "", "۴۷۲٬۵۳۱٫۵۱ × ۱٫۴"),
        ("دستی نوشته شده", "دستی نوشته شده", ""),
        ("", "", ""),
    ],
)
def test_arithmetic_is_told_in_persian_figures_apart_from_words(said, told, formula):
    assert words.how(said) == words.How(told, formula)


def test_an_article_that_names_its_act_is_not_told_twice():
    assert words.law("قانون کار", "ماده ۵۹ قانون کار") == "ماده ۵۹ قانون کار"
    assert words.law("بخشنامه مزد سال ۱۴۰۴", "ماده ۴۱ قانون کار") == "بخشنامه مزد سال ۱۴۰۴، ماده ۴۱ قانون کار"
    assert words.law("بخشنامه مزد سال ۱۴۰۴", "") == "بخشنامه مزد سال ۱۴۰۴"


def test_figures_shares_and_parts():
    assert words.figure(Fraction(1, 3)) == "۰٫۳۳"
    assert words.figure(98.6575) == "۹۸٫۶۶"
    assert words.percent(Fraction("0.225")) == "۲۲٫۵٪"
    assert words.part("1404-01-01") == "از ۱۴۰۴/۰۱/۰۱"
    assert words.part("1404") == "سال ۱۴۰۴"
    assert words.part("1404-05") == "مرداد ۱۴۰۴"


def test_a_bar_fills_its_whole_from_the_right_and_leaves_nothing_out():
    slices = charts.bar([("الف", 2), ("ب", 0), ("ج", 1)])
    assert [one.title for one in slices] == ["الف", "ج"]
    assert slices[0].x + slices[0].width == charts.WIDE
    assert slices[-1].x == 0
    assert sum(one.width for one in slices) == charts.WIDE
    assert [one.share for one in slices] == [667, 333]


def test_one_part_alone_is_no_bar():
    assert charts.bar([("الف", 5), ("ب", 0)]) == []
