"""Pages of the front door."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from kardad.core.middleware import wants_json
from kardad.core.pages import page
from kardad.people import roles
from kardad.people.models import Person
from kardad.portal import demo, leaves, queries
from kardad.portal.figures import figures
from kardad.portal.panel import panel_of
from kardad.ui import structured


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, for whom, and the three entrances."""
    troubles = queries.troubles(timezone.now())
    return _leaf(request, leaves.pages()["home"], troubles=troubles, rooms=demo.room())


@login_required
@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """Who I am, what waits for me, what I can do next, and what happened."""
    return page(request, "portal/panel.html", panel=panel_of(cast(Person, request.user), acting=request.actor, at=timezone.now()))


@require_safe
def help_list(request: HttpRequest) -> HttpResponse:
    """The guides by subject."""
    return _leaf(request, leaves.pages()["help"], groups=leaves.guide_groups())


@require_safe
def help_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide, or 404."""
    guide = leaves.guides().get(slug)
    if guide is None:
        raise Http404
    return _leaf(request, guide, related=leaves.related(guide), methods=lambda: queries.methods(timezone.now()), needs=queries.needs)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Who operates this installation."""
    return _leaf(request, leaves.pages()["about"])


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The rules of the panel, in the version that members accept."""
    return _leaf(request, leaves.pages()["rules"], version=queries.rules_version())


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, how long, and who looked."""
    return _leaf(request, leaves.pages()["privacy"], consent_version=queries.consent_version())


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was checked for accessibility and what was not."""
    return _leaf(request, leaves.pages()["accessibility"])


@require_safe
@vary_on_headers("Accept")
def status(request: HttpRequest) -> HttpResponse:
    """Which parts work now, and the troubles of the past; the same as JSON for whoever asks for it."""
    at = timezone.now()
    parts, past = queries.parts(at), queries.past_troubles(at)
    if wants_json(request):
        return JsonResponse(queries.status_facts(parts, past, at), json_dumps_params={"ensure_ascii": False})
    return _leaf(request, leaves.pages()["status"], parts=parts, past=past, at=at)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page, for search engines."""
    response = page(request, "portal/sitemap.xml", leaves=queries.public_leaves(), doors=queries.public_doors())
    response.headers["Content-Type"] = "application/xml; charset=utf-8"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read."""
    response = page(request, "portal/robots.txt")
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The mark of the house, for whoever asks at the old address."""
    return redirect(static("ui/img/mark.svg"))


def _leaf(request: HttpRequest, leaf: leaves.Leaf, **context: object) -> HttpResponse:
    above = (("راهنما", reverse("portal:help")),) if leaf.is_guide else ()
    told = structured.page("WebPage", leaf.path, name=leaf.title, description=leaf.description, above=above, reviewed=leaf.reviewed)
    return page(request, leaf.template, leaf=leaf, structured=told, figures=figures(), roles=roles.ROLES, **context)
