"""Addresses that questions had elsewhere: a page that is not here may have come along with an import."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from kardad.qa import shown
from kardad.qa.queries import reading

Answering = Callable[[HttpRequest], HttpResponse]


def old_addresses(get_response: Answering) -> Answering:
    """A path that nothing answers leads to the question that once had it."""

    def answering(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD") or request.path.startswith("/office/"):
            return response
        found = reading.at_old_address(request.path)
        return HttpResponsePermanentRedirect(shown.address(found.merged_into or found)) if found else response

    return answering
