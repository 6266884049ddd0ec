"""What happens around every request: an id, headers, and refusals that reach the edge as a readable page."""

from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from kardad.core import drafts
from kardad.core.actor import VISITOR
from kardad.core.requests import new_request_id
from kardad.kit.refusal import Refusal

log = structlog.get_logger()
UPLOADS_AT_ONCE = 6  # files of the greatest size in one form
GetResponse = Callable[[HttpRequest], HttpResponse]


def request_id(get_response: GetResponse) -> GetResponse:
    """Give the request an id that its log lines, its events and its answer carry."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.id = new_request_id()
        response = get_response(request)
        response["X-Request-ID"] = request.id
        return response

    return middleware


def no_null_bytes(get_response: GetResponse) -> GetResponse:
    """What an address asks with is read without null bytes, and one that has them is none: PostgreSQL looks for no text with them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            request.path, request.path_info = (one.replace("\0", "\ufffd") for one in (request.path, request.path_info))
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked:
            request.META["QUERY_STRING"] = asked.replace("%00", "")
        return get_response(request)

    return middleware


def security_headers(get_response: GetResponse) -> GetResponse:
    """Add the headers Django has no setting for; a page that shows a person's data is never kept by a cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.session.accessed if hasattr(request, "session") else False:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


class BodyTooLarge(Refusal):
    """More was sent at once than any form of ours takes."""

    code = "BODY_TOO_LARGE"
    status = 413
    message = "آنچه فرستادید بسیار بزرگ است و نرسید. به فرم بازگردید و پرونده‌ها را یکی‌یکی یا کوچک‌تر بفرستید."


def body_limit(get_response: GetResponse) -> GetResponse:
    """Refuse a body that no form takes before a byte of it is read: uploads land on the disk before any view can judge them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length[:18]) > settings.UPLOAD_MAX_BYTES * UPLOADS_AT_ONCE:
            return answer(request, BodyTooLarge(is_kept=_has_draft(request)))
        return get_response(request)

    return middleware


def _has_draft(request: HttpRequest) -> bool:
    actor = getattr(request, "actor", VISITOR)
    return actor.is_person and drafts.find(request.path, person_id=actor.somebody) is not None


class refusals:  # noqa: N801 – a middleware is named in settings like the functions beside it
    """Turn a Refusal that no form caught into the refusal page (or the error object for JSON callers)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass through."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a Refusal with its own status and sentence."""
        if not isinstance(exception, Refusal):
            return None
        log.info("refused", code=exception.code, path=request.resolver_match.view_name if request.resolver_match else "")
        return answer(request, exception)


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal page, or the error object for JSON callers."""
    if wants_json(request):
        return JsonResponse(refusal.as_error(), status=refusal.status)
    return render(request, "core/refusal.html", {"refusal": refusal}, status=refusal.status)


def wants_json(request: HttpRequest) -> bool:
    """Whether the caller asked for JSON rather than a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
