"""The calendar of my deadlines: its secret address is made, shown once and taken back; whoever has it reads the days."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.core import outside
from kardad.core.pages import page
from kardad.inbox import access
from kardad.inbox.actions import feeds as actions
from kardad.inbox.models import Feed
from kardad.inbox.queries import feeds

MADE = "calendar_made"  # in the session, between the press and the page that shows it


def feed(request: HttpRequest) -> HttpResponse:
    """Whether there is an address, and the deeds about it; a new one is shown this once."""
    person = access.person(request.actor)
    if request.method == "POST":
        at = timezone.now()
        if request.POST.get("do") == "revoke":
            actions.revoke(person, by=request.actor, at=at)
            messages.success(request, "نشانی تقویم برداشته شد و دیگر چیزی نشان نمی‌دهد.")
        else:
            request.session[MADE] = actions.make(person, by=request.actor, at=at)
        return redirect("inbox:feed")
    secret = request.session.pop(MADE, "")
    address = outside.site_address(f"/calendar/{secret}.ics") if secret else ""
    return page(request, "inbox/feed.html", feed=Feed.objects.filter(person=person).first(), address=address)


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The days behind a secret address; of a wrong one nothing is said."""
    person = feeds.owner(secret)
    if person is None:
        raise Http404
    headers = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
    return HttpResponse(feeds.written(person, at=timezone.now()), content_type="text/calendar; charset=utf-8", headers=headers)
