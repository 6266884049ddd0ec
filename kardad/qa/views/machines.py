"""What machines read: questions like a text, the feed of answers, the maps for search engines."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import feedgenerator, timezone
from django.views.decorators.http import require_safe

from kardad.core.limits import TooMany
from kardad.core.operator import operator
from kardad.core.pages import page
from kardad.core.requests import caller_ip
from kardad.qa import policy, shown, topics
from kardad.qa.actions import reading as readers
from kardad.qa.queries import lists

LONGEST = 300  # characters of a text that is looked for
XML = "application/xml; charset=utf-8"


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """The questions like what is being typed: titles and addresses; an address that asks without end is told to wait."""
    text = request.GET.get("text", "").strip()[:LONGEST]
    try:
        found = readers.look_for_similar(text, ip=caller_ip(request), at=timezone.now()) if text else []
    except TooMany as refusal:  # the script that asks reads no page
        return JsonResponse(refusal.as_error(), status=refusal.status, json_dumps_params={"ensure_ascii": False})
    rows = [{"title": row.title, "url": shown.address(row), "is_answered": row.state != "published"} for row in found]
    return JsonResponse({"questions": rows}, json_dumps_params={"ensure_ascii": False})


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The answered questions as an Atom feed, newest first."""
    site = str(settings.SITE_URL).rstrip("/")
    made = feedgenerator.Atom1Feed(
        title=f"پرسش و پاسخ – {operator().name}",
        link=site + reverse("qa:questions"),
        description="پاسخ‌های تازه کارشناسان",
        language="fa",
        feed_url=site + reverse("qa:feed"),
    )
    for row in lists.newest(policy.FEED_LENGTH):
        link, at = site + shown.address(row), row.answered_at
        made.add_item(title=row.title, link=link, description=row.body, pubdate=at, updateddate=at, unique_id=link)
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The maps of the topics."""
    response = page(request, "qa/sitemap.xml", topics=[*topics.every(), "guides"])
    response.headers["Content-Type"] = XML
    return response


@require_safe
def sitemap_topic(request: HttpRequest, topic: str) -> HttpResponse:
    """The answered questions of one topic."""
    if topic not in (*topics.every(), "guides"):
        raise Http404
    is_guides = topic == "guides"
    rows = [] if is_guides else [(shown.address(row), row.answered_at) for row in lists.answered(topic)]
    paths = [(reverse("qa:guide", args=[row.slug]), row.reviewed_on) for row in lists.guides()] if is_guides else rows
    own = [] if is_guides else [reverse("qa:topic", args=[topic])]
    response = page(request, "qa/sitemap_topic.xml", rows=paths, own=own)
    response.headers["Content-Type"] = XML
    return response
