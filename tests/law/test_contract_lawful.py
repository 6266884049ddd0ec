"""Fifty varied lawful contracts: none is refused, and each of them is a rial lower."""

from dataclasses import replace
from fractions import Fraction

from kardad.kit.calendar import to_jalali
from kardad.law.contract_rules import Scheme, Trial, Wage, WageStep
from tests.law.contracts import SOUND, day, found
from tests.law.test_contract_clauses import LAWFUL as SAID
from tests.law.test_contract_edges import LEAST, elsewhere, promised

# Fifty lawful contracts: first and last day | type, nature | skill, days of trial | hours a week | basis | who works.
LAWFUL = """
    1404-01-01 1404-06-31 | fixed_term continuous         | unskilled 30    | 44   | daily   | man
    1404-01-01 1404-12-29 | fixed_term continuous         | semi_skilled 30 | 44   | monthly | man
    1404-01-01 1404-03-31 | fixed_term continuous         | skilled 90      | 44   | monthly | woman
    1404-01-01 1404-01-01 | fixed_term continuous         | unskilled 0     | 8    | daily   | man
    1404-01-01 1404-01-30 | fixed_term continuous         | unskilled 30    | 44   | daily   | man
    1404-02-15 1404-05-14 | fixed_term continuous         | unskilled 15    | 22   | daily   | woman
    1404-02-15 1404-05-14 | fixed_term continuous         | unskilled 0     | 22   | hourly  | woman
    1404-02-15 1404-05-14 | fixed_term continuous         | expert 90       | 11   | hourly  | man
    1404-06-01 1404-12-29 | fixed_term continuous         | skilled 60      | 36   | daily   | man       | hazardous
    1404-06-01 1404-12-29 | fixed_term continuous         | skilled 0       | 36   | monthly | man       | hazardous
    1404-06-01 1404-12-29 | fixed_term continuous         | semi_skilled 0  | 30   | hourly  | man       | hazardous
    1404-01-15 open       | permanent continuous          | unskilled 30    | 44   | daily   | man
    1404-01-15 open       | permanent continuous          | expert 90       | 40   | monthly | woman
    1404-01-15 open       | permanent continuous          | skilled 0       | 20   | hourly  | man
    1403-01-15 open       | permanent continuous          | skilled 0       | 44   | monthly | family
    1404-03-01 open       | specified_work non_continuous | skilled 90      | 44   | daily   | man
    1404-03-01 1404-11-30 | specified_work non_continuous | unskilled 30    | 44   | daily   | man
    1404-03-01 1404-06-31 | specified_work non_continuous | semi_skilled 0  | 44   | piece   | man
    1404-07-01 1404-09-30 | fixed_term non_continuous     | unskilled 0     | 44   | piece   | woman     | seasonal
    1404-04-01 1404-06-15 | fixed_term non_continuous     | unskilled 0     | 44   | daily   | foreign   | seasonal
    1404-01-01 1404-06-31 | fixed_term continuous         | unskilled 30    | 44   | daily   | foreign
    1404-01-01 1404-06-31 | specified_work non_continuous | skilled 30      | 44   | monthly | foreign
    1404-01-01 open       | permanent continuous          | expert 90       | 44   | monthly | foreign
    1404-04-01 1404-06-31 | fixed_term continuous         | unskilled 0     | 41   | daily   | fifteen
    1404-04-01 1404-06-31 | fixed_term continuous         | unskilled 30    | 41   | daily   | seventeen
    1404-04-01 1404-06-31 | fixed_term continuous         | unskilled 0     | 20.5 | hourly  | seventeen
    1403-07-01 1404-06-31 | fixed_term continuous         | unskilled 30    | 44   | daily   | man
    1403-10-01 1404-09-30 | fixed_term continuous         | skilled 90      | 44   | monthly | woman
    1404-07-01 1405-06-31 | fixed_term continuous         | semi_skilled 0  | 44   | daily   | man
    1404-12-29 1405-01-01 | fixed_term continuous         | unskilled 0     | 44   | daily   | man
    1404-12-29 1405-12-29 | fixed_term continuous         | unskilled 0     | 22   | hourly  | woman
    1403-01-01 1405-12-29 | fixed_term continuous         | expert 90       | 44   | monthly | family
    1403-12-30 1404-01-01 | specified_work non_continuous | unskilled 0     | 44   | daily   | man
    1405-01-01 1405-12-29 | fixed_term continuous         | unskilled 30    | 44   | daily   | man
    1405-01-01 1405-06-31 | fixed_term continuous         | skilled 45      | 44   | monthly | family
    1405-05-10 open       | permanent continuous          | semi_skilled 30 | 44   | monthly | man
    1405-02-01 1405-03-31 | fixed_term non_continuous     | unskilled 0     | 36   | daily   | man       | hazardous
    1403-01-01 1403-12-30 | fixed_term continuous         | unskilled 30    | 44   | daily   | woman
    1402-01-01 1402-12-29 | fixed_term continuous         | skilled 0       | 44   | monthly | man
    1401-01-01 1402-12-29 | fixed_term continuous         | unskilled 30    | 44   | daily   | man
    1401-06-01 open       | permanent continuous          | expert 90       | 44   | monthly | woman
    1404-01-01 1404-06-31 | fixed_term continuous         | unskilled 30    | 44   | daily   | man       | company
    1404-01-01 open       | permanent continuous          | skilled 90      | 44   | monthly | family    | company
    1404-03-01 1404-12-29 | fixed_term continuous         | unskilled 0     | 22   | daily   | man       | second
    1404-03-01 1404-12-29 | fixed_term continuous         | unskilled 0     | 44   | daily   | man       | after
    1404-03-01 1404-12-29 | fixed_term continuous         | unskilled 0     | 44   | daily   | man       | graded
    1404-03-01 1404-12-29 | fixed_term continuous         | skilled 0       | 44   | daily   | man       | note
    1404-03-01 1404-03-30 | fixed_term continuous         | unskilled 0     | 44   | daily   | man       | oral
    1404-03-01 1404-08-30 | fixed_term continuous         | unskilled 30    | 44   | daily   | man       | clauses
    1404-03-01 1404-08-30 | fixed_term continuous         | unskilled 30    | 42.5 | monthly | woman     | clauses
"""
ROWS = [[part.split() for part in line.split("|")] for line in LAWFUL.strip().splitlines()]
CLAUSES = (
    "محل کار با توافق طرفین و الحاقیه کتبی تغییر می‌کند",
    "اضافه‌کاری با رضایت کارگر و چهل درصد بیشتر است",
    "عیدی و حق سنوات در پایان سال طبق قانون پرداخت می‌شود",
    "مرخصی استحقاقی سالانه بیست و شش روز کاری است",
    "کارفرما کارگر را از روز نخست بیمه می‌کند",
    "هفت درصد سهم بیمه کارگر از مزد او کسر می‌شود",
    "کارگر می‌تواند به اداره کار شکایت کند",
    "مأموریت با پرداخت فوق‌العاده است",
    "عیدی تا سقف قانونی از مالیات معاف است",
)


MINORS = {"fifteen": 15, "seventeen": 17}


def people(who, start):
    """The worker of that kind, born where his age needs it."""
    jalali = to_jalali(start)
    if who in MINORS:
        return {"born_on": day(f"{jalali.year - MINORS[who]}-{jalali.month:02}-{jalali.day:02}"), "is_married": False}
    return {
        "man": {},
        "woman": {"name": "زهرا رضایی", "is_married": False},
        "family": {"children": 2, "insured_days": 2000},
        "foreign": {
            "is_foreign": True,
            "national_code": "",
            "birth_certificate_number": "",
            "foreigner_code": "121234567893",
            "work_permit_number": "۷۸۹",
            "work_permit_until": day("1406-12-29"),
        },
    }[who]


def wage_of(basis, hours, full, start, end):
    """The least wage of the decree of each year, in that basis: rounded up to the rial."""

    def least(year):
        daily = Fraction(LEAST[year]) * (1 if basis == "hourly" else hours / full)
        return -int(-daily * {"hourly": Fraction(6) / full, "monthly": 30}.get(basis, 1) // 1)

    first, last = to_jalali(start).year, to_jalali(end).year
    steps = tuple(WageStep(day(f"{year}-01-01"), least(year)) for year in range(first + 1, last + 1))
    return Wage(basis=basis, amount=least(first), steps=steps)


def lawful(row):
    """The contract of a row of LAWFUL."""
    (first, last), (kind, nature), (skill, trial), (hours,), (basis,), (who,), *more = row
    is_open, extra = last == "open", more[0][0] if more else ""
    start = day(first)
    end = day(f"{first[:4]}-12-29") if is_open else day(last)
    week = Fraction(hours)
    worker = replace(SOUND.worker, **people(who, start))
    made = replace(
        SOUND,
        type=kind,
        nature=nature,
        worker=worker,
        skill=skill,
        trial=Trial(days=int(trial)) if int(trial) else None,
        concluded_on=start,
        starts_on=start,
        ends_on=None if is_open else end,
        weekly_hours=week,
        is_hazardous=extra == "hazardous",
        has_young_terms=who in MINORS,
        wage=wage_of(basis, week, 36 if extra == "hazardous" else 44, start, end),
        payment=replace(SOUND.payment, account_holder=worker.name),
        insured_from=start,
        engagements=(),
    )
    extras = {
        "company": {"employer": replace(SOUND.employer, kind="legal", company_id="10380284790", registration_number="۱۲", **COMPANY)},
        "second": {"engagements": (elsewhere("1404-01-01", "1404-12-29", weekly_hours=22),)},
        "after": {"engagements": (elsewhere("1403-01-01", "1404-02-31", weekly_hours=44),)},
        "graded": {"scheme": Scheme(1, LEAST[1404])},
        "note": {"securities": promised().securities},
        "oral": {"form": "oral"},
        "clauses": {"other_terms": CLAUSES},
    }
    return replace(made, **extras.get(extra, {}))


COMPANY = {"representative": "مریم احمدی", "position": "مدیرعامل", "national_code": ""}
# Of a lawful contract nothing is said but what everybody should know, a minor's terms, and the nature of an open specified work.
TOLD = {"C22", "C04"}


def test_fifty_lawful_contracts_are_not_refused():
    assert len(ROWS) == 50
    wrong = {}
    for row in ROWS:
        contract = lawful(row)
        spoken = found(contract, on=contract.starts_on)
        said = [(one.code, one.message) for one in spoken if one.severity == "error" or one.code not in TOLD]
        if said:
            wrong[" ".join(word for part in row for word in part)] = said
    assert wrong == {}


def test_each_of_them_a_rial_lower_is_refused():
    for row in ROWS:
        contract = lawful(row)
        steps = contract.wage.steps
        lower = replace(contract.wage, amount=contract.wage.amount - 1)
        last = replace(contract.wage, steps=(*steps[:-1], replace(steps[-1], amount=steps[-1].amount - 1))) if steps else lower
        for wage in (lower, last):
            spoken = found(replace(contract, wage=wage), on=contract.starts_on)
            assert "C05" in {one.code for one in spoken if one.severity == "error"}, row


def test_lawful_clauses_raise_no_alarm_in_any_of_them():
    wrong = {}
    for place, row in enumerate(ROWS):
        said = tuple(SAID[(place * 7 + step) % len(SAID)] for step in range(8))
        whole = replace(lawful(row), other_terms=said)
        alarms = [one.clause for one in found(whole, on=whole.starts_on) if one.code in ("C15", "C16", "C17")]
        if alarms:
            wrong[place] = alarms
    assert wrong == {}
