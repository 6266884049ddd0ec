"""What Kardad needs to know from the state's registers, and the answers every registry gives in the same words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol


class Outcome(StrEnum):
    """What an inquiry came to; only MATCH passes, only `COUNTED` may count against the person."""

    MATCH = "match"
    NO_MATCH = "no_match"
    NOT_FOUND = "not_found"
    DECEASED = "deceased"
    INVALID_INPUT = "invalid_input"
    UNSURE = "unsure"
    UNAVAILABLE = "unavailable"
    OUT_OF_HOURS = "out_of_hours"
    QUOTA = "quota"
    AUTH = "auth"
    UNSUPPORTED = "unsupported"


COUNTED = frozenset({Outcome.NO_MATCH, Outcome.NOT_FOUND, Outcome.DECEASED})
"""The person's own data was judged wrong."""

UNANSWERED = frozenset({Outcome.UNAVAILABLE, Outcome.OUT_OF_HOURS, Outcome.QUOTA, Outcome.AUTH, Outcome.UNSUPPORTED})
"""The registry judged nothing: another may be asked, or the same one later."""


class Operation(StrEnum):
    """One thing a registry can be asked."""

    MOBILE_OWNER = "mobile_owner"
    IDENTITY = "identity"
    IBAN_OWNER = "iban_owner"
    COMPANY = "company"
    COMPANY_MEMBER = "company_member"
    FOREIGNER = "foreigner"
    POSTAL = "postal"


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name as typed, for a registry that compares and does not tell."""

    first: str = field(repr=False)
    last: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Similarity:
    """How alike the typed and the registered names are, 0 to 100; None where the vendor gave no score."""

    first: int | None = None
    last: int | None = None
    full: int | None = None
    father: int | None = None

    SURE = 95
    UNSURE = 70

    @property
    def lowest(self) -> int | None:
        """The score that decides: the lowest of first, last and full name."""
        return min((score for score in (self.first, self.last, self.full) if score is not None), default=None)

    @property
    def outcome(self) -> Outcome:
        """MATCH from 95, UNSURE from 70, NO_MATCH below; UNSURE when no score was given (identity.md 1.7, IDV_NAME_MISMATCH)."""
        if self.lowest is None or self.UNSURE <= self.lowest < self.SURE:
            return Outcome.UNSURE
        return Outcome.MATCH if self.lowest >= self.SURE else Outcome.NO_MATCH


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What every inquiry returns: the outcome, who gave it, and what may be kept about it (nothing personal)."""

    outcome: Outcome
    provider: str
    track_id: str
    code: str = ""
    """The vendor's own error code, or ours in lower case (`timeout`, `circuit_open`)."""
    cost: int | None = None
    """Rials charged for this inquiry, when the vendor tells."""
    digest: str = ""
    """SHA-256 of the raw answer, hexadecimal; empty when there was none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity(Answer):
    """A person of the civil registry; names are as the vendor wrote them (Arabic letters included), empty when not told."""

    first_name: str = field(default="", repr=False)
    last_name: str = field(default="", repr=False)
    father_name: str = field(default="", repr=False)
    similarity: Similarity | None = None
    """Given by a registry that compares names: then NO_MATCH means that the name differs. A wrong birth date is NOT_FOUND."""
    is_alive: bool | None = None
    """None when the vendor does not tell; False only with DECEASED."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company(Answer):
    """A legal person; MATCH means that it is registered, `is_active` whether it still is."""

    name: str = ""
    registration_number: str = ""
    is_active: bool | None = None
    """None when the vendor does not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A seat of a person in a company, in the vendor's word, with the gazette notice that says so when told."""

    title: str
    gazette_number: str = ""
    gazette_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Answer):
    """A person's seats in a company; MATCH when there is at least one."""

    positions: tuple[Position, ...] = ()
    is_signatory: bool | None = None
    """Whether the person may sign for the company; None when the vendor does not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreigner(Answer):
    """A foreign national behind a twelve-digit code."""

    first_name: str = field(default="", repr=False)
    last_name: str = field(default="", repr=False)
    father_name: str = field(default="", repr=False)
    birth: date | None = field(default=None, repr=False)
    nationality: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(Answer):
    """The place behind a postal code; parts not told are empty."""

    province: str = ""
    township: str = ""
    city: str = field(default="", repr=False)
    street: str = field(default="", repr=False)
    house_number: str = field(default="", repr=False)


class Registry(Protocol):
    """A way to ask the registers. Values come in normalised (ASCII digits, checksums seen); birth dates are Gregorian.

    No method raises for what the other side did: every failure is an outcome. `track_id` is a UUID or other
    text of at most 40 letters, digits and dashes; a retry of the same inquiry carries the same one.
    An operation that is not in `offers` answers UNSUPPORTED.
    """

    name: str

    @property
    def offers(self) -> frozenset[Operation]:
        """The operations that this registry answers."""

    @property
    def needs_name(self) -> bool:
        """Whether `identity` only compares a typed name and cannot tell one."""

    def mobile_owner(self, national_code: str, mobile: str, *, track_id: str) -> Answer:
        """MATCH when the SIM `mobile` (09…) is registered to this national (or foreigner's) code."""

    def identity(self, national_code: str, birth: date, *, name: Name | None = None, track_id: str) -> Identity:
        """MATCH when this person was born on that day and lives, and bears `name` where the registry compares it."""

    def iban_owner(self, national_code: str, birth: date, iban: str, *, track_id: str) -> Answer:
        """MATCH when the account (IR…) is this person's, UNSURE when it most possibly is."""

    def company(self, company_id: str, *, track_id: str) -> Company:
        """MATCH with what is registered about the company, or NOT_FOUND."""

    def company_member(self, company_id: str, national_code: str, *, track_id: str) -> Membership:
        """MATCH with the person's positions in the company, or NO_MATCH."""

    def foreigner(self, code: str, *, track_id: str) -> Foreigner:
        """MATCH with the person behind a foreigner's twelve-digit code, or NOT_FOUND."""

    def postal(self, code: str, *, track_id: str) -> Address:
        """MATCH with the address of a ten-digit postal code, or NOT_FOUND."""


def offered(names: str | Iterable[str]) -> frozenset[Operation]:
    """The operations named in one string (`"identity postal"`) or an iterable."""
    return frozenset(Operation(name) for name in (names.split() if isinstance(names, str) else names))


EVERYTHING = frozenset(Operation)
