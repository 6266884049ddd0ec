"""History: every action leaves one event, and every event has a Persian sentence."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, models

from kardad.core import bulk
from kardad.core.actor import Actor
from kardad.core.models import Event
from kardad.core.requests import current_request_id
from kardad.kit.text import to_persian_digits

ACTORS_OWN = -1


@cache
def sentences() -> Mapping[str, str]:
    """Every event name with its sentence, from each app's `data/history.toml`."""
    found: dict[str, str] = {}
    for config in apps.get_app_configs():
        path = Path(config.path) / "data" / "history.toml"
        if config.name.startswith("kardad.") and path.exists():
            for noun, deeds in tomllib.loads(path.read_text(encoding="utf-8")).items():
                found |= {f"{noun}.{deed}": sentence for deed, sentence in deeds.items()}
    return found


def record(name: str, subject: models.Model, *, by: Actor, at: datetime, person_id: int | None = ACTORS_OWN, **data: Any) -> Event:
    """Add one event inside the action's own transaction.

    `person_id` says in whose history it is read: the actor's when it is not given, nobody's when it is None.

    `data` holds plain ids, dates and words – never a code, a phone number or a letter's text.
    """
    event = _event(name, subject, data, by=by, at=at, person_id=by.person_id if person_id == ACTORS_OWN else person_id)
    event.save()
    return event


def record_many(happened: Iterable[tuple[str, models.Model, dict[str, Any]]], *, by: Actor, at: datetime) -> int:
    """As `record` for many things at once, read in the actor's own history; how many."""
    return len(bulk.insert(_events(happened, by=by, at=at)))


def _events(happened: Iterable[tuple[str, models.Model, dict[str, Any]]], *, by: Actor, at: datetime) -> Iterator[Event]:
    first: Event | None = None
    for name, subject, data in happened:
        if first is None:
            first = _event(name, subject, data, by=by, at=at, person_id=by.person_id)
        elif name not in sentences():
            raise LookupError(f"no sentence for the event {name}")
        about = {"subject_type": subject._meta.label_lower, "subject_id": subject.pk, "office_id": getattr(subject, "office_id", None)}
        yield bulk.like(first, name=name, data=data, **about)


def _event(name: str, subject: models.Model, data: dict[str, Any], *, by: Actor, at: datetime, person_id: int | None) -> Event:
    if name not in sentences():
        raise LookupError(f"no sentence for the event {name}")
    if not connection.in_atomic_block:
        raise RuntimeError(f"{name} was recorded outside a transaction")
    return Event(
        at=at,
        name=name,
        actor_id=by.person_id,
        role=by.role,
        on_behalf_of=by.on_behalf_of,
        level=by.level,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        person_id=person_id,
        office_id=getattr(subject, "office_id", None),
        data=data,
        request_id=current_request_id(),
    )


def sentence(event: Event) -> str:
    """The event told in Persian; a number of ours is kept as it is written and told in Persian digits."""
    told = {key: to_persian_digits(value) if key == "number" and isinstance(value, str) else value for key, value in event.data.items()}
    return sentences()[event.name].format_map(_Blank(told))


def of_person(person_id: int) -> models.QuerySet[Event]:
    """The events a person reads as his own history, newest first."""
    return Event.objects.filter(person_id=person_id).order_by("-id")


def of(subject: models.Model) -> models.QuerySet[Event]:
    """The events of one thing, newest first."""
    return Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).order_by("-id")


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"
