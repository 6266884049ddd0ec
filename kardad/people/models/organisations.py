"""Organisations: legal employers, their members and their workplace codes."""

from django.db import models

from kardad.people.models.persons import Person


class Organisation(models.Model):
    """A legal employer that a verified member brought here."""

    company_index = models.CharField(max_length=64, unique=True)
    company_id = models.CharField(max_length=11)
    registration_number = models.CharField(max_length=20)
    name = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=340, blank=True)
    is_active = models.BooleanField(default=True)
    checked_at = models.DateTimeField()
    joined_at = models.DateTimeField()


class Membership(models.Model):
    """A person's place in an organisation; an owner approves the others and says what they may do."""

    class Right(models.TextChoices):
        CASES = "cases", "پرونده‌ها و ابلاغ‌ها"
        CONTRACTS = "contracts", "قراردادها"
        REQUESTS = "requests", "درخواست خدمات و پرداخت"
        PAYROLL = "payroll", "حقوق و دستمزد"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    is_owner = models.BooleanField(default=False)
    rights = models.JSONField(default=list)
    position = models.CharField(max_length=80, blank=True)
    is_signatory = models.BooleanField(default=False)
    state = models.CharField(max_length=12, default="awaiting")  # people.flow.MEMBERSHIP
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)  # last time the register confirmed the position
    suspended_at = models.DateTimeField(null=True)  # the register no longer names him: his rights rest until it does

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=models.Q(state__in=["awaiting", "active"]), name="one_place_a_person"
            )
        ]
        indexes = [models.Index(fields=["person", "state"], name="membership_person")]


class WorkplaceCode(models.Model):
    """A social-security workplace code with its dates: codes change when an address or an activity does."""

    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="workplace_codes")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="workplace_codes")
    code = models.CharField(max_length=10)
    title = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, person__isnull=True)
                | models.Q(organisation__isnull=True, person__isnull=False),
                name="workplace_has_one_owner",
            )
        ]
