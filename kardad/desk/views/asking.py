"""Asking: one page as the guide has it, the typed questions where a service has some, a look at all of it, and the number to keep."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kardad.core import drafts
from kardad.core.pages import attempt, offer_draft, page, refuse
from kardad.desk import forms, policy, uploads
from kardad.desk.access import requests as access
from kardad.desk.actions import clients, requests
from kardad.desk.forms.clients import ForWhom
from kardad.desk.models import Request
from kardad.desk.queries import clients as client_queries
from kardad.desk.queries import requests as queries
from kardad.desk.shown import asking as shown
from kardad.desk.shown import prices, promises
from kardad.desk.views.requests import posted
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.people.actions.persons import RULES_VERSION

MANY_CLIENTS = 500  # that one list to choose from may hold


def new(request: HttpRequest) -> HttpResponse:
    """The first page of a request; what it is given becomes a draft that is there to come back to."""
    asker = access.asker(request.actor)
    form = forms.Asking(*posted(request), initial=_offered(request))
    form.whom = _whom(request, asker)
    if request.method == "POST":
        if form.whom is not None and not form.whom.is_valid():
            form.add_error(None, "موکلی که برگزیدید در فهرست نیست؛ دوباره انتخاب کنید.")
            return _asked(request, form, None, asker=asker)
        return _keep(request, form, None, begin=lambda **told: _begin(request, asker, form.whom, **told))
    return _asked(request, form, None, asker=asker)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The first page again, with what the draft holds."""
    draft = access.draft(request.actor, pk)
    held = {"services": list(draft.items.values_list("service_code", flat=True)), "description": draft.description}
    form = forms.Asking(*posted(request), initial=held)
    if request.method == "POST":
        return _keep(request, form, draft)
    return _asked(request, form, draft)


def fields(request: HttpRequest, pk: int) -> HttpResponse:
    """What the chosen services ask besides: typed answers and the papers that each wants."""
    draft = access.draft(request.actor, pk)
    items = list(draft.items.order_by("pk"))
    form = forms.Inputs(*posted(request), items=items, files=list(queries.files(draft, is_staff=False)))
    if request.method == "POST" and form.is_valid() and _fill(request, form, draft, at=timezone.now()):
        return redirect("desk:requests" if _is_later(request) else "desk:request_check", *([] if _is_later(request) else [draft.pk]))
    files = shown.files(draft)
    return page(request, "desk/request_fields.html", form=form, draft=draft, files=files)


def check(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it to look over, each with the way to change it, and the deed that sends it."""
    draft = access.draft(request.actor, pk)
    form = forms.Send(*posted(request))
    if form.is_valid():
        told = {"rules_version": RULES_VERSION, "by": access.as_client(request.actor), "at": timezone.now()}
        if attempt(form, requests.submit, draft, **told):
            return redirect("desk:request_done", draft.pk)
    look = shown.check(draft, prices.shop(calendar.tehran_day(timezone.now())))
    return page(request, "desk/request_check.html", form=form, draft=draft, look=look, files=shown.files(draft))


def done(request: HttpRequest, pk: int) -> HttpResponse:
    """The number to keep, what happens next and until when."""
    sent = access.sent(request.actor, pk)
    return page(request, "desk/request_done.html", sent=sent, first=promises.first_response(sent))


def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft is thrown away, after being asked once."""
    draft = access.draft(request.actor, pk)
    if request.method == "POST":
        requests.drop(draft, by=access.as_client(request.actor), at=timezone.now())
        messages.success(request, "پیش‌نویس پاک شد.")
        return redirect("desk:requests")
    return page(request, "desk/request_drop.html", draft=draft, items=list(draft.items.order_by("pk")))


@require_POST
def unattach(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of a draft is taken away again."""
    found = access.attachment(request.actor, pk)
    draft = access.draft(request.actor, found.request_id)
    try:
        requests.hide(found, reason="", by=access.as_client(request.actor), at=timezone.now())
        messages.success(request, f"فایل «{found.file.name}» برداشته شد.")
    except Refusal as refusal:
        messages.error(request, refusal.text)
    return redirect("desk:request_edit", draft.pk)


def _offered(request: HttpRequest) -> dict[str, Any]:
    """What an address offers: a service, or the words of a public question of one's own."""
    words = shown.question_words(_question_id(request), person_id=request.actor.person_id)
    return {"services": request.GET.getlist("service"), "description": words}


def _question_id(request: HttpRequest) -> int | None:
    asked = request.GET.get("question", "")
    return int(asked[:18]) if asked.isascii() and asked.isdigit() else None


def _whom(request: HttpRequest, asker: access.Asker) -> ForWhom | None:
    """For whom one may ask besides oneself; nothing where that is settled, or nobody has consented."""
    if asker.organisation or asker.client:
        return None
    rows = list(client_queries.consenting(asker.person.pk)[:MANY_CLIENTS])
    if not rows:
        return None
    whom = ForWhom(posted(request)[0], clients=rows, initial={"client": request.GET.get("client", "")})
    offer_draft(request, whom)
    return whom


def _begin(request: HttpRequest, asker: access.Asker, whom: ForWhom | None, **told: Any) -> Request:
    if whom is not None and (row := whom.chosen):
        return clients.begin(row, is_client_buyer=whom.is_client_buyer, question_id=_question_id(request), **told)
    given: dict[str, Any] = {"organisation": asker.organisation, "client": asker.client, "question_id": _question_id(request)}
    return requests.begin(asker.person, **given, **told)


def _is_later(request: HttpRequest) -> bool:
    return request.POST.get("then") == "later"


def _keep(request: HttpRequest, form: forms.Asking, draft: Request | None, *, begin: Any = None) -> HttpResponse:
    """What was told is in the draft, even where something is still wrong with it; then the next page, or this one again."""
    at, by = timezone.now(), access.as_client(request.actor)
    is_right = form.is_valid()
    chosen = [] if form.errors.get("files") else form.cleaned_data.get("files") or []
    if not (is_right or _is_later(request) or chosen):
        return _asked(request, form, draft)
    kept = uploads.keep(chosen, owner_id=by.somebody, at=at)
    try:
        draft = draft or begin(by=by, at=at)
        _write(form, draft, by=by, at=at)
        requests.attach(draft, files=kept.files, by=by, at=at)
        drafts.drop(request.path, person_id=by.somebody)
    except Refusal as refusal:
        refuse(form, refusal)
        return _asked(request, form, draft)
    if _is_later(request):
        messages.success(request, "پیش‌نویس نگه داشته شد؛ هر وقت خواستید ادامه دهید.")
        return redirect("desk:requests")
    for told in kept.refused:
        form.add_error("files", told)
    if form.errors:
        return _asked(request, form, draft)
    return redirect("desk:request_fields" if forms.asks(list(draft.items.all())) else "desk:request_check", draft.pk)


def _write(form: forms.Asking, draft: Request, *, by: Any, at: datetime) -> None:
    requests.choose(draft, services=form.chosen, by=by, at=at)
    told = form.cleaned_data.get("description") or form.typed
    requests.describe(draft, description=told, opponent=form.cleaned_data.get("opponent") or "", by=by, at=at)


def _asked(request: HttpRequest, form: forms.Asking, draft: Request | None, *, asker: access.Asker | None = None) -> HttpResponse:
    """The first page; a draft that was just begun is the one that the next press mends."""
    if not form.is_bound:
        offer_draft(request, form)
        typed = form.initial.get("services") or []
        form.initial["services"] = [*([typed] if isinstance(typed, str) else typed), *request.GET.getlist("service")]
    shop = prices.shop(calendar.tehran_day(timezone.now()))
    told = {"groups": shown.groups(form, shop), "form": form, "draft": draft, "limit": policy.LONGEST_TEXT}
    if draft is not None:
        told |= {"files": shown.files(draft), "has_opponent": draft.opponents.exists()}
    return page(request, "desk/request_new.html", asker=asker, **told)


def _fill(request: HttpRequest, form: forms.Inputs, draft: Request, *, at: datetime) -> bool:
    """The answers and papers are in the draft; what was refused stands in the form, and the rest is kept all the same."""
    by = access.as_client(request.actor)
    for item, quantity, told in form.told():
        if not attempt(form, requests.fill, item, quantity=quantity, inputs=told, by=by, at=at):
            return False
    for same, item, kind in form.named():
        attempt(form, requests.name, same, kind=kind, item=item, by=by, at=at)
    for name, item, kind in form.papers():
        kept = uploads.keep(form.cleaned_data.get(name) or [], owner_id=by.somebody, at=at)
        if kept.files:
            attempt(form, requests.attach, draft, files=kept.files, kind=kind, item=item, by=by, at=at)
        for why in kept.refused:
            form.add_error(name, why)
    return not form.errors
