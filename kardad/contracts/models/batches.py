"""Work on many contracts of one employer at once, row by row, with what became of each."""

from django.db import models
from django.db.models import Q

from kardad.contracts.models.contracts import Contract
from kardad.contracts.models.versions import Version
from kardad.core.fields import Sealed
from kardad.core.models import StoredFile
from kardad.inbox.models.dossiers import token
from kardad.people.models import Organisation, Person


class Batch(models.Model):
    """Drafts of a file, running contracts of a file, the wage annexes of a year, or a list that is signed with one code."""

    class Kind(models.TextChoices):
        DRAFTS = "drafts", "پیش‌نویس‌ها از پرونده"
        TAKING_IN = "taking_in", "قراردادهای جاری از پرونده"
        ANNEXES = "annexes", "الحاقیه‌های مزد سال"
        SIGNING = "signing", "امضای یکجا"

    class State(models.TextChoices):
        WAITING = "waiting", "در صف"
        WORKING = "working", "در حال انجام"
        READY = "ready", "آماده امضا"  # of a list: its wordings are frozen and wait for the code
        SIGNING = "signing", "در حال امضا"
        DONE = "done", "انجام شد"
        FAILED = "failed", "انجام نشد"

    token = models.CharField(max_length=32, unique=True, default=token)
    once = models.CharField(max_length=64, unique=True)  # of the form that was sent: sent twice, it makes one batch
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # Whose contracts: one of the two.
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="contract_batches")
    employer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="contract_batches_given")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="contract_batches"
    )  # who sent it; nobody else reads or signs it
    year = models.PositiveSmallIntegerField(null=True)  # of the wage annexes
    of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="lists")  # whose wordings the list holds
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")  # while it is still read
    headings = models.JSONField(default=list)  # as the file has them, for the rows that must be mended
    # The rows there may be, those dealt with, and what became of them.
    expected = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)  # of the list: the digests of all that one code signs
    knows = models.JSONField(default=list)  # codes of the warnings that stand beside any of them
    given = Sealed(blank=True, default="")  # what came with the code, until the last of them is signed
    due_at = models.DateTimeField(null=True)  # when a worker may take it
    run = models.CharField(max_length=32, blank=True)  # whose work counts: a worker that was overtaken keeps nothing
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, employer__isnull=True) | Q(organisation__isnull=True, employer__isnull=False),
                name="contract_batch_has_one_employer",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="contract_batch_due"),
            models.Index(fields=["person", "-id"], name="contract_batch_person"),
        ]

    @property
    def url(self) -> str:
        """Where its sender reads it."""
        return f"/panel/contracts/batches/{self.token}/"


class BatchRow(models.Model):
    """One row of a batch: a row of the file, or a contract of the list."""

    class State(models.TextChoices):
        MADE = "made", "ساخته شد"
        THERE = "there", "پیش‌تر بود"  # the same was there: nothing was made a second time
        WRONG = "wrong", "باید درست شود"
        READY = "ready", "آماده امضا"
        SIGNED = "signed", "امضا شد"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField()  # the row's number in the file, or its place in the list
    state = models.CharField(max_length=8, choices=State)
    contract = models.ForeignKey(Contract, null=True, on_delete=models.PROTECT, related_name="batch_rows")
    version = models.ForeignKey(Version, null=True, on_delete=models.SET_NULL, related_name="+")  # gone: its words were changed
    words = models.CharField(max_length=64, blank=True)  # SHA-256 of what is signed
    told = Sealed(blank=True, default="")  # JSON of contracts.batches.Told

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="one_contract_batch_row")]
        indexes = [
            models.Index(fields=["batch", "state", "place"], name="contract_batch_row_state"),
            models.Index(fields=["contract", "id"], condition=Q(contract__isnull=False), name="contract_batch_row_contract"),
        ]
