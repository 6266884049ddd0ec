"""What the room of settling hears: a case that has come to another end leaves no table and no question open."""

from datetime import datetime

from django.dispatch import receiver

from kardad.cases import signals
from kardad.cases.actions import ending
from kardad.cases.models import Case


@receiver([signals.finalised, signals.ended])
def over(sender: object, *, case: Case, at: datetime, **_: object) -> None:
    """Nobody is asked any more to settle or to agree to a withdrawal."""
    ending.drop_others(case, at=at)
