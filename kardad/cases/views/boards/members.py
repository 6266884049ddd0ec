"""Members of boards, whom they are near to, and the rooms."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases.access import boards as access
from kardad.cases.actions import members as actions
from kardad.cases.forms import boards as forms
from kardad.cases.models import Relation
from kardad.cases.queries import board_pages, boards
from kardad.cases.views.boards import press
from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.kit import calendar
from kardad.law import procedure


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """The mandates of the reader's offices, newest first, each with how long it lasts and the cases of late."""
    desk, at = access.office(request.actor), timezone.now()
    found = newest(boards.members(desk.offices), after=request.GET.get("after", ""))
    loads = boards.loads_of(list(found.rows), at=at)
    rows = [(one, board_pages.titles(one.body)[one.kind], procedure.body(one.body).title, loads[one.pk]) for one in found.rows]
    ends = list(boards.expiring(desk.offices, at=at)[:5])
    today = calendar.tehran_day(at)
    return page(request, "cases/boards/members.html", rows=rows, next_url=found.next_url, ends=ends, today=today)


def register(request: HttpRequest) -> HttpResponse:
    """A new mandate."""
    desk = access.office(request.actor)
    form = forms.Register(request.POST or None, desk=desk)
    who = {"by": desk.by, "at": timezone.now()}
    if form.is_valid() and attempt(form, actions.register, form.grant.person, form.mandate, office=form.grant.office, **who):
        messages.success(request, "عضویت ثبت شد؛ از این پس قرعه این عضو را هم در بر می‌گیرد.")
        return redirect("cases_office:member", pk=form.result.pk)
    return page(request, "cases/boards/register.html", form=form)


@require_safe
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """One mandate, its load, whom its holder is near to."""
    found, _ = access.member(request.actor, pk)
    at = timezone.now()
    return page(
        request,
        "cases/boards/member.html",
        found=found,
        board=procedure.body(found.body).title,
        title=board_pages.titles(found.body)[found.kind],
        load=boards.loads_of([found], at=at)[found.pk],
        relations=Relation.objects.filter(member=found.person).order_by("-pk"),
        today=calendar.tehran_day(at),
    )


def end_member(request: HttpRequest, pk: int) -> HttpResponse:
    """The mandate is over; the page says what that means for the cases he sits in."""
    found, desk = access.member(request.actor, pk)
    form = forms.Reason(request.POST or None)
    if form.is_valid() and attempt(form, actions.end, found, reason=form.cleaned_data["reason"], by=desk.by, at=timezone.now()):
        messages.success(request, "عضویت پایان یافت و برای جای خالی پرونده‌های او اثر قرعه منتشر شد.")
        return redirect("cases_office:member", pk=pk)
    return page(request, "cases/boards/end_member.html", form=form, found=found, board=procedure.body(found.body).title)


def relate(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody whose cases the member must not hear."""
    found, desk = access.member(request.actor, pk)
    form = forms.Relate(request.POST or None)
    if form.is_valid() and attempt(form, actions.relate, found.person, **form.cleaned_data, by=desk.by, at=timezone.now()):
        messages.success(request, "نسبت ثبت شد.")
        return redirect("cases_office:member", pk=pk)
    return page(request, "cases/boards/relate.html", form=form, found=found)


def rooms(request: HttpRequest) -> HttpResponse:
    """The rooms of the reader's offices, and one more."""
    desk = access.office(request.actor)
    form = forms.OpenRoom(request.POST or None, desk=desk)
    if form.is_valid():
        given = form.cleaned_data
        office = form.offices[given["office"]]
        who = {"by": desk.by, "at": timezone.now()}
        if attempt(form, actions.open_room, office, name=given["name"], address=given["address"], **who):
            messages.success(request, "اتاق باز شد.")
            return redirect("cases_office:rooms")
    return page(request, "cases/boards/rooms.html", form=form, rows=boards.rooms(desk.offices)[:100])


def close_room(request: HttpRequest, pk: int) -> HttpResponse:
    """No hearing is set in it any more."""
    found, desk = access.room(request.actor, pk)
    press(request, actions.close_room, found, by=desk.by, said="اتاق بسته شد؛ جلسه‌های تعیین‌شده سر جای خود می‌ماند.")
    return redirect("cases_office:rooms")
