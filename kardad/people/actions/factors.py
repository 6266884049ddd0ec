"""Second factors: authenticator app, passkeys, recovery codes – added, used, renamed, removed.

The library keeps the rows: a TOTP secret sealed, and instead of ten codes one sealed seed from which they are made, with a mask of
the used ones; nothing of it can be read from the database.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction

from kardad.core import limits
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit import text
from kardad.kit.refusal import Refusal
from kardad.people import roles
from kardad.people.actions import accounts
from kardad.people.models import Person, RoleGrant

HOUR = timedelta(hours=1)
TRIES = 10
KEYS = 10
NAME_LIMIT = 40
Type = Authenticator.Type
FACTORS = (Type.TOTP, Type.WEBAUTHN)


class FactorWrong(Refusal):
    """Not a code of the app, nor an unused recovery code."""

    code = "FACTOR_WRONG"
    status = 401
    message = "این کد درست نیست. کد تازه برنامه رمزساز را بنویسید، یا یکی از کدهای بازیابی را."


class PasskeyWrong(Refusal):
    """The browser's answer proves no key of this person."""

    code = "PASSKEY_WRONG"
    status = 401
    message = "کلید ورود پذیرفته نشد. دوباره تلاش کنید یا راه دیگری برگزینید."


class LastFactor(Refusal):
    """Staff never stand without a second factor."""

    code = "LAST_FACTOR"
    message = "نقش شما بی گام دوم ورود نمی‌شود. نخست کلید یا برنامه دیگری بیفزایید، بعد این یکی را بردارید."


class TooManyKeys(Refusal):
    """Ten keys are enough for anyone."""

    code = "TOO_MANY_KEYS"
    message = "ده کلید ورود دارید. نخست یکی را که به کار نمی‌برید بردارید."


def of(person: Person) -> list[Authenticator]:
    """The person's second factors, oldest first; recovery codes not among them."""
    return list(Authenticator.objects.filter(user=person, type__in=FACTORS).order_by("pk"))


def accept_code(person: Person, typed: str, *, by: Actor, at: datetime) -> str:
    """Which factor the code is of (`totp` or `recovery`); a code is accepted once. Raises FactorWrong, TooMany."""
    with _counted(person, at=at):
        for row in Authenticator.objects.filter(user=person).exclude(type=Type.WEBAUTHN).order_by("-type"):
            if row.wrap().validate_code(typed):
                return _used(row, by=by, at=at)
        raise FactorWrong(field="code")


def accept_passkey(person: Person, credential: Any, *, by: Actor, at: datetime) -> str:
    """`passkey`, when the browser's answer to the challenge in this session is of a key of this person; raises PasskeyWrong, TooMany."""
    with _counted(person, at=at):
        return _used(_proved(lambda: _complete(person, credential)), by=by, at=at)


def person_of(credential: Any) -> Person:
    """Whose key the browser used; raises PasskeyWrong. Nothing is counted: whoever is named did not ask."""
    return _proved(lambda: _complete(webauthn.extract_user_from_response(credential), credential)).user


@transaction.atomic
def add_totp(person: Person, *, secret: str, code: str, keep: str, by: Actor, at: datetime) -> Authenticator:
    """The app that showed this code for the secret is the person's second factor; raises FactorWrong. A second send changes nothing."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    earlier = Authenticator.objects.filter(user=person, type=Type.TOTP).first()
    if earlier:
        return earlier
    if not validate_totp_code(secret, code):
        raise FactorWrong("این کد با برنامه شما همخوان نیست. ساعت گوشی را بررسی کنید و کد تازه را بنویسید.", field="code")
    row = TOTP.activate(person, secret).instance
    return _added(person, row, "factor.totp_added", keep=keep, by=by, at=at)


@transaction.atomic
def add_passkey(person: Person, *, name: str, credential: Any, keep: str, by: Actor, at: datetime) -> Authenticator:
    """The key that the browser made is the person's second factor and can log him in; raises PasskeyWrong, TooManyKeys."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    count = Authenticator.objects.filter(user=person, type=Type.WEBAUTHN).count()
    if count >= KEYS:
        raise TooManyKeys
    binding = _proved(lambda: _register(credential))
    if not binding.is_user_verified():
        raise PasskeyWrong
    name = name or text.to_persian_digits(f"کلید {count + 1}")
    row = webauthn.WebAuthn.add(person, name[:NAME_LIMIT], credential).instance
    return _added(person, row, "factor.passkey_added", keep=keep, by=by, at=at, key=name[:NAME_LIMIT])


@transaction.atomic
def rename_passkey(row: Authenticator, *, name: str, by: Actor, at: datetime) -> Authenticator:
    """The key has its new name."""
    row = Authenticator.objects.select_for_update().get(pk=row.pk)
    row.data["name"] = name
    row.save(update_fields=["data"])
    record("factor.passkey_renamed", row, by=by, at=at, person_id=row.user_id, key=name)
    return row


@transaction.atomic
def remove(row: Authenticator, *, by: Actor, at: datetime) -> None:
    """The factor is gone, and with the last one the recovery codes; staff keep at least one. Raises LastFactor."""
    person = Person.objects.select_for_update().get(pk=row.user_id)
    others = Authenticator.objects.filter(user=person, type__in=FACTORS).exclude(pk=row.pk).exists()
    if not others and RoleGrant.objects.filter(person=person, role__in=roles.STAFF, state="active").exists():
        raise LastFactor
    deed = "factor.totp_removed" if row.type == Type.TOTP else "factor.passkey_removed"
    record(deed, row, by=by, at=at, person_id=person.pk, key=row.data.get("name", ""))
    row.delete()
    if not others:
        Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).delete()


@transaction.atomic
def make_recovery_codes(person: Person, *, by: Actor, at: datetime) -> RecoveryCodes:
    """Ten fresh recovery codes; the earlier ones are dead."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).delete()
    made = RecoveryCodes.activate(person)
    record("factor.recovery_made", made.instance, by=by, at=at, person_id=person.pk)
    return made


def challenge(person: Person | None) -> str:
    """What the browser is asked to sign with a key of the person (or, at log-in, of anyone), as JSON; kept in the session."""
    return json.dumps(webauthn.begin_authentication(person))


def new_key(person: Person) -> str:
    """What the browser is asked to make a key for, as JSON; kept in the session."""
    return json.dumps(webauthn.begin_registration(person, passwordless=True))


def recovery_codes(person: Person) -> list[str]:
    """The codes that are still good."""
    row = Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).first()
    return row.wrap().get_unused_codes() if row else []


def _added(person: Person, row: Authenticator, deed: str, *, keep: str, by: Actor, at: datetime, **data: str) -> Authenticator:
    record(deed, row, by=by, at=at, person_id=person.pk, **data)
    RecoveryCodes.activate(person)
    # A session that began with the password alone must not live on beside a second factor: every session of the account
    # has passed it or set it up, which is what `access.staff` relies on.
    if Authenticator.objects.filter(user=person, type__in=FACTORS).count() == 1:
        accounts.end_other_sessions(person, keep=keep, by=by, at=at)
    return row


def _used(row: Authenticator, *, by: Actor, at: datetime) -> str:
    row.last_used_at = at
    row.save(update_fields=["last_used_at"])
    if row.type != Type.RECOVERY_CODES:
        return "totp" if row.type == Type.TOTP else "passkey"
    with transaction.atomic():
        record("factor.recovery_used", row, by=by, at=at, person_id=row.user_id)
    return "recovery"


class _counted:  # noqa: N801 – reads as a word of the sentence
    """Counts a try before it is judged and takes it back when it was right."""

    def __init__(self, person: Person, *, at: datetime) -> None:
        self.key, self.at = str(person.pk), at

    def __enter__(self) -> None:
        limits.allow("factor", self.key, limit=TRIES, at=self.at, window=HOUR)

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is None:
            limits.take_back("factor", self.key, at=self.at, window=HOUR)


def _proved(ceremony: Callable[[], Any]) -> Any:
    # What a browser sends may be anything; the library answers with many kinds of error.
    try:
        return ceremony()
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError, LookupError) as error:
        raise PasskeyWrong from error


def _complete(person: Any, credential: Any) -> Authenticator:
    webauthn.parse_authentication_response(credential)
    return webauthn.complete_authentication(person, credential)


def _register(credential: Any) -> Any:
    webauthn.parse_registration_response(credential)
    return webauthn.complete_registration(credential)
