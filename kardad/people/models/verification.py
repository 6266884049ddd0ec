"""Verification: the methods on offer, each attempt, what registers said, the codes that were sent, the consents given."""

import secrets

from django.conf import settings
from django.db import models

from kardad.core.fields import Sealed
from kardad.people import flow
from kardad.people.models.persons import Person


class Method(models.Model):
    """A way to prove who one is; staff switch it on and off with a reason that visitors read."""

    key = models.CharField(max_length=20, primary_key=True)
    title = models.CharField(max_length=80)
    text = models.CharField(max_length=300)
    level = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    is_enabled = models.BooleanField(default=True)
    disabled_reason = models.CharField(max_length=300, blank=True)
    opens_at = models.TimeField(null=True)  # Tehran time; outside it the method is shown closed
    closes_at = models.TimeField(null=True)
    roles = models.JSONField(default=list)


def tracking_code() -> str:
    """Twelve random Crockford base-32 characters and one that checks them."""
    return flow.tracking_code(secrets.choice)


class Attempt(models.Model):
    """One try to join (L0) or to be verified (L1 and up); never deleted by a later one."""

    class Depth(models.TextChoices):
        JOIN = "join", "عضویت"
        VERIFY = "verify", "احراز هویت"

    tracking = models.CharField(max_length=13, unique=True, default=tracking_code)
    depth = models.CharField(max_length=8, choices=Depth, default=Depth.VERIFY)
    method = models.CharField(max_length=20)
    role = models.CharField(max_length=24)
    state = models.CharField(max_length=20, default=flow.ATTEMPT.initial)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="attempts")
    kind = models.CharField(max_length=8, choices=Person.Kind, default=Person.Kind.IRAN)
    typed = Sealed(default="{}")  # JSON of the form, as typed and normalised
    found = Sealed(blank=True, default="")  # JSON of what the registers told: the name, and no more than is needed
    code_index = models.CharField(max_length=64, blank=True, db_index=True)
    mobile_index = models.CharField(max_length=64, blank=True)
    mobile_tail = Sealed(blank=True, default="")  # last four digits, for the follow-up page
    error = models.CharField(max_length=40, blank=True)
    next_check = models.CharField(max_length=20, blank=True)  # the first check not yet passed
    session_key = models.CharField(max_length=64, blank=True)
    ip = models.GenericIPAddressField(null=True)
    office_id = models.BigIntegerField(null=True)
    began_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # when a sweep takes it up again
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="attempt_due"),
            models.Index(fields=["state", "expires_at"], name="attempt_expiry"),
            models.Index(fields=["person", "-id"], name="attempt_person"),
            models.Index(fields=["ended_at"], name="attempt_ended"),
        ]


class Inquiry(models.Model):
    """One question to a register: who was asked what about which attempt, and the outcome – never the answer itself."""

    attempt = models.ForeignKey(Attempt, null=True, on_delete=models.PROTECT, related_name="inquiries")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    operation = models.CharField(max_length=20)
    subject_index = models.CharField(max_length=64, blank=True)  # what was asked, keyed; lets a match be reused for a day
    provider = models.CharField(max_length=20, blank=True)
    track_id = models.CharField(max_length=40, unique=True)
    outcome = models.CharField(max_length=16, blank=True)
    provider_code = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    cost = models.PositiveIntegerField(null=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["attempt", "id"], name="inquiry_attempt"),
            models.Index(fields=["subject_index", "-answered_at"], name="inquiry_cache"),
        ]


class Code(models.Model):
    """A one-time code: only its keyed hash, what it is for and how often it was tried."""

    purpose = models.CharField(max_length=16, choices=[(name, name) for name in flow.CODE_PURPOSES])
    subject = models.CharField(max_length=64)  # "attempt:7", "person:12"
    code_index = models.CharField(max_length=64, blank=True)
    mobile_index = models.CharField(max_length=64)
    session_key = models.CharField(max_length=64, blank=True)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    channel = models.CharField(max_length=8, default="sms")
    message_id = models.BigIntegerField(null=True)  # outbox.Message
    tries = models.PositiveSmallIntegerField(default=0)
    sends = models.PositiveSmallIntegerField(default=1)  # how many were sent for this subject in a row
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    consumed_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "purpose", "-id"], name="code_subject"),
            models.Index(fields=["mobile_index", "-made_at"], name="code_mobile"),
            models.Index(fields=["made_at"], name="code_age"),
        ]


class Consent(models.Model):
    """Which version of which text someone agreed to, and when."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="consents")
    attempt = models.ForeignKey(Attempt, null=True, on_delete=models.PROTECT, related_name="consents")
    text = models.CharField(max_length=30)  # "verification", "panel_rules"
    version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
