"""Drafts: what someone typed is kept, sealed, until it is sent; an expired session costs nobody a word."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import QuerySet

from kardad.core import crypto
from kardad.core.models import Draft
from kardad.kit.refusal import BadInput

Typed = Mapping[str, str | list[str]]  # a list where a field was sent several times
KEPT_FOR = timedelta(days=30)
NEVER_KEPT = ("password", "captcha", "csrf", "credential", "secret", "otp")  # anywhere in a field's name
NOT_TYPED = frozenset({"code", "do", "next", "path"})  # one-time codes and the form's own machinery
PATH_LIMIT = 200
SIZE_LIMIT = 100_000
MANY = 50  # forms that one person has begun and not sent


class TooManyDrafts(BadInput):
    """More forms were begun than one person fills in."""

    code = "DRAFTS_MANY"
    status = 413
    message = "پیش‌نویس‌های شما زیاد است. یکی از فرم‌های نیمه‌کاره را بفرستید تا جا باز شود."


class DraftTooLarge(BadInput):
    """More was typed than a draft holds."""

    code = "DRAFT_TOO_LARGE"
    status = 413
    message = "این نوشته برای پیش‌نویس بسیار بلند است."


def worth(typed: Typed) -> dict[str, str | list[str]]:
    """What of a form may be kept: no secret, nothing empty."""
    return {
        key: value for key, value in typed.items() if value and key not in NOT_TYPED and not any(word in key.lower() for word in NEVER_KEPT)
    }


def keep(path: str, typed: Typed, *, person_id: int | None, at: datetime) -> Draft:
    """Save what was typed at `path`, in place of the person's earlier draft of it, without secrets. Raises DraftTooLarge, TooManyDrafts."""
    sealed = json.dumps(worth(typed), ensure_ascii=False)
    if len(path) > PATH_LIMIT or len(sealed) > SIZE_LIMIT:
        raise DraftTooLarge
    values = {"sealed": crypto.seal(sealed), "saved_at": at}
    if person_id is None:
        return Draft.objects.create(path=path, **values)
    if Draft.objects.filter(person_id=person_id).exclude(path=path).count() >= MANY:
        raise TooManyDrafts
    return Draft.objects.update_or_create(person_id=person_id, path=path, defaults=values)[0]


def adopt(token: str, *, person_id: int) -> Draft | None:
    """A visitor's draft belongs to the person, in place of his earlier one of the same form."""
    draft = Draft.objects.filter(token=token, person_id=None).first()
    if draft is None:
        return None
    Draft.objects.filter(person_id=person_id, path=draft.path).delete()
    draft.person_id = person_id
    draft.save(update_fields=["person_id"])
    return draft


def forget(token: str) -> None:
    """A visitor's draft is gone, if it is still a visitor's."""
    Draft.objects.filter(token=token, person_id=None).delete()


def typed(draft: Draft) -> dict[str, str | list[str]]:
    """What the draft holds."""
    return json.loads(crypto.unseal(draft.sealed))


def find(path: str, *, person_id: int) -> Draft | None:
    """The person's draft of the form at `path`."""
    return Draft.objects.filter(person_id=person_id, path=path).first()


def forgotten(person_id: int, *, before: datetime) -> QuerySet[Draft]:
    """Drafts the person has not touched since, newest first: what the panel reminds of."""
    return Draft.objects.filter(person_id=person_id, saved_at__lt=before).order_by("-saved_at")


def drop(path: str, *, person_id: int) -> None:
    """Forget the draft once the form was sent."""
    Draft.objects.filter(person_id=person_id, path=path).delete()


def forget_old(at: datetime) -> int:
    """Drop drafts that nobody came back to."""
    return Draft.objects.filter(saved_at__lt=at - KEPT_FOR).delete()[0]
