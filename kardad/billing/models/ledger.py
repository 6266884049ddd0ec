"""The ledger: double entry, only ever added to; the database refuses the rest."""

from django.db import models

from kardad.core.models import AppendOnly


class Kept(models.Model):
    """A row that is added once and never touched again."""

    objects = AppendOnly.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Add the row; a second save is refused."""
        if self.pk:
            raise TypeError("the ledger is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Refuse."""
        raise TypeError("the ledger is append-only")


class Posting(Kept):
    """One thing that happened to money; its entries add up to zero."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="posting_subject"),
            models.Index(fields=["at", "id"], name="posting_at"),
        ]


class Closing(models.Model):
    """What every account comes to over all entries up to this one, so that nobody adds the old ones up again; it can be made anew."""

    last_entry = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    sums = models.JSONField()  # rials by account


class Entry(Kept):
    """Rials on one account: over zero for debit, under it for credit. `holder` says whose part of the account it is."""

    class Account(models.TextChoices):
        RECEIVABLE = "receivable", "بدهکاران"
        REVENUE = "revenue", "درآمد خدمات"
        VAT = "vat", "مالیات بر ارزش افزوده"
        BANK = "bank", "بانک"
        CREDIT = "credit", "اعتبار برگشتی"

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="entries")
    account = models.CharField(max_length=12, choices=Account)
    holder = models.CharField(max_length=60, blank=True)
    rials = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(rials=0), name="entry_of_something")]
        indexes = [models.Index(fields=["account", "holder"], name="entry_account")]
