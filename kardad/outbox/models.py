"""Rows of what was sent: never the words, only which template, to whom, through whom, and what became of it."""

from django.db import models

from kardad.core.fields import Sealed


class Message(models.Model):
    """One SMS or voice call. A one-time code is never in it; the parameters of other texts are sealed until sent."""

    class Channel(models.TextChoices):
        SMS = "sms"
        VOICE = "voice"

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        DELIVERED = "delivered"
        BLOCKED = "blocked"
        FAILED = "failed"

    template = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.SMS)
    person_id = models.BigIntegerField(null=True)
    mobile = Sealed()
    mobile_index = models.CharField(max_length=64)
    parameters = Sealed(blank=True, default="")
    digest = models.CharField(max_length=64, blank=True)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    provider = models.CharField(max_length=20, blank=True)
    provider_id = models.CharField(max_length=60, blank=True)
    route = models.CharField(max_length=10, default="service")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="message_due"),
            models.Index(fields=["mobile_index", "-id"], name="message_mobile"),
            models.Index(fields=["subject_type", "subject_id", "-id"], name="message_subject"),
        ]
