"""The made-up people and companies that the twins know: a register small enough to read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from kardad.gateways.registry.port import (
    Address,
    Answer,
    Company,
    Foreigner,
    Identity,
    Membership,
    Name,
    Operation,
    Outcome,
    Position,
    Similarity,
)
from kardad.kit.text import match_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A made-up person; `mobile` is the SIM in their own name."""

    national_code: str
    birth: date
    mobile: str = ""
    first_name: str = ""
    last_name: str = ""
    father_name: str = ""
    is_alive: bool = True
    is_registered: bool = True
    """False: the civil registry finds nobody of this code and birth date."""
    name_score: int | None = None
    """A fixed similarity for any typed name; None compares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A made-up company and who sits in it."""

    company_id: str
    name: str
    registration_number: str
    is_active: bool = True
    members: dict[str, tuple[Position, ...]] = field(default_factory=dict)
    signatories: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A made-up foreign national."""

    code: str
    birth: date
    mobile: str = ""
    first_name: str = ""
    last_name: str = ""
    nationality: str = ""


@dataclass(slots=True)
class Book:
    """Everything that a twin knows; a test may add to it."""

    people: dict[str, Person] = field(default_factory=dict)
    firms: dict[str, Firm] = field(default_factory=dict)
    guests: dict[str, Guest] = field(default_factory=dict)
    accounts: dict[tuple[str, str], Outcome] = field(default_factory=dict)
    """(IBAN, national code) → MATCH or UNSURE."""
    addresses: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Postal code → the fields of `Address`."""

    def add(self, *entries: Person | Firm | Guest) -> None:
        """The entries are known from now on, in place of any with the same code."""
        for entry in entries:
            if isinstance(entry, Person):
                self.people[entry.national_code] = entry
            elif isinstance(entry, Firm):
                self.firms[entry.company_id] = entry
            else:
                self.guests[entry.code] = entry

    def answer(self, operation: Operation, given: dict[str, Any], *, provider: str, track_id: str) -> Answer:
        """What the register says to an operation; `given` are the arguments of `Registry` by name."""
        look_up: dict[Operation, Callable[..., Answer]] = {
            Operation.MOBILE_OWNER: self._mobile_owner,
            Operation.IDENTITY: self._identity,
            Operation.IBAN_OWNER: self._iban_owner,
            Operation.COMPANY: self._company,
            Operation.COMPANY_MEMBER: self._company_member,
            Operation.FOREIGNER: self._foreigner,
            Operation.POSTAL: self._postal,
        }
        return look_up[operation](**given, by={"provider": provider, "track_id": track_id})

    def _mobile_owner(self, national_code: str, mobile: str, *, by: dict[str, Any]) -> Answer:
        owner = self.people.get(national_code) or self.guests.get(national_code)
        is_theirs = owner is not None and owner.mobile == mobile
        return Answer(outcome=Outcome.MATCH if is_theirs else Outcome.NO_MATCH, **by)

    def _identity(self, national_code: str, birth: date, name: Name | None, *, by: dict[str, Any]) -> Identity:
        person = self.people.get(national_code)
        if person is None or not person.is_registered or person.birth != birth:
            return Identity(outcome=Outcome.NOT_FOUND, **by)
        if not person.is_alive:
            return Identity(outcome=Outcome.DECEASED, is_alive=False, **by)
        told: dict[str, Any] = {"first_name": person.first_name, "last_name": person.last_name, "father_name": person.father_name}
        if name is None:
            return Identity(outcome=Outcome.MATCH, is_alive=True, **told, **by)
        similarity = _compare(person, name)
        return Identity(outcome=similarity.outcome, similarity=similarity, is_alive=True, **by)

    def _iban_owner(self, national_code: str, birth: date, iban: str, *, by: dict[str, Any]) -> Answer:
        person = self.people.get(national_code)
        is_known = person is not None and person.birth == birth
        return Answer(outcome=self.accounts.get((iban, national_code), Outcome.NO_MATCH) if is_known else Outcome.NO_MATCH, **by)

    def _company(self, company_id: str, *, by: dict[str, Any]) -> Company:
        firm = self.firms.get(company_id)
        if firm is None:
            return Company(outcome=Outcome.NOT_FOUND, **by)
        number = firm.registration_number
        return Company(outcome=Outcome.MATCH, name=firm.name, registration_number=number, is_active=firm.is_active, **by)

    def _company_member(self, company_id: str, national_code: str, *, by: dict[str, Any]) -> Membership:
        firm = self.firms.get(company_id)
        positions = firm.members.get(national_code, ()) if firm else ()
        if firm is None or not positions:
            return Membership(outcome=Outcome.NO_MATCH, **by)
        return Membership(outcome=Outcome.MATCH, positions=positions, is_signatory=national_code in firm.signatories, **by)

    def _foreigner(self, code: str, *, by: dict[str, Any]) -> Foreigner:
        guest = self.guests.get(code)
        if guest is None:
            return Foreigner(outcome=Outcome.NOT_FOUND, **by)
        told: dict[str, Any] = {"first_name": guest.first_name, "last_name": guest.last_name, "nationality": guest.nationality}
        return Foreigner(outcome=Outcome.MATCH, birth=guest.birth, **told, **by)

    def _postal(self, code: str, *, by: dict[str, Any]) -> Address:
        address = self.addresses.get(code)
        return Address(outcome=Outcome.MATCH, **address, **by) if address else Address(outcome=Outcome.NOT_FOUND, **by)


def _compare(person: Person, name: Name) -> Similarity:
    if person.name_score is not None:
        return Similarity(first=person.name_score, last=person.name_score)
    return Similarity(first=_likeness(person.first_name, name.first), last=_likeness(person.last_name, name.last))


def _likeness(one: str, other: str) -> int:
    return round(100 * SequenceMatcher(None, match_key(one), match_key(other)).ratio())
