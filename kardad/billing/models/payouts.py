"""Payouts: a buyer's credit that leaves the house for a bank account."""

from django.db import models
from django.db.models import F, Q

from kardad.core.fields import Sealed


class Payout(models.Model):
    """Credit that is to be paid out, asked for by one person and approved by another; while it is sent it is credit no longer."""

    holder = models.CharField(max_length=60)  # person:12, organisation:7
    rials = models.BigIntegerField()
    iban = Sealed()  # the account of the buyer, as he told it
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=12, default="requested")  # billing.flow.PAYOUT
    requested_by_id = models.BigIntegerField()
    requested_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)  # why it was declined or failed
    sent_by_id = models.BigIntegerField(null=True)
    sent_at = models.DateTimeField(null=True)
    trace = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rials__gt=0), name="payout_over_nothing"),
            models.CheckConstraint(condition=Q(decided_by_id=None) | ~Q(decided_by_id=F("requested_by_id")), name="payout_two_persons"),
        ]
        indexes = [
            models.Index(fields=["state", "requested_at", "id"], name="payout_state"),
            models.Index(fields=["holder", "id"], name="payout_holder"),
        ]
