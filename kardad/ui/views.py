"""The gallery: every component in its states, for those who write pages and those who judge them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from kardad.core.pages import page
from kardad.ui import samples


def gallery(request: HttpRequest) -> HttpResponse:
    """The list of the gallery's rooms."""
    return page(request, "gallery/index.html", parts=samples.PARTS)


def gallery_part(request: HttpRequest, slug: str) -> HttpResponse:
    """One room of the gallery; the words of the address choose its state (`?wrong=1` shows every error)."""
    if slug not in samples.PARTS:
        raise Http404
    shown = samples.shown(slug, wrong="wrong" in request.GET, at=timezone.now())
    # Errors are the exhibit here: the page itself is well.
    return page(request, f"gallery/{slug}.html", status=200, slug=slug, parts=samples.PARTS, **shown)
