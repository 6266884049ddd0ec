"""What staff keep: guides, the comments below them, the list of official addresses."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core.actor import Actor
from kardad.core.pages import attempt, page
from kardad.core.paging import newest, oldest
from kardad.kit import calendar
from kardad.qa import access
from kardad.qa.actions import guides as acting
from kardad.qa.forms import office as forms
from kardad.qa.models import Comment, Guide, LinkEntry
from kardad.qa.queries import lists

WORDS = {"draft": ("پیش‌نویس", "plain"), "published": ("منتشر شده", "good"), "withdrawn": ("برداشته شده", "wait")}


def guides(request: HttpRequest) -> HttpResponse:
    """Every guide in whatever state."""
    access.staff(request.actor)
    found = newest(Guide.objects.defer("body"), after=request.GET.get("after", ""))
    rows = [(row, *WORDS[row.state]) for row in found.rows]
    return page(request, "qa/office/guides.html", rows=rows, next_url=found.next_url)


def guide_new(request: HttpRequest) -> HttpResponse:
    """A new guide, a draft until it is published."""
    by = access.staff(request.actor)
    form = forms.Guide(request.POST or None, initial={"reviewed_on": calendar.tehran_day(timezone.now())})
    if form.is_valid() and attempt(form, _write, request, None, form.cleaned_data, by):
        messages.success(request, "پیش‌نویس راهنما نوشته شد.")
        return redirect("qa_office:guide", pk=form.result.pk)
    return page(request, "qa/office/guide.html", form=form)


def guide(request: HttpRequest, pk: int) -> HttpResponse:
    """One guide: its words, its day, and whether everybody reads it."""
    found, by = access.staffs_guide(request.actor, pk)
    form = forms.Guide(request.POST or None, initial={name: getattr(found, name) for name in forms.Guide.base_fields})
    if form.is_valid() and attempt(form, _write, request, found, form.cleaned_data, by):
        deed = {"publish": acting.publish, "withdraw": acting.withdraw}.get(request.POST.get("do", ""))
        if deed is None or attempt(form, deed, found, by=by, at=timezone.now()):
            messages.success(request, "ثبت شد.")
            return redirect("qa_office:guide", pk=pk)
    word, tone = WORDS[found.state]
    return page(request, "qa/office/guide.html", form=form, guide=found, word=word, tone=tone)


def comments(request: HttpRequest) -> HttpResponse:
    """The comments that nobody has looked at, oldest first."""
    access.staff(request.actor)
    found = oldest(lists.comments_to_judge(), by="made_at", after=request.GET.get("after", ""))
    return page(request, "qa/office/comments.html", rows=found.rows, next_url=found.next_url)


def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment: shown, or not and why."""
    found, by = access.staffs_comment(request.actor, pk)
    form = forms.Judge(request.POST or None)
    if form.is_valid() and attempt(form, _judge, found, form, by):
        messages.success(request, "ثبت شد.")
        return redirect("qa_office:comments")
    return page(request, "qa/office/comment.html", form=form, comment=found)


def links(request: HttpRequest) -> HttpResponse:
    """The list of official addresses, and a new one."""
    by = access.staff(request.actor)
    form = forms.Link(request.POST or None, initial={"checked_on": calendar.tehran_day(timezone.now())})
    if form.is_valid() and attempt(form, acting.keep_link, None, given=form.cleaned_data, by=by, at=timezone.now()):
        messages.success(request, "نشانی به فهرست افزوده شد.")
        return redirect("qa_office:links")
    rows = LinkEntry.objects.order_by("group", "place", "pk")[:300]
    return page(request, "qa/office/links.html", form=form, rows=rows)


def link(request: HttpRequest, pk: int) -> HttpResponse:
    """One address: mended, or opened today."""
    found, by = access.staffs_link(request.actor, pk)
    if request.method == "POST" and request.POST.get("do") in ("works", "down"):
        today, is_down = calendar.tehran_day(timezone.now()), request.POST["do"] == "down"
        acting.check_link(found, is_down=is_down, on=today, by=by, at=timezone.now())
        messages.success(request, "بازبینی امروز ثبت شد.")
        return redirect("qa_office:links")
    form = forms.Link(request.POST or None, initial={name: getattr(found, name) for name in forms.Link.base_fields})
    if form.is_valid() and attempt(form, acting.keep_link, found, given=form.cleaned_data, by=by, at=timezone.now()):
        messages.success(request, "ثبت شد.")
        return redirect("qa_office:links")
    return page(request, "qa/office/link.html", form=form, link=found)


def _write(request: HttpRequest, found: Guide | None, given: dict[str, Any], by: Actor) -> Guide:
    author = access.member(request.actor)
    return acting.write(found, given=given, author=author, by=by, at=timezone.now())


def _judge(found: Comment, form: forms.Judge, by: Actor) -> Comment:
    is_good, reason = form.cleaned_data["verdict"] == "publish", form.cleaned_data["reason"]
    return acting.judge_comment(found, is_good=is_good, reason=reason, by=by, at=timezone.now())
