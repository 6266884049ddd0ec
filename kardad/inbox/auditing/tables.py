"""The tables that are held beside the entries, and how their rows are read: one statement each, in the order of their dossiers' chains."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast

from kardad.core import crypto
from kardad.evidence.models import Chain, Entry
from kardad.inbox.models import Deadline, Delivery, Dossier, Letter, Notice, Party, Representation, Visit

STEP: Final = 500
ENTRY: Final = "entry"
HEARD: Final = ("service.", "deadline.", "party.", "representation.", "dossier.", "notice.")  # how the kinds begin that tell of rows
DELIVERY_COLUMNS: Final = (
    *("id", "notice__number", "notice__code", "party_id", "via", "rung", "is_copy", "served_on", "effect", "rule", "agent_id"),
    *("placed_at", "handed_at", "notified_at", "arrived_at", "opened_at", "opened_by_id", "acknowledged_at", "voided_at", "outside_number"),
)
DEADLINE_COLUMNS: Final = (
    *("id", "delivery_id", "code", "superseded_at", "served_on", "safe_until", "hard_until", "final_on", "at_risk_since", "risk"),
)
VISIT_COLUMNS: Final = (*("id", "delivery_id", "given_at", "due_on", "outcome", "at", "in_words", "relation", "photo_id", "photo__sha256"),)
NOTICE_COLUMNS: Final = (
    *("id", "number", "code", "title", "is_confidential", "days", "day", "filer_id", "corrects_id", "state", "placed_at"),
)
Found = tuple[int, int, str, Any]  # chain, place of the table, its name, the row


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one model: by which way each has its dossier, what is read of them, which columns stay sealed until they are asked for."""

    model: type[Model]
    dossier: str
    columns: tuple[str, ...]
    sealed: tuple[str, ...] = ()
    only: Q = Q()  # noqa: RUF009 – is never changed


TABLES: Final[dict[str, Table]] = {
    "inbox_dossier": Table(Dossier, "id", ("id", "number", "tracking_code"), sealed=("title",)),
    "inbox_party": Table(Party, "dossier_id", ("id", "side", "person_id", "organisation_id", "joined_at"), sealed=("name",)),
    "inbox_representation": Table(
        Representation, "party__dossier_id", ("id", "party_id", "agent_id", "mandate_id", "began_at", "ended_at")
    ),
    "inbox_notice": Table(Notice, "dossier_id", NOTICE_COLUMNS, sealed=("says",), only=Q(number__isnull=False)),
    "inbox_delivery": Table(Delivery, "notice__dossier_id", DELIVERY_COLUMNS),
    "inbox_deadline": Table(Deadline, "delivery__notice__dossier_id", DEADLINE_COLUMNS),
    "inbox_visit": Table(Visit, "delivery__notice__dossier_id", VISIT_COLUMNS, sealed=("agent_name", "receiver", "note")),
    "inbox_letter": Table(Letter, "delivery__notice__dossier_id", ("id", "delivery_id", "person_id"), only=Q(delivery__isnull=False)),
}


def streams(dossiers: Collection[int] | None) -> list[Iterator[Found]]:
    """The entries and the rows of these dossiers, or of all, each in the order of the chains."""
    return [_entries(dossiers), *(_rows(place, name, table, dossiers) for place, (name, table) in enumerate(TABLES.items(), start=1))]


def chains(dossiers: Collection[int] | None) -> Any:
    """The chains of these dossiers, or of all."""
    found = Chain.objects.filter(subject_type=Dossier._meta.label_lower)
    return found if dossiers is None else found.filter(subject_id__in=dossiers)


def unsealed(row: dict[str, Any], table: Table) -> dict[str, Any] | None:
    """The row with its sealed columns opened; None where somebody put there what no key of ours sealed."""
    try:
        return row | {name: crypto.unseal(row[f"{name}_sealed"]) if row[f"{name}_sealed"] else "" for name in table.sealed}
    except crypto.Unsealable:
        return None


def chain_of(dossier: str) -> Subquery:
    """The id of the chain of the dossier to which this column leads."""
    return Subquery(Chain.objects.filter(subject_type=Dossier._meta.label_lower, subject_id=OuterRef(dossier)).values("pk")[:1])


def _entries(dossiers: Collection[int] | None) -> Iterator[Found]:
    kinds = Q()
    for beginning in HEARD:
        kinds |= Q(kind__startswith=beginning)
    told = Entry.objects.filter(kinds).order_by("chain_id", "seq")
    if dossiers is not None:
        told = told.filter(chain__in=chains(dossiers).values("pk"))
    for chain, seq, body in told.values_list("chain_id", "seq", "body").iterator(chunk_size=STEP):
        yield chain, 0, ENTRY, (seq, body)


def _rows(place: int, name: str, table: Table, dossiers: Collection[int] | None) -> Iterator[Found]:
    found = table.model._default_manager.filter(table.only)
    if dossiers is not None:
        found = found.filter(**{f"{table.dossier}__in": list(dossiers)})
    raw = {f"{column}_sealed": Cast(column, TextField()) for column in table.sealed}  # as it is kept: what nobody can open is no accident
    found = found.annotate(held_by=chain_of(table.dossier), **raw).exclude(held_by=None).order_by("held_by", "pk")
    for row in found.values("held_by", *table.columns, *raw).iterator(chunk_size=STEP):
        yield row["held_by"], place, name, row
