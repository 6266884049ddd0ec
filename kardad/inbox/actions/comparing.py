"""Before anything speaks for a service: the rows it is written from are those that the dossier's chain tells of."""

from datetime import datetime

from django.db import transaction

from kardad.inbox import auditing, policy
from kardad.inbox.actions import holding
from kardad.inbox.models import Dossier
from kardad.inbox.queries import comparing as queries
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.work import actions as work
from kardad.work.models import WorkItem

KIND = "dossier.differs"


class RowsDiffer(Refusal):
    """Somebody changed the database by hand; nothing is certified from it."""

    code = "DOSSIER_DIFFERS"
    message = "نوشته‌های این پرونده با دفتر رویدادهای آن یکی نیست؛ تا بررسی مدیر، گواهی و رسیدی از آن داده نمی‌شود. این خطا را به مدیر گفتیم."


def ensure_alike(dossier: Dossier, *, at: datetime) -> None:
    """Raises RowsDiffer where a row of service is not what its entries say."""
    if not is_alike(dossier, at=at):
        raise RowsDiffer


def is_alike(dossier: Dossier, *, at: datetime) -> bool:
    """Whether every row of the dossier is what its entries say; where not, the managers have exactly one open item about it."""
    with transaction.atomic():
        holding.dossiers([dossier.pk])  # rows and entries of one moment: a deed in between makes no difference
        is_other = auditing.differs(dossier)
    if not is_other:
        return True
    title = f"پرونده {dossier.number}: پایگاه داده با دفتر رویدادها یکی نیست؛ kardad verify --database"
    work.open_item(KIND, dossier, title=title, role="manager", at=at, office_id=dossier.office_id)
    return False


def look(*, at: datetime) -> int:
    """By night the next dossiers that nobody compared since midnight are compared; how many. Safe against a kill and a second sweep.

    What was set right again is nobody's work any more.
    """
    if not policy.NIGHT_FROM <= at.astimezone(calendar.TEHRAN).time() < policy.NIGHT_UNTIL:
        return 0
    lot = list(queries.to_compare(calendar.day_start_end(calendar.tehran_day(at))[0])[: policy.COMPARED_AT_ONCE])
    pks = [one.pk for one in lot]
    doubted = auditing.differing(pks)
    named = WorkItem.objects.filter(kind=KIND, subject_type=Dossier._meta.label_lower, subject_id__in=pks, closed_at=None)
    known = set(named.values_list("subject_id", flat=True))
    for one in lot:
        with transaction.atomic():
            if one.pk in doubted and not is_alike(one, at=at):
                continue
            if one.pk in known:
                work.close_item(KIND, one, outcome="alike", at=at)
    with transaction.atomic():
        return Dossier.objects.filter(pk__in=holding.free_of(pks)).update(compared_at=at)
