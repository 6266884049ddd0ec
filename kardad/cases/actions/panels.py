"""Panels: promised by a hash, drawn by the secret behind it, mended seat by seat when somebody must go."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from kardad.cases import drawing, flow, policy, proof
from kardad.cases.actions import grouping
from kardad.cases.actions.common import locked
from kardad.cases.drawing import Pick
from kardad.cases.models import Case, Draw, Member, Presence, Seat
from kardad.cases.queries import boards, groups
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.inbox.actions import holding, placing, telling
from kardad.kit import text
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from kardad.law import procedure

SEATING = boards.SEATING


class PanelFull(Refusal):
    """Every place of the board is taken; nothing is drawn."""

    code = "PANEL_FULL"
    message = "هیئت این پرونده کامل است؛ جای خالی ندارد."


class WithLead(Refusal):
    """The panel of a co-workers' group is drawn once, in its lead case."""

    code = "PANEL_WITH_LEAD"
    message = "این پرونده با پرونده اصلی {number} هم‌زمان رسیدگی می‌شود؛ هیئت هر دو یکی است و قرعه در پرونده اصلی کشیده می‌شود."


class NotPromised(Refusal):
    """A draw whose hash was not published before is none."""

    code = "DRAW_NOT_PROMISED"
    message = "نخست اثر قرعه منتشر می‌شود و پس از آن قرعه کشیده می‌شود. اثر این قرعه هنوز منتشر نشده است."


class LeftAlready(Refusal):
    """The member sits in this panel no more."""

    code = "SEAT_LEFT"
    message = "این عضو دیگر در این هیئت نیست."


class CannotChair(Refusal):
    """The chair is for a member whom the law names for it."""

    code = "SEAT_CANNOT_CHAIR"
    message = "این عضو نمی‌تواند ریاست کند: ریاست با {title} است."


@transaction.atomic
def commit(case: Case, *, by: Actor, at: datetime) -> Draw:
    """The hash of a fresh secret stands in the case's chain, so that the draw cannot be bent later; the one that waits, if one does."""
    case = _open(case, by, "commit")
    return boards.waiting(case) or _committed(case, by=by, at=at)


@transaction.atomic
def draw(case: Case, *, by: Actor, at: datetime) -> Draw:
    """Every vacant place has a member, drawn by the promised secret, which is now in the chain; raises NotPromised, TooFew, PanelFull."""
    case = _open(case, by, "draw")
    waiting = boards.waiting(case)
    if waiting is None or waiting.committed_at >= at:
        raise NotPromised
    places = boards.vacancies(case)
    if not places:
        raise PanelFull
    pool = drawing.Pool(_number(case), case.instance, places, boards.candidates(case, at=at))
    picks = drawing.draw(pool, secret=waiting.secret, titles={one.kind: one.title for one in procedure.body(case.instance).members})
    waiting.pool, waiting.result, waiting.drawn_at = pool.as_json(), [asdict(one) for one in picks], at
    waiting.save(update_fields=["pool", "result", "drawn_at"])
    _seat(waiting, picks, at=at)
    grouping.share(case, at=at)
    said = {"draw": waiting.pk, "secret": waiting.secret, "commitment": waiting.commitment, "digest": drawing.digest(pool, picks)}
    _note("panel.drawn", case, by=by, at=at, **said)
    return waiting


@transaction.atomic
def recuse(seat: Seat, *, reason: str, by: Actor, at: datetime) -> Seat:
    """The member has stepped aside by his own word, and a draw for his place is promised."""
    if by.role != policy.MEMBER or by.person_id != seat.person_id:
        raise NotAllowed(flow="panel", state="", move="recuse", role=by.role)
    return leave(seat, reason=reason, by=by, at=at)


@transaction.atomic
def replace(seat: Seat, *, reason: str, by: Actor, at: datetime) -> Seat:
    """The secretary has taken the member out of the panel, and a draw for his place is promised."""
    _staff(by, "replace")
    return leave(seat, reason=reason, by=by, at=at)


@transaction.atomic
def hand_over(seat: Seat, *, by: Actor, at: datetime) -> Seat:
    """This member chairs from now on, and who chaired before sits beside him; raises CannotChair."""
    _staff(by, "hand_over", policy.MEMBER)
    case = locked(seat.case, besides=groups.of_group(seat.case))
    shared = _in_lead(seat, case)
    if shared is not None:
        hand_over(shared, by=by, at=at)
        seat.refresh_from_db()
        return seat
    seat = _held(seat)
    board = procedure.body(seat.instance)
    if seat.member.kind != board.chair or not seat.member.is_chair:
        raise CannotChair(title=board.chair_title)
    if by.role == policy.MEMBER and not _chairs(case, by):
        raise NotAllowed(flow="panel", state="", move="hand_over", role=by.role)
    Seat.objects.filter(case=case, instance=seat.instance, left_at=None, is_chair=True).update(is_chair=False)
    seat.is_chair = True
    seat.save(update_fields=["is_chair"])
    _note("panel.handed_over", case, by=by, at=at, seat=seat.pk)
    grouping.handed_over(case, by=by, at=at)
    return seat


@transaction.atomic
def dissolve(case: Case, *, reason: str, by: Actor, at: datetime) -> int:
    """Nobody sits in the case any more and none of them sits in it again: after a transfer, or when the Divan quashed; how many sat."""
    case = locked(case)
    sitting = list(Seat.objects.filter(case=case, left_at=None).order_by("pk"))
    Seat.objects.filter(pk__in=[one.pk for one in sitting]).update(left_at=at, reason=reason[:200])
    Draw.objects.filter(case=case, drawn_at=None).update(drawn_at=at)  # promised for a panel that is no more
    if sitting:
        _note("panel.dissolved", case, by=by, at=at, seats=len(sitting))
    return len(sitting)


def hold_all(seats: Sequence[Seat]) -> None:
    """The dossiers of all groups in which these places are, held until the transaction ends: before anything else is."""
    roots = {one.case.lead_id or one.case_id for one in seats}
    if roots:
        holding.dossiers(Case.objects.filter(Q(pk__in=roots) | Q(lead__in=roots)).values("dossier"))


def leave_all(seats: Sequence[Seat], *, reason: str, by: Actor, at: datetime) -> None:
    """All these places are vacant as by `leave`; a seat that was left together with another of its group is left once."""
    hold_all(seats)
    for seat in seats:
        if Seat.objects.filter(pk=seat.pk, left_at=None).exists():
            leave(seat, reason=reason, by=by, at=at)


@transaction.atomic
def keep_apart(case: Case, *, at: datetime) -> int:
    """Who must not sit with the sides as they are known now has left the panel of a case that runs; how many."""
    near = boards.barred(locked(case, besides=groups.of_group(case))) if boards.is_running(case) else []
    for seat, why in near:
        leave(seat, reason=drawing.REASONS[why], by=SYSTEM, at=at)
    return len(near)


def leave(seat: Seat, *, reason: str, by: Actor, at: datetime) -> Seat:
    """The place is vacant, in a session that runs too, and its draw is promised; called inside a transaction. Raises LeftAlready."""
    case = locked(seat.case, besides=groups.of_group(seat.case))
    shared = _in_lead(seat, case)
    if shared is not None:
        leave(shared, reason=reason, by=by, at=at)
        seat.refresh_from_db()
        return seat
    seat = _held(seat)
    seat.left_at, seat.reason = at, reason[:200]
    seat.save(update_fields=["left_at", "reason"])
    Presence.objects.filter(seat=seat, is_present=True, hearing__state__in=("set", "open")).update(is_present=False, left_at=at)
    _note("panel.left", case, by=by, at=at, seat=seat.pk, chaired=seat.is_chair)
    grouping.left(seat, at=at)
    if case.state in SEATING and seat.instance == case.instance and boards.waiting(case) is None:
        _committed(case, by=by, at=at)
    return seat


def _in_lead(seat: Seat, case: Case) -> Seat | None:
    """The seat of the same member in the case for which the group's panel is drawn, where both have one panel."""
    lead = groups.head(case)
    if lead.pk == case.pk or seat.instance != case.instance or case not in groups.sharing(lead):
        return None
    return Seat.objects.select_related("case").filter(case=lead, instance=seat.instance, person_id=seat.person_id, left_at=None).first()


def _committed(case: Case, *, by: Actor, at: datetime) -> Draw:
    if not boards.vacancies(case):
        raise PanelFull
    secret = secrets.token_hex(32)
    rounds = Draw.objects.filter(case=case, instance=case.instance).count()
    made = Draw.objects.create(
        case=case,
        instance=case.instance,
        round=rounds + 1,
        commitment=drawing.commitment(secret),
        secret=secret,
        committed_at=at,
    )
    _note("panel.committed", case, by=by, at=at, draw=made.pk, commitment=made.commitment)
    return made


def _seat(made: Draw, picks: tuple[Pick, ...], *, at: datetime) -> None:
    """The drawn members sit, each in the place of somebody of his kind who left, and are told."""
    case = made.case
    gone = Seat.objects.filter(case=case, instance=made.instance, left_at__isnull=False, replaced_by=None)
    left = list(gone.select_related("member").order_by("pk"))
    rows = {row.pk: row for row in Member.objects.filter(pk__in=[one.member for one in picks]).select_related("person")}
    for pick in picks:
        member = rows[pick.member]
        before = next((one for one in left if one.member.kind == pick.kind), None)
        if before is not None:
            left.remove(before)
        seat = Seat.objects.create(
            draw=made,
            case=case,
            member=member,
            person=member.person,
            instance=made.instance,
            is_chair=pick.is_chair,
            replaces=before,
            taken_at=at,
        )
        board = procedure.body(made.instance).title
        telling.tell(member.person, "panel.seated", about=seat, url="/office/cases/sittings/", at=at, number=_number(case), board=board)


def _open(case: Case, by: Actor, move: str) -> Case:
    placing.ensure_authority()
    _staff(by, move)
    case = locked(case, besides=groups.of_group(case))
    if case.state not in SEATING:
        raise NotAllowed(flow=flow.CASE.name, state=case.state, move=move, role=by.role)
    lead = groups.head(case)
    if lead.pk != case.pk and not boards.has_own(case):
        raise WithLead(number=text.to_persian_digits(_number(lead)))
    return case


def _staff(by: Actor, move: str, *others: str) -> None:
    if by.role not in (policy.SECRETARY, "system", *others):
        raise NotAllowed(flow="panel", state="", move=move, role=by.role)


def _held(seat: Seat) -> Seat:
    found = Seat.objects.select_for_update(of=("self",)).select_related("member", "person").get(pk=seat.pk)
    if found.left_at is not None:
        raise LeftAlready
    return found


def _chairs(case: Case, by: Actor) -> bool:
    return Seat.objects.filter(case=case, instance=case.instance, person_id=by.somebody, left_at=None, is_chair=True).exists()


def _number(case: Case) -> str:
    return case.class_number or case.number or ""


def _note(event: str, case: Case, *, by: Actor, at: datetime, **data: Any) -> None:
    """What happened to the panel is in the chain and in history; the secret of a draw only in the chain."""
    proof.note(case, event, by=by, at=at, instance=case.instance, **data)
    record(event, case, by=by, at=at, number=_number(case), board=procedure.body(case.instance).title)
