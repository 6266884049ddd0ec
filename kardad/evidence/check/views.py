"""The page on this site, and the same page as a file to be kept."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.evidence import check
from kardad.evidence.check import known

FILE = "kardad-check.html"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page under a policy that lets nothing but its own script run and nothing be sent."""
    at = timezone.now()
    made = check.page(known.everything(at=at), on=timezone.localdate(at))
    answer = HttpResponse(made.html)
    answer._csp_config = made.policy | {"frame-ancestors": ["'none'"]}  # read by django-csp
    return answer


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """The same page as a file to be kept."""
    answer = page(request)
    answer.headers["Content-Disposition"] = f'attachment; filename="{FILE}"'
    return answer
