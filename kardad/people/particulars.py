"""What identifies people: reading it leaves a trace, writing it keeps the blind indexes in step."""

import json
from datetime import date, datetime
from typing import Any

from kardad.core import crypto
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.people.models import AccessRead, Attempt, Particulars, Person


def typed(attempt: Attempt) -> dict[str, Any]:
    """What the applicant typed, normalised: code, mobile (+98…), birth (ISO), iban, company_id …"""
    return json.loads(attempt.typed or "{}")


def found(attempt: Attempt) -> dict[str, Any]:
    """What the registers told and is needed."""
    return json.loads(attempt.found or "{}")


def code_index(kind: str, code: str) -> str:
    """The blind index of a national or a foreigner's code; the kinds never meet."""
    return crypto.blind_index(f"code-{kind}", code)


def mobile_index(mobile: str) -> str:
    """The blind index of a canonical mobile."""
    return crypto.blind_index("mobile", mobile)


def own(person: Person) -> Particulars:
    """A person's particulars for himself: no trace is left, nobody else may use this."""
    return Particulars.objects.get_or_create(person=person)[0]


def reachable(person: Person) -> str:
    """The mobile to which texts about the person may go; empty once the SIM is no longer known to be his."""
    return "" if person.sms_suspended_at else own(person).mobile


def read(person: Person, *, by: Actor, what: str, reason: str, at: datetime) -> Particulars:
    """A person's particulars for someone else; the look stands in the person's access log."""
    AccessRead.objects.create(person=person, reader_id=by.person_id, reader_role=by.role, what=what, reason=reason, at=at)
    return own(person)


def birth(person: Person) -> date | None:
    """The person's birth date, when it is known."""
    value = own(person).birth
    return date.fromisoformat(value) if value else None


def freeze(index: str, *, reason: str, by: Actor, at: datetime) -> Person | None:
    """The account behind this code, if any, is closed to log-in until staff look; called inside a transaction."""
    person = Person.objects.select_for_update().filter(code_index=index, state=Person.State.ACTIVE).first()
    if person is None:
        return None
    person.state, person.state_reason = Person.State.FROZEN, reason
    person.save(update_fields=["state", "state_reason"])
    record("person.frozen", person, by=by, at=at, person_id=person.pk)
    return person
