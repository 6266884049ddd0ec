"""The official papers of money are asked for after the money moved, so that no payment ever waits for a paper or fails with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic

from django.db import transaction

from kardad.billing import policy
from kardad.billing.queries import Papered
from kardad.core.actor import SYSTEM
from kardad.documents import actions as documents


@dataclass(frozen=True, slots=True)
class Words:
    """What a paper says, what stands in its box, and of which version of its row it tells."""

    version: str
    data: Mapping[str, Any]
    facts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Paper(Generic[Papered]):
    """One kind of paper: of which rows, read with what beside them, and how such a row says itself."""

    kind: str
    rows: type[Papered]
    beside: tuple[str, ...]
    say: Callable[[Papered], Words]


@transaction.atomic
def ask_due(paper: Paper[Papered], pk: int, *, at: datetime) -> bool:
    """The paper of the row as it stands now is asked for, once a version; an older version stays as it was sealed."""
    rows = paper.rows._default_manager.select_for_update(skip_locked=True, of=("self",)).select_related(*paper.beside)
    row = rows.filter(pk=pk, paper_due_at__lte=at).first()
    if row is None:
        return False
    row.paper_due_at = None
    row.save(update_fields=["paper_due_at"])
    said = paper.say(row)
    documents.issue_once(paper.kind, row, version=said.version, data=said.data, facts=said.facts, by=SYSTEM, at=at)
    return True


@transaction.atomic
def put_off(paper: Paper[Papered], pk: int, *, at: datetime) -> None:
    """A paper that could not be asked for is asked for again later, after the others."""
    paper.rows._default_manager.filter(pk=pk, paper_due_at__lte=at).update(paper_due_at=at + policy.PAPER_AGAIN)
