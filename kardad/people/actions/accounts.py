"""Accounts: prove a password, change it, set it anew after a reset, end sessions, show oneself again."""

from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from kardad.core import limits
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit import ids, text
from kardad.kit.refusal import Refusal
from kardad.outbox import actions as outbox
from kardad.people import particulars, policy, signals
from kardad.people.actions import persons
from kardad.people.models import Person
from kardad.people.queries import accounts, copies
from kardad.people.refusals import AccountClosed

HOUR = timedelta(hours=1)


class LogInWrong(Refusal):
    """The code and the password do not belong together; which of them is wrong is not said."""

    code = "LOGIN_WRONG"
    status = 401
    message = "کد ملی یا رمز عبور درست نیست. هر دو را دوباره بنویسید، یا رمز را از نو بسازید."


class PasswordWrong(Refusal):
    """The present password was not given right."""

    code = "PASSWORD_WRONG"
    status = 401
    message = "رمز کنونی درست نیست."


def index_of(code: str) -> str:
    """The blind index under which the account of this code would stand; twelve digits are a foreigner's."""
    kind = Person.Kind.FOREIGN if ids.foreigner_code.is_canonical(code) else Person.Kind.IRAN
    return particulars.code_index(kind, code)


def prove_password(*, code: str, password: str, ip: str, at: datetime) -> Person:
    """The person whose code and password these are; raises LogInWrong, TooMany, or AccountClosed after a right password.

    Exactly one Argon2id run whether or not there is an account, so that time tells nothing. Each try is counted before it is
    judged, so that many at once pass no limit.
    """
    index = index_of(code)
    limits.allow("login", index, limit=policy.LOGIN_FAILURES, at=at, window=HOUR)
    limits.allow("login-ip", ip, limit=policy.LOGIN_FAILURES_AN_IP, at=at, window=HOUR)
    person = Person.objects.filter(code_index=index).first()
    if person is None:
        Person().set_password(password)
        raise LogInWrong
    if not person.check_password(password):
        raise LogInWrong
    limits.take_back("login", index, at=at, window=HOUR)
    limits.take_back("login-ip", ip, at=at, window=HOUR)
    if not person.is_active:
        raise AccountClosed
    return person


def change_password(person: Person, *, present: str, new: str, keep: str, by: Actor, at: datetime) -> Person:
    """The account has the new password, every session but `keep` has ended, and its owner was told."""
    limits.allow("password", str(person.pk), limit=policy.LOGIN_FAILURES, at=at, window=HOUR)
    if not person.check_password(present):
        raise PasswordWrong(field="password")
    limits.take_back("password", str(person.pk), at=at, window=HOUR)
    return _set_password(person, new, keep=keep, deed="account.password_changed", by=by, at=at)


def reset_password(person: Person, *, new: str, by: Actor, at: datetime) -> Person:
    """The account has the new password and no session; second factors stay as they are."""
    return _set_password(person, new, keep="", deed="account.password_reset", by=by, at=at)


@transaction.atomic
def _set_password(person: Person, new: str, *, keep: str, deed: str, by: Actor, at: datetime) -> Person:
    persons.require_strong(new)
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.set_password(new)
    person.save(update_fields=["password"])
    _end(person, keep=keep)
    record(deed, person, by=by, at=at, person_id=person.pk)
    if mobile := particulars.reachable(person):
        outbox.queue_text("password_changed", mobile, at=at, person_id=person.pk)
    return person


@transaction.atomic
def end_session(person: Person, *, session_id: int, by: Actor, at: datetime) -> int:
    """The session is over at once; 0 when it already was, or is another's."""
    row = UserSession.objects.filter(pk=session_id, user=person).first()
    if row is None:
        return 0
    Session.objects.filter(session_key=row.session_key).delete()
    row.delete()
    _note_ended(person, 1, by=by, at=at)
    return 1


@transaction.atomic
def end_other_sessions(person: Person, *, keep: str, by: Actor, at: datetime) -> int:
    """Only the session with this key goes on."""
    ended = _end(person, keep=keep)
    if ended:
        _note_ended(person, ended, by=by, at=at)
    return ended


@transaction.atomic
def give_back(person: Person, *, by: Actor, at: datetime) -> None:
    """The account is its owner's again: whoever was in it is out, and no password or second factor of theirs opens it."""
    _end(person, keep="")
    Authenticator.objects.filter(user=person).delete()
    person.set_unusable_password()
    person.save(update_fields=["password"])
    record("account.given_back", person, by=by, at=at, person_id=person.pk)


@transaction.atomic
def log_out(person: Person, *, session_key: str, by: Actor, at: datetime) -> None:
    """The session's row is gone and its end stands in the history; the caller flushes the session itself."""
    UserSession.objects.filter(user=person, session_key=session_key).delete()
    record("account.logged_out", person, by=by, at=at, person_id=person.pk)


@transaction.atomic
def note_step_up(person: Person, *, factor: str, by: Actor, at: datetime) -> None:
    """It is on record by which factor the person showed himself again."""
    record("account.stepped_up", person, by=by, at=at, person_id=person.pk, factor=FACTOR_TITLES[factor])


@transaction.atomic
def copy(person: Person, *, by: Actor, at: datetime) -> dict[str, Any]:
    """All that is held about the person, here and in the apps above, by name; it is on record that he took it."""
    record("account.exported", person, by=by, at=at, person_id=person.pk)
    told: Any = signals.asked_for_everything.send(Person, person=person, at=at)
    return {**accounts.kept_by_people(person, at=at), **copies.affairs(person), **dict(answer for _, answer in told)}


FACTOR_TITLES = {"totp": "برنامه رمزساز", "passkey": "کلید ورود", "recovery": "کد بازیابی", "sms": "کد پیامکی"}


def _end(person: Person, *, keep: str) -> int:
    others = UserSession.objects.filter(user=person).exclude(session_key=keep)
    keys = list(others.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    others.delete()
    return len(keys)


def _note_ended(person: Person, count: int, *, by: Actor, at: datetime) -> None:
    record("account.sessions_ended", person, by=by, at=at, person_id=person.pk, count=text.to_persian_digits(str(count)))
