"""Files of a request: added by either side, seen by whom they may, hidden with a reason and never lost while the matter lives."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from kardad.core.actor import Actor
from kardad.core.files import InfectedFile
from kardad.core.models import StoredFile
from kardad.desk import catalogue, flow, policy
from kardad.desk.actions import common
from kardad.desk.actions.common import deed
from kardad.desk.models import Attachment, Item, Message, Request
from kardad.kit.refusal import BadInput, Refusal
from kardad.kit.text import to_persian_digits

CLOSED = ("redirected_to_qa", "rejected", "closed", "cancelled")


class TooManyFiles(BadInput):
    """One side has added as many files as a request takes."""

    code = "REQUEST_FILES"
    message = "هر درخواست تا {most} پرونده می‌پذیرد. پرونده‌ای را بردارید یا چند برگ را در یک PDF بفرستید."


class NotYourFile(Refusal):
    """A file is added, and taken away, by the side that brought it."""

    code = "REQUEST_FILE_OWNER"
    status = 403
    message = "این پرونده را شما نیاورده‌اید. پرونده خودتان را انتخاب کنید."


class NoSuchPaper(BadInput):
    """The service wants no paper of this kind."""

    code = "REQUEST_PAPER_KIND"
    message = "«{title}» چنین مدرکی نمی‌خواهد. صفحه را تازه کنید و دوباره انتخاب کنید."


class HideReason(BadInput):
    """A sent file that is hidden leaves a reason."""

    code = "REQUEST_FILE_REASON"
    message = "دلیل پنهان‌کردن این پرونده را بنویسید."


@deed
def attach(
    request: Request,
    *,
    files: Sequence[StoredFile],
    kind: str = "",
    item: Item | None = None,
    message: Message | None = None,
    is_internal: bool = False,
    by: Actor,
    at: datetime,
) -> list[Attachment]:
    """The files lie with the request, as this kind of paper; those between staff never reach the client."""
    request = common.locked(request.pk)
    ensure_open(request, "attach", by=by)
    places = {"kind": kind, "item": item, "message": message, "is_internal": is_internal and common.is_staff(by)}
    made = place(request, files, places, by=by, at=at)
    if made and request.state != "draft":
        common.note("request.attached", request, by=by, at=at, count=to_persian_digits(len(made)))
    common.keep(request, at=at)
    return made


def place(request: Request, files: Sequence[StoredFile], places: Mapping[str, object], *, by: Actor, at: datetime) -> list[Attachment]:
    """The files stand in these places of the request; the caller holds it."""
    side = common.side_of(by)
    fresh = list({file.pk: file for file in files}.values())
    known = set(request.attachments.filter(file__in=fresh).values_list("file_id", flat=True))
    fresh = [file for file in fresh if file.pk not in known]
    if any(file.scan == StoredFile.Scan.INFECTED for file in fresh):
        raise InfectedFile(field="files")
    if any(file.owner_id != by.person_id for file in fresh):
        raise NotYourFile(field="files")
    if request.attachments.filter(side=side, hidden_at=None).count() + len(fresh) > policy.MANY_FILES:
        raise TooManyFiles(field="files", most=to_persian_digits(policy.MANY_FILES))
    rows = [Attachment(request=request, file=file, added_by_id=by.somebody, side=side, added_at=at, **places) for file in fresh]
    return Attachment.objects.bulk_create(rows)


@deed
def name(attachment: Attachment, *, kind: str, item: Item, by: Actor, at: datetime) -> Attachment:
    """A file of the draft that was added as nothing in particular is this paper of the service, so that nobody brings it twice."""
    request = common.locked(attachment.request_id)
    ensure_open(request, "name", by=by)
    row = Attachment.objects.get(pk=attachment.pk)
    if request.state != "draft":
        raise common.forbid(request, "name", by=by)
    if row.side != common.side_of(by) or item.request_id != request.pk:
        raise NotYourFile(field="files")
    if kind not in {paper.kind for paper in catalogue.service(item.service_code).papers}:
        raise NoSuchPaper(field="files", title=item.title)
    row.kind, row.item = kind, item
    row.save(update_fields=["kind", "item"])
    common.keep(request, at=at)
    return row


@deed
def hide(attachment: Attachment, *, reason: str = "", by: Actor, at: datetime) -> None:
    """The file is out of sight; a draft's is gone, one that was sent stays with the reason."""
    request = common.locked(attachment.request_id)
    ensure_open(request, "hide", by=by)
    row = Attachment.objects.get(pk=attachment.pk)
    if row.side != common.side_of(by):
        raise NotYourFile
    if request.state == "draft":
        row.delete()
        return
    if not common.letters(reason):
        raise HideReason(field="reason")
    row.hidden_at, row.hidden_reason = at, reason.strip()
    row.save(update_fields=["hidden_at", "hidden_reason"])
    common.note("request.file_hidden", request, by=by, at=at, reason=reason.strip())
    common.keep(request, at=at)


def ensure_open(request: Request, name: str, *, by: Actor) -> None:
    """Something may still be said or shown here by this actor."""
    if request.state in CLOSED or (request.state == "draft" and common.is_staff(by)) or flow.role_of(by.role) == "finance_officer":
        raise common.forbid(request, name, by=by)
    common.ensure_yours(request, name, by=by)
