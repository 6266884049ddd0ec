"""Refunds and the credit notes that stand behind them."""

from django.db import models
from django.db.models import F, Q

from kardad.billing.models.invoices import Invoice


class Refund(models.Model):
    """Money of an invoice that goes back, asked for by one person and approved by another."""

    class Target(models.TextChoices):
        SOURCE = "source", "به همان کارت یا حساب"
        CREDIT = "credit", "اعتبار برگشتی"

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="refunds")
    rials = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    target = models.CharField(max_length=8, choices=Target, default=Target.SOURCE)
    state = models.CharField(max_length=12, default="requested")  # billing.flow.REFUND
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
            models.CheckConstraint(condition=Q(rials__gt=0), name="refund_over_nothing"),
            models.CheckConstraint(condition=Q(decided_by_id=None) | ~Q(decided_by_id=F("requested_by_id")), name="refund_two_persons"),
        ]
        indexes = [models.Index(fields=["invoice", "id"], name="refund_invoice"), models.Index(fields=["state", "id"], name="refund_state")]


class CreditNote(models.Model):
    """The paper that makes an invoice less, with the tax in proportion."""

    number = models.CharField(max_length=24, unique=True)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="credit_notes")
    refund = models.OneToOneField(Refund, on_delete=models.PROTECT, related_name="credit_note")
    total = models.BigIntegerField()
    vat = models.BigIntegerField()
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(vat__gte=0, vat__lte=F("total")), name="credit_note_holds_its_tax")]
