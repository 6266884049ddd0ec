"""Marks: what an entry says of words that may not stand in it – a keyed digest, by which a row that was edited by hand is found."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Model

from kardad.core import crypto
from kardad.evidence.chain import moment

MARKED: Final[dict[str, tuple[str, ...]]] = {  # what each mark is of; the words of another column make another mark
    "dossier": ("id", "number", "tracking_code", "title"),
    "party": ("id", "name", "person_id", "organisation_id"),
    "representation": ("id", "agent_id", "mandate_id"),
    "notice": ("id", "code", "title", "says", "is_confidential", "days", "day", "filer_id", "corrects_id"),
    "call": ("id", "agent_name", "given_at", "due_on"),
    "found": ("id", "receiver", "relation", "in_words", "note", "photo_id"),
    "risk": ("delivery_id", "code", "risk"),
}


def of(kind: str, row: Model | Mapping[str, Any]) -> str:
    """HMAC-SHA-256 under the index key of what the row says in the columns of this mark."""
    said = [row[name] if isinstance(row, Mapping) else getattr(row, name) for name in MARKED[kind]]
    return crypto.blind_index(f"inbox.{kind}", json.dumps([_plain(one) for one in said]))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else value
