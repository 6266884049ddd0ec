"""Reads of one person's kartable: what he is shown, what is asked of him, what came since he last looked."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from kardad.core.paging import SIZE, Page, newest
from kardad.inbox import policy
from kardad.inbox.models import Dossier, Letter
from kardad.kit import text

UNREAD, NOTICES, ARCHIVE = "unread", "notices", "archive"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of his letters a person wants to see: a shelf (`show`) or a group of `kinds.GROUPS`, one dossier, words in them."""

    show: str = ""
    dossier: str = ""
    words: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether he asked for nothing in particular."""
        return not (self.show or self.dossier or self.words)


def letters(person_id: int, wanted: Wanted) -> QuerySet[Letter]:
    """The letters of the shelf, newest first; what is archived lies on its own shelf and on no other."""
    rows = Letter.objects.filter(person_id=person_id).select_related("dossier").order_by("-pk")
    if wanted.dossier:
        rows = rows.filter(dossier__token=wanted.dossier)
    if wanted.show == ARCHIVE:
        return rows.filter(archived_at__isnull=False)
    if not (wanted.words or wanted.dossier):
        rows = rows.filter(archived_at=None)
    if wanted.show == UNREAD:
        return rows.filter(read_at=None)
    if wanted.show == NOTICES:
        return rows.filter(delivery__isnull=False)
    return rows.filter(group=wanted.show) if wanted.show else rows


def kartable(person_id: int, wanted: Wanted, *, after: str = "") -> Page[Letter]:
    """A page of them. Words are looked for in the newest `policy.SEARCHED` letters, since a sealed letter cannot be searched in place."""
    rows = letters(person_id, wanted)
    if not wanted.words:
        return newest(rows, after=after)
    parts = text.fold(wanted.words).split()
    found = [one for one in rows[: policy.SEARCHED] if _has(one, parts)]
    return Page(found[: policy.FOUND], "")


def front(person_id: int, *, after: str = "", size: int = SIZE) -> tuple[Page[Letter], int | None]:
    """A page of what is not archived, the unread before the read, newest first; and how many are unread, where they fit on it.

    The cursor says on which of the two it stands: `0.17` is below an unread letter, `1.17` below a read one.
    """
    rows = letters(person_id, Wanted())
    part, _, below = after.partition(".")
    cursor = int(below[:18]) if below.isascii() and below.isdigit() else None
    unread = [] if part == "1" else list(_below(rows.filter(read_at=None), cursor)[: size + 1])
    if len(unread) > size:
        return Page(unread[:size], f"0.{unread[size - 1].pk}"), None
    read = _below(rows.filter(read_at__isnull=False), cursor if part == "1" else None)
    both = [*unread, *read[: size + 1 - len(unread)]]
    last = both[size - 1] if len(both) > size else None
    return Page(both[:size], f"{int(last.is_read)}.{last.pk}" if last else ""), None if after else len(unread)


def _below(rows: QuerySet[Letter], pk: int | None) -> QuerySet[Letter]:
    return rows if pk is None else rows.filter(pk__lt=pk)


def asked(person_id: int, on: date) -> QuerySet[Letter]:
    """What is asked of the person, what is due first before the rest; what was missed stays for some days."""
    rows = Letter.objects.filter(person_id=person_id, archived_at=None, until__gte=on - timedelta(days=policy.MISSED_DAYS))
    return rows.exclude(asked="").select_related("dossier").order_by("until", "pk")


def of_delivery(person_id: int, deliveries: list[int]) -> dict[int, int]:
    """Which letter of the person's brought each delivery."""
    rows = Letter.objects.filter(person_id=person_id, delivery__in=deliveries).order_by("-pk")
    return {delivery: pk for delivery, pk in rows.values_list("delivery_id", "pk") if delivery}


def dossiers(person_id: int) -> QuerySet[Dossier]:
    """The dossiers that letters of the person lie in, newest first."""
    mine = Letter.objects.filter(person_id=person_id, dossier__isnull=False).values("dossier")
    return Dossier.objects.filter(pk__in=mine).select_related("office").order_by("-pk")[: policy.DOSSIERS_SHOWN]


def _has(letter: Letter, parts: list[str]) -> bool:
    of = f" {letter.dossier.title} {letter.dossier.number} {letter.dossier.number_key}" if letter.dossier else ""
    folded = text.fold(f"{letter.title} {letter.text}{of}")
    return all(part in folded for part in parts)
