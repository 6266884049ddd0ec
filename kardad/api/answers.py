"""How the interface answers: JSON in UTF-8, and every error in the one shape."""

from typing import Any, Final

from django.http import HttpResponse

from kardad.core.limits import TooMany
from kardad.kit import strict_json
from kardad.kit.refusal import Refusal

JSON: Final = "application/json"


def answer(value: Any, *, status: int = 200) -> HttpResponse:
    """The value as JSON."""
    return HttpResponse(strict_json.write(value), status=status, content_type=JSON)


def refuse(refusal: Refusal, *, status: int | None = None) -> HttpResponse:
    """The refusal in the shape of every error; one that passes says when to come back."""
    response = answer(refusal.as_error(), status=status or refusal.status)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.details["seconds"])
    response.is_told = True  # type: ignore[attr-defined]  # the middleware leaves it as it is
    return response
