"""Papers for staff: written in versions, checked by a second expert, released for good."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.calc.models import SavedSheet
from kardad.core import files
from kardad.core.models import StoredFile
from kardad.core.pages import attempt, page, refuse
from kardad.desk import answers, catalogue, official, papers
from kardad.desk.access import delivery as access
from kardad.desk.actions import deliverables, slots
from kardad.desk.forms import delivery as forms
from kardad.desk.models import Deliverable, Item
from kardad.desk.queries import delivery as queries
from kardad.desk.shown import delivery as shown
from kardad.desk.shown import workbooks
from kardad.desk.views.office import common
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.law import instruments

SHEETS = 50  # kept sheets that are offered


def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what the client gets for an item; the form is of its kind."""
    item, by = access.staffs_item(request.actor, pk)
    kind, last = papers.KINDS_OF[item.delivery][0], queries.latest(item)
    if gone := common.refused(request, item.request, deliverables.ensure_writable, item=item, kind=kind):
        return gone
    form = FORMS[kind](request, item, last)
    if form.is_valid():
        at = timezone.now()
        try:
            told = _told(form, kind)
            kept = _kept(form, by.person_id)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            if attempt(form, deliverables.write, item, kind=kind, files=kept, by=by, at=at, **told):
                messages.success(request, "نسخه نگه داشته شد؛ هنوز به متقاضی داده نشده است.")
                return redirect("desk_office:deliverable", form.result.pk)
    versions = queries.papers_of(item, is_staff=True)
    return page(
        request,
        "desk/office/paper_write.html",
        item=item,
        form=form,
        kind=kind,
        versions=versions,
        title=Deliverable.Kind(kind).label,
        said=answers.told(catalogue.service(item.service_code), item.inputs),
    )


@require_safe
def deliverable(request: HttpRequest, pk: int) -> HttpResponse:
    """One version, as the client will read it, and what can be done with it."""
    row, by, is_second = access.version(request.actor, pk)
    is_last = not row.item.deliverables.filter(version__gt=row.version).exists()
    return page(
        request,
        "desk/office/deliverable.html",
        row=row,
        paper=shown.paper(row, is_staff=True),
        is_second=is_second,
        pdf=official.pdf_of(row) if row.released_at else None,
        is_open=row.is_open and is_last,
        may_sign=row.is_open and is_last and row.signer_id == by.person_id and row.signed_by_id is None,
        may_release=row.is_open and is_last and not is_second and by.role == "expert",
        needs_signature=row.kind == Deliverable.Kind.CALCULATION and row.signed_by_id is None,
        after=shown.after_release(row.item) if row.released_at and not row.recalled_at and not is_second else "",
        next_items=shown.left_to_write(row.item) if row.released_at and by.role == "expert" and not is_second else [],
    )


def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign as the second expert, or send it back with a reason."""
    row, by, _ = access.version(request.actor, pk)
    if row.signer_id != by.person_id:
        raise Http404
    form = forms.Sign(request.POST or None)
    if form.is_valid():
        is_good = form.cleaned_data["verdict"] == "sign"
        more = {} if is_good else {"reason": form.cleaned_data["reason"]}
        action: Callable[..., Any] = deliverables.sign if is_good else deliverables.send_back
        if attempt(form, action, row, by=by, at=timezone.now(), **more):
            messages.success(request, "امضا شد." if is_good else "برای اصلاح برگشت.")
            return redirect("office:home")
    return page(request, "desk/office/paper_sign.html", row=row, form=form)


def signer(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask another expert to check the figures."""
    row, by, is_second = access.version(request.actor, pk)
    if is_second:
        raise Http404
    at = timezone.now()
    able = [one for one in slots.experts(row.item, at=at) if one.pk != row.made_by_id]
    form = forms.Signer(request.POST or None, experts=able)
    if form.is_valid():
        chosen = form.experts[form.cleaned_data["signer"]]
        if attempt(form, deliverables.ask_signature, row, of=chosen, by=by, at=at):
            messages.success(request, "در کارهای کارشناس دوم گذاشته شد.")
            return redirect("desk_office:deliverable", pk)
    return page(request, "desk/office/paper_signer.html", row=row, form=form)


def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the version to the client for good."""
    row, by, is_second = access.version(request.actor, pk)
    if is_second:
        raise Http404
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, deliverables.release, row, by=by, at=timezone.now()):
        messages.success(request, f"سند به متقاضی داده شد. {shown.after_release(row.item)}")
        return redirect("desk_office:deliverable", pk)
    return page(request, "desk/office/paper_release.html", row=row, form=form, is_last=shown.is_last(row.item))


@require_safe
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures as a workbook, for those who may see the version."""
    row, _, _ = access.version(request.actor, pk)
    return workbooks.answer(row)


@require_safe
def file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A file of the version, for those who may see it."""
    row, _, _ = access.version(request.actor, pk)
    return files.answer(access.file_of(row, file))


def _opinion(request: HttpRequest, item: Item, last: Deliverable | None) -> Form:
    told = {**last.body, "law_on": last.law_on} if last else {"facts": item.request.description, "law_on": _today()}
    return forms.Opinion(request.POST or None, initial=told)


def _calculation(request: HttpRequest, item: Item, last: Deliverable | None) -> Form:
    kept = SavedSheet.objects.filter(person_id=request.actor.somebody).order_by("-pk")[:SHEETS]
    told = {"words": last.body.get("words", "")} if last else {}
    return forms.Calculation(request.POST or None, request.FILES or None, kept=kept, initial=told)


def _document(request: HttpRequest, item: Item, last: Deliverable | None) -> Form:
    told = {"text": last.body.get("text", "") if last else "", "law_on": last.law_on if last else _today()}
    return forms.Document(request.POST or None, request.FILES or None, initial=told)


def _words(request: HttpRequest, item: Item, last: Deliverable | None) -> Form:
    told = {"text": last.body.get("text", "") if last else ""}
    return forms.Words(request.POST or None, request.FILES or None, initial=told, is_summary=item.delivery == "phone_consultation")


FORMS: dict[str, Callable[[HttpRequest, Item, Deliverable | None], Any]] = {
    "opinion": _opinion,
    "calculation": _calculation,
    "document": _document,
    "summary": _words,
    "training": _words,
}


def _told(form: Any, kind: str) -> dict[str, Any]:
    """What the action takes from the form. Raises BadFact or Silent for a sheet that the law does not give today."""
    told = form.cleaned_data
    if kind == "opinion":
        return {"body": form.body, "law_on": form.law_day}
    if kind == "calculation":
        law = instruments.current()
        sheets = [papers.sheet(one.calculator, one.inputs, title=one.title, law=law) for one in form.chosen]
        day = papers.law_day(sheets)
        body = {"sheets": sheets, "words": told["words"], "attached": bool(told["workbook"])}
        return {"body": body, "law_on": date.fromisoformat(day) if day else _today()}
    return {"body": {"text": told["text"]}, "law_on": told.get("law_on") or _today(), "note": told.get("note", "")}


def _kept(form: Any, owner_id: int | None) -> list[StoredFile]:
    """The upload of the form, kept; before the action, because the scanner is asked. Raises what `core.files.store` raises."""
    for name in ("file", "workbook"):
        upload: UploadedFile | None = form.cleaned_data.get(name)
        if upload:
            kinds = form.fields[name].kinds
            return [files.store(upload, owner_id=owner_id, at=timezone.now(), kinds=kinds)]
    return []


def _today() -> date:
    return calendar.tehran_day(timezone.now())
