"""The panel of who stands for others: their cases, sessions, last days and letters on one page."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases import access
from kardad.cases import shown_practice as shown
from kardad.cases.queries import practice as queries
from kardad.core.pages import page
from kardad.core.paging import newest


@require_safe
def practice(request: HttpRequest) -> HttpResponse:
    """Everything of those for whom the reader stands, at once."""
    me, now = access.person(request.actor), timezone.now()
    found = newest(queries.cases(me.pk, at=now), after=request.GET.get("after", ""))
    sessions = queries.sessions(me.pk, at=now)
    here = list({one.pk: one for one in [*found.rows, *(one.case for one in sessions)]}.values())
    whose = queries.sides(me.pk, here, at=now)
    return page(
        request,
        "cases/following/practice.html",
        rows=shown.rows(list(found.rows), whose),
        next_url=found.next_url,
        days=shown.days(sessions, whose),
        last_days=shown.last_days(queries.running(me.pk, at=now), now),
        letters=queries.letters(me.pk, at=now),
        mandates=queries.held(me.pk),
    )
