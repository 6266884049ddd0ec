"""Reviewing a request: who works on it, what goes to the public questions, what is refused."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from kardad.core.pages import page
from kardad.core.paging import oldest
from kardad.desk import flow
from kardad.desk.access import requests as access
from kardad.desk.actions import assigning, reviewing
from kardad.desk.forms import office as forms
from kardad.desk.models import Approval
from kardad.desk.views.office import common
from kardad.kit import text
from kardad.people.models import Person
from kardad.ui import fields


def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the request to an expert, or to another one with a reason."""
    found, by = access.staffs_request(request.actor, pk)
    is_again = found.assigned_to_id is not None
    if by.role != "manager":
        raise Http404
    if found.state in flow.ENDED:
        return common.back(request, found, common.OVER, is_good=False)
    at = timezone.now()
    cards = [_card(one, found.assigned_to_id) for one in assigning.candidates(found, at=at)]
    form = forms.Assign(request.POST or None, cards=cards, is_again=is_again)
    if form.is_valid():
        expert = Person.objects.get(pk=int(form.cleaned_data["expert"]))
        words = {"expert": expert} | ({"reason": form.cleaned_data["reason"]} if is_again else {})
        if common.press(request, form, found, assigning.reassign if is_again else assigning.assign, found, by=by, **words):
            return common.back(request, found, f"این درخواست به {expert.name} سپرده شد.")
    return common.frame(request, "assign", found, form, is_again=is_again, cards=cards)


def _card(one: assigning.Candidate, now: int | None) -> fields.Card:
    closed = "در مرخصی است." if one.is_away else ""
    if one.conflict:
        closed = "با این درخواست تعارض منافع دارد."
    if one.expert.pk == now:
        closed = "همین حالا نزد اوست."
    load = f"{text.to_persian_digits(one.open_count)} درخواست باز"
    badge = "" if one.is_skilled else "این گروه خدمت کار او نیست"
    return fields.Card(str(one.expert.pk), one.expert.name, text=load, badge=badge, closed=closed)


def redirect(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Send a general question with a short answer to the public questions, once all five tests hold."""
    found, by = access.staffs_request(request.actor, pk)
    row = found.items.filter(pk=item).first()
    if row is None:
        raise Http404
    if gone := common.closed(request, found, by, "redirect"):
        return gone
    form = forms.Redirect(request.POST or None)
    if form.is_valid() and common.press(request, form, found, reviewing.redirect, row, checks=form.checks(), by=by):
        return common.back(request, found, f"«{row.title}» به پرسش و پاسخ هدایت شد و به متقاضی گفته شد.")
    return common.frame(request, "redirect", found, form, item=row)


def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose that the request be refused; a manager decides."""
    found, by = access.staffs_request(request.actor, pk)
    if found.state != "in_review" and request.method != "POST":
        return common.back(request, found, common.OVER, is_good=False)
    form = forms.Reject(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        if common.press(request, form, found, reviewing.propose_rejection, found, code=given["code"], reason=given["reason"], by=by):
            return common.back(request, found, "پیشنهاد شما برای مدیر فرستاده شد. تا تصمیم او درخواست در همین وضعیت می‌ماند.")
    return common.frame(request, "reject", found, form)


def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for a manager's yes or no, oldest first."""
    me = access.manager(request.actor).person_id
    rows = Approval.objects.filter(state="asked").select_related("request", "asked_by")
    found = oldest(rows, by="asked_at", after=request.GET.get("after", ""))
    return page(request, "desk/office/approvals.html", rows=found.rows, next_url=found.next_url, me=me)


def drop_approval(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what one asked a manager for."""
    row = Approval.objects.filter(pk=pk).select_related("request").first()
    if row is None:
        raise Http404
    found, by = access.staffs_request(request.actor, row.request_id)
    if row.asked_by_id != by.person_id:
        raise Http404
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_valid() and common.press(request, form, found, reviewing.drop, row, by=by):
        return common.back(request, found, "خواسته شما پس گرفته شد.")
    return common.frame(request, "drop_approval", found, form, approval=row)


def approval(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes or no to what an expert or a client asked for; never to what one asked oneself."""
    by = access.manager(request.actor)
    row = Approval.objects.filter(pk=pk).select_related("request", "asked_by", "decided_by").first()
    if row is None:
        raise Http404
    found, _ = access.staffs_request(request.actor, row.request_id)
    is_own = by.person_id in (row.asked_by_id, found.assigned_to_id)
    form = forms.Decide(None if is_own else request.POST or None)
    if form.is_valid():
        act = reviewing.approve if form.cleaned_data["verdict"] == forms.APPROVE else reviewing.decline
        if common.press(request, form, found, act, row, note=form.cleaned_data["note"], by=by):
            return common.back(request, found, "تصمیم شما ثبت شد.")
        row.refresh_from_db()
    code = reviewing.REJECTIONS.get(row.data.get("code", ""), "")
    return common.frame(request, "approval", found, form, approval=row, is_own=is_own, code=code)
