"""Reads over a contract that runs: what was signed for it and waits for its day, its suspensions, its end, what lies beside it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet

from kardad.contracts import amendments, flow, policy, proof, terms
from kardad.contracts.amendments import Planned
from kardad.contracts.models import Amendment, Contract, Ending, Pause, Version, Wish
from kardad.contracts.queries import checking, standing
from kardad.contracts.terms import Terms

AT_WORK: Final = ("active", "suspended")
MOST: Final = 100  # rows of one contract on a page


@dataclass(frozen=True, slots=True)
class Beside:
    """The worker's other contracts: how many with this employer and their days, how many on the same days and their weekly minutes."""

    same_employer: int
    days: int
    overlapping: int
    weekly_minutes: int


def planned(contract: Contract) -> list[Planned]:
    """What both signed and what waits for its day, the earliest first."""
    rows = Amendment.objects.filter(contract=contract, due_at__isnull=False).select_related("version").order_by("from_on", "pk")
    return [Planned(row.from_on, proof.read(row.version.words)["values"]) for row in rows[:MOST]]


def terms_on(contract: Contract, day: date) -> Terms:
    """What the contract says on a day from today on."""
    return amendments.by_then(terms.read(contract.terms), planned(contract), day)


def concluded_on(contract: Contract) -> date | None:
    """The day on which its own words were concluded; the first day of one that was signed elsewhere."""
    signed = contract.versions.filter(kind=Version.Kind.CONTRACT, state="signed").order_by("-number").first()
    return date.fromisoformat(proof.read(signed.words)["concluded_on"]) if signed else contract.starts_on


def amended(contract: Contract) -> QuerySet[Amendment]:
    """The amendments that both signed, newest first."""
    return Amendment.objects.filter(contract=contract).select_related("version").order_by("-pk")


def is_amended(contract: Contract) -> bool:
    """Whether an amendment counts."""
    return Amendment.objects.filter(contract=contract, applied_at__isnull=False).exists()


def pauses(contract: Contract) -> QuerySet[Pause]:
    """The suspensions of the contract, newest first."""
    return Pause.objects.filter(contract=contract).select_related("file").order_by("-pk")


def open_pause(contract: Contract) -> Pause | None:
    """The suspension that goes on."""
    return pauses(contract).filter(closed_at=None).first()


def waiting(contract: Contract, kind: str) -> Version | None:
    """The wording of that kind that lies before the sides."""
    return contract.versions.filter(kind=kind, state="open").order_by("-number").first()


def successor(contract: Contract, side: str) -> Contract | None:
    """The signed contract that goes on from this one; else the one that is being written, for the worker once it was sent to him."""
    found = contract.successors.exclude(state__in=("dropped", "void", "rejected", "expired")).order_by("-pk")
    rows = list((found.exclude(sent_at=None) if side == standing.WORKER else found)[:MOST])
    return next((row for row in rows if row.state in flow.BINDING), rows[0] if rows else None)


def goes_on(contract: Contract) -> bool:
    """Whether it is settled what comes after the last day: a signed successor, or an end that was named."""
    named = Ending.objects.filter(contract=contract, state=Ending.State.GIVEN).exists()
    return named or contract.successors.filter(state__in=flow.BINDING).exists()


def wishes(contract: Contract) -> dict[str, Wish]:
    """What each side wants when this term is over."""
    rows = Wish.objects.filter(contract=contract, ends_on=contract.ends_on) if contract.ends_on else ()
    return {row.side: row for row in rows}


def left(contract: Contract, today: date) -> int | None:
    """Days until the last day, below nought after it; None without one, or where it runs no more."""
    if contract.ends_on is None or contract.state not in flow.RUNNING:
        return None
    return (contract.ends_on - today).days


def is_expiring(contract: Contract, today: date) -> bool:
    """Whether it is «رو به پایان»."""
    days = left(contract, today)
    return days is not None and 0 <= days <= policy.EXPIRING


def is_past(contract: Contract, today: date) -> bool:
    """Whether somebody may be working past the last day without a contract."""
    days = left(contract, today)
    return contract.state in AT_WORK and days is not None and days < 0 and not goes_on(contract)


def beside(contract: Contract, *, for_worker: bool) -> Beside:
    """The worker's other contracts as they count beside this one; to his employer those with this employer alone."""
    first, last = contract.starts_on or date.min, contract.ended_on or contract.ends_on or date.max
    same = days = overlapping = minutes = 0
    for one in checking.engagements(contract, for_worker=for_worker):
        ends = one.ends_on or contract.starts_on or one.starts_on
        if one.is_same_employer:
            same, days = same + 1, days + max(0, (ends - one.starts_on).days + 1)
        if one.starts_on <= last and (one.ends_on or date.max) >= first:
            overlapping, minutes = overlapping + 1, minutes + int((one.weekly_hours or 0) * 60)
    return Beside(same, days, overlapping, minutes)
