"""The base tables: history, stored files, drafts, counters, outages."""

import secrets

from django.db import models


class AppendOnly(models.QuerySet):
    """Rows that are only ever added; the database refuses the rest too (see the migration's triggers)."""

    def update(self, **kwargs):
        """Refuse."""
        raise TypeError("history is append-only")

    def delete(self):
        """Refuse."""
        raise TypeError("history is append-only")


class Event(models.Model):
    """One thing that happened, in the words of `<app>/data/history.toml`."""

    at = models.DateTimeField()
    name = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40)
    on_behalf_of = models.CharField(max_length=60, blank=True)
    level = models.SmallIntegerField(default=0)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)  # whose own history this belongs to
    office_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    request_id = models.CharField(max_length=32, blank=True)

    objects = AppendOnly.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="event_subject"),
            models.Index(fields=["person_id", "-id"], name="event_person"),
            models.Index(fields=["name", "-id"], name="event_name"),
        ]

    def save(self, *args, **kwargs):
        """Add the row; a second save is refused."""
        if self.pk:
            raise TypeError("history is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Refuse."""
        raise TypeError("history is append-only")


def _token() -> str:
    return secrets.token_hex(16)


class StoredFile(models.Model):
    """An uploaded file: what it is, not what it was called; its bytes lie sealed in the storage."""

    class Scan(models.TextChoices):
        WAITING = "waiting"
        CLEAN = "clean"
        INFECTED = "infected"

    token = models.CharField(max_length=32, unique=True, default=_token)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=10, choices=Scan, default=Scan.WAITING)
    scan_due_at = models.DateTimeField(null=True)
    owner_id = models.BigIntegerField(null=True)
    stored_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["scan_due_at"], condition=models.Q(scan="waiting"), name="file_scan_due")]


class Draft(models.Model):
    """What someone typed in a form and has not yet sent; sealed, kept until it is sent or grows old."""

    token = models.CharField(max_length=32, unique=True, default=_token)
    person_id = models.BigIntegerField(null=True)
    path = models.CharField(max_length=200)
    sealed = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "path"], condition=models.Q(person_id__isnull=False), name="one_draft_a_form")
        ]
        indexes = [models.Index(fields=["saved_at"], name="draft_age")]


class Counter(models.Model):
    """How often something was done in a window: rate limits that survive a restart and two processes."""

    key = models.CharField(max_length=100, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)


class Incident(models.Model):
    """An outage that the public is told about, on its banner and on /status/."""

    class Part(models.TextChoices):
        SITE = "site", "سایت"
        LOGIN = "login", "ورود"
        PANEL = "panel", "پنل"
        STORAGE = "storage", "ثبت و نگهداری"
        REGISTERS = "registers", "استعلام هویت"
        SMS = "sms", "پیامک"
        SSO = "sso", "پنجره ملی خدمات"

    part = models.CharField(max_length=20, choices=Part)
    # Whom it hit: empty is everyone, else `messenger:<name>`, `operator:<name>`, `province:<name>`, `office:<id>`, and its name for people.
    group = models.CharField(max_length=60, blank=True, default="")
    group_title = models.CharField(max_length=80, blank=True, default="")
    is_automatic = models.BooleanField(default=False)
    title = models.CharField(max_length=120)
    text = models.TextField()
    afterword = models.TextField(blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-began_at"], name="incident_recent")]
