"""The list of contracts: of who works, and of each employer for whom the reader keeps them."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.contracts import access
from kardad.contracts.queries import lists, standing
from kardad.contracts.queries.lists import Whose
from kardad.contracts.shown import lists as shown
from kardad.core import paging
from kardad.core.pages import page
from kardad.kit import calendar


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The contracts of one of the reader's lists, newest first: narrowed by state, or the one of a number."""
    me = access.person(request.actor)
    every = lists.of(me)
    whose = chosen(request, every)
    group, number = request.GET.get("state", ""), request.GET.get("number", "").strip()[:40]
    group = "" if number or group not in lists.groups(whose) else group
    asked = {"whose": whose.key} | ({"state": group} if group else {}) | ({"number": number} if number else {})
    wanted = lists.rows(whose, me, group=group, number=number).select_related("organisation", "employer")
    found = paging.newest(wanted, after=request.GET.get("after", ""))
    return page(
        request,
        "contracts/lists/index.html",
        whose=whose,
        every=every,
        groups=[(key, title) for key, (title, _) in lists.groups(whose).items()],
        group=group,
        number=number,
        rows=shown.rows(found.rows, is_worker=whose.is_worker, today=calendar.tehran_day(timezone.now())),
        next_url=f"?{urlencode(asked | {'after': found.after})}" if found.after else "",
    )


def chosen(request: HttpRequest, every: list[Whose]) -> Whose:
    """The list that the address names, else the one of whoever the reader acts for now; a list that is not his is none."""
    named = request.GET.get("whose", "")
    if not named:
        kind, _, pk = request.actor.on_behalf_of.partition(":")
        named = f"{kind}-{pk}" if kind else _begins_with(request, every)
        return next((one for one in every if one.key == named), every[0])
    found = next((one for one in every if one.key == named), None)
    if found is None:
        raise Http404
    return found


def _begins_with(request: HttpRequest, every: list[Whose]) -> str:
    """Who is here as an employer, or has no contract to work by, begins with the first of those he keeps contracts for."""
    own, *kept = every
    if not kept or request.actor.role == "worker":
        return own.key
    gives = request.actor.role == "employer" or not standing.held(own.person_id or 0).exists()
    return kept[0].key if gives else own.key
