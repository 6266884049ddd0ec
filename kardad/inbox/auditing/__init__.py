"""Whether the rows of service say what the entries of their dossiers' chains say: the inbox's answer to `kardad verify --database`."""

from collections.abc import Collection, Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import transaction

from kardad.documents import auditing as papers
from kardad.evidence import rows
from kardad.evidence.models import Chain
from kardad.evidence.rows import Difference
from kardad.inbox.auditing.comparing import Wrong, compared
from kardad.inbox.auditing.tables import ENTRY, STEP, chain_of, chains, streams
from kardad.inbox.models import Delivery, Dossier


@rows.register
def differences() -> Iterator[Difference]:
    """Every row of a dossier that is not what the entries of its chain say; one chain in memory at a time."""
    for chain, wrong in _found(None):
        token = Chain.objects.values_list("token", flat=True).filter(pk=chain).first() or ""
        yield from (Difference(token, seq, row) for seq, row in wrong)
    blanked = chains(None).filter(title="", salt="").order_by("pk").values_list("token", flat=True)
    yield from (Difference(token, 0, "evidence_chain: title, salt") for token in blanked.iterator(chunk_size=STEP))
    unproven = Delivery.objects.exclude(via=Delivery.Via.ELSEWHERE).annotate(chain=chain_of("notice__dossier_id")).filter(chain=None)
    for pk in unproven.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=STEP):
        yield Difference("", None, f"inbox_delivery {pk}")


def differing(dossiers: Collection[int]) -> set[int]:
    """Those of these dossiers of which any row, any paper or the chain's own title is not what the chain says."""
    found = {pk: chain for chain, pk in chains(dossiers).values_list("pk", "subject_id")}
    wrong = {chain for chain, _ in _found(dossiers)} | papers.differing(list(found.values()))
    wrong |= set(chains(dossiers).filter(title="", salt="").values_list("pk", flat=True))
    unproven = Delivery.objects.filter(notice__dossier__in=set(dossiers) - found.keys()).exclude(via=Delivery.Via.ELSEWHERE)
    return {pk for pk, chain in found.items() if chain in wrong} | set(unproven.values_list("notice__dossier_id", flat=True))


def differs(dossier: Dossier) -> bool:
    """Whether anything in this dossier is not what the entries of its chain say.

    What seems to differ is looked at once more while nobody can add an entry: a deed that came between two reads is no edit.
    """
    if not differing([dossier.pk]):
        return False
    with transaction.atomic():
        list(chains([dossier.pk]).select_for_update().values_list("pk", flat=True))
        return bool(differing([dossier.pk]))


def _found(dossiers: Collection[int] | None) -> Iterator[tuple[int, list[Wrong]]]:
    """The chains with rows that differ."""
    for chain, found in groupby(merge(*streams(dossiers), key=itemgetter(0, 1)), key=itemgetter(0)):
        entries: list[tuple[int, str]] = []
        kept: dict[str, list[Any]] = {}
        for _, _, name, row in found:
            entries.append(row) if name == ENTRY else kept.setdefault(name, []).append(row)
        if wrong := list(compared(entries, kept)):
            yield chain, wrong
