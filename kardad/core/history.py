"""History: every action leaves one event, and every event has a Persian sentence."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, models

from kardad.core.actor import Actor
from kardad.core.models import Event
from kardad.core.requests import current_request_id

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
    if name not in sentences():
        raise LookupError(f"no sentence for the event {name}")
    if not connection.in_atomic_block:
        raise RuntimeError(f"{name} was recorded outside a transaction")
    return Event.objects.create(
        at=at,
        name=name,
        actor_id=by.person_id,
        role=by.role,
        on_behalf_of=by.on_behalf_of,
        level=by.level,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        person_id=by.person_id if person_id == ACTORS_OWN else person_id,
        office_id=getattr(subject, "office_id", None),
        data=data,
        request_id=current_request_id(),
    )


def sentence(event: Event) -> str:
    """The event told in Persian."""
    return sentences()[event.name].format_map(_Blank(event.data))


def of_person(person_id: int) -> models.QuerySet[Event]:
    """The events a person reads as his own history, newest first."""
    return Event.objects.filter(person_id=person_id).order_by("-id")


def of(subject: models.Model) -> models.QuerySet[Event]:
    """The events of one thing, newest first."""
    return Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).order_by("-id")


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"
