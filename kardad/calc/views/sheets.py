"""Pages of the sheets that a person keeps."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kardad.calc import access, actions, forms, queries, rooms, shown
from kardad.core import paging
from kardad.core.pages import attempt, page
from kardad.kit import calendar
from kardad.law import instruments
from kardad.law.instruments import Silent


@require_POST
def keep(request: HttpRequest, name: str) -> HttpResponse:
    """The sheet of the link that was posted lies in my panel."""
    person = access.person(request.actor)
    if name not in rooms.rooms():
        raise Http404
    now = timezone.now()
    asking = forms.Asking(rooms.rooms()[name], QueryDict(request.POST.get("query", "")), today=calendar.tehran_day(now))
    sheet = asking.sheet(instruments.current())
    if sheet is None:
        return redirect("calc:calculator", name)
    title, law = shown.of(sheet.as_json()).title, instruments.current()
    row = actions.keep(person, calculator=name, given=asking.all_given(), title=title, law=law, by=request.actor, at=now)
    messages.success(request, "برگه در پنل شما نگه داشته شد.")
    return redirect("calc:sheet", row.pk)


@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """What I keep, newest first."""
    person = access.person(request.actor)
    found = paging.newest(queries.sheets_of(person.pk), after=request.GET.get("after", ""))
    rows = [{"row": row, "calculator": rooms.rooms()[row.calculator].calculator.title} for row in found.rows]
    return page(request, "calc/sheets.html", rows=rows, next_url=found.next_url)


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet as it was made."""
    row = access.sheet(request.actor, pk)
    return page(request, "calc/sheet.html", row=row, sheet=shown.of(row.sheet), link=_link(row))


@require_safe
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """The same facts with today's law beside the sheet as it was; and whether that day's law still gives that day's numbers."""
    row, law = access.sheet(request.actor, pk), instruments.current()
    context: dict[str, object] = {"row": row, "then": shown.of(row.sheet), "link": _link(row)}
    try:
        fresh = queries.again(row, law).as_json()
        context |= {"now": shown.of(fresh), "pairs": shown.pairs(row.sheet, fresh)}
    except Silent as silent:
        context["silent"] = silent
    context["is_reproduced"] = queries.is_reproduced(row, law)
    return page(request, "calc/again.html", **context)


def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name for one of my sheets."""
    row = access.sheet(request.actor, pk)
    form = forms.Name(request.POST or None, initial={"title": row.title})
    if form.is_valid() and attempt(form, actions.rename, row, title=form.cleaned_data["title"], by=request.actor, at=timezone.now()):
        return redirect("calc:sheet", pk)
    return page(request, "calc/rename.html", row=row, form=form)


def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """One of my sheets is gone, after I was told what that means."""
    row = access.sheet(request.actor, pk)
    if request.method == "POST":
        actions.forget(row, by=request.actor, at=timezone.now())
        messages.success(request, "برگه پاک شد.")
        return redirect("calc:sheets")
    return page(request, "calc/forget.html", row=row)


def _link(row: queries.SavedSheet) -> str:
    return forms.link_of(row.calculator, row.inputs)
