"""Payments: one row a try, with what the payer's browser, the callback and the bank each said."""

import secrets

from django.db import models
from django.db.models import F, Q

from kardad.billing.models.invoices import Invoice, token
from kardad.core.models import StoredFile


def attempt_number() -> int:
    """A number of at most 18 digits that no other attempt bore, even before a restored copy of the database."""
    return secrets.randbelow(9 * 10**17) + 10**17


class Payment(models.Model):
    """One try to pay an invoice; a failed try stays and another row is the next."""

    class Method(models.TextChoices):
        ONLINE = "online_gateway", "پرداخت آنلاین"
        CARD = "card_to_card", "کارت به کارت"
        MANUAL = "manual", "ثبت دستی"
        CREDIT = "credit", "اعتبار برگشتی"

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    token = models.CharField(max_length=32, unique=True, default=token)  # the callback's address: nobody guesses it
    attempt = models.BigIntegerField(unique=True, default=attempt_number)  # what the bank knows the try by
    method = models.CharField(max_length=16, choices=Method)
    rials = models.BigIntegerField()
    applied = models.BigIntegerField(default=0)  # of it, what the invoice still needed
    surplus = models.BigIntegerField(default=0)  # the rest, which became the buyer's credit
    refunded = models.BigIntegerField(default=0)
    state = models.CharField(max_length=20, default="initiated")  # billing.flow.PAYMENT
    begun_at = models.DateTimeField()
    begun_by_id = models.BigIntegerField(null=True)
    paid_at = models.DateTimeField(null=True)

    gateway = models.CharField(max_length=20, blank=True)
    authority = models.CharField(max_length=100, blank=True)
    sale = models.CharField(max_length=100, blank=True)
    bank_reference = models.CharField(max_length=100, blank=True)
    card = models.CharField(max_length=24, blank=True)  # masked
    came_back_at = models.DateTimeField(null=True)
    claim = models.CharField(max_length=12, blank=True)  # what the callback said of itself
    verdict = models.CharField(max_length=60, blank=True)  # what the bank said when asked, and its code
    asked_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)  # somebody is asking the bank just now
    due_at = models.DateTimeField(null=True)
    settle_due_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    paper_due_at = models.DateTimeField(null=True)  # its official paper is to be asked for

    trace = models.CharField(max_length=40, blank=True)
    transferred_on = models.DateField(null=True)
    transferred_time = models.TimeField(null=True)  # in Tehran, as the receipt shows it
    receipt = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    decided_by_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rials__gt=0), name="payment_over_nothing"),
            models.CheckConstraint(
                condition=Q(applied=0, surplus=0) | Q(rials=F("applied") + F("surplus"), applied__gte=0, surplus__gte=0),
                name="payment_wholly_applied",
            ),
            models.CheckConstraint(condition=Q(refunded__gte=0, refunded__lte=F("applied")), name="payment_never_refunded_twice"),
            models.UniqueConstraint(fields=["gateway", "authority"], condition=~Q(authority=""), name="one_payment_an_authority"),
            models.UniqueConstraint(fields=["gateway", "bank_reference"], condition=~Q(bank_reference=""), name="one_payment_a_reference"),
            models.UniqueConstraint(
                fields=["trace", "transferred_on", "rials"], condition=~Q(trace="") & ~Q(state="rejected"), name="one_payment_a_receipt"
            ),
            models.CheckConstraint(
                condition=~Q(method__in=["manual", "card_to_card"])
                | Q(decided_by_id=None)
                | ~Q(decided_by_id=F("begun_by_id"))
                | Q(begun_by_id=None),
                name="payment_two_persons",
            ),
        ]
        indexes = [
            models.Index(fields=["invoice", "id"], name="payment_invoice"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="payment_due"),
            models.Index(fields=["state", "begun_at", "id"], name="payment_to_check"),
            models.Index(fields=["trace"], condition=~Q(trace=""), name="payment_trace"),
            models.Index(fields=["paper_due_at"], condition=Q(paper_due_at__isnull=False), name="payment_paper_due"),
            models.Index(fields=["settle_due_at"], condition=Q(settle_due_at__isnull=False), name="payment_settle_due"),
        ]


class Credit(models.Model):
    """What the house owes a buyer and he may spend on an invoice; it comes from surplus and refunds only, never from a top-up."""

    holder = models.CharField(max_length=60, primary_key=True)  # person:12, organisation:7
    rials = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(rials__gte=0), name="credit_never_below_nothing")]
