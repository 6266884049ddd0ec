"""Which case of a batch whoever began it may still touch, when its turn comes."""

from datetime import datetime

from django.http import Http404

from kardad.cases import access, policy
from kardad.cases.models import Batch, Case
from kardad.core.actor import Actor
from kardad.people import access as people


def reached(batch: Batch, pk: int, *, at: datetime) -> tuple[Case, Actor] | None:
    """The case and he as its secretary, by the right that he holds now; None where he has it no more."""
    try:
        case, desk = access.office_case(Actor(batch.person_id, policy.SECRETARY, "", batch.level), pk, policy.SECRETARY, now=at)
    except (people.Elsewhere, Http404):
        return None
    return (case, desk.by) if desk.may_run(case) else None
