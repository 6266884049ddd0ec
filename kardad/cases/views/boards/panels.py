"""The panel of a case: its draw, drawn again before everybody's eyes, and what mends it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases.access import boards as access
from kardad.cases.actions import panels as actions
from kardad.cases.forms import boards as forms
from kardad.cases.queries import board_pages, boards
from kardad.cases.views.boards import back, press
from kardad.core.pages import attempt, page
from kardad.law import procedure


@require_safe
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sits, how they were drawn, what may be done now."""
    reach = access.case(request.actor, pk, now=timezone.now())
    case = reach.case
    titles = board_pages.titles(case.instance)
    return page(
        request,
        "cases/boards/panel.html",
        reach=reach,
        found=case,
        board=procedure.body(case.instance),
        seats=[(seat, titles[seat.member.kind]) for seat in boards.panel(case)],
        vacant=[titles[one.kind] for one in boards.vacancies(case)],
        waiting=boards.waiting(case),
        draws=board_pages.drawn(case),
        can_draw=reach.may_run and case.state in actions.SEATING and (case.lead_id is None or boards.has_own(case)),
    )


def commit(request: HttpRequest, pk: int) -> HttpResponse:
    """The hash of the draw's secret is published."""
    case, by = access.runs(request.actor, pk, now=timezone.now())
    press(request, actions.commit, case, by=by, said="اثر قرعه منتشر شد و در سند پرونده ماند. اکنون قرعه را بکشید.")
    return back("panel", pk)


def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """The vacant places are drawn."""
    case, by = access.runs(request.actor, pk, now=timezone.now())
    press(request, actions.draw, case, by=by, said="قرعه کشیده شد و به اعضا گفته شد.")
    return back("panel", pk)


def replace(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """A member is taken out of the panel by the secretary."""
    now = timezone.now()
    access.runs(request.actor, pk, now=now)
    reach = access.case(request.actor, pk, now=now)
    found = access.seat(reach, seat)
    form = forms.Reason(request.POST or None)
    if form.is_valid() and attempt(form, actions.replace, found, reason=form.cleaned_data["reason"], by=reach.by, at=now):
        return back("panel", pk)
    return page(request, "cases/boards/leave.html", form=form, found=found, case=reach.case, is_own=False)


def recuse(request: HttpRequest, pk: int) -> HttpResponse:
    """A member steps aside himself."""
    reach = access.case(request.actor, pk, now=timezone.now())
    if reach.seat is None:
        raise Http404
    form = forms.Reason(request.POST or None)
    if form.is_valid() and attempt(form, actions.recuse, reach.seat, reason=form.cleaned_data["reason"], by=reach.by, at=timezone.now()):
        return page(request, "cases/boards/recused.html", case=reach.case)
    return page(request, "cases/boards/leave.html", form=form, found=reach.seat, case=reach.case, is_own=True)


def hand_over(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Another member chairs."""
    reach = access.case(request.actor, pk, now=timezone.now())
    found = access.seat(reach, seat)
    press(request, actions.hand_over, found, by=reach.by, said="ریاست هیئت به این عضو رسید.")
    return back("panel", pk)
