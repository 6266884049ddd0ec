"""Deadlines that began with a service: every computation is kept, the newest counts."""

from django.db import models
from django.db.models import Q

from kardad.inbox.models.notices import Delivery


class Deadline(models.Model):
    """One computation of one party's deadline; a later one supersedes it and says why, nothing is overwritten."""

    class Cause(models.TextChoices):
        SERVED = "served", "ابلاغ"
        HOLIDAY = "holiday", "تعطیلی تازه"
        OUTAGE = "outage", "اختلال سامانه"
        VOIDED = "voided", "بی‌اثر شدن ابلاغ"
        CORRECTED = "corrected", "رأی تصحیحی"

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="deadlines")
    code = models.CharField(max_length=4)  # of law/data/deadlines.toml
    cause = models.CharField(max_length=10, choices=Cause, default=Cause.SERVED)
    served_on = models.DateField()
    safe_until = models.DateField()
    hard_until = models.DateField()
    final_on = models.DateField()
    reasons = models.JSONField(default=list)  # law.deadlines.Reason.as_json of every day that mattered
    obstructed = models.JSONField(default=dict)  # ISO day -> why the office could not be reached on it (CPC 444)
    rule_version = models.CharField(max_length=40)
    calendar_version = models.CharField(max_length=40)
    checked_version = models.CharField(max_length=40, default="")  # the newest calendar under which the same days came out
    computed_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    at_risk_since = models.DateTimeField(null=True)  # an outage touched it: it does not become final by itself
    risk = models.CharField(max_length=200, blank=True)
    remind_due_at = models.DateTimeField(null=True)
    reminded = models.JSONField(default=list)  # which of arrival, +3, -5, -1 have gone
    office_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "code"], condition=Q(superseded_at__isnull=True), name="one_deadline_that_counts")
        ]
        indexes = [
            models.Index(fields=["office_id", "hard_until"], condition=Q(superseded_at__isnull=True), name="deadline_open"),
            models.Index(fields=["checked_version", "hard_until"], condition=Q(superseded_at__isnull=True), name="deadline_checked"),
            models.Index(fields=["remind_due_at"], condition=Q(remind_due_at__isnull=False), name="deadline_remind"),
        ]


class Outage(models.Model):
    """An outage that is over and whose deadlines wait to be looked at; `last` is the last one that was."""

    incident_id = models.BigIntegerField(unique=True)
    due_at = models.DateTimeField(null=True)
    last = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="outage_due")]
