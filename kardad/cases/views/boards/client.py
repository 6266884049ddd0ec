"""What a side says about dates: which of those offered it cannot keep, and on which days it cannot come."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kardad.cases import policy
from kardad.cases.access import boards as access
from kardad.cases.actions import dates as actions
from kardad.cases.forms import boards as forms
from kardad.cases.models import Unavailable
from kardad.cases.views.boards import press
from kardad.core.pages import attempt, page
from kardad.kit import calendar


@require_safe
def dates(request: HttpRequest, token: str) -> HttpResponse:
    """The dates on offer, each with what this side said of it."""
    now = timezone.now()
    place = access.dated(request.actor, token, now=now)
    offered = actions.current(place.case)
    mine = actions.struck_by(place.case, offered, at=now).get(place.party.pk, frozenset()) if place.party else frozenset()
    is_open = bool(offered) and offered[0].answer_by > now and not any(one.chosen_at for one in offered)
    told = Unavailable.objects.filter(person=place.person, to_day__gte=calendar.tehran_day(now)).order_by("from_day", "pk")
    return page(
        request,
        "cases/boards/dates.html",
        place=place,
        offered=[(one, one.pk in mine) for one in offered],
        until=offered[0].answer_by if offered else None,
        is_open=is_open,
        may_strike=is_open and not place.is_represented and len(mine) < policy.VETOES,
        left=policy.VETOES - len(mine),
        vetoes=policy.VETOES,
        told=told,
    )


@require_POST
def strike(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """The side cannot come on that date."""
    place = access.dated(request.actor, token, now=timezone.now())
    found = access.proposal(place, pk)
    press(request, actions.strike, place, found, by=request.actor, said="این زمان کنار گذاشته شد.")
    return redirect("cases:dates", token=token)


def away(request: HttpRequest, token: str) -> HttpResponse:
    """Days on which the side cannot come to a session of this case."""
    place = access.dated(request.actor, token, now=timezone.now())
    form = forms.Away(request.POST or None)
    who = {"case": place.case, "by": request.actor, "at": timezone.now()}
    if form.is_valid() and attempt(form, actions.tell_away, place.person, **form.cleaned_data, **who):
        messages.success(request, "ثبت شد؛ در این روزها برای این پرونده جلسه‌ای تعیین نمی‌شود.")
        return redirect("cases:dates", token=token)
    return page(request, "cases/boards/away_case.html", form=form, place=place)
