"""What is published of proof: the roots of days, keys, and proofs between days."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from kardad.core.pages import page
from kardad.evidence import queries, shown
from kardad.evidence.canonical import Json
from kardad.evidence.check import known
from kardad.evidence.models import Root

ON_PAGE, IN_JSON = 14, 100


@require_safe
def roots(request: HttpRequest) -> HttpResponse:
    """What a root is, how to compare one, and the newest of them."""
    rows, older = _roots(request, ON_PAGE)
    return page(
        request,
        "evidence/roots.html",
        **shown.roots(rows),
        older=older,
        keys=queries.published_keys(),
        is_first="before" not in request.GET,
    )


@require_safe
def roots_json(request: HttpRequest) -> HttpResponse:
    """The roots for programs, newest first."""
    rows, older = _roots(request, IN_JSON)
    return _open({"roots": [queries.root_json(one) for one in rows], "next": f"?before={older}" if older else None})


@require_safe
def keys_json(request: HttpRequest) -> HttpResponse:
    """Whom to trust: the keys of proof, the authorities of time, the certificates of papers."""
    return _open(queries.published() | {"certificates": known.certificates(at=timezone.now())})


@require_safe
def consistency_json(request: HttpRequest) -> HttpResponse:
    """The proof that the log of one day is the beginning of that of a later day."""
    old, new = (get_object_or_404(Root, day=_day(request, name)) for name in ("from", "to"))
    if old.day > new.day:
        raise Http404
    return _open(queries.consistency(old, new))


def _roots(request: HttpRequest, most: int) -> tuple[list[Root], str | None]:
    found = queries.roots()
    if "before" in request.GET:
        found = found.filter(day__lt=_day(request, "before"))
    rows = list(found[: most + 1])
    return rows[:most], rows[most - 1].day.isoformat() if len(rows) > most else None


def _day(request: HttpRequest, name: str) -> date:
    try:
        found = parse_date(request.GET.get(name, ""))
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def _open(answer: Json) -> JsonResponse:
    """JSON that a page of anybody's may read, for whoever compares."""
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False}, headers={"Access-Control-Allow-Origin": "*"})
