"""What the client gets: written in versions, signed by a second expert where figures are in it, released once, called back by a manager."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kardad.billing.actions import numbering
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.core.models import StoredFile
from kardad.desk import catalogue, flow, papers, policy
from kardad.desk.actions import clocks, common, slots, talking, working
from kardad.desk.actions.common import deed
from kardad.desk.models import Deliverable, Item, Message, Request
from kardad.documents import actions as documents
from kardad.kit.refusal import BadInput, Refusal
from kardad.kit.text import to_persian_digits
from kardad.people.models import Person
from kardad.work import actions as work

RECALL_REASON = 20  # characters
FOLLOW_UP = 10
SEALED_ONCE = "made"  # the one version of its paper: what was released never changes
Say = Callable[[Deliverable], tuple[dict[str, Any], list[tuple[str, str]], str]]
PRINTED = ("item__request__applicant", "item__request__organisation", "item__request__client", "made_by", "signed_by")
OF_AN_HOUR = (Deliverable.Kind.SUMMARY, Deliverable.Kind.TRAINING)  # what a call or a session brings, and nothing else does


class NotOpen(Refusal):
    """The paper was released, called back, or another version stands after it."""

    code = "PAPER_NOT_OPEN"
    message = "این نسخه تحویل شده یا کنار رفته است و دیگر تغییر نمی‌کند؛ نسخه تازه بسازید."


class NotNow(Refusal):
    """Nothing is written for the item in its state, or not of this kind."""

    code = "PAPER_NOT_NOW"
    message = "برای این خدمت در وضعیت کنونی سندی نوشته نمی‌شود."


class NotHeld(Refusal):
    """What an hour brings is written when the hour is over, and not instead of it."""

    code = "PAPER_NOT_HELD"
    message = "برای این خدمت هنوز نوبتی برگزار نشده است. گفت‌وگو را در صفحه همان نوبت به پایان برسانید؛ خلاصه همان‌جا نوشته می‌شود."


class ShortSummary(BadInput):
    """The summary is what the client keeps of the hour."""

    code = "SUMMARY_SHORT"
    message = "خلاصه گفت‌وگو دست‌کم {least} نویسه باشد؛ متقاضی همین را نگه می‌دارد."


class NotSigned(Refusal):
    """Figures leave the house after a second expert has checked them."""

    code = "PAPER_NOT_SIGNED"
    message = "محاسبه پیش از تحویل باید به امضای کارشناس دوم برسد."


class SameHand(Refusal):
    """Whoever made the paper, or is its client, does not sign it."""

    code = "PAPER_SAME_HAND"
    message = "کسی که سند را ساخته یا متقاضی آن است، امضاکننده دوم نمی‌شود."


class NotReproduced(Refusal):
    """The kept inputs do not give the kept figures under the law of that day."""

    code = "PAPER_NOT_REPRODUCED"
    message = "محاسبه با ورودی‌های نگه‌داشته‌شده همان رقم‌ها را نمی‌دهد؛ آن را دوباره بسازید."


class Incomplete(BadInput):
    """Something that the paper must say is missing."""

    code = "PAPER_INCOMPLETE"
    message = "{what} را بنویسید."


class ReasonNeeded(BadInput):
    """A paper is called back for a reason that the client is told."""

    code = "RECALL_REASON"
    message = "دلیل را دست‌کم در ۲۰ نویسه بنویسید؛ متقاضی آن را می‌خواند."


class FollowedUp(Refusal):
    """The free question was asked, or the paper gives none."""

    code = "FOLLOW_UP_USED"
    message = "پرسش دنباله‌دار رایگان این سند پرسیده شده است. برای پرسش تازه درخواست دیگری ثبت کنید."


@deed
def write(
    item: Item,
    *,
    kind: str,
    body: Mapping[str, Any],
    law_on: date | None,
    note: str = "",
    files: Sequence[StoredFile] = (),
    by: Actor,
    at: datetime,
) -> Deliverable:
    """The open version says this; after a release or a recall it is the next version. A signature on what it said before is void."""
    held = _item(item)
    if not held.appointments.filter(state="done", expert_id=by.person_id).exists():  # whoever gave the hour tells of it
        common.ensure_yours(held.request, "write", by=by)
    ensure_writable(held.request, item=held, kind=kind)
    _ensure_whole(kind, body)
    row = _open_version(held, kind, by=by, at=at)
    row.body, row.law_on, row.note = dict(body), law_on, note
    row.made_by_id, row.made_at, row.signed_by, row.signed_at = by.somebody, at, None, None
    row.save()
    if files:
        row.files.set(files)
    work.close_item("deliverable.sign", row, outcome="rewritten", at=at)
    record("deliverable.written", row, by=by, at=at, number=row.number, version=to_persian_digits(row.version))
    return row


def ensure_writable(request: Request, *, item: Item, kind: str) -> None:
    """Raises what keeps a paper of this kind from being written for the item now."""
    if kind not in papers.KINDS_OF[item.delivery] or item.state != "in_progress":
        raise NotNow
    ensure_held(item, kind)


def ensure_held(item: Item, kind: str) -> None:
    """Raises NotHeld for what only an hour brings while none of the item was held."""
    if kind in OF_AN_HOUR and not item.appointments.filter(state="done").exists():
        raise NotHeld


def ensure_long(summary: str, *, field: str = "text") -> None:
    """Raises ShortSummary, on the field in which it was written."""
    if common.letters(summary) < policy.SHORTEST_SUMMARY:
        raise ShortSummary(field=field, least=to_persian_digits(policy.SHORTEST_SUMMARY))


def _ensure_whole(kind: str, body: Mapping[str, Any]) -> None:
    if missing := papers.missing(kind, body):
        raise Incomplete(field=missing[0], what=missing[1])
    if kind in OF_AN_HOUR:
        ensure_long(body["text"])


@deed
def ask_signature(deliverable: Deliverable, *, of: Person, by: Actor, at: datetime) -> Deliverable:
    """The paper waits for this expert's eyes; he sees it and its inputs, and nothing else of the request."""
    row = _held(deliverable)
    request = row.item.request
    common.ensure_yours(request, "ask_signature", by=by)
    able = {one.pk for one in slots.experts(row.item, at=at)}
    if of.pk in (row.made_by_id, request.applicant_id, request.client_id) or of.pk not in able:
        raise SameHand(field="signer")
    row.signer = of
    row.save(update_fields=["signer"])
    work.close_item("deliverable.sign", row, outcome="given_to_another", at=at)
    item = work.open_item("deliverable.sign", row, title=f"امضای دوم {to_persian_digits(row.number)}", role="expert", at=at)
    item.assigned_to_id = of.pk
    item.save(update_fields=["assigned_to_id"])
    record("deliverable.signature_asked", row, by=by, at=at, number=row.number)
    return row


@deed
def sign(deliverable: Deliverable, *, by: Actor, at: datetime) -> Deliverable:
    """A second expert has checked the figures: the inputs give them again."""
    row = _held(deliverable)
    if row.signer_id != by.person_id or by.person_id == row.made_by_id:
        raise SameHand
    if not papers.is_reproduced(row.kind, row.body):
        raise NotReproduced
    row.signed_by_id, row.signed_at = by.somebody, at
    row.save(update_fields=["signed_by", "signed_at"])
    work.close_item("deliverable.sign", row, outcome="signed", at=at)
    record("deliverable.signed", row, by=by, at=at, number=row.number)
    return row


@deed
def send_back(deliverable: Deliverable, *, reason: str, by: Actor, at: datetime) -> Deliverable:
    """The second expert does not sign, and its maker knows why."""
    if not common.letters(reason):
        raise Incomplete(field="reason", what="دلیل")
    row = _held(deliverable)
    if row.signer_id != by.person_id:
        raise SameHand
    row.signer, row.note = None, reason
    row.save(update_fields=["signer", "note"])
    work.close_item("deliverable.sign", row, outcome="sent_back", at=at)
    record("deliverable.sent_back", row, by=by, at=at, number=row.number)
    return row


@deed
def release(deliverable: Deliverable, *, by: Actor, at: datetime) -> Deliverable:
    """The client has this version for good, the item is delivered, and with the last one the request."""
    row = _held(deliverable)
    if row.kind == Deliverable.Kind.CALCULATION and row.signed_by_id is None:
        raise NotSigned
    ensure_held(row.item, row.kind)
    _ensure_whole(row.kind, row.body)
    row.released_at = row.paper_due_at = at
    row.save(update_fields=["released_at", "paper_due_at"])
    working.item_delivered(row.item, by=by, at=at)
    request = row.item.request
    record("deliverable.released", row, by=by, at=at, person_id=common.readers(request)[0].pk, number=row.number, title=row.item.title)
    working.deliver_with_last(request, by=by, at=at)
    return row


def paper_due(pk: int, *, say: Say, at: datetime) -> bool:
    """The official paper of a released version is asked for, once; what failed or died on the way is due again a little later."""
    if not Deliverable.objects.filter(pk=pk, paper_due_at__lte=at).update(paper_due_at=at + policy.PAPER_AGAIN):
        return False
    with transaction.atomic():
        row = Deliverable.objects.select_for_update(of=("self",)).select_related(*PRINTED).get(pk=pk)
        if row.paper_due_at is None:
            return False
        if row.recalled_at is None:
            data, facts, title = say(row)
            documents.issue_once("deliverable", row, version=SEALED_ONCE, data=data, facts=facts, title=title, by=SYSTEM, at=at)
        row.paper_due_at = None
        row.save(update_fields=["paper_due_at"])
    return True


@deed
def recall(deliverable: Deliverable, *, reason: str, by: Actor, at: datetime) -> Deliverable:
    """A manager has called the version back: its client knows why, and the item is worked on again without cost."""
    if common.letters(reason) < RECALL_REASON:
        raise ReasonNeeded(field="reason")
    item = _item(deliverable.item)
    row = Deliverable.objects.select_for_update().get(pk=deliverable.pk)
    if row.released_at is None or row.recalled_at is not None:
        raise NotOpen
    row.recalled_at, row.recall_reason = at, reason
    row.save(update_fields=["recalled_at", "recall_reason"])
    request = item.request
    _open_again(item, by=by, at=at)
    record("deliverable.recalled", row, by=by, at=at, person_id=common.readers(request)[0].pk, number=row.number)
    common.tell(request, "deliverable.recalled", at=at, paper=to_persian_digits(row.number))
    return row


def _open_again(item: Item, *, by: Actor, at: datetime) -> None:
    """The item is worked on again; a request that was over with it is open again, and accepted by nobody's silence."""
    request, role = item.request, flow.role_of(by.role)
    item.state, item.delivered_at = flow.ITEM.after(item.state, "recall", role), None
    item.save(update_fields=["state", "delivered_at"])
    if request.state in ("delivered", "closed"):
        request.state = flow.REQUEST.after(request.state, "recall", role)
        request.due_at = request.ended_at = None
        clocks.start(request, "work", catalogue.service(item.service_code).hours * clocks.HOUR // 2, at=at)
        common.keep(request, at=at)


@deed
def read(deliverable: Deliverable, *, by: Actor, at: datetime) -> Deliverable:
    """That the client has opened it, and when, is kept: the first time counts."""
    row = Deliverable.objects.select_for_update().select_related("item").get(pk=deliverable.pk)
    if row.released_at is not None and row.read_at is None:
        row.read_at = at
        row.save(update_fields=["read_at"])
        record("deliverable.read", row, by=by, at=at, number=row.number)
    return row


@deed
def follow_up(deliverable: Deliverable, *, body: str, by: Actor, at: datetime) -> Message:
    """The one free question after a written opinion is asked."""
    if common.letters(body) < FOLLOW_UP:
        raise Incomplete(field="body", what="پرسش خود")
    item = _item(deliverable.item)
    row = Deliverable.objects.select_for_update().get(pk=deliverable.pk)
    asked = item.deliverables.filter(follow_up__isnull=False).exists()
    if row.kind != Deliverable.Kind.OPINION or row.released_at is None or row.recalled_at is not None or asked:
        raise FollowedUp
    message = talking.say(item.request, body=body, by=by, at=at)
    row.follow_up = message
    row.save(update_fields=["follow_up"])
    record("deliverable.followed_up", row, by=by, at=at, number=row.number)
    return message


def _open_version(item: Item, kind: str, *, by: Actor, at: datetime) -> Deliverable:
    last = Deliverable.objects.select_for_update().filter(item=item).order_by("-version").first()
    if last is not None and last.is_open and last.kind == kind and kind != Deliverable.Kind.DOCUMENT:
        return last
    version = last.version + 1 if last else 1
    number = numbering.next_number("DL", at=at)
    return Deliverable(item=item, version=version, number=number, token=secrets.token_hex(16), kind=kind)


def _held(deliverable: Deliverable) -> Deliverable:
    """The version, which is the last one and open."""
    item = _item(deliverable.item)
    row = Deliverable.objects.select_for_update().get(pk=deliverable.pk)
    if not row.is_open or item.deliverables.filter(version__gt=row.version).exists():
        raise NotOpen
    row.item = item
    return row


def _item(item: Item) -> Item:
    request = common.locked(item.request_id)
    held = Item.objects.get(pk=item.pk)
    held.request = request
    return held
