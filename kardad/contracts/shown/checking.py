"""What a stranger who holds the number of a contract's paper may know: masked names, days, how it stands, digests – and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime

from kardad.contracts import flow, papers, printing
from kardad.contracts.actions import common
from kardad.contracts.models import Contract, Version
from kardad.documents import papers as kinds
from kardad.documents import queries, standing
from kardad.kit.refusal import Refusal


class NotAContract(Refusal):
    """No sealed paper of a contract has this number."""

    code = "CONTRACT_PAPER_NOT_FOUND"
    status = 404
    message = "برگ قراردادی با این شماره از این سامانه صادر نشده است. اگر شماره را درست نوشته‌اید، به این کاغذ تکیه نکنید."


@dataclass(frozen=True, slots=True)
class Public:
    """A paper of a contract and the contract behind it."""

    number: str
    title: str
    made_at: datetime
    standing: standing.Standing
    contract_number: str
    employer: str
    worker: str
    starts_on: date | None
    ends_on: date | None
    signed_at: datetime | None
    state: str
    tone: str
    words: str
    file: str


def found(number: str) -> Public:
    """What is told of the paper of this number. Raises NotAContract."""
    paper = queries.numbered(number)
    version = _version(paper.subject_id) if paper and paper.subject_type == Version._meta.label_lower else None
    if paper is None or version is None:
        raise NotAContract(number=number)
    contract: Contract = version.contract
    return Public(
        number=paper.number,
        title=kinds.paper(paper.kind).title,
        made_at=paper.made_at,
        standing=standing.of(paper),
        contract_number=contract.number or "",
        employer=papers.masked(common.employer(contract)),
        worker=papers.masked(contract.worker_name),
        starts_on=contract.starts_on,
        ends_on=contract.ended_on or contract.ends_on,
        signed_at=version.closed_at,
        state=flow.STATES[contract.state],
        tone=flow.TONES.get(contract.state, "info"),
        words=printing.digits(version.sha256),
        file=printing.digits(paper.sha256),
    )


def _version(pk: int) -> Version | None:
    return Version.objects.select_related("contract__organisation", "contract__employer").filter(pk=pk).first()
