"""A decision in the making: begun after the session, a finding on each claim item, put to the vote, voted on by members in their seats."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, TypedDict, Unpack

from django.db import IntegrityError, transaction

from kardad.cases import flow, policy
from kardad.cases.actions import deciding, holding
from kardad.cases.actions.common import locked
from kardad.cases.actions.findings import carry
from kardad.cases.models import Case, Decision, Hearing, Vote
from kardad.cases.queries import decisions as queries
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.inbox.actions import telling
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.law import claims, procedure

Kind = Decision.Kind
# Which move of the case each kind of decision makes, by instance; a correction moves nothing.
MOVES: Final[Mapping[tuple[str, str], str]] = {
    (Kind.MERITS, flow.FIRST): "issue",
    (Kind.MERITS, flow.APPEAL): "issue_final",
    (Kind.ANNULMENT, flow.FIRST): "annul",
    (Kind.DISMISSAL, flow.FIRST): "dismiss",
    (Kind.DISMISSAL, flow.APPEAL): "dismiss",
}


class InTheMaking(Refusal):
    """The board is writing one already."""

    code = "DECISION_IN_THE_MAKING"
    message = "هیئت اکنون رأی دیگری را می‌نویسد. نخست آن را تمام کنید یا کنار بگذارید."


class ClaimantCame(Refusal):
    """A petition is annulled only when its claimant is away and nothing can be decided without him (LP 58)."""

    code = "DECISION_CLAIMANT_CAME"
    message = (
        "خواهان، نماینده یا لایحه او در جلسه بوده است. دادخواست را تنها وقتی می‌توان ابطال کرد که "
        "خواهان نیامده باشد (ماده ۵۸ آیین دادرسی کار)."
    )


class Unfinished(BadInput):
    """Something that the law wants in a decision is not written yet (LP 101)."""

    code = "DECISION_UNFINISHED"
    message = "هنوز نوشته نشده است: {what}."


class LateUnruled(Refusal):
    """The appeal board rules first on whether it hears a late objection."""

    code = "OBJECTION_UNRULED"
    message = "نخست بگویید هیئت به اعتراض دیرهنگام رسیدگی می‌کند یا نه."


class MinutesUnsigned(Refusal):
    """What is decided rests on minutes whose words are signed, and change no more."""

    code = "DECISION_MINUTES"
    message = "صورتجلسه این جلسه هنوز امضا نشده است. نخست آن را در صفحه جلسه بنویسید و امضا کنید، سپس متن رأی را برای رأی اعضا بفرستید."


class NoQuorum(Refusal):
    """Too few of those who were in the session are left."""

    code = "DECISION_NO_QUORUM"
    message = "شمار اعضای حاضر به حد نصاب نمی‌رسد؛ جلسه باید تجدید شود."


class OldVersion(Refusal):
    """The words have changed since he read them."""

    code = "DECISION_CHANGED"
    message = "متن رأی پس از آن‌که خواندید تغییر کرده است. متن تازه را بخوانید و دوباره رأی بدهید."


class VotedAlready(Refusal):
    """A member votes once on one version."""

    code = "DECISION_VOTED"
    message = "شما به این متن رأی داده‌اید."


class LevelTooLow(Refusal):
    """A vote is a signature."""

    code = "DECISION_LEVEL"
    message = "برای امضای رأی باید هویت شما تأیید شده باشد."


class Ballot(TypedDict):
    """A member's vote: on which version he holds what, and why, where he is against."""

    version: int
    opinion: str
    dissent: str


@transaction.atomic
def draft(case: Case, *, kind: str, by: Actor, at: datetime) -> Decision:
    """The board writes a decision of this kind, due by the day of LP 101; raises NotAllowed, InTheMaking, ClaimantCame, HeldByOther."""
    case = locked(case)
    deciding.seat_of(case, by)
    hearing = queries.heard(case)
    if (kind, case.instance) not in MOVES or hearing is None:
        raise NotAllowed(flow="decision", state=case.state, move="draft", role=by.role)
    flow.CASE.after(case.state, MOVES[kind, case.instance], flow.role_of(by.role))
    if queries.in_the_making(case):
        raise InTheMaking
    if kind == Kind.ANNULMENT:
        ensure_away(hearing)
    holding.hold(case, by=by, at=at)
    due_on = queries.due_on(case, hearing)
    made = Decision.objects.create(case=case, hearing=hearing, instance=case.instance, kind=kind, due_on=due_on, made_at=at)
    if kind == Kind.MERITS:
        carry(made)
    record("decision.drafted", made, by=by, at=at, kind=made.get_kind_display())
    return made


def ensure_away(hearing: Hearing) -> None:
    """The claimant's side was not there in any way; raises ClaimantCame."""
    if not queries.is_claimant_away(hearing):
        raise ClaimantCame


@transaction.atomic
def write(decision: Decision, *, text: str, was: str = "", by: Actor, at: datetime) -> Decision:
    """The reasoning that is common to all items, or what an order or a correction says, stands in the draft."""
    _, found = deciding.held(decision, "write", by=by, at=at)
    Decision.objects.filter(pk=found.pk).update(text=text, was=was)
    found.refresh_from_db()
    return found


@transaction.atomic
def propose(decision: Decision, *, by: Actor, at: datetime) -> Decision:
    """The draft is whole, has its sum, and waits for votes as a new version.

    Raises MinutesUnsigned, Unfinished, LateUnruled, NoQuorum.
    """
    case, found = deciding.held(decision, "propose", by=by, at=at)
    deciding.ensure_leads(found, by)
    if found.kind != Kind.CORRECTION and found.hearing is not None and found.hearing.locked_at is None:
        raise MinutesUnsigned
    ensure_whole(case, found)
    if not queries.tally(found).is_quorate:
        raise NoQuorum
    rows = list(queries.findings(found))
    found.expert_fee = queries.expert_fee(case, rows)
    found.total = queries.total(rows, found.expert_fee)
    found.version += 1
    found.save()
    holding.release(case, by=by)
    record("decision.proposed", found, by=by, at=at, version=found.version)
    _ask(found, at=at)
    return found


def _ask(decision: Decision, *, at: datetime) -> None:
    """Each member who may vote knows that his vote is waited for."""
    case = decision.case
    number, board = case.class_number or case.number or "", procedure.body(decision.instance).title
    for seat in queries.electorate(decision):
        url = f"/office/cases/{case.pk}/decision/"
        telling.tell(seat.person, "decision.proposed", about=decision, url=url, at=at, number=number, board=board)


def ensure_whole(case: Case, decision: Decision) -> None:
    """Each claim item has its finding, an order its reason, a correction both readings; raises Unfinished, LateUnruled."""
    lacking: list[str] = []
    if decision.kind in queries.WEIGHED:
        lacking = [claims.claim(one.code).title for one in queries.missing(decision)]
    if decision.kind != Kind.MERITS and not decision.text.strip():
        lacking.append("متن")
    if decision.kind == Kind.CORRECTION and not decision.was.strip():
        lacking.append("نوشته پیشین")
    if lacking:
        raise Unfinished(what="، ".join(lacking))
    if decision.instance == flow.APPEAL and decision.kind == Kind.MERITS and queries.unruled(case).exists():
        raise LateUnruled


@transaction.atomic
def redraft(decision: Decision, *, by: Actor, at: datetime) -> Decision:
    """The words are open to change again; the votes on them stay, and count no more."""
    _, found = deciding.held(decision, "redraft", by=by, at=at)
    deciding.ensure_leads(found, by)
    found.save(update_fields=["state"])
    record("decision.redrafted", found, by=by, at=at, version=found.version)
    return found


@transaction.atomic
def drop(decision: Decision, *, by: Actor, at: datetime) -> Decision:
    """Nothing comes of it; the board may begin another."""
    case, found = deciding.held(decision, "drop", by=by, at=at)
    deciding.ensure_leads(found, by)
    found.save(update_fields=["state"])
    holding.release(case, by=by)
    record("decision.dropped", found, by=by, at=at)
    return found


@transaction.atomic
def vote(decision: Decision, *, by: Actor, at: datetime, **ballot: Unpack[Ballot]) -> Vote:
    """The member has signed what he holds of the version he read; who is left to vote is counted anew at this moment.

    Raises NotSeated, OldVersion, NoQuorum, VotedAlready, LevelTooLow.
    """
    _, found = deciding.held(decision, "vote", by=by, at=at, is_written=False)
    if ballot["opinion"] not in (queries.AGREE, queries.AGAINST):
        raise BadInput(field="opinion")
    if by.level < policy.VOTE_LEVEL:
        raise LevelTooLow
    if ballot["version"] != found.version:
        raise OldVersion
    counted = queries.tally(found)
    seat = next((one for one in counted.seats if one.person_id == by.person_id), None)
    if seat is None:
        raise deciding.NotSeated(flow="decision", state=found.state, move="vote", role=by.role)
    if not counted.is_quorate:
        raise NoQuorum
    given: dict[str, Any] = {"opinion": ballot["opinion"], "version": found.version, "at": at, "level": by.level}
    if ballot["opinion"] == queries.AGAINST:
        given["dissent"] = ballot["dissent"]
    try:
        with transaction.atomic():
            made = Vote.objects.create(decision=found, seat=seat, **given)
    except IntegrityError as error:
        raise VotedAlready from error
    record("decision.voted", found, by=by, at=at, version=found.version)  # what he holds is no event: the board alone reads it
    return made
