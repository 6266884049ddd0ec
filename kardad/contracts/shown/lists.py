"""A contract as one row of a list says it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kardad.contracts import flow, policy
from kardad.contracts.actions import common
from kardad.contracts.models import Contract
from kardad.contracts.queries import sent

Tag = tuple[str, str]  # what it says, its tone
SOON: Final = timedelta(days=policy.EXPIRING)


@dataclass(frozen=True, slots=True)
class Row:
    """A contract in a list: with whom, as what, since when until when, how it stands."""

    contract: Contract
    other: str
    tags: tuple[Tag, ...]


def rows(found: Iterable[Contract], *, is_worker: bool, today: date) -> list[Row]:
    """Each contract as the list of that side says it."""
    shown = sent.all_known(found) if is_worker else found
    return [Row(one, common.employer(one) if is_worker else one.worker_name, tuple(_tags(one, today))) for one in shown]


def _tags(contract: Contract, today: date) -> Iterator[Tag]:
    """Its state, and what is laid over it."""
    yield flow.STATES[contract.state], flow.TONES.get(contract.state, "info")
    ends = contract.ends_on
    if contract.state in flow.RUNNING and ends is not None:
        if ends < today:
            yield "پایانش گذشته است", "bad"
        elif ends - today <= SOON:
            yield "رو به پایان", "wait"
    if contract.disputed_at is not None:
        yield "دارای اختلاف", "bad"
    if contract.origin == Contract.Origin.IMPORTED:
        yield "اینجا امضا نشده", "wait"
