"""Letters: what lies in a person's kartable."""

import json

from django.db import models
from django.db.models import Q

from kardad.core.fields import Sealed
from kardad.inbox.models.dossiers import Dossier
from kardad.inbox.models.notices import Delivery
from kardad.people.models import Person


class Letter(models.Model):
    """What a person was told on a day, in the words of that day; it leads to one page of ours.

    A letter that brings a notice names its delivery: opening the one opens the other.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="letters")
    event = models.CharField(max_length=40)
    group = models.CharField(max_length=16)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    words = Sealed()  # JSON: title and text
    url = models.TextField()  # an address of Persian words is long, each letter written as six signs
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    dossier = models.ForeignKey(Dossier, null=True, on_delete=models.PROTECT, related_name="letters")
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.PROTECT, related_name="letters")
    asked = models.CharField(max_length=120, blank=True)  # what is wanted of the person, in words
    until = models.DateField(null=True)  # the last safe day for it

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="letter_person"),
            models.Index(fields=["person", "group", "-id"], name="letter_group"),
            models.Index(fields=["person", "-id"], condition=Q(read_at__isnull=True), name="letter_unread"),
            models.Index(fields=["dossier", "person", "-id"], name="letter_dossier"),
            models.Index(fields=["delivery"], condition=Q(delivery__isnull=False), name="letter_delivery"),
            models.Index(fields=["person", "until"], condition=Q(until__isnull=False, archived_at__isnull=True), name="letter_until"),
            models.Index(fields=["subject_type", "subject_id", "-id"], name="letter_subject"),
        ]

    @property
    def title(self) -> str:
        """What happened, in one line."""
        return json.loads(self.words)["title"]

    @property
    def text(self) -> str:
        """What the letter says below its title."""
        return json.loads(self.words)["text"]

    @property
    def is_read(self) -> bool:
        """Whether the person has opened it."""
        return self.read_at is not None
