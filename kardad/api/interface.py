"""The interface itself: its rooms, its turns, its errors and its document."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

import structlog
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import ValidationError

from kardad.api import answers, asking, document, refusals
from kardad.api.rooms import calculations, calendar, deadlines, law
from kardad.core.limits import TooMany
from kardad.kit.refusal import Refusal
from kardad.law.calculators import UnknownCalculator
from kardad.law.rules import UnknownDeadline

log = structlog.get_logger()
# Where the name is the address, a wrong name is a wrong address.
NAMES_OF_ADDRESSES = (UnknownCalculator, UnknownDeadline)


class Interface(NinjaAPI):
    """Ninja's routing with our errors, and a document that names every calculator."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> Any:
        """The OpenAPI 3.1 document; the law behind it does not change while the process lives."""
        return _documented(self)

    def drawn(self) -> dict[str, Any]:
        """The document as the operations alone tell it."""
        return super().get_openapi_schema()


@cache
def _documented(interface: Interface) -> dict[str, Any]:
    return document.complete(interface.drawn())


def _counted(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Every question takes one of the address's turns."""

    @wraps(run)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            asking.count(request)
        except TooMany as refusal:
            return answers.refuse(refusal)
        return run(request, *args, **kwargs)

    return counted


# Nobody is logged in here and nothing is changed: no session is read, so a forged cross-site request gains nothing that its
# sender could not ask for himself, and no token against it is wanted. No other origin is let in by CORS either.
interface = Interface(
    title="کارداد: محاسبه‌های حقوق کار",
    version="1.0.0",
    description=document.ABOUT,
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
)
interface.add_decorator(_counted, mode="view")
for prefix, router in (
    ("/calculations", calculations.router),
    ("/law", law.router),
    ("/calendar", calendar.router),
    ("/deadlines", deadlines.router),
):
    interface.add_router(prefix, router)


@interface.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal of the house is an answer."""
    log.info("refused", code=refusal.code, path=request.resolver_match.view_name if request.resolver_match else "")
    return answers.refuse(refusal, status=404 if isinstance(refusal, NAMES_OF_ADDRESSES) else None)


@interface.exception_handler(ValidationError)
def bad_parameter(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    """A parameter that Ninja could not read, by its name."""
    name = str(wrong.errors[0]["loc"][-1]) if wrong.errors else ""
    return answers.refuse(refusals.BadParameter(field=name or None, name=name))


@interface.exception_handler(Http404)
def not_found(request: HttpRequest, wrong: Http404) -> HttpResponse:
    """Nothing is here."""
    return answers.refuse(refusals.NoSuchAddress())
