"""Pages of the base: health, metrics, and the error pages of the framework in Persian."""

from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from kardad.core.middleware import BodyTooLarge, answer
from kardad.kit.refusal import Refusal


class NotFound(Refusal):
    """No such page, or not for this person: the two look the same."""

    code = "NOT_FOUND"
    status = 404
    message = "این صفحه پیدا نشد. شاید نشانی درست نیست، یا این صفحه برای شما نیست."


class Unreadable(Refusal):
    """The request itself could not be read."""

    code = "BAD_REQUEST"
    status = 400
    message = "درخواست خوانده نشد. صفحه را دوباره باز کنید."


class BrokenForm(Refusal):
    """The form's token was missing or old."""

    code = "FORM_EXPIRED"
    status = 403
    message = "این فرم کهنه شده است. صفحه را دوباره باز کنید و بفرستید."


class Failed(Refusal):
    """Something of ours broke."""

    code = "FAILED"
    status = 500
    message = "اشکالی از سوی ما پیش آمد و ثبت شد. چند دقیقه دیگر دوباره تلاش کنید؛ چیزی از دست نرفته است."


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is alive."""
    return JsonResponse({"status": "ok"})


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can answer: the database does."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return JsonResponse({"status": "database"}, status=503)
    return JsonResponse({"status": "ok"})


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus; no personal data."""
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 for what is not there and for what is not yours."""
    return answer(request, NotFound())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for a request that cannot be read, 413 for a form with more words than any form of ours takes."""
    return answer(request, BodyTooLarge() if isinstance(exception, RequestDataTooBig) else Unreadable())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 never tells more than 404."""
    return answer(request, NotFound())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token."""
    return answer(request, BrokenForm())


def failed(request: HttpRequest) -> HttpResponse:
    """500 without a traceback, and without the database."""
    return render(None, "core/failed.html", {"refusal": Failed()}, status=500)
