"""How petitions come in by other doors: a person's consent at a counter, and what happens to one that was filed elsewhere."""

from django.db import models
from django.db.models import Q

from kardad.cases.models.cases import Case
from kardad.core.fields import Sealed
from kardad.inbox.models.dossiers import token
from kardad.people.models import LabourOffice, Person


class CounterConsent(models.Model):
    """A person at a counter lets the officer write his petition, by a code to his own mobile; by another he signs what was read to him."""

    token = models.CharField(max_length=32, unique=True, default=token)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="counter_consents")
    officer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(LabourOffice, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, null=True, on_delete=models.SET_NULL, related_name="consent")
    side = models.CharField(max_length=10)
    text = Sealed()  # the words to which he said yes
    digest = models.CharField(max_length=64, blank=True)  # of the petition that stood when his second code was sent
    asked_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    until = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["officer", "-id"], name="consent_officer"),
            models.Index(fields=["until"], condition=Q(signed_at__isnull=True), name="consent_open"),
        ]


class OfficialEntry(models.Model):
    """One thing that happened at the office to a petition which was prepared here, as its owner tells it: no proof of ours."""

    class Kind(models.TextChoices):
        FILED = "filed", "ثبت در اداره"
        NOTICE = "notice", "ابلاغیه"
        SESSION = "session", "جلسه"
        BRIEF = "brief", "مهلت لایحه یا مدرک"
        RULING = "ruling", "رأی هیئت تشخیص"
        OBJECTION = "objection", "اعتراض به رأی"
        FINAL = "final", "رأی قطعی"
        ENFORCEMENT = "enforcement", "درخواست اجرا"
        MONEY = "money", "پولی که رسید"
        CLOSED = "closed", "پایان کار"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="official")
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField()
    hour = models.TimeField(null=True)
    number = models.CharField(max_length=60, blank=True)  # the office's own: of registration, class, decision, court
    place = models.CharField(max_length=160, blank=True)
    amount = models.PositiveBigIntegerField(null=True)  # rials: awarded by a decision, or received
    text = Sealed(blank=True, default="")
    delivery = models.ForeignKey("inbox.Delivery", null=True, on_delete=models.PROTECT, related_name="+")  # of a notice
    made_at = models.DateTimeField()
    remind_due_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)  # told by mistake

    class Meta:
        indexes = [
            models.Index(fields=["case", "on", "id"], name="official_case"),
            models.Index(fields=["remind_due_at"], condition=Q(remind_due_at__isnull=False), name="official_due"),
        ]
