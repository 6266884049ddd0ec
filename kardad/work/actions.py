"""Opening and closing work items; called inside the transaction of the action that makes or ends the need."""

from datetime import datetime

from django.db import models

from kardad.work.models import WorkItem


def open_item(
    kind: str, subject: models.Model, *, title: str, role: str, at: datetime, due_at: datetime | None = None, office_id: int | None = None
) -> WorkItem:
    """There is exactly one open item of this kind about the subject."""
    return WorkItem.objects.get_or_create(
        kind=kind,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        closed_at=None,
        defaults={"title": title, "role": role, "opened_at": at, "due_at": due_at, "office_id": office_id},
    )[0]


def close_item(kind: str, subject: models.Model, *, outcome: str, at: datetime) -> int:
    """No item of this kind about the subject is open any more."""
    return WorkItem.objects.filter(kind=kind, subject_type=subject._meta.label_lower, subject_id=subject.pk, closed_at=None).update(
        closed_at=at, outcome=outcome
    )
