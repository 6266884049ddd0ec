"""Failures become work: one open item a delivery, with the next lawful way in its title, closed by the next success."""

from collections.abc import Sequence
from datetime import datetime

from kardad.core import bulk
from kardad.core.actor import SYSTEM
from kardad.inbox import problems, proof
from kardad.inbox.models import Delivery, Letter
from kardad.outbox.models import Message
from kardad.work import actions as work

LETTER = Letter._meta.label_lower


def messages(delivery: Delivery) -> list[Message]:
    """What left, or waits to leave, because of the delivery."""
    letters = Letter.objects.filter(delivery=delivery).values("pk")
    return list(Message.objects.filter(subject_type=LETTER, subject_id__in=letters).order_by("pk"))


def is_told(delivery: Delivery) -> bool:
    """Whether anything may still reach, or has reached, somebody outside the site."""
    lost = {Message.State.BLOCKED, Message.State.FAILED}
    return any(row.state not in lost for row in messages(delivery))


def fail(delivery: Delivery, problem: str, *, at: datetime) -> bool:
    """The secretary has exactly one open item about it; False when it is void, or the problem was known."""
    rows = Delivery.objects.filter(pk=delivery.pk, voided_at=None).exclude(problem=problem)
    if not rows.update(problem=problem):
        return False
    Delivery.objects.filter(pk=delivery.pk, failed_at=None).update(failed_at=at)
    delivery.refresh_from_db(fields=["problem", "failed_at"])
    work.close_item(problems.KIND, delivery, outcome="replaced", at=at)  # its title names what is so now
    work.open_item(problems.KIND, delivery, title=problems.title(problem), role="secretary", at=at, office_id=delivery.office_id)
    proof.served(delivery, "service.failed", by=SYSTEM, at=at, problem=problem)
    return True


def fail_many(pks: Sequence[int], problem: str, *, at: datetime) -> int:
    """As `fail` for deliveries that are held, stand and have no problem; how many there were."""
    if not pks:
        return 0
    rows = list(Delivery.objects.filter(pk__in=pks).select_related("notice__dossier").defer("notice__says", "notice__dossier__title"))
    for one in rows:
        one.problem, one.failed_at = problem, one.failed_at or at
    bulk.update(rows, ["problem", "failed_at"])
    work.open_items(problems.KIND, rows, title=problems.title(problem), role="secretary", at=at)
    proof.note_many([(one.notice.dossier, "service.failed", proof.of(one) | {"problem": problem}) for one in rows], by=SYSTEM, at=at)
    return len(rows)


def mend(delivery: Delivery, *, outcome: str, at: datetime) -> bool:
    """Nothing about it waits any more; whether something did."""
    if not Delivery.objects.filter(pk=delivery.pk).exclude(problem="").update(problem=""):
        return False
    delivery.problem = ""
    work.close_item(problems.KIND, delivery, outcome=outcome, at=at)
    return True
