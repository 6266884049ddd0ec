"""Dated guides with their comments, and the list of official addresses."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.qa import access
from kardad.qa.actions import guides as acting
from kardad.qa.forms import asking as forms
from kardad.qa.models import LinkEntry
from kardad.qa.queries import lists
from kardad.ui import structured

INDEX = "راهنماهای تاریخ‌دار"
SHOWN = 5  # comments on the guide's own page


@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """The guides, the last reviewed first."""
    found = lists.guides()[:200]
    words = "راهنماهای گام‌به‌گام کار و بیمه، هر کدام با تاریخ نوشتن و آخرین بازبینی."
    facts = structured.page("CollectionPage", request.path, name=INDEX, description=words)
    return page(request, "qa/guides.html", guides=found, title=INDEX, description=words, structured=facts)


def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide, its newest comments, and a place to write one."""
    found = access.guide(slug)
    form = forms.Comment(request.POST or None)
    if form.is_valid() and attempt(form, _comment, request, found, form.cleaned_data["body"]):
        messages.success(request, "نظر شما رسید. پس از دیدن کارشناس، بدون نام شما نشان داده می‌شود.")
        return redirect("qa:guide", slug=slug)
    rows = newest(lists.comments(found), size=SHOWN)
    above = ((INDEX, reverse("qa:guides")),)
    facts = structured.page("Article", request.path, name=found.title, description=found.lead, above=above, reviewed=found.reviewed_on)
    return page(request, "qa/guide.html", form=form, guide=found, comments=rows.rows, after=rows.after, structured=facts)


@require_safe
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """Every comment below a guide, page by page; search engines keep the guide itself alone."""
    found = access.guide(slug)
    rows = newest(lists.comments(found), after=request.GET.get("after", ""))
    return page(request, "qa/comments.html", guide=found, comments=rows.rows, next_url=rows.next_url)


@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """The official systems, sites and channels, with the day on which each was last opened."""
    title, words = "سامانه‌ها و نشانی‌های رسمی", "نشانی درست سامانه‌های کار و بیمه، با تاریخ آخرین بازبینی هر کدام."
    rows = list(lists.links())
    groups = {group.label: found for group in LinkEntry.Group if (found := [row for row in rows if row.group == group])}
    facts = structured.page("CollectionPage", request.path, name=title, description=words)
    return page(request, "qa/links.html", groups=groups, title=title, description=words, structured=facts)


def _comment(request: HttpRequest, found: Any, body: str) -> object:
    author = access.member(request.actor)
    return acting.comment(found, author=author, body=body, by=request.actor, at=timezone.now())
