"""What the receipt of a service prints: every step that proof keeps of it, and the mark of the last, to be held beside the file."""

from collections.abc import Sequence
from typing import Any, Final

from kardad.documents import queries as documents
from kardad.documents.models import Document
from kardad.evidence import kinds
from kardad.evidence.models import Entry
from kardad.inbox.models import Delivery
from kardad.kit import calendar
from kardad.kit.text import to_persian_digits

KIND: Final = "receipt"
NOTE: Final = (
    "این برگ برای خواندن است. همین رسید به شکل فایل (json) در کارپوشه شماست و هر کس آن را بی نیاز به ما در «سنجش سند و رسید» می‌سنجد.\n"
    "نشان آخرین گام در کادر بالا، همان hash آن فایل است."
)


def data_of(delivery: Delivery, steps: Sequence[Entry]) -> dict[str, Any]:
    """The fields of the paper."""
    last = steps[-1]
    return {
        "deed": _said(last),
        "at": last.at.astimezone(calendar.TEHRAN).isoformat(),
        "person": delivery.party.name,
        "note": "\n".join([*(f"{_place(one)}، {calendar.with_time(one.at)}: {_said(one)}" for one in steps), NOTE]),
    }


def facts_of(delivery: Delivery, last: Entry) -> list[tuple[str, str]]:
    """What stands in its box."""
    return [
        ("شماره ابلاغیه", to_persian_digits(delivery.notice.number or "")),
        ("مخاطب", f"{delivery.party.name} ({delivery.party.get_side_display()})"),
        ("آخرین گام", _place(last)),
        ("زمان آن", calendar.with_time(last.at)),
        ("نشان آن", last.hash),  # alone in its row: it is long
    ]


def papers(delivery: Delivery) -> list[Document]:
    """Those that were asked for, newest first."""
    return list(documents.of(delivery).filter(kind=KIND))


def _place(entry: Entry) -> str:
    return f"مورد {to_persian_digits(entry.seq)} پرونده"


def _said(entry: Entry) -> str:
    return to_persian_digits(kinds.sentences()[entry.kind].format_map(entry.fact["data"]))
