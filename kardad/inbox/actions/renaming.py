"""What a dossier and its sides are called is set right, and its chain knows of it."""

from datetime import datetime

from django.db import transaction

from kardad.core.actor import Actor
from kardad.inbox import marks, proof, signals
from kardad.inbox.models import Dossier, Party


@transaction.atomic
def number(dossier: Dossier, new: str, *, by: Actor, at: datetime) -> None:
    """The dossier bears this number from now on."""
    if dossier.number == new:
        return
    dossier.number = new
    dossier.save(update_fields=["number"])
    proof.note(dossier, "dossier.numbered", by=by, at=at, number=new, mark=marks.of("dossier", dossier))


@transaction.atomic
def keep(party: Party, *, by: Actor, at: datetime) -> None:
    """The side is kept as it is called now; that it is another name or account than before stands in the chain."""
    before = marks.of("party", Party.objects.get(pk=party.pk))
    party.save()
    if marks.of("party", party) != before:
        said = {"party": party.pk, "has_account": party.has_account, "mark": marks.of("party", party)}
        proof.note(party.dossier, "party.renamed", by=by, at=at, **said)
        signals.sides_changed.send(Party, dossier_id=party.dossier_id, at=at)
