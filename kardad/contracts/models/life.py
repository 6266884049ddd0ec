"""What happens to a contract between its first and its last day: amendments with their day, suspensions, wishes about its end."""

from django.db import models
from django.db.models import Q

from kardad.contracts.models.contracts import Contract
from kardad.contracts.models.versions import Version
from kardad.core.fields import Sealed
from kardad.core.models import StoredFile
from kardad.people.models import Person


class Amendment(models.Model):
    """A change of the terms that both signed: it counts from its day on; the words of the contract stay as they were."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="amendments")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="amendment")
    from_on = models.DateField()
    due_at = models.DateTimeField(null=True)  # when its day begins; a sweep waits for it
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)  # the terms say so since

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="amendment_due"),
            models.Index(fields=["contract", "-id"], name="amendment_contract"),
        ]


class Pause(models.Model):
    """Days in which the contract is suspended: it stands, but there is neither work nor wage."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="pauses")
    cause = models.CharField(max_length=16)  # contracts.pauses
    starts_on = models.DateField()
    expected_on = models.DateField(null=True)  # until when it is thought to last
    note = Sealed(blank=True, default="")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=10)  # who recorded it
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_on = models.DateField(null=True)  # its last day
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract"], condition=Q(closed_at__isnull=True), name="one_open_pause")]
        indexes = [models.Index(fields=["contract", "-id"], name="pause_contract")]


class EndNotice(models.Model):
    """Both sides were told of the last day so many days before it; of 0 days: that it is over and no end is recorded."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="end_notices")
    ends_on = models.DateField()  # an amendment may move it, and then they are told anew
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "ends_on", "days"], name="one_end_notice")]


class Wish(models.Model):
    """What a side wants when the term is over; it binds nobody."""

    class Wants(models.TextChoices):
        RENEW = "renew", "تمدید"
        END = "end", "پایان"

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="wishes")
    ends_on = models.DateField()
    side = models.CharField(max_length=10)
    wants = models.CharField(max_length=8, choices=Wants)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "ends_on", "side"], name="one_wish_a_side")]
