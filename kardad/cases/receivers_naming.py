"""What disputes do when a side is added, named or removed: staff find the case by it."""

from datetime import datetime

from django.dispatch import receiver

from kardad.cases.actions import naming
from kardad.cases.models import Case
from kardad.inbox import signals as inbox
from kardad.inbox.models import Party


@receiver(inbox.sides_changed)
def marked(sender: type[Party], *, dossier_id: int, at: datetime, **_: object) -> None:
    """The case of the dossier is found by the sides that it has now."""
    case = Case.objects.filter(dossier=dossier_id).first()
    if case is not None:
        naming.again(case)
