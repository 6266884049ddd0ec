"""The tables of proof: chains and their entries, the log's leaves, nodes and roots, and the public part of keys."""

from datetime import datetime
from typing import Any

from django.db import models

from kardad.core.fields import Sealed
from kardad.core.models import AppendOnly
from kardad.evidence import canonical


class Kept(models.Model):
    """A row that is only ever added; the database refuses the rest (see the migration's triggers)."""

    objects = AppendOnly.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Add the row; a second save is refused."""
        if not self._state.adding:
            raise TypeError("proof is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Refuse."""
        raise TypeError("proof is append-only")


class Chain(models.Model):
    """The entries of one dossier in order; the token commits to title and salt."""

    token = models.CharField(max_length=32, unique=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    title = Sealed(blank=True)
    salt = models.CharField(max_length=32, blank=True)
    office_id = models.BigIntegerField(null=True, db_index=True)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    grown_on = models.DateField(null=True)  # the first day with entries that no leaf covers
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_type", "subject_id"], name="chain_of_subject")]
        indexes = [models.Index(fields=["id"], condition=models.Q(grown_on__isnull=False), name="chain_grown")]


class Entry(Kept):
    """One fact; `body` is what is hashed, number and kind say the same for those who search."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries", db_index=False)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    body = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta(Kept.Meta):
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="entry_number")]

    @property
    def fact(self) -> dict[str, Any]:
        """What is hashed, as an object."""
        return canonical.decode_object(self.body.encode())

    @property
    def at(self) -> datetime:
        """When it happened; it stands in the body alone, where nobody can change it unseen."""
        return datetime.fromisoformat(self.fact["at"])


class Leaf(Kept):
    """What the log holds of a chain: so many entries, and the hash of the last."""

    index = models.PositiveBigIntegerField(primary_key=True)
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="leaves", db_index=False)
    length = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta(Kept.Meta):
        constraints = [models.UniqueConstraint(fields=["chain", "length"], name="leaf_length")]


class Node(Kept):
    """A complete subtree over leaves, so that a proof reads few rows."""

    level = models.PositiveSmallIntegerField()
    place = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta(Kept.Meta):
        constraints = [models.UniqueConstraint(fields=["level", "place"], name="node_place")]


class Root(models.Model):
    """The log at the end of a day; everything but the stamp, which comes once, is refused to change."""

    day = models.DateField(unique=True)
    size = models.PositiveBigIntegerField(db_index=True)
    root = models.CharField(max_length=64)
    statement = models.TextField()
    signature = models.CharField(max_length=90)
    made_at = models.DateTimeField()
    stamp = models.TextField(blank=True)
    stamp_due_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["stamp_due_at"], condition=models.Q(stamp=""), name="root_stamp_due")]

    def delete(self, *args, **kwargs):
        """Refuse."""
        raise TypeError("proof is append-only")


class Key(models.Model):
    """The public part of a key that signs; the private part is a file that the database never sees."""

    key = models.CharField(max_length=16, unique=True)
    place = models.PositiveIntegerField(unique=True)  # the first is 0; its name is the log's
    public = models.CharField(max_length=43)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)
    endorsed_by = models.CharField(max_length=16, blank=True)
    endorsement = models.CharField(max_length=90, blank=True)
