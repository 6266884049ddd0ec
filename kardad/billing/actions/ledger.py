"""Posting to the ledger; called inside the transaction of the action that moves the money."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, models, transaction
from django.db.models import Min

from kardad.billing import policy, queries
from kardad.billing.models import Closing, Credit, Entry, Posting
from kardad.core.actor import Actor
from kardad.kit.refusal import Refusal

Legs = Iterable[tuple[str, str, int]]
"""Account, holder, rials: over zero for debit, under it for credit."""


class Unbalanced(ValueError):
    """The entries of a posting do not add up to zero: a fault of ours, never of a person."""


class CreditTooSmall(Refusal):
    """More is to be spent than the house owes the buyer."""

    code = "BILLING_CREDIT_SMALL"
    message = "اعتبار شما برای این مبلغ کافی نیست."


def post(kind: str, subject: models.Model, legs: Legs, *, by: Actor, at: datetime) -> Posting:
    """The ledger tells what happened; legs of nothing are left out, and the rest is zero in sum."""
    kept = [leg for leg in legs if leg[2]]
    if not connection.in_atomic_block:
        raise RuntimeError(f"{kind} was posted outside a transaction")
    if sum(rials for _, _, rials in kept) or any(type(rials) is not int for _, _, rials in kept):
        raise Unbalanced(kind)
    posting = Posting.objects.create(at=at, kind=kind, subject_type=subject._meta.label_lower, subject_id=subject.pk, by_id=by.person_id)
    Entry.objects.bulk_create([Entry(posting=posting, account=account, holder=holder, rials=rials) for account, holder, rials in kept])
    return posting


@transaction.atomic
def close(*, at: datetime) -> bool:
    """The entries that are old enough are added up once and for all; False when there are none since the last time."""
    open_from = Entry.objects.filter(posting__at__gt=at - policy.CLOSE_AFTER).aggregate(first=Min("pk"))["first"]
    old = Entry.objects.filter(pk__lt=open_from) if open_from else Entry.objects.all()
    last = old.order_by("-pk").values_list("pk", flat=True).first()
    if last is None or Closing.objects.filter(last_entry__gte=last).exists():
        return False
    sums = queries.balances(until=last)
    _, is_new = Closing.objects.get_or_create(last_entry=last, defaults={"at": at, "sums": sums})
    return is_new


def add_credit(holder: str, rials: int) -> None:
    """The house owes the buyer so much more, or less when under zero; never less than nothing."""
    if not rials:
        return
    Credit.objects.get_or_create(holder=holder)
    row = Credit.objects.select_for_update().get(holder=holder)
    if row.rials + rials < 0:
        raise CreditTooSmall
    row.rials += rials
    row.save(update_fields=["rials"])
