"""Reads over the end of a contract and its settlement: what is live, what it comes to by the law of today, until when what may be done."""

from datetime import date, datetime, timedelta

from kardad.contracts import causes, computing, pauses, policy, terms
from kardad.contracts.causes import Evidence
from kardad.contracts.computing import Ended, Off
from kardad.contracts.models import Contract, Ending, Pause, Settlement, Version
from kardad.contracts.queries import standing
from kardad.contracts.statement import Facts, Statement
from kardad.contracts.terms import Terms
from kardad.kit import records
from kardad.law import instruments, rules

REVOCATION = "resignation_revocation"  # a deadline of law/data/deadlines.toml
LONGEST_CHAIN = 40  # renewals of one service that are looked back


def ending(contract: Contract) -> Ending | None:
    """The end that was named and stands, or waits; one whose wording nobody signs any more counts no longer."""
    rows = Ending.objects.filter(contract=contract).exclude(state=Ending.State.WITHDRAWN).select_related("version", "file")
    found = rows.order_by("-pk").first()
    return None if found and is_stale(found) else found


def is_stale(found: Ending) -> bool:
    """Whether the wording that it waits for was refused, recalled or has expired."""
    return found.state == Ending.State.WAITING and (found.version is None or found.version.state != "open")


def settlement(contract: Contract) -> Settlement | None:
    """The contract's settlement."""
    return Settlement.objects.filter(contract=contract).select_related("version", "proof").first()


def reserved(found: Settlement) -> frozenset[str] | None:
    """What the worker kept his claim to as he signed the statement, by the codes of `statement.reservable`; None when he did not sign."""
    signatures = found.version.signatures.filter(side=standing.WORKER, signed_at__isnull=False) if found.version else None
    signed = signatures.first() if signatures is not None else None
    return frozenset(signed.reserves) if signed else None


def evidence(found: Ending) -> Evidence:
    """What was shown for the end."""
    return records.read(Evidence, found.evidence)


def facts(found: Settlement) -> Facts:
    """What the employer has told for the statement."""
    return records.read(Facts, found.facts)


def is_told(found: Settlement) -> bool:
    """Whether the employer has told anything."""
    return bool(found.facts)


def reckoned(contract: Contract, told: Facts) -> Statement:
    """What is owed by the contract as it stands. Raises Silent, NoWage, BadFact."""
    return computing.statement(terms.read(contract.terms), told, ended(contract), instruments.current())


def ended(contract: Contract) -> Ended:
    """How the contract ended, as the reckoning needs it; raises NoWage for one without days."""
    held = terms.read(contract.terms)
    earlier = before(contract)
    since, on = earlier[0][0] if earlier else contract.starts_on, contract.ended_on
    if since is None or on is None:
        raise computing.NoWage
    found = ending(contract)
    cause = causes.find(contract.end_cause)
    stopped = off(contract, on)
    if found is None or cause is None:
        return Ended(since=since, on=on, before=earlier, off=stopped)
    is_whole_trial = cause.day == "trial" and found.side == standing.EMPLOYER  # LL 11
    until = causes.trial_end(held) if is_whole_trial else None
    severance = causes.severance(cause, evidence(found))
    return Ended(since=since, on=on, severance=severance, trial_until=until, before=earlier, off=stopped)


def before(contract: Contract) -> tuple[tuple[date, Terms], ...]:
    """The contracts that this one goes on from without a settlement between, the first one first, each with its first day."""
    return tuple((one.starts_on, terms.read(one.terms)) for one in _renewed(contract) if one.starts_on)


def off(contract: Contract, last: date) -> tuple[Off, ...]:
    """The suspensions of the whole service, the first one first; one that goes on lasts until the last day."""
    rows = Pause.objects.filter(contract__in=[contract, *_renewed(contract)]).order_by("starts_on", "pk")
    told = [(row, pauses.find(row.cause)) for row in rows]
    return tuple(
        Off(first=row.starts_on, last=row.ended_on or last, title=cause.title, is_service=cause.is_service, says=cause.settles)
        for row, cause in told
        if cause is not None
    )


def _renewed(contract: Contract) -> list[Contract]:
    """The contracts that it goes on from, the first one first."""
    found: list[Contract] = []
    earlier = contract.predecessor
    while earlier is not None and earlier.state == "renewed" and earlier.starts_on and len(found) < LONGEST_CHAIN:
        found.insert(0, earlier)
        earlier = earlier.predecessor
    return found


def open_version(contract: Contract, kind: str) -> Version | None:
    """The wording of that kind that lies before the sides."""
    return contract.versions.filter(kind=kind, state="open").order_by("-number").first()


def days_to_take_back() -> int:
    """For how many days a resignation can be taken back (`law/data/deadlines.toml`, D10)."""
    return rules.current().rule(REVOCATION).days or 0


def taken_back_until(found: Ending) -> datetime | None:
    """Until when the worker may take his resignation back; None for what is none, or was not signed."""
    if found.cause != "resignation" or found.signed_at is None:
        return None
    return found.signed_at + timedelta(days=days_to_take_back())


def undone_until(found: Settlement) -> datetime | None:
    """Until when the worker may take back a mistaken confirmation; None where nothing is signed, or it is paid."""
    if found.version is None or found.paid_at is not None:
        return None
    row = found.version.signatures.filter(side=standing.WORKER, signed_at__isnull=False).first()
    return row.signed_at + policy.UNDO_SETTLEMENT if row and row.signed_at else None
