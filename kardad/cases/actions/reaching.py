"""A letter to everybody who reads for a side of a case."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from kardad.cases.models import Case
from kardad.inbox.actions import telling
from kardad.inbox.models import Party
from kardad.inbox.queries import deliveries, dossiers


def tell_sides(case: Case, event: str, /, *, about: Model, url: str, at: datetime, to: Iterable[Party] | None = None, **words: str) -> None:
    """Each person who reads for these sides (None: for all) has the letter; called inside a transaction."""
    if case.dossier is None:
        return
    number = case.class_number or case.number or ""
    for party in dossiers.parties(case.dossier) if to is None else to:
        for person in deliveries.readers(party, at=at)[0]:
            telling.tell(person, event, about=about, url=url, at=at, dossier=case.dossier, number=number, **words)
