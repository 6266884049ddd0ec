"""What the page of a contract's papers shows: each wording with its paper, the four copies, every event with its receipt."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kardad.contracts import package, printing, trail
from kardad.contracts.models import Contract, Delivery, Version
from kardad.documents import queries as documents
from kardad.documents.models import Document
from kardad.evidence.models import Entry

NAMES: Final = {"panel": "در پنل", "package": "بسته اداره کار", "paper": "روی کاغذ", "sms": "با پیامک"}


@dataclass(frozen=True, slots=True)
class Paper:
    """A wording that both sides signed, and its paper as far as it is."""

    version: Version
    title: str
    document: Document | None
    digest: str

    @property
    def state(self) -> str:
        """`ready`, `failed` or `waiting`."""
        if self.document is not None and self.document.is_sealed:
            return "ready"
        return "failed" if self.document is not None and self.document.state == Document.State.FAILED else "waiting"


@dataclass(frozen=True, slots=True)
class Copy:
    """One of the four copies."""

    whom: str
    title: str
    state: str
    tone: str
    way: str
    note: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """An event of the contract's chain, whose receipt can be taken."""

    seq: int
    at: datetime
    said: str
    who: str
    mark: str


def wordings(contract: Contract) -> list[Paper]:
    """The newest first; one statement for their papers."""
    rows = package.versions(contract)
    found = {one.subject_id: one for one in reversed(documents.about(rows)) if one.subject_type == Version._meta.label_lower}
    return [Paper(one, trail.name(one), found.get(one.pk), printing.digits(one.sha256)) for one in reversed(rows)]


def copies(contract: Contract) -> list[Copy]:
    """The four copies of the contract itself, in the order of the law's note."""
    order = list(Delivery.Whom.values)
    rows = Delivery.objects.filter(version__contract=contract, version__kind=Version.Kind.CONTRACT, version__state="signed")
    return [_copy(one) for one in sorted(rows, key=lambda one: order.index(one.whom))]


def steps(contract: Contract) -> list[Step]:
    """What is proven of the contract, newest first."""
    return [_step(one) for one in reversed(trail.entries(contract))]


def ready(found: list[Paper]) -> bool:
    """Whether every paper is sealed."""
    return bool(found) and all(one.state == "ready" for one in found)


def _copy(row: Delivery) -> Copy:
    told = {"taken": ("گرفته شد", "good"), "none": ("ندارد", "plain")}
    state, tone = told.get(row.state, ("هنوز گرفته نشده", "wait"))
    way = NAMES.get(row.way, "") if row.state == "taken" else ""
    return Copy(row.whom, row.get_whom_display(), state, tone, way, row.note, row.taken_at)


def _step(entry: Entry) -> Step:
    return Step(entry.seq, entry.at, trail.said(entry), trail.who(entry), entry.hash[: trail.MARK])
