"""Walk-ins: an officer files for somebody who came without an account or a ticket; the file says who wrote it."""

import json
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kardad.core import limits
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.people import methods, particulars, policy, roles
from kardad.people.actions import attempts, visits, wards
from kardad.people.models import Attempt, Consent, LabourOffice, Person, Ticket
from kardad.people.queries import counters


@transaction.atomic
def file(*, role: str, typed: dict[str, Any], office: LabourOffice, by: Actor, at: datetime) -> Ticket:
    """Somebody without a ticket has one, filed by the officer on his behalf and with his consent; a second press gives the same one.

    `typed` as in `attempts.describe`. Nothing is said about whether an account exists.
    """
    if role not in roles.VERIFYING:
        raise attempts.WrongRole(field="role")
    methods.require_open("in_person", role=role, at=at)
    kind = Person.Kind.FOREIGN if role == "foreign_national" else Person.Kind.IRAN
    index = particulars.code_index(kind, typed["code"])
    limits.hit_today("walk-in", index, at=at)  # locks: two presses at once are one after another
    wards.judge_age(date.fromisoformat(typed["birth"]), is_ward=False, at=at)
    standing = counters.open_ticket(index, office_id=office.pk)
    if standing and standing.expires_at > at and standing.attempt.role == role:
        return standing
    attempt = Attempt.objects.create(
        depth=Attempt.Depth.VERIFY,
        method="in_person",
        role=role,
        kind=kind,
        typed=json.dumps(typed, ensure_ascii=False),
        code_index=index,
        mobile_index=particulars.mobile_index(typed["mobile"]) if typed.get("mobile") else "",
        mobile_tail=typed.get("mobile", "")[-4:],
        office_id=office.pk,
        began_at=at,
        expires_at=at + policy.TICKET_LIFE,
    )
    visits.judge_own(attempt, by=by)
    Consent.objects.create(attempt=attempt, text="verification", version=attempts.CONSENT_VERSION, given_at=at)
    record("ticket.filed", attempt, by=by, at=at, person_id=counters.whose(attempt), office=office.name)
    return attempts.go_in_person(attempt, by=by, at=at).ticket
