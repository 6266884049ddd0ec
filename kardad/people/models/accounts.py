"""Accounts: a mobile on its way to change, and the record of who looked at whose data."""

from django.db import models

from kardad.core.fields import Sealed
from kardad.people.models.persons import Person


class MobileChange(models.Model):
    """A new mobile, proved by a code and held for a day before it takes effect."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mobile_changes")
    mobile = Sealed()
    mobile_index = models.CharField(max_length=64)
    state = models.CharField(max_length=12, default="asked")  # people.flow.MOBILE_CHANGE
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="mobile_change_due")]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=models.Q(state__in=["asked", "held"]), name="one_mobile_change")
        ]


class AccessRead(models.Model):
    """One look by someone else at a person's data: who, in which role, at what, why, when."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reads")
    reader = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reader_role = models.CharField(max_length=40)
    what = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="read_person")]
