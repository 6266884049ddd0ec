"""One-time codes: bound to a purpose, a subject, a mobile; kept only as a keyed hash; accepted once."""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import models, transaction
from django.db.models import F

from kardad.core import crypto, limits
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit import text
from kardad.outbox import actions as outbox
from kardad.people import policy
from kardad.people.models import Code, Person
from kardad.people.refusals import CodeCooldown, CodeExpired, CodeLimit, CodeLimitThisHour, CodeTries, CodeUsed, CodeWrong, IdentityRefusal

DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class For:
    """What a code is for: a purpose, the attempt or person it is about, and the mobile it goes to (canonical)."""

    purpose: str
    subject: models.Model
    mobile: str = field(repr=False)
    code_index: str = ""
    session_key: str = ""
    ip: str = ""

    @property
    def key(self) -> str:
        """The subject as the code's row names it."""
        return f"{self.subject._meta.model_name}:{self.subject.pk}"

    @property
    def person_id(self) -> int | None:
        """The person behind the subject, when there is one."""
        return self.subject.pk if isinstance(self.subject, Person) else getattr(self.subject, "person_id", None)


def send(what: For, *, by: Actor, at: datetime, voice: bool = False, not_by: str = "", is_automatic: bool = False) -> Code:
    """A fresh code is on its way and every earlier one for the same thing is dead; raises CodeCooldown, CodeLimit or NotSent."""
    digits = f"{secrets.randbelow(1_000_000):06d}"
    row = _make(what, digits, by=by, at=at, voice=voice, is_automatic=is_automatic)
    try:
        message = outbox.send_code(
            what.mobile, digits, subject=("people.code", row.pk), at=at, voice=voice, not_by=not_by, person_id=what.person_id
        )
    except outbox.NotSent:
        Code.objects.filter(pk=row.pk).update(channel="failed", replaced_at=at)
        raise
    Code.objects.filter(pk=row.pk).update(message_id=message.pk)
    row.message_id = message.pk
    return row


def accept(what: For, typed: str, *, by: Actor, at: datetime) -> Code:
    """The typed code is the right one and is used up; of many at once exactly one succeeds."""
    digits = text.to_ascii_digits(typed).strip()
    row = Code.objects.filter(subject=what.key, purpose=what.purpose, replaced_at=None).order_by("-id").first()
    if row is None:
        raise CodeExpired(field="code")
    if _is(row, what, digits) and row.tries < policy.CODE_TRIES:
        return _consume(row, what, by=by, at=at)
    if row.consumed_at:
        raise CodeUsed(field="code")
    if row.expires_at <= at or _was_replaced(what, digits):
        raise CodeExpired(field="code")
    raise _wrong(row, what, by=by, at=at)


def current(what: For) -> Code | None:
    """The code that is waited for, used or not."""
    return Code.objects.filter(subject=what.key, purpose=what.purpose, replaced_at=None).order_by("-id").first()


def resend_at(row: Code) -> datetime:
    """When another code may be asked for: after 60, 120, then 300 seconds."""
    return row.made_at + policy.CODE_COOLDOWN[min(row.sends, len(policy.CODE_COOLDOWN)) - 1]


def forget_old(at: datetime) -> int:
    """Codes older than a day are gone."""
    return Code.objects.filter(made_at__lt=at - policy.CODES_KEPT).delete()[0]


@transaction.atomic
def _make(what: For, digits: str, *, by: Actor, at: datetime, voice: bool, is_automatic: bool) -> Code:
    mobile_index = crypto.blind_index("mobile", what.mobile)
    limits.hit("code", mobile_index, at=at, window=DAY)  # locks: one sender at a time for one mobile
    earlier = current(what)
    free_at = (earlier.made_at + policy.NEXT_MESSENGER_AFTER if is_automatic else resend_at(earlier)) if earlier else at
    if earlier and not earlier.consumed_at and (wait := (free_at - at).total_seconds()) > 0:
        raise CodeCooldown(seconds=int(wait) + 1, shown=text.to_persian_digits(str(int(wait) + 1)))
    _judge_limits(what, mobile_index, at=at)
    Code.objects.filter(subject=what.key, purpose=what.purpose, replaced_at=None).update(replaced_at=at)
    salt = secrets.token_hex(16)
    row = Code.objects.create(
        purpose=what.purpose,
        subject=what.key,
        code_index=what.code_index,
        mobile_index=mobile_index,
        session_key=what.session_key,
        salt=salt,
        digest=_digest(salt, what, digits),
        channel="voice" if voice else "sms",
        sends=earlier.sends + 1 if earlier and not earlier.consumed_at else 1,
        made_at=at,
        expires_at=at + policy.CODE_LIFE,
    )
    record("code.sent", what.subject, by=by, at=at, person_id=what.person_id, purpose=what.purpose, channel=row.channel)
    return row


def _judge_limits(what: For, mobile_index: str, *, at: datetime) -> None:
    day = Code.objects.filter(made_at__gt=at - DAY).exclude(channel="failed")
    if day.filter(mobile_index=mobile_index).count() >= policy.SENDS_A_MOBILE:
        raise CodeLimit
    if what.ip and limits.hit("code-ip", what.ip, at=at, window=timedelta(hours=1)) > policy.SENDS_AN_IP:
        raise CodeLimitThisHour
    if limits.hit_today("code-all", "site", at=at) > policy.SENDS_A_DAY:
        raise CodeLimit
    if not what.code_index:
        return
    others = set(day.filter(mobile_index=mobile_index).exclude(code_index="").values_list("code_index", flat=True))
    if len(others | {what.code_index}) > policy.PERSONS_A_MOBILE:
        raise CodeLimit
    mobiles = set(day.filter(code_index=what.code_index).values_list("mobile_index", flat=True))
    if len(mobiles | {mobile_index}) > policy.MOBILES_A_PERSON:
        raise CodeLimit


def _digest(salt: str, what: For, digits: str) -> str:
    words = "|".join((what.purpose, salt, what.key, what.session_key, digits))
    return hmac.new(settings.CODE_PEPPER.encode(), words.encode(), sha256).hexdigest()


def _is(row: Code, what: For, digits: str) -> bool:
    return hmac.compare_digest(row.digest, _digest(row.salt, what, digits))


def _was_replaced(what: For, digits: str) -> bool:
    earlier = Code.objects.filter(subject=what.key, purpose=what.purpose, replaced_at__isnull=False).order_by("-id")[:5]
    return any(_is(row, what, digits) for row in earlier)


@transaction.atomic
def _consume(row: Code, what: For, *, by: Actor, at: datetime) -> Code:
    good = Code.objects.filter(pk=row.pk, consumed_at=None, replaced_at=None, tries__lt=policy.CODE_TRIES, expires_at__gt=at)
    if not good.update(consumed_at=at):
        row.refresh_from_db()
        raise CodeUsed(field="code") if row.consumed_at else CodeExpired(field="code")
    record("code.accepted", what.subject, by=by, at=at, person_id=what.person_id, purpose=what.purpose)
    return row


def _wrong(row: Code, what: For, *, by: Actor, at: datetime) -> IdentityRefusal:
    with transaction.atomic():
        counted = Code.objects.filter(pk=row.pk, tries__lt=policy.CODE_TRIES).update(tries=F("tries") + 1)
        row.refresh_from_db()
        record("code.refused", what.subject, by=by, at=at, person_id=what.person_id, purpose=what.purpose)
    if not counted or row.tries >= policy.CODE_TRIES:
        return CodeTries(field="code")
    left = policy.CODE_TRIES - row.tries
    return CodeWrong(field="code", left=text.to_persian_digits(str(left)))
