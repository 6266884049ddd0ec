"""Work items: one open row a task, opened by an app below and shown by the office."""

from django.db import models


class WorkItem(models.Model):
    """Something a member of staff must do about one thing; at most one open item a kind and subject."""

    kind = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    title = models.CharField(max_length=120)
    office_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40)  # who may do it
    assigned_to_id = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id"], condition=models.Q(closed_at__isnull=True), name="one_open_item"
            )
        ]
        indexes = [
            models.Index(fields=["role", "opened_at", "id"], condition=models.Q(closed_at__isnull=True), name="work_open"),
            models.Index(fields=["role", "office_id", "opened_at", "id"], condition=models.Q(closed_at__isnull=True), name="work_office"),
            models.Index(fields=["due_at"], condition=models.Q(closed_at__isnull=True), name="work_due"),
        ]
