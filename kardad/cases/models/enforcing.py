"""What follows a final decision: its enforcement by the court with the money that came of it, and the Divan."""

from django.db import models
from django.db.models import Q

from kardad.cases.models.cases import Case
from kardad.cases.models.decisions import Decision
from kardad.cases.models.settling import Settlement
from kardad.core.fields import Sealed
from kardad.inbox.models import Party


class Enforcement(models.Model):
    """The creditor's request to have a final decision carried out by the court of the workshop's place (LL 166)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="enforcements")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="enforcements")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")  # the creditor
    state = models.CharField(max_length=10, default="requested")  # flow.ENFORCEMENT
    iban = Sealed(blank=True, default="")
    owed = models.PositiveBigIntegerField()
    orders = models.JSONField(default=list)  # what is to be done where it is no sum: «بازگشت به کار»
    received = models.PositiveBigIntegerField(default=0)  # sum of its counted Collection rows
    court = models.CharField(max_length=160, blank=True)
    court_number = models.CharField(max_length=40, blank=True)
    requested_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "party"], condition=~Q(state__in=("recalled", "ended")), name="one_enforcement"),
            models.CheckConstraint(condition=Q(received__lte=models.F("owed")), name="not_more_than_owed"),
        ]


class Collection(models.Model):
    """Money of an enforcement that reached the creditor, as one of them told it."""

    enforcement = models.ForeignKey(Enforcement, on_delete=models.PROTECT, related_name="collections")
    amount = models.PositiveBigIntegerField()
    received_on = models.DateField()
    state = models.CharField(max_length=8, default="counted")  # flow.COLLECTION; what the debtor says waits for the creditor's yes
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")  # who told it; None: the office
    by_id = models.BigIntegerField()
    noted_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["enforcement", "-id"], name="collection_of")]


class Instalment(models.Model):
    """A sum that is due on a day, of a settlement or as the court allowed, and what came of it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="instalments")
    settlement = models.ForeignKey(Settlement, null=True, on_delete=models.PROTECT, related_name="instalments")
    enforcement = models.ForeignKey(Enforcement, null=True, on_delete=models.PROTECT, related_name="instalments")
    position = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    amount = models.PositiveBigIntegerField()
    paid_on = models.DateField(null=True)
    paid = models.PositiveBigIntegerField(default=0)
    tell_due_at = models.DateTimeField(null=True)  # when the sides hear of it next: that it is near, then that it is late

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(settlement__isnull=False) ^ Q(enforcement__isnull=False), name="instalment_of_one"),
            models.CheckConstraint(condition=Q(paid__lte=models.F("amount")), name="instalment_not_overpaid"),
        ]
        indexes = [
            models.Index(fields=["case", "due_on"], name="instalment_case"),
            models.Index(fields=["tell_due_at"], condition=Q(tell_due_at__isnull=False), name="instalment_tell"),
        ]


class Divan(models.Model):
    """What the Administrative Justice Court has of a final decision; a complaint alone stays nothing."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="divans")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="divans")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="open")  # flow.DIVAN
    number = models.CharField(max_length=40)
    opened_on = models.DateField()
    is_late = models.BooleanField(default=False)  # after the days of this side: the Divan judges it, the office only marks it
    stayed_on = models.DateField(null=True)  # of the last interim order
    lifted_on = models.DateField(null=True)  # of the same
    ended_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state__in=("open", "stayed")), name="one_divan_open"),
            models.CheckConstraint(
                condition=(Q(stayed_on=None) | Q(stayed_on__gte=models.F("opened_on")))
                & (Q(lifted_on=None) | Q(lifted_on__gte=models.F("stayed_on"))),
                name="divan_days_in_order",
            ),
        ]
