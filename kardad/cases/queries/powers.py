"""Reads over what a representative may do: who stands for a side, which letter is in force, which one waits."""

from datetime import datetime

from django.db.models import Q, QuerySet

from kardad.cases.models import Capability, Case
from kardad.cases.queries.standing import Standing
from kardad.inbox.models import Representation
from kardad.inbox.queries import dossiers
from kardad.people.models import Mandate


def of(place: Standing, *, at: datetime) -> Representation | None:
    """Who stands for the actor's side now: himself, or whom the side named."""
    if place.representation is not None:
        return place.representation
    return dossiers.representation(place.party, at=at) if place.party else None


def in_force(held: Representation | None) -> Capability | None:
    """The letter whose words count."""
    return _rows(held).filter(recorded_at__isnull=False).first()


def waiting(held: Representation | None) -> Capability | None:
    """The letter that one of the two has not accepted yet."""
    return _rows(held).filter(recorded_at=None).first()


def _rows(held: Representation | None) -> QuerySet[Capability]:
    rows = Capability.objects.filter(representation=held.pk if held else 0, ended_at=None).order_by("-pk")
    return rows.select_related("filing", "representation__party", "representation__agent")


def is_by_law(held: Representation | None) -> bool:
    """Whether he stands for the side by law and by no letter of its own: a guardian, whose ward consents to nothing (Civil Code 1242)."""
    return bool(held and held.mandate and held.mandate.basis == Mandate.Basis.GUARDIAN)


def unheard(case: Case) -> QuerySet[Representation]:
    """Who stands for sides without an account, or by law: their papers the secretary enters."""
    nobody = Q(party__person=None, party__organisation=None)
    by_law = Q(mandate__basis=Mandate.Basis.GUARDIAN)
    rows = Representation.objects.filter(nobody | by_law, party__dossier=case.dossier_id, ended_at=None)
    return rows.select_related("party__dossier", "agent", "mandate").order_by("pk")
