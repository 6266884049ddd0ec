"""What the kartable answers when people, below it, ask, and what it does when they tell."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from kardad.availability.signals import outage_closed
from kardad.core.actor import Actor
from kardad.core.models import Incident
from kardad.documents import standing
from kardad.documents.models import Document
from kardad.inbox import flow, kinds
from kardad.inbox import signals as own
from kardad.inbox.actions import deadlines, dossiers, rungs
from kardad.inbox.models import Delivery, Dossier, Feed, Glance, Letter, Outage, Party, Preference, ProvedAddress, Representation
from kardad.inbox.queries import deadlines as deadline_queries
from kardad.inbox.queries import deliveries as delivery_queries
from kardad.outbox import signals as outbox
from kardad.outbox.models import Message
from kardad.people import signals
from kardad.people.models import Mandate, Person
from kardad.people.queries.accounts import EVENTS_EXPORTED, moment

Rows = list[dict[str, Any]]


@receiver(signals.asked_for_everything)
def letters(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """The person's letters, newest first."""
    rows = Letter.objects.filter(person=person).order_by("-pk")[:EVENTS_EXPORTED]
    return "letters", [
        {
            "title": row.title,
            "text": row.text,
            "group": kinds.GROUPS.get(row.group, row.group),
            "at": moment(row.at),
            "read_at": moment(row.read_at),
        }
        for row in rows
    ]


@receiver(signals.asked_for_everything)
def preferences(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """What the person chose to be told of, and how."""
    rows = Preference.objects.filter(person=person).order_by("pk")
    return "preferences", [
        {
            "topic": kinds.topic_title(row.topic),
            "channel": row.get_channel_display(),
            "is_on": row.is_on,
            "changed_at": moment(row.changed_at),
        }
        for row in rows
    ]


@receiver(signals.asked_for_everything)
def proved_address(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """When the person proved the address that he wrote."""
    return "proved_address", [{"proved_at": moment(row.proved_at)} for row in ProvedAddress.objects.filter(person=person)]


@receiver(signals.asked_for_everything)
def dossiers_kept(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """Each Dossier that the person keeps, or is a Party of, by the side he is."""
    own = [
        {"title": row.title, "number": row.number, "side": "", "since": moment(row.opened_at)}
        for row in Dossier.objects.filter(owner=person)
    ]
    sides = Party.objects.filter(person=person).select_related("dossier").order_by("pk")
    return "dossiers", own + [
        {"title": row.dossier.title, "number": row.dossier.number, "side": row.get_side_display(), "since": moment(row.joined_at)}
        for row in sides
    ]


@receiver(signals.asked_for_everything)
def representations(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """Each Representation that the person held or holds."""
    rows = Representation.objects.filter(agent=person).select_related("party").order_by("pk")
    return "representations", [
        {"side": row.party.get_side_display(), "began_at": moment(row.began_at), "ended_at": moment(row.ended_at)} for row in rows
    ]


@receiver(signals.asked_for_everything)
def deliveries(sender: object, *, person: Person, at: datetime, **_: object) -> tuple[str, Rows]:
    """Each Delivery to the person or to a side of his, with its moments, newest first."""
    rows: list[Delivery] = list(delivery_queries.of_person(person.pk, at=at)[:EVENTS_EXPORTED])
    return "deliveries", [
        {
            "number": row.notice.number,
            "title": row.notice.title,
            "via": row.get_via_display(),
            "rung": flow.STATES[row.rung],
            "placed_at": moment(row.placed_at),
            "opened_at": moment(row.opened_at),
            "served_on": row.served_on.isoformat() if row.served_on else None,
            "voided_at": moment(row.voided_at),
        }
        for row in rows
    ]


@receiver(signals.asked_for_everything)
def looks(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """When the person looked at his kartable last (Glance), and since when a Feed of his deadlines is open."""
    looked = [{"what": "looked", "at": moment(row.at)} for row in Glance.objects.filter(person=person)]
    return "looks", looked + [{"what": "feed", "at": moment(row.made_at)} for row in Feed.objects.filter(person=person)]


@receiver(signals.mandate_ended)
def mandate_ended(sender: object, *, mandate: Mandate, by: Actor, at: datetime, **_: object) -> None:
    """Whoever stood for a side by the mandate stands for it no more."""
    dossiers.mandate_ended(mandate, by=by, at=at)


@receiver(outbox.message_moved)
def message_moved(sender: object, *, message: Message, at: datetime, **_: object) -> None:
    """What the network said of a letter's message stands at its delivery."""
    rungs.hear(message, at=at)


@receiver(own.notice_served)
def notice_served(sender: object, *, delivery: Delivery, at: datetime, **_: object) -> None:
    """With the service a deadline begins, where the law knows one."""
    if deadline_queries.rule_of(delivery.notice) is not None:
        deadlines.begin(delivery, at=at)


@receiver(own.service_voided)
def service_voided(sender: object, *, delivery: Delivery, at: datetime, **_: object) -> None:
    """With the service its deadline falls."""
    deadlines.undo(delivery, at=at)


@receiver(outage_closed)
def outage_ended(sender: object, *, incident: Incident, at: datetime, **_: object) -> None:
    """The deadlines that an outage may have touched are looked at by the next sweep."""
    Outage.objects.get_or_create(incident_id=incident.pk, defaults={"due_at": at})


@standing.register("inbox.delivery")
def standing_of(document: Document) -> standing.Standing | None:
    """A paper of a service that was made void counts no more; a notice that another corrects is read beside that one."""
    delivery = Delivery.objects.select_related("notice").filter(pk=document.subject_id).first()
    if delivery is None:
        return None
    if delivery.voided_at:
        return standing.Standing(standing.State.VOID, delivery.voided_at, "این ابلاغ بی‌اثر شده است.")
    correction = delivery.notice.corrections.filter(state="placed").order_by("pk").first()
    if document.kind != delivery.notice.code or correction is None:
        return None
    return standing.Standing(standing.State.REPLACED, correction.placed_at, "این برگ با برگ دیگری اصلاح شده است.")
