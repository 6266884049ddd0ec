"""Pages of experts: the board refers and goes on, the secretary helps, a side reads and objects, the expert answers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases import access as cases
from kardad.cases import shown, shown_decisions
from kardad.cases import shown_experts as told
from kardad.cases.access import experts as access
from kardad.cases.actions import declining, fees, opinions
from kardad.cases.actions import experts as actions
from kardad.cases.forms import experts as forms
from kardad.cases.models import Case
from kardad.cases.queries import experts as queries
from kardad.cases.views.petition import uploads
from kardad.core import files
from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.kit import calendar
from kardad.people import access as people


@require_safe
def office_expert(request: HttpRequest, pk: int) -> HttpResponse:
    """The referrals of a case for its desk and its panel."""
    now = timezone.now()
    found, chairs, runs = access.staff(request.actor, pk, now=now)
    rows = [told.of(one, at=now) for one in queries.of_case(found)]
    may_refer = chairs and shown_decisions.begin(found) is not None
    open_one = next((one for one in rows if one.referral.state in queries.OPEN), None)
    context = {"rows": rows, "chairs": chairs, "runs": runs, "may_refer": may_refer, "current": open_one}
    context |= {"declines": queries.declined(found), "takes_receipt": runs and queries.takes_receipt(found)}
    return page(request, "cases/experts/office.html", found=found, **context, **shown_decisions.facts(found))


def refer(request: HttpRequest, pk: int) -> HttpResponse:
    """The board puts a question to an expert."""
    found, by = access.referring(request.actor, pk)
    form = forms.Refer(request.POST or None, case=found)
    if form.is_valid() and attempt(form, actions.refer, found, form.order, by=by, at=timezone.now()):
        messages.success(request, "پرونده به کارشناس سپرده شد و هزینه به پرداخت‌کننده ابلاغ شد.")
        return redirect("cases_office:expert", found.pk)
    return page(request, "cases/experts/refer.html", form=form, **shown_decisions.facts(found))


def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """The board names another expert in the place of one who declined."""
    found, referral, by = access.appointing(request.actor, pk)
    form = forms.Appoint(request.POST or None, referral=referral)
    if form.is_valid() and attempt(form, declining.appoint, found, form.person, by=by, at=timezone.now()):
        messages.success(request, "کارشناس دیگری تعیین شد و خبر شد. هزینه پرداخت‌شده برای او می‌ماند.")
        return redirect("cases_office:expert", found.pk)
    return page(request, "cases/experts/appoint.html", form=form, referral=referral, **shown_decisions.facts(found))


def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """The board deliberates again without a new session."""
    found, by = access.chair(request.actor, pk)
    return _end(request, found, "go_on", by=by)


def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """The case waits for a new session."""
    found, by = access.desk(request.actor, pk, now=timezone.now())
    return _end(request, found, "take_up", by=by)


def note_fee(request: HttpRequest, pk: int) -> HttpResponse:
    """A payer without an account paid at the bank."""
    found, by = access.fee(request.actor, pk, now=timezone.now())
    form = forms.Receipt(request.POST or None)
    if form.is_valid() and attempt(form, actions.note_fee, found, **form.cleaned_data, by=by, at=timezone.now()):
        is_late = form.result.ended_at is not None
        messages.success(request, "فیش ثبت شد و امور مالی آن را برمی‌گرداند." if is_late else "پرداخت ثبت شد و کارشناس خبر شد.")
        return redirect("cases_office:expert", found.pk)
    is_over = queries.current(found) is None
    return page(request, "cases/experts/note_fee.html", form=form, is_over=is_over, **shown_decisions.facts(found))


def fee_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Finance pays back a fee that was paid at a bank in vain."""
    found, by = access.fee_return(request.actor, pk)
    now = timezone.now()
    form = forms.PaidBack(request.POST or None, today=calendar.tehran_day(now))
    if form.is_bound:
        people.fresh(request)
    if form.is_valid() and attempt(form, fees.pay_back, found, **form.cleaned_data, by=by, at=now):
        messages.success(request, "ثبت شد. برگشت هزینه در پرونده نوشته شد.")
        return redirect(request.path)
    context = {"number": actions.number(found.referral.case), "queue": queries.fees_owed(by.somebody)[:8]}
    return page(request, "cases/experts/fee_return.html", form=form, found=found, **context)


def office_opine(request: HttpRequest, pk: int) -> HttpResponse:
    """An opinion that came on paper is filed for the expert."""
    found, by = access.desk(request.actor, pk, now=timezone.now())
    referral = queries.current(found)
    form = forms.Opine(request.POST or None, request.FILES or None)
    if referral and _filed(request, form, opinions.opine, referral, by=by):
        messages.success(request, "نظر کارشناس ثبت و به هر دو طرف ابلاغ شد.")
        return redirect("cases_office:expert", found.pk)
    context = {"referral": referral, "back": "office"}
    return page(request, "cases/experts/opine.html", form=form, **context, **shown_decisions.facts(found))


@require_safe
def expert(request: HttpRequest, token: str) -> HttpResponse:
    """A side reads what was asked of an expert, who pays, what he said."""
    now = timezone.now()
    place = access.side(request.actor, token, at=now)
    rows = [told.of(one, at=now, reader=place.party) for one in queries.of_case(place.case)]
    may, until = told.objecting(rows[0], place.party)
    context = {"rows": rows, "place": place, "may_object": may, "until": until, "left": told.left(until, now)}
    return page(request, "cases/experts/side.html", found=place.case, number=place.case.class_number or "", **context)


def opinion_object(request: HttpRequest, token: str) -> HttpResponse:
    """A side says what it holds against the opinion."""
    now = timezone.now()
    place = access.side(request.actor, token, at=now)
    one = told.of(queries.of_case(place.case)[0], at=now)
    may, until = told.objecting(one, place.party)
    if not may:
        raise Http404
    form = forms.ObjectTo(request.POST or None, request.FILES or None)
    if _filed(request, form, opinions.object, place, by=request.actor):
        messages.success(request, "ایراد شما در پرونده است و هیئت آن را می‌خواند.")
        return redirect("cases:expert", token)
    return page(request, "cases/experts/object.html", form=form, found=place.case, one=one, until=until, left=told.left(until, now))


@require_safe
def expertises(request: HttpRequest) -> HttpResponse:
    """What was put to the reader as an expert, newest first."""
    me, _ = access.expert(request.actor)
    found = newest(queries.of_expert(me.pk), after=request.GET.get("after", ""))
    rows = [(one, *told.STATES[one.state], one.state in queries.READ) for one in found.rows]
    return page(request, "cases/experts/expertises.html", rows=rows, next_url=found.next_url)


@require_safe
def expertise(request: HttpRequest, pk: int) -> HttpResponse:
    """The question, and the part of the file that was put before him."""
    found, _ = access.expertise(request.actor, pk)
    state, tone = told.STATES[found.state]
    papers = found.files.select_related("file", "filing").order_by("pk")
    context = {"state": state, "tone": tone, "papers": papers, "board": shown.board(found.hearing.instance)}
    return page(request, "cases/experts/expertise.html", found=found, **context)


@require_safe
def expertise_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """One of its papers."""
    found, _ = access.expertise(request.actor, pk)
    row = found.files.select_related("file").filter(pk=min(file, cases.GREATEST_ID)).first()
    if row is None:
        raise Http404
    return files.answer(row.file)


def opine(request: HttpRequest, pk: int) -> HttpResponse:
    """The expert gives his opinion."""
    found, by = access.asked(request.actor, pk)
    form = forms.Opine(request.POST or None, request.FILES or None)
    if _filed(request, form, opinions.opine, found, by=by):
        messages.success(request, "نظر شما ثبت و به هر دو طرف ابلاغ شد.")
        return redirect("cases:expertise", found.pk)
    return page(request, "cases/experts/opine.html", form=form, referral=found, back="own", number=found.case.class_number or "")


def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The expert does not take the question on."""
    found, by = access.asked(request.actor, pk)
    form = forms.Decline(request.POST or None)
    if form.is_valid() and attempt(form, declining.decline, found, **form.cleaned_data, by=by, at=timezone.now()):
        messages.success(request, "ثبت شد. هیئت کارشناس دیگری تعیین می‌کند و از شما چیزی نمی‌خواهد.")
        return redirect("cases:expertises")
    return page(request, "cases/experts/decline.html", form=form, found=found)


def _end(request: HttpRequest, found: Case, name: str, *, by: Any) -> HttpResponse:
    now, referral = timezone.now(), queries.current(found)
    needs_why = referral is not None and referral.opinion_id is None
    form: Any = (forms.End if needs_why else forms.Bare)(request.POST if request.method == "POST" else None)
    deed = opinions.go_on if name == "go_on" else opinions.take_up
    if form.is_bound and form.is_valid() and attempt(form, deed, found, **form.cleaned_data, by=by, at=now):
        messages.success(request, "پرونده دوباره نزد هیئت است." if name == "go_on" else "پرونده در نوبت جلسه تازه است.")
        return redirect("cases_office:decision" if name == "go_on" else "cases_office:set_hearing", found.pk)
    context = {"deed": name, "needs_why": needs_why, "referral": referral}
    return page(request, "cases/experts/end.html", form=form, **context, **shown_decisions.facts(found))


def _filed(request: HttpRequest, form: Any, deed: Any, *args: Any, by: Any) -> bool:
    """The words and the files of the form are in the case; what was refused stands beside its field."""
    if not form.is_valid():
        return False
    kept = uploads.keep(form.cleaned_data["files"] or [], owner_id=by.somebody, at=timezone.now())
    for refused in kept.refused:
        form.add_error("files", refused)
    if kept.refused:
        return False
    return bool(attempt(form, deed, *args, words=form.cleaned_data["words"], files=kept.files, by=by, at=timezone.now()))
