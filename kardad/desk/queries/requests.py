"""Reads of the desk: whose requests, what waits, what was said."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.urls import reverse

from kardad.core.actor import Actor
from kardad.desk import catalogue, flow
from kardad.desk.models import Attachment, Item, Message, Reminder, Request, Withdrawal
from kardad.people.models import Mandate, Membership
from kardad.people.queries import mandates

# What an agent wrote for his client he reaches while a mandate holds; a consent that ends makes the client the one who wrote.
WRITER_REACHES = (
    Q(client=None)
    | Q(engagement__isnull=False)
    | Exists(Mandate.objects.filter(agent=OuterRef("applicant"), principal=OuterRef("client"), state="active"))
)
SEATED = ("awaiting", "active")


def requests_of(actor: Actor) -> QuerySet[Request]:
    """The requests that the actor sees as a client in the place where he acts: his own, or his organisation's; last changed first."""
    kind, _, pk = actor.on_behalf_of.partition(":")
    if kind == "organisation":
        rows = Request.objects.filter(organisation_id=int(pk))
    else:
        wrote = Request.objects.filter(WRITER_REACHES, applicant_id=actor.somebody, organisation=None)
        given = Request.objects.filter(client_id=actor.somebody)
        # Each side by its own index: an OR of the two has SQLite read the whole table.
        rows = Request.objects.filter(pk__in=wrote.values("pk").union(given.values("pk")))
    return rows.order_by("-changed_at", "-pk")


def writer_reaches(request: Request) -> bool:
    """Whether who wrote the request reaches it: for an agent, only while a mandate of his client holds."""
    if request.client_id is None or request.engagement_id is not None:
        return True
    return mandates.active_mandates(request.applicant_id).filter(principal_id=request.client_id).exists()


def is_own(request: Request, person_id: int | None) -> bool:
    """Whether the person is on the client's side: he wrote it, it was written for him, or he has a seat in the firm for which it was."""
    if person_id in (request.applicant_id, request.client_id):
        return True
    if request.organisation_id is None or person_id is None:
        return False
    seats = Membership.objects.filter(organisation_id=request.organisation_id, person_id=person_id, state__in=SEATED)
    return seats.exists()


def own_among(rows: Iterable[Request], person_id: int) -> set[int]:
    """The ids of those of these requests on whose client's side the person is, as `is_own` knows it."""
    seats = Membership.objects.filter(person_id=person_id, state__in=SEATED)
    firms = set(seats.values_list("organisation_id", flat=True))
    return {one.pk for one in rows if person_id in (one.applicant_id, one.client_id) or one.organisation_id in firms}


def assigned_to(expert_id: int) -> QuerySet[Request]:
    """The open requests of an expert, the most pressing first."""
    return Request.objects.filter(assigned_to_id=expert_id).exclude(state__in=flow.ENDED).order_by("clock_due_at", "pk")


def unassigned() -> QuerySet[Request]:
    """Requests that were sent and lie with nobody, oldest first."""
    return Request.objects.filter(state="submitted").order_by("submitted_at", "pk")


def live_items(request: Request) -> QuerySet[Item]:
    """The items that were neither redirected, rejected, cancelled nor refunded."""
    return request.items.filter(state__in=flow.LIVE_ITEMS).order_by("pk")


def talk(request: Request, *, is_staff: bool) -> QuerySet[Message]:
    """What was said, newest first; notes between staff are for staff."""
    rows = request.messages.select_related("author").order_by("-pk")
    return rows if is_staff else rows.filter(is_internal=False)


def files(request: Request, *, is_staff: bool) -> QuerySet[Attachment]:
    """The files of the request, in the order they came; hidden ones and those between staff are for staff."""
    rows = request.attachments.select_related("file").order_by("pk")
    return rows if is_staff else rows.filter(is_internal=False, hidden_at=None)


def answered_since_question(request: Request) -> bool:
    """Whether the client wrote or showed something after he was last asked."""
    asked = request.messages.filter(kind=Message.Kind.QUESTION).order_by("-pk").first()
    if asked is None:
        return True
    said = request.messages.filter(side="client", at__gte=asked.at, pk__gt=asked.pk)
    shown = request.attachments.filter(side="client", hidden_at=None, added_at__gte=asked.at)
    return said.exists() or shown.exists()


def open_withdrawal(request: Request) -> Withdrawal | None:
    """The withdrawal on which a manager has not decided."""
    return request.withdrawals.filter(refund__state="requested").select_related("refund").first()


def opinions_asked_of(expert_id: int) -> QuerySet[Message]:
    """The opinions that are asked of an expert and not given, oldest first."""
    return Message.objects.filter(asked_of_id=expert_id, reply=None).select_related("request").order_by("pk")


def due_requests(at: datetime) -> QuerySet[Request]:
    """Requests whose step ends by itself: papers that never came, deliveries to which nobody objected; the most overdue first."""
    return Request.objects.filter(due_at__lte=at).order_by("due_at", "pk")


def late_requests(at: datetime) -> QuerySet[Request]:
    """Requests whose clock ran out and of which no manager was told."""
    step = Q(clock_due_at__lte=at, breached_at=None)
    reply = Q(reply_due_at__lte=at, reply_breached_at=None)
    return Request.objects.filter(step | reply).order_by("pk")


def due_reminders(at: datetime) -> QuerySet[Reminder]:
    """Reminders whose time has come."""
    return Reminder.objects.filter(due_at__lte=at).order_by("due_at", "pk")


def waiting_of(person: str = "pk") -> QuerySet[Request]:
    """The person's own requests that stand still until he acts, drafts last, else the last changed first; for a statement around."""
    rows = Request.objects.filter(WRITER_REACHES, applicant_id=OuterRef(person), organisation=None, state__in=flow.CLIENTS_TURN)
    return rows.order_by(Case(When(state="draft", then=1), default=0), "-changed_at", "-pk")


def public_paths() -> list[str]:
    """Every address of ours that a search engine may show: the services that are offered."""
    return [reverse("desk:services"), *(reverse("desk:service", args=[one.code]) for one in catalogue.offered())]
