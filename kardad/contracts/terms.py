"""What a contract says, part by part, as its employer fills it in (services.md 4.2), and how the checks of the law read it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

from kardad.kit import records
from kardad.law import contract_rules as rules
from kardad.law.contract_rules import Employer, Engagement, Payment, Security, Stop, Wage, WageStep, Worker

PARTS: Final = ("employer", "worker", "work", "term", "hours", "pay", "ending", "others")
TYPES: Final = {"fixed_term": "مدت موقت", "permanent": "دائم", "specified_work": "کار معین"}
NATURES: Final = {"continuous": "مستمر: کاری که همیشه در کارگاه هست", "non_continuous": "غیرمستمر: کاری که روزی تمام می‌شود"}
SKILLS: Final = {"unskilled": "ساده", "semi_skilled": "نیمه‌ماهر", "skilled": "ماهر", "expert": "دارای تخصص سطح بالا"}
BASES: Final = {"daily": "روزانه", "monthly": "ماهانه", "hourly": "ساعتی", "piece": "کارمزدی"}
SHIFTS: Final = {"day": "روزکار", "night": "شب‌کار", "rotating": "نوبت‌کاری", "other": "ترتیب دیگر"}
PERIODS: Final = {"monthly": "ماهی یک بار", "biweekly": "هر دو هفته", "weekly": "هفته‌ای یک بار"}
CLAUSE: Final = 9  # letters of the shortest sentence that says anything: «بیمه ندارد»
WAIVERS: Final = rules.contract.WAIVERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is to be done and where."""

    type: str = ""
    nature: str = ""
    form: str = "written"
    job_title: str = ""
    job_code: str = ""
    duties: str = ""
    skill: str = ""
    place: str = ""
    is_hazardous: bool = False
    grade: int | None = None  # of the workplace's classification scheme, where it has one
    grade_wage: int | None = None  # of that grade, rials a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """From when until when; the last day belongs to it."""

    starts_on: date | None = None
    ends_on: date | None = None
    until_done: str = ""  # of specified work: what ends it
    trial_days: int | None = None
    is_trial_paid: bool = True
    stops: tuple[Stop, ...] = ()  # of the workplace; they do not count towards the cap


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When he works."""

    weekly_minutes: int | None = None
    shift: str = ""
    schedule: str = ""
    has_young_terms: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """A benefit beyond what the decree gives everyone: rials a month; `is_wage` where it belongs to the fixed wage (LL 36)."""

    title: str = ""
    monthly: int = 0
    is_wage: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """The wage with its later steps, the further benefits, and how it is paid."""

    basis: str = "daily"
    amount: int | None = None  # rials for the basis, on the first day
    steps: tuple[WageStep, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    period: str = ""
    iban: str = ""
    account_holder: str = ""
    insured_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How it may be ended, and how long before that must be told."""

    terms: tuple[str, ...] = ()
    notice_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """Further clauses, what the employer holds as security, rights somebody marked as given up."""

    terms: tuple[str, ...] = ()
    waived: frozenset[str] = frozenset()
    securities: tuple[Security, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The whole of it."""

    employer: Employer = field(default_factory=Employer)
    worker: Worker = field(default_factory=Worker)
    work: Work = field(default_factory=Work)
    term: Term = field(default_factory=Term)
    hours: Hours = field(default_factory=Hours)
    pay: Pay = field(default_factory=Pay)
    ending: Ending = field(default_factory=Ending)
    others: Others = field(default_factory=Others)

    @property
    def weekly_hours(self) -> Fraction | None:
        """The hours of a week."""
        return None if self.hours.weekly_minutes is None else Fraction(self.hours.weekly_minutes, 60)


def read(raw: str) -> Terms:
    """The terms of their JSON."""
    return records.read(Terms, raw)


def heads(terms: Terms) -> dict[str, Any]:
    """What lists and calendars look for in these words, by the contract's fields."""
    start, trial = terms.term.starts_on, terms.term.trial_days
    return {
        "job": terms.work.job_title[:160],
        "type": terms.work.type,
        "starts_on": start,
        "ends_on": terms.term.ends_on,
        "trial_ends_on": start + timedelta(days=trial - 1) if start and trial else None,
        "worker_name": terms.worker.name,
    }


def told(terms: Terms, part: str, values: Mapping[str, Any]) -> Terms:
    """The terms with these values in one part; what is not a field of the part is left out."""
    return records.told(terms, part, values)


def as_json(terms: Terms) -> str:
    """The terms as they are kept, the same letters for the same terms."""
    return records.as_json(terms)


def for_law(
    terms: Terms,
    *,
    concluded_on: date,
    engagements: tuple[Engagement, ...] = (),
    predecessor: Engagement | None = None,
    stops: tuple[Stop, ...] = (),
) -> rules.Contract:
    """The contract as `law.contract_rules` judges it, with what is known of the worker's other contracts and the workplace's stops."""
    work, term, pay = terms.work, terms.term, terms.pay
    scheme = rules.Scheme(work.grade, work.grade_wage) if work.grade is not None and work.grade_wage is not None else None
    trial = rules.Trial(days=term.trial_days, is_paid=term.is_trial_paid) if term.trial_days else None
    return rules.Contract(
        employer=terms.employer,
        worker=terms.worker,
        type=work.type,
        form=work.form,
        nature=work.nature,
        job_title=work.job_title,
        job_code=work.job_code,
        duties=work.duties,
        skill=work.skill,
        work_place=work.place,
        concluded_on=concluded_on,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        trial=trial,
        weekly_hours=terms.weekly_hours,
        schedule=terms.hours.schedule,
        is_hazardous=work.is_hazardous,
        has_young_terms=terms.hours.has_young_terms,
        wage=Wage(basis=pay.basis, amount=pay.amount, steps=pay.steps),
        payment=Payment(period=pay.period, iban=pay.iban, account_holder=pay.account_holder),
        insured_from=pay.insured_from,
        termination_terms=terms.ending.terms,
        other_terms=terms.others.terms,
        waived=terms.others.waived,
        securities=terms.others.securities,
        engagements=engagements,
        predecessor=predecessor,
        stops=(*term.stops, *stops),
        scheme=scheme,
        notes=_notes(terms),
    )


def _notes(terms: Terms) -> tuple[tuple[str, str], ...]:
    """Words that the law judges in no field of their own, by the field in which they are typed: a clause may hide in an address too."""
    told = [("until_done", terms.term.until_done), ("job_code", terms.work.job_code), ("payment.account_holder", terms.pay.account_holder)]
    for part, held in (("employer", terms.employer), ("worker", terms.worker)):
        typed = ((one.name, getattr(held, one.name)) for one in fields(held))
        told += [(f"{part}.{name}", said) for name, said in typed if isinstance(said, str) and len(said) >= CLAUSE and not said.isascii()]
    told += [(f"allowances.{place}", one.title) for place, one in enumerate(terms.pay.allowances)]
    told += [(f"securities.{place}", one.purpose) for place, one in enumerate(terms.others.securities)]
    return tuple((field_path, said) for field_path, said in told if said)


# Where a field of the law's contract is filled in: the part of the form.
PART_OF: Final = {
    "employer": "employer",
    "worker": "worker",
    "type": "work",
    "form": "work",
    "nature": "work",
    "job_title": "work",
    "job_code": "work",
    "duties": "work",
    "skill": "work",
    "work_place": "work",
    "is_hazardous": "work",
    "scheme": "work",
    "concluded_on": "term",
    "starts_on": "term",
    "ends_on": "term",
    "trial": "term",
    "stops": "term",
    "until_done": "term",
    "engagements": "term",
    "weekly_hours": "hours",
    "schedule": "hours",
    "has_young_terms": "hours",
    "wage": "pay",
    "payment": "pay",
    "insured_from": "pay",
    "allowances": "pay",
    "termination_terms": "ending",
    "other_terms": "others",
    "waived": "others",
    "securities": "others",
}


def part_of(field_path: str) -> str:
    """The part of the form in which a finding's field is filled in; the first where it names none."""
    return PART_OF.get(field_path.partition(".")[0].partition("[")[0], "work")
