"""Pages of the payroll list: a roster goes in, the list, its payslips and its workbooks come out."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.calc import shown, sweeps
from kardad.calc.models import PayrollList
from kardad.calc.payroll import access, actions, computing, forms, looking, queries, writing
from kardad.core import files, limits, paging
from kardad.core.pages import attempt, page
from kardad.core.requests import caller_ip
from kardad.kit import calendar
from kardad.law import instruments
from kardad.ui import structured

TITLE = "لیست حقوق کارگاه"
LEAD = "پرونده کارکرد یک ماه را بفرستید؛ فیش هر نفر و جمع همه ستون‌ها با قانون همان ماه حساب می‌شود."
SENT_AN_HOUR = 60
# Whoever mends a roster sends it several times: what was refused counts too, for reading it costs as much.
SENT_BY_VISITORS = 30
CSV = "text/csv; charset=utf-8"


def payroll_list(request: HttpRequest) -> HttpResponse:
    """The start: what is needed, the template, and the form that takes the roster."""
    now, law = timezone.now(), instruments.current()
    if request.method == "POST":
        _limit(request, now)
    form = forms.Begin(request.POST or None, request.FILES or None, today=calendar.tehran_day(now), law=law)
    if form.is_valid() and _begin(request, form, now):
        return redirect("calc:payroll_list_made", form.result.token)
    above = (("محاسبه‌های قانون کار", reverse("calc:index")),)
    facts = structured.page("WebApplication", request.path, name=TITLE, description=LEAD, above=above)
    return page(request, "calc/payroll_list.html", form=form, structured=facts, title=TITLE, lead=LEAD, at_once=actions.AT_ONCE)


@require_safe
def template_xlsx(request: HttpRequest) -> HttpResponse:
    """The empty roster as a workbook."""
    return _download(writing.template(), "karkard.xlsx", actions.WORKBOOK)


@require_safe
def template_csv(request: HttpRequest) -> HttpResponse:
    """The example as CSV."""
    return _download(writing.csv_template().encode(), "karkard.csv", CSV)


@require_safe
def made(request: HttpRequest, token: str) -> HttpResponse:
    """The list: how far it is, its control totals, its rows."""
    row = access.payroll_list(request, token)
    after = request.GET.get("after", "")
    place = int(after[:9]) if after.isascii() and after.isdigit() else 0
    found = queries.rows_from(row, place) if row.state == PayrollList.State.DONE else queries.Rows([], None)
    context: dict[str, Any] = {"row": row, "control": computing.control(row.control), "month": looking.month(row), "is_first": not place}
    context |= {"people": looking.people(found.rows), "next_url": f"?after={found.after}" if found.after else ""}
    return page(request, "calc/payroll_made.html", totals=looking.totals(row), **context)


@require_safe
def payslip(request: HttpRequest, token: str, place: int) -> HttpResponse:
    """One row of the list: its payslip line by line, or what is wrong with it."""
    row = access.payroll_list(request, token)
    kept = queries.row_at(row, place)
    if kept is None:
        raise Http404
    context: dict[str, Any] = {
        "row": row,
        "person": looking.person(place, kept),
        "month": looking.month(row),
        "back": looking.page_of(place),
    }
    if not computing.is_bad(kept):
        context["sheet"] = shown.of(queries.payslip(row, kept, instruments.current()).as_json())
    return page(request, "calc/payroll_payslip.html", **context)


@require_safe
def errors(request: HttpRequest, token: str) -> HttpResponse:
    """The rows that have errors, each with its cells."""
    row = access.payroll_list(request, token)
    after = request.GET.get("after", "")
    found = queries.errors_from(row, int(after[:9]) if after.isascii() and after.isdigit() else 0)
    next_url = f"?after={found.after}" if found.after is not None else ""
    context = {"month": looking.month(row), "control": computing.control(row.control)}
    return page(request, "calc/payroll_errors.html", row=row, people=looking.people(found.rows), next_url=next_url, **context)


@require_safe
def workbook(request: HttpRequest, token: str) -> HttpResponse:
    """The list as a workbook."""
    row = access.payroll_list(request, token)
    if row.workbook is None:
        raise Http404
    return files.answer(row.workbook)


@require_safe
def errors_workbook(request: HttpRequest, token: str) -> HttpResponse:
    """The rows that have errors as a workbook, to be mended and sent again."""
    row = access.payroll_list(request, token)
    return _download(writing.errors_workbook(row), f"errors-{row.month}.xlsx", actions.WORKBOOK)


def forget(request: HttpRequest, token: str) -> HttpResponse:
    """The list and all that is in it is gone, after its owner was told what that means."""
    row = access.payroll_list(request, token)
    if request.method == "POST":
        actions.forget(row, by=request.actor, at=timezone.now())
        messages.success(request, "لیست و همه نام‌ها و عددهایش پاک شد.")
        return redirect("calc:payroll_lists" if request.actor.is_person else "calc:payroll_list")
    return page(request, "calc/payroll_forget.html", row=row, month=looking.month(row))


@require_safe
def payroll_lists(request: HttpRequest) -> HttpResponse:
    """The lists I keep, newest first."""
    found = paging.newest(queries.of_person(access.person(request).pk), after=request.GET.get("after", ""))
    rows = [{"row": row, "month": looking.month(row), "control": computing.control(row.control)} for row in found.rows]
    return page(request, "calc/payroll_lists.html", rows=rows, next_url=found.next_url)


def _begin(request: HttpRequest, form: forms.Begin, now: Any) -> bool:
    """A list was begun and, if small, is done by now; otherwise the workers were called."""
    given = {"sent": form.sent(), "person": access.sender(request), "law": form.law, "by": request.actor, "at": now}
    if not attempt(form, actions.begin, form.cleaned_data["file"], **given):
        return False
    access.remember(request, form.result)
    if actions.is_at_once(form.result):
        actions.work(form.result.pk, clock=timezone.now)
    elif form.result.state == PayrollList.State.WAITING:
        sweeps.call_workers()
    return True


def _limit(request: HttpRequest, now: Any) -> None:
    whose, most = (f"person:{request.actor.person_id}", SENT_AN_HOUR) if request.actor.is_person else (caller_ip(request), SENT_BY_VISITORS)
    limits.allow("payroll_list", whose, limit=most, at=now, window=timedelta(hours=1))


def _download(raw: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(raw, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
