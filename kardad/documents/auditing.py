"""Whether papers are those that were sealed: their rows held beside the entries `paper.sealed` of their chains."""

import json
from collections.abc import Collection, Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from kardad.documents.models import Document
from kardad.evidence import rows
from kardad.evidence.models import Chain, Entry
from kardad.evidence.rows import Difference

STEP: Final = 500
SEALED: Final = "paper.sealed"
# What the entry calls it, and the columns that must say the same.
COLUMNS: Final = {"number": ("number",), "paper": ("kind",), "sha256": ("sha256", "file__sha256"), "mark": ("mark",)}
Wrong = tuple[int | None, str]


@rows.register
def differences() -> Iterator[Difference]:
    """Every sealed paper whose row or file is another than the one that was sealed; one chain in memory at a time."""
    for chain, wrong in _found(None):
        token = Chain.objects.values_list("token", flat=True).filter(pk=chain).first() or ""
        yield from (Difference(token, seq, row) for seq, row in wrong)


def differing(chains: Collection[int]) -> set[int]:
    """Those of these chains of which a paper is another than the one that was sealed."""
    return {chain for chain, _ in _found(chains)}


def _found(chains: Collection[int] | None) -> Iterator[tuple[int, list[Wrong]]]:
    both = merge(_entries(chains), _papers(chains), key=itemgetter(0, 1))
    for chain, found in groupby(both, key=itemgetter(0)):
        told, kept = dict[str, tuple[int, Any]](), dict[str, Any]()
        for _, is_row, row in found:
            if is_row:
                kept[row["token"]] = row
            else:
                told[row[1]["document"]] = row
        if wrong := list(_compared(told, kept)):
            yield chain, wrong


def _compared(told: dict[str, tuple[int, Any]], kept: dict[str, Any]) -> Iterator[Wrong]:
    for token in sorted(told.keys() | kept.keys()):
        row = kept.get(token)
        name = f"documents_document {row['pk'] if row else token}"
        if token not in told:
            yield None, name
            continue
        seq, said = told[token]
        if row is None:
            yield seq, name
        elif wrong := [column for word, columns in COLUMNS.items() for column in columns if word in said and said[word] != row[column]]:
            yield seq, f"{name}: {', '.join(wrong)}"


def _entries(chains: Collection[int] | None) -> Iterator[tuple[int, bool, Any]]:
    found = Entry.objects.filter(kind=SEALED).order_by("chain_id", "seq")
    if chains is not None:
        found = found.filter(chain__in=chains)
    for chain, seq, body in found.values_list("chain_id", "seq", "body").iterator(chunk_size=STEP):
        try:
            said = json.loads(body)["data"]
            yield chain, False, (seq, said | {"document": str(said["document"])})
        except (ValueError, TypeError, KeyError):
            continue  # named by whoever read the chain


def _papers(chains: Collection[int] | None) -> Iterator[tuple[int, bool, Any]]:
    found = Document.objects.filter(state=Document.State.SIGNED, chain__isnull=False).order_by("chain_id", "pk")
    if chains is not None:
        found = found.filter(chain__in=chains)
    columns = ("pk", "chain_id", "token", "number", "kind", "sha256", "file__sha256", "subject_type", "subject_id")
    for row in found.values(*columns).iterator(chunk_size=STEP):
        of = Document(**{name: row[name] for name in ("token", "subject_type", "subject_id")})
        yield row["chain_id"], True, row | {"mark": of.mark}
