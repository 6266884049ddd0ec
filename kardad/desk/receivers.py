"""What the desk does when billing, below it, tells of an invoice or a refund; and what it answers when people, billing or papers ask."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.dispatch import receiver
from django.http import Http404
from django.urls import reverse

from kardad.billing import signals as billing
from kardad.billing.models import Invoice, Refund
from kardad.core.actor import Actor
from kardad.desk import catalogue
from kardad.desk.access import delivery
from kardad.desk.access import requests as access
from kardad.desk.actions import paying
from kardad.desk.models import (
    Appointment,
    Approval,
    Assignment,
    Attachment,
    Call,
    Deliverable,
    Engagement,
    Item,
    Message,
    Rating,
    Request,
    Shift,
    Skill,
    Slot,
    Withdrawal,
)
from kardad.desk.queries import clients as client_queries
from kardad.desk.queries import requests as queries
from kardad.documents import access as papers
from kardad.documents.models import Document
from kardad.people import signals
from kardad.people.models import Person
from kardad.people.queries.accounts import moment

Rows = list[dict[str, Any]]
SUBJECT = "desk.request"
MOST = 2_000  # rows of one section: a copy stays a file that people can open


@papers.register("desk.deliverable")
def may_read_paper(actor: Actor, document: Document) -> bool:
    """The client who was given it and may still read it, and the staff who see the version."""
    row = Deliverable.objects.filter(pk=document.subject_id).first()
    if row is None or not actor.is_person:
        return False
    try:
        return delivery.paper(actor, row.token)[0].recalled_at is None
    except Http404:
        return bool(delivery.version(actor, row.pk))  # 404 for everyone else


@receiver(billing.invoice_changed)
def invoice_changed(sender: object, *, invoice: Invoice, at: datetime, **_: Any) -> None:
    """The request of the invoice follows it."""
    if invoice.subject_type == SUBJECT:
        paying.follow(invoice, at=at)


@receiver(billing.refund_decided)
def refund_decided(sender: object, *, refund: Refund, at: datetime, **_: Any) -> None:
    """A withdrawal whose refund was approved ends its request."""
    if refund.invoice.subject_type == SUBJECT:
        paying.follow_refund(refund, at=at)


@receiver(billing.asked_who_may_pay)
def may_pay(sender: object, *, invoice: Invoice, person_id: int, **_: Any) -> bool:
    """Whether this person asked for the buyer, with his consent of this moment."""
    request = _request_of(invoice)
    return request is not None and client_queries.may_pay(request, invoice, person_id)


@receiver(billing.asked_who_paid)
def has_practitioner_paid(sender: object, *, invoice: Invoice, **_: Any) -> bool:
    """Whether a practitioner paid for his client."""
    request = _request_of(invoice)
    return request is not None and client_queries.has_practitioner_paid(request, invoice)


def _request_of(invoice: Invoice) -> Request | None:
    if invoice.subject_type != SUBJECT:
        return None
    return Request.objects.select_related("engagement").filter(pk=invoice.subject_id or 0).first()


@receiver(billing.asked_what_for)
def what_for(sender: object, *, invoice: Invoice, actor: Actor | None, **_: Any) -> billing.Purpose | None:
    """The request of the invoice; its page for those who may open it."""
    request = _request_of(invoice)
    if request is None:
        return None
    if actor is None:
        return billing.Purpose("درخواست", request.number or "")
    try:
        url = reverse("desk:request", args=[access.sent(actor, request.pk).pk])
    except Http404:
        url = ""
    return billing.Purpose("درخواست", request.number or "", url)


@receiver(billing.asked_for_services)
def services(sender: object, **_: Any) -> dict[str, str]:
    """What the tariff can price here."""
    return {code: one.title for code, one in catalogue.services().items()}


@receiver(signals.asked_for_everything)
def requests(sender: object, *, person: Person, **_: Any) -> tuple[str, Rows]:
    """The requests that the person wrote or that were written for him, newest first, with what he may read of each."""
    rows = (
        _requests_of(person)
        .order_by("-pk")
        .select_related("organisation", "applicant", "client", "engagement__practitioner")
        .prefetch_related("items__rating", "items__deliverables", "messages", "attachments__file")
    )
    return "requests", [_request(row) for row in rows[:MOST]]


@receiver(signals.asked_for_everything)
def clients(sender: object, *, person: Person, **_: Any) -> tuple[str, Rows]:
    """The clients in the person's book by the names he gave them, and those who asked or ask for him; newest first."""
    rows = Engagement.objects.filter(Q(practitioner=person) | Q(person=person)).select_related("practitioner").order_by("-pk")
    return "clients", [_engagement(row, person) for row in rows[:MOST]]


@receiver(signals.asked_for_everything)
def appointments(sender: object, *, person: Person, **_: Any) -> tuple[str, Rows]:
    """The hours that the person took."""
    rows = (
        Appointment.objects.filter(item__request__in=_requests_of(person)).select_related("item").prefetch_related("calls").order_by("-pk")
    )
    return "appointments", [
        {
            "title": row.item.title,
            "starts_at": moment(row.starts_at),
            "minutes": row.minutes,
            "state": row.state,
            "calls": [{"at": moment(call.at), "outcome": call.outcome} for call in row.calls.all()],
        }
        for row in rows[:MOST]
    ]


@receiver(signals.asked_for_everything)
def withdrawals(sender: object, *, person: Person, **_: Any) -> tuple[str, Rows]:
    """The money that the person asked back, with the rules by which he did."""
    rows = Withdrawal.objects.filter(asked_by=person).select_related("request", "refund").order_by("-pk")
    return "withdrawals", [
        {"request": row.request.number, "rials": row.refund.rials, "rules": row.rules, "asked_at": moment(row.asked_at)}
        for row in rows[:MOST]
    ]


@receiver(signals.asked_for_everything)
def desk_work(sender: object, *, person: Person, **_: Any) -> tuple[str, Rows]:
    """What the person did here as a member of staff, counted by kind; what clients wrote is theirs."""
    done: dict[str, QuerySet[Any]] = {
        "skills": Skill.objects.filter(expert=person),
        "assignments": Assignment.objects.filter(expert=person),
        "messages": Message.objects.filter(Q(author=person) | Q(asked_of=person), side="staff"),
        "files": Attachment.objects.filter(added_by=person, side="staff"),
        "approvals": Approval.objects.filter(Q(asked_by=person) | Q(decided_by=person)),
        "shifts": Shift.objects.filter(expert=person),
        "hours": Slot.objects.filter(expert=person),
        "calls": Call.objects.filter(by=person),
        "deliverables": Deliverable.objects.filter(Q(made_by=person) | Q(signed_by=person) | Q(signer=person)),
    }
    counted = [{"what": name, "count": rows.count()} for name, rows in done.items()]
    return "desk_work", [row for row in counted if row["count"]]


def _requests_of(person: Person) -> QuerySet[Request]:
    return Request.objects.filter(Q(queries.WRITER_REACHES, applicant=person) | Q(client=person))


def _engagement(row: Engagement, person: Person) -> dict[str, Any]:
    is_mine = row.practitioner_id == person.pk
    return {
        "side": "practitioner" if is_mine else "client",
        "other": row.name if is_mine else row.practitioner.name,
        "state": row.state,
        "terms": row.terms,
        "invited_at": moment(row.invited_at),
        "decided_at": moment(row.decided_at),
        "ended_at": moment(row.ended_at),
    }


def _request(row: Request) -> dict[str, Any]:
    return {
        "number": row.number,
        "organisation": row.organisation.name if row.organisation else "",
        "client": row.client.name if row.client else "",
        "made_by": row.engagement.practitioner.name if row.engagement else row.applicant.name,
        "state": row.state,
        "description": row.description,
        "made_at": moment(row.made_at),
        "submitted_at": moment(row.submitted_at),
        "ended_at": moment(row.ended_at),
        "end_reason": row.end_reason,
        "items": [_item(one) for one in row.items.all()],
        "messages": [
            {"side": one.side, "body": one.body, "at": moment(one.at), "read_at": moment(one.read_at)}
            for one in row.messages.all()
            if not one.is_internal
        ],
        "files": [
            {"name": one.file.name, "side": one.side, "added_at": moment(one.added_at)}
            for one in row.attachments.all()
            if not one.is_internal and one.hidden_at is None
        ],
    }


def _item(one: Item) -> dict[str, Any]:
    rating: Rating | None = getattr(one, "rating", None)
    return {
        "title": one.title,
        "quantity": one.quantity,
        "inputs": one.inputs,
        "state": one.state,
        "delivered_at": moment(one.delivered_at),
        "papers": [
            {"number": paper.number, "version": paper.version, "released_at": moment(paper.released_at), "body": paper.body}
            for paper in one.deliverables.all()
            if paper.released_at is not None
        ],
        "rating": {"score": rating.score, "tags": rating.tags, "comment": rating.comment} if rating else None,
    }
