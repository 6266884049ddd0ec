"""What staff say to everybody of a role or a province: written, seen beforehand, withdrawn."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.inbox.access import office as access
from kardad.inbox.actions import announcements as actions
from kardad.inbox.forms import office_dossiers as plain
from kardad.inbox.forms import office_service as forms
from kardad.inbox.models import Announcement
from kardad.kit import calendar
from kardad.people import roles


def announcements(request: HttpRequest) -> HttpResponse:
    """Write one: first it is shown as people will see it, then a press says it."""
    by, now = access.desk(request.actor).by, timezone.now()
    form = forms.Announce(request.POST or None, today=calendar.tehran_day(now))
    seen: dict[str, Any] | None = None
    if form.is_valid():
        seen = form.told
        if request.POST.get("do") == "announce" and attempt(form, actions.announce, **seen, by=by, at=now):
            messages.success(request, "اطلاعیه ثبت شد.")
            return redirect("inbox_office:announcements")
    found = newest(Announcement.objects.all(), after=request.GET.get("after", ""))
    rows = [(one, roles.title(one.role) if one.role else "همه", _state(one, now)) for one in found.rows]
    return page(request, "inbox/office/announcements.html", form=form, rows=rows, next_url=found.next_url, seen=seen)


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one back."""
    by = access.desk(request.actor).by
    found, form = (
        get_object_or_404(Announcement, pk=min(pk, access.GREATEST_ID)),
        plain.Bare(request.POST if request.method == "POST" else None),
    )
    if form.is_bound and form.is_valid() and attempt(form, actions.withdraw, found, by=by, at=timezone.now()):
        messages.success(request, "اطلاعیه برداشته شد.")
        return redirect("inbox_office:announcements")
    return page(request, "inbox/office/announcement_withdraw.html", form=form, found=found)


def _state(one: Announcement, now: Any) -> tuple[str, str]:
    if one.withdrawn_at:
        return "plain", "برداشته شد"
    if one.until_at <= now:
        return "plain", "پایان یافت"
    return ("wait", "هنوز آغاز نشده") if one.from_at > now else ("good", "دیده می‌شود")
