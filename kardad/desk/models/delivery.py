"""Delivery: hours and calls, papers in versions, what the client thought of it."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from kardad.core.fields import Sealed
from kardad.core.models import StoredFile
from kardad.desk import policy
from kardad.desk.models.requests import Item, Message
from kardad.people.models import Person


class Shift(models.Model):
    """The hours in which an expert takes calls on a day; its slots are made with it."""

    expert = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="shift_of_some_time"),
            models.UniqueConstraint(fields=["expert", "starts_at"], name="one_shift_a_start"),
        ]


class Appointment(models.Model):
    """Some minutes with an expert: held while the client decides or pays, then booked, then done or missed."""

    class Cause(models.TextChoices):
        FIRST = "first", "نوبت نخست"
        MOVE = "move", "جابه‌جایی"
        LATE_MOVE = "late_move", "جابه‌جایی نزدیک به نوبت"
        GOODWILL = "goodwill", "جابه‌جایی سالانه"
        ABSENT = "absent", "به جای نوبتی که کارشناس نبود"

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="appointments")
    expert = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16, default="held")  # desk.flow.APPOINTMENT
    phone = Sealed(blank=True)  # to call; hidden from the expert
    may_record = models.BooleanField(default=False)  # the client agreed
    made_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    moves = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    cause = models.CharField(max_length=10, choices=Cause, default=Cause.FIRST)
    remind_at = models.DateTimeField(null=True)  # the next word to the client about it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(state__in=["held", "booked"]), name="one_open_appointment"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="appointment_of_some_minutes"),
        ]
        indexes = [
            models.Index(fields=["expert", "starts_at", "id"], name="appointment_expert"),
            models.Index(fields=["held_until"], condition=Q(held_until__isnull=False), name="appointment_held"),
            models.Index(fields=["remind_at"], condition=Q(remind_at__isnull=False), name="appointment_remind"),
        ]

    @property
    def lapses_at(self) -> datetime:
        """Until when another hour may stand for one that the client missed, from when he was told of it."""
        return (self.ended_at or self.starts_at) + policy.MISSED_LASTS


class Slot(models.Model):
    """A quarter of an hour of an expert; an appointment takes several one after another, and each is taken once."""

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="slots")
    expert = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    appointment = models.ForeignKey(Appointment, null=True, on_delete=models.SET_NULL, related_name="slots")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["expert", "starts_at"], name="one_slot_a_quarter")]
        indexes = [models.Index(fields=["starts_at", "expert"], condition=Q(appointment__isnull=True), name="slot_free")]


class Call(models.Model):
    """One try to reach the client through the bridge that hides both numbers."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="calls")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12)  # placing, ringing; then answered, no_answer or failed
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")


class Deliverable(models.Model):
    """One version of what the client gets for an item; what was released never changes, a correction is the next version."""

    class Kind(models.TextChoices):
        SUMMARY = "summary", "خلاصه گفت‌وگو"
        OPINION = "opinion", "مشاوره کتبی"
        CALCULATION = "calculation", "فایل محاسبات"
        DOCUMENT = "document", "سند"
        TRAINING = "training", "محتوای آموزش"

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="deliverables")
    version = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=24, unique=True)  # on the paper, with a QR
    token = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    body = models.JSONField(default=dict)  # facts, question, law, opinion, next_steps, limits … or inputs and sheet
    law_on = models.DateField(null=True)  # the day whose law it tells
    files = models.ManyToManyField(StoredFile, related_name="+")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    signed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # the second expert
    signed_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)  # first opened by the client
    note = models.CharField(max_length=500, blank=True)  # what changed since the version before
    signer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # who was asked to sign
    recalled_at = models.DateTimeField(null=True)
    recall_reason = models.CharField(max_length=500, blank=True)
    paper_due_at = models.DateTimeField(null=True)  # its official paper is to be asked for
    follow_up = models.OneToOneField(Message, null=True, on_delete=models.SET_NULL, related_name="+")  # the one free question

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "version"], name="one_version"),
            models.CheckConstraint(condition=Q(signed_by=None) | ~Q(signed_by=models.F("made_by")), name="deliverable_two_persons"),
        ]
        indexes = [
            models.Index(fields=["item", "-version"], name="deliverable_item"),
            models.Index(fields=["paper_due_at"], condition=Q(paper_due_at__isnull=False), name="deliverable_paper_due"),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it may still be written: nobody has been given it."""
        return self.released_at is None and self.recalled_at is None


class Rating(models.Model):
    """What the client thought of an item."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField()
    tags = models.JSONField(default=list)
    comment = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="rating_one_to_five")]
