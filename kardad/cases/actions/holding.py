"""The hold of one editor: while he writes, nobody else does, and nothing is overwritten."""

from datetime import datetime

from django.db import transaction

from kardad.cases import policy
from kardad.cases.actions.common import locked
from kardad.cases.models import Case, Hold
from kardad.core.actor import Actor
from kardad.kit import calendar
from kardad.kit.refusal import Refusal


class HeldByOther(Refusal):
    """Another member is writing now."""

    code = "CASE_HELD"
    message = "{name} در حال نوشتن است. تا {until} کسی دیگر نمی‌تواند آن را تغییر دهد."


def current(case: Case, *, at: datetime) -> Hold | None:
    """Who holds the case now."""
    return Hold.objects.filter(case=case, until__gt=at).select_related("person").first()


@transaction.atomic
def hold(case: Case, *, by: Actor, at: datetime) -> Hold:
    """The case is the actor's to write in for a while, anew from each thing that he writes; raises HeldByOther."""
    locked(case)
    kept = current(case, at=at)
    if kept is not None and kept.person_id != by.somebody:
        raise HeldByOther(name=kept.person.name, until=calendar.with_time(kept.until))
    until = at + policy.HOLD_LASTS
    return Hold.objects.update_or_create(case=case, defaults={"person_id": by.somebody, "until": until})[0]


@transaction.atomic
def release(case: Case, *, by: Actor) -> None:
    """Others may write; who did not hold it changes nothing."""
    Hold.objects.filter(case=case, person_id=by.somebody).delete()
