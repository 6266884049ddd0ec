"""What the room of enforcement hears of a decision that is final no more or reads otherwise, and who may read its papers."""

from datetime import datetime
from typing import Final

from django.dispatch import receiver
from django.http import Http404
from django.utils import timezone

from kardad.cases import access, carrying_out, signals
from kardad.cases.actions import enforcing
from kardad.cases.models import Case, Enforcement
from kardad.cases.queries import standing
from kardad.core.actor import Actor
from kardad.documents import access as documents
from kardad.documents import standing as papers
from kardad.documents.models import Document
from kardad.people import access as people

FALLEN: Final = "رأی دیگر قطعی نیست: ابلاغ، مهلت یا متن آن تغییر کرده است."
ENDED: Final = "پرونده با استرداد دعوا یا سازش پایان یافت."
SUBJECT: Final = Enforcement._meta.label_lower


@receiver(signals.unfinalised)
def taken_back(sender: object, *, case: Case, at: datetime, **_: object) -> None:
    """What is final no more is not carried out."""
    enforcing.call_back(case, reason=FALLEN, at=at)


@receiver(signals.ended)
def ended_otherwise(sender: object, *, case: Case, at: datetime, **_: object) -> None:
    """What was withdrawn or settled while a late objection lay at appeal is not carried out as it was decided before."""
    if case.state in ("withdrawn", "settled"):
        enforcing.call_back(case, reason=ENDED, at=at)


@receiver(signals.finalised)
def decided_anew(sender: object, *, case: Case, at: datetime, **_: object) -> None:
    """What runs by an earlier decision of the case goes on only if the later one awards the same."""
    enforcing.superseded(case, at=at)


@receiver(signals.corrected)
def owed_anew(sender: object, *, case: Case, at: datetime, **_: object) -> None:
    """What is being carried out is what the decision says now."""
    enforcing.corrected(case, at=at)


@documents.register(SUBJECT)
def reads_paper(actor: Actor, document: Document) -> bool:
    """Whether a paper of an enforcement is the actor's to read: of the side that asked for it, or of the office's staff."""
    at = timezone.now()
    found = Enforcement.objects.filter(pk=document.subject_id).select_related("case__dossier", "party").first()
    if found is None:
        return False
    place = standing.of(found.case, people.person(actor), at=at)
    if place is not None:
        return place.party is not None and place.party.pk == found.party_id
    try:
        return access.office_cases(access.desk(actor), now=at).filter(pk=found.case_id).exists()
    except (Http404, people.Elsewhere):
        return False


@papers.register(SUBJECT)
def standing_of(document: Document) -> papers.Standing | None:
    """A request that was taken back, and the copy that went with it, count no more."""
    found = Enforcement.objects.filter(pk=document.subject_id, state="recalled").first()
    if found is None or document.kind == carrying_out.RECALL:
        return None
    return papers.Standing(papers.State.VOID, found.ended_at, "این درخواست اجرا بازگردانده شده است و دیگر دنبال نمی‌شود.")
