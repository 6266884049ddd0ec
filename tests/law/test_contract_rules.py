"""The checks of a contract: each trips on one fault and lets its neighbour pass, figures come from the law of the day."""

from dataclasses import replace
from fractions import Fraction

import pytest

from kardad.law import articles, contract_rules, instruments
from kardad.law.contract_rules import (
    CHECKS,
    Engagement,
    Payment,
    Scheme,
    Security,
    Trial,
    Wage,
    WageStep,
    blocks,
)
from tests.law.contracts import PART_TIME, PERMANENT, RENEWED, SEASONAL, SOUND, TODAY, codes, day, found, only, worker


def employer(**changes):
    return replace(SOUND, employer=replace(SOUND.employer, **changes))


def beside(**changes):
    return replace(SOUND, engagements=(*SOUND.engagements, Engagement(**changes)))


def paid(amount, basis="daily", **changes):
    return replace(SOUND, wage=Wage(basis=basis, amount=amount), **changes)


EXPERT_TRIAL = replace(SOUND, skill="expert", trial=Trial(days=90))
OTHER_JOB = {"starts_on": day("1404-02-01"), "ends_on": day("1404-03-01"), "is_same_employer": False, "job_title": "راننده"}
SOON = day("1404-01-05")
FOREIGN = worker(
    is_foreign=True,
    national_code="",
    birth_certificate_number="",
    foreigner_code="121234567893",
    work_permit_number="۱۲۳۴",
    work_permit_until=day("1404-12-29"),
)


def test_a_sound_contract_has_nothing_against_it():
    assert found(SOUND) == ()
    assert not blocks(found(SOUND))


@pytest.mark.parametrize(
    "contract",
    [PERMANENT, PART_TIME, EXPERT_TRIAL, RENEWED, FOREIGN],
    ids=["permanent", "part-time", "expert on trial", "renewed with the rise", "foreign with a permit"],
)
def test_other_sound_contracts_have_nothing_against_them(contract):
    assert [(one.code, one.message) for one in found(contract)] == []


# code, severity, field, what is wrong, a word of the message
SPOILT = {
    "C01 blank": ("C01", "error", "job_title", replace(SOUND, job_title="", job_code="1"), "عنوان شغلی"),
    "C01 dots fill no blank": ("C01", "error", "work_place", replace(SOUND, work_place="........"), "محل انجام کار"),
    "C01 unknown marriage": ("C01", "error", "worker.is_married", worker(is_married=None), "تأهل"),
    "C01 too little": ("C01", "error", "duties", replace(SOUND, duties="جوشکاری"), "۱۰"),
    "C02 national code": ("C02", "error", "worker.national_code", worker(national_code="0012345678"), "کارگر"),
    "C02 postal code": ("C02", "error", "employer.postal_code", employer(postal_code="71345"), "کارفرما"),
    "C03": ("C03", "error", "worker.national_code", worker(national_code="۹۹۹-۱۱۱۱۰۰-۱"), "یکی"),
    "C04 child": ("C04", "error", "worker.born_on", worker(born_on=day("1389-01-02")), "۱۴"),
    "C04 young": ("C04", "warning", "worker.born_on", worker(born_on=day("1389-01-01")), "۱۵"),
    "C05": ("C05", "error", "wage.amount", paid(3_400_000), "۳٬۴۶۳٬۶۵۶\u00a0ریال"),
    "C05 monthly": ("C05", "error", "wage.amount", paid(3_463_656 * 30 - 1, "monthly"), "ماهانه"),
    "C05 hourly": ("C05", "error", "wage.amount", paid(472_316, "hourly"), "۴۷۲٬۳۱۷\u00a0ریال"),
    "C05 piece": ("C05", "error", "wage.amount", paid(3_463_655, "piece"), "تضمین‌شده"),
    "C05 part-time": ("C05", "error", "wage.amount", replace(PART_TIME, wage=Wage(amount=1_731_827)), "۱٬۷۳۱٬۸۲۸\u00a0ریال"),
    "C06": ("C06", "error", "ends_on", replace(SOUND, ends_on=day("1406-01-01"), wage=Wage(amount=9_000_000)), "۱۴۰۶"),
    "C07": ("C07", "error", "weekly_hours", replace(SOUND, weekly_hours=Fraction(89, 2)), "۴۴٫۵"),
    "C07 hazardous": ("C07", "error", "weekly_hours", replace(SOUND, weekly_hours=37, is_hazardous=True), "۳۶"),
    "C08 unskilled": ("C08", "error", "trial.days", replace(SOUND, trial=Trial(days=31)), "۳۰"),
    "C08 skilled": ("C08", "error", "trial.days", replace(SOUND, skill="skilled", trial=Trial(days=91)), "۹۰"),
    "C08 unpaid": ("C08", "error", "trial.is_paid", replace(SOUND, trial=Trial(days=30, is_paid=False)), "بی مزد"),
    "C08 longer": ("C08", "error", "trial.days", replace(SOUND, ends_on=day("1404-01-29"), trial=Trial(days=30)), "۲۹"),
    "C09": (
        "C09",
        "error",
        "trial.days",
        beside(starts_on=day("1402-01-01"), ends_on=day("1402-03-01"), job_title="جوش کار", had_trial=True),
        "پیش‌تر",
    ),
    "C10 no end": ("C10", "error", "ends_on", replace(SOUND, nature="non_continuous", ends_on=None), "تاریخ پایان"),
    "C10 backwards": ("C10", "error", "ends_on", replace(SOUND, ends_on=day("1403-12-30")), "پیش از"),
    "C10 permanent": ("C10", "error", "ends_on", replace(SOUND, type="permanent"), "دائمی"),
    "C11": ("C11", "warning", "type", replace(SOUND, type="specified_work", ends_on=None), "دائمی"),
    "C13 full-time": ("C13", "warning", "starts_on", beside(**OTHER_JOB, weekly_hours=44), "تمام‌وقت"),
    "C13 unknown hours": ("C13", "warning", "starts_on", beside(**OTHER_JOB), "تمام‌وقت"),
    "C13 total": ("C13", "warning", "weekly_hours", beside(**OTHER_JOB, weekly_hours=1), "۴۵"),
    "C14": ("C14", "error", "termination_terms", replace(PERMANENT, termination_terms=("…",)), "فسخ"),
    "C18": ("C18", "warning", "securities.0", replace(SOUND, securities=(Security(kind="promissory_note", number="۱۲"),)), "مبلغ، برای چه"),
    "C19 late": ("C19", "error", "concluded_on", replace(SOUND, concluded_on=day("1404-02-01")), "۳۰"),
    "C19 ahead": ("C19", "error", "concluded_on", replace(SOUND, concluded_on=day("1404-04-06"), starts_on=day("1404-04-01")), "۹۰"),
    "C20": (
        "C20",
        "warning",
        "payment.account_holder",
        replace(SOUND, payment=Payment(period="monthly", iban="IR82", account_holder="رضا رضایی")),
        "رضا",
    ),
    "C21": ("C21", "warning", "form", replace(SOUND, form="oral"), "۳۰"),
    "C21 no term": ("C21", "warning", "form", replace(PERMANENT, form="oral"), "۳۰"),
    "C22 first year": ("C22", "info", "wage", replace(SOUND, engagements=()), "پایه سنوات"),
    "C22 child": ("C22", "info", "worker.insured_days", worker(children=1, insured_days=719), "۷۲۰"),
    "C23": ("C23", "error", "worker.work_permit_number", replace(FOREIGN, worker=replace(FOREIGN.worker, work_permit_number="")), "پروانه"),
    "C23 lapsed": (
        "C23",
        "error",
        "worker.work_permit_until",
        replace(FOREIGN, worker=replace(FOREIGN.worker, work_permit_until=day("1403-12-30"))),
        "پیش از شروع",
    ),
    "C23 short": (
        "C23",
        "error",
        "worker.work_permit_until",
        replace(FOREIGN, worker=replace(FOREIGN.worker, work_permit_until=day("1404-06-30"))),
        "پیش از پایان",
    ),
    "C24 code": ("C24", "warning", "job_code", replace(SOUND, job_code=""), "کد شغل"),
    "C24 grade": ("C24", "warning", "wage.amount", replace(SOUND, scheme=Scheme(4, 3_463_657)), "گروه ۴"),
    "C25": ("C25", "warning", "wage.amount", replace(RENEWED, wage=Wage(amount=4_270_534)), "۴٬۲۷۰٬۵۳۵\u00a0ریال"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_one_fault_is_one_finding_that_says_how_to_mend_it(name):
    code, severity, field, contract, word = SPOILT[name]
    one = only(contract)
    assert (one.code, one.severity, one.field) == (code, severity, field)
    assert word in one.message
    assert "{" not in one.message
    assert blocks((one,)) == (severity == "error")


PASSING = {
    "C02 a postal code in Persian digits": worker(postal_code="۷۱۳۴۵۶۷۸۹۲"),
    "C03 the same code of a company's representative": replace(
        SOUND,
        employer=replace(
            SOUND.employer,
            kind="legal",
            national_code=SOUND.worker.national_code,
            company_id="10380284790",
            registration_number="۱",
            representative="مریم احمدی",
            position="مدیر",
        ),
    ),
    "C04 eighteen on the first day": worker(born_on=day("1386-01-01")),
    "C05 the minimum to the rial": paid(3_463_656 * 30, "monthly"),
    "C05 the hour rounded up": paid(472_317, "hourly"),
    "C05 a step for the new year": replace(
        SOUND, ends_on=day("1405-01-31"), wage=Wage(amount=3_463_656, steps=(WageStep(day("1405-01-01"), 5_541_850),))
    ),
    "C07 hazardous, to the hour": replace(SOUND, weekly_hours=36, is_hazardous=True),
    "C08 no trial": replace(SOUND, trial=None),
    "C08 as long as the contract": replace(SOUND, ends_on=day("1404-01-30")),
    "C09 a trial with somebody else": beside(
        starts_on=day("1402-01-01"), ends_on=day("1402-03-01"), job_title="جوشکار", had_trial=True, is_same_employer=False
    ),
    "C09 a trial in another job": beside(starts_on=day("1402-01-01"), ends_on=day("1402-03-01"), job_title="راننده", had_trial=True),
    "C10 one day": replace(SOUND, ends_on=SOUND.starts_on, trial=None),
    "C13 two halves": replace(PART_TIME, engagements=(*SOUND.engagements, Engagement(**OTHER_JOB, weekly_hours=22))),
    "C13 ended the day before": beside(starts_on=day("1403-01-01"), ends_on=day("1403-12-30"), is_same_employer=False, weekly_hours=44),
    "C18 a whole note": replace(
        SOUND,
        securities=(Security(kind="cheque", number="۵۵", amount=1, purpose="امانت ابزار", returned_on=day("1404-07-01")),),
    ),
    "C19 thirty days late": replace(SOUND, concluded_on=day("1404-01-31")),
    "C20 the name in Arabic letters": replace(SOUND, payment=Payment(period="monthly", iban="IR82", account_holder="علي رضايي")),
    "C21 thirty days by word": replace(SOUND, form="oral", ends_on=day("1404-01-30")),
    "C22 720 days": worker(children=2, insured_days=720),
    "C23 the permit's last day": replace(FOREIGN, worker=replace(FOREIGN.worker, work_permit_until=day("1404-06-31"))),
    "C24 the grade to the rial": replace(SOUND, scheme=Scheme(4, 3_463_656)),
    "C25 same year, same wage": replace(
        SOUND,
        starts_on=day("1404-02-01"),
        predecessor=Engagement(starts_on=day("1404-01-01"), ends_on=day("1404-01-31"), wage=Wage(amount=3_463_656)),
    ),
}


@pytest.mark.parametrize("name", PASSING)
def test_what_is_just_lawful_passes(name):
    assert [(one.code, one.message) for one in found(PASSING[name])] == []


def test_every_rule_is_tripped_by_a_test_here_or_in_the_clauses():
    tripped = {code for code, *_ in SPOILT.values()} | {"C12", "C15", "C16", "C17"}
    assert tripped == set(CHECKS) == {f"C{number:02}" for number in range(1, 26)}


def test_scenario_a10_finds_what_the_scenario_names():
    bad = replace(
        SOUND,
        wage=Wage(amount=3_400_000),
        weekly_hours=48,
        trial=Trial(days=90),
        job_title="",
        other_terms=("کارگر از حق بیمه انصراف می‌دهد.",),
    )
    assert [one.code for one in found(bad) if one.severity == "error"] == ["C01", "C05", "C07", "C08", "C16"]


def test_every_wage_year_is_judged_and_told_with_its_day():
    crossing = replace(SOUND, ends_on=day("1405-03-31"))
    one = only(crossing)
    assert one.code == "C05"
    assert "۱۴۰۵/۰۱/۰۱" in one.message
    assert "۵٬۵۴۱٬۸۵۰\u00a0ریال" in one.message


def test_a_decree_in_the_middle_of_a_year_is_judged_from_its_day():
    law = instruments.current()
    start, revised = day("1399-01-01"), day("1399-04-01")
    least, later = (law.amount("wage.daily_minimum", on) for on in (start, revised))
    assert later > least
    spring = replace(SOUND, concluded_on=start, starts_on=start, ends_on=day("1399-06-31"), engagements=(), wage=Wage(amount=int(least)))
    short = [one for one in found(spring, on=start) if one.code == "C05"]
    assert len(short) == 1
    assert "۱۳۹۹/۰۴/۰۱" in short[0].message


def test_a_step_down_in_the_middle_is_seen():
    one = only(replace(SOUND, wage=Wage(amount=4_000_000, steps=(WageStep(day("1404-03-01"), 3_000_000),))))
    assert (one.code, "۱۴۰۴/۰۳/۰۱" in one.message) == ("C05", True)


def test_years_without_figures_are_one_finding_and_hide_no_other():
    long = replace(SOUND, ends_on=day("1410-01-01"), wage=Wage(amount=1))
    assert codes(long) == ["C05", "C05", "C06"]
    assert "۱۴۰۶ تا ۱۴۱۰" in found(long)[-1].message


def test_a_contract_before_the_laws_first_day_is_refused_not_crashed():
    old = replace(SOUND, concluded_on=day("1389-01-01"), starts_on=day("1389-01-01"), ends_on=day("1389-12-29"), engagements=())
    silent = [one for one in found(old, on=day("1389-01-01")) if one.code == "C06"]
    assert silent
    assert all(one.severity == "error" for one in silent)
    assert len({one.message for one in silent}) == len(silent)


def test_a_figure_that_the_law_has_not_at_all_blocks_with_its_reason():
    class Forgetful(instruments.Law):
        def amount(self, key, on):
            if key.startswith("contract.trial"):
                raise instruments.Silent(key=key, on="1404-01-01")
            return whole.amount(key, on)

        def changes(self, keys, start, end):
            return whole.changes(keys, start, end)

    whole = instruments.current()
    one = only(SOUND, law=Forgetful({}, {}, ()))
    assert (one.code, one.severity) == ("C06", "error")
    assert "عدد قانونی" in one.message


def test_an_empty_contract_is_told_field_by_field_and_crashes_nothing():
    empty = found(contract_rules.Contract())
    assert {one.code for one in empty} == {"C01", "C14"}
    assert len([one for one in empty if one.code == "C01"]) == len({one.field for one in empty if one.code == "C01"})


def test_a_natural_employer_is_not_asked_for_a_company_and_a_foreigner_not_for_a_birth_certificate():
    assert "employer.company_id" not in {one.field for one in found(contract_rules.Contract())}
    bare = replace(SOUND, employer=contract_rules.Employer(kind="legal"), worker=replace(FOREIGN.worker, foreigner_code=""))
    fields = {one.field for one in found(bare)}
    assert {"employer.company_id", "employer.representative", "worker.foreigner_code"} <= fields
    assert not {"employer.national_code", "worker.national_code", "worker.birth_certificate_number"} & fields


def test_an_absurd_century_costs_no_second():
    absurd = replace(SEASONAL, ends_on=SEASONAL.starts_on.replace(year=9000))
    assert "C06" in codes(absurd)


def test_every_rule_has_its_row_its_articles_and_a_caution_where_it_is_not_sourced():
    rules = contract_rules.rules()
    assert [rule.code for rule in rules] == list(CHECKS)
    for rule in rules:
        articles.cited(rule.articles)
        assert bool(rule.caution) == (rule.status != "sourced")


def test_findings_come_in_the_order_of_their_codes():
    found_codes = codes(replace(SOUND, job_code="", weekly_hours=50, form="oral"), on=TODAY)
    assert found_codes == sorted(found_codes) == ["C07", "C21", "C24"]
