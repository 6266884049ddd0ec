"""Facts are read from an object: the unknown, the missing and the unreadable are refused by name; what was understood is shown."""

from dataclasses import dataclass
from datetime import date

import pytest

from kardad.law import facts, kinds
from kardad.law.facts import asked
from kardad.law.kinds import BadFact
from tests.law.laws import day
from tests.law.sheets import refused, sheet

pytestmark = pytest.mark.no_django


@dataclass(frozen=True, kw_only=True)
class Row:
    from_: date = asked(kinds.DAY, "از")
    amount: int = asked(kinds.RIALS, "مبلغ", default=5)


@dataclass(frozen=True, kw_only=True)
class Shape:
    on: date = asked(kinds.DAY, "در چه روزی؟", help="همان روز.")
    count: int = asked(kinds.COUNT, "چند تا؟", default=0)
    wage: int | None = asked(kinds.RATE, "مزد", default=None)
    rows: tuple[Row, ...] = asked(facts.listed(Row, most=2), "ردیف‌ها", default=())
    instead: dict[str, int] = asked(facts.mapped(kinds.RIALS, ("a", "b")), "به جای", default={})


def no(given):
    with pytest.raises(BadFact) as caught:
        facts.read(Shape, given)
    return caught.value


def test_what_is_given_is_read_and_the_rest_is_as_it_is_by_default():
    found = facts.read(Shape, {"on": "۱۴۰۴/۰۱/۰۱", "rows": [{"from": "1404-01-02"}], "instead": {"a": 1, "b": None}})
    assert found == Shape(on=day("1404-01-01"), rows=(Row(from_=day("1404-01-02")),), instead={"a": 1})


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_is_as_good_as_not_given(nothing):
    assert facts.read(Shape, {"on": "1404-01-01", "count": nothing, "wage": nothing}) == Shape(on=day("1404-01-01"))


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({}, "MISSING_FACT", "on"),
        ({"on": None}, "MISSING_FACT", "on"),
        ({"on": "1404-01-01", "On": 1}, "UNKNOWN_FACT", "On"),
        ({"on": "1404-01-01", "from_": 1}, "UNKNOWN_FACT", "from_"),
        ({"on": "1404-01-01", "count": "x"}, "BAD_FACT", "count"),
        ({"on": "1404-01-01", "rows": [{}]}, "MISSING_FACT", "rows.0.from"),
        ({"on": "1404-01-01", "rows": [{"from": "1404-01-02"}, {"from": "1404-01-02", "amount": -1}]}, "BAD_FACT", "rows.1.amount"),
        ({"on": "1404-01-01", "rows": [[]]}, "BAD_FACT", "rows.0"),
        ({"on": "1404-01-01", "rows": "x"}, "BAD_FACT", "rows"),
        ({"on": "1404-01-01", "rows": [{"from": "1404-01-02"}] * 3}, "BAD_FACT", "rows"),
        ({"on": "1404-01-01", "instead": {"c": 1}}, "UNKNOWN_FACT", "instead.c"),
        ({"on": "1404-01-01", "instead": {"a": "x,y"}}, "BAD_AMOUNT", "instead.a"),
        ({"on": "1404-01-01", "instead": [1]}, "BAD_FACT", "instead"),
        ([], "BAD_FACT", None),
        ("on", "BAD_FACT", None),
        (None, "BAD_FACT", None),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_name(given, code, field):
    with pytest.raises(kinds.BadInput) as caught:
        facts.read(Shape, given)
    assert (caught.value.code, caught.value.field) == (code, field)


def test_a_missing_fact_is_asked_for_by_its_title():
    assert no({}).text == "«در چه روزی؟» را بنویسید."


def test_too_many_rows_are_refused_with_the_most_there_may_be():
    assert no({"on": "1404-01-01", "rows": [{"from": "1404-01-02"}] * 3}).details == {"most": 2}


def test_what_was_understood_is_written_with_the_gregorian_day_beside():
    assert facts.write(facts.read(Shape, {"on": "1404-01-01", "rows": [{"from": "1404-01-02"}]})) == {
        "on": "1404-01-01",
        "on_gregorian": "2025-03-21",
        "count": 0,
        "wage": None,
        "rows": [{"from": "1404-01-02", "from_gregorian": "2025-03-22", "amount": 5}],
        "instead": {},
    }


def test_a_field_says_all_that_a_page_needs():
    on, count, *_ = facts.of(Shape)
    assert (on.name, on.title, on.help, on.required, on.default) == ("on", "در چه روزی؟", "همان روز.", True, None)
    assert (count.required, count.default) == (False, 0)
    row = facts.of(Shape)[3].kind.record
    assert [(one.name, one.attribute) for one in facts.of(row)] == [("from", "from_"), ("amount", "amount")]


def test_defaults_are_not_shared():
    assert Shape(on=day("1404-01-01")).instead is not Shape(on=day("1404-01-01")).instead


# The same through calculators.


def test_the_defaults_that_were_taken_stand_in_the_inputs_of_a_sheet():
    inputs = sheet("payslip", month="1404-05")["inputs"]
    assert inputs["children"] == inputs["overtime_hours"] == inputs["shift"] == 0
    assert inputs["married"] is inputs["hard_work"] is False
    assert inputs["days"] is inputs["daily"] is inputs["insured_720_days"] is None
    assert inputs["other_benefits"] == inputs["deductions"] == []
    assert sheet("claim", hired_on="1404-01-01", left_on="1404-01-02")["inputs"]["claims"] == []


def test_persian_and_arabic_digits_and_letters_come_to_the_same_sheet():
    plain = sheet(
        "payslip", month="1404-05", days=20, daily="5000000.5", other_benefits=[{"title": "ایاب و ذهاب کارگر", "amount": 7_700_000}]
    )
    typed = sheet(
        "payslip",
        month="۱۴۰۴/۰۵",
        days="٢٠",
        daily="۵٬۰۰۰٬۰۰۰٫۵",
        other_benefits=[{"title": "اياب و ذهاب كارگر", "amount": "۷۷۰٬۰۰۰ تومان"}],
    )
    assert typed == plain


@pytest.mark.parametrize("given", [[], "x", 5, None])
def test_facts_are_an_object(given):
    from kardad.law import calculators, instruments

    with pytest.raises(BadFact, match="BAD_FACT"):
        calculators.named("tax").sheet(given, instruments.current())


def test_an_unknown_calculator_is_refused_with_those_there_are():
    from kardad.law import calculators

    with pytest.raises(calculators.UnknownCalculator) as caught:
        calculators.named("salary")
    assert caught.value.code == "UNKNOWN_CALCULATOR"
    assert "payslip" in caught.value.details["known"]
    assert refused("tax", month="1404-05").code == "MISSING_FACT"
