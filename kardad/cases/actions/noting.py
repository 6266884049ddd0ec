"""A fact of a case that moves it nowhere."""

from datetime import datetime
from typing import Any

from kardad.cases import proof
from kardad.cases.models import Case
from kardad.core.actor import Actor
from kardad.core.history import record


def noted(case: Case, event: str, *, by: Actor, at: datetime, **data: Any) -> None:
    """The fact stands in history and in the chain; the case stays where it is."""
    number = case.class_number or case.number or ""
    proof.note(case, event, by=by, at=at, state=case.state, instance=case.instance, **data)
    record(event, case, by=by, at=at, number=number, **data)
