"""What the checks of the law find in a contract as it stands, with what is known here of the worker's other contracts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Q

from kardad.contracts import flow, pauses, policy, terms
from kardad.contracts.models import Contract, Pause
from kardad.contracts.terms import Terms
from kardad.kit import calendar
from kardad.law import contract_rules as rules
from kardad.law import instruments
from kardad.law.contract_rules import Engagement, Finding, Stop, Wage

MOST = 100  # other contracts of one worker that are looked at
NON_CONTINUOUS = "non_continuous"
SIGNED = tuple(flow.BINDING)


def findings(
    contract: Contract,
    held: Terms,
    *,
    at: datetime,
    concluded_on: date | None = None,
    beside: Sequence[Contract] | None = None,
    for_worker: bool = False,
) -> tuple[Finding, ...]:
    """Everything that speaks against the words, judged on the day in Tehran; they are concluded on that day where none is given.

    `beside` are the worker's other signed contracts where they have been read, as `signed_of_workers` does for many at once.
    Those with other employers are the worker's own to know: nobody learns by typing his code where else he works.
    """
    today = calendar.tehran_day(at)
    earlier = _engagement(contract.predecessor, contract) if contract.predecessor else None
    rows = others(contract) if beside is None else beside
    stood = stops(contract, rows, today) if held.work.nature == NON_CONTINUOUS else ()
    known = tuple(_engagement(one, contract) for one in rows if for_worker or _is_same_employer(one, contract))
    judged = terms.for_law(held, concluded_on=concluded_on or today, engagements=known, predecessor=earlier, stops=stood)
    return rules.findings(judged, instruments.current(), today, policy.checks())


def signed_of_workers(contracts: Iterable[Contract]) -> dict[int, list[Contract]]:
    """Of each contract the worker's other signed ones, by its pk, the oldest first; read at once for all."""
    asked = list(contracts)
    people, marks = {one.worker_id for one in asked if one.worker_id}, {one.worker_index for one in asked if one.worker_index}
    who = Q(worker_id__in=people) | Q(worker_index__in=marks)
    by_person, by_mark = defaultdict(list), defaultdict(list)
    for row in Contract.objects.filter(who, state__in=SIGNED, starts_on__isnull=False).order_by("pk"):
        by_person[row.worker_id].append(row)
        by_mark[row.worker_index].append(row)
    found = {one.pk: by_person[one.worker_id] if one.worker_id else by_mark[one.worker_index] if one.worker_index else [] for one in asked}
    return {pk: [row for row in rows if row.pk != pk][:MOST] for pk, rows in found.items()}


def others(contract: Contract) -> list[Contract]:
    """The worker's other signed contracts, as far as this house knows them, the oldest first."""
    who = Q(worker_id=contract.worker_id) if contract.worker_id else Q(worker_index=contract.worker_index) & ~Q(worker_index="")
    rows = Contract.objects.filter(who, state__in=SIGNED, starts_on__isnull=False).exclude(pk=contract.pk).order_by("pk")
    return list(rows[:MOST])


def engagements(contract: Contract, *, for_worker: bool) -> tuple[Engagement, ...]:
    """The same as the law's checks know them; to his employer those with this employer alone."""
    return tuple(_engagement(row, contract) for row in others(contract) if for_worker or _is_same_employer(row, contract))


def stops(contract: Contract, rows: Sequence[Contract], today: date) -> tuple[Stop, ...]:
    """The days on which this employer's workplace stood still, beside those that the contract itself tells.

    They are told in his other contracts with the worker, or recorded as a suspension that stopped it; one that goes on lasts until today.
    """
    same = [one for one in rows if _is_same_employer(one, contract)]
    told = [stop for one in same for stop in terms.read(one.terms).term.stops]
    causes = [cause.name for cause in pauses.every().values() if cause.stops]
    recorded = Pause.objects.filter(contract__in=[contract, *same], cause__in=causes).order_by("starts_on", "pk")
    return (*told, *(Stop(row.starts_on, row.ended_on or today) for row in recorded))


def _engagement(row: Contract, beside: Contract) -> Engagement:
    held = terms.read(row.terms)
    return Engagement(
        starts_on=row.starts_on or date.min,
        ends_on=row.ended_on or row.ends_on,
        is_same_employer=_is_same_employer(row, beside),
        job_title=held.work.job_title,
        job_code=held.work.job_code,
        weekly_hours=held.weekly_hours,
        is_non_continuous=held.work.nature == NON_CONTINUOUS,
        had_trial=bool(held.term.trial_days),
        is_hazardous=held.work.is_hazardous,
        wage=Wage(basis=held.pay.basis, amount=held.pay.amount, steps=held.pay.steps),
    )


def _is_same_employer(one: Contract, other: Contract) -> bool:
    return (one.organisation_id, one.employer_id) == (other.organisation_id, other.employer_id)
