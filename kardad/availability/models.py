"""What is looked at, each look and its result, the stretches into which looks fold, and what was certified."""

import secrets

from django.db import models

from kardad.core.models import Incident


class Watch(models.Model):
    """One part of the site, for everyone or for one group, and how its last looks went."""

    part = models.CharField(max_length=20)
    group = models.CharField(max_length=60, blank=True, default="")
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    failing_since = models.DateTimeField(null=True)
    successes = models.PositiveSmallIntegerField(default=0)  # in a row
    well_since = models.DateTimeField(null=True)
    incident = models.ForeignKey(Incident, null=True, on_delete=models.PROTECT, related_name="+")  # the last that was opened by itself

    proven_on = models.DateField(null=True)  # the last day whose stretches stand in the chain of proof

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "group"], name="one_watch_a_group")]


class Probe(models.Model):
    """One look at one minute; without a result when whoever looked did not come back. What failed is kept, what was well folds and goes."""

    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="probes")
    at = models.DateTimeField()  # the minute
    ok = models.BooleanField(null=True)
    took_ms = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=16, blank=True)
    signature = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["watch", "at"], name="one_look_a_minute")]
        indexes = [models.Index(fields=["at"], condition=models.Q(ok=True) | models.Q(ok=None), name="probe_to_forget")]


class Stretch(models.Model):
    """Looks with one result after another within one day of Tehran; `digest` is over every look in it, in order."""

    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="stretches")
    day = models.DateField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    seconds = models.PositiveIntegerField()
    ok = models.BooleanField()
    probes = models.PositiveIntegerField(default=1)
    problem = models.CharField(max_length=40, blank=True)  # of the first look
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["watch", "-began_at"], name="stretch_of_watch"),
            models.Index(fields=["day"], name="stretch_day"),
        ]


def _token() -> str:
    return secrets.token_hex(16)


class Certificate(models.Model):
    """What was certified of an interval, as it was signed; the site's word, asked for by a person or by staff."""

    token = models.CharField(max_length=32, unique=True, default=_token)
    part = models.CharField(max_length=20, blank=True)  # empty: every part
    since = models.DateTimeField()
    until = models.DateTimeField()
    person_id = models.BigIntegerField(null=True)  # whose it is; nobody's when staff asked
    statement = models.TextField()  # canonical JSON, the very bytes that are signed
    key = models.CharField(max_length=16)
    signature = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person_id", "-id"], name="certificate_person")]
