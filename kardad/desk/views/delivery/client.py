"""The client's hours and papers: choosing, moving and giving back an hour; reading, printing and judging what he got."""

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.core import files
from kardad.core.pages import attempt, page, refused
from kardad.desk import official
from kardad.desk.access import delivery as access
from kardad.desk.actions import deliverables, ratings, withdrawing
from kardad.desk.actions import slots as hours
from kardad.desk.forms import delivery as forms
from kardad.desk.models import Appointment
from kardad.desk.queries import delivery as queries
from kardad.desk.queries import requests as desk
from kardad.desk.shown import delivery as shown
from kardad.desk.shown import workbooks


def slots(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Choose an hour for a call, or another one."""
    found, by = access.item(request.actor, pk, item)
    at = timezone.now()
    held = queries.open_appointment(found)
    booked = held if held is not None and held.state == "booked" else None
    free = queries.free_hours(found, at=at, experts=hours.experts(found, at=at))
    form = forms.Hour(request.POST or None, free=free, is_move=booked is not None)
    if form.is_valid():
        told = {"expert": form.chosen.expert, "starts_at": form.chosen.starts_at, "by": by, "at": at}
        if booked is not None:
            is_done = attempt(form, hours.move, booked, **told)
        else:
            more = {"may_record": form.cleaned_data["may_record"], "phone": form.cleaned_data["phone"]}
            is_done = attempt(form, hours.hold, found, **told, **more)
        if is_done:
            messages.success(
                request, "نوبت شما ثبت شد." if form.result.state == "booked" else "این ساعت تا ۱۵ دقیقه برای شما نگه داشته شد."
            )
            return redirect("desk:slots", pk, item)
    hours_told = shown.hours(found, held, free, is_used_up=hours.is_used_up(found, at=at), at=at)
    may_withdraw = desk.open_withdrawal(found.request) is None
    return page(request, "desk/slots.html", item=found, form=form, held=held, told=hours_told, may_withdraw=may_withdraw)


def slot_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an hour back, after being told what that means for the money."""
    row, by = access.appointment(request.actor, pk)
    if row.state != "booked":
        return redirect("desk:slots", row.item.request_id, row.item_id)
    form = forms.Cancel(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, hours.cancel, row, reason=form.cleaned_data["reason"], by=by, at=timezone.now()):
        messages.success(request, "نوبت لغو شد.")
        return redirect("desk:slots", row.item.request_id, row.item_id)
    return page(request, "desk/slot_cancel.html", row=row, form=form, left=_left(row))


def _left(row: Appointment) -> str:
    """What giving the hour back now means, by the rules of moves and of withdrawal."""
    at, invoice = timezone.now(), row.item.request.invoice
    until = withdrawing.window_until(invoice, at=at) if invoice else None
    return shown.left(row, right=hours.right_after(row, at=at), until=until, at=at)


def slot_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the expert did not call."""
    row, by = access.appointment(request.actor, pk)
    if row.state != "booked":
        return redirect("desk:slots", row.item.request_id, row.item_id)
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, hours.report, row, by=by, at=timezone.now()):
        return redirect("desk:slots", row.item.request_id, row.item_id)
    return page(request, "desk/slot_report.html", row=row, form=form)


@require_safe
def deliverable(request: HttpRequest, token: str) -> HttpResponse:
    """The paper; that it was opened, and when, is kept."""
    row, by = access.paper(request.actor, token)
    if request.method == "GET" and row.read_at is None:
        deliverables.read(row, by=by, at=timezone.now())
        row.refresh_from_db(fields=["read_at"])
    link = request.build_absolute_uri(request.path)
    pdf = official.pdf_of(row) if row.recalled_at is None else None
    return page(request, "desk/deliverable.html", row=row, paper=shown.paper(row), link=link, may=shown.client_may(row), pdf=pdf)


@require_safe
def workbook(request: HttpRequest, token: str) -> HttpResponse:
    """The figures as a workbook."""
    row, _ = access.paper(request.actor, token)
    return workbooks.answer(row)


@require_safe
def file(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """A file that belongs to the paper."""
    row, _ = access.paper(request.actor, token)
    if row.recalled_at is not None:
        raise Http404
    return files.answer(access.file_of(row, pk))


def follow_up(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the one free question about a written opinion."""
    row, by = access.paper(request.actor, token)
    form = forms.FollowUp(request.POST or None)
    if form.is_valid() and attempt(form, deliverables.follow_up, row, body=form.cleaned_data["body"], by=by, at=timezone.now()):
        messages.success(request, "پرسش شما برای کارشناس فرستاده شد. پاسخ را در درخواست می‌بینید.")
        return redirect("desk:request", row.item.request_id)
    return page(request, "desk/follow_up.html", row=row, form=form)


def rate(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Say what one thought of it, once."""
    found, by = access.item(request.actor, pk, item)
    form: Form = forms.Rate(request.POST or None)
    if not form.is_bound and not queries.may_rate(found):
        form = refused(forms.Rate, ratings.Rated())
    elif form.is_valid():
        told = form.cleaned_data
        score, tags = int(told["score"]), told["tags"]
        if attempt(form, ratings.rate, found, score=score, tags=tags, comment=told["comment"], by=by, at=timezone.now()):
            messages.success(request, "سپاس؛ نظر شما ثبت شد.")
            return redirect("desk:request", pk)
    return page(request, "desk/rate.html", item=found, form=form)
