"""Rulings: what two persons say of an online payment of which the bank says nothing clear."""

from django.db import models
from django.db.models import F, Q

from kardad.billing.models.payments import Payment


class Ruling(models.Model):
    """One person says that the money came, or did not, and why; it counts when another agrees."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="rulings")
    is_paid = models.BooleanField()
    bank_reference = models.CharField(max_length=100, blank=True)  # as the bank's statement shows it
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, default="proposed")  # billing.flow.RULING
    proposed_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)  # why it was declined

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment"], condition=Q(state="proposed"), name="one_open_ruling"),
            models.CheckConstraint(
                condition=Q(decided_by_id=None) | Q(state="declined") | ~Q(decided_by_id=F("proposed_by_id")), name="ruling_two_persons"
            ),
            models.CheckConstraint(condition=Q(is_paid=False) | ~Q(bank_reference=""), name="ruling_paid_names_its_reference"),
        ]
