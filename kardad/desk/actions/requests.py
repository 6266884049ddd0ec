"""A request's way from its sending to its end, as its client moves it; what stands before the sending is in `drafting` and `files`."""

from datetime import datetime

from kardad.billing.actions import invoices, numbering
from kardad.core import crypto
from kardad.core.actor import SYSTEM, Actor
from kardad.core.models import StoredFile
from kardad.desk import answers, catalogue, flow, policy
from kardad.desk.actions import assigning, clocks, common, endings, paying
from kardad.desk.actions.common import deed
from kardad.desk.actions.drafting import begin, choose, describe, drop, ensure_consent, fill
from kardad.desk.actions.files import attach, hide, name
from kardad.desk.models import Item, OwnSide, Reminder, Request
from kardad.desk.queries import requests as queries
from kardad.kit.refusal import BadInput, Refusal
from kardad.kit.text import to_persian_digits
from kardad.people.models import Person
from kardad.people.queries import organisations
from kardad.work import actions as work

__all__ = ["accept", "attach", "begin", "cancel", "choose", "describe", "drop", "fill", "hide", "name", "reopen", "restore", "submit"]


class NothingChosen(BadInput):
    """A request asks for something."""

    code = "REQUEST_EMPTY"
    message = "دست‌کم یک خدمت انتخاب کنید."


class TooShort(BadInput):
    """The text does not say enough to begin with."""

    code = "REQUEST_TOO_SHORT"
    message = "شرح درخواست را کامل‌تر بنویسید؛ دست‌کم {least} نویسه لازم است."


class RulesNotAccepted(BadInput):
    """Whoever sends a request has accepted the rules."""

    code = "REQUEST_RULES"
    message = "برای ثبت درخواست، مقررات پنل را بپذیرید."


class AnswersMissing(BadInput):
    """A service asks something that was not told."""

    code = "REQUEST_ANSWERS"
    message = "برای «{title}» این را هم بنویسید: {what}."


class PapersMissing(BadInput):
    """A service wants a file that is not there."""

    code = "REQUEST_PAPERS"
    message = "برای «{title}» این پرونده را پیوست کنید: {what}."


class FilesNotScanned(Refusal):
    """A file still waits for the scanner."""

    code = "REQUEST_FILES_WAITING"
    message = "یکی از پرونده‌ها هنوز بررسی ایمنی نشده است. چند دقیقه دیگر دوباره ثبت کنید؛ پیش‌نویس شما می‌ماند."


class AlreadyPaid(Refusal):
    """What was paid for is not cancelled but withdrawn from."""

    code = "REQUEST_PAID"
    message = "برای این درخواست پرداخت شده است. به جای لغو، «انصراف و استرداد» را انتخاب کنید."


class TooLate(Refusal):
    """The days in which this may be done are over."""

    code = "REQUEST_TOO_LATE"
    message = "مهلت این کار {days} روز بود و گذشته است. درخواست تازه‌ای ثبت کنید."


class NothingNew(BadInput):
    """A request that ended for want of papers comes back with them."""

    code = "REQUEST_NOTHING_NEW"
    message = "نخست آنچه کارشناس خواسته بود را بنویسید یا پیوست کنید، سپس درخواست را بازگردانید."


class ReopenedBefore(Refusal):
    """The free correction was used."""

    code = "REQUEST_REOPENED"
    message = "اصلاح رایگان این درخواست پیش‌تر به کار رفته است. اگر رقم نادرستی مانده است، «انصراف و استرداد» را انتخاب کنید."


class ReopenReason(BadInput):
    """Whoever wants a correction says which."""

    code = "REQUEST_REOPEN_REASON"
    message = "بنویسید چه چیزی باید اصلاح شود؛ دست‌کم {least} نویسه."


@deed
def submit(request: Request, *, rules_version: str, by: Actor, at: datetime) -> Request:
    """T1: the request has its number, the clock runs, and it lies with an expert who is free or with the managers."""
    request = common.locked(request.pk)
    common.move(request, "submit", by=by)
    _ensure_complete(request, rules_version)
    if by.person_id != request.client_id:  # he for whom it was written may send it himself
        ensure_consent(request.applicant, request.organisation, request.client)
    request.number = numbering.next_number("SR", at=at)
    request.rules_version, request.submitted_at = rules_version, at
    clocks.start(request, "assign", policy.ASSIGN_HOURS * clocks.HOUR, at=at)
    common.keep(request, at=at)
    Reminder.objects.filter(request=request).update(due_at=None)
    OwnSide.objects.bulk_create([OwnSide(request=request, index=index) for index in sorted(_own_indexes(request))])
    common.note("request.submitted", request, by=by, at=at)
    common.tell(request, "request.submitted", at=at)
    if assigning.give_to_free(request, at=at) is None:
        title, due_at = f"درخواست {request.shown_number} منتظر کارشناس است", request.clock_due_at
        work.open_item("request.assign", request, title=title, role="manager", at=at, due_at=due_at, office_id=request.office_id)
    return request


@deed
def cancel(request: Request, *, reason: str = "", by: Actor, at: datetime) -> Request:
    """T17: the client wants it no more; its invoice asks for nothing. Raises AlreadyPaid once something was paid."""
    request, invoice = common.held(request.pk)
    common.move(request, "cancel", by=by)
    if invoice is not None and invoice.state != "void":
        if invoice.paid or invoice.state != "issued":
            raise AlreadyPaid
        invoices.void(invoice, reason="متقاضی درخواست را لغو کرد.", by=SYSTEM, at=at)
    endings.end(request, reason=reason.strip() if common.letters(reason) else "متقاضی درخواست را لغو کرد.", at=at)
    endings.end_items(request, "cancel", by=by)
    common.note("request.cancelled", request, by=by, at=at, reason=request.end_reason)
    if request.number:
        common.tell(request, "request.cancelled", at=at, reason=request.end_reason)
    return request


@deed
def restore(request: Request, *, by: Actor, at: datetime) -> Request:
    """T16: the request is under review again with the time that was left; after an invoice it is priced anew."""
    request = common.locked(request.pk)
    common.move(request, "restore", by=by)
    if request.ended_at is None or at > request.ended_at + policy.RESTORE_WITHIN:
        raise TooLate(days=to_persian_digits(policy.RESTORE_WITHIN.days))
    if request.expired_from == "info_requested" and not queries.answered_since_question(request):
        raise NothingNew(field="files")
    if request.expired_from == "invoiced":
        paying.unprice(request)
    request.ended_at, request.end_reason, request.expired_from = None, "", ""
    clocks.resume(request, at=at)
    common.keep(request, at=at)
    common.note("request.restored", request, by=by, at=at)
    assigning.ensure_somebody(request, at=at)
    return request


@deed
def accept(request: Request, *, by: Actor, at: datetime) -> Request:
    """T11: the client has what he asked for; he is asked what he thinks of it."""
    request = common.locked(request.pk)
    common.move(request, "accept", by=by)
    endings.end(request, reason="متقاضی تحویل را تأیید کرد." if by.is_person else "هفت روز پس از تحویل، بی‌اعتراض بسته شد.", at=at)
    common.note("request.closed", request, by=by, at=at, reason=request.end_reason)
    common.tell(request, "rating.ask", at=at)
    return request


@deed
def reopen(request: Request, *, reason: str, items: list[Item] | None = None, by: Actor, at: datetime) -> Request:
    """T12: once, within seven days, the same expert corrects what was delivered – these items, or all – in half of the time."""
    request = common.locked(request.pk)
    common.move(request, "reopen", by=by)
    if common.letters(reason) < policy.REOPEN_REASON:
        raise ReopenReason(field="reason", least=to_persian_digits(policy.REOPEN_REASON))
    if request.reopened >= policy.REOPENINGS:
        raise ReopenedBefore
    if request.delivered_at is None or at > request.delivered_at + policy.ACCEPT_WITHIN:
        raise TooLate(days=to_persian_digits(policy.ACCEPT_WITHIN.days))
    wanted = request.items.filter(state="delivered")
    if items is not None:
        wanted = wanted.filter(pk__in=[one.pk for one in items])
    again = list(wanted)
    if not again:
        raise NothingChosen(field="items")
    for item in again:
        item.state = flow.ITEM.after(item.state, "reopen", flow.role_of(by.role))
        item.save(update_fields=["state"])
    request.reopened += 1
    request.ended_at, request.end_reason, request.due_at = None, "", None
    Reminder.objects.filter(request=request).update(due_at=None)
    clocks.start(request, "work", max(assigning.work_minutes(item) for item in again) // 2, at=at)
    common.keep(request, at=at)
    request.messages.create(author_id=by.somebody, side="client", body=reason, at=at)
    common.note("request.reopened", request, by=by, at=at)
    common.tell(request, "request.reopened", at=at)
    assigning.ensure_somebody(request, at=at)
    return request


def _ensure_complete(request: Request, rules_version: str) -> None:
    items = list(request.items.order_by("pk"))
    if not items:
        raise NothingChosen(field="services")
    if common.letters(request.description) < policy.SHORTEST_TEXT:
        raise TooShort(field="description", least=to_persian_digits(policy.SHORTEST_TEXT))
    if not rules_version:
        raise RulesNotAccepted(field="rules")
    files = list(request.attachments.filter(hidden_at=None).select_related("file"))
    for item in items:
        service = catalogue.service(item.service_code)
        if not service.is_offered:
            raise catalogue.NoSuchService(field="services")
        if lacking := answers.missing(service, item.inputs):
            raise AnswersMissing(field=lacking[0].name, title=item.title, what="، ".join(one.label for one in lacking))
        have = {one.kind for one in files if one.item_id in (None, item.pk)}
        if papers := [one.title for one in service.papers if one.required and one.kind not in have]:
            raise PapersMissing(field="files", title=item.title, what="، ".join(papers))
    if any(one.file.scan != StoredFile.Scan.CLEAN for one in files):
        raise FilesNotScanned(field="files")


def _own_indexes(request: Request) -> set[str]:
    """Everything by which the client's side of the matter is known."""
    people: list[Person] = [one for one in (request.applicant, request.client) if one is not None]
    if request.organisation is not None:
        people = [request.applicant]
    found = {one.code_index for one in people if one.code_index}
    if request.organisation is not None:
        found.add(request.organisation.company_index)
    for person in people:
        found |= {crypto.blind_index("workplace", row.code) for row in organisations.workplaces_of(person.pk)}
    if request.organisation is not None:
        codes = request.organisation.workplace_codes.values_list("code", flat=True)
        found |= {crypto.blind_index("workplace", code) for code in codes}
    return found
