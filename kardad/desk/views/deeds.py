"""What a client does with his request, each deed on a page of its own."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kardad.billing.models import Refund
from kardad.core import drafts
from kardad.core.pages import attempt, page
from kardad.desk import forms, uploads
from kardad.desk.access import requests as access
from kardad.desk.actions import requests, reviewing, talking, withdrawing
from kardad.desk.models import Request
from kardad.desk.shown import dossier as shown
from kardad.desk.views.requests import dossier, posted


@require_POST
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """A word to the expert; one that is refused stays in its box."""
    sent = access.sent(request.actor, pk)
    form = forms.Say(request.POST, request.FILES)
    if _with_files(request, form) and _do(request, form, talking.say, sent, body=form.cleaned_data["body"], files=form.kept):
        drafts.drop(reverse("desk:request", args=[pk]), person_id=request.actor.somebody)
        return _back(request, sent, "پیام شما فرستاده شد.", to="#talk")
    return dossier(request, sent, at=timezone.now(), form=form)


def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What the expert asked for is given, in words or files."""
    sent = access.sent(request.actor, pk)
    form = forms.Answer(*posted(request))
    if _with_files(request, form) and _do(request, form, talking.answer, sent, body=form.cleaned_data["body"], files=form.kept):
        return _back(request, sent, "پاسخ شما فرستاده شد و بررسی از سر گرفته شد.")
    return _deed(request, "answer", sent, form)


def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """More files lie with the request."""
    sent = access.sent(request.actor, pk)
    form = forms.Attach(*posted(request))
    if _with_files(request, form) and _do(request, form, requests.attach, sent, files=form.kept):
        return _back(request, sent, "فایل‌ها پیوست شد.", to="#files")
    return _deed(request, "attach", sent, form)


def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The request is not wanted any more."""
    sent = access.sent(request.actor, pk)
    form = forms.Cancel(*posted(request))
    if form.is_valid() and _do(request, form, requests.cancel, sent, reason=form.cleaned_data["reason"]):
        return _back(request, sent, "درخواست لغو شد.")
    return _deed(request, "cancel", sent, form)


def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """An expired request lives again; where papers were asked for, they come with it."""
    sent = access.sent(request.actor, pk)
    form = forms.Answer(*posted(request))
    if _with_files(request, form) and _restored(request, form, sent):
        return _back(request, sent, "درخواست بازگردانده شد و بررسی از سر گرفته شد.")
    return _deed(request, "restore", sent, form)


def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """What was delivered is accepted."""
    sent = access.sent(request.actor, pk)
    form = django_forms.Form(*posted(request))
    if form.is_valid() and _do(request, form, requests.accept, sent):
        return _back(request, sent, "تحویل را تأیید کردید. ممنون!")
    return _deed(request, "accept", sent, form)


def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Something that was delivered is to be mended, once and free."""
    sent = access.sent(request.actor, pk)
    form = forms.Reopen(*posted(request))
    if form.is_valid() and _do(request, form, requests.reopen, sent, reason=form.cleaned_data["reason"]):
        return _back(request, sent, "درخواست اصلاح ثبت شد؛ همان کارشناس آن را می‌بیند.")
    return _deed(request, "reopen", sent, form)


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Money is asked back, after the rule and the sum were shown."""
    sent = access.sent(request.actor, pk)
    form = forms.Withdraw(*posted(request))
    if form.is_valid() and _do(request, form, withdrawing.withdraw, sent, **form.cleaned_data):
        return _back(request, sent, "انصراف شما ثبت شد؛ نتیجه استرداد همین‌جا و در کارپوشه گفته می‌شود.")
    due = withdrawing.entitlement(sent, at=timezone.now())
    return _deed(request, "withdraw", sent, form, due=due, targets=Refund.Target)


def object(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: A001 – the house's word for the deed
    """The redirect is objected to, once; a manager decides."""
    sent = access.sent(request.actor, pk)
    form = forms.Objection(*posted(request))
    if form.is_valid() and _do(request, form, reviewing.object_to_redirect, sent, reason=form.cleaned_data["reason"]):
        return _back(request, sent, "اعتراض شما ثبت شد؛ مدیر تا یک روز کاری پاسخ می‌دهد.")
    return _deed(request, "object", sent, form)


def _restored(request: HttpRequest, form: forms.Answer, sent: Request) -> bool:
    """What was asked for is said first, so that the request comes back with it."""
    has_something = form.cleaned_data["body"] or form.kept
    if has_something and not _do(request, form, talking.say, sent, body=form.cleaned_data["body"], files=form.kept):
        return False
    return _do(request, form, requests.restore, sent)


def _with_files(request: HttpRequest, form: Any) -> bool:
    """Whether the form may be used and every file of it was kept, as `form.kept`; a refused file is named beside its field."""
    if not form.is_valid():
        return False
    kept = uploads.keep(form.cleaned_data["files"], owner_id=request.actor.somebody, at=timezone.now())
    form.kept = kept.files
    for told in kept.refused:
        form.add_error("files", f"{told} فایل‌های دیگر را هم دوباره انتخاب کنید.")
    return not kept.refused


def _do(request: HttpRequest, form: Any, action: Any, *args: Any, **given: Any) -> bool:
    return attempt(form, action, *args, by=access.as_client(request.actor), at=timezone.now(), **given)


def _back(request: HttpRequest, sent: Request, told: str, *, to: str = "") -> HttpResponse:
    messages.success(request, told)
    return redirect(reverse("desk:request", args=[sent.pk]) + to)


def _deed(request: HttpRequest, name: str, sent: Request, form: Any, **context: Any) -> HttpResponse:
    """The page of the deed; what was asked for last stands above the box."""
    told = shown.of(sent, at=timezone.now())
    return page(request, f"desk/request_{name}.html", sent=sent, told=told, form=form, **context)
