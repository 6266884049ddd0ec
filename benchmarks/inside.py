"""What is done inside a Django of ours before the load: people with rows to show, their sessions, the words of the bare pages.

Run as `python -m benchmarks.inside DEED '{"…": …}'`; answers JSON.
"""

import json
import sys
import time
from datetime import timedelta
from typing import Any

from benchmarks import stock

PASSWORD = "four-unrelated-words-1405"
BIRTH = "1991-09-22"


def main() -> None:
    """Do the deed that was named."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kardad.settings")
    django.setup()
    deed, given = sys.argv[1], json.loads(sys.argv[2])
    sys.stdout.write(json.dumps(DEEDS[deed](**given), ensure_ascii=False) + "\n")


def _at_once(deed: Any) -> Any:
    """All or nothing, and one commit."""
    from functools import wraps

    @wraps(deed)
    def done(**given: Any) -> Any:
        from django.db import transaction

        with transaction.atomic():
            return deed(**given)

    return done


@_at_once
def people(*, count: int) -> list[dict[str, Any]]:
    """So many members at level 1 with a worker's role, each with a session in that role."""
    from django.utils import timezone

    from kardad.commands import seed
    from kardad.people import particulars
    from kardad.people.models import Particulars, Person, RoleGrant

    at, shared, made = timezone.now(), _password(), []
    for number in range(count):
        code, mobile = seed.national_code(800_000 + number), f"+98998{number:07d}"
        person = Person.objects.create(
            password=shared,
            code_index=particulars.code_index("iran", code),
            mobile_index=particulars.mobile_index(mobile),
            first_name="مریم",
            last_name="احمدی",
            level=1,
            level_at=at,
            joined_at=at,
            mobile_proved_at=at,
            rules_version="1405-09-01",
        )
        Particulars.objects.create(person=person, code=code, mobile=mobile, birth=BIRTH)
        RoleGrant.objects.create(person=person, role="worker", state="active", asked_at=at)
        made.append({"pk": person.pk, "code": code, "mobile": "0" + mobile[3:], "session": _session(person)})
    return made


def rows(*, pk: int, count: int) -> None:
    """The person has so many events, organisations, mandates waiting for him, and forms that he began."""
    from django.utils import timezone

    from kardad.core.models import Draft, Event
    from kardad.people.models import Mandate, Membership, Organisation, Person

    at, person = timezone.now(), Person.objects.get(pk=pk)
    events = [
        Event(
            at=at - timedelta(hours=count - number),
            name="role.taken",
            actor_id=pk,
            role="applicant",
            subject_type="people.rolegrant",
            subject_id=number,
            person_id=pk,
            data={"role": "کارگر و کارکنان"},
        )
        for number in range(count)
    ]
    Event.objects.bulk_create(events)
    firms = Organisation.objects.bulk_create(
        Organisation(
            company_index=f"bench-{pk}-{number}",
            company_id=f"{number:011d}",
            registration_number=str(number),
            name=f"شرکت نمونه شماره {number}",
            checked_at=at,
            joined_at=at,
        )
        for number in range(count)
    )
    Membership.objects.bulk_create(
        Membership(organisation=firm, person=person, is_owner=True, state="active", asked_at=at, decided_at=at, checked_at=at)
        for firm in firms
    )
    other = Person.objects.exclude(pk=pk).order_by("pk").first() or person
    Mandate.objects.bulk_create(
        Mandate(
            principal=other,
            agent=person,
            subject="پیگیری پرونده",
            invitation=f"{pk:06d}{number:07d}",
            invited_at=at,
            expires_at=at + timedelta(days=9),
        )
        for number in range(count)
    )
    Draft.objects.bulk_create(
        Draft(person_id=pk, path=f"/verify/details/?{number}", sealed="", saved_at=at - timedelta(minutes=number))
        for number in range(count)
    )


def words() -> dict[str, str]:
    """The sentences of the history, for the bare page to show the same words."""
    from kardad.core import history

    return dict(history.sentences())


def _session(person: Any) -> str:
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store["acting"], store["acting_title"] = "worker|", "کارگر"  # as log-in leaves it
    store.create()
    return store.session_key


def _password() -> str:
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)


def hashes() -> None:
    """For each number that is read, so many passwords were hashed and the milliseconds of CPU are told."""
    from django.contrib.auth.hashers import check_password

    kept = _password()
    for line in sys.stdin:
        before = time.process_time()
        for _ in range(int(line)):
            check_password(PASSWORD, kept)
        sys.stdout.write(f"{(time.process_time() - before) * 1000}\n")
        sys.stdout.flush()


DEEDS = {"people": people, "rows": rows, "words": words, "hashes": hashes} | {name: _at_once(deed) for name, deed in stock.DEEDS.items()}

if __name__ == "__main__":
    main()
