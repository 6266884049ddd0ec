"""The case: one row from the first saved step of the petition to its archive; what people wrote is sealed."""

from django.db import models
from django.db.models import Q

from kardad.core.fields import Sealed
from kardad.inbox.models import Dossier, Party
from kardad.inbox.models.dossiers import token
from kardad.people.models import LabourOffice, Mandate, Person


class Series(models.Model):
    """The last number given of a kind in an office and a Jalali year; whoever numbers holds the row until he commits."""

    kind = models.CharField(max_length=12)  # petition, class, decision
    office = models.ForeignKey(LabourOffice, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "office", "year"], name="case_series_once")]


class Case(models.Model):
    """A dispute. Its sides, notices, services and deadlines are those of its dossier, which is opened when it is filed."""

    class Capacity(models.TextChoices):
        SELF = "self", "خودم"
        MEMBER = "member", "از سوی شرکت یا مؤسسه‌ام"
        HEIR = "heir", "وارث"
        GUARDIAN = "guardian", "ولی یا قیم"
        LAWYER = "lawyer", "وکیل"
        REPRESENTATIVE = "representative", "نماینده"
        COUNTER = "counter", "متصدی باجه با رضایت او"

    token = models.CharField(max_length=32, unique=True, default=token)
    state = models.CharField(max_length=14, default="draft")  # cases.flow.CASE
    instance = models.CharField(max_length=4, default="DB")  # flow.FIRST or flow.APPEAL
    by_side = models.CharField(max_length=10)  # worker, employer: who claims; law.claims.SIDES
    filer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases_filed")  # whose account wrote it
    claimant = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="cases_claimed")  # whose right it is
    capacity = models.CharField(max_length=16, choices=Capacity, default=Capacity.SELF)
    mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="cases")
    contract = models.ForeignKey("contracts.Contract", null=True, on_delete=models.PROTECT, related_name="+")  # from which it began
    petition = Sealed()  # JSON of cases.petition.Petition: every step as it was typed; frozen when it is filed
    once = models.CharField(max_length=64, blank=True)  # hash of what was filed: the same petition twice in a moment is one
    dossier = models.OneToOneField(Dossier, null=True, on_delete=models.PROTECT, related_name="case")
    office = models.ForeignKey(LabourOffice, null=True, on_delete=models.PROTECT, related_name="cases")
    number = models.CharField(max_length=24, null=True, unique=True)  # of registration (LP 29), given when filed
    class_number = models.CharField(max_length=24, null=True, unique=True)  # کلاسه, given when accepted
    invitation = models.CharField(max_length=13, null=True, unique=True)  # by which co-workers' petitions join this one
    lead = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="group")  # of co-workers' petitions heard together
    duplicate_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="duplicates")
    is_restricted = models.BooleanField(default=False)  # staff need a grant
    asked = models.JSONField(default=dict)  # what the defect notice asks: field -> what is missing
    end_reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)  # the next date anybody may know: a hearing
    due_at = models.DateTimeField(null=True)  # until when the desk has it, in working days
    final_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["filer", "once"], condition=~Q(once=""), name="petition_once"),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "prepared")) | Q(dossier__isnull=False, number__isnull=False, filed_at__isnull=False),
                name="filed_has_dossier",
            ),
        ]
        indexes = [
            models.Index(fields=["filer", "-id"], name="case_filer"),
            models.Index(fields=["office", "due_at", "id"], condition=Q(due_at__isnull=False), name="case_queue"),
            models.Index(fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="case_queue_all"),  # of a manager: every office's
            models.Index(fields=["office", "-id"], name="case_office"),
            models.Index(fields=["lead", "id"], condition=Q(lead__isnull=False), name="case_group"),
            models.Index(fields=["id"], condition=Q(state="window"), name="case_window"),  # what the sweep of finality looks through
            models.Index(
                fields=["id"], condition=Q(state__in=("settled", "withdrawn", "annulled", "dismissed", "final")), name="case_closing"
            ),  # what the sweep of the archive looks through
        ]


class ClaimItem(models.Model):
    """One thing that is asked for: a row of the catalogue, its period, its amount with the sheet that computed it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=4)  # law/data/claims.toml
    from_day = models.DateField(null=True)
    to_day = models.DateField(null=True)
    amount = models.PositiveBigIntegerField(null=True)  # rials asked for; None: not a sum, or left to the board
    is_typed = models.BooleanField(default=False)  # typed by the filer, not computed
    sheet = models.JSONField(default=dict)  # law.sheet.Sheet.as_json that gave the amount, inputs included
    text = Sealed(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="item_position")]


class Capability(models.Model):
    """What the letter of a representative says he may do in this dossier (LP 22–27); without a row he has the general powers alone.

    It counts from `recorded_at` on: when the side and its representative have both taken it on them. An amended letter ends the one before.
    """

    representation = models.ForeignKey("inbox.Representation", on_delete=models.PROTECT, related_name="capabilities")
    can_object = models.BooleanField(default=False)  # only by express words (LP 26)
    can_settle = models.BooleanField(default=False)
    can_withdraw = models.BooleanField(default=False)
    deed = models.CharField(max_length=10, default="ordinary")  # ordinary, official
    deed_number = models.CharField(max_length=40, blank=True)
    deed_on = models.DateField(null=True)
    filing = models.ForeignKey("cases.Filing", null=True, on_delete=models.PROTECT, related_name="+")  # the letter itself
    by_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField(null=True)
    side_at = models.DateTimeField(null=True)  # the side's yes, by a code
    agent_at = models.DateTimeField(null=True)  # the representative's
    recorded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["representation"], condition=Q(recorded_at__isnull=False, ended_at__isnull=True), name="one_letter_in_force"
            ),
            models.UniqueConstraint(
                fields=["representation"], condition=Q(recorded_at__isnull=True, ended_at__isnull=True), name="one_letter_waits"
            ),
        ]


class Transfer(models.Model):
    """The case went to the office where the last workshop lies (LP 10); the day of filing is kept."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transfers")
    from_office = models.ForeignKey(LabourOffice, on_delete=models.PROTECT, related_name="+")
    to_office = models.ForeignKey(LabourOffice, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)


class Grant(models.Model):
    """What a member of staff asked about a restricted case: to open it for a time, or that it be as usual for everybody again."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="grants")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="case_grants")
    is_lifting = models.BooleanField(default=False)  # asked that the restriction be lifted; it opens nothing by itself
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, default="asked")  # flow.ACCESS
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person", "is_lifting"], condition=Q(state__in=("asked", "granted")), name="one_grant")
        ]


class Hold(models.Model):
    """Who edits the decision or the minutes now: the other editor is told, nothing is overwritten."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="hold")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()


class Filing(models.Model):
    """What a side puts into the file: a brief, evidence, an application, an answer. The other side reads it from `shown_at` on."""

    class Kind(models.TextChoices):
        EVIDENCE = "evidence", "مدرک"
        BRIEF = "brief", "لایحه"
        APPLICATION = "application", "درخواست در پرونده"
        ANSWER = "answer", "پاسخ"
        COUNTERCLAIM = "counterclaim", "دعوای متقابل"
        OPINION = "opinion", "نظریه کارشناس"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="filings")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="filings")  # None: the expert's or the board's
    by_id = models.BigIntegerField()
    kind = models.CharField(max_length=14, choices=Kind)
    paper = models.CharField(max_length=30, blank=True)  # contract, payslip … of data/papers.toml
    title = models.CharField(max_length=160)
    text = Sealed(blank=True, default="")
    answers = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replies")
    reply_by = models.DateField(null=True)
    filed_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-id"], name="filing_case")]


class FilingFile(models.Model):
    """One file of a filing; a draft's files hang on the case until it is filed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files")
    filing = models.ForeignKey(Filing, null=True, on_delete=models.PROTECT, related_name="files")
    paper = models.CharField(max_length=30, blank=True)
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="filing_file_case")]
