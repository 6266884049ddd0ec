"""The one door from contracts to proof: what was done is an entry of the contract's own chain."""

import hashlib
import json
from datetime import datetime
from typing import Any

from kardad.contracts.models import Contract
from kardad.core.actor import Actor
from kardad.evidence import actions as evidence
from kardad.evidence import canonical
from kardad.evidence.models import Chain


def chain(contract: Contract, *, at: datetime) -> Chain:
    """The chain of the contract, opened with the first thing that is proven of it."""
    return evidence.open_chain(contract, title="قرارداد کار", office_id=contract.office_id, at=at)


def note(contract: Contract, kind: str, *, by: Actor, at: datetime, **data: Any) -> None:
    """The fact is the last entry of the chain, inside the caller's transaction."""
    evidence.append(chain(contract, at=at), kind, by=by, at=at, **data)


def words(told: dict[str, Any]) -> tuple[str, str]:
    """What is signed, as canonical JSON, and its SHA-256."""
    raw = canonical.encode(told)
    return raw.decode(), hashlib.sha256(raw).hexdigest()


def read(raw: str) -> dict[str, Any]:
    """What was signed, as JSON."""
    found: dict[str, Any] = json.loads(raw)
    return found
