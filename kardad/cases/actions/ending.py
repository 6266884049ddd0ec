"""What every deed that ends a case leaves behind: no session ahead, nobody in the panel, nothing in the making, no day that runs."""

from datetime import datetime

from django.db import transaction

from kardad.cases import flow
from kardad.cases.actions import filing, hearings, issuing, objections, panels
from kardad.cases.models import Case, Decision, Hearing, Hold, Settlement, Withdrawal
from kardad.core.actor import SYSTEM
from kardad.inbox.actions import deadlines
from kardad.inbox.models import Delivery
from kardad.work import actions as work

CONFIRMING, CONCILIATING = "settlement.confirm", "case.conciliation"


@transaction.atomic
def close_down(case: Case, *, reason: str, at: datetime) -> None:
    """Nothing of the case waits for anybody any more; the caller, who holds it, moves it."""
    for one in Hearing.objects.filter(case=case, state="set"):
        hearings.cancel(one, by=SYSTEM, at=at)
    for one in Hearing.objects.select_for_update().filter(case=case, state="open"):
        one.state = flow.HEARING.after(one.state, "end", SYSTEM.role)
        one.closed_at = at
        one.save(update_fields=["state", "closed_at"])
        work.close_item(hearings.UNFINISHED, one, outcome="ended", at=at)
    for draft in Decision.objects.select_for_update().filter(case=case, state__in=("draft", "voting")):
        draft.state = flow.DECISION.after(draft.state, "drop", SYSTEM.role)
        draft.save(update_fields=["state"])
    Hold.objects.filter(case=case).delete()
    panels.dissolve(case, reason=reason, by=SYSTEM, at=at)
    drop_others(case, at=at)
    _close_work(case, at=at)
    running = Delivery.objects.filter(notice__dossier=case.dossier_id, deadlines__superseded_at=None, deadlines__isnull=False)
    for delivery in running.select_related("notice__dossier").distinct():
        deadlines.undo(delivery, at=at)


def drop_others(case: Case, *, at: datetime) -> None:
    """A table that was not confirmed and a withdrawal that was not answered come to nothing."""
    for table in Settlement.objects.select_for_update().filter(case=case, state__in=("open", "agreed")):
        if not table.confirmed_at:
            work.close_item(CONFIRMING, case, outcome="dropped", at=at)
            table.state = flow.SETTLEMENT.after(table.state, "drop", SYSTEM.role)
            table.save(update_fields=["state"])
    for asked in Withdrawal.objects.select_for_update().filter(case=case, state="asked"):
        asked.state, asked.ended_at = flow.WITHDRAWAL.after(asked.state, "drop", SYSTEM.role), at
        asked.save(update_fields=["state", "ended_at"])


def _close_work(case: Case, *, at: datetime) -> None:
    work.close_item(filing.INTAKE, case, outcome="ended", at=at)
    work.close_item(CONCILIATING, case, outcome="ended", at=at)
    for decision in Decision.objects.filter(case=case, state="issued", notice=None):
        work.close_item(issuing.SERVING, decision, outcome="ended", at=at)
    for one in case.objections.all():
        work.close_item(objections.LATE, one, outcome="ended", at=at)
