"""Batches: one deed asked for on many cases, and what became of each."""

from django.db import models

from kardad.cases.models.cases import Case
from kardad.people.models import Person


class Batch(models.Model):
    """One deed that a secretary asked for on many cases at once."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="case_batches")
    level = models.PositiveSmallIntegerField(default=0)  # how he had proved who he is
    deed = models.CharField(max_length=20)  # cases.actions.batches.DEEDS
    given = models.JSONField(default=dict)  # what the deed asks for besides the case
    once = models.CharField(max_length=64, unique=True)  # a page that was sent twice is one batch
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # something of it is still to be done
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="batch_due"),
            models.Index(fields=["person", "-id"], name="batch_person"),
        ]


class BatchItem(models.Model):
    """One case of a batch and what came of it."""

    class State(models.TextChoices):
        WAITING = "waiting", "در نوبت"
        DONE = "done", "انجام شد"
        REFUSED = "refused", "انجام نشد"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="batch_items")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    said = models.CharField(max_length=300, blank=True)  # the refusal, or what was done
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "case"], name="batch_case_once")]
        indexes = [models.Index(fields=["batch", "id"], condition=models.Q(state="waiting"), name="batch_waiting")]
