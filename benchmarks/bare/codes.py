"""A code asked for and answered, as a plain Django application would do it: the same rows counted, written and judged."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from benchmarks.bare.models import Authenticator, Code, Draft, Event, Message, Particulars, Person, RoleGrant
from benchmarks.messenger import note

DAY = timedelta(days=1)
LIFE = timedelta(minutes=3)
MOST = 20_000
COUNT = (
    "INSERT INTO core_counter (key, count, ends_at) VALUES (%s, 1, %s) "
    "ON CONFLICT (key) DO UPDATE SET count = core_counter.count + 1 RETURNING count"
)


@login_required
def step_up(request: HttpRequest) -> HttpResponse:
    """Send a code, or accept the one that was typed."""
    person, at = request.user, timezone.now()
    RoleGrant.objects.filter(person=person, state="active", role="worker").exists()
    person = Person.objects.filter(pk=person.pk, state="active").first()
    if person is None or list(Authenticator.objects.filter(user=person)):
        return redirect("/login/")
    kept = Particulars.objects.get(person=person)
    key = request.session.session_key
    if request.POST.get("do") == "send":
        kept = Particulars.objects.get(person=person)  # ours reads it once to judge the SIM, once to send
        return redirect(request.path) if _send(person, kept, key, request, at) else HttpResponse(status=429)
    if not _accept(person, key, request.POST["code"], at):
        return HttpResponse(status=422)
    _event("account.stepped_up", person, at)
    with transaction.atomic():
        Draft.objects.filter(person_id=person.pk, path=request.path).delete()
    request.session["step_up"] = at.isoformat()
    return redirect("/panel/account/")


def _send(person: Person, kept: Particulars, key: str, request: HttpRequest, at: datetime) -> bool:
    digits = f"{secrets.randbelow(1_000_000):06d}"
    subject, index, day = f"person:{person.pk}", person.mobile_index, Code.objects.filter(made_at__gt=at - DAY).exclude(channel="failed")
    with transaction.atomic():
        _hit(f"bare-code|{index}", at + DAY)
        Code.objects.filter(subject=subject, purpose="step_up", replaced_at=None).order_by("-id").first()
        many = day.filter(mobile_index=index).count() >= 5
        many |= _hit(f"bare-ip|{request.headers['X-Forwarded-For']}", at + DAY) > 10
        many |= _hit("bare-all", at + DAY) > MOST
        many |= len(set(day.filter(mobile_index=index).exclude(code_index="").values_list("code_index", flat=True))) > 3
        many |= len(set(day.filter(code_index=person.code_index).values_list("mobile_index", flat=True))) > 5
        if many:
            return False
        Code.objects.filter(subject=subject, purpose="step_up", replaced_at=None).update(replaced_at=at)
        salt = secrets.token_hex(16)
        row = Code.objects.create(
            purpose="step_up",
            subject=subject,
            code_index=person.code_index,
            mobile_index=index,
            session_key=key,
            salt=salt,
            digest=_digest(salt, subject, key, digits),
            made_at=at,
            expires_at=at + LIFE,
        )
        _event("code.sent", person, at)
    message = Message.objects.create(
        template="code",
        mobile=kept.mobile,
        mobile_index=index,
        subject_type="people.code",
        subject_id=row.pk,
        person_id=person.pk,
        made_at=at,
    )
    note(request.headers["X-Bench-Mobile"], digits)
    message.state, message.sent_at, message.tries = "sent", at, 1
    message.save()
    Code.objects.filter(pk=row.pk).update(message_id=message.pk)
    return True


def _accept(person: Person, key: str, digits: str, at: datetime) -> bool:
    row = Code.objects.filter(subject=f"person:{person.pk}", purpose="step_up", replaced_at=None).order_by("-id").first()
    if row is None or not constant_time_compare(row.digest, _digest(row.salt, row.subject, key, digits)):
        return False
    with transaction.atomic():
        good = Code.objects.filter(pk=row.pk, consumed_at=None, replaced_at=None, tries__lt=5, expires_at__gt=at)
        if not good.update(consumed_at=at):
            return False
        _event("code.accepted", person, at)
    Person.objects.filter(pk=person.pk).update(mobile_proved_at=at)
    return True


def _hit(key: str, ends_at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [key, ends_at])
        return cursor.fetchone()[0]


def _digest(salt: str, *words: str) -> str:
    return salted_hmac(salt, "|".join(words), secret=settings.FIELD_PEPPER, algorithm="sha256").hexdigest()


@transaction.atomic
def _event(name: str, person: Person, at: datetime) -> Event:
    return Event.objects.create(
        at=at,
        name=name,
        actor_id=person.pk,
        role="worker",
        level=person.level,
        subject_type="people.person",
        subject_id=person.pk,
        person_id=person.pk,
        data={"purpose": "step_up", "channel": "sms"},
        request_id=secrets.token_hex(8),
    )
