"""How a contract ended and what was settled: the cause with what shows it, the statement's facts, the payment."""

from django.db import models
from django.db.models import Q

from kardad.contracts.models.contracts import Contract
from kardad.contracts.models.versions import Version
from kardad.core.fields import Sealed
from kardad.core.models import StoredFile
from kardad.people.models import Person


class Ending(models.Model):
    """An end of the contract that a side has named: it waits for signatures, for the other's yes, for its day, or has come."""

    class State(models.TextChoices):
        WAITING = "waiting", "منتظر امضا"
        OFFERED = "offered", "منتظر پذیرش کارفرما"
        GIVEN = "given", "ثبت شده؛ تا روز پایان"
        DONE = "done", "پایان یافته"
        WITHDRAWN = "withdrawn", "پس گرفته شده"

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="endings")
    cause = models.CharField(max_length=24)  # contracts.causes
    side = models.CharField(max_length=10)  # who named it
    state = models.CharField(max_length=10, choices=State)
    ends_on = models.DateField()  # the last day of work
    evidence = Sealed()  # JSON of contracts.causes.Evidence
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="endings")  # where it is signed
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # the moment its last day is over; a sweep waits for it
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract"], condition=~Q(state="withdrawn"), name="one_ending"),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="ending_due"),
            models.Index(fields=["contract", "-id"], name="ending_contract"),
        ]


class Settlement(models.Model):
    """What is settled after the end: the facts its employer told, the statement that both signed, what was paid."""

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="settlement")
    facts = Sealed(blank=True, default="")  # JSON of contracts.statement.Facts
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")  # that both signed
    due_on = models.DateField()  # until when it is expected
    alert_at = models.DateTimeField(null=True)  # both are told then that it is late
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    refused_at = models.DateTimeField(null=True)  # the worker did not sign
    paid_at = models.DateTimeField(null=True)  # when the payment was recorded
    paid_on = models.DateField(null=True)
    amount = models.PositiveBigIntegerField(null=True)
    method = models.CharField(max_length=10, blank=True)
    trace = Sealed(blank=True, default="")  # the bank's number of it
    proof = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)  # paid and signed; or the contract goes on

    class Meta:
        indexes = [models.Index(fields=["alert_at", "id"], condition=Q(alert_at__isnull=False), name="settlement_alert")]
        constraints = [
            models.CheckConstraint(
                condition=Q(paid_at__isnull=True) | Q(paid_on__isnull=False, amount__isnull=False), name="paid_settlement_says_what"
            )
        ]
