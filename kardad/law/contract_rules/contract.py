"""A contract as its form holds it: who, what work, since when, for how much – typed facts, nothing judged.

Days are Gregorian dates, periods of a contract hold their last day too; amounts are whole rials; blank text or None is "not filled".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final

KINDS: Final = ("natural", "legal")
TYPES: Final = ("permanent", "fixed_term", "specified_work")
FORMS: Final = ("written", "oral")
NATURES: Final = ("continuous", "non_continuous")
SKILLS: Final = ("unskilled", "semi_skilled", "skilled", "expert")
# What the amount of the wage is for; of piece work it is the day's wage that is guaranteed.
BASES: Final = ("daily", "monthly", "hourly", "piece")
# Rights that a form or a reviewer may mark as given up.
WAIVERS: Final = ("insurance", "bonus", "leave", "severance", "complaint")

Hours = int | Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """The employer: a natural person, or a legal one with its representative."""

    kind: str = ""
    name: str = ""
    father_name: str = ""
    born_on: date | None = None
    birth_certificate_number: str = ""
    national_code: str = ""
    company_id: str = ""
    registration_number: str = ""
    representative: str = ""
    position: str = ""
    address: str = ""
    postal_code: str = ""
    phone: str = ""
    workshop_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """The worker; `insured_days` is the whole insurance record, None when it is not known."""

    name: str = ""
    father_name: str = ""
    born_on: date | None = None
    birth_place: str = ""
    birth_certificate_number: str = ""
    national_code: str = ""
    is_foreign: bool = False
    foreigner_code: str = ""
    work_permit_number: str = ""
    work_permit_until: date | None = None
    education: str = ""
    is_married: bool | None = None
    children: int | None = None
    address: str = ""
    postal_code: str = ""
    mobile: str = ""
    insured_days: int | None = None
    insurance_number: str = ""
    military: str = ""  # how his service stands; of a woman nothing


@dataclass(frozen=True, slots=True)
class WageStep:
    """The wage from a day on, in rials for the same basis."""

    since: date
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wage:
    """The wage on the first day, and its later steps: a contract that crosses Nowruz needs one."""

    basis: str = "daily"
    amount: int | None = None
    steps: tuple[WageStep, ...] = ()

    def amount_on(self, day: date) -> int | None:
        """The amount that holds on a day, in rials for the basis."""
        held = [step for step in self.steps if step.since <= day]
        return max(held, key=lambda step: step.since).amount if held else self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A trial period; `is_paid` is False when the contract gives no wage, benefits or insurance for it."""

    days: int
    is_paid: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """How the wage is paid."""

    period: str = ""
    iban: str = ""
    account_holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """A cheque or promissory note that the employer takes."""

    kind: str
    number: str = ""
    amount: int | None = None
    purpose: str = ""
    returned_on: date | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Days on which the workplace stood still, the last one too."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """Another contract of the same worker, earlier or beside this one."""

    starts_on: date
    ends_on: date | None = None
    is_same_employer: bool = True
    job_title: str = ""
    job_code: str = ""
    weekly_hours: Hours | None = None
    is_non_continuous: bool = False
    had_trial: bool = False
    is_hazardous: bool = False
    wage: Wage = Wage()


@dataclass(frozen=True, slots=True)
class Scheme:
    """The job grade under the workplace's classification scheme, and the daily wage of that grade in rials."""

    grade: int
    daily_wage: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A contract before it is signed."""

    employer: Employer = field(default_factory=Employer)
    worker: Worker = field(default_factory=Worker)
    type: str = ""
    form: str = "written"
    nature: str = ""
    job_title: str = ""
    job_code: str = ""
    duties: str = ""
    skill: str = ""
    work_place: str = ""
    concluded_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    trial: Trial | None = None
    weekly_hours: Hours | None = None
    schedule: str = ""
    is_hazardous: bool = False
    has_young_terms: bool = False
    wage: Wage = field(default_factory=Wage)
    payment: Payment = field(default_factory=Payment)
    insured_from: date | None = None
    termination_terms: tuple[str, ...] = ()
    other_terms: tuple[str, ...] = ()
    waived: frozenset[str] = frozenset()
    securities: tuple[Security, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    # The contract that this one renews.
    predecessor: Engagement | None = None
    stops: tuple[Stop, ...] = ()
    scheme: Scheme | None = None
    # Other words of the form, each with its field.
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def has_term(self) -> bool:
        """Whether its last day is set."""
        return self.ends_on is not None

    @property
    def clauses(self) -> Mapping[str, Sequence[str]]:
        """The free clauses by the field they stand in."""
        return {"termination_terms": self.termination_terms, "other_terms": self.other_terms}

    @property
    def texts(self) -> Mapping[str, Sequence[str]]:
        """Everything that is written in words, by its field: a clause may hide in any of them."""
        told = {name: (getattr(self, name),) for name in ("job_title", "duties", "work_place", "schedule")}
        return {**self.clauses, **told, **{name: (said,) for name, said in self.notes}}
