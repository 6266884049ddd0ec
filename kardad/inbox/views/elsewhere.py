"""A paper that another body served: entered, its day corrected, put away, answered by a brief to start from."""

import json
from datetime import datetime

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.core import files
from kardad.core.models import StoredFile
from kardad.core.pages import attempt, page
from kardad.inbox import access
from kardad.inbox.actions import elsewhere as actions
from kardad.inbox.forms import elsewhere as forms
from kardad.inbox.models import Dossier, Letter
from kardad.inbox.queries import deadlines
from kardad.kit import calendar
from kardad.law import notices as kinds
from kardad.people import uploads

FOLDERS = 30


def enter(request: HttpRequest) -> HttpResponse:
    """What stands on the paper, and the folder that it lies in; its letter shows the deadline."""
    person, at = access.person(request.actor), timezone.now()
    folders = list(Dossier.objects.filter(owner=person, kind=Dossier.Kind.ELSEWHERE, closed_at=None).order_by("-pk")[:FOLDERS])
    form = forms.Entry(request.POST or None, request.FILES or None, folders=folders, today=calendar.tehran_day(at))
    if form.is_valid() and attempt(form, _kept, form.cleaned_data["photos"], person.pk, at=at):
        named = ("code", "number", "body", "day", "side", "days")
        told = actions.Told(**{name: form.cleaned_data[name] for name in named}, photos=form.result)
        if attempt(form, actions.enter, person, told, dossier=form.folder, by=request.actor, at=at):
            made = Letter.objects.filter(person=person, delivery=form.result).latest("pk")
            messages.success(request, "برگه ثبت شد. مهلت و دلیل هر روز را این‌جا می‌بینید و پیش از پایان آن یادآوری می‌کنیم.")
            return redirect("inbox:letter", made.pk)
    return page(request, "inbox/elsewhere.html", form=form)


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Another day than was told first: the deadline begins anew, the old one stays to be read."""
    at = timezone.now()
    letter, delivery = access.elsewhere(request.actor, pk, at=at)
    form = forms.Day(request.POST or None, initial={"day": delivery.served_on})
    if form.is_valid() and attempt(form, actions.correct, delivery, day=form.cleaned_data["day"], by=request.actor, at=at):
        messages.success(request, "روز رسیدن برگه درست شد و مهلت دوباره حساب شد.")
        return redirect("inbox:letter", letter.pk)
    return page(request, "inbox/elsewhere_correct.html", form=form, letter=letter)


def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """The person is reminded of it no more."""
    letter, delivery = access.elsewhere(request.actor, pk, at=timezone.now())
    if request.method == "POST":
        actions.forget(delivery, by=request.actor, at=timezone.now())
        messages.success(request, "این برگه کنار گذاشته شد؛ دیگر یادآوری نمی‌شود و در بایگانی می‌ماند.")
        return redirect("inbox:inbox")
    return page(request, "inbox/elsewhere_forget.html", letter=letter)


@require_safe
def brief(request: HttpRequest, pk: int) -> HttpResponse:
    """A page to begin an answer from, with what is known filled in; it is no filing."""
    letter, delivery = access.elsewhere(request.actor, pk, at=timezone.now())
    notice = delivery.notice
    facts = {"kind": kinds.notice(notice.code), "body": json.loads(notice.says).get("body", ""), "deadline": deadlines.of(delivery)}
    return page(request, "inbox/brief.html", letter=letter, delivery=delivery, notice=notice, **facts)


@require_safe
def photo(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A picture of the paper, for its owner."""
    _, delivery = access.elsewhere(request.actor, pk, at=timezone.now(), even_put_away=True)
    found = delivery.attachments.filter(pk=min(number, access.LONGEST_ID)).select_related("file").first()
    if found is None:
        raise Http404
    return files.answer(found.file)


def _kept(photos: list[UploadedFile], person_id: int, *, at: datetime) -> list[StoredFile]:
    """The pictures are scanned and stored before the action begins its transaction."""
    kept = uploads.keep({str(place): one for place, one in enumerate(photos)}, person_id=person_id, at=at)
    return list(StoredFile.objects.filter(pk__in=kept.values()).order_by("pk"))
