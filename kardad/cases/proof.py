"""The one door from disputes to proof: what was done is an entry of the dossier's chain."""

import hashlib
from datetime import datetime
from typing import Any

from kardad.cases.models import Case
from kardad.core.actor import Actor
from kardad.evidence import actions as evidence
from kardad.evidence.models import Chain


def chain(case: Case, *, at: datetime) -> Chain:
    """The chain of the case's dossier, which the kartable writes into as well."""
    if case.dossier is None:
        raise LookupError(f"case {case.pk} is not filed")
    return evidence.open_chain(case.dossier, title=case.dossier.title, office_id=case.office_id, at=at)


def note(case: Case, kind: str, *, by: Actor, at: datetime, **data: Any) -> None:
    """The fact is the last entry of the chain, inside the caller's transaction; a draft has no chain and leaves none."""
    if case.dossier_id is not None:
        evidence.append(chain(case, at=at), kind, by=by, at=at, **data)


def digest(text: str) -> str:
    """SHA-256 of what was written, for an entry that must not tell it."""
    return hashlib.sha256(text.encode()).hexdigest()
