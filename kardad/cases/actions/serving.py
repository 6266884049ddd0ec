"""What a board decided goes to the sides: served through the kartable, and certified as final once it is."""

from datetime import datetime

from django.db import transaction

from kardad.cases import flow, wording
from kardad.cases.actions import issuing
from kardad.cases.actions.common import locked, step
from kardad.cases.actions.noting import noted
from kardad.cases.models import Case, Decision
from kardad.cases.queries import decisions as queries
from kardad.cases.queries import windows
from kardad.core.actor import SYSTEM, Actor
from kardad.inbox.actions import notices
from kardad.inbox.models import Delivery, Notice, Party
from kardad.inbox.queries import deliveries
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from kardad.work import actions as work

CERTIFICATE = "N12"


class NotFinal(Refusal):
    """Somebody may still object, or was never served: nothing is certified (LL 159)."""

    code = "CASE_NOT_FINAL"
    message = "این رأی هنوز قطعی نشده است. {why}"


class FirstFirst(Refusal):
    """What is corrected goes to the sides before its correction."""

    code = "DECISION_NOT_SERVED"
    message = "نخست خود رأی را ابلاغ کنید، سپس تصحیح آن را."


@transaction.atomic
def serve(decision: Decision, *, by: Actor, at: datetime) -> Notice:
    """Every side has the decision on its way to it: N7, N9, N10 or N11; pressed twice, the second press is NotAllowed."""
    case = locked(decision.case)
    found = Decision.objects.select_for_update(of=("self",)).select_related("corrects__notice", "hearing").get(pk=decision.pk)
    found.case = case
    if found.state != "issued" or found.notice_id is not None or case.dossier is None:
        raise NotAllowed(flow="decision", state=found.state, move="serve", role=by.role)
    corrected = found.corrects.notice if found.corrects else None
    if found.corrects and corrected is None:
        raise FirstFirst
    if case.state == "decided":
        step(case, "serve", "decision.sent", by=by, at=at, decision=found.number)
    else:
        noted(case, "decision.sent", by=by, at=at, decision=found.number)
    code, said = wording.code(found), wording.says(found)
    made = notices.draft(case.dossier, code=code, title=wording.title(found), says=said, by=by, at=at, corrects=corrected)
    Decision.objects.filter(pk=found.pk).update(notice=made)  # whoever hears of a service below finds it there
    work.close_item(issuing.SERVING, found, outcome="served", at=at)
    notices.place(made, by=by, at=at)
    return made


@transaction.atomic
def certify(case: Case, *, at: datetime) -> Notice:
    """Both sides have the certificate of finality, which names each service and its day; raises NotFinal, which says until when."""
    case = locked(case)
    found = queries.merits(case, case.instance)
    if case.state != "final" or found is None or case.final_on is None or case.dossier is None:
        raise NotFinal(why=why_not(case))
    kept = (
        Notice.objects.filter(dossier=case.dossier, code=CERTIFICATE, state="placed", placed_at__gte=found.issued_at).order_by("pk").last()
    )
    if kept is not None and calendar.tehran_day(kept.placed_at or at) >= case.final_on:
        return kept
    rows = windows.of(case) if case.instance == flow.FIRST else []
    served = deliveries.of_notice(found.notice) if found.notice else Delivery.objects.none()
    told = [(one.party, one.served_on.isoformat()) for one in served if one.served_on and not one.is_copy and not one.voided_at]
    said = wording.finality(found, rows, final_on=case.final_on.isoformat(), services=told)
    noted(case, "finality.certified", by=SYSTEM, at=at, decision=found.number)
    made = notices.draft(case.dossier, code=CERTIFICATE, title="گواهی قطعیت", says=said, by=SYSTEM, at=at)
    notices.place(made, by=SYSTEM, at=at)
    return made


def why_not(case: Case) -> str:
    """Why a decision is not final yet, in a sentence."""
    if case.state not in ("serving", "window") or case.dossier is None:
        return "پرونده هنوز به رأی قطعی نرسیده است."
    rows = windows.of(case)
    waiting = [one.party for one in rows if not one.is_served]
    if waiting:
        return f"رأی هنوز به {_names(waiting)} ابلاغ نشده است."
    last = max((one for one in rows if one.deadline), key=lambda one: one.deadline.hard_until if one.deadline else one.party.pk)
    if last.deadline is None or last.deadline.at_risk_since:
        return "سامانه در روزهای پایانی مهلت در دسترس نبوده است و اداره درباره آن تصمیم می‌گیرد."
    return f"مهلت اعتراض {last.party.name} تا {calendar.long(last.deadline.hard_until)} باز است."


def _names(parties: list[Party]) -> str:
    return " و ".join(dict.fromkeys(one.name for one in parties))
