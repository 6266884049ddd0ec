"""A settlement that both signed is confirmed: the report of it stands as a decision, the case ends, its instalments are followed."""

from datetime import datetime

from django.db import transaction

from kardad.cases import bargaining, flow, policy, proof, wording
from kardad.cases.actions import common, ending, instalments, issuing, numbering, settling
from kardad.cases.models import Case, Decision, Instalment, Seat, Settlement
from kardad.cases.queries import settlements as queries
from kardad.core.actor import SYSTEM, Actor
from kardad.inbox.actions import notices
from kardad.inbox.models import Notice
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from kardad.work import actions as work

REPORT = "N14"


class NotSigned(Refusal):
    """Somebody's signature is missing, or is not under these words."""

    code = "SETTLE_NOT_SIGNED"
    message = "هنوز همه طرف‌ها این سازش‌نامه را امضا نکرده‌اند."


class NotConfirmer(NotAllowed):
    """The chair of the board that has the case confirms; before the boards, the secretary (2.7)."""

    code = "SETTLE_NOT_CONFIRMER"
    message = "سازش‌نامه را رئیس هیئت پرونده تأیید می‌کند و پیش از هیئت، دبیرخانه."


@transaction.atomic
def confirm_settlement(case: Case, *, by: Actor, at: datetime) -> Settlement:
    """The settlement is a decision under its number, not open to objection; the case is settled and both sides have the report (N14).

    Raises NotConfirmer, NotSigned, OldTerms, NotAllowed.
    """
    case = common.locked(case)
    table = queries.table(case)
    if table is None:
        raise NotAllowed(flow="settlement", state="", move="confirm", role=by.role)
    table.case = case
    _ensure_confirmer(case, by)
    table.state = flow.SETTLEMENT.after(table.state, "confirm", flow.role_of(by.role))
    if not queries.is_signed(table) or proof.digest(wording.settlement_words(table)) != table.hash:
        raise NotSigned
    settling.ensure_fits(table)
    chair = queries.chair(case)
    table.confirmed_at, table.confirmed_by_id = at, by.somebody
    table.decision = _decision(case, table, chair=chair, at=at)
    table.save()
    _instalments(table, at=at)
    said = wording.settlement_says(table)
    ending.close_down(case, reason="پرونده با سازش بسته شد", at=at)
    work.close_item(ending.CONFIRMING, case, outcome="confirmed", at=at)
    case.end_reason = "سازش طرف‌ها"
    told = {"decision": table.decision.number, "sha256": table.hash, "settlement": table.pk}
    common.step(case, "settle", "case.settled", by=by, at=at, **told)
    notice = _serve(case, table.decision, said, at=at)
    Decision.objects.filter(pk=table.decision.pk).update(notice=notice)
    return table


def _ensure_confirmer(case: Case, by: Actor) -> None:
    chair = queries.chair(case)
    is_chair = chair is not None and by.role == policy.MEMBER and chair.person_id == by.person_id
    if not is_chair and not (chair is None and by.role == policy.SECRETARY):
        raise NotConfirmer(flow="settlement", state="agreed", move="confirm", role=by.role)


def _decision(case: Case, table: Settlement, *, chair: Seat | None, at: datetime) -> Decision:
    """The report as a decision; where no board has the case, no board gave it."""
    number = numbering.next_number(numbering.DECISION, office_id=case.office_id or 0, at=at)
    base = {"case": case, "instance": case.instance, "kind": Decision.Kind.SETTLEMENT, "state": "issued", "number": number}
    text = wording.settlement_text(table, by_board=chair is not None)
    made = Decision(**base, chair=chair, text=text, total=table.total or 0, made_at=at, issued_at=at)
    made.save()
    made.hash = proof.digest(issuing.content(made))
    made.save(update_fields=["hash"])
    return made


def _instalments(table: Settlement, *, at: datetime) -> None:
    terms = bargaining.read(table.terms)
    rows = terms.parts if terms else ()
    Instalment.objects.bulk_create(
        Instalment(
            case=table.case,
            settlement=table,
            position=place,
            due_on=one.due_on,
            amount=one.amount,
            tell_due_at=instalments.first(one.due_on, at=at),
        )
        for place, one in enumerate(rows, start=1)
    )


def _serve(case: Case, decision: Decision, said: dict[str, object], *, at: datetime) -> Notice | None:
    if case.dossier is None:
        return None
    made = notices.draft(case.dossier, code=REPORT, title=wording.title(decision), says=said, by=SYSTEM, at=at)
    notices.place(made, by=SYSTEM, at=at)
    return made
