"""The panel's reads, written as one would write them beside the view."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from benchmarks.bare.models import (
    Attempt,
    Authenticator,
    Case,
    Contract,
    Draft,
    Event,
    Incident,
    Letter,
    Mandate,
    Membership,
    OfficialEntry,
    Person,
    Request,
    RoleGrant,
    Undo,
)

UNREAD_COUNTED = 100
PETITION_WAITS = ("draft", "prepared", "defect")
WAITS = ("draft", "info_requested", "invoiced", "partially_paid", "delivered")


class Counted(Subquery):
    """How many rows a slice has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"


def of(person_id: int, *, acting: str, at: datetime) -> dict[str, Any]:
    """Everything that the page shows."""
    holds = RoleGrant.objects.filter(person_id=person_id, state="active", role=acting).exists()
    return {
        "acting": acting if holds else "member",
        "standing": _standing(person_id, at),
        "grants": list(
            RoleGrant.objects.filter(person_id=person_id, state__in=["active", "pending", "incomplete"])
            .only("role", "state", "reason")
            .order_by("id")
        ),
        "memberships": list(_memberships(person_id)[:6])[:5],
        "events": list(Event.objects.filter(person_id=person_id).only("at", "name", "data").order_by("-id")[:11])[:10],
        "mandates": list(
            Mandate.objects.filter(agent_id=person_id, state__in=["invited", "incomplete"])
            .select_related("principal")
            .only("basis", "state", "subject", "principal__first_name", "principal__last_name")
            .order_by("id")[:5]
        ),
        "undos": list(
            Undo.objects.filter(
                Q(deed="appoint", mandate__state__in=["active", "incomplete", "invited", "pending"])
                | Q(deed="revoke", mandate__state="revoked"),
                person_id=person_id,
                state="open",
                due_at__gt=at,
            )
            .select_related("mandate__agent")
            .only("deed", "due_at", "mandate__subject", "mandate__agent__first_name", "mandate__agent__last_name")
            .order_by("due_at", "id")[:5]
        ),
        "drafts": list(Draft.objects.filter(person_id=person_id).only("path", "saved_at").order_by("-saved_at")[:3]),
    }


def _standing(person_id: int, at: datetime) -> tuple[Any, ...]:
    factor = Authenticator.objects.filter(user_id=OuterRef("pk")).exclude(type="recovery_codes")
    alive = Q(state__in=["waiting_provider", "manual_review", "in_person"]) | Q(
        state__in=["draft", "code_sent", "approved"], expires_at__gt=at
    )
    attempt = Attempt.objects.filter(alive, depth="verify", person_id=OuterRef("pk")).order_by("-id")
    trouble = Incident.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), began_at__lte=at).order_by("-began_at", "-id")
    unread = Letter.objects.filter(person_id=OuterRef("pk"), read_at=None)
    holds = Mandate.objects.filter(agent=OuterRef("applicant"), principal=OuterRef("client_id"), state="active")
    reached = Q(client_id=None) | Q(engagement_id__isnull=False) | Exists(holds)
    waiting = Request.objects.filter(reached, applicant_id=OuterRef("pk"), organisation_id=None, state__in=WAITS)
    waiting = waiting.order_by("-changed_at", "-pk")
    followed = Exists(OfficialEntry.objects.filter(case_id=OuterRef("pk"), voided_at=None))
    petition = Case.objects.filter(~followed, filer_id=OuterRef("pk"), state__in=PETITION_WAITS).order_by("state", "-changed_at", "-pk")
    meeting = Case.objects.filter(dossier__parties__person_id=OuterRef("pk"), state="set", next_at__gt=at).order_by("next_at", "pk")
    signing = Contract.objects.filter(worker_id=OuterRef("pk"), state="sent", due_at__gt=at).order_by("due_at", "pk")
    row = Person.objects.filter(pk=person_id).values_list(
        "particulars__code",
        "particulars__mobile",
        Subquery(attempt.values("state")[:1]),
        Subquery(attempt.values("tracking")[:1]),
        Exists(factor),
        Subquery(trouble.values("title")[:1]),
        Counted(unread.values("pk")[:UNREAD_COUNTED], output_field=IntegerField()),
        Subquery(waiting.values("pk")[:1]),
        Subquery(waiting.values("state")[:1]),
        Subquery(petition.values("token")[:1]),
        Subquery(petition.values("state")[:1]),
        Subquery(meeting.values("token")[:1]),
        Subquery(meeting.values("next_at")[:1]),
        Subquery(signing.values("token")[:1]),
        Subquery(signing.values("due_at")[:1]),
    )
    return row.get()


def _memberships(person_id: int) -> Any:
    waiting = Membership.objects.filter(organisation=OuterRef("organisation"), state="awaiting").order_by()
    count = waiting.values("organisation").annotate(number=Count("pk")).values("number")
    return (
        Membership.objects.filter(person_id=person_id, state__in=["active", "awaiting"])
        .select_related("organisation")
        .only("is_owner", "state", "organisation__name")
        .annotate(waiting=Coalesce(Subquery(count), 0))
        .order_by("-is_owner", "-waiting", "organisation__sort_key", "id")
    )
