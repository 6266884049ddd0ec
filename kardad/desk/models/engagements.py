"""The client book: for whom a practitioner asks, and whether he for whom it is consented."""

import secrets

from django.db import models
from django.db.models import Q

from kardad.core.fields import Sealed
from kardad.people.models import Person


def token() -> str:
    """An address that nobody guesses."""
    return secrets.token_hex(16)


class Engagement(models.Model):
    """A client in a practitioner's book; requests are made for him while, and only while, he consents."""

    practitioner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="engagements")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="engagements_as_client")  # who answered
    name = Sealed()  # as the practitioner calls him
    mobile = Sealed(blank=True)  # forgotten once nobody is to be reached by it
    mobile_index = models.CharField(max_length=64)
    code = Sealed(blank=True)
    code_index = models.CharField(max_length=64, blank=True)
    token = models.CharField(max_length=32, unique=True, default=token)
    state = models.CharField(max_length=12, default="invited")  # desk.flow.ENGAGEMENT
    terms = models.CharField(max_length=20, blank=True)  # the words to which he consented, by their version
    invited_at = models.DateTimeField()
    expire_due_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practitioner", "mobile_index"], condition=Q(state__in=["invited", "agreed"]), name="one_engagement_a_mobile"
            ),
            models.UniqueConstraint(fields=["practitioner", "person"], condition=Q(state="agreed"), name="one_engagement_a_client"),
            models.CheckConstraint(condition=~Q(state="agreed") | Q(person__isnull=False), name="engagement_agreed_by_somebody"),
        ]
        indexes = [
            models.Index(fields=["practitioner", "-id"], name="engagement_practitioner"),
            models.Index(fields=["person", "-id"], name="engagement_person"),
            models.Index(fields=["expire_due_at"], condition=Q(expire_due_at__isnull=False), name="engagement_expire_due"),
        ]
