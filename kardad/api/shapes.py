"""The shapes that the interface promises, for its document; answers are written by the law itself, and tests hold them to these."""

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field

Rials = int | None


class Shape(Schema):
    """An object with these members and no others."""

    model_config = ConfigDict(extra="forbid")


class ErrorBody(Shape):
    """What is wrong: a stable code, a Persian sentence, the field to mend, details."""

    code: str
    message: str
    field: str | None
    details: dict[str, Any]


class Error(Shape):
    """The one shape of every error."""

    error: ErrorBody


class LegalSource(Shape):
    """The instrument that a line rests on."""

    title: str
    article: str | None
    url: str | None
    status: str = Field(description="sourced | derived | inferred | conflict")
    key: str
    since: str


class Line(Shape):
    """One line of a sheet: an amount in whole rials (null where the law is silent), how it was reached, what it rests on."""

    code: str
    title: str
    amount: Rials
    how: str
    measure: int | float | None = None
    unit: str | None = None
    part: str | None = None
    overridden: bool | None = None
    instead_of: Rials = None
    source: LegalSource | None
    sources: list[LegalSource] | None = None


class Warned(Shape):
    """Something a reader must know of the result."""

    code: str
    message: str
    details: dict[str, Any] | None = None


class Sheet(Shape):
    """A calculation that shows its working."""

    calculator: str
    on: str
    on_gregorian: str
    law_version: str
    inputs: dict[str, Any]
    lines: list[Line]
    totals: dict[str, Any]
    policies: dict[str, str | bool]
    bounds: dict[str, Any] | None
    warnings: list[Warned]


class Totals(Shape):
    """The totals of a sheet alone, as `brief` asks."""

    totals: dict[str, Any]


class CalculatorCard(Shape):
    """A calculator in the list."""

    name: str
    title: str
    about: str
    main: str = Field(description="the total a reader wants first")
    url: str
    schema_url: str


class Calculators(Shape):
    """Every calculator."""

    items: list[CalculatorCard]
    next_cursor: None = None


class Source(Shape):
    """Where a figure was read."""

    id: str
    title: str
    url: str | None
    kind: str


class Bracket(Shape):
    """The part of a month's pay (rial) up to `up_to` that is taxed at `rate`."""

    up_to: int | None
    rate: int | float


Amount = bool | int | float | list[int] | list[Bracket] | None


class OtherReading(Shape):
    """Another answer to the same question, and why it was not chosen."""

    amount: Amount
    exact: str | None
    says: str | None
    sources: list[Source]
    why_not: str


class Instrument(Shape):
    """The decree, circular or act that sets a figure."""

    name: str
    title: str
    issuer: str
    number: str | None
    issued_on: str | None
    issued_on_gregorian: str | None
    recorded_on: str
    recorded_on_gregorian: str
    status: str


class Held(Shape):
    """A figure and the days it holds for; `until` is the first day on which it does not, `exact` the ratio where it is no whole number."""

    amount: Amount
    exact: str | None
    since: str
    since_gregorian: str
    until: str | None
    until_gregorian: str | None
    status: str = Field(description="sourced | derived | inferred | conflict")
    article: str | None
    instrument: Instrument
    sources: list[Source]
    readings: list[OtherReading]
    how: str | None
    note: str | None


class LegalKey(Shape):
    """One thing the law sets a figure for."""

    key: str
    title: str
    unit: str
    group: str
    lapse: str = Field(description="yearly values end with their year; standing ones hold until replaced")
    note: str | None
    url: str


class LegalKeys(Shape):
    """Every key of the law."""

    items: list[LegalKey]
    next_cursor: None = None


class ValueOn(LegalKey):
    """What the law says of a key on a day."""

    on: str
    on_gregorian: str
    law_version: str
    value: Held


class History(LegalKey):
    """All that is known of a key, oldest first; where nothing is known there is a gap."""

    law_version: str
    items: list[Held]
    next_cursor: None = None


class Version(Shape):
    """Which data the answers rest on."""

    law_version: str
    calendar_version: str
    deadlines: dict[str, str]


class Holiday(Shape):
    """An official holiday; an `estimated` one may move by a day with the moon."""

    date: str
    date_gregorian: str
    title: str
    kind: str = Field(description="solar | lunar | extra | office")
    status: str = Field(description="sourced | derived | estimated")
    lunar: str | None
    announced_on: str | None


class Month(Shape):
    """A month of the Jalali calendar; weekdays count from 0, Saturday."""

    month: int
    name: str
    days: int
    first_on_gregorian: str
    first_weekday: int


class Year(Shape):
    """A Jalali year with its months and its official holidays besides Fridays."""

    year: int
    is_leap: bool
    days: int
    months: list[Month]
    holidays: list[Holiday]
    calendar_version: str


class Day(Shape):
    """A day of the Jalali calendar; `holidays` is null, with a warning, where the calendar is silent."""

    date: str
    date_gregorian: str
    words: str
    weekday: int = Field(description="0 is Saturday, 6 is Friday")
    weekday_name: str
    is_friday: bool
    is_holiday: bool | None
    is_estimated: bool
    holidays: list[Holiday] | None
    closures: list[Holiday] = Field(description="days off of the offices of the province that was asked about")
    calendar_version: str
    warnings: list[Warned]


class RuleSource(Shape):
    """The article behind a deadline, and how sure it is."""

    article: str
    url: str
    status: str


class DeadlineRule(Shape):
    """A deadline in the list."""

    code: str
    name: str
    title: str
    length: int | None
    unit: str
    days: int | None
    starts: str
    counting: str
    days_may_be_given: bool
    source: RuleSource
    evidence: str
    note: str
    rule_version: str


class DeadlineRules(Shape):
    """Every deadline."""

    items: list[DeadlineRule]
    next_cursor: None = None


class Reason(Shape):
    """Why a day matters to a deadline."""

    date: str
    date_gregorian: str
    why: str
    kind: str


class Deadline(Shape):
    """By when something must be done, with a reason for every day that moved it."""

    code: str
    name: str
    title: str
    served_on: str
    served_on_gregorian: str
    safe_until: str
    safe_until_gregorian: str
    hard_until: str
    hard_until_gregorian: str
    final_on: str
    final_on_gregorian: str
    days: int
    counting: str
    reasons: list[Reason]
    source: RuleSource
    rule_version: str
    calendar_version: str
    estimated: bool
    policies: dict[str, str | bool | None]
    warnings: list[Warned]


class DeadlinePolicy(Shape):
    """The readings of whoever asks for a deadline."""

    calendar: str | None = Field(None, description="official | fridays-only | offices")
    exclude_action_day: bool | None = None
    province: str | None = None


class ClosedDay(Shape):
    """A day that is closed besides the calendar's, with its title."""

    date: str
    title: str | None = None


class DeadlineQuestion(Shape):
    """What a deadline is counted from. Days are Jalali: 1404-07-26."""

    served_on: str
    closed_days: list[str | ClosedDay] | None = None
    obstructed_days: list[str | ClosedDay] | None = None
    policy: DeadlinePolicy | None = None
    days: int | str | None = Field(None, description="only where no statute sets a length")
