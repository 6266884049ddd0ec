"""The queue of the desk for managers, and the work of one expert."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kardad.core.pages import page
from kardad.desk.access import requests as access
from kardad.desk.models import Request
from kardad.desk.queries import requests as queries
from kardad.desk.queries import staff
from kardad.desk.shown.office import lists
from kardad.desk.shown.office import request as shown


def queue(request: HttpRequest) -> HttpResponse:
    """What was sent and is not the reader's own: beside it the one that is chosen, or the most pressing."""
    by = access.manager(request.actor)
    wanted, at, after = lists.Wanted.of(request.GET), timezone.now(), request.GET.get("after", "")
    parts: list[tuple[str, list[lists.Row], str]] = []
    rows: list[Request] = []
    if wanted.is_whole:
        pairs = [("سپرده‌نشده", "submitted", lists.unassigned()), ("نزد کارشناسان", "", lists.under_way(after=after))]
        if after:  # what goes on is the second part; the first has its own chip
            pairs = pairs[1:]
    else:
        pairs = [("", "", lists.wanted_page(wanted, after=after, at=at))]
    own = queries.own_among([one for *_, found in pairs for one in found.rows], by.somebody or 0)
    for title, state, found in pairs:
        address = wanted.address(state=state) if state else wanted.address()
        more = f"{address}{'&' if len(address) > 1 else ''}after={found.after}" if found.after else ""
        theirs = [one for one in found.rows if one.pk not in own]
        parts.append((title, lists.drawn(theirs, at=at, here=wanted.address()), more))
        rows += theirs
    chosen = _chosen(request, rows)
    return page(
        request,
        "desk/office/queue.html",
        parts=parts,
        chosen=chosen and lists.drawn([chosen], at=at)[0],
        deeds=shown.deeds(chosen, role=by.role, is_asked=chosen.is_asked) if chosen else [],
        wanted=wanted,
        states=lists.state_chips(wanted),
        groups=lists.group_chips(wanted),
        experts=staff.names(),
    )


def _chosen(request: HttpRequest, rows: list[Request]) -> Request | None:
    pk = request.GET.get("open", "")
    if not (pk.isascii() and pk.isdigit()):
        return rows[0] if rows else None
    here = next((one for one in rows if one.pk == int(pk[:18])), None)
    return here or lists.one(access.staffs_request(request.actor, int(pk[:18]))[0].pk)


def mine(request: HttpRequest) -> HttpResponse:
    """My requests, the most pressing first."""
    me, at = access.expert(request.actor).somebody, timezone.now()
    part = request.GET.get("part", "")
    part = part if part in lists.MINE else ""
    found = lists.mine(me, part=part, after=request.GET.get("after", ""))
    rows = lists.drawn(found.rows, at=at)
    chips = [(title, f"?part={key}" if key else "?", key == part) for key, title in lists.MINE.items()]
    next_url = f"?part={part}&after={found.after}" if found.after else ""
    return page(request, "desk/office/mine.html", rows=rows, chips=chips, next_url=next_url, part=part)
