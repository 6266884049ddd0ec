"""The page of figures: what an office, a province or the country did in twelve months; read from what was counted at night."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases import access, counting
from kardad.cases import shown_figures as shown
from kardad.cases.queries import figures as queries
from kardad.core.pages import page
from kardad.kit import calendar

MONTHS = 12


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Petitions and decisions by month, what is asked for, how cases end, what lies open and how long it takes."""
    desk = access.desk(request.actor)
    rows = queries.reached(desk.offices)
    scope = shown.scope(rows, office=request.GET.get("office", "")[:18], province=request.GET.get("province", "")[:40])
    months = counting.months(calendar.tehran_day(timezone.now()), MONTHS)
    found = queries.counted(scope, months[0].first)
    paces = {one.office_id: one for one in queries.paces(scope)}
    inside = [one for one in rows if one.pk in scope.offices]
    by_office = queries.by_office(scope, months[0].first) if scope.office is None else {}
    is_country = scope.office is None and len({one.province for one in inside}) > 1
    lines_of = "استان" if is_country else "اداره"
    bars, table = shown.columns(months, found)
    lines = [] if scope.office else shown.provinces(inside, by_office) if is_country else shown.offices(inside, by_office, paces)
    return page(
        request,
        "cases/office/figures.html",
        scope=scope,
        is_narrowed=len(rows) != len(inside),
        facts=shown.facts(found, paces.get(scope.office.pk) if scope.office else None),
        bars=bars,
        table=table,
        shares=[
            ("ages", "پرونده‌های باز چند وقت است که آمده‌اند؟", shown.ages(found)),
            ("claims", "بیشتر چه خواسته می‌شود؟", shown.top_claims(found)),
            ("outcomes", "چگونه تمام می‌شود؟", shown.outcomes(found)),
        ],
        lines=lines,
        lines_of=lines_of,
        head=[lines_of, "دادخواست", "پایان‌یافته", "باز اکنون", *([] if is_country else ["زمان معمول"])],
        is_country=is_country,
        counted_on=max((one.counted_on for one in paces.values()), default=None),
    )
