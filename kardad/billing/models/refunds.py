"""Refunds and the credit notes that stand behind them."""

from django.db import models
from django.db.models import F, Q

from kardad.billing.models.invoices import Invoice
from kardad.billing.models.payments import Payment


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
    payment = models.ForeignKey(Payment, null=True, on_delete=models.PROTECT, related_name="+")  # what the bank is asked to reverse
    claimed_until = models.DateTimeField(null=True)  # somebody is asking the bank just now
    verdict = models.CharField(max_length=60, blank=True)  # what the bank said to that
    is_unclear = models.BooleanField(default=False)  # its answer was lost once: it may have reversed the payment
    trace = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rials__gt=0), name="refund_over_nothing"),
            models.CheckConstraint(condition=Q(decided_by_id=None) | ~Q(decided_by_id=F("requested_by_id")), name="refund_two_persons"),
        ]
        indexes = [
            models.Index(fields=["invoice", "id"], name="refund_invoice"),
            models.Index(fields=["state", "requested_at", "id"], name="refund_state"),
        ]


class CreditNote(models.Model):
    """The paper that makes an invoice less, with the tax in proportion."""

    number = models.CharField(max_length=24, unique=True)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="credit_notes")
    refund = models.OneToOneField(Refund, on_delete=models.PROTECT, related_name="credit_note")
    total = models.BigIntegerField()
    vat = models.BigIntegerField()
    issued_at = models.DateTimeField()
    paper_due_at = models.DateTimeField(null=True)  # its official paper is to be asked for

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(vat__gte=0, vat__lte=F("total")), name="credit_note_holds_its_tax")]
        indexes = [models.Index(fields=["paper_due_at"], condition=Q(paper_due_at__isnull=False), name="credit_note_paper_due")]
