"""Every check of services.md 4.6 at its edge: what is just lawful passes it, one rial, one day or one hour further it speaks."""

from dataclasses import replace
from fractions import Fraction

import pytest

from kardad.law.contract_rules import (
    CHECKS,
    Engagement,
    Payment,
    Policy,
    Scheme,
    Security,
    Stop,
    Trial,
    Wage,
    WageStep,
    blocks,
)
from tests.law.contracts import EMPLOYER_CODE, PERMANENT, SOUND, day, found

LEAST = {1401: 1_393_250, 1402: 1_769_428, 1403: 2_388_728, 1404: 3_463_656, 1405: 5_541_850}  # rials a day, of the decrees


def with_worker(contract=SOUND, **changes):
    return replace(contract, worker=replace(contract.worker, **changes))


def with_employer(**changes):
    return replace(SOUND, employer=replace(SOUND.employer, **changes))


def beside(contract=SOUND, *others):
    return replace(contract, engagements=(*SOUND.engagements, *others))


def elsewhere(first, last, **more):
    return Engagement(starts_on=day(first), ends_on=day(last), is_same_employer=False, **more)


def seasonal(since, **more):
    """Non-continuous work of 186 days in 1404, after as much of it from that day to the end of 1403."""
    earlier = Engagement(starts_on=day(since), ends_on=day("1403-12-30"), is_non_continuous=True)
    return replace(SOUND, nature="non_continuous", engagements=(earlier,), **more)


def promised(**changes):
    whole = {"kind": "promissory_note", "number": "۱۲", "amount": 1, "purpose": "امانت ابزار", "returned_on": day("1404-07-01")}
    return replace(SOUND, securities=(Security(**whole | changes),))


def renewed(amount):
    """After a year at 3,000,000 rials a day: 1404 asks 32 % and 310,535 rials more, 4,270,535."""
    last = Engagement(starts_on=day("1403-01-01"), ends_on=day("1403-12-30"), wage=Wage(amount=3_000_000))
    return replace(SOUND, predecessor=last, engagements=(last,), wage=Wage(amount=amount))


def other_account(holder):
    return replace(SOUND, payment=Payment(period="monthly", iban="IR820540102680020817909002", account_holder=holder))


SPECIFIED = replace(SOUND, type="specified_work")
CROSSING = replace(SOUND, ends_on=day("1405-01-31"))
HALVES = replace(SOUND, weekly_hours=24, wage=Wage(amount=3_463_656))
SUMMER = ("1404-03-01", "1404-05-31")
FOREIGN = with_worker(
    is_foreign=True,
    national_code="",
    birth_certificate_number="",
    foreigner_code="121234567893",
    work_permit_number="۱۲۳۴",
    work_permit_until=day("1404-06-31"),
)
OPEN_FOREIGN = replace(FOREIGN, type="permanent", ends_on=None)
AFTER_TRIAL = {"starts_on": day("1402-01-01"), "ends_on": day("1402-01-30"), "job_title": "جوشکار", "had_trial": True}

# What of a check: lawful to the last rial, day or hour; the same a step further; its severity there.
EDGES = {
    "C01 ten letters of duties": (replace(SOUND, duties="جوشکار دری"), replace(SOUND, duties="جوشکار در"), "error"),
    "C01 a field": (SOUND, replace(SOUND, schedule=" ـ … "), "error"),
    "C02 national code": (SOUND, with_worker(national_code="9990001007"), "error"),
    "C02 postal code": (SOUND, with_worker(postal_code="713456789"), "error"),
    "C03": (with_worker(national_code="0001234560"), with_worker(national_code=EMPLOYER_CODE), "error"),
    "C04 fifteen": (with_worker(born_on=day("1389-01-01")), with_worker(born_on=day("1389-01-02")), "error"),
    "C04 eighteen": (with_worker(born_on=day("1386-01-01")), with_worker(born_on=day("1386-01-02")), "warning"),
    "C05 daily": (replace(SOUND, wage=Wage(amount=3_463_656)), replace(SOUND, wage=Wage(amount=3_463_655)), "error"),
    "C05 hourly": (
        replace(SOUND, wage=Wage(basis="hourly", amount=472_317)),
        replace(SOUND, wage=Wage(basis="hourly", amount=472_316)),
        "error",
    ),
    "C05 half a week": (
        replace(SOUND, weekly_hours=22, wage=Wage(amount=1_731_828)),
        replace(SOUND, weekly_hours=22, wage=Wage(amount=1_731_827)),
        "error",
    ),
    "C05 over Nowruz": (
        replace(CROSSING, wage=Wage(amount=3_463_656, steps=(WageStep(day("1405-01-01"), 5_541_850),))),
        replace(CROSSING, wage=Wage(amount=3_463_656, steps=(WageStep(day("1405-01-01"), 5_541_849),))),
        "error",
    ),
    "C05 a step a day late": (
        replace(CROSSING, wage=Wage(amount=3_463_656, steps=(WageStep(day("1405-01-01"), 5_541_850),))),
        replace(CROSSING, wage=Wage(amount=3_463_656, steps=(WageStep(day("1405-01-02"), 5_541_850),))),
        "error",
    ),
    "C06": (
        replace(SOUND, ends_on=day("1405-12-29"), wage=Wage(amount=90_000_000)),
        replace(SOUND, ends_on=day("1406-01-01"), wage=Wage(amount=90_000_000)),
        "error",
    ),
    "C07": (SOUND, replace(SOUND, weekly_hours=44 + Fraction(1, 60)), "error"),
    "C07 hazardous": (
        replace(SOUND, weekly_hours=36, is_hazardous=True),
        replace(SOUND, weekly_hours=36 + Fraction(1, 60), is_hazardous=True),
        "error",
    ),
    "C08 semi-skilled": (
        replace(SOUND, skill="semi_skilled", trial=Trial(days=30)),
        replace(SOUND, skill="semi_skilled", trial=Trial(days=31)),
        "error",
    ),
    "C08 skilled": (replace(SOUND, skill="skilled", trial=Trial(days=90)), replace(SOUND, skill="skilled", trial=Trial(days=91)), "error"),
    "C08 as long as the contract": (
        replace(SOUND, ends_on=day("1404-01-30")),
        replace(SOUND, ends_on=day("1404-01-29")),
        "error",
    ),
    "C08 unpaid": (replace(SOUND, trial=Trial(days=30)), replace(SOUND, trial=Trial(days=30, is_paid=False)), "error"),
    "C09": (
        beside(SOUND, Engagement(**AFTER_TRIAL | {"had_trial": False})),
        beside(SOUND, Engagement(**AFTER_TRIAL)),
        "error",
    ),
    "C10 no end": (SPECIFIED, replace(SOUND, ends_on=None), "error"),
    "C10 end before start": (
        replace(SOUND, ends_on=SOUND.starts_on, trial=None),
        replace(SOUND, ends_on=day("1403-12-30"), trial=None),
        "error",
    ),
    "C11": (SPECIFIED, replace(SPECIFIED, ends_on=None), "warning"),
    "C12 three years": (seasonal("1401-07-03"), seasonal("1401-07-02"), "warning"),
    "C12 a stop": (
        seasonal("1401-07-02", stops=(Stop(day("1402-01-01"), day("1402-01-01")),)),
        seasonal("1401-07-02"),
        "warning",
    ),
    "C13 a day": (
        beside(SOUND, elsewhere("1404-07-01", "1404-08-30", weekly_hours=44)),
        beside(SOUND, elsewhere("1404-06-31", "1404-08-30", weekly_hours=44)),
        "warning",
    ),
    "C13 an hour": (
        beside(HALVES, elsewhere(*SUMMER, weekly_hours=20)),
        beside(HALVES, elsewhere(*SUMMER, weekly_hours=21)),
        "warning",
    ),
    "C13 three together": (
        beside(HALVES, elsewhere(*SUMMER, weekly_hours=20), elsewhere("1404-06-01", "1404-06-31", weekly_hours=20)),
        beside(HALVES, elsewhere(*SUMMER, weekly_hours=20), elsewhere("1404-05-31", "1404-06-31", weekly_hours=20)),
        "warning",
    ),
    "C14": (PERMANENT, replace(PERMANENT, termination_terms=()), "error"),
    "C15": (
        replace(SOUND, termination_terms=("قرارداد با توافق طرفین فسخ می‌شود.",)),
        replace(SOUND, termination_terms=("کارفرما حق فسخ قرارداد را دارد.",)),
        "warning",
    ),
    "C16": (
        replace(SOUND, other_terms=("کارگر هفت درصد سهم بیمه خود را می‌پردازد.",)),
        replace(SOUND, other_terms=("کارگر از حق بیمه خود می‌گذرد و انصراف می‌دهد.",)),
        "error",
    ),
    "C17": (
        replace(SOUND, other_terms=("اضافه‌کاری با رضایت کارگر است.",)),
        replace(SOUND, other_terms=("اضافه‌کاری برای کارگر اجباری است.",)),
        "warning",
    ),
    "C17 anywhere": (SOUND, replace(SOUND, work_place="هر جا که لازم شود"), "warning"),
    "C17 any duty": (SOUND, replace(SOUND, duties="هر کاری که گفته شود"), "warning"),
    "C18 number": (promised(), promised(number="-"), "warning"),
    "C18 sum": (promised(), promised(amount=0), "warning"),
    "C18 purpose": (promised(), promised(purpose=""), "warning"),
    "C18 return": (promised(), promised(returned_on=None), "warning"),
    "C19 late": (replace(SOUND, concluded_on=day("1404-01-31")), replace(SOUND, concluded_on=day("1404-02-01")), "error"),
    "C19 ahead": (
        replace(SOUND, starts_on=day("1404-04-05"), concluded_on=day("1404-04-02")),
        replace(SOUND, starts_on=day("1404-04-05"), concluded_on=day("1404-04-03")),
        "error",
    ),
    "C20": (other_account("علي  رضايي"), other_account("علی رضائیان"), "warning"),
    "C21": (
        replace(SOUND, form="oral", ends_on=day("1404-01-30")),
        replace(SOUND, form="oral", ends_on=day("1404-01-31")),
        "warning",
    ),
    "C22 a year of service": (
        replace(SOUND, engagements=(Engagement(starts_on=day("1403-01-02"), ends_on=day("1403-12-30")),)),
        replace(SOUND, engagements=(Engagement(starts_on=day("1403-01-03"), ends_on=day("1403-12-30")),)),
        "info",
    ),
    "C22 a year that goes on": (
        replace(SOUND, engagements=(Engagement(starts_on=day("1403-01-02")),), weekly_hours=None),
        replace(SOUND, engagements=(Engagement(starts_on=day("1403-01-03")),), weekly_hours=None),
        "info",
    ),
    "C22 children": (with_worker(children=1, insured_days=720), with_worker(children=1, insured_days=719), "info"),
    "C23 until": (FOREIGN, with_worker(FOREIGN, work_permit_until=day("1404-06-30")), "error"),
    "C23 today": (
        with_worker(OPEN_FOREIGN, work_permit_until=day("1404-01-05")),
        with_worker(OPEN_FOREIGN, work_permit_until=day("1404-01-04")),
        "error",
    ),
    "C23 number": (FOREIGN, with_worker(FOREIGN, work_permit_number="…"), "error"),
    "C24": (replace(SOUND, scheme=Scheme(4, 3_463_656)), replace(SOUND, scheme=Scheme(4, 3_463_657)), "warning"),
    "C25": (renewed(4_270_535), renewed(4_270_534), "warning"),
}
# The day of judging, where it is not the fifth of Farvardin: C19 looks ninety days ahead of it.
JUDGED_ON = {"C19 ahead": day("1404-01-05")}


@pytest.mark.parametrize("name", EDGES)
def test_a_check_speaks_a_step_past_its_edge_and_not_at_it(name):
    lawful, past, severity = EDGES[name]
    code, on = name[:3], JUDGED_ON.get(name, day("1404-01-05"))
    assert [one.message for one in found(lawful, on=on) if one.code == code and one.severity == severity] == []
    spoken = [one for one in found(past, on=on) if one.code == code]
    assert [one.severity for one in spoken] == [severity]
    assert blocks(tuple(spoken)) == (severity == "error")


def test_every_check_has_its_edge():
    assert {name[:3] for name in EDGES} == set(CHECKS)


def test_the_cap_of_four_years_is_stronger_and_an_error_where_it_is_made_binding():
    # Four years are 1460 days: 186 of this contract, 1274 before it.
    under, at_cap = seasonal("1400-07-03"), seasonal("1400-07-02")
    for contract, binding in ((under, "warning"), (at_cap, "error")):
        (loose,) = [one for one in found(contract) if one.code == "C12"]
        (strict,) = [one for one in found(contract, policy=Policy(is_cap_binding=True)) if one.code == "C12"]
        assert (loose.severity, strict.severity) == ("warning", binding)
    messages = [next(one.message for one in found(contract) if one.code == "C12") for contract in (under, at_cap)]
    assert "به سقف ۴۸ ماه نزدیک" in messages[0]
    assert "۴۸ ماه می‌رسد" in messages[1]
