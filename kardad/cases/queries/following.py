"""Reads for who follows a case: what of the other side's filings he may see, the sessions, what has been done."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from kardad.cases import proof
from kardad.cases.models import Case, Filing, FilingFile, Hearing
from kardad.cases.queries import official
from kardad.cases.queries.standing import Standing
from kardad.evidence.models import Entry
from kardad.evidence.verifying import entries
from kardad.inbox.models import Delivery, Party
from kardad.inbox.queries import dossiers

TAKES_FILINGS: Final = ("filed", "defect", "accepted", "transferred", "conciliation", "set", "adjourned", "expert", "appealed", "rehearing")
# What of the chain is told to both sides; of panels, votes and drafts nothing is.
TOLD: Final = (
    "petition.submitted",
    "petition.cured",
    "petition.amended",
    "case.accepted",
    "case.defect_marked",
    "case.lapsed",
    "case.transferred",
    "case.received",
    "case.grouped",
    "case.withdrawn",
    "withdrawal.asked",
    "withdrawal.consented",
    "withdrawal.refused",
    "case.conciliating",
    "case.not_conciliated",
    "case.settled",
    "settlement.opened",
    "settlement.offered",
    "settlement.apart",
    "settlement.met",
    "settlement.proposed",
    "settlement.agreed",
    "settlement.signed",
    "settlement.dropped",
    "remittance.told",
    "remittance.counted",
    "remittance.denied",
    "filing.filed",
    "hearing.set",
    "hearing.closed",
    "hearing.adjourned",
    "hearing.cancelled",
    "decision.issued",
    "decision.corrected",
    "objection.filed",
    "expert.referred",
    "expert.paid",
    "expert.declined",
    "expert.appointed",
    "expert.unpaid",
    "expert.opined",
    "expert.objected",
    "expert.ended",
    "expert.fee_back",
    "finality.opened",
    "finality.undone",
    "finality.reached",
    "finality.certified",
    "enforcement.requested",
    "enforcement.sent",
    "enforcement.allowed",
    "enforcement.recalled",
    "enforcement.corrected",
    "enforcement.ended",
    "collection.counted",
    "divan.opened",
    "divan.stayed",
    "divan.lifted",
    "divan.rejected",
    "divan.quashed",
    "case.archived",
)
STEPS_SHOWN: Final = 40
WRITERS_TURN: Final = ("draft", "prepared", "defect")


def petition_is_open(place: Standing) -> bool:
    """Whether the side may read what the claimant filed: the claimant at once, another from the service of the petition (N3) on."""
    if place.party is None or place.side == Party.Side.CLAIMANT:
        return True
    return Delivery.objects.filter(party=place.party, notice__code="N3", served_on__isnull=False, voided_at=None).exists()


def unread_petitions(person_id: int, cases: Iterable[Case]) -> set[int]:
    """Of these cases, by their ids, those whose petition the person may not read yet: another side's, not served on his own."""
    ids = {one.dossier_id: one.pk for one in cases if one.dossier_id}
    if not ids:
        return set()
    mine = Q(pk__in=dossiers.own_parties(person_id).order_by().values("pk")) | Q(pk__in=dossiers.represented(person_id).values("pk"))
    served = Delivery.objects.filter(party=OuterRef("pk"), notice__code="N3", served_on__isnull=False, voided_at=None)
    rows = Party.objects.filter(mine, dossier__in=list(ids)).annotate(is_served=Exists(served)).values_list("dossier", "side", "is_served")
    told = {dossier for dossier, side, is_served in rows if is_served or side == Party.Side.CLAIMANT}
    return {ids[dossier] for dossier, _, _ in rows if dossier not in told}


def filings(place: Standing, *, is_open: bool | None = None) -> QuerySet[Filing]:
    """What the side may read: its own filings, and the other's once it is to answer them; newest first.

    `is_open` is what `petition_is_open` said, where it was asked already.
    """
    files = Prefetch("files", FilingFile.objects.select_related("file").order_by("pk"))
    rows = Filing.objects.filter(case=place.case).select_related("party").prefetch_related(files).order_by("-pk")
    may = petition_is_open(place) if is_open is None else is_open
    return rows if may else rows.filter(party=place.party)


def file(place: Standing, pk: int) -> FilingFile | None:
    """A file of what the side may read."""
    rows = FilingFile.objects.filter(case=place.case, filing__in=filings(place).order_by().values("pk"), pk=pk)
    return rows.select_related("file").first()


def sessions(case: Case) -> list[Hearing]:
    """The sessions that are ahead of the case; it waits for none unless it stands so."""
    return list(Hearing.objects.filter(case=case, state="set").order_by("-pk")) if case.state == "set" else []


def steps(case: Case) -> QuerySet[Entry]:
    """What the dossier's chain says of the case that both sides may know, newest first."""
    rows = Entry.objects.filter(kind__in=TOLD, chain__subject_type="inbox.dossier", chain__subject_id=case.dossier_id or 0)
    return rows.order_by("-seq")[:STEPS_SHOWN]


def proofs(place: Standing) -> list[Entry]:
    """The entries of which the side may have a receipt: what it is told, and whatever names a file or words that it reads."""
    rows = Entry.objects.filter(chain__subject_type="inbox.dossier", chain__subject_id=place.case.dossier_id or 0)
    read = list(filings(place))
    is_open = petition_is_open(place)
    named = {row.file.sha256 for filing in read for row in filing.files.all()}
    named |= {proof.digest(filing.text) for filing in read if filing.text}
    own = {filing.pk for filing in read}
    return [one for one in rows.select_related("chain").order_by("seq") if _may_prove(one, named, own, is_open=is_open)]


def _may_prove(entry: Entry, named: set[str], own: set[int], *, is_open: bool) -> bool:
    if entry.kind == "filing.filed":
        return entry.fact["data"]["filing"] in own
    if entry.kind.startswith("petition."):
        return is_open
    return entry.kind in TOLD or bool(entries.named(entry.fact) & named)


def waiting_of(person: str = "pk") -> QuerySet[Case]:
    """The person's own petitions that stand still until he acts, one that an office asks about first; for a statement around."""
    rows = Case.objects.filter(~official.is_followed(), filer_id=OuterRef(person), state__in=WRITERS_TURN)
    return rows.order_by("state", "-changed_at", "-pk")  # defect, draft, prepared: that is also their order by name


def meeting_of(at: datetime, person: str = "pk") -> QuerySet[Case]:
    """The cases of the person himself that a board hears after this moment, the soonest first; for a statement around."""
    return Case.objects.filter(dossier__parties__person_id=OuterRef(person), state="set", next_at__gt=at).order_by("next_at", "pk")


def public_paths() -> list[str]:
    """Every address of ours that a search engine may show."""
    return [reverse("cases:start"), reverse("cases:status")]


def by_tracking_code(code: str) -> Case | None:
    """The case whose dossier has this code."""
    return Case.objects.filter(dossier__tracking_code=code).select_related("office").first()
