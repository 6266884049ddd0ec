"""The manager's picture of the desk."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kardad.core.pages import page
from kardad.desk.access import requests as access
from kardad.desk.queries import staff
from kardad.desk.shown.office import picture

NEAR = 6  # months led to by a chip


def overview(request: HttpRequest) -> HttpResponse:
    """How the desk does: times kept, money, load, ratings, what lies where; by month."""
    access.manager(request.actor)
    at = timezone.now()
    month = request.GET.get("month", "")
    made = picture.picture(month=month, at=at)
    spans = picture.months(at)
    chosen = picture.months(at, last=month)[-1]
    return page(
        request,
        "desk/office/picture.html",
        picture=made,
        charts=(made.clocks, made.income, made.answers),
        chosen=chosen,
        is_now=chosen.key == spans[-1].key,
        months=spans[::-1][:NEAR],
        experts=staff.loads(at=at),
    )
