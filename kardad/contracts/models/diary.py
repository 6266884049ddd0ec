"""The diary of somebody who works without a contract: what he wrote of his work, when, and what he corrected later."""

from django.db import models
from django.db.models import Q

from kardad.core.fields import Sealed
from kardad.core.models import StoredFile
from kardad.inbox.models.dossiers import token
from kardad.people.models import Person


class Diary(models.Model):
    """A worker's own notes of one workplace; nobody but he reads them before he lays them before somebody."""

    token = models.CharField(max_length=32, unique=True, default=token)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="work_diaries")
    about = Sealed()  # canonical JSON of contracts.diaries.About; never changed, its digest is the chain's first entry
    sha256 = models.CharField(max_length=64)
    length = models.PositiveIntegerField(default=0)  # of its entries; the last one's number
    made_at = models.DateTimeField()
    written_at = models.DateTimeField()  # of the last entry

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="diary_person")]

    @property
    def url(self) -> str:
        """Where its owner reads it."""
        return f"/panel/contracts/diary/{self.token}/"


class DiaryEntry(models.Model):
    """What was written of one day; never changed: who erred writes another that says what it corrects."""

    class Kind(models.TextChoices):
        HOURS = "hours", "ساعت کار"
        PAYMENT = "payment", "پول گرفته‌شده"
        MESSAGE = "message", "پیام یا گفت‌وگو"
        FILE = "file", "عکس یا سند"
        EVENT = "event", "رویداد"

    diary = models.ForeignKey(Diary, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()  # from 1
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField()  # the day that it is about
    words = Sealed()  # canonical JSON of all that was written, the digest of the file with it
    sha256 = models.CharField(max_length=64)  # of these words; the entry of the chain names it
    # What sums look for, as the words say it.
    minutes = models.PositiveSmallIntegerField(null=True)
    amount = models.PositiveBigIntegerField(null=True)
    is_void = models.BooleanField(default=False)  # a correction that says: it was not so
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    seq = models.PositiveIntegerField()  # of its entry in the diary's chain
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["diary", "number"], name="diary_number"),
            models.CheckConstraint(condition=Q(is_void=False) | Q(corrects__isnull=False), name="diary_void_corrects"),
        ]
        indexes = [models.Index(fields=["diary", "on", "id"], name="diary_day")]
