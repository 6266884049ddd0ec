"""What a newcomer to the demo is shown: people whose details he can type, and accounts he can enter."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from kardad.gateways.registry import demo as registry
from kardad.gateways.registry.book import Firm, Person
from kardad.kit import text
from kardad.people import demo as people_demo


@dataclass(frozen=True, slots=True)
class Line:
    """A made-up person as the box shows him; `note` says what is particular."""

    name: str
    code: str
    birth: date
    mobile: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Company:
    """A made-up company and who signs for it."""

    name: str
    company_id: str
    registration_number: str
    signs: str


@dataclass(frozen=True, slots=True)
class Account:
    """A ready account: whose, in which role, how to enter and what to try; staff also need a code of their second factor."""

    name: str
    role: str
    username: str
    password: str
    try_this: str
    is_staff: bool


@dataclass(frozen=True, slots=True)
class Room:
    """The demo box of the home page; `hard` are people with whom something goes wrong on purpose."""

    easy: tuple[Line, ...]
    hard: tuple[Line, ...]
    guests: tuple[Line, ...]
    firms: tuple[Company, ...]
    accounts: tuple[Account, ...]


def room() -> Room | None:
    """The demo box, or None where people are real."""
    if not settings.DEMO:
        return None
    lines = [_line(person) for person in registry.PEOPLE]
    return Room(
        easy=tuple(line for line in lines if not line.note),
        hard=tuple(line for line in lines if line.note),
        guests=tuple(Line(_name(guest), guest.code, guest.birth, guest.mobile, guest.nationality) for guest in registry.GUESTS),
        firms=tuple(_company(firm) for firm in registry.FIRMS if firm.is_active and firm.signatories),
        accounts=accounts(),
    )


def accounts() -> tuple[Account, ...]:
    """The accounts that `kardad demo` makes, in the order to try them."""
    return tuple(
        Account(text.display(one.name), one.title, one.code, people_demo.PASSWORD, one.try_this, one.is_staff)
        for one in people_demo.ACCOUNTS
    )


def _line(person: Person) -> Line:
    return Line(_name(person), person.national_code, person.birth, person.mobile, _trouble(person))


def _trouble(person: Person) -> str:
    if not person.mobile:
        return "سیم‌کارتی به نام خود ندارد"
    if not person.is_alive:
        return "به بررسی حضوری فرستاده می‌شود"
    if not person.is_registered:
        return "ثبت احوال این تاریخ تولد را نمی‌شناسد"
    return "نامش کمی متفاوت ثبت شده است" if person.name_score is not None else ""


def _company(firm: Firm) -> Company:
    signs = next(person for person in registry.PEOPLE if person.national_code in firm.signatories)
    return Company(firm.name, firm.company_id, firm.registration_number, _name(signs))


def _name(entry: Any) -> str:
    # The register writes Arabic letters, as the real one does.
    return text.display(f"{entry.first_name} {entry.last_name}") or "بی‌نام"
