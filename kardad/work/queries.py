"""Reads over work items."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db.models import Model, Q, QuerySet

from kardad.work.models import WorkItem

AGES = (
    (timedelta(days=1), "good", "کمتر از یک روز"),
    (timedelta(days=3), "wait", "بیش از یک روز"),
    (timedelta.max, "bad", "بیش از سه روز"),
)


def waiting(roles: set[str], *, offices: Mapping[str, Collection[int]] | None = None, person_id: int | None = None) -> QuerySet[WorkItem]:
    """Open items that one of these roles may do, oldest first; for a person without what is another's.

    `offices` names the roles that are held at some offices alone, and which: what belongs to another office is not theirs.
    """
    bound = offices or {}
    mine = Q(role__in=roles - bound.keys())
    for role in sorted(roles & bound.keys()):
        mine |= Q(role=role) & (Q(office_id=None) | Q(office_id__in=bound[role]))
    rows = WorkItem.objects.filter(mine, closed_at=None).order_by("opened_at", "id")
    return rows if person_id is None else rows.filter(Q(assigned_to_id=None) | Q(assigned_to_id=person_id))


def age(item: WorkItem, *, at: datetime) -> tuple[str, str]:
    """How long the item has waited, as a tone and in words."""
    waited = at - item.opened_at
    return next((tone, words) for limit, tone, words in AGES if waited < limit)


def was_opened(kind: str, subject: Model) -> bool:
    """Whether an item of this kind about the subject waits, or ever did."""
    return WorkItem.objects.filter(kind=kind, subject_type=subject._meta.label_lower, subject_id=subject.pk).exists()


def is_open(kind: str, subject: Model) -> bool:
    """Whether an item of this kind about the subject waits for somebody."""
    return WorkItem.objects.filter(kind=kind, subject_type=subject._meta.label_lower, subject_id=subject.pk, closed_at=None).exists()
