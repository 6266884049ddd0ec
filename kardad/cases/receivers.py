"""What disputes answer when people, below them, ask, and what they do when the kartable tells."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.dispatch import receiver
from django.utils import timezone

from kardad.cases import shown
from kardad.cases.actions import finality
from kardad.cases.models import Batch, Case, CounterConsent, Decline, Grant, Hold, Member, Referral, Relation, Seat, Unavailable, Veto
from kardad.cases.queries import standing, windows
from kardad.inbox import signals as inbox
from kardad.inbox.models import Deadline, Delivery
from kardad.people import signals
from kardad.people.models import Person
from kardad.people.queries.accounts import EVENTS_EXPORTED, moment

Rows = list[dict[str, Any]]


@receiver(signals.asked_for_everything)
def cases(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """Each Case that the person wrote or is a side of, newest first; then each CounterConsent that he was asked for, or asked for."""
    rows = standing.mine(person, at=timezone.now())[:EVENTS_EXPORTED]
    told: Rows = [
        {"number": row.number or "", "state": shown.state(row), "made_at": moment(row.made_at), "filed_at": moment(row.filed_at)}
        for row in rows
    ]
    asked = CounterConsent.objects.filter(Q(person=person) | Q(officer=person)).order_by("-pk")[:EVENTS_EXPORTED]
    told += [{"number": "", "state": one.text, "made_at": moment(one.asked_at), "filed_at": moment(one.signed_at)} for one in asked]
    return "cases", told


@receiver(signals.asked_for_everything)
def boards(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """The person's work for boards: a Member, his Seat in panels, each Relation he declared, a Grant, a Hold, a Referral, a Decline."""
    rows: Rows = [{"what": "member", "of": row.body, "since": row.since.isoformat()} for row in Member.objects.filter(person=person)]
    rows += [{"what": "seat", "of": row.instance, "since": moment(row.taken_at)} for row in Seat.objects.filter(person=person)]
    rows += [{"what": "relation", "of": row.name, "since": moment(row.declared_at)} for row in Relation.objects.filter(member=person)]
    rows += [{"what": "grant", "of": row.reason, "since": moment(row.asked_at)} for row in Grant.objects.filter(person=person)]
    rows += [{"what": "hold", "of": "", "since": moment(row.until)} for row in Hold.objects.filter(person=person)]
    rows += [{"what": "referral", "of": row.state, "since": moment(row.ordered_at)} for row in Referral.objects.filter(expert=person)]
    rows += [{"what": "decline", "of": row.reason, "since": moment(row.declined_at)} for row in Decline.objects.filter(expert=person)]
    rows += [{"what": "batch", "of": row.deed, "since": moment(row.made_at)} for row in Batch.objects.filter(person=person).order_by("pk")]
    return "boards", rows


@receiver(signals.asked_for_everything)
def dates(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """The days on which the person said that he cannot come (Unavailable), and the dates he struck out (Veto)."""
    told = Unavailable.objects.filter(person=person).order_by("pk")
    rows: Rows = [{"what": "away", "from": row.from_day.isoformat(), "to": row.to_day.isoformat(), "why": row.why} for row in told]
    struck = Veto.objects.filter(person=person).select_related("proposal").order_by("pk")
    return "dates", rows + [{"what": "struck", "from": moment(row.proposal.starts_at), "to": "", "why": ""} for row in struck]


@receiver(inbox.notice_served)
def window_served(sender: object, *, delivery: Delivery, at: datetime, **_: object) -> None:
    """With the last service of a decision the window of objection is open."""
    case = _objectable(delivery)
    if case is not None:
        finality.served(case, at=at)


@receiver(inbox.service_voided)
def window_voided(sender: object, *, delivery: Delivery, at: datetime, **_: object) -> None:
    """Without the service there is no window and nothing is final."""
    case = _objectable(delivery)
    if case is not None:
        finality.reopen(case, at=at)


@receiver(inbox.deadline_changed)
def window_moved(sender: object, *, deadline: Deadline, before: Deadline | None, at: datetime, **_: object) -> None:
    """A day that moved may leave somebody time to object again."""
    case = _objectable(deadline.delivery) if before else None
    if case is not None:
        finality.moved(case, at=at)


def _objectable(delivery: Delivery) -> Case | None:
    """The case whose first decision the delivery serves."""
    if delivery.is_copy or delivery.notice.code not in windows.CODES:
        return None
    return Case.objects.filter(dossier=delivery.notice.dossier_id).first()


@receiver(inbox.asked_what_is_shut)
def shut_to(sender: object, *, dossier: OuterRef, person_id: int, **_: object) -> Exists:
    """A restricted case is shut to staff without a grant, at every desk."""
    granted = Grant.objects.filter(case=OuterRef("pk"), person_id=person_id, state="granted", until__gt=timezone.now())
    return Exists(Case.objects.filter(~Exists(granted), dossier=dossier, is_restricted=True))
