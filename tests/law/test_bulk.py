"""The payslip over columns is the payslip: every total of every row equals the scalar engine's, on rosters made to hurt."""

import random
import shutil
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from kardad.kit import calendar
from kardad.kit.refusal import BadInput
from kardad.law import bulk, instruments, pay, payslip, policies
from kardad.law.bulk.exact import MOST_DAILY, MOST_HOURS, MOST_RIALS, MOST_SUM, Product
from kardad.law.instruments import Silent
from kardad.law.kinds import BadFact, Month
from kardad.law.pay import Benefit, Deduction, Facts
from kardad.law.payslip import PAYSLIP
from kardad.law.sheet import Working
from tests import proofs
from tests.law.laws import HEAD, value

pytestmark = pytest.mark.no_django

LAW = instruments.current()
HOURS = ("overtime_hours", "night_hours", "friday_hours", "holiday_hours")
# Months in which engines are wrong: the revision of 1399, leap and common Esfand, the first and last of the data, years without tax.
HARD = [(1399, 3), (1399, 4), (1403, 12), (1402, 12), (1390, 1), (1405, 12), (1398, 11), (1401, 6), (1402, 7), (1404, 1), (1404, 12)]


def scalar(known: Facts, readings, law=LAW):
    return payslip.work(known, Working(law, readings))


def some_readings(pick):
    return {name: pick.choice(policies.known()[name].choices)[0] for name in PAYSLIP.readings if pick.random() < 0.5}


def some_rate(pick, least):
    whole = least * pick.randint(60, 400) // 100 if pick.random() < 0.8 else pick.randint(0, 10 * MOST_DAILY // 9)
    return whole + pick.choice([0, 0, 0, Fraction(1, 4), Fraction(1, 2), Fraction(3, 10_000), Fraction(1, 3)])


def some_day(pick, month):
    """A day of hiring: long ago, at the edges of the month, an anniversary inside it, a leap day."""
    year = pick.randint(1383, month.year)
    days = [
        calendar.from_jalali(year, month.month, pick.randint(1, calendar.month_length(year, month.month))),
        month.first - timedelta(days=pick.randint(0, 4000)),
        month.first + timedelta(days=pick.randint(0, month.length - 1)),
        calendar.from_jalali(1399, 12, 30),
    ]
    return min(pick.choice(days), month.last)


def some_benefits(pick):
    most = pick.choice([10**6, 10**8, 10**8, 2 * MOST_SUM])
    return tuple(
        Benefit(
            amount=pick.randint(0, most),
            insurable=pick.random() < 0.6,
            taxable=pick.random() < 0.6,
            continuous=pick.random() < 0.5,
        )
        for _ in range(pick.randint(1, 3))
    )


def some_seniority(pick, month, least):
    way = pick.choice(["hired", "hired", "given", "months", "both", "none"])
    told = {}
    if way in ("hired", "both"):
        told["hired_on"] = some_day(pick, month)
    if way in ("given", "both"):
        told["seniority_daily"] = some_rate(pick, least)
    if way == "months":
        told["service_months"] = pick.choice([0, 11, Fraction(47, 4), 12, 13, Fraction(25, 2), 300])
    return told


def some_extras(pick):
    hours = [pick.randint(0, 200), Fraction(pick.randint(0, 20_000), 100), Fraction(22, 3), Fraction(1, 7), 5_000]
    told = {name: pick.choice(hours) for name in HOURS if pick.random() < 0.4}
    if pick.random() < 0.4:
        told["other_benefits"] = some_benefits(pick)
    if pick.random() < 0.2:
        told["deductions"] = (Deduction(amount=pick.randint(0, 10**8)), Deduction(amount=7))
    if pick.random() < 0.02:
        told["overrides"] = {pick.choice(pay.OVERRIDABLE): pick.randint(0, 10**8)}
    return told


def some_facts(pick, month):
    told = some_seniority(pick, month, 500_000) | some_extras(pick)
    if pick.random() < 0.8:
        told["daily"] = some_rate(pick, 5_000_000 if month.year > 1403 else 500_000)
    most = Facts(month=month, hired_on=told.get("hired_on")).most_days
    if pick.random() < 0.4:
        told["days"] = pick.choice([0, 1, most, most - 1, pick.randint(0, most), min(30, most), min(29, most)])
    told["shift"] = pick.choice([0, 0, *(rate for rate, _ in pay.SHIFTS)])
    told["children"] = pick.choice([0, 0, 1, 2, 3, 30])
    told["married"], told["hard_work"] = pick.random() < 0.5, pick.random() < 0.2
    told["insured_720_days"] = pick.choice([None, True, False])
    return Facts(month=month, **told)


def on_the_edges(pick, known, readings):
    """The same payslip with pay added until it stands at a step of the tax or at the ceiling of insurance, a rial to either side."""
    totals = scalar(known, readings)
    if pick.random() < 0.3 and totals["insurance_base"] is not None:
        least = LAW.amount("wage.daily_minimum", known.month.last)
        missing, insured = 7 * least * known.paid_days - totals["insurance_base"], True
    else:
        try:
            steps = [step.up_to for step in LAW.ladder(known.month.last) if step.up_to]
        except Silent:
            return known
        missing, insured = pick.choice(steps) - (totals["taxable"] or 0), False
    amount = max(missing + pick.choice([-1, 0, 1, 5]), 0)
    return replace(known, other_benefits=(*known.other_benefits, Benefit(amount=amount, insurable=insured)))


def agree(month, rows, readings, law=LAW):
    found = bulk.payslips(month, bulk.of(rows), law, readings)
    assert found.law_version == law.version
    for place, known in enumerate(rows):
        assert found.row(place) == scalar(known, readings, law), (known, readings)
    return found


@pytest.mark.parametrize("seed", range(10))
def test_every_row_of_a_roster_is_the_payslip_of_that_person(seed):
    pick = random.Random(seed)
    for _ in range(7):
        month = Month(*(pick.choice(HARD) if pick.random() < 0.5 else (pick.randint(1390, 1405), pick.randint(1, 12))))
        readings = some_readings(pick)
        rows = [some_facts(pick, month) for _ in range(200)]
        agree(month, [*rows, *(on_the_edges(pick, known, readings) for known in rows[:100])], readings)


@pytest.mark.parametrize("month", [(1399, 3), (1399, 4), (1403, 12), (1404, 7), (1404, 6)])
def test_every_day_of_hiring_and_every_number_of_days(month):
    month = Month(*month)
    rows = []
    for back in range(800):
        hired = month.last - timedelta(days=back)
        most = Facts(month=month, hired_on=hired).most_days
        rows += [Facts(month=month, hired_on=hired, days=days, daily=2_000_000, overtime_hours=9) for days in {0, most, back % (most + 1)}]
    agree(month, rows, {"month_rule": "thirty"})


def test_most_rows_of_a_usual_roster_need_no_second_engine():
    pick = random.Random(5)
    month = Month(1405, 5)
    rows = [
        Facts(
            month=month,
            daily=5_541_850 + pick.randint(0, 9_000_000),
            hired_on=some_day(pick, Month(1405, 4)),
            overtime_hours=pick.randint(0, 120),
        )
        for _ in range(3_000)
    ]
    assert len(agree(month, rows, {}).singly) < 5


def test_a_law_that_changes_inside_a_month_is_told_day_by_day(tmp_path):
    law = changed_inside(tmp_path)
    month = Month(1404, 5)
    rows = [Facts(month=month, days=days, overtime_hours=10, children=1) for days in range(32)]
    found = agree(month, rows, {}, law)
    assert found.singly == tuple(range(32))
    assert found.row(31)["base"] == 3_463_656 * 14 + 4_000_000 * 17


def changed_inside(folder: Path):
    """The law with another minimum wage from 15 Mordad 1404 on."""
    copy = folder / "data"
    shutil.copytree(instruments.DATA, copy)
    row = value(key="wage.daily_minimum", start="1404-05-15", until="1405-01-01", amount="4_000_000", sources='["maryayi"]')
    (copy / "instruments" / "1404-wage-test.toml").write_text(HEAD + row, encoding="utf-8")
    return instruments.load(copy)


def test_a_roster_longer_than_a_chunk_keeps_its_order():
    month, count = Month(1404, 2), bulk.CHUNK + 77
    columns = bulk.Columns(count=count, daily=(3_463_656 + np.arange(count)) * bulk.RATE_PARTS)
    found = bulk.payslips(month, columns, LAW)
    for place in (0, bulk.CHUNK - 1, bulk.CHUNK, count - 1):
        assert found.row(place) == scalar(Facts(month=month, daily=3_463_656 + place), {})
    assert found.sum_of("base") == sum(31 * (3_463_656 + place) for place in range(count))


def test_years_whose_tax_is_not_known_have_no_tax_and_no_net():
    found = bulk.payslips(Month(1395, 5), bulk.Columns(count=3, days=np.array([31, 10, 0])), LAW)
    assert found.row(0)["tax"] is found.row(0)["net"] is None
    assert found.row(0)["gross"] > found.row(1)["gross"] > 0
    assert found.sum_of("net") is None


def test_of_1401_only_the_exemption_is_known():
    daily = np.array([1_000_000, 9_000_000]) * bulk.RATE_PARTS
    found = bulk.payslips(Month(1401, 2), bulk.Columns(count=2, daily=daily), LAW)
    assert (found.row(0)["tax"], found.row(1)["tax"], found.row(1)["net"]) == (0, None, None)


def test_an_empty_roster_has_empty_totals():
    assert bulk.payslips(Month(1404, 1), bulk.of([]), LAW).sum_of("net") == 0


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"days": np.array([3, 32])}, "days"),
        ({"hired_on": np.array(["2020-01-01", "2030-01-01"], "datetime64[D]")}, "hired_on"),
    ],
)
def test_a_row_that_no_payslip_can_have_is_refused_by_its_number(columns, field):
    with pytest.raises(BadFact) as refusal:
        bulk.payslips(Month(1404, 1), bulk.Columns(count=2, **columns), LAW)
    assert (refusal.value.field, refusal.value.details["row"]) == (field, 1)


@pytest.mark.parametrize(
    ("columns", "error"),
    [
        ({"daily": np.array([1.5, 2.5])}, TypeError),
        ({"daily": np.array([1, 2, 3])}, ValueError),
        ({"overtime_hours": np.array([1, -1])}, ValueError),
        ({"daily": np.array([1, -2])}, ValueError),
        ({"other": np.array([1, 1]), "untaxed": np.array([1, 2])}, ValueError),
        ({"uninsured": np.array([1, 2])}, ValueError),
        ({"married": np.array([0, 1])}, TypeError),
        ({"hired_on": np.array([0, 1])}, TypeError),
    ],
)
def test_columns_that_are_no_roster_are_a_fault(columns, error):
    with pytest.raises(error):
        bulk.Columns(count=2, **columns)


def test_the_greatest_row_that_columns_take_stays_under_their_limit():
    month = Month(1404, 1)
    greatest = Facts(
        month=month,
        daily=MOST_DAILY,
        seniority_daily=MOST_DAILY,
        children=30,
        married=True,
        shift=Fraction("22.5"),
        other_benefits=(Benefit(amount=MOST_SUM, continuous=True),),
        deductions=(Deduction(amount=MOST_SUM),),
        **dict.fromkeys(("overtime_hours", "friday_hours", "holiday_hours"), MOST_HOURS),
    )
    readings = {"premium_hours": "extra"}
    assert 10**13 < scalar(greatest, readings)["gross"] < MOST_RIALS
    agree(month, [greatest, replace(greatest, shift=0, night_hours=MOST_HOURS)], readings)


def test_products_are_exact_where_64_bits_would_not_hold_them():
    pick = random.Random(1)
    product = Product(7, 2199 * 150_000_000)
    first = [pick.randint(0, 10**18) for _ in range(2_000)]
    second = [pick.randint(0, product.most) for _ in range(2_000)]
    found, _ = product.of(np.array(first), np.array(second))
    exact = [(2 * one * other * product.over + product.under) // (2 * product.under) for one, other in zip(first, second, strict=True)]
    assert found.tolist() == exact


def test_a_rounding_that_what_was_cut_off_could_turn_is_marked():
    product = Product(1, 100)
    _, doubtful = product.of(np.array([49, 20, 48]), np.array([1, 1, 1]), 2)
    assert doubtful.tolist() == [True, False, False]


def test_only_the_bulk_engine_of_the_law_knows_numpy():
    room = Path(bulk.__file__).parent
    others = [path for path in room.parent.rglob("*.py") if room not in path.parents]
    assert [path.name for path in others if "numpy" in path.read_text(encoding="utf-8")] == []


@pytest.mark.proof
def test_half_a_million_rows_agree():
    for seed in range(proofs.length(400)):
        pick = random.Random(10_000 + seed)
        month = Month(*(pick.choice(HARD) if pick.random() < 0.3 else (pick.randint(1390, 1405), pick.randint(1, 12))))
        readings = some_readings(pick)
        agree(month, [some_facts(pick, month) for _ in range(1_250)], readings)


def test_days_of_hiring_count_from_the_first_year_of_the_calendar():
    first = date(1901, 3, 22)
    found = bulk.payslips(Month(1404, 1), bulk.Columns(count=1, hired_on=np.array([first], "datetime64[D]")), LAW)
    assert found.row(0) == scalar(Facts(month=Month(1404, 1), hired_on=first), {})
    with pytest.raises(BadInput) as refusal:
        bulk.payslips(Month(1404, 1), bulk.Columns(count=1, hired_on=np.array(["1899-05-01"], "datetime64[D]")), LAW)
    assert refusal.value.details["row"] == 0
