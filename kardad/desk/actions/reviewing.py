"""What a review ends in besides an invoice: the public questions, a rejection – and the managers who agree or do not."""

from datetime import datetime

from kardad.core import hours
from kardad.core.actor import Actor
from kardad.desk import flow, policy
from kardad.desk.actions import assigning, clocks, common, endings, pricing
from kardad.desk.actions.common import deed
from kardad.desk.models import Approval, Item, Request
from kardad.desk.queries import requests as queries
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.work import actions as work

# The test of a redirect (QR-1): every line must be true.
CHECKS = {
    "general": "پرسش کلی است و به وضع یک شخص بسته نیست.",
    "short": "پاسخ آن کوتاه است.",
    "no_file": "پاسخ به هیچ پرونده‌ای نیاز ندارد.",
    "no_figures": "چیزی برای محاسبه ندارد.",
    "no_names": "بدون نام شخص، شرکت یا شماره پرونده هم می‌توان پاسخ داد.",
}
# Why a request is rejected; the client reads the sentence.
REJECTIONS = {
    "out_of_scope": "موضوع در حوزه کار و تأمین اجتماعی نیست.",
    "unlawful": "آنچه خواسته شده خلاف قانون است.",
    "impossible": "با آنچه در دست است، انجام آن ممکن نیست.",
    "duplicate": "درخواست دیگری برای همین موضوع باز است.",
}
PUBLIC = "به بخش پرسش و پاسخ هدایت شد."


class ChecksMissing(BadInput):
    """A request is led to the public questions only when the whole test is true."""

    code = "REDIRECT_CHECKS"
    message = "هدایت به پرسش و پاسخ فقط وقتی درست است که همه این موارد برقرار باشد: {missing}"


class ReasonMissing(BadInput):
    """Whoever decides against somebody says why."""

    code = "REVIEW_REASON"
    message = "دلیل را بنویسید؛ متقاضی آن را می‌خواند."


class NoSuchReason(BadInput):
    """A rejection has one of the known reasons."""

    code = "REJECT_REASON"
    message = "دلیل رد را از فهرست انتخاب کنید."


class NothingRedirected(Refusal):
    """There is no redirect to object to, or its time is over."""

    code = "OBJECT_NOTHING"
    message = "هدایتی که بتوان به آن اعتراض کرد نیست، یا مهلت اعتراض گذشته است."


class ObjectedBefore(Refusal):
    """A redirect is objected to once."""

    code = "OBJECT_TWICE"
    message = "پیش‌تر به این هدایت اعتراض کرده‌اید و نتیجه آن در همین پرونده است. می‌توانید درخواست تازه‌ای ثبت کنید."


class SamePerson(NotAllowed):
    """Nobody agrees to what he asked for himself."""

    code = "APPROVAL_SAME_PERSON"
    message = "کسی که این را خواسته است نمی‌تواند خودش موافقت کند؛ مدیر دیگری باید آن را ببیند."


@deed
def redirect(item: Item, *, checks: dict[str, bool], by: Actor, at: datetime) -> Request:
    """T5: the service is answered better in public, at no charge; when all are, the request ends there. Nothing is published."""
    request, item = common.locked_item(item)
    if request.state != "in_review":
        raise common.forbid(request, "redirect", by=by)
    state = flow.ITEM.after(item.state, "redirect", flow.role_of(by.role))
    common.ensure_yours(request, "redirect", by=by)
    pricing.ensure_nobody_asked(request)
    if missing := [text for key, text in CHECKS.items() if checks.get(key) is not True]:
        raise ChecksMissing(field="checks", missing=" ".join(missing))
    item.state, item.reason = state, PUBLIC
    item.unit_price, item.price_reason = None, ""
    item.save(update_fields=["state", "reason", "unit_price", "price_reason"])
    common.note("request.redirected", request, by=by, at=at, title=item.title)
    clocks.responded(request, at=at)
    if not queries.live_items(request).exists():
        common.move(request, "redirect", by=by)
        endings.end(request, reason=PUBLIC, at=at)
    common.keep(request, at=at)
    common.tell(request, "request.redirected", at=at, title=item.title)
    return request


@deed
def object_to_redirect(request: Request, *, reason: str, by: Actor, at: datetime) -> Approval:
    """QR-4: the client objects, once; a manager decides in one working day."""
    request = common.locked(request.pk)
    if common.is_staff(by) or request.state not in ("redirected_to_qa", "in_review"):
        raise common.forbid(request, "object_to_redirect", by=by)
    if not common.letters(reason):
        raise ReasonMissing(field="reason")
    if request.objected_at is not None:
        raise ObjectedBefore
    too_late = request.ended_at is not None and at > request.ended_at + policy.OBJECT_WITHIN
    if too_late or not request.items.filter(state="redirected").exists():
        raise NothingRedirected
    pricing.ensure_nobody_asked(request)
    request.objected_at = at
    if request.state == "redirected_to_qa":
        clocks.start(request, "objection", policy.OBJECTION_HOURS * clocks.HOUR, at=at)
    approval = _ask(request, Approval.Kind.OBJECTION, reason.strip(), {}, by=by, at=at)
    common.note("request.objected", request, by=by, at=at)
    common.keep(request, at=at)
    return approval


@deed
def propose_rejection(request: Request, *, code: str, reason: str, by: Actor, at: datetime) -> Approval:
    """A manager is asked to reject the request, for one of REJECTIONS and in these words."""
    request = common.locked(request.pk)
    if request.state != "in_review" or not common.is_staff(by):
        raise common.forbid(request, "propose_rejection", by=by)
    common.ensure_yours(request, "propose_rejection", by=by)
    pricing.ensure_nobody_asked(request)
    if code not in REJECTIONS:
        raise NoSuchReason(field="code")
    if not common.letters(reason):
        raise ReasonMissing(field="reason")
    approval = _ask(request, Approval.Kind.REJECT, reason.strip(), {"code": code}, by=by, at=at)
    common.note("request.rejection_asked", request, by=by, at=at)
    common.keep(request, at=at)
    return approval


@deed
def approve(approval: Approval, *, note: str = "", by: Actor, at: datetime) -> Approval:
    """A manager other than who asked agrees, and what was asked for has happened: T6, T7 with the frozen lines, or back to review."""
    request, row = _decided(approval, "approve", note, by=by, at=at)
    DEEDS[Approval.Kind(row.kind)](request, row, by, at)
    return row


@deed
def decline(approval: Approval, *, note: str, by: Actor, at: datetime) -> Approval:
    """A manager does not agree and says why; the request stays as it is."""
    request, row = _decided(approval, "decline", note, by=by, at=at)
    if not common.letters(note):
        raise ReasonMissing(field="note")
    if row.kind == Approval.Kind.OBJECTION:
        if request.clock == "objection":
            clocks.clear(request, at=at)
        common.tell(request, "request.objection_declined", at=at, reason=note.strip())
    told = {"what": row.get_kind_display(), "reason": note.strip(), "is_among_staff": row.kind != Approval.Kind.OBJECTION}
    common.note("request.approval_declined", request, by=by, at=at, **told)
    common.keep(request, at=at)
    return row


@deed
def drop(approval: Approval, *, by: Actor, at: datetime) -> Approval:
    """Who asked a manager takes it back."""
    request = common.locked(approval.request_id)
    row = Approval.objects.select_for_update().get(pk=approval.pk)
    flow.APPROVAL.after(row.state, "drop", flow.role_of(by.role))
    if row.asked_by_id != by.person_id:
        raise common.NotYours(flow="approval", state=row.state, move="drop", role=flow.role_of(by.role))
    endings.drop_approval(row, by=by, at=at)
    if request.clock == "objection":
        clocks.clear(request, at=at)
    told = {"what": row.get_kind_display(), "is_among_staff": row.kind != Approval.Kind.OBJECTION}
    common.note("request.approval_dropped", request, by=by, at=at, **told)
    common.keep(request, at=at)
    return row


def _ask(request: Request, kind: str, reason: str, data: dict[str, str], *, by: Actor, at: datetime) -> Approval:
    approval = Approval.objects.create(request=request, kind=kind, data=data, reason=reason[:500], asked_by_id=by.somebody, asked_at=at)
    due_at = hours.add(at, policy.OBJECTION_HOURS * clocks.HOUR)
    title = f"{approval.get_kind_display()}: درخواست {request.shown_number}"
    work.open_item("request.approval", approval, title=title, role="manager", at=at, due_at=due_at, office_id=request.office_id)
    return approval


def _decided(approval: Approval, name: str, note: str, *, by: Actor, at: datetime) -> tuple[Request, Approval]:
    request = common.locked(approval.request_id)
    row = Approval.objects.select_for_update().get(pk=approval.pk)
    row.state = flow.APPROVAL.after(row.state, name, flow.role_of(by.role))
    if row.asked_by_id == by.person_id:
        raise SamePerson(flow="approval", state="asked", move=name, role=by.role)
    common.ensure_yours(request, name, by=by)
    row.decided_by_id, row.decided_at, row.note = by.somebody, at, note.strip()[:500]
    row.save()
    work.close_item("request.approval", row, outcome=row.state, at=at)
    return request, row


def _reject(request: Request, row: Approval, by: Actor, at: datetime) -> None:
    common.move(request, "reject", by=by)
    request.first_response_at = request.first_response_at or at
    endings.end_items(request, "reject", by=by)
    reason = f"{REJECTIONS[row.data['code']]} {row.reason}"
    endings.end(request, reason=reason, at=at)
    common.note("request.rejected", request, by=by, at=at, reason=reason)
    common.tell(request, "request.rejected", at=at, reason=reason)


def _invoice(request: Request, row: Approval, by: Actor, at: datetime) -> None:
    pricing.issue(request, pricing.frozen(row, request), discount_code=row.data["discount_code"], by=by, at=at)


def _take_back(request: Request, row: Approval, by: Actor, at: datetime) -> None:
    if request.state == "redirected_to_qa":
        common.move(request, "take_back", by=by)
        request.ended_at, request.end_reason = None, ""
        clocks.clear(request, at=at)
        clocks.await_reply(request, at=at)
    elif request.state != "in_review" or not request.items.filter(state="redirected").exists():
        raise common.forbid(request, "take_back", by=by)
    for item in request.items.filter(state="redirected"):
        item.state, item.reason = flow.ITEM.after(item.state, "take_back", flow.role_of(by.role)), ""
        item.save(update_fields=["state", "reason"])
    common.keep(request, at=at)
    common.note("request.taken_back", request, by=by, at=at)
    common.tell(request, "request.objection_approved", at=at)
    assigning.ensure_somebody(request, at=at)


DEEDS = {Approval.Kind.REJECT: _reject, Approval.Kind.INVOICE: _invoice, Approval.Kind.OBJECTION: _take_back}
