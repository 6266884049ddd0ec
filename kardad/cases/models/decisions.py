"""Decisions: a finding per claim item, the votes that carried it, the signatures under it; and what follows at the appeal board."""

from django.db import models
from django.db.models import Q

from kardad.cases.models.boards import Hearing, Seat
from kardad.cases.models.cases import Case, ClaimItem, Filing
from kardad.core.fields import Sealed
from kardad.inbox.models import Notice, Party
from kardad.people.models import Person


class Decision(models.Model):
    """A verdict or an order of a board; it says nothing to anybody before it is issued, and is never changed after (LP 102)."""

    class Kind(models.TextChoices):
        MERITS = "merits", "رأی"
        ANNULMENT = "annulment", "قرار ابطال دادخواست"
        DISMISSAL = "dismissal", "قرار رد یا عدم صلاحیت"
        WITHDRAWAL = "withdrawal", "قرار استرداد"
        SETTLEMENT = "settlement", "گزارش سازش"
        CORRECTION = "correction", "رأی تصحیحی"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    hearing = models.ForeignKey(Hearing, null=True, on_delete=models.PROTECT, related_name="decisions")
    instance = models.CharField(max_length=4)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.MERITS)
    state = models.CharField(max_length=8, default="draft")  # flow.DECISION
    number = models.CharField(max_length=24, null=True, unique=True)
    text = Sealed(blank=True, default="")  # the reasoning that is common to all items; of a correction, how it reads now
    was = Sealed(blank=True, default="")  # of a correction: how it read before (LP 103)
    expert_fee = models.PositiveBigIntegerField(default=0)  # added against the respondent who loses (LP 99)
    total = models.PositiveBigIntegerField(default=0)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="+")  # N7, N9, N10, N11 that serves it
    version = models.PositiveSmallIntegerField(default=0)  # a vote is on one version; a new draft needs new votes
    due_on = models.DateField(null=True)  # LP 101
    chair = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="+")  # who signed it as chair, when it was issued
    made_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "instance"], condition=Q(state__in=("draft", "voting")), name="one_decision_in_the_making"
            )
        ]
        indexes = [models.Index(fields=["case", "-id"], name="decision_case")]


class Finding(models.Model):
    """What the board finds on one claim item."""

    class Outcome(models.TextChoices):
        ALLOWED = "allowed", "پذیرفته شد"
        PARTLY = "partly", "بخشی پذیرفته شد"
        REJECTED = "rejected", "رد شد"
        UPHELD = "upheld", "تأیید شد"  # of an objection, by the appeal board
        REVERSED = "reversed", "نقض شد"
        OUTSIDE = "outside", "در صلاحیت هیئت نیست"
        STANDS = "stands", "اعتراضی به آن نبود؛ برقرار است"  # LP 110: the appeal board stays within the objection

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="findings")
    item = models.ForeignKey(ClaimItem, on_delete=models.PROTECT, related_name="findings")
    outcome = models.CharField(max_length=10, choices=Outcome)
    amount = models.PositiveBigIntegerField(null=True)
    order = models.CharField(max_length=300, blank=True)  # what is to be done, where it is no sum: «بازگشت به کار»
    reasons = Sealed(blank=True, default="")
    articles = models.JSONField(default=list)  # codes of law/data/articles.toml
    sheet = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "item"], name="finding_an_item")]


class Vote(models.Model):
    """What one member holds of one version of a decision; nobody outside the panel ever sees it."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="votes")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="votes")
    version = models.PositiveSmallIntegerField()
    opinion = models.CharField(max_length=10)  # agree, against
    dissent = Sealed(blank=True, default="")
    at = models.DateTimeField()
    level = models.PositiveSmallIntegerField(default=0)  # how he had proved who he is: the vote is his signature

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "seat", "version"], name="vote_once")]


class Objection(models.Model):
    """A side's objection to a decision of the first instance; a late one is kept, flagged, and ruled upon by the appeal board."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="objections")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="objections")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="objections")
    by_id = models.BigIntegerField()
    items = models.ManyToManyField(ClaimItem, related_name="objections")
    timely = models.ManyToManyField(ClaimItem, related_name="+")  # of a late one, those that a correction gave days anew (LP 103)
    grounds = Sealed()
    filing = models.ForeignKey(Filing, null=True, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    is_late = models.BooleanField()
    excuse = Sealed(blank=True, default="")
    ruled = models.CharField(max_length=10, blank=True)  # heard, refused: of a late one
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="+")  # N8

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "party"], name="one_objection_a_side")]


class Referral(models.Model):
    """A question put to an expert, its fee, and who bears it (LP 97–99)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="referrals")
    asked_by = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")  # None: the board's own motion
    payer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="referrals")
    expert = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="referrals")
    question = Sealed()
    fee = models.PositiveBigIntegerField()
    tariff_row = models.CharField(max_length=120, blank=True)
    days = models.PositiveSmallIntegerField(default=10)  # the board gives the payer so many (LP 97)
    pay_by = models.DateField()  # the last of them, as far as it is known: from the service of the notice of the fee on, D8 says it
    receipt = models.CharField(max_length=80, blank=True)  # of a payer without an account, who paid at the bank
    noted_by_id = models.BigIntegerField(null=True)  # who saw that receipt
    files = models.ManyToManyField("cases.FilingFile", related_name="referrals")  # the part of the file that the expert reads
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="+")  # N5
    opinion_notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="+")  # N6
    invoice = models.ForeignKey("billing.Invoice", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default="ordered")
    opinion = models.ForeignKey(Filing, null=True, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=("ordered", "paid", "declined", "opined")), name="one_referral_open"
            )
        ]
        indexes = [
            models.Index(fields=["expert", "-id"], name="referral_expert"),
            models.Index(fields=["pay_by"], condition=Q(state="ordered"), name="referral_unpaid"),
        ]


class Decline(models.Model):
    """An expert did not take a question on; why, those who run the case read, and no side."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="declines")
    expert = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = Sealed()
    declined_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "expert"], name="one_decline")]


class FeeReturn(models.Model):
    """A fee paid at a bank for an opinion that never came: owed back to who paid it, until finance has paid it back."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="fee_return")
    rials = models.PositiveBigIntegerField()
    owed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paid_on = models.DateField(null=True)
    trace = models.CharField(max_length=80, blank=True)  # the number of the paper by which it went back
    returned_at = models.DateTimeField(null=True)
    returned_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_at=None, paid_on=None, trace="") | Q(returned_at__isnull=False, paid_on__isnull=False) & ~Q(trace=""),
                name="fee_returned_by_a_paper",
            )
        ]
