"""Around the interface: whatever error comes out of the house or the framework, a program reads it in the one shape."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from kardad.api import answers, refusals

GetResponse = Callable[[HttpRequest], HttpResponse]
ROOM: Final = "/api/v1"
OF_THE_PAGE: Final = ("Content-Type", "Content-Length", "Content-Language")


def one_shape(get_response: GetResponse) -> GetResponse:
    """Every error below /api/v1 is JSON in the one shape, also one that never reached a view of ours."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code < 400 or getattr(response, "is_told", False):
            return response
        if request.path_info != ROOM and not request.path_info.startswith(f"{ROOM}/"):
            return response
        return _told(response)

    return middleware


def _told(response: HttpResponse) -> HttpResponse:
    other = refusals.Failed if response.status_code >= 500 else refusals.Unreadable
    told = answers.refuse(refusals.OF_STATUS.get(response.status_code, other)(), status=response.status_code)
    for name, value in response.headers.items():
        if name not in OF_THE_PAGE:
            told.headers[name] = value
    told.headers["Content-Length"] = str(len(told.content))
    return told
