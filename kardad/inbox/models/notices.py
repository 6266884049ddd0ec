"""Notices, and how each reached each party: the rungs of service as facts with their times."""

from django.db import models
from django.db.models import F, Q

from kardad.core.fields import Sealed
from kardad.core.models import StoredFile
from kardad.inbox.models.dossiers import Dossier, Party
from kardad.people.models import Person


class Series(models.Model):
    """The last number given in a Jalali year; whoever numbers holds the row until he commits, so that no number is lost."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveBigIntegerField(default=0)


class Notice(models.Model):
    """A paper that is served: a kind of `law/data/notices.toml` and what it says; each delivery has its own official document."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="notices")
    code = models.CharField(max_length=4)  # N1 … N13
    number = models.CharField(max_length=20, unique=True, null=True)  # given when it is placed
    state = models.CharField(max_length=8, default="draft")  # flow.NOTICE: draft placed dropped
    title = models.CharField(max_length=160)
    says = Sealed()  # JSON: the data of its template
    is_confidential = models.BooleanField(default=False)  # read only after a step up and a confirmation
    days = models.PositiveSmallIntegerField(null=True)  # of a deadline whose length the law leaves to the board
    day = models.DateField(null=True)  # of the hearing, where there is one
    filer = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")  # whose own paper it is: he is not served it
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    office_id = models.BigIntegerField(null=True)
    made_by_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    placed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["dossier", "-id"], name="notice_dossier"),
            models.Index(fields=["office_id", "-id"], name="notice_office"),
        ]


class Delivery(models.Model):
    """One notice on its way to one party. Times are set once and never taken back; what counts at law is decided by `law.serving`."""

    class Via(models.TextChoices):
        ACCOUNT = "account", "حساب کاربری"
        PAPER = "paper", "کاغذی"
        SANA = "sana", "ثنا"
        ELSEWHERE = "elsewhere", "جای دیگر"

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="deliveries")
    via = models.CharField(max_length=10, choices=Via)
    rung = models.CharField(max_length=14)  # a state of flow.FLOWS[via]
    is_copy = models.BooleanField(default=False)  # for information: the service itself was on the representative
    agent = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # the representative it was served on
    placed_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)  # the first messenger took the SMS or e-mail: no sign that anybody was told
    notified_at = models.DateTimeField(null=True)  # the network said that the message lies in the addressee's telephone
    arrived_at = models.DateTimeField(null=True)  # by SANA's word and clock
    opened_at = models.DateTimeField(null=True)
    opened_by_id = models.BigIntegerField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    served_on = models.DateField(null=True)  # Tehran's day
    effect = models.CharField(max_length=8, blank=True)  # legal, actual
    rule = models.CharField(max_length=40, blank=True)  # which row of law/data/serving.toml decided, with its version
    failed_at = models.DateTimeField(null=True)  # when it first failed
    problem = models.CharField(max_length=40, blank=True)  # a key of problems.PROBLEMS, while it waits for the secretary
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    outside_number = models.CharField(max_length=40, blank=True)  # of SANA, or of the paper from elsewhere
    due_at = models.DateTimeField(null=True)  # when a sweep looks whether it was opened, or speaks to SANA
    tries = models.PositiveSmallIntegerField(default=0)
    office_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            # Never two services of one paper on one party; a voided one makes room for the next.
            models.UniqueConstraint(fields=["notice", "party"], condition=Q(is_copy=False, voided_at__isnull=True), name="served_once"),
            models.CheckConstraint(condition=Q(opened_at__isnull=True) | Q(opened_at__gte=F("placed_at")), name="opened_after_placed"),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(acknowledged_at__gte=F("opened_at")), name="acknowledged_after_opened"
            ),
        ]
        indexes = [
            models.Index(fields=["party", "-id"], name="delivery_party"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="delivery_due"),
            models.Index(fields=["office_id", "-id"], condition=~Q(problem="") & Q(voided_at__isnull=True), name="delivery_failed"),
        ]


class Visit(models.Model):
    """One call of a process agent with the paper: whom he met, what became of it, and the proof he brought back."""

    class Outcome(models.TextChoices):
        HANDED = "handed", "به خود مخاطب داده شد"
        REPRESENTATIVE = "representative", "به نماینده او داده شد"
        RELATIVE = "relative", "به بستگان یا خدمه در همان نشانی داده شد"
        OFFICE = "office", "به دفتر شخص حقوقی داده شد"
        REFUSED = "refused", "نپذیرفت؛ در محل الصاق شد"
        ABSENT = "absent", "کسی نبود؛ در محل الصاق شد"
        PUBLISHED = "published", "نشانی نامعلوم بود؛ آگهی شد"
        RETURNED = "returned", "برگشت؛ ابلاغ نشد"

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="visits")
    agent_name = Sealed()
    given_at = models.DateTimeField()  # handed to the agent
    due_on = models.DateField()  # LP 38
    outcome = models.CharField(max_length=14, choices=Outcome, blank=True)
    at = models.DateTimeField(null=True)
    in_words = models.CharField(max_length=200, blank=True)  # hour, day, month and year in words, LP 36
    receiver = Sealed(blank=True, default="")
    relation = models.CharField(max_length=60, blank=True)
    note = Sealed(blank=True, default="")
    photo = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery"], condition=Q(outcome=""), name="one_open_visit")]


class Attachment(models.Model):
    """A picture or file of a paper from elsewhere, kept for its owner."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
