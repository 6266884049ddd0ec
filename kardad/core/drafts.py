"""Drafts: what someone typed is kept, sealed, until it is sent; an expired session costs nobody a word."""

import json
from datetime import datetime, timedelta

from kardad.core import crypto
from kardad.core.models import Draft

KEPT_FOR = timedelta(days=30)
NEVER_KEPT = ("password", "code", "captcha", "csrf", "answer", "proof")


def keep(path: str, typed: dict[str, str], *, person_id: int | None, at: datetime) -> Draft:
    """Save what was typed at `path`, replacing the person's earlier draft of it; secrets are left out."""
    kept = {key: value for key, value in typed.items() if not any(word in key.lower() for word in NEVER_KEPT)}
    values = {"sealed": crypto.seal(json.dumps(kept, ensure_ascii=False)), "saved_at": at}
    if person_id is None:
        return Draft.objects.create(path=path, **values)
    return Draft.objects.update_or_create(person_id=person_id, path=path, defaults=values)[0]


def typed(draft: Draft) -> dict[str, str]:
    """What the draft holds."""
    return json.loads(crypto.unseal(draft.sealed))


def find(path: str, *, person_id: int) -> Draft | None:
    """The person's draft of the form at `path`."""
    return Draft.objects.filter(person_id=person_id, path=path).first()


def drop(path: str, *, person_id: int) -> None:
    """Forget the draft once the form was sent."""
    Draft.objects.filter(person_id=person_id, path=path).delete()


def forget_old(at: datetime) -> int:
    """Drop drafts that nobody came back to."""
    return Draft.objects.filter(saved_at__lt=at - KEPT_FOR).delete()[0]
