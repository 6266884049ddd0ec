"""Undoing: what only a code by SMS confirmed may be taken back for a day (identity.md 3.3); `mandates.undo` takes it back."""

from datetime import datetime

from django.db import transaction

from kardad.core import outside
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.kit.refusal import Refusal
from kardad.people import flow, policy
from kardad.people.actions.roles import tell
from kardad.people.models import Mandate, Undo

BY_SMS = "sms"  # the one factor that whoever holds the SIM can show
TEXTS: dict[str, str] = {Undo.Deed.APPOINT: "mandate_appointed", Undo.Deed.REVOKE: "mandate_revoked"}


class UndoLate(Refusal):
    """The day to take it back is over."""

    code = "UNDO_LATE"
    status = 410
    message = "مهلت پس گرفتن این کار گذشته است. از این پس نماینده را مانند همیشه عزل یا دوباره معرفی کنید."


def offer(mandate: Mandate, deed: str, *, before: str = "", by: Actor, at: datetime) -> Undo:
    """For a day the principal may take the deed back, and a text tells him so; called inside the transaction of the deed."""
    found = Undo.objects.create(
        mandate=mandate,
        person_id=mandate.principal_id,
        deed=deed,
        before=before,
        state=flow.UNDO.initial,
        made_at=at,
        due_at=at + policy.UNDO_WINDOW,
    )
    title = found.get_deed_display()
    record("mandate.undo_offered", mandate, by=by, at=at, person_id=found.person_id, about=mandate.subject, deed=title)
    tell(mandate.principal, TEXTS[deed], {"url": outside.site_address("/panel/mandates/")}, at=at)
    return found


def spend(found: Undo, *, by: Actor, at: datetime) -> Undo:
    """The offer is used up; raises UndoLate, or NotAllowed for anyone else and a second press. Called inside the transaction."""
    found = Undo.objects.select_for_update().get(pk=found.pk)
    role = "owner" if by.person_id == found.person_id else "stranger"
    state = flow.UNDO.after(found.state, "undo", role)
    if found.due_at is None or found.due_at <= at:
        raise UndoLate
    _end(found, state, at=at)
    return found


def lapse_due(undo_id: int, *, at: datetime) -> bool:
    """An offer whose day is over is gone, and the deed stands for good. Safe against a second sweep."""
    with transaction.atomic():
        due = Undo.objects.select_for_update(skip_locked=True, of=("self",)).select_related("mandate")
        found = due.filter(pk=undo_id, due_at__lte=at, state="open").first()
        if found is None:
            return False
        _end(found, flow.UNDO.after(found.state, "lapse", SYSTEM.role), at=at)
        about, title = found.mandate.subject, found.get_deed_display()
        record("mandate.undo_lapsed", found.mandate, by=SYSTEM, at=at, person_id=found.person_id, about=about, deed=title)
    return True


def _end(found: Undo, state: str, *, at: datetime) -> None:
    found.state, found.due_at, found.ended_at = state, None, at
    found.save(update_fields=["state", "due_at", "ended_at"])
