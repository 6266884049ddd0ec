"""Requests: what a client asks, in which state it is, what was said and shown."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Least
from django.db.models.lookups import IsNull

from kardad.billing.models import Invoice, Refund
from kardad.core.models import StoredFile
from kardad.desk.models.engagements import Engagement
from kardad.kit.text import to_persian_digits
from kardad.people.models import LabourOffice, Organisation, Person

NEAREST = Least(Coalesce(F("clock_due_at"), F("reply_due_at")), Coalesce(F("reply_due_at"), F("clock_due_at")))
"""The nearest of a request's clocks; None where none runs."""
HAS_CLOCK = Q(IsNull(NEAREST, rhs=False))
"""Those with a clock that runs, as the index says it and `due__isnull=False` asks it: SQLite proves nothing that is not the same words."""


class Request(models.Model):
    """One text, one or several services, one file of everything that followed."""

    number = models.CharField(max_length=24, null=True, unique=True)  # given when it is sent: SR-1405-000123
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requests")  # who wrote it
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="requests")  # for which he wrote
    client = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="requests_by_others"
    )  # for whom a practitioner wrote
    engagement = models.ForeignKey(Engagement, null=True, on_delete=models.PROTECT, related_name="requests")  # by whose consent
    is_client_buyer = models.BooleanField(default=True)  # whether an invoice bears the client's name, where there is one
    office = models.ForeignKey(LabourOffice, null=True, on_delete=models.PROTECT, related_name="+")
    description = models.TextField(blank=True)
    question_id = models.BigIntegerField(null=True)  # the public question from which it came
    state = models.CharField(max_length=20, default="draft")  # desk.flow.REQUEST
    priority = models.PositiveSmallIntegerField(default=0)  # 0 as usual, 1 urgent
    assigned_to = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="requests_assigned")
    rules_version = models.CharField(max_length=20, blank=True)  # that was accepted when it was sent
    invoice = models.ForeignKey(Invoice, null=True, on_delete=models.PROTECT, related_name="requests")  # the present one
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()  # by whoever; lists go by it
    submitted_at = models.DateTimeField(null=True)
    assigned_at = models.DateTimeField(null=True)
    first_response_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    expired_from = models.CharField(max_length=20, blank=True)
    objected_at = models.DateTimeField(null=True)  # to a redirect; once

    # The clock of the step that is under way: until when, or how many working minutes were left when it was stopped.
    clock = models.CharField(max_length=16, blank=True)  # assign, first_response, work, objection
    clock_due_at = models.DateTimeField(null=True)
    clock_left = models.PositiveIntegerField(null=True)
    breached_at = models.DateTimeField(null=True)

    # What the client wrote waits for an answer, beside whatever step is under way.
    reply_due_at = models.DateTimeField(null=True)
    reply_breached_at = models.DateTimeField(null=True)

    # What the sweeps find: expiry of info_requested, the silent acceptance of delivered.
    due_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["applicant", "-changed_at", "-id"], name="request_applicant"),
            models.Index(fields=["organisation", "-changed_at", "-id"], name="request_organisation"),
            models.Index(fields=["client", "-changed_at", "-id"], name="request_client"),
            models.Index(fields=["assigned_to", "state", "clock_due_at", "id"], name="request_expert"),
            models.Index(fields=["state", "submitted_at", "id"], name="request_queue"),
            models.Index(NEAREST, F("id"), condition=HAS_CLOCK, name="request_pressing"),
            models.Index(fields=["office", "state"], name="request_office"),
            models.Index(fields=["engagement", "-changed_at", "-id"], name="request_engagement"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="request_due"),
            models.Index(fields=["clock_due_at"], condition=Q(clock_due_at__isnull=False, breached_at=None), name="request_clock"),
            models.Index(fields=["reply_due_at"], condition=Q(reply_due_at__isnull=False, reply_breached_at=None), name="request_reply"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["draft", "cancelled"]) | Q(number__isnull=False), name="request_numbered")
        ]

    @property
    def shown_number(self) -> str:
        """The number as people read it: «SR-۱۴۰۵-۰۰۰۱۲۳»; nothing for a draft."""
        return to_persian_digits(self.number or "")

    @property
    def buyer(self) -> Person:
        """In whose name an invoice is made; for an organisation, who asked for it."""
        is_clients = self.client is not None and self.organisation_id is None and self.is_client_buyer
        return self.client if is_clients and self.client else self.applicant


class Item(models.Model):
    """One service of a request, with its own price, state and delivery."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="items")  # only a draft is ever deleted
    service_code = models.CharField(max_length=60)  # desk.catalogue
    title = models.CharField(max_length=160)  # as the catalogue named it on that day
    revision = models.PositiveIntegerField(default=1)  # of the service's form: an open request keeps its own
    quantity = models.PositiveIntegerField(default=1)
    inputs = models.JSONField(default=dict)  # typed answers of the service's form
    delivery = models.CharField(max_length=24)  # desk.catalogue.DELIVERIES
    state = models.CharField(max_length=12, default="pending")  # desk.flow.ITEM
    unit_price = models.BigIntegerField(null=True)  # rials; None for the tariff's
    price_reason = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # of a redirect or rejection
    due_at = models.DateTimeField(null=True)  # promised delivery, by working hours
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="item_of_something"),
            models.UniqueConstraint(fields=["request", "service_code"], name="one_item_a_service"),
        ]


class Opponent(models.Model):
    """Who stands on the other side of the matter, as a blind index: no expert serves both."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="opponents")
    index = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "index"], name="one_opponent")]
        indexes = [models.Index(fields=["index"], name="opponent_index")]


class OwnSide(models.Model):
    """Who stands on the client's side of a sent request, as a blind index: his own codes and those of his organisation and workplaces."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="own_sides")
    index = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "index"], name="one_own_side")]
        indexes = [models.Index(fields=["index"], name="own_side_index")]


class Assignment(models.Model):
    """From when until when a request lay with an expert; the present one has no end."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="assignments")
    expert = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request"], condition=Q(ended_at=None), name="one_open_assignment")]
        indexes = [models.Index(fields=["expert", "ended_at"], name="assignment_expert")]


class Message(models.Model):
    """Something said in a request; a note between staff never reaches the client."""

    class Kind(models.TextChoices):
        TALK = "talk", "پیام"
        QUESTION = "question", "خواستن مدرک یا توضیح"
        ANSWER = "answer", "پاسخ"
        NOTE = "note", "یادداشت همکاران"
        OPINION = "opinion", "نظر کارشناس دیگر"

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=8)  # client, staff
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TALK)
    is_internal = models.BooleanField(default=False)
    body = models.TextField()
    missing = models.JSONField(default=list)  # what a question asks for, by name
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)  # first opened by the other side
    asked_of = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # whose opinion is asked for
    is_shared = models.BooleanField(default=False)  # the opinion is seen by others who were asked, not by the asker alone
    reply_to = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="reply")

    class Meta:
        indexes = [
            models.Index(fields=["request", "-id"], name="request_message"),
            models.Index(fields=["request"], condition=Q(side="client", read_at=None), name="message_unread_by_staff"),
            models.Index(fields=["asked_of", "-id"], condition=Q(asked_of__isnull=False), name="message_asked_of"),
        ]


class Attachment(models.Model):
    """A file of a request; hidden with a reason, never deleted while the matter lives."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="attachments")
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="attachments")
    item = models.ForeignKey(Item, null=True, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=40, blank=True)  # which asked-for paper of the service it is
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    is_internal = models.BooleanField(default=False)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=8)
    added_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True)
    hidden_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["request", "id"], name="request_attachment")]


class Approval(models.Model):
    """Something that needs a manager: a rejection, a price, an objection to a redirect, a withdrawal."""

    class Kind(models.TextChoices):
        REJECT = "reject", "رد درخواست"
        INVOICE = "invoice", "صدور صورتحساب"
        OBJECTION = "objection", "اعتراض به هدایت"

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="approvals")
    kind = models.CharField(max_length=12, choices=Kind)
    data = models.JSONField(default=dict)
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=10, default="asked")  # desk.flow.APPROVAL
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=Q(state="asked"), name="one_open_approval"),
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")), name="approval_two_persons"),
        ]
        indexes = [models.Index(fields=["state", "id"], name="approval_open")]


class Reminder(models.Model):
    """A word to the client that is due: about papers asked for, a delivery that closes soon."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="reminders")
    event = models.CharField(max_length=40)
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="request_reminder_due")]


class Withdrawal(models.Model):
    """A client who paid asks for his money by a rule; the refund says how far it came."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="withdrawals")
    refund = models.OneToOneField(Refund, on_delete=models.PROTECT, related_name="withdrawal")
    rules = models.JSONField(default=list)  # the names of the rules that gave it, one an item
    items = models.JSONField(default=list)  # the ids of the items whose price goes back
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
