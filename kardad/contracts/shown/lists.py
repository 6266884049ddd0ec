"""A contract as one row of a list says it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kardad.contracts import flow, policy
from kardad.contracts.actions import common
from kardad.contracts.models import Contract
from kardad.contracts.queries import sent, standing
from kardad.kit import calendar

Tag = tuple[str, str]  # what it says, its tone
# What waits for somebody is said from the side of whoever reads.
OF_WORKER: Final = {"sent": "منتظر پاسخ شما", "revision_requested": "منتظر کارفرما", "draft": "کارفرما پس گرفته است"}
OF_EMPLOYER: Final = {"sent": "منتظر کارگر", "revision_requested": "کارگر اصلاح خواست"}
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
    side = standing.WORKER if is_worker else standing.EMPLOYER
    return [Row(one, common.employer(one) if is_worker else one.worker_name, tuple(_tags(one, side, today))) for one in shown]


def state(contract: Contract, side: str) -> str:
    """How it stands, said from this side."""
    words = OF_WORKER if side == standing.WORKER else OF_EMPLOYER
    return words.get(contract.state, flow.STATES[contract.state])


def _tags(contract: Contract, side: str, today: date) -> Iterator[Tag]:
    """Its state as this side says it, until when where an answer is waited for, and what is laid over it."""
    until = f" تا {calendar.slashed(calendar.tehran_day(contract.due_at))}" if contract.state == "sent" and contract.due_at else ""
    yield state(contract, side) + until, flow.TONES.get(contract.state, "info")
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
