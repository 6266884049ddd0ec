"""A decision that was voted on: issued under its number, or the session renewed for want of a majority; later corrected (LP 102, 103)."""

import json
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from kardad.cases import proof, signals
from kardad.cases.actions import deciding, decisions, finality, findings, holding, numbering
from kardad.cases.actions.common import locked, step
from kardad.cases.actions.noting import noted
from kardad.cases.models import Case, Decision, Hearing
from kardad.cases.queries import decisions as queries
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.law import procedure
from kardad.work import actions as work

Kind = Decision.Kind
SERVING = "decision.serve"


class NotCarried(Refusal):
    """Fewer agree than the law wants of so many present."""

    code = "DECISION_NOT_CARRIED"
    message = "هنوز {agreeing} رأی موافق دارد؛ با این شمار حاضران {needed} رأی لازم است."


class VotesMissing(Refusal):
    """Until the last day every member present says what he holds, so that no opinion is left out (LL 159)."""

    code = "DECISION_VOTES_MISSING"
    message = "رأی {names} ثبت نشده است. تا روز پایان مهلت صدور، نظر همه اعضای حاضر گرفته می‌شود."


class NotRenewed(Refusal):
    """The votes may still come to something."""

    code = "DECISION_NOT_RENEWED"
    message = "هنوز می‌توان رأی گرفت؛ تجدید جلسه تنها وقتی است که همه رأی داده باشند و اکثریتی نباشد، یا حد نصاب از میان رفته باشد."


class NothingToCorrect(Refusal):
    """A decision is corrected by the body that gave it, while the case lies with it (LP 103)."""

    code = "DECISION_NOT_CORRECTED"
    message = "این رأی را اکنون نمی‌توان تصحیح کرد: یا صادر نشده، یا پرونده نزد هیئت دیگری است."


@transaction.atomic
def issue(decision: Decision, *, by: Actor, at: datetime) -> Decision:
    """The decision has its number and is never changed again; the case has moved. Raises NoQuorum, NotCarried, VotesMissing."""
    case, found = deciding.held(decision, "issue", by=by, at=at, is_written=False)
    deciding.ensure_leads(found, by)
    counted = queries.tally(found)
    ensure_carried(found, counted, at=at)
    if found.kind == Kind.ANNULMENT and found.hearing is not None:
        decisions.ensure_away(found.hearing)
    found.number = numbering.next_number(numbering.DECISION, office_id=case.office_id or 0, at=at)
    found.chair = next((seat for seat in counted.seats if seat.is_chair), None)
    found.issued_at, found.hash = at, proof.digest(content(found))
    found.save()
    _move(case, found, by=by, at=at)
    holding.release(case, by=by)
    title = f"ابلاغ {found.get_kind_display()} شماره {found.number}"
    work.open_item(SERVING, found, title=title, role="secretary", at=at, office_id=case.office_id)
    return found


def ensure_carried(decision: Decision, counted: queries.Tally, *, at: datetime) -> None:
    """Enough of those present agree, and each has said what he holds or the last day has come; raises the refusals."""
    if not counted.is_quorate:
        raise decisions.NoQuorum
    if not counted.is_carried:
        raise NotCarried(agreeing=counted.agreeing, needed=counted.needed)
    is_time_left = decision.due_on is not None and calendar.tehran_day(at) < decision.due_on
    if counted.waiting and is_time_left:
        raise VotesMissing(names="، ".join(one.person.name for one in counted.waiting))


def content(decision: Decision) -> str:
    """Every word and figure of the decision, in one order: what its hash is of."""
    rows = [
        {"item": one.item.position, "outcome": one.outcome, "amount": one.amount, "order": one.order, "reasons": one.reasons}
        | {"articles": one.articles}
        for one in queries.findings(decision)
    ]
    said = {"kind": decision.kind, "instance": decision.instance, "number": decision.number, "text": decision.text, "was": decision.was}
    sums: dict[str, Any] = {"findings": rows, "total": decision.total, "expert_fee": decision.expert_fee}
    return json.dumps(said | sums, ensure_ascii=False, sort_keys=True)


def _move(case: Case, decision: Decision, *, by: Actor, at: datetime) -> None:
    told = {"decision": decision.number, "sha256": decision.hash, "total": decision.total, "form": decision.kind}
    move = decisions.MOVES.get((decision.kind, decision.instance))
    if move is None:  # a correction: what it corrects stands, and no clock of the case moves before it is served
        told["corrects"] = decision.corrects.number if decision.corrects else ""
        noted(case, "decision.corrected", by=by, at=at, **told)
        finality.reopen(case, at=at)
        signals.corrected.send(Case, case=case, at=at)
        return
    case.next_at = None
    if move == "issue_final":
        case.final_on = calendar.tehran_day(at)
    if move in ("annul", "dismiss"):
        case.end_reason = decision.get_kind_display()
    step(case, move, "decision.issued", by=by, at=at, **told)
    if move == "issue_final":
        signals.finalised.send(Case, case=case, at=at)


@transaction.atomic
def renew(decision: Decision, *, by: Actor, at: datetime) -> Case:
    """No majority came about, or too few are left: the draft is set aside and the board meets anew (LP 68); raises NotRenewed."""
    case, found = deciding.held(decision, "drop", by=by, at=at, is_written=False)
    deciding.ensure_leads(found, by)
    counted = queries.tally(found)
    if not counted.is_renewed or not isinstance(counted.outcome, procedure.Renewal):
        raise NotRenewed
    found.save(update_fields=["state"])
    holding.release(case, by=by)
    if found.kind == Kind.CORRECTION:  # what it was to correct stands
        return case
    Hearing.objects.filter(decisions=found).update(ground=counted.outcome.reason)
    return step(case, "adjourn", "decision.renewed", by=by, at=at, ground=counted.outcome.reason)


@transaction.atomic
def correct(decision: Decision, *, by: Actor, at: datetime) -> Decision:
    """The body that gave it writes a correction, which begins with what was found (LP 103); raises NothingToCorrect, InTheMaking."""
    case = locked(decision.case)
    deciding.seat_of(case, by)
    wanted = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    is_here = wanted.instance == case.instance and case.state in ("decided", "serving", "window", "final")
    if wanted.state != "issued" or wanted.kind != Kind.MERITS or not is_here:
        raise NothingToCorrect
    if queries.in_the_making(case):
        raise decisions.InTheMaking
    holding.hold(case, by=by, at=at)
    base = {"case": case, "hearing": wanted.hearing, "instance": wanted.instance, "kind": Kind.CORRECTION, "corrects": wanted}
    try:
        with transaction.atomic():
            made = Decision.objects.create(**base, made_at=at)
    except IntegrityError as error:
        raise decisions.InTheMaking from error
    findings.carry(made)
    record("decision.drafted", made, by=by, at=at, kind=made.get_kind_display())
    return made
