"""How a dispute ends without a verdict: a table where both sides offer on one computation and sign terms; a claim that is taken back."""

from django.db import models
from django.db.models import Q

from kardad.cases.models.cases import Case
from kardad.cases.models.decisions import Decision
from kardad.core.fields import Sealed
from kardad.inbox.models import Party


class Settlement(models.Model):
    """The settlement table of a case: sealed offers on one neutral computation, then terms that both sign."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="settlements")
    state = models.CharField(max_length=10, default="open")  # flow.SETTLEMENT
    round = models.PositiveSmallIntegerField(default=1)  # of sealed offers
    figure = models.PositiveBigIntegerField(null=True)  # rials, where two sealed offers met
    total = models.PositiveBigIntegerField(null=True)  # rials, of the terms on the table
    terms = Sealed(blank=True, default="")  # JSON of cases.bargaining.Terms
    proposed_by = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")  # whose terms lie on the table
    version = models.PositiveSmallIntegerField(default=0)  # of the terms: what is agreed to is what was read
    hash = models.CharField(max_length=64, blank=True)  # of the words that are signed
    opened_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_id = models.BigIntegerField(null=True)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], condition=Q(state__in=("open", "agreed")), name="one_settlement_table")]


class Offer(models.Model):
    """What a side would give or take in one round; the other side never reads it, only whether the two met."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="offers")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    amount = Sealed()  # rials, as digits
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["settlement", "party", "round"], name="offer_once")]


class Signature(models.Model):
    """A side's signature under a settlement, by a one-time code, over the hash of its words."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="signatures")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    by_id = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["settlement", "party"], name="signature_once")]


class Withdrawal(models.Model):
    """A claimant takes his petition or claim back; after the hearing the other side says yes first, or he gives the right up."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="withdrawals")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default="asked")  # flow.WITHDRAWAL
    rule = models.CharField(max_length=30)  # a code of law/data/procedure.toml
    gives_up = models.BooleanField(default=False)  # the right itself: it cannot be claimed again
    reason = Sealed(blank=True, default="")
    consents = models.ManyToManyField(Party, related_name="+")
    by_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], condition=Q(state="asked"), name="one_withdrawal")]


class Remittance(models.Model):
    """Money of a settlement's instalment as one side tells it: the creditor's word stands at once, the debtor's with the creditor's yes."""

    instalment = models.ForeignKey("cases.Instalment", on_delete=models.PROTECT, related_name="remittances")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")  # who told it
    state = models.CharField(max_length=8, default="told")  # flow.REMITTANCE
    amount = models.PositiveBigIntegerField()
    paid_on = models.DateField()
    by_id = models.BigIntegerField()
    told_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instalment"], condition=Q(state="told"), name="one_remittance_waits")]
