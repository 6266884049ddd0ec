"""`kardad seed`: plausible synthetic people by the thousand, for load tests."""

import sys
import time
from argparse import ArgumentParser, Namespace
from datetime import datetime
from typing import TYPE_CHECKING

from kardad.commands import begin
from kardad.kit import text
from kardad.kit.refusal import BadInput, Refusal

if TYPE_CHECKING:
    from kardad.people.models import Person

NAME = "seed"
HELP = "fill the database with synthetic people for load tests"
BATCH = 1_000
PLACE = "998"  # given to nobody, and none of the demo's accounts stands in it
MOST = 700_000  # one code a person
LEAST_PEOPLE = 50  # among whom cases are made up
FIRST_NAMES = ("علی", "زهرا", "حسین", "مریم", "رضا", "فاطمه", "مهدی", "نرگس", "امیر", "سمیه", "بهرام", "لیلا", "کاوه", "پریسا")
LAST_NAMES = ("کریمی", "محمدی", "حسینی", "رضایی", "احمدی", "مرادی", "جعفری", "صادقی", "یوسفی", "نوری", "قاسمی", "باقری", "ملکی")
ROLES = ("worker", "worker", "worker", "employer")


class NotInProduction(Refusal):
    """Synthetic people never mix with real ones."""

    code = "NOT_IN_PRODUCTION"
    message = "داده ساختگی فقط در نصب نمایشی (KARDAD_DEMO) ساخته می‌شود."


class TooManyPeople(BadInput):
    """There are not so many synthetic codes."""

    code = "TOO_MANY_PEOPLE"
    message = "بیش از {most} نفر ساختگی ساخته نمی‌شود."


class NotANumberOfPeople(BadInput):
    """Fewer than none were asked for."""

    code = "NOT_A_NUMBER_OF_PEOPLE"
    message = "شمار آدم‌ها منفی نیست؛ صفر یا بیشتر بنویسید."


class NotANumberOfCases(BadInput):
    """Fewer than none were asked for."""

    code = "NOT_A_NUMBER_OF_CASES"
    message = "شمار پرونده‌ها منفی نیست؛ صفر یا بیشتر بنویسید."


class NotANumberOfContracts(BadInput):
    """Fewer than none were asked for."""

    code = "NOT_A_NUMBER_OF_CONTRACTS"
    message = "شمار قراردادها منفی نیست؛ صفر یا بیشتر بنویسید."


def add_arguments(parser: ArgumentParser) -> None:
    """The command takes how many people, cases and contracts to add."""
    parser.add_argument("--people", type=int, default=1_000, metavar="N")
    parser.add_argument("--cases", type=int, default=0, metavar="N")
    parser.add_argument("--contracts", type=int, default=0, metavar="N")


def run(args: Namespace) -> int:
    """So many more people, each with particulars, role and history, cases and contracts between them exist; rows a second are printed."""
    begin()
    from django.conf import settings
    from django.utils import timezone

    if not settings.DEMO:
        raise NotInProduction
    if args.cases < 0:
        raise NotANumberOfCases(field="cases")
    if args.contracts < 0:
        raise NotANumberOfContracts(field="contracts")
    wanted = (("people", args.people, people), ("cases", args.cases, cases), ("contracts", args.contracts, contracts))
    for what, count, make in wanted:
        if count or what == "people":
            began = time.monotonic()
            rows = make(count, at=timezone.now())
            seconds = time.monotonic() - began
            sys.stdout.write(f"{count} {what}, {rows} rows, {rows / max(seconds, 0.001):.0f} rows/s\n")
    return 0


def people(count: int, *, at: datetime) -> int:
    """So many people were added after those that an earlier run made; the number of rows is returned."""
    from django.db import transaction

    from kardad.people.models import Person

    if count < 0:
        raise NotANumberOfPeople(field="people")
    start = Person.objects.filter(login_key__startswith="seed-").count()
    if start + count > MOST:
        raise TooManyPeople(field="people", most=MOST)
    rows = 0
    for first in range(start, start + count, BATCH):
        with transaction.atomic():
            rows += _batch(range(first, min(first + BATCH, start + count)), at=at)
    return rows


def cases(count: int, *, at: datetime) -> int:
    """So many cases were added between synthetic people, of whom there are as many as that takes; the number of rows is returned."""
    from kardad.cases import seeding

    rows, seeded = _seeded(at)
    return rows + seeding.add(count, people=seeded, at=at)


def contracts(count: int, *, at: datetime) -> int:
    """So many contracts of a made-up employer with synthetic people were added; the number of rows is returned."""
    from kardad.contracts import seeding

    rows, seeded = _seeded(at)
    return rows + seeding.add(count, people=seeded, at=at)


def _seeded(at: datetime) -> "tuple[int, list[Person]]":
    """The synthetic people, of whom there are as many as cases and contracts take; how many rows were added for that."""
    from kardad.people.models import Person

    found = Person.objects.filter(login_key__startswith="seed-").only("first_name", "last_name", "code_index").order_by("pk")
    rows = people(max(LEAST_PEOPLE - found.count(), 0), at=at)
    return rows, list(found)


def national_code(number: int) -> str:
    """The number-th well-formed code of the place."""
    body = f"{PLACE}{number + 1:06d}"
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(body)) % 11
    return body + str(rest if rest < 2 else 11 - rest)


def _batch(numbers: range, *, at: datetime) -> int:
    from kardad.core.models import Event
    from kardad.people import roles
    from kardad.people.models import Particulars, Person, RoleGrant

    persons = Person.objects.bulk_create([_person(number, at=at) for number in numbers])
    particulars = [
        Particulars(person=person, code=national_code(number), mobile=_mobile(number), birth="1991-09-22")
        for person, number in zip(persons, numbers, strict=True)
    ]
    grants = [
        RoleGrant(person=person, role=ROLES[number % len(ROLES)], asked_at=at) for person, number in zip(persons, numbers, strict=True)
    ]
    events = [
        Event(
            at=at,
            name="person.joined",
            actor_id=grant.person_id,
            role="applicant",
            subject_type="people.person",
            subject_id=grant.person_id,
            person_id=grant.person_id,
            data={"role": roles.title(grant.role)},
        )
        for grant in grants
    ]
    Particulars.objects.bulk_create(particulars)
    RoleGrant.objects.bulk_create(grants)
    Event.objects.bulk_create(events)
    return 4 * len(persons)


def _person(number: int, *, at: datetime) -> "Person":
    from kardad.people import particulars
    from kardad.people.models import Person

    first, last = FIRST_NAMES[number % len(FIRST_NAMES)], LAST_NAMES[number % len(LAST_NAMES)]
    return Person(
        login_key=f"seed-{number:07d}",
        password="!",  # noqa: S106 – nobody logs in with it
        code_index=particulars.code_index("iran", national_code(number)),
        mobile_index=particulars.mobile_index(_mobile(number)),
        first_name=first,
        last_name=last,
        sort_key=text.sort_key(f"{last} {first}"),
        level=number % 3,
        level_at=at,
        joined_at=at,
        mobile_proved_at=at,
    )


def _mobile(number: int) -> str:
    return f"+98999{number:07d}"
