"""Contracts for tests: a sound one, and how to spoil it."""

from dataclasses import replace
from datetime import date

from kardad.kit.calendar import parse_jalali
from kardad.law import instruments
from kardad.law.contract_rules import (
    Contract,
    Employer,
    Engagement,
    Payment,
    Policy,
    Trial,
    Wage,
    Worker,
    findings,
)

TODAY = parse_jalali("1404-01-05")
WORKER_CODE, EMPLOYER_CODE = "9990001006", "9991111001"


def day(jalali: str) -> date:
    return parse_jalali(jalali)


SOUND = Contract(
    employer=Employer(
        kind="natural",
        name="مریم احمدی",
        father_name="حسن",
        born_on=day("1350-02-03"),
        birth_certificate_number="۱۲",
        national_code=EMPLOYER_CODE,
        address="شیراز، خیابان زند",
        postal_code="7134567891",
        phone="07132345678",
        workshop_code="1234567890",
    ),
    worker=Worker(
        name="علی رضایی",
        father_name="رضا",
        born_on=day("1370-05-06"),
        birth_place="شیراز",
        birth_certificate_number="۳۴",
        national_code=WORKER_CODE,
        education="دیپلم",
        is_married=True,
        children=0,
        address="شیراز، خیابان ارم",
        postal_code="7134567892",
        mobile="+989171234567",
        insured_days=900,
    ),
    type="fixed_term",
    nature="continuous",
    job_title="جوشکار",
    job_code="012345",
    duties="جوشکاری قطعات فلزی در کارگاه",
    skill="unskilled",
    work_place="شیراز، شهرک صنعتی، خیابان پژوهش",
    concluded_on=day("1404-01-01"),
    starts_on=day("1404-01-01"),
    ends_on=day("1404-06-31"),
    trial=Trial(days=30),
    weekly_hours=44,
    schedule="شنبه تا پنجشنبه",
    wage=Wage(basis="daily", amount=3_463_656),
    payment=Payment(period="monthly", iban="IR820540102680020817909002", account_holder="علی رضایی"),
    insured_from=day("1404-01-01"),
    termination_terms=("با پایان مدت، قرارداد پایان می‌یابد.",),
    engagements=(Engagement(starts_on=day("1402-01-01"), ends_on=day("1403-12-30"), job_title="انباردار"),),
)
PERMANENT = replace(SOUND, type="permanent", ends_on=None)
PART_TIME = replace(SOUND, weekly_hours=22, wage=Wage(basis="daily", amount=1_731_828))
RENEWED = replace(
    SOUND,
    predecessor=Engagement(starts_on=day("1403-01-01"), ends_on=day("1403-12-30"), wage=Wage(amount=3_000_000)),
    wage=Wage(amount=4_270_535),  # 1404: 3,000,000 × 1.32 + 310,535
)
SEASONAL = replace(
    SOUND,
    nature="non_continuous",
    starts_on=day("1404-01-01"),
    engagements=(
        Engagement(starts_on=day("1401-07-01"), ends_on=day("1403-12-30"), is_non_continuous=True),
        Engagement(starts_on=day("1390-01-01"), ends_on=day("1399-12-30"), is_non_continuous=False),
        Engagement(starts_on=day("1390-01-01"), ends_on=day("1399-12-30"), is_non_continuous=True, is_same_employer=False),
    ),
)


def found(contract: Contract, on: date = TODAY, policy: Policy | None = None, law: instruments.Law | None = None):
    return findings(contract, law or instruments.current(), on, policy or Policy())


def codes(contract: Contract, **more) -> list[str]:
    return [one.code for one in found(contract, **more)]


def only(contract: Contract, **more):
    """The one finding of a contract."""
    (one,) = found(contract, **more)
    return one


def worker(**changes):
    """A sound contract of another worker."""
    return replace(SOUND, worker=replace(SOUND.worker, **changes))
