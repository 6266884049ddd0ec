"""By which ways each person wants to be told of what, and what else a kartable keeps for its owner."""

from django.db import models

from kardad.people.models import Person


class Preference(models.Model):
    """Whether a person wants one group of letters, or one kind of letter, by one channel; no row leaves it as the house sets it."""

    class Channel(models.TextChoices):
        SMS = "sms", "پیامک"
        EMAIL = "email", "رایانامه"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="preferences")
    topic = models.CharField(max_length=40)  # a group or an event; the event's own choice goes first
    channel = models.CharField(max_length=8, choices=Channel)
    is_on = models.BooleanField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "topic", "channel"], name="preference_once")]


class ProvedAddress(models.Model):
    """That a person read mail at an address: only the address's blind index, so that another one typed later is unproved again."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="proved_address")
    index = models.CharField(max_length=64)
    proved_at = models.DateTimeField()


class Glance(models.Model):
    """When a person looked at his kartable, so that the page can say what came since the time before."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="glance")
    at = models.DateTimeField()
    before = models.DateTimeField(null=True)


class Feed(models.Model):
    """The secret address of a person's calendar of deadlines; only its digest is kept."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="feed")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()


class Announcement(models.Model):
    """A word of the staff to everybody of a role or a province; never a service, and shown apart from letters."""

    title = models.CharField(max_length=160)
    text = models.TextField()
    role = models.CharField(max_length=40, blank=True)  # empty: everybody
    province = models.CharField(max_length=40, blank=True)
    by_id = models.BigIntegerField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-from_at", "-id"], name="announcement_recent")]
