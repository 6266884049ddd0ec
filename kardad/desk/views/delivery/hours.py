"""Hours and calls for staff: the calendar of the week, and the page from which an expert calls without seeing a number."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from kardad.core.actor import Actor
from kardad.core.pages import attempt, page
from kardad.desk.access import delivery as access
from kardad.desk.actions import calls, slots, withdrawing
from kardad.desk.forms import delivery as forms
from kardad.desk.models import Shift, Skill
from kardad.desk.queries import delivery as queries
from kardad.desk.shown import delivery as shown
from kardad.kit import calendar as days
from kardad.kit.refusal import Refusal
from kardad.people.models import Person
from kardad.work import queries as work


def calendar(request: HttpRequest) -> HttpResponse:
    """The shifts of a week; laying one, and the calls that come."""
    grant, by = access.calendar(request.actor)
    at, is_manager = timezone.now(), by.role == "manager"
    start = _week(request, days.tehran_day(at))
    form = forms.Lay(request.POST or None, experts=_experts(by))
    if form.is_valid():
        expert, starts_at, ends_at = form.shift
        if attempt(form, slots.lay, expert, starts_at=starts_at, ends_at=ends_at, by=by, at=at):
            messages.success(request, "ساعت‌ها گذاشته شد و متقاضیان می‌توانند آن‌ها را بگیرند.")
            return redirect(f"{request.path}?week={days.jalali(shown.week_start(days.tehran_day(starts_at)))}")
    span = datetime.combine(start, datetime.min.time(), tzinfo=days.TEHRAN)
    rows = queries.shifts(span, span + timedelta(days=7), expert_id=None if is_manager else grant.person_id)
    week = shown.week(start, list(rows), today=days.tehran_day(at))
    around = {"before": days.jalali(start - timedelta(days=7)), "after": days.jalali(start + timedelta(days=7))}
    coming = list(queries.calls_of(grant.person_id)[:10])
    return page(
        request, "desk/office/calendar.html", form=form, week=week, start=start, around=around, coming=coming, is_manager=is_manager
    )


def shift_lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away a shift of which nothing was taken."""
    grant, by = access.calendar(request.actor)
    row = get_object_or_404(Shift, pk=pk)
    if by.role != "manager" and row.expert_id != grant.person_id:
        raise Http404
    week = days.jalali(shown.week_start(days.tehran_day(row.starts_at)))
    _try(request, slots.lift, row, by=by, at=timezone.now())
    return redirect(f"{reverse('desk_office:calendar')}?week={week}")


def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One call: who waits for it, the tries, and its summary."""
    row, by = access.call(request.actor, pk)
    form = forms.Summary(request.POST or None)
    if form.is_valid() and attempt(form, calls.finish, row, summary=form.cleaned_data["summary"], by=by, at=timezone.now()):
        messages.success(request, f"خلاصه به متقاضی داده شد. {shown.after_release(row.item)}")
        return redirect("desk_office:call", pk)
    at = timezone.now()
    told = {
        "is_left": by.role == "manager" and any(work.is_open(kind, row) for kind in calls.MANAGERS_WORK),
        "state": shown.STATES[row.state],
        **shown.call(row),
        "is_used_up": row.state in queries.NOT_HELD and by.role == "manager" and slots.is_used_up(row.item, at=at),
        "may_call": row.state == "booked" and row.expert_id == by.person_id,
    }
    return page(
        request, "desk/office/call.html", row=row, form=form, more=forms.More(), at=at, can_call_from=row.starts_at - calls.EARLY, **told
    )


def dial(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the exchange ring the expert and then the client."""
    row, by = access.call(request.actor, pk)
    if _try(request, calls.dial, row, by=by, at=timezone.now()):
        messages.success(request, "مرکز تلفن نخست به شما زنگ می‌زند و سپس به متقاضی. پس از تماس بگویید چه شد.")
    return redirect("desk_office:call", pk)


def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether the client answered the last try."""
    row, by = access.call(request.actor, pk)
    last = row.calls.order_by("-pk").first()
    answered = {"yes": True, "no": False}.get(request.POST.get("answered", ""))
    if last is None or answered is None:
        raise Http404
    _try(request, calls.note, last, is_answered=answered, by=by, at=timezone.now())
    return redirect("desk_office:call", pk)


def miss(request: HttpRequest, pk: int) -> HttpResponse:
    """Say after three tries that the client did not answer."""
    row, by = access.call(request.actor, pk)
    if _try(request, calls.miss, row, by=by, at=timezone.now()):
        messages.success(request, "ثبت شد و به متقاضی گفته شد.")
    return redirect("desk_office:call", pk)


def more(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer further units: a manager agrees them with the client."""
    row, by = access.call(request.actor, pk)
    form = forms.More(request.POST or None)
    if form.is_valid() and _try(request, calls.offer_more, row, units=form.cleaned_data["units"], by=by, at=timezone.now()):
        messages.success(request, "به مدیر گفته شد تا با متقاضی هماهنگ کند.")
    return redirect("desk_office:call", pk)


def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End as a manager the service of an hour that the client missed or gave back for good."""
    row, by = access.call(request.actor, pk)
    if _try(request, withdrawing.end_used, row.item, by=by, at=timezone.now()):
        messages.success(request, "خدمت این نوبت پایان یافت و به متقاضی گفته شد.")
    return redirect("desk_office:call", pk)


def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say as a manager that what the hour left was dealt with."""
    row, by = access.call(request.actor, pk)
    if _try(request, calls.settle, row, by=by, at=timezone.now()):
        messages.success(request, "رسیدگی ثبت شد.")
    return redirect("desk_office:call", pk)


def _experts(by: Actor) -> QuerySet[Person]:
    rows = (
        Person.objects.filter(pk__in=Skill.objects.values("expert_id"), grants__role="expert", grants__state="active")
        .distinct()
        .order_by("pk")
    )
    return rows if by.role == "manager" else rows.filter(pk=by.somebody)


def _week(request: HttpRequest, today: date) -> date:
    try:
        day = days.parse_jalali(request.GET.get("week", ""))
    except days.BadDate:
        day = today
    return shown.week_start(day)


def _try(request: HttpRequest, action: Callable[..., object], row: Model, **told: object) -> bool:
    """The action was done by a press, never by an address alone; a refusal is told on the page that follows."""
    if request.method != "POST":
        return False
    try:
        action(row, **told)
    except Refusal as refusal:
        messages.error(request, refusal.text)
        return False
    return True
