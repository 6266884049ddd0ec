"""Announcements: what staff say to everybody of a role or a province. Never a service, and no clock begins with one."""

from datetime import datetime

from django.db import transaction

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.inbox.models import Announcement
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal

SPEAKERS = frozenset({"manager", "secretary"})


class EndsBefore(BadInput):
    """It would be over before it began."""

    code = "ANNOUNCEMENT_DAYS"
    message = "پایان نمایش باید پس از آغاز آن باشد."


class Withdrawn(Refusal):
    """It is shown no more."""

    code = "ANNOUNCEMENT_WITHDRAWN"
    message = "این اطلاعیه پیش‌تر برداشته شده است."


@transaction.atomic
def announce(
    *, title: str, text: str, role: str = "", province: str = "", from_at: datetime, until_at: datetime, by: Actor, at: datetime
) -> Announcement:
    """Everybody of the role and the province (all, where none is named) reads it from then until then. Raises EndsBefore, NotAllowed."""
    _speaks(by, "announce")
    if until_at <= from_at:
        raise EndsBefore(field="until_at")
    made = Announcement.objects.create(
        title=title, text=text, role=role, province=province, by_id=by.somebody, from_at=from_at, until_at=until_at
    )
    record("announcement.made", made, by=by, at=at, title=title)
    return made


@transaction.atomic
def withdraw(announcement: Announcement, *, by: Actor, at: datetime) -> Announcement:
    """Nobody reads it any more. Raises Withdrawn, NotAllowed."""
    _speaks(by, "withdraw")
    held = Announcement.objects.select_for_update().get(pk=announcement.pk)
    if held.withdrawn_at is not None:
        raise Withdrawn
    held.withdrawn_at = at
    held.save(update_fields=["withdrawn_at"])
    record("announcement.withdrawn", held, by=by, at=at, title=held.title)
    return held


def _speaks(by: Actor, move: str) -> None:
    if by.role not in SPEAKERS:
        raise NotAllowed(flow="announcement", state="", move=move, role=by.role)
