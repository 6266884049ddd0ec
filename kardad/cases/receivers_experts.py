"""What an expert's referral does when billing tells of its invoice, the kartable of its notice, and the case of its end."""

from datetime import datetime

from django.dispatch import receiver
from django.urls import reverse

from kardad.billing import signals as billing
from kardad.billing.models import Invoice
from kardad.cases import signals
from kardad.cases.actions import experts, hearings, opinions
from kardad.cases.models import Case, Referral
from kardad.cases.queries import sittings
from kardad.core.actor import SYSTEM, Actor
from kardad.inbox import signals as inbox
from kardad.inbox.models import Deadline, Delivery
from kardad.inbox.queries import dossiers


@receiver(billing.invoice_changed)
def fee_changed(sender: object, *, invoice: Invoice, at: datetime, **_: object) -> None:
    """With his fee paid, the expert begins."""
    if invoice.subject_type == experts.SUBJECT:
        experts.follow(invoice, at=at)


@receiver(billing.asked_who_may_pay)
def may_pay(sender: object, *, invoice: Invoice, person_id: int, **_: object) -> bool:
    """Whether the person stands for the side that bears the fee."""
    found = _of(invoice)
    return found is not None and found.payer.representations.filter(agent_id=person_id, ended_at=None).exists()


@receiver(billing.asked_what_for)
def what_for(sender: object, *, invoice: Invoice, actor: Actor | None, **_: object) -> billing.Purpose | None:
    """The case of the referral; its page for the side that pays."""
    found = _of(invoice)
    if found is None:
        return None
    case = found.case
    is_side = actor is not None and actor.is_person and any(one.pk == actor.person_id for one in dossiers.persons_of(found.payer))
    url = reverse("cases:expert", args=[case.token]) if is_side else ""
    return billing.Purpose("کارشناسی پرونده", case.class_number or case.number or "", url)


@receiver(inbox.deadline_changed)
def fee_clock(sender: object, *, deadline: Deadline, at: datetime, **_: object) -> None:
    """The days of payment run from the service of their notice."""
    if deadline.delivery.notice.code == experts.FEE:
        experts.set_day(deadline, at=at)


@receiver(inbox.service_voided)
def fee_voided(sender: object, *, delivery: Delivery, at: datetime, **_: object) -> None:
    """Without the service they do not."""
    if delivery.notice.code == experts.FEE and not delivery.is_copy:
        experts.unset_day(delivery, at=at)


@receiver(signals.ended)
def case_ended(sender: object, *, case: Case, by: Actor, at: datetime, **_: object) -> None:
    """Of a case that has ended no session is ahead, no expert is waited for, and nobody owes his fee."""
    ahead = sittings.ahead(case)
    if ahead is not None and ahead.state == "set":
        hearings.cancel(ahead, by=SYSTEM, at=at)
    opinions.drop(case, by=by, at=at)


def _of(invoice: Invoice) -> Referral | None:
    if invoice.subject_type != experts.SUBJECT:
        return None
    return Referral.objects.select_related("case", "payer__person", "payer__organisation").filter(pk=invoice.subject_id or 0).first()
