"""Whether work diaries say what they said when they were written: every heading and entry held beside the entries of its chain."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Exists, OuterRef

from kardad.contracts import diaries, proof
from kardad.contracts.models import Diary, DiaryEntry
from kardad.evidence import rows
from kardad.evidence.models import Chain, Entry
from kardad.evidence.rows import Difference

STEP: Final = 100  # diaries in memory at a time
KINDS: Final = ("diary.begun", "diary.written", "diary.corrected")
Said = dict[int, tuple[int, str]]  # an entry's number, 0 of the heading: its place in the chain, and the digest named there


@rows.register
def differences() -> Iterator[Difference]:
    """Every diary or entry that is another than its chain says, that is gone, or of which no chain knows."""
    chains, last = Chain.objects.filter(subject_type=Diary._meta.label_lower), 0
    while found := list(chains.filter(pk__gt=last).order_by("pk")[:STEP]):
        yield from _of(found)
        last = found[-1].pk
    for pk in Diary.objects.exclude(Exists(chains.filter(subject_id=OuterRef("pk")))).order_by("pk").values_list("pk", flat=True):
        yield Difference("", None, f"contracts_diary {pk}")


def _of(chains: list[Chain]) -> Iterator[Difference]:
    held = {one.pk: one for one in Diary.objects.filter(pk__in=[one.subject_id for one in chains])}
    written: dict[int, list[DiaryEntry]] = {pk: [] for pk in held}
    for entry in DiaryEntry.objects.filter(diary__in=held).select_related("file").order_by("pk"):
        written[entry.diary_id].append(entry)
    said = _said(chains)
    for chain in chains:
        mine = held.get(chain.subject_id)
        wrong = _compared(mine, written[mine.pk], said[chain.pk]) if mine else [(0, f"contracts_diary {chain.subject_id}")]
        yield from (Difference(chain.token, seq, row) for seq, row in wrong)


def _compared(diary: Diary, entries: list[DiaryEntry], said: Said) -> Iterator[tuple[int | None, str]]:
    seq, digest = said.pop(0, (None, ""))
    if {digest, diary.sha256, _digest(diary.about)} != {digest}:
        yield seq, f"contracts_diary {diary.pk}: about"
    for entry in entries:
        seq, digest = said.pop(entry.number, (None, ""))
        wrong = [
            name for name, is_so in (("words", {digest, entry.sha256, _digest(entry.words)} == {digest}), *_columns(entry)) if not is_so
        ]
        if wrong:
            yield seq, f"contracts_diaryentry {entry.pk}: {', '.join(wrong)}"
    yield from ((seq, f"contracts_diaryentry {diary.pk} {number}") for number, (seq, _) in said.items())


def _columns(entry: DiaryEntry) -> Iterator[tuple[str, bool]]:
    """What lists and sums read, beside what the words say."""
    try:
        words = proof.read(entry.words)
        told = diaries.told(words)
    except (ValueError, KeyError, TypeError):
        return
    yield "day", (entry.number, entry.kind, entry.on) == (words.get("number"), told.kind, told.on)
    yield "sums", (entry.minutes, entry.amount, entry.is_void) == (told.minutes, told.amount, told.is_void)
    yield "file", (entry.file.sha256 if entry.file else "") == words.get("file", "")


def _said(chains: list[Chain]) -> dict[int, Said]:
    found: dict[int, Said] = {one.pk: {} for one in chains}
    rows_ = Entry.objects.filter(chain__in=chains, kind__in=KINDS).order_by("chain_id", "seq")
    for chain, seq, body in rows_.values_list("chain_id", "seq", "body").iterator(chunk_size=STEP):
        try:
            data: dict[str, Any] = json.loads(body)["data"]
            found[chain][int(data.get("position", 0))] = (seq, data["sha256"])
        except (ValueError, TypeError, KeyError):
            continue  # named by whoever read the chain
    return found


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
