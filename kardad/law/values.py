"""What the dated law is made of: keys, sources, instruments, and values with the days they hold for."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Key:
    """One thing the law sets a figure for; `unit` says its shape, `lapse` whether each year sets it anew,
    it stands until replaced, or was told once for some days and is looked for on no others.

    Before `first_year` (Jalali) the thing did not exist: it is nought or has no value; before `missing_before` it existed,
    but no figure is known to Kardad.
    """

    title: str
    unit: str
    lapse: str
    group: str
    note: str = ""
    first_year: int | None = None
    missing_before: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was read: `kind` is law, decree, news, article, table or repository."""

    id: str
    title: str
    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Bracket:
    """The part of a month's pay (rial) up to `up_to` that no lower bracket took is taxed at `rate`; the last one has no end."""

    up_to: int | None
    rate: Fraction


Amount = int | Fraction | bool | tuple[Bracket, ...] | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Another answer to the same question, and why it was not chosen; in words (`says`) where its sources give no figure."""

    amount: Amount | None
    sources: tuple[Source, ...]
    why_not: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A decree, circular or act; `status` is `secondary` until somebody has held the official text in hand."""

    name: str
    title: str
    issuer: str
    issued_on: date | None
    number: str
    recorded_on: date
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class Value:
    """What the law says of `key` from `since` up to but without `until` (Gregorian), and where that is known from.

    Whole numbers are int, others Fraction. `status` is sourced, derived, inferred or conflict; a conflict shows its
    other `readings`. `instrument` is the stem of the file, `title` the instrument's.
    """

    key: str
    amount: Amount
    since: date
    until: date | None
    status: str
    instrument: str
    title: str
    article: str
    sources: tuple[Source, ...]
    how: str
    note: str
    readings: tuple[Reading, ...]
    recorded_on: date
