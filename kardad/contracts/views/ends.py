"""The calendar of an employer: which contracts and which trial periods end when."""

from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.contracts import access
from kardad.contracts import ends as months
from kardad.contracts.queries import ends as queries
from kardad.contracts.queries import lists
from kardad.contracts.queries.lists import Whose
from kardad.contracts.shown import lists as shown
from kardad.contracts.views.lists import chosen
from kardad.core import paging
from kardad.core.pages import page
from kardad.kit import calendar
from kardad.kit.refusal import Refusal

TITLES = {"ends": "پایان قرارداد", "trial": "پایان دوره آزمایشی", "past": "روز پایانشان گذشته است"}


@require_safe
def ends(request: HttpRequest) -> HttpResponse:
    """A month with its ends day by day, and how much ends in each of the months ahead."""
    me, today = access.person(request.actor), calendar.tehran_day(timezone.now())
    every = [one for one in lists.of(me) if not one.is_worker]
    if not every:
        return page(request, "contracts/lists/ends.html", whose=None)
    whose = _whose(request, every)
    year, month = months.month_of(request.GET.get("month", ""), today)
    rows = queries.running(whose, me)
    now = calendar.to_jalali(today)
    first, last = months.bounds(now.year, now.month, months.AHEAD)
    begins, after = months.bounds(year, month)
    is_ahead = first <= begins < last
    counted = {what: queries.counts(rows, what, since=first, before=last) for what in queries.FIELDS}
    here = counted if is_ahead else {what: queries.counts(rows, what, since=begins, before=after) for what in queries.FIELDS}
    weeks = months.weeks(year, month, ends=here["ends"], trials=here["trial"], today=today)
    return page(
        request,
        "contracts/lists/ends.html",
        whose=whose,
        every=every,
        weekdays=months.WEEKDAYS,
        weeks=weeks,
        busy=[cell for week in weeks for cell in week if cell.is_inside and cell.said],
        month=months.key(year, month),
        title=months.title(year, month),
        earlier=months.key(*months.moved(year, month, -1)),
        later=months.key(*months.moved(year, month, 1)),
        ahead=[one for one in months.ahead(today, ends=counted["ends"], trials=counted["trial"]) if one.ends or one.trials],
        is_past=queries.past(rows, today).exists(),
    )


@require_safe
def ends_day(request: HttpRequest, what: str) -> HttpResponse:
    """The contracts, or the trial periods, that end on a day; or those whose last day is over."""
    me, today = access.person(request.actor), calendar.tehran_day(timezone.now())
    every = [one for one in lists.of(me) if not one.is_worker]
    if what not in TITLES or not every:
        raise Http404
    whose = _whose(request, every)
    day = None if what == "past" else _day(request.GET.get("on", ""))
    rows = queries.running(whose, me)
    wanted = queries.past(rows, today) if day is None else queries.of_day(rows, what, day)
    found = paging.newest(wanted.select_related("organisation", "employer"), after=request.GET.get("after", ""))
    asked = {"whose": whose.key} | ({"on": calendar.jalali(day)} if day else {})
    return page(
        request,
        "contracts/lists/ends_day.html",
        whose=whose,
        day=day,
        what=TITLES[what],
        month=months.key(*calendar.to_jalali(day)[:2]) if day else "",
        rows=shown.rows(found.rows, is_worker=False, today=today),
        next_url=f"?{urlencode(asked | {'after': found.after})}" if found.after else "",
    )


def _whose(request: HttpRequest, every: list[Whose]) -> Whose:
    """The employer that the address names, else the first."""
    return chosen(request, every) if request.GET.get("whose") else every[0]


def _day(typed: str) -> date:
    try:
        return calendar.parse_jalali(typed[:20])
    except Refusal:
        raise Http404 from None
