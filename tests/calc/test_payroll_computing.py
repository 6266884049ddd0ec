"""A list over columns says of every row what its payslip says: the totals and the warnings."""

import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

from kardad.calc.payroll import computing
from kardad.calc.roster.rows import Person
from kardad.kit import text
from kardad.law import instruments, policies
from kardad.law.instruments import Silent
from kardad.law.kinds import Month
from kardad.law.pay import Benefit, Deduction, Facts
from kardad.law.payslip import PAYSLIP

BENEFITS = [(), (Benefit(amount=3_000_000, insurable=False, taxable=False),), (Benefit(amount=7, continuous=True),)]
pytestmark = pytest.mark.no_django


def person(draw, month):
    known = Facts(
        month=month,
        days=draw.choice([None, 0, 1, 17, 29]),
        daily=draw.choice([None, 10, 2_000_000, 9_999_999, Fraction(12_345_678, 7), 500_000_000]),
        hired_on=draw.choice([None, month.first - timedelta(days=draw.randrange(1, 4000)), date(2015, 3, 20)]),
        children=draw.choice([0, 0, 1, 3]),
        married=draw.random() < 0.5,
        insured_720_days=draw.choice([None, True, False]),
        overtime_hours=draw.choice([0, Fraction(21, 2), 40]),
        night_hours=draw.choice([0, 0, 8]),
        shift=draw.choice([0, 10, Fraction("22.5")]),
        hard_work=draw.random() < 0.1,
        other_benefits=draw.choice(
            [(), (Benefit(amount=3_000_000, insurable=False, taxable=False),), (Benefit(amount=7, continuous=True),)]
        ),
        deductions=draw.choice([(), (Deduction(amount=900_000_000),)]),
    )
    return Person(1, {}, {}, known, (), ())


@pytest.mark.parametrize("month", [Month(1404, 5), Month(1399, 4), Month(1401, 12), Month(1403, 12), Month(1405, 1)])
def test_totals_and_warnings_are_those_of_the_payslip(month):
    draw, law = random.Random(month.year), instruments.current()
    people = [person(draw, month) for _ in range(150)]
    people[7:7] = [Person(2, {}, {}, None, (), ())]
    readings = policies.read({"hour_divisor": "22/3"})
    found = computing.answers(people, month, law, readings)
    assert found[7] is None
    for one, answer in zip(people, found, strict=True):
        if one.known is None:
            continue
        try:
            sheet = PAYSLIP.answer(one.known, law, readings)
        except Silent:
            assert not any(answer.totals)
            continue
        assert answer.totals == tuple(sheet.totals[code] for code in computing.CODES)
        told = [text.to_persian_digits(warned.message) for warned in sheet.warnings]
        assert [said for said in answer.warned if said != computing.UNLIKELY] == told
