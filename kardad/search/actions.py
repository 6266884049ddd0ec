"""What may be found: put, or dropped; called inside the transaction of the action that publishes or withdraws."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import models, transaction

from kardad.search import signals
from kardad.search.models import Change, Entry

LONGEST_TITLE = 200
STANDING = ("calculator", "service", "help", "law")  # kinds that stand in code and files, gathered with every new version


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A thing of the code or of a file that may be found under a name of its own."""

    kind: str
    name: str
    title: str
    url: str
    text: str = ""
    weight: int = 0


def key_of(subject: models.Model | str) -> str:
    """The name under which a row or a thing of its own name is found."""
    return subject if isinstance(subject, str) else f"{subject._meta.label_lower}:{subject.pk}"


@transaction.atomic
def put(kind: str, subject: models.Model | str, *, title: str, url: str, at: datetime, text: str = "", weight: int = 0) -> Entry:
    """The thing is found by these words from now on; `url` is a path of ours, `weight` 0–9 lifts it over what fits alike."""
    told = {"title": title[:LONGEST_TITLE], "text": text, "url": url, "weight": weight}
    digest = _digest(told)
    values = {**told, "digest": digest, "changed_at": at}
    row, is_new = Entry.objects.get_or_create(kind=kind, key=key_of(subject), defaults=values)
    if not is_new and row.digest == digest:
        return row
    if not is_new:
        Entry.objects.filter(pk=row.pk).update(**values)
    _changed(row.pk)
    return row


@transaction.atomic
def drop(kind: str, subject: models.Model | str) -> bool:
    """The thing is found no more; whether it was."""
    found = Entry.objects.filter(kind=kind, key=key_of(subject)).values_list("pk", flat=True).first()
    if found is None:
        return False
    Entry.objects.filter(pk=found).delete()
    _changed(found)
    return True


def gather(*, at: datetime) -> int:
    """What stands in code and files is found as this version has it, and what it no longer has is not; how many things stand."""
    answers: list[tuple[Any, Any]] = signals.gathering.send(sender=None)
    said: dict[tuple[str, str], Named] = {(one.kind, one.name): one for _, told in answers for one in told}
    known = {(kind, key): digest for kind, key, digest in Entry.objects.filter(kind__in=STANDING).values_list("kind", "key", "digest")}
    for place, one in said.items():
        told: dict[str, Any] = {"title": one.title, "text": one.text, "url": one.url, "weight": one.weight}
        if known.get(place) != _digest(told):
            put(one.kind, one.name, **told, at=at)
    for kind, key in known.keys() - said.keys():
        drop(kind, key)
    return len(said)


def _digest(told: dict[str, Any]) -> str:
    return sha256("\x1f".join(str(value) for value in told.values()).encode()).hexdigest()


def _changed(entry_id: int) -> None:
    Change.objects.filter(entry_id=entry_id).delete()
    Change.objects.create(entry_id=entry_id)
