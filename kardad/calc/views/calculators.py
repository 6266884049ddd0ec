"""Pages of the calculators: nothing is stored, the address holds what was asked."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.calc import forms, rooms, shown
from kardad.core.pages import page
from kardad.kit import calendar
from kardad.kit.refusal import BadInput
from kardad.law import instruments
from kardad.ui import structured

INDEX = "محاسبه‌های قانون کار"


class NothingAsked(BadInput):
    """A sheet was asked for without what it is made of, or with what cannot be read."""

    code = "NOTHING_ASKED"
    message = "ورودی این محاسبه کامل نیست. نخست فرم محاسبه را پر کنید."


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every calculator in plain words."""
    description = "محاسبه حقوق، عیدی، سنوات، مرخصی، اضافه‌کاری، بیمه و مالیات با قانون همان روز، با شرح هر سطر و منبع آن؛ بی نام و عضویت."
    facts = structured.page("CollectionPage", request.path, name=INDEX, description=description)
    return page(request, "calc/index.html", groups=rooms.groups(), title=INDEX, description=description, structured=facts)


@require_safe
def calculator(request: HttpRequest, name: str) -> HttpResponse:
    """One calculator: what it asks, and the sheet once that was told."""
    asking = _asking(request, name)
    sheet = asking.sheet(instruments.current())
    room = asking.room
    above = ((INDEX, reverse("calc:index")),)
    context = {
        "form": asking,
        "room": room,
        "sheet": shown.of(sheet.as_json()) if sheet else None,
        "silent": asking.silent,
        "link": f"{request.path}?{asking.link}",
        "structured": structured.page("WebApplication", request.path, name=room.question, description=room.lead, above=above),
    }
    return page(request, "calc/calculator.html", status=_status(asking), **context)


@require_safe
def paper(request: HttpRequest, name: str) -> HttpResponse:
    """The sheet on paper, with the link that makes it again."""
    asking = _asking(request, name)
    sheet = asking.sheet(instruments.current())
    if sheet is None:
        raise asking.silent or NothingAsked
    link = f"{reverse('calc:calculator', args=[name])}?{asking.link}"
    return page(
        request,
        "calc/paper.html",
        sheet=shown.of(sheet.as_json()),
        back=link,
        link=request.build_absolute_uri(link),
        made_at=timezone.now(),
    )


@require_safe
def sheet_json(request: HttpRequest, name: str) -> HttpResponse:
    """The sheet as machines read it: the same object that the API answers."""
    asking = _asking(request, name)
    sheet = asking.sheet(instruments.current())
    if sheet is None:
        refusal = asking.silent or NothingAsked(errors={one.name: one.errors for one in asking if one.errors} or asking.non_field_errors)
        return JsonResponse(refusal.as_error(), status=refusal.status, json_dumps_params={"ensure_ascii": False})
    return JsonResponse(sheet.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 2})


def _asking(request: HttpRequest, name: str) -> forms.Asking:
    if name not in rooms.rooms():
        raise Http404
    return forms.Asking(rooms.rooms()[name], request.GET, today=calendar.tehran_day(timezone.now()))


def _status(asking: forms.Asking) -> int:
    if asking.silent:
        return asking.silent.status
    return 422 if asking.errors else 200
