"""One order in which rows are held, so that no two deeds wait for each other in a ring: the dossier before all that is in it.

After it come the case that it is of, the year's series, notice, delivery, deadline, and last the chain, which every entry holds.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from kardad.inbox.models import Dossier


def _rows(*, skip_locked: bool = False) -> QuerySet[Dossier]:
    # NO KEY: rows that only point to the dossier, letters above all, are made without waiting.
    return Dossier.objects.select_for_update(no_key=True, skip_locked=skip_locked, of=("self",)).order_by("pk")


def dossier(pk: int) -> Dossier:
    """The dossier as it is now, held until the transaction ends."""
    return _rows().get(pk=pk)


def dossiers(pks: Iterable[int] | QuerySet[Any]) -> None:
    """These dossiers are held until the transaction ends, in one statement."""
    list(_rows().filter(pk__in=pks if isinstance(pks, QuerySet) else set(pks)).values_list("pk"))


def of_delivery(pk: int) -> None:
    """The dossier of the delivery is held until the transaction ends."""
    list(_rows().filter(notices__deliveries=pk).values_list("pk"))


def free(deliveries: Iterable[int]) -> set[int]:
    """Of the dossiers of these deliveries, those that nobody else holds: they are held now."""
    wanted = set(Dossier.objects.filter(notices__deliveries__in=list(deliveries)).values_list("pk", flat=True))
    return free_of(wanted) if wanted else set()


def free_of(pks: Iterable[int] | QuerySet[Any]) -> set[int]:
    """Of these dossiers, those that nobody else holds: they are held now."""
    return set(_rows(skip_locked=True).filter(pk__in=pks).values_list("pk", flat=True))
