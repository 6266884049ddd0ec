"""What may be found, and the changes an index has yet to hear of."""

import secrets

from django.db import models


def token() -> str:
    """A name that no other database has."""
    return secrets.token_hex(8)


class Entry(models.Model):
    """One public thing as search knows it. The row is the truth; an index that still names a dropped row finds nothing."""

    kind = models.CharField(max_length=12)  # service, calculator, question, guide, help, law
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    url = models.TextField()  # an address of Persian words is long, each letter written as six signs
    weight = models.PositiveSmallIntegerField(default=0)  # 0–9: of two that fit alike, the heavier comes first
    digest = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_entry_a_thing")]


class Change(models.Model):
    """The latest change of an entry; its id tells an index what it has not heard of. A dropped entry leaves one too."""

    entry_id = models.BigIntegerField(unique=True)


class Store(models.Model):
    """The name of this database's search, so that an index made from another one is known as foreign."""

    name = models.CharField(max_length=16, default=token)
