"""Rows of what was sent: which template, to whom, through whom, and what became of it; its words only until it has left."""

from django.db import models

from kardad.core.fields import Sealed


class Message(models.Model):
    """One SMS, voice call or e-mail. A one-time code is never in it; the words of anything else are sealed and gone once it was sent."""

    class Channel(models.TextChoices):
        SMS = "sms"
        VOICE = "voice"
        EMAIL = "email"

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        DELIVERED = "delivered"
        BLOCKED = "blocked"
        FAILED = "failed"

    template = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.SMS)
    person_id = models.BigIntegerField(null=True)
    mobile = Sealed(blank=True)  # empty for an e-mail
    mobile_index = models.CharField(max_length=64, blank=True)
    email = Sealed(blank=True, default="")
    parameters = Sealed(blank=True, default="")
    digest = models.CharField(max_length=64, blank=True)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    provider = models.CharField(max_length=20, blank=True)
    provider_id = models.CharField(max_length=60, blank=True)
    provider_code = models.CharField(max_length=20, blank=True)  # its own last word about the message
    route = models.CharField(max_length=10, default="service")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)  # a sender took it to hand it over, and has not yet said what came of that
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    ask_due_at = models.DateTimeField(null=True)  # the provider has not yet said what became of it
    tell_due_at = models.DateTimeField(null=True)  # something became of it, and whoever had it sent does not know

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="message_due"),
            models.Index(fields=["ask_due_at"], condition=models.Q(ask_due_at__isnull=False), name="message_ask_due"),
            models.Index(fields=["tell_due_at"], condition=models.Q(tell_due_at__isnull=False), name="message_tell_due"),
            models.Index(fields=["mobile_index", "-id"], name="message_mobile"),
            models.Index(fields=["subject_type", "subject_id", "-id"], name="message_subject"),
        ]


class Pace(models.Model):
    """Until when the rate that a messenger admits is given away; every sender of the house takes his places here."""

    messenger = models.CharField(max_length=20, primary_key=True)
    next_at = models.DateTimeField()
