"""One session: who is there, whether the board may sit, its minutes, its end."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases.access import boards as access
from kardad.cases.actions import attendance, holding
from kardad.cases.actions import hearings as actions
from kardad.cases.actions import minutes as writing
from kardad.cases.forms import boards as forms
from kardad.cases.models import Hearing, Seat
from kardad.cases.queries import board_pages, settlements, sittings
from kardad.cases.views.boards import back, press
from kardad.core.actor import Actor
from kardad.core.pages import attempt, page
from kardad.inbox.models import Party
from kardad.kit.refusal import Refusal
from kardad.law import procedure


@require_safe
def hearing(request: HttpRequest, pk: int) -> HttpResponse:
    """The session as it stands, with what the reader may do now."""
    now = timezone.now()
    found, reach = access.hearing(request.actor, pk, now=now)
    role = reach.by.role
    is_ours = reach.may_run or reach.seat is not None
    own = reach.seat.person_id if reach.seat else None
    members = board_pages.members_in(found, own)
    is_today = not sittings.is_early(found, at=now) and not sittings.is_over(found, at=now)
    return page(
        request,
        "cases/boards/hearing.html",
        found=found,
        reach=reach,
        board=procedure.body(found.instance),
        state=board_pages.HEARING_STATES[found.state],
        tone=board_pages.TONES[found.state],
        quorum=sittings.quorum(found),
        members=members,
        sides=board_pages.sides_in(found, at=now),
        ways=attendance.WAYS,
        confirms=reach.is_chair and settlements.is_ready(found.case),
        writes=is_ours and found.state in sittings.AHEAD and is_today,
        may_open=reach.is_chair and is_today and board_pages.may(found, "open", role),
        may_close=reach.is_chair and is_today and board_pages.may(found, "close", role),
        may_adjourn=is_ours and board_pages.may(found, "adjourn", role),
        minutes=[(title, writing.read(found)[part]) for part, title in writing.PARTS.items()],
        may_write=is_ours and found.state not in ("set", "cancelled") and found.locked_at is None and is_today,
        stands=_stands(found, now) if is_ours else "",
        is_over=sittings.is_over(found, at=now),
        signs=next((one for one in members if one.is_own and one.presence and one.presence.came_at), None),
        is_done=found.state in ("closed", "adjourned"),
        ground=procedure.rule(found.ground, sittings.calendar.tehran_day(found.starts_at)).title if found.ground else "",
    )


def come(request: HttpRequest, pk: int) -> HttpResponse:
    """A member or a side is in the room."""
    found, reach = access.hearing(request.actor, pk, now=timezone.now())
    by, who = _writer(reach), _who(request, found)
    press(request, attendance.come, found, who, by_whom=request.POST.get("by_whom", "self"), by=by, said="حضور ثبت شد.")
    return back("hearing", pk)


def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """A member or a side has left the room."""
    found, reach = access.hearing(request.actor, pk, now=timezone.now())
    press(request, attendance.leave, found, _who(request, found), by=_writer(reach), said="رفتن ثبت شد و نصاب دوباره شمرده شد.")
    return back("hearing", pk)


def open_hearing(request: HttpRequest, pk: int) -> HttpResponse:
    """The chair begins the session."""
    found, reach = access.hearing(request.actor, pk, now=timezone.now())
    press(request, actions.open_hearing, found, by=_chair(reach), said="جلسه آغاز شد.")
    return back("hearing", pk)


def close_hearing(request: HttpRequest, pk: int) -> HttpResponse:
    """The chair ends the session; the board deliberates."""
    found, reach = access.hearing(request.actor, pk, now=timezone.now())
    press(request, actions.close_hearing, found, by=_chair(reach), said="ختم جلسه ثبت شد. صورتجلسه را امضا کنید.")
    return back("hearing", pk)


def adjourn(request: HttpRequest, pk: int) -> HttpResponse:
    """The session is put off on a ground of the law."""
    now = timezone.now()
    found, reach = access.hearing(request.actor, pk, now=now)
    by = _writer(reach)
    form = forms.Adjourn(request.POST or None, grounds=actions.grounds(found, by=by, at=now))
    if form.is_valid() and attempt(form, actions.adjourn, found, ground=form.cleaned_data["ground"], by=by, at=now):
        messages.success(request, "جلسه تجدید شد؛ وقت تازه را دبیرخانه تعیین و ابلاغ می‌کند.")
        return back("hearing", pk)
    return page(request, "cases/boards/adjourn.html", form=form, found=found)


def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes are written by one editor at a time; who else opens them is told who writes."""
    now = timezone.now()
    found, reach = access.hearing(request.actor, pk, now=now)
    by = _writer(reach)
    try:
        writing.ensure_writable(found, at=now)
    except Refusal as refusal:
        messages.warning(request, refusal.text)
        return back("hearing", pk)
    form = forms.Minutes(request.POST or None, initial=writing.read(found))
    if form.is_valid() and attempt(form, writing.write, found, parts=form.cleaned_data, by=by, at=now):
        holding.release(found.case, by=by)
        messages.success(request, "صورتجلسه نوشته شد.")
        return back("hearing", pk)
    other = None
    if request.method == "GET" and not _held(found, by, now):
        other = holding.current(found.case, at=now)
    return page(request, "cases/boards/minutes.html", form=form, found=found, other=other)


def sign_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The member reads the minutes as they will stand for ever, and signs them."""
    now = timezone.now()
    found, reach = access.hearing(request.actor, pk, now=now)
    if reach.seat is None:
        raise Http404
    access.people.fresh(request)  # a signature is his who shows that it is he, now
    form = forms.Sign(request.POST or None, initial={"seen": found.locked_hash or writing.digest(found)})
    if form.is_valid() and attempt(form, writing.sign, found, seen=form.cleaned_data["seen"], by=reach.by, at=now):
        messages.success(request, "صورتجلسه را امضا کردید.")
        return back("hearing", pk)
    told = [(title, writing.read(found)[part]) for part, title in writing.PARTS.items()]
    return page(request, "cases/boards/sign.html", form=form, found=found, minutes=told, members=board_pages.members_in(found, None))


def _held(found: Hearing, by: Actor, now: datetime) -> bool:
    """Whether the minutes are the actor's to write now."""
    try:
        writing.hold(found, by=by, at=now)
    except holding.HeldByOther:
        return False
    return True


def _stands(found: Hearing, now: datetime) -> str:
    """Why nothing is written of a session that is set or runs; empty on its own day."""
    try:
        if found.state in sittings.AHEAD:
            actions.ensure_today(found, at=now)
    except Refusal as refusal:
        return refusal.text
    return ""


def _writer(reach: access.Reach) -> Actor:
    """The secretary of the case or a member of its panel; else 404."""
    if not reach.may_run and reach.seat is None:
        raise Http404
    return reach.by


def _chair(reach: access.Reach) -> Actor:
    if not reach.is_chair:
        raise Http404
    return reach.by


def _who(request: HttpRequest, found: Hearing) -> Seat | Party:
    """Whom the button names; 404 for nobody of this case."""
    kind, _, typed = request.POST.get("who", "").partition("-")
    pk = int(typed[:15]) if typed.isascii() and typed.isdigit() else 0
    who: Seat | Party | None = None
    if kind == "seat":
        who = Seat.objects.filter(case=found.case, pk=pk).first()
    elif kind == "party":
        who = Party.objects.filter(dossier=found.case.dossier, pk=pk).first()
    if who is None:
        raise Http404
    return who
