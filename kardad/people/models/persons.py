"""Persons: one row a human being, with what must stay sealed in a row of its own."""

import secrets

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from kardad.core.fields import Sealed
from kardad.kit import text


def login_key() -> str:
    """A name for the account that says nothing about its owner."""
    return secrets.token_hex(12)


class Persons(BaseUserManager["Person"]):
    """Looks persons up by the key Django's log-in uses."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person with this login key."""
        return self.get(login_key=username)


class Person(AbstractBaseUser):
    """A human being and, once a password is set, an account. Nothing here identifies anyone to a reader of the database."""

    class Kind(models.TextChoices):
        IRAN = "iran", "ایرانی"
        FOREIGN = "foreign", "تبعه خارجی"

    class State(models.TextChoices):
        ACTIVE = "active", "فعال"
        FROZEN = "frozen", "بسته"  # a death signal or a staff decision: no log-in
        DISPLACED = "displaced", "واگذارشده"  # claimed a code at L0 that its owner has since proved to be his

    login_key = models.CharField(max_length=32, unique=True, default=login_key)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.IRAN)
    code_index = models.CharField(max_length=64, null=True, unique=True)
    mobile_index = models.CharField(max_length=64, null=True, unique=True)
    first_name = models.CharField(max_length=60)
    last_name = models.CharField(max_length=60)
    sort_key = models.CharField(max_length=260, blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    level_at = models.DateTimeField(null=True)
    level_method = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    state_reason = models.CharField(max_length=200, blank=True)
    guardian = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="wards")
    joined_at = models.DateTimeField()
    rules_version = models.CharField(max_length=20, blank=True)
    mobile_proved_at = models.DateTimeField(null=True)
    sms_suspended_at = models.DateTimeField(null=True)  # the SIM is no longer his: SMS is no factor until proved again

    sim_checked_at = models.DateTimeField(null=True)  # the register said again that the SIM is his
    sim_check_due_at = models.DateTimeField(null=True)  # a log-in from a new device wants the register asked

    USERNAME_FIELD = "login_key"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]
    objects = Persons()

    class Meta:
        indexes = [
            models.Index(fields=["sim_check_due_at"], condition=models.Q(sim_check_due_at__isnull=False), name="person_sim_check_due")
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(level__lte=3), name="person_level_known"),
            models.CheckConstraint(
                condition=models.Q(level=0) | models.Q(code_index__isnull=False) | models.Q(state="displaced"),
                name="person_verified_has_code",
            ),
        ]

    def save(self, *args, **kwargs):
        """Keep the Persian sort key in step with the name."""
        self.sort_key = text.sort_key(f"{self.last_name} {self.first_name}")
        super().save(*args, **kwargs)

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the person may log in."""
        return self.state == self.State.ACTIVE

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    def __str__(self) -> str:
        return f"person {self.pk}"


class Particulars(models.Model):
    """What identifies a person, sealed; read through `people.reading` so that each look is on record."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.PROTECT, related_name="particulars")
    code = Sealed(blank=True)
    mobile = Sealed(blank=True)
    birth = Sealed(blank=True)  # Gregorian ISO date
    father_name = models.CharField(max_length=60, blank=True)
    iban = Sealed(blank=True)
    postal_code = Sealed(blank=True)
    address = Sealed(blank=True)
    email = Sealed(blank=True)
    insurance_number = Sealed(blank=True)
    passport = Sealed(blank=True)
    nationality = models.CharField(max_length=60, blank=True)
