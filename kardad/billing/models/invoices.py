"""Invoices: lines frozen as they were priced, sums that the database itself adds up, numbers without a gap."""

import secrets

from django.db import models
from django.db.models import F, Q

from kardad.billing.models.tariff import Discount, Price, Seller, VatRate
from kardad.people.models import Organisation, Person


def token() -> str:
    """An address that nobody guesses."""
    return secrets.token_hex(16)


class Series(models.Model):
    """The last number given in a series; whoever numbers holds the row until he commits, so that no number is lost."""

    key = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)


class Invoice(models.Model):
    """A demand for payment; `subject_type` and `subject_id` are plain words for what it is for."""

    token = models.CharField(max_length=32, unique=True, default=token)
    number = models.CharField(max_length=24, unique=True)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invoices")  # the buyer, or who asked for the organisation
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="invoices")
    buyer_name = models.CharField(max_length=160)
    seller = models.ForeignKey(Seller, on_delete=models.PROTECT, related_name="+")
    vat_row = models.ForeignKey(VatRate, null=True, on_delete=models.PROTECT, related_name="+")  # None: the seller is not registered
    discount_code = models.ForeignKey(Discount, null=True, on_delete=models.PROTECT, related_name="invoices")
    subtotal = models.BigIntegerField()
    discount = models.BigIntegerField()
    taxable = models.BigIntegerField()
    vat_rate = models.PositiveIntegerField()  # of ten thousand
    vat = models.BigIntegerField()
    total = models.BigIntegerField()
    paid = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)
    state = models.CharField(max_length=16, default="issued")  # billing.flow.INVOICE
    issued_by_id = models.BigIntegerField(null=True)
    issued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expire_due_at = models.DateTimeField(null=True)
    announce_due_at = models.DateTimeField(null=True)  # it is paid and those above have not been told
    paper_due_at = models.DateTimeField(null=True)  # its official paper is to be asked for
    paid_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    has_lapsed = models.BooleanField(default=False)  # void because its day passed, not because somebody said so

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(has_lapsed=False) | Q(state="void"), name="invoice_lapsed_is_void"),
            models.CheckConstraint(
                condition=Q(taxable=F("subtotal") - F("discount"), total=F("taxable") + F("vat"), discount__gte=0, taxable__gte=0),
                name="invoice_adds_up",
            ),
            models.CheckConstraint(condition=Q(paid__gte=0, paid__lte=F("total")), name="invoice_never_paid_twice"),
            models.CheckConstraint(condition=Q(refunded__gte=0, refunded__lte=F("paid")), name="invoice_never_refunded_twice"),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="invoice_person"),
            models.Index(fields=["organisation", "-id"], name="invoice_organisation"),
            models.Index(fields=["subject_type", "subject_id", "-id"], name="invoice_subject"),
            models.Index(fields=["state", "-id"], name="invoice_state"),
            models.Index(fields=["expire_due_at"], condition=Q(expire_due_at__isnull=False), name="invoice_expire_due"),
            models.Index(fields=["paper_due_at"], condition=Q(paper_due_at__isnull=False), name="invoice_paper_due"),
            models.Index(fields=["announce_due_at"], condition=Q(announce_due_at__isnull=False), name="invoice_announce_due"),
        ]

    @property
    def balance(self) -> int:
        """What is still to be paid."""
        return self.total - self.paid if self.state in ("issued", "partially_paid") else 0

    @property
    def holder(self) -> str:
        """Whose money it is when it goes back: `organisation:7` or `person:12`."""
        return f"organisation:{self.organisation_id}" if self.organisation_id else f"person:{self.person_id}"


class Line(models.Model):
    """One service of an invoice, priced by a version of the tariff, or by hand with a reason."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    price = models.ForeignKey(Price, null=True, on_delete=models.PROTECT, related_name="+")
    service_code = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    quantity = models.PositiveIntegerField()
    unit_price = models.BigIntegerField()
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0, unit_price__gte=0), name="line_of_something"),
            models.CheckConstraint(condition=Q(amount=F("quantity") * F("unit_price")), name="line_adds_up"),
            models.CheckConstraint(condition=Q(price__isnull=False) | ~Q(reason=""), name="line_by_tariff_or_reason"),
        ]


class Reminder(models.Model):
    """A text that is due before the invoice ends."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="reminders")
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="reminder_due")]
