"""The page that explains the interface to people; the document for programs is its only source."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kardad.api import asking, reading
from kardad.core.pages import page


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation with what it takes, an example and its errors."""
    return page(request, "api/docs.html", document=reading.document(), tags=reading.tags(), readings=reading.readings(), **asking.bounds())
