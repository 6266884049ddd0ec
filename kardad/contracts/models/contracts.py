"""The contract: one row from the first saved part to its settlement; what it says is sealed."""

from django.db import models
from django.db.models import Q

from kardad.core.fields import Sealed
from kardad.core.models import StoredFile
from kardad.inbox.models.dossiers import token
from kardad.people.models import LabourOffice, Organisation, Person


class Series(models.Model):
    """The last number given in a Jalali year; whoever numbers holds the row until he commits."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveBigIntegerField(default=0)


class Contract(models.Model):
    """An employment contract between a worker and an employer, who is an organisation or a person."""

    class Origin(models.TextChoices):
        HERE = "here", "اینجا نوشته و امضا شده"
        PAPER = "paper", "روی کاغذ امضا شده و کارگر آن را با رمز تأیید کرده"
        IMPORTED = "imported", "پیش‌تر امضا شده و کارفرما آن را وارد کرده؛ کارگر آن را اینجا امضا نکرده"

    token = models.CharField(max_length=32, unique=True, default=token)
    number = models.CharField(max_length=24, null=True, unique=True)  # given with the last signature
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.HERE)
    state = models.CharField(max_length=20, default="draft")  # contracts.flow.CONTRACT
    # Who employs: one of the two.
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="contracts")
    employer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="contracts_given")
    maker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contracts_made")  # whose account wrote it
    # The worker: a person once he is known here; before that the blind index of his code leads him to it.
    worker = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="contracts")
    worker_index = models.CharField(max_length=64, blank=True)
    worker_name = Sealed(blank=True, default="")
    is_marked = models.BooleanField(default=False)  # found by this name and code (WorkerMark)
    terms = Sealed()  # JSON of contracts.terms.Terms as its employer has it now; what is signed stands in a version
    version = models.PositiveSmallIntegerField(default=0)  # of the words that were sent last
    # What lists and calendars look for, in step with the terms.
    job = models.CharField(max_length=160, blank=True)
    type = models.CharField(max_length=16, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    trial_ends_on = models.DateField(null=True)
    predecessor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="successors")
    office = models.ForeignKey(LabourOffice, null=True, on_delete=models.PROTECT, related_name="contracts")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # what a sweep waits for: the signature, the first day
    signed_at = models.DateTimeField(null=True)
    ministry_number = models.CharField(max_length=40, blank=True)  # of the ministry's own system, as the employer typed it
    registered_at = models.DateTimeField(null=True)
    disputed_at = models.DateTimeField(null=True)  # a case stands on it: it cannot be dropped or made void
    ended_on = models.DateField(null=True)  # the last day of work
    end_cause = models.CharField(max_length=24, blank=True)  # contracts.causes
    ended_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, employer__isnull=True) | Q(organisation__isnull=True, employer__isnull=False),
                name="contract_has_one_employer",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(number__isnull=False, starts_on__isnull=False), name="signed_contract_has_number"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="contract_organisation"),
            models.Index(fields=["employer", "-id"], name="contract_employer"),
            models.Index(fields=["organisation", "state", "ends_on", "id"], name="contract_organisation_ends"),
            models.Index(fields=["employer", "state", "ends_on", "id"], name="contract_employer_ends"),
            models.Index(
                fields=["organisation", "trial_ends_on", "id"], condition=Q(trial_ends_on__isnull=False), name="contract_organisation_trial"
            ),
            models.Index(
                fields=["employer", "trial_ends_on", "id"], condition=Q(trial_ends_on__isnull=False), name="contract_employer_trial"
            ),
            models.Index(fields=["worker", "-id"], name="contract_worker"),
            models.Index(fields=["worker_index"], condition=Q(worker__isnull=True) & ~Q(worker_index=""), name="contract_awaited"),
            models.Index(fields=["id"], condition=Q(is_marked=False), name="contract_unmarked"),
            models.Index(fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="contract_due"),
            models.Index(
                fields=["ends_on", "id"], condition=Q(state__in=("signed", "registered", "active", "suspended")), name="contract_ends"
            ),
        ]

    @property
    def url(self) -> str:
        """Where its sides read it."""
        return f"/panel/contracts/{self.token}/"


class Annex(models.Model):
    """A paper that belongs to the contract and is signed with it."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="annexes")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)  # of a draft; what was signed keeps its annexes

    class Meta:
        indexes = [models.Index(fields=["contract", "id"], name="annex_contract")]
