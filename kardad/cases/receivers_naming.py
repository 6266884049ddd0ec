"""What disputes do when a side is added, named, joined, represented or removed: staff find the case by it, nobody near it sits."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.dispatch import receiver

from kardad.cases.actions import naming, panels
from kardad.cases.models import Case, Seat
from kardad.inbox import signals as inbox
from kardad.inbox.models import Party


@receiver(inbox.sides_changed)
def marked(sender: type[Party], *, dossier_id: int, at: datetime, **_: object) -> None:
    """The case of the dossier is found by the sides that it has now."""
    case = Case.objects.filter(dossier=dossier_id).first()
    if case is not None:
        naming.again(case)


@receiver(inbox.sides_changed)
def judged_anew(sender: type[Party], *, dossier_id: int, at: datetime, **_: object) -> None:
    """Who sits in the case and is near to a side as it is known now leaves once that stands: his seat is held after its dossiers."""
    seat = Seat.objects.filter(case__dossier=dossier_id, left_at=None).select_related("case").first()
    if seat is not None:
        transaction.on_commit(partial(panels.keep_apart, seat.case, at=at))
