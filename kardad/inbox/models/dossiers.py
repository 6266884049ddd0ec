"""Dossiers: a folder of papers with those who are to be served in it."""

import secrets
from typing import Any

from django.db import models
from django.db.models import Q

from kardad.core.fields import Sealed
from kardad.kit import text
from kardad.people.models import LabourOffice, Mandate, Organisation, Person
from kardad.people.models.verification import tracking_code


def token() -> str:
    """A name that cannot be guessed."""
    return secrets.token_hex(16)


def number_key(number: str) -> str:
    """What every way of typing a dossier's number has in common: no dashes, strokes or spaces, and figures of one sort."""
    return "".join(sign for sign in text.match_key(number) if sign.isalnum())


class Dossier(models.Model):
    """A folder: of a case that an office serves papers in, or of a person who keeps here what another body sent him."""

    class Kind(models.TextChoices):
        OFFICE = "office", "پرونده اداره"
        ELSEWHERE = "elsewhere", "پرونده جای دیگر"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OFFICE)
    token = models.CharField(max_length=32, unique=True, default=token)
    tracking_code = models.CharField(
        max_length=13, unique=True, default=tracking_code
    )  # printed on paper, with a check digit; typed by who joins late
    number = models.CharField(max_length=40, blank=True)  # the class number, ours or the other body's
    number_key = models.CharField(max_length=40, blank=True)  # the same as it is looked for: figures and letters alone
    title = Sealed()
    subject_type = models.CharField(max_length=40, blank=True)  # what an upper room keeps about it
    subject_id = models.BigIntegerField(null=True)
    office = models.ForeignKey(LabourOffice, null=True, on_delete=models.PROTECT, related_name="dossiers")
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="dossiers")  # of one from elsewhere
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    compared_at = models.DateTimeField(null=True)  # when its rows were last held beside its chain

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"], condition=Q(subject_id__isnull=False), name="one_dossier_a_subject"
            )
        ]
        indexes = [
            models.Index(fields=["owner", "-id"], name="dossier_owner"),
            models.Index(fields=["office", "-id"], name="dossier_office"),
            models.Index(fields=["compared_at", "id"], condition=Q(kind="office"), name="dossier_compared"),
            models.Index(fields=["number_key"], condition=~Q(number_key=""), name="dossier_number"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The number is found however it is typed."""
        self.number_key = number_key(self.number)
        if "number" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "number_key"}
        super().save(*args, **kwargs)

    @property
    def url(self) -> str:
        """Where its sides read it."""
        return f"/panel/inbox/dossiers/{self.token}/"


class Party(models.Model):
    """A side of a dossier: a person, an organisation, or somebody who has no account yet and is known by name and address."""

    class Side(models.TextChoices):
        CLAIMANT = "claimant", "خواهان"
        RESPONDENT = "respondent", "خوانده"
        THIRD = "third", "شخص ثالث"

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="parties")
    side = models.CharField(max_length=12, choices=Side)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="parties")
    name = Sealed()
    code_index = models.CharField(max_length=64, blank=True)  # blind index of the national code or company id, for who joins late
    mobile = Sealed(blank=True, default="")
    address = Sealed(blank=True, default="")
    joined_at = models.DateTimeField(null=True)  # since when papers reach an account of his
    # Who typed the right code where nobody had written whose side it is: the secretary looks before he sees anything.
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="parties_asked")
    asked_for = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=True) | Q(organisation__isnull=True), name="party_is_one"),
            models.UniqueConstraint(fields=["dossier", "person"], condition=Q(person__isnull=False), name="party_person_once"),
            models.UniqueConstraint(
                fields=["dossier", "organisation"], condition=Q(organisation__isnull=False), name="party_organisation_once"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="party_person"),
            models.Index(fields=["organisation", "-id"], name="party_organisation"),
        ]

    @property
    def has_account(self) -> bool:
        """Whether papers can be put into an account of his."""
        return self.joined_at is not None


class Representation(models.Model):
    """Who stands for a party in one dossier; papers go to him, and count for the party, while it lasts."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="representations")
    agent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="representations")
    mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="representations")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party"], condition=Q(ended_at__isnull=True), name="one_representative_a_side")]
        indexes = [models.Index(fields=["agent", "-id"], name="representation_agent")]
