"""A contract as one row of a list says it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kardad.contracts import flow, policy
from kardad.contracts.actions import common
from kardad.contracts.models import Contract
from kardad.contracts.queries import sent
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
    words = OF_WORKER if is_worker else OF_EMPLOYER
    return [Row(one, common.employer(one) if is_worker else one.worker_name, tuple(_tags(one, words, today))) for one in shown]


def _tags(contract: Contract, words: Mapping[str, str], today: date) -> Iterator[Tag]:
    """Its state as this side says it, until when where an answer is waited for, and what is laid over it."""
    until = f" تا {calendar.slashed(calendar.tehran_day(contract.due_at))}" if contract.state == "sent" and contract.due_at else ""
    yield words.get(contract.state, flow.STATES[contract.state]) + until, flow.TONES.get(contract.state, "info")
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
