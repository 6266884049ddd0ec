"""The legal data itself: complete where it says so, sourced everywhere, and true to the arithmetic that wage circulars follow."""

import shutil
from fractions import Fraction

import pytest

from kardad.law import instruments
from kardad.law.instruments import DATA, Silent
from tests.law.laws import day, value

LAW = instruments.load()
YEARS = range(1390, 1406)
# Where no figure was found, and none is guessed: before these years.
MISSING_BEFORE = {"tax.monthly_exemption": 1401, "tax.salary_ladder": 1402, "hours.required_monthly": 1404}
KEYS = """
wage.daily_minimum wage.other_levels_percent wage.other_levels_fixed allowance.housing allowance.grocery allowance.marriage
allowance.child_days allowance.child_insured_days seniority.base insurance.employee_rate insurance.employer_rate
insurance.unemployment_rate insurance.hard_work_rate insurance.ceiling_days tax.monthly_exemption tax.salary_ladder hours.weekly
hours.daily_maximum_overtime hours.overtime_premium hours.night_premium hours.friday_premium hours.holiday_premium
hours.shift_day_evening hours.shift_three hours.shift_night_pair hours.required_monthly leave.annual_days leave.hard_work_days
leave.carry_over_days bonus.days bonus.cap_days severance.days_per_year severance.unjustified_days_per_year unemployment.rate
unemployment.dependant_percent unemployment.dependants_maximum unemployment.ceiling_share
"""
YEARLY = [key for key, what in LAW.keys.items() if what.lapse == "yearly"]
STANDING = [key for key, what in LAW.keys.items() if what.lapse == "standing"]
VALUES = [value for key in LAW.keys for value in LAW.spans(key)]

NEXT_YEAR = """
title = "بخشنامه مزد سال ۱۴۰۶"
recorded_on = "1405-12-28"
status = "secondary"
"""
AMOUNTS = {
    "wage.daily_minimum": "7_000_000",
    "wage.other_levels_percent": '"0.2"',
    "wage.other_levels_fixed": "349_780",
    "allowance.housing": "30_000_000",
    "allowance.grocery": "25_000_000",
    "allowance.marriage": "5_000_000",
    "seniority.base": "200_000",
}


def amount(key, on):
    return LAW.amount(key, day(on))


def test_the_keys_that_formulas_ask_for_are_all_there():
    assert set(KEYS.split()) - set(LAW.keys) == set()


def test_every_value_has_a_source_and_a_status():
    assert [one for one in VALUES if not one.sources or not one.status] == []


def test_no_value_claims_an_official_text():
    assert {LAW.instruments[one.instrument].status for one in VALUES} == {"secondary"}


def test_every_source_can_be_found_by_a_reader():
    sources = {source for one in VALUES for source in one.sources}
    # News is found by its day; a repository without a name has its reference number in the title.
    without = [source for source in sources if not source.url.startswith("http")]
    assert [source.id for source in without if source.kind != "news" and "مخزن عمومی بی‌نام" not in source.title] == []


@pytest.mark.parametrize("key", YEARLY)
def test_a_yearly_key_is_known_for_every_year_but_the_documented_ones(key):
    first = MISSING_BEFORE.get(key, YEARS[0])
    assert LAW.keys[key].missing_before == MISSING_BEFORE.get(key)
    for year in YEARS:
        for on in (f"{year}-01-01", f"{year}-06-31", f"{year}-12-29"):
            if year >= first:
                assert LAW.value(key, day(on)).since <= day(on)
            else:
                with pytest.raises(Silent):
                    LAW.value(key, day(on))
    spans = [span for span in LAW.spans(key) if span.since >= day(f"{first}-01-01")]
    assert [one.until for one in spans[:-1]] == [other.since for other in spans[1:]]


@pytest.mark.parametrize("key", YEARLY)
def test_a_yearly_key_lapses_after_the_last_year(key):
    with pytest.raises(Silent):
        LAW.value(key, day("1406-01-01"))


@pytest.mark.parametrize("key", STANDING)
def test_a_standing_key_is_known_from_the_first_day_on(key):
    (only,) = LAW.spans(key)
    assert only.until is None
    assert only.since == instruments.FIRST_DAY or LAW.keys[key].first_year is not None


def test_what_was_told_once_is_known_for_those_days_alone():
    assert [key for key, what in LAW.keys.items() if what.lapse == "once"] == ["bonus.tax_rate"]
    assert str(LAW.amount("bonus.tax_rate", day("1401-12-29"))) == "1/10"
    for on in ("1400-12-29", "1402-01-01"):
        with pytest.raises(Silent):
            LAW.value("bonus.tax_rate", day(on))


def test_the_minimum_wage_of_each_year():
    figures = [
        110100, 129900, 162375, 202970, 237475, 270722, 309977, 370423, 505627, 611809, 885165, 1393250, 1769428, 2388728, 3463656, 5541850,
    ]  # fmt: skip
    assert [amount("wage.daily_minimum", f"{year}-01-01") for year in YEARS] == figures


def test_the_wage_of_1399_changed_on_1_tir():
    keys = ["wage.daily_minimum", "wage.other_levels_fixed", "seniority.base", "allowance.housing"]
    assert [amount(key, "1399-03-31") for key in keys] == [611809, 30338, 58333, 1000000]
    assert [amount(key, "1399-04-01") for key in keys] == [636809, 55338, 33333, 3000000]
    assert LAW.changes(LAW.keys, day("1399-01-01"), day("1400-01-01")) == [day("1399-04-01")]
    for key in ("wage.other_levels_percent", "allowance.grocery"):
        assert LAW.value(key, day("1399-03-31")) is LAW.value(key, day("1399-04-01"))


def test_a_minimum_worker_stays_at_the_minimum():
    # Art. 41: the rule for other levels, applied to last year's minimum, gives this year's.
    for on, before in [(f"{year}-01-01", f"{year - 1}-12-01") for year in YEARS[1:]] + [("1399-04-01", "1398-12-01")]:
        raised = (1 + Fraction(amount("wage.other_levels_percent", on))) * amount("wage.daily_minimum", before)
        # Circulars drop or round the part of a rial.
        assert abs(raised + amount("wage.other_levels_fixed", on) - amount("wage.daily_minimum", on)) < 1, on


def test_what_is_derived_says_an_arithmetic_that_gives_it():
    derived = [one for one in VALUES if one.key == "wage.other_levels_fixed" and one.status == "derived"]
    assert len(derived) == 9
    for one in derived:
        minimum, rest = one.how.replace(",", "").split(" − ")
        percent, before = rest.split(" × ")
        assert abs(int(minimum) - Fraction(percent) * int(before) - one.amount) < 1


def test_a_monthly_minimum_that_is_told_is_thirty_days():
    told = [one for one in VALUES if one.key == "wage.daily_minimum" and one.how]
    assert told
    for one in told:
        assert int(one.how.replace(",", "").removesuffix(" ÷ 30")) == 30 * one.amount


def test_the_exempt_part_of_each_ladder_is_the_exemption():
    for year in range(1402, 1406):
        first = LAW.ladder(day(f"{year}-07-01"))[0]
        assert (first.up_to, first.rate) == (amount("tax.monthly_exemption", f"{year}-07-01"), 0)


def test_conflicts_keep_what_was_not_chosen():
    conflicting = [one for one in VALUES if one.readings and LAW.keys[one.key].group != "contract"]
    conflicts = {(one.key, one.instrument): [reading.amount for reading in one.readings] for one in conflicting}
    assert conflicts == {
        ("wage.daily_minimum", "1399-wage-revision"): [637090],
        ("allowance.housing", "1392-housing"): [200000],
        ("allowance.housing", "1396-housing"): [200000],
        ("allowance.housing", "1398-housing"): [None],
        ("allowance.housing", "1401-housing"): [6500000],
        ("allowance.housing", "1405-housing"): [None],
        ("allowance.grocery", "1392-wage"): [500000],
        ("allowance.grocery", "1405-wage"): [30000000],
        ("seniority.base", "1396-wage"): [10000],
        ("tax.salary_ladder", "1403-salary-tax"): [None],
        ("tax.salary_ladder", "1404-salary-tax"): [None, None],
        ("tax.salary_ladder", "1405-salary-tax"): [None],
    }


def test_housing_of_1401_is_what_the_cabinet_decreed():
    chosen = LAW.value("allowance.housing", day("1401-01-01"))
    assert (chosen.amount, chosen.status) == (5500000, "conflict")
    assert LAW.instruments[chosen.instrument].issuer == "هیئت وزیران"


def test_there_was_no_marriage_allowance_before_1403():
    assert [amount("allowance.marriage", on) for on in ("1390-01-01", "1402-12-29", "1403-01-01")] == [0, 0, 5000000]
    assert LAW.keys["allowance.marriage"].first_year == 1403


def test_tax_before_1402_is_refused_and_not_guessed():
    with pytest.raises(Silent) as refused:
        LAW.ladder(day("1401-05-01"))
    assert refused.value.details == {"key": "tax.salary_ladder", "on": "1401-05-01"}


def test_required_hours_are_working_days_of_seven_hours_and_twenty_minutes():
    for year in (1404, 1405):
        for hours in LAW.value("hours.required_monthly", day(f"{year}-01-01")).amount:
            # Tables drop the part of an hour: 20 days are 146.7, printed 147; 25 are 183.3, printed 183.
            days = round(Fraction(hours * 3, 22))
            assert abs(Fraction(days * 22, 3) - hours) < 1


def test_a_new_year_is_one_file_and_without_it_the_law_refuses(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    added = folder / "instruments" / "1406-wage.toml"
    rows = [value(key, "1406-01-01", "1407-01-01", amount=told, sources='["workbook-1405"]') for key, told in AMOUNTS.items()]
    added.write_text(NEXT_YEAR + "\n".join(rows), encoding="utf-8")
    law = instruments.load(folder)
    for on in ("1406-01-01", "1406-12-29"):
        assert law.amount("wage.daily_minimum", day(on)) == 7000000
        assert law.amount("seniority.base", day(on)) == 200000
    assert law.value("wage.daily_minimum", day("1405-12-29")).amount == LAW.amount("wage.daily_minimum", day("1405-12-29"))
    assert law.version.startswith("1405-12-28.")
    assert law.known_on(day("1405-12-27")).version == LAW.version
    added.unlink()
    law = instruments.load(folder)
    assert law.version == LAW.version
    for key in AMOUNTS:
        with pytest.raises(Silent):
            law.value(key, day("1406-01-01"))
