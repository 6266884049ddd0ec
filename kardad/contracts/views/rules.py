"""By what every contract is judged, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.contracts.shown import rules as shown
from kardad.core.pages import page
from kardad.kit import calendar


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every check with its articles, and what this house does where sources differ."""
    return page(request, "contracts/rules.html", rules=shown.every(), **shown.unsettled(calendar.tehran_day(timezone.now())))
