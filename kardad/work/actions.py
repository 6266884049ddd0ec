"""Opening and closing work items; called inside the transaction of the action that makes or ends the need."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import models

from kardad.core import bulk
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


def open_items(kind: str, subjects: Sequence[models.Model], *, title: str, role: str, at: datetime) -> int:
    """There is exactly one open item of this kind about each of the subjects, all of one model and held by the caller; how many are new."""
    if not subjects:
        return 0
    label = subjects[0]._meta.label_lower
    these = WorkItem.objects.filter(kind=kind, subject_type=label, subject_id__in=[one.pk for one in subjects], closed_at=None)
    known = set(these.values_list("subject_id", flat=True))
    first = WorkItem(kind=kind, subject_type=label, title=title, role=role, opened_at=at)
    fresh = [one for one in subjects if one.pk not in known]
    return len(bulk.insert(bulk.like(first, subject_id=one.pk, office_id=getattr(one, "office_id", None)) for one in fresh))


def close_item(kind: str, subject: models.Model, *, outcome: str, at: datetime) -> int:
    """No item of this kind about the subject is open any more."""
    return WorkItem.objects.filter(kind=kind, subject_type=subject._meta.label_lower, subject_id=subject.pk, closed_at=None).update(
        closed_at=at, outcome=outcome
    )


def move_items(model: type[models.Model], ids: Collection[int] | models.QuerySet, *, to_office: int) -> int:
    """What waits at an office about these rows of the model waits at the other one now."""
    rows = WorkItem.objects.filter(subject_type=model._meta.label_lower, subject_id__in=ids, closed_at=None)
    return rows.exclude(office_id=None).update(office_id=to_office)
