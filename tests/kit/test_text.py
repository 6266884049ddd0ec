"""Persian text is shown in one form, compared in another, and sorted as the alphabet says."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kardad.kit import text

NAMES = json.loads((Path(__file__).parent / "data/identity-vectors.json").read_text())["names"]
PERSIAN = st.text(
    st.sampled_from("آابپيیكکگءأإؤئةۀهىـ\u064b\u0651\u0653\u0654\u0670\u200c\u200e\u200d \u00a0\n-.،()'0۱٢aAİßﷲﻋﻠﯽ\ufe71\ufc5e")
    | st.characters(codec="utf-8")
)


@pytest.mark.parametrize("pair", NAMES, ids=lambda pair: ascii(pair["a"]))
def test_two_spellings_meet_only_when_they_are_one_name(pair):
    assert (text.match_key(pair["a"]) == text.match_key(pair["b"])) is pair["equal"]


@pytest.mark.parametrize("pair", NAMES, ids=lambda pair: ascii(pair["a"]))
def test_a_name_is_shown_in_its_own_spelling(pair):
    assert text.display(pair["a"]) == pair["display_a"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  علی \t\n رضا ", "علی رضا"),
        ("می\u200c\u200cرود", "می\u200cرود"),
        ("\u200cعلی\u200c", "علی"),
        ("علی\u200c \u200cرضا", "علی رضا"),
        ("علی \u200c رضا", "علی رضا"),
        ("ع\u202aل\u2069ی\ufeff", "علی"),
        ("ا\u0640\u0653رش", "آرش"),
        ("\u0000علی\u0007", "علی"),
        ("", ""),
        (" \u200c ", ""),
    ],
)
def test_invisible_marks_and_loose_spaces_are_not_shown(typed, shown):
    assert text.display(typed) == shown


@given(PERSIAN)
def test_what_is_shown_stays_as_it_is_when_it_is_shown_again(typed):
    assert text.display(text.display(typed)) == text.display(typed)


@given(PERSIAN)
def test_keys_of_keys_are_the_keys_themselves(typed):
    assert text.match_key(text.match_key(typed)) == text.match_key(typed)
    assert text.fold(text.fold(typed)) == text.fold(typed)


@given(PERSIAN)
def test_a_name_and_its_shown_form_have_the_same_keys(typed):
    shown = text.display(typed)
    assert text.match_key(shown) == text.match_key(typed)
    assert text.fold(shown) == text.fold(typed)
    assert text.sort_key(shown) == text.sort_key(typed)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("کتاب\u200cهای «علي»، شمارهٔ ۱۲", "کتاب های علی شماره 12"),
        ("ABC-Straße", "abc strasse"),
        ("مسؤول/رئيس", "مسوول رییس"),
        ("!؟", ""),
    ],
)
def test_the_searchable_form_keeps_words_apart(typed, folded):
    assert text.fold(typed) == folded


def test_names_sort_by_the_persian_alphabet():
    ordered = [
        "آرش",
        "ابراهیم",
        "بهار",
        "پروین",
        "تقی",
        "جواد",
        "چنگیز",
        "زهرا",
        "ژاله",
        "سارا",
        "کاوه",
        "گلی",
        "مریم",
        "نرگس",
        "وحید",
        "هما",
        "یاسر",
    ]
    backwards = list(reversed(ordered))
    assert sorted(backwards, key=text.sort_key) == ordered
    assert sorted(ordered) != ordered


def test_every_letter_of_the_alphabet_has_its_place():
    alphabet = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
    assert len(alphabet) == 33
    assert sorted(alphabet, key=text.sort_key) == list(alphabet)


def test_a_shorter_name_comes_before_a_longer_one_and_digits_before_letters():
    ordered = ["۲", "علی", "علی رضا", "علیا", "علی\u200cرضا", "ali", "bob", "Ж"]
    backwards = list(reversed(ordered))
    assert sorted(backwards, key=text.sort_key) == ordered


@pytest.mark.parametrize(
    ("one", "other"), [("علي", "علی"), ("محمّد", "محمد"), ("رئیسی", "رییسی"), ("ALI", "ali"), ("(علی)", "علی"), ("علی\u200cرضا", "علیرضا")]
)
def test_spellings_of_one_name_sort_together(one, other):
    assert text.sort_key(one) == text.sort_key(other)


@given(PERSIAN)
def test_a_sort_key_holds_only_what_every_collation_orders_alike(typed):
    key = text.sort_key(typed)
    assert set(key) <= set("0123456789abcdefghijklmnopqrstuvwxyz")
    assert len(key) % 2 == 0


def test_digits_of_each_script_become_those_of_another():
    assert text.to_ascii_digits("۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩ 5 a²") == "0123456789 0123456789 5 a²"
    assert text.to_persian_digits("0123456789 ٠١٢٣٤٥٦٧٨٩ ۵ a²") == "۰۱۲۳۴۵۶۷۸۹ ۰۱۲۳۴۵۶۷۸۹ ۵ a²"
    assert text.to_persian_digits(1404) == "۱۴۰۴"


@pytest.mark.parametrize(
    ("typed", "bare"),
    [
        ("۹۹۹ ۰۰۰-۱۲۳۵", "9990001235"),
        ("999\u2013000 - 1235", "9990001235"),
        ("\u2067IR 81\u2069", "IR81"),
        ("-12", "-12"),
        ("12-", "12-"),
        ("1--2", "1--2"),
        ("1_2", "1_2"),
        ("1ـ2", "1ـ2"),
        ("", ""),
    ],
)
def test_an_identifier_loses_its_decoration_and_nothing_else(typed, bare):
    assert text.bare_identifier(typed) == bare


@pytest.mark.parametrize("typed", ["3463656", "3,463,656", "3٬463٬656", "3 463 656", "3_463_656", "3’463’656", "3'463'656"])
def test_signs_between_groups_of_digits_go(typed):
    assert text.ungrouped(typed) == "3463656"
