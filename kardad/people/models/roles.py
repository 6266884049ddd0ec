"""Roles a person holds, the papers that prove them, and mandates to act for another."""

from django.db import models

from kardad.core.models import StoredFile
from kardad.people.models.persons import Person


class RoleGrant(models.Model):
    """A person in a role; some roles wait for staff to see the papers."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=24)  # people.roles.ROLES
    state = models.CharField(max_length=12, default="active")  # people.flow.GRANT
    office = models.ForeignKey("people.LabourOffice", null=True, on_delete=models.PROTECT, related_name="grants")
    licence_number = models.CharField(max_length=40, blank=True)
    licence_body = models.CharField(max_length=80, blank=True)
    field = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    missing = models.JSONField(default=list)  # kinds of paper that the reviewer asked for
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=models.Q(state__in=["pending", "incomplete", "active"]), name="one_grant_a_role"
            )
        ]
        indexes = [models.Index(fields=["person", "state"], name="grant_person")]


class Mandate(models.Model):
    """One person's authority to act for another; access ends the moment it is revoked."""

    class Basis(models.TextChoices):
        LAWYER = "lawyer", "وکالت"
        REPRESENTATIVE = "representative", "نمایندگی"
        GUARDIAN = "guardian", "ولایت یا قیمومت"

    principal = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates_given")
    agent = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="mandates_held")
    basis = models.CharField(max_length=16, choices=Basis, default=Basis.REPRESENTATIVE)
    subject = models.CharField(max_length=160)  # what it is about, in the principal's words
    invitation = models.CharField(max_length=13, unique=True)
    state = models.CharField(max_length=12, default="invited")  # people.flow.MANDATE
    reason = models.CharField(max_length=300, blank=True)
    missing = models.JSONField(default=list)  # kinds of paper that the reviewer asked for
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["agent", "state"], name="mandate_agent"),
            models.Index(fields=["principal", "-id"], name="mandate_principal"),
        ]


class Undo(models.Model):
    """The day in which a principal may take back what only a code by SMS confirmed."""

    class Deed(models.TextChoices):
        APPOINT = "appoint", "معرفی نماینده"
        REVOKE = "revoke", "عزل نماینده"

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="undos")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="undos")
    deed = models.CharField(max_length=8, choices=Deed)
    before = models.CharField(max_length=12, blank=True)  # the mandate's state before it was revoked
    state = models.CharField(max_length=8, default="open")  # people.flow.UNDO
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="undo_due"),
            models.Index(fields=["person", "state"], name="undo_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["mandate", "deed"], condition=models.Q(state="open"), name="one_undo_a_deed"),
        ]


class Paper(models.Model):
    """A document that someone showed or uploaded to prove a role, a mandate or an identity."""

    kind = models.CharField(max_length=30)  # people/data/papers.toml
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    serial = models.CharField(max_length=60, blank=True)
    grant = models.ForeignKey(RoleGrant, null=True, on_delete=models.PROTECT, related_name="papers")
    mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="papers")
    attempt = models.ForeignKey("people.Attempt", null=True, on_delete=models.PROTECT, related_name="papers")
    visit = models.ForeignKey("people.Visit", null=True, on_delete=models.PROTECT, related_name="papers")
    added_at = models.DateTimeField()
    file_dropped_at = models.DateTimeField(null=True)  # scans are kept until the review and 30 days more
