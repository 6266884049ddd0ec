"""Heirs of one petition: named beside the one who files, and claimed for where they gave him a mandate or stand under him."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from kardad.cases import petition
from kardad.cases.actions import drafting
from kardad.cases.models import Capability, Case
from kardad.cases.petition import Heir, Petition
from kardad.core.actor import Actor
from kardad.inbox.actions import opening
from kardad.inbox.models import Dossier, Representation
from kardad.kit import records
from kardad.kit.flow import NotAllowed
from kardad.people.models import Mandate, Person
from kardad.people.queries import mandates


@transaction.atomic
def add_heir(case: Case, *, told: Mapping[str, Any], by: Actor, at: datetime) -> Case:
    """One more heir is named in the petition; pressed twice, once. Raises NotAllowed, TooManyRows, NotTheirs for another's mandate."""
    case, held = drafting.writing(case, "claimant", by=by)
    if held.capacity != "heir":
        raise NotAllowed(flow="case", state=case.state, move="add_heir", role=by.role)
    if Heir(**told) in held.heirs:
        return case
    drafting.ensure_place(len(held.heirs) + 1, len(held.heirs), petition.MOST_HEIRS)
    held = replace(held, heirs=(*held.heirs, Heir(**told)))
    ensure_mandates(case.filer_id, held)
    return drafting.kept(case, held, at=at)


@transaction.atomic
def drop_heir(case: Case, *, place: int, by: Actor, at: datetime) -> Case:
    """The heir at that place (from 1) is named no more."""
    case, held = drafting.writing(case, "claimant", by=by)
    return drafting.kept(case, replace(held, heirs=records.drop(held.heirs, place)), at=at)


def ensure_mandates(filer_id: int, held: Petition) -> None:
    """Every heir for whom the filer claims gave him a mandate that lasts. Raises NotTheirs."""
    wanted = {heir.mandate for heir in held.heirs if heir.mandate}
    if wanted and mandates.active_mandates(filer_id).filter(pk__in=wanted).count() < len(wanted):
        raise drafting.NotTheirs


def empower_guardians(dossier: Dossier, *, at: datetime) -> None:
    """Who stands for a ward by law needs no express words to object or withdraw; to settle he asks the prosecutor (Civil Code 1242)."""
    rows = Representation.objects.filter(party__dossier=dossier, mandate__basis=Mandate.Basis.GUARDIAN, ended_at=None).order_by("pk")
    Capability.objects.bulk_create(
        Capability(representation=one, can_object=True, can_withdraw=True, deed="official", recorded_at=at) for one in rows
    )


def sides(filer: Person, held: Petition) -> list[opening.Side]:
    """Those for whom the filer claims beside himself, each a side of the dossier for whom he stands."""
    wanted = {heir.mandate for heir in held.heirs if heir.mandate}
    if held.capacity != "heir" or not wanted:
        return []
    rows = Mandate.objects.filter(pk__in=wanted).select_related("principal").order_by("pk")
    mobile, address = held.claimant.mobile, held.claimant.address  # what reaches them reaches who stands for them
    return [
        opening.Side(
            side="claimant", name=one.principal.name, person=one.principal, agent=filer, mandate=one, mobile=mobile, address=address
        )
        for one in rows
    ]
