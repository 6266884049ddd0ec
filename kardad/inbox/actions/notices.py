"""Notices: written, placed with every addressee in one action, made void and served again."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.inbox import flow, marks, proof, signals
from kardad.inbox.actions import failing, holding, numbering, paper, placing, voiding
from kardad.inbox.models import Delivery, Dossier, Notice, Party, Visit
from kardad.inbox.queries import deliveries, dossiers
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.law import notices as kinds
from kardad.work import actions as work

Via = Delivery.Via


class DossierShut(Refusal):
    """Nothing is served in a dossier that is closed, or that a person keeps of another body's papers."""

    code = "DOSSIER_SHUT"
    message = "در این پرونده ابلاغی انجام نمی‌شود."


class NoAddressee(BadInput):
    """Nobody is left to whom such a notice goes, or whom it goes to was not said."""

    code = "NOTICE_NO_ADDRESSEE"
    message = "برای این ابلاغیه مخاطبی نیست. طرف‌های پرونده را ببینید و مخاطب را انتخاب کنید."


class NotAddressee(BadInput):
    """Such a notice does not go to this side; his own paper is served on nobody."""

    code = "NOTICE_NOT_ADDRESSEE"
    message = "این برگه به این طرف ابلاغ نمی‌شود: یا نوشته خود اوست، یا این گونه ابلاغیه به او نمی‌رود."


class ServedAlready(Refusal):
    """There is one service of a paper; a second one only after the first was made void."""

    code = "SERVICE_DONE"
    message = "این برگه به این طرف ابلاغ شده است. تا آن ابلاغ بی‌اثر نشود، دوباره ابلاغ نمی‌شود."


class NotServed(Refusal):
    """What was no service cannot be made void."""

    code = "SERVICE_NONE"
    message = "این ابلاغ هنوز انجام نشده است؛ چیزی برای بی‌اثر کردن نیست."


class More(TypedDict, total=False):
    """What some notices carry: a length that the board set, the hearing's day, whose paper it is, which notice it corrects."""

    days: int | None
    day: date | None
    is_confidential: bool
    filer: Party | None
    corrects: Notice | None


@transaction.atomic
def draft(
    dossier: Dossier,
    *,
    code: str,
    title: str,
    says: dict[str, Any],
    by: Actor,
    at: datetime,
    **more: Unpack[More],
) -> Notice:
    """The notice waits to be placed; raises DossierShut, NotAddressee, NoAddressee, PaperIncomplete."""
    ensure_open(dossier)
    known = kinds.notice(code)
    flow.NOTICE.after("draft", "drop", by.role)  # who may set it aside may write it
    filer, corrects = more.get("filer"), more.get("corrects")
    if (filer and filer.dossier_id != dossier.pk) or (corrects and corrects.dossier_id != dossier.pk):
        raise NotAddressee(field="filer")
    if known.to == "other_side" and filer is None:
        raise NoAddressee("بگویید این برگه نوشته کدام طرف است.", field="filer")
    proof.check(code, says)
    notice = Notice.objects.create(
        dossier=dossier,
        code=code,
        title=title,
        says=json.dumps(says, ensure_ascii=False, sort_keys=True),
        office_id=dossier.office_id,
        made_by_id=by.person_id or 0,  # 0: the house itself
        made_at=at,
        **more,
    )
    record("notice.drafted", notice, by=by, at=at, kind=known.title)
    return notice


@transaction.atomic
def drop(notice: Notice, *, by: Actor, at: datetime) -> Notice:
    """The draft is set aside; nothing was served."""
    notice = locked(notice)
    notice.state = flow.NOTICE.after(notice.state, "drop", by.role)
    notice.save(update_fields=["state"])
    record("notice.dropped", notice, by=by, at=at)
    return notice


@transaction.atomic
def place(notice: Notice, *, to: Sequence[Party] = (), by: Actor, at: datetime) -> list[Delivery]:
    """Every addressee has the notice on its way to him, all in one commit; who has an account is served by its arrival there.

    `to` names some of those whom the law names; empty means all of them. Pressed twice, the second press is NotAllowed.
    """
    placing.ensure_authority()
    notice = locked(notice)
    ensure_open(notice.dossier)
    notice.state = flow.NOTICE.after(notice.state, "place", by.role)
    parties = addressees(notice, to)
    (notice.number,) = numbering.next_numbers(1, at=at)
    notice.placed_at = at
    notice.save(update_fields=["state", "number", "placed_at"])
    said = {"notice": notice.number, "code": notice.code, "to": [one.pk for one in parties], "mark": marks.of("notice", notice)}
    proof.note(notice.dossier, "notice.placed", by=by, at=at, **said)
    record("notice.placed", notice, by=by, at=at, number=notice.number, kind=kinds.notice(notice.code).title)
    return [placing.put(notice, party, placing.way(notice, party, at=at), by=by, at=at) for party in parties]


def addressees(notice: Notice, to: Sequence[Party] = ()) -> list[Party]:
    """Whom the law names for such a notice, never the filer of his own paper; of them those in `to`, if any are. Raises the refusals."""
    return named(notice, list(dossiers.parties(notice.dossier)), to)


def named(notice: Notice, everyone: Sequence[Party], to: Sequence[Party] = ()) -> list[Party]:
    """As `addressees`, of sides that were read before."""
    lawful = [one for one in everyone if _is_named(notice, one)]
    if kinds.notice(notice.code).to == "payer" and not to:
        raise NoAddressee("بگویید هزینه را کدام طرف می‌پردازد.", field="to")
    wanted = {one.pk for one in to}
    if wanted - {one.pk for one in lawful}:
        raise NotAddressee(field="to")
    found = [one for one in lawful if not wanted or one.pk in wanted]
    if not found:
        raise NoAddressee(field="to")
    return found


def _is_named(notice: Notice, party: Party) -> bool:
    to, filer = kinds.notice(notice.code).to, notice.filer
    if party.pk == notice.filer_id:
        return False
    if to == "respondent":
        return party.side == Party.Side.RESPONDENT
    if to == "filer":  # of the petition; the notice itself is the office's paper
        return party.side == Party.Side.CLAIMANT
    if to == "other_side" and filer is not None:
        return party.side != filer.side
    return True


@transaction.atomic
def void(delivery: Delivery, *, reason: str, by: Actor, at: datetime) -> Delivery:
    """The service is without effect (LP 131, note): what hung on it is undone, both sides have a paper of it, nothing is overwritten."""
    _staff(by, "void")
    delivery = held(delivery)
    if delivery.served_on is None or delivery.is_copy:
        raise NotServed
    number = voiding.number(delivery, at=at)
    _end(delivery, reason=reason, by=by, at=at)
    proof.served(delivery, "service.voided", by=by, at=at)
    record("delivery.voided", delivery, by=by, at=at, number=delivery.notice.number, reason=reason)
    voiding.tell(delivery, number, reason=reason, by=by, at=at)
    signals.service_voided.send(Delivery, delivery=delivery, at=at)
    return delivery


@transaction.atomic
def serve_again(delivery: Delivery, *, via: str, by: Actor, at: datetime) -> Delivery:
    """The notice is on its way to the side once more, by this channel: after a service was made void, or one that never came about.

    Raises ServedAlready while a service stands.
    """
    placing.ensure_authority()
    _staff(by, "serve_again")
    delivery = held(delivery)
    ensure_open(delivery.notice.dossier)
    if delivery.is_copy:
        raise ServedAlready
    is_void = delivery.voided_at is not None
    if not is_void:
        if delivery.served_on is not None:
            raise ServedAlready
        _end(delivery, reason="ابلاغ نشد و به راه دیگری رفت", by=by, at=at)
        proof.served(delivery, "service.given_up", by=by, at=at)
    if deliveries.of_record(delivery.notice, delivery.party) is not None:
        raise ServedAlready
    readers, agent = deliveries.readers(delivery.party, at=at)
    is_open = via == Via.PAPER or (bool(readers) and (via != Via.SANA or placing.may_go_by_sana(delivery.notice, at=at)))
    if not is_open:
        raise NotAllowed(flow=via, state=delivery.rung, move="serve_again", role=by.role)
    chosen = placing.Way(via, readers, agent)
    made = placing.put(delivery.notice, delivery.party, chosen, by=by, at=at, replaces=delivery)
    if is_void:
        voiding.tell_again(made, at=at)
    return made


@transaction.atomic
def send_copy(delivery: Delivery, *, by: Actor, at: datetime) -> Delivery:
    """Who was served in his account and was not reached has a paper copy on its way, for his information; raises NotServed."""
    placing.ensure_authority()
    _staff(by, "send_copy")
    delivery = held(delivery)
    if delivery.served_on is None or delivery.voided_at is not None or delivery.is_copy:
        raise NotServed
    waiting = Delivery.objects.filter(notice=delivery.notice, party=delivery.party, is_copy=True, via=Via.PAPER, voided_at=None)
    return waiting.first() or placing.paper_copy(delivery, by=by, at=at)


def locked(notice: Notice) -> Notice:
    """The notice as it is now, held with its dossier until the transaction ends."""
    holding.dossiers([notice.dossier_id])
    return Notice.objects.select_for_update(of=("self",)).select_related("dossier", "filer").get(pk=notice.pk)


def held(delivery: Delivery) -> Delivery:
    """The delivery as it is now, held with its dossier until the transaction ends."""
    holding.of_delivery(delivery.pk)
    return Delivery.objects.select_for_update(of=("self",)).select_related("notice__dossier", "party").get(pk=delivery.pk)


def ensure_open(dossier: Dossier) -> None:
    """Papers are served in this dossier; raises DossierShut."""
    if dossier.closed_at is not None or dossier.kind != Dossier.Kind.OFFICE:
        raise DossierShut


def _staff(by: Actor, move: str) -> None:
    if by.role not in flow.STAFF:
        raise NotAllowed(flow="delivery", state="", move=move, role=by.role)


def _end(delivery: Delivery, *, reason: str, by: Actor, at: datetime) -> None:
    """No sweep and no agent does anything more about it."""
    if delivery.voided_at is not None:
        raise NotServed
    failing.mend(delivery, outcome="voided", at=at)
    for kind in (placing.PAPER, paper.VISIT):
        work.close_item(kind, delivery, outcome="voided", at=at)
    Visit.objects.filter(delivery=delivery, outcome="").update(outcome=Visit.Outcome.RETURNED, at=at)
    delivery.voided_at, delivery.void_reason, delivery.due_at = at, reason, None
    delivery.save(update_fields=["voided_at", "void_reason", "due_at"])
