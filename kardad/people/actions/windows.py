"""The national window: who came back with the provider's proof."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kardad.core import outside
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.gateways.sso.port import Pending, Proof
from kardad.kit import ids
from kardad.kit.refusal import Refusal
from kardad.people import methods, particulars, refusals
from kardad.people.actions import attempts
from kardad.people.models import Attempt, Person

METHOD = "national_window"


class NotByWindow(refusals.IdentityRefusal):
    """The attempt was begun by another method."""

    code = "SSO_OTHER_METHOD"
    message = "این درخواست با پنجره ملی آغاز نشده است. روش را دوباره انتخاب کنید."
    steps = ("other_method",)


class CodeUnknown(refusals.IdentityRefusal):
    """The provider proved someone but did not tell a national code."""

    code = "SSO_NO_CODE"
    message = "پنجره ملی کد ملی شما را نفرستاد. با سطح یک ادامه دهید."
    steps = ("other_method",)


def come_back(attempt: Attempt, pending: Pending | None, given: Mapping[str, str], *, by: Actor, at: datetime) -> Person:
    """The proved person: linked to the account that holds the national code, or verified anew at L1. Refusals are on record."""
    outside.ensure_no_transaction()
    require_own(attempt, at=at)
    try:
        proof = outside.sso().finish(pending, given)
    except Refusal as refusal:
        with transaction.atomic():
            record("attempt.window_refused", attempt, by=by, at=at, person_id=attempt.person_id, error=refusal.code)
        raise
    if not proof.national_code or not ids.national_code.is_canonical(proof.national_code):
        raise CodeUnknown
    return _link(attempt, proof, at=at)


def require_own(attempt: Attempt, *, at: datetime) -> None:
    """The attempt is the window's and the window is open; raises NotByWindow or MethodDisabled.

    An attempt ends at its own method's level: an attempt that waits for a counter must not be finished by a log-in elsewhere.
    """
    if attempt.method != METHOD:
        raise NotByWindow
    methods.require_open(METHOD, role=attempt.role, at=at)


@transaction.atomic
def _link(attempt: Attempt, proof: Proof, *, at: datetime) -> Person:
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    attempt.mobile_index = attempt.mobile_tail = ""  # nobody proved what was typed before
    attempt.code_index = particulars.code_index(Person.Kind.IRAN, proof.national_code or "")
    owner = Person.objects.filter(code_index=attempt.code_index, level__gte=1).first()
    attempts.require_own_code(attempt)
    attempt.typed = json.dumps(
        {"code": proof.national_code, "first_name": proof.first_name, "last_name": proof.last_name}, ensure_ascii=False
    )
    if owner:
        attempt.person = owner
    elif not proof.last_name:
        raise CodeUnknown
    attempt.save()
    person = attempts.finish(attempt, move="prove", by=SYSTEM, at=at)
    record("person.window_linked", person, by=SYSTEM, at=at, person_id=person.pk, provider=proof.provider)
    return person
