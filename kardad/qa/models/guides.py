"""Dated guides with their comments, and the official addresses that staff keep."""

from django.db import models

from kardad.people.models import Person


class Guide(models.Model):
    """A guide of some pages that says on which day it was written and last reviewed."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    lead = models.CharField(max_length=400)
    body = models.TextField()  # paragraphs; a line that begins with «## » is a heading, with «- » a row of a list
    topic = models.CharField(max_length=40)
    state = models.CharField(max_length=20, default="draft")  # flow.GUIDE
    written_on = models.DateField()
    reviewed_on = models.DateField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "-reviewed_on", "-id"], name="guide_newest")]


class Comment(models.Model):
    """What a member wrote below a guide; seen after a member of staff has read it."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=1000)
    state = models.CharField(max_length=20, default="pending")  # flow.COMMENT
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["guide", "-id"], condition=models.Q(state="published"), name="comment_shown")]


class LinkEntry(models.Model):
    """An official system, site or channel, with the day on which somebody last opened it."""

    class Group(models.TextChoices):
        SYSTEMS = "systems", "سامانه‌های دولتی"
        INSURANCE = "insurance", "بیمه و بازنشستگی"
        LAW = "law", "متن قانون و رأی"
        CHANNELS = "channels", "کانال‌ها و تماس"

    group = models.CharField(max_length=20, choices=Group)
    title = models.CharField(max_length=120)
    url = models.URLField(max_length=300, unique=True)
    text = models.CharField(max_length=300)
    is_official = models.BooleanField(default=True)
    is_down = models.BooleanField(default=False)
    is_shown = models.BooleanField(default=True)
    checked_on = models.DateField()
    place = models.PositiveSmallIntegerField(default=0)
