"""When boards meet: the week of an office, the cause list of a day, a session set, dates offered, a member's own sessions."""

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases import policy, scheduling, shown
from kardad.cases.access import boards as access
from kardad.cases.actions import causes as lists
from kardad.cases.actions import dates as offers
from kardad.cases.actions import hearings as actions
from kardad.cases.forms import boards as forms
from kardad.cases.models import Case, Room, Unavailable
from kardad.cases.queries import board_pages, boards, groups, sittings
from kardad.cases.views.boards import back, press
from kardad.core.pages import attempt, page
from kardad.documents import queries as papers
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.law import procedure

OFFERED, DAYS = 6, 14


@require_safe
def board_calendar(request: HttpRequest) -> HttpResponse:
    """The week of the office's boards, or of one of them."""
    desk, at = access.office(request.actor), timezone.now()
    first = board_pages.week_of(_day(request.GET.get("day", ""), calendar.tehran_day(at)))
    body = request.GET.get("body", "")
    rows = sittings.between(sittings.of_offices(desk.offices), first, first + timedelta(days=6))
    if body in {one.code for one in procedure.bodies()}:
        rows = rows.filter(instance=body)
    found = [board_pages.listed(one) for one in sittings.listed(rows)[: policy.BATCH]]
    return page(
        request,
        "cases/boards/calendar.html",
        week=board_pages.week(first, found),
        bodies=procedure.bodies(),
        body=body,
        today=calendar.tehran_day(at),
        before=calendar.jalali(first - timedelta(days=7)),
        after=calendar.jalali(first + timedelta(days=7)),
    )


@require_safe
def causes(request: HttpRequest) -> HttpResponse:
    """The sessions of one day, hour by hour."""
    desk, today = access.office(request.actor), calendar.tehran_day(timezone.now())
    day = _day(request.GET.get("day", ""), today)
    rows = sittings.listed(sittings.between(sittings.of_offices(desk.offices), day, day))
    found = [board_pages.listed(one) for one in rows[: policy.BATCH]]
    around = {"before": calendar.jalali(day - timedelta(days=1)), "after": calendar.jalali(day + timedelta(days=1))}
    offices = lists.offices(found)
    made = {one.subject_id: one for one in reversed(list(papers.about(offices).filter(version__startswith=f"{day.isoformat()}-")))}
    kept = [(one, made.get(one.pk)) for one in offices]
    return page(request, "cases/boards/causes.html", rows=found, day=day, today=today, offices=kept, **around)


def cause_paper(request: HttpRequest) -> HttpResponse:
    """The cause list of a day is asked for as a paper."""
    desk = access.office(request.actor)
    day = _day(request.POST.get("day", ""), calendar.tehran_day(timezone.now()))
    office = lists.office(desk.offices, request.POST.get("office", ""))
    press(
        request, lists.issue, office, day=day, by=desk.by, said="فهرست در حال آماده شدن است؛ چند دقیقه دیگر همین‌جا می‌توانید آن را بگیرید."
    )
    return redirect(f"{request.path.removesuffix('paper/')}?day={calendar.jalali(day)}")


def set_hearing(request: HttpRequest, pk: int) -> HttpResponse:
    """When and where; the free times of all who come are shown."""
    now = timezone.now()
    case, by = access.runs(request.actor, pk, now=now)
    rooms = list(Room.objects.filter(office=case.office, is_open=True).order_by("pk"))
    first = sittings.earliest(case, at=now)
    form = forms.SetHearing(request.POST or None, slots=_free(case, first, now), rooms=rooms)
    if form.is_valid() and attempt(form, actions.set_hearing, case, form.wish, by=by, at=now):
        messages.success(request, "وقت جلسه تعیین و به هر دو طرف ابلاغ شد.")
        return back("hearing", form.result.pk)
    context = {"rooms": rooms, "first": first, "is_ready": sittings.is_ready(case), "before": sittings.of_case(case).first()}
    context["together"] = len(groups.sharing(case))
    return page(request, "cases/boards/set_hearing.html", form=form, found=case, board=procedure.body(case.instance).title, **context)


def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Dates are offered to the sides; the page shows who struck out which."""
    now = timezone.now()
    case, by = access.runs(request.actor, pk, now=now)
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_bound and attempt(form, offers.propose, case, by=by, at=now):
        messages.success(request, "زمان‌ها به هر دو طرف پیشنهاد شد.")
        return back("propose", pk)
    offered = offers.current(case)
    struck = {pk for row in offers.struck_by(case, offered, at=now).values() for pk in row}
    sides = sittings.dossiers.parties(sittings.dossier_of(case)).count()
    return page(
        request,
        "cases/boards/propose.html",
        form=form,
        found=case,
        offered=[(one, one.pk in struck) for one in offered],
        until=offered[0].answer_by if offered else None,
        is_chosen=any(one.chosen_at for one in offered),
        is_over=bool(offered) and offered[0].answer_by <= now,
        wanted=scheduling.needed(sides, policy.VETOES),
        vetoes=policy.VETOES,
        days=policy.ANSWER_DAYS,
    )


def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """A date that nobody struck out is the session's."""
    case, by = access.runs(request.actor, pk, now=timezone.now())
    if press(request, offers.choose, case, by=by, said="وقت جلسه تعیین و به هر دو طرف ابلاغ شد."):
        return back("hearing", sittings.of_case(case).values_list("pk", flat=True)[0])
    return back("propose", pk)


@require_safe
def sittings_mine(request: HttpRequest) -> HttpResponse:
    """A member's own sessions, the next one first, and the cases in which he sits."""
    me, _ = access.sitter(request.actor)
    now = timezone.now()
    rows = sittings.listed(sittings.of_member(me.pk, since=now - timedelta(days=1)))
    away = Unavailable.objects.filter(person=me, to_day__gte=calendar.tehran_day(now)).order_by("from_day", "pk")
    found = [board_pages.listed(one) for one in rows[: policy.BATCH]]
    mine = [(one, shown.state(one.case), shown.tone(one.case)) for one in boards.sitting_of(me.pk)[:50]]
    seats = sorted(mine, key=lambda row: row[0].case.state != "heard")  # what waits for the board comes first
    return page(request, "cases/boards/sittings.html", rows=found, away=away, seats=seats)


def away(request: HttpRequest) -> HttpResponse:
    """Days on which a member cannot come."""
    me, by = access.sitter(request.actor)
    form = forms.Away(request.POST or None)
    if form.is_valid() and attempt(form, offers.tell_away, me, **form.cleaned_data, case=None, by=by, at=timezone.now()):
        messages.success(request, "ثبت شد؛ در این روزها جلسه‌ای برای شما تعیین نمی‌شود.")
        return redirect("cases_office:sittings")
    return page(request, "cases/boards/away.html", form=form)


def _free(case: Case, first: date, now: datetime) -> list[scheduling.Slot]:
    """Some free times, on different days where there are."""
    try:
        found = sittings.free(case, first=first, last=first + timedelta(days=DAYS), at=now)
        return scheduling.propose(found, attendees=1, vetoes=min(OFFERED, len(found)) - 1) if found else []
    except Refusal:
        return []


def _day(typed: str, today: date) -> date:
    """The day that an address names, as `1404-09-01`; today where it names none."""
    try:
        return calendar.parse_jalali(typed)
    except Refusal:
        return today
