"""The tables of contracts, by noun."""

from kardad.contracts.models.batches import Batch, BatchRow
from kardad.contracts.models.contracts import Annex, Contract, Series
from kardad.contracts.models.diary import Diary, DiaryEntry
from kardad.contracts.models.ending import Ending, Settlement
from kardad.contracts.models.life import Amendment, EndNotice, Pause, Wish
from kardad.contracts.models.marks import WorkerMark
from kardad.contracts.models.versions import Authority, Correction, Delivery, Signature, Version

__all__ = [
    "Amendment",
    "Annex",
    "Authority",
    "Batch",
    "BatchRow",
    "Contract",
    "Correction",
    "Delivery",
    "Diary",
    "DiaryEntry",
    "EndNotice",
    "Ending",
    "Pause",
    "Series",
    "Settlement",
    "Signature",
    "Version",
    "Wish",
    "WorkerMark",
]
