"""What a case does to the contract on which it stands once it has ended."""

from datetime import datetime

from django.dispatch import receiver

from kardad.cases import signals
from kardad.cases.actions import contracting
from kardad.cases.models import Case
from kardad.core.actor import Actor


@receiver(signals.ended)
def over(sender: object, *, case: Case, by: Actor, at: datetime, **_: object) -> None:
    """The contract is free again."""
    contracting.release(case, by=by, at=at)
