"""Pages of the front door."""

import hashlib
import json
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from kardad.availability import queries as availability
from kardad.availability import shown
from kardad.core.middleware import wants_json
from kardad.core.pages import page
from kardad.kit import text
from kardad.people import roles
from kardad.people.models import Person
from kardad.portal import demo, installing, leaves, queries
from kardad.portal.figures import figures
from kardad.portal.panel import panel_of
from kardad.search import queries as finding
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
def search(request: HttpRequest) -> HttpResponse:
    """What fits the words, best first: tools, services, answers, guides and the law in one list."""
    asked = text.display(request.GET.get("q", ""))[: finding.LONGEST]
    kind = request.GET.get("kind", "")
    kinds = [kind] if kind in finding.TITLES else []
    found = finding.hits(asked, kinds=kinds) if asked else []
    return page(request, "portal/search.html", asked=asked, kind="".join(kinds), kinds=finding.TITLES, found=found)


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
    return _leaf(request, leaves.pages()["status"], parts=parts, past=past, at=at, strips=shown.strips(availability.pictures(at)))


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


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a telephone needs to install the site as an app."""
    return JsonResponse(installing.manifest(), json_dumps_params={"ensure_ascii": False}, content_type="application/manifest+json")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker of the installed app, which keeps nothing but the page without network."""
    kept = json.dumps(installing.kept())
    version = hashlib.sha256(kept.encode()).hexdigest()[:12]
    response = page(request, "portal/worker.js", kept=kept, version=version)
    response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown where there is no network."""
    return page(request, "portal/offline.html")


def _leaf(request: HttpRequest, leaf: leaves.Leaf, **context: object) -> HttpResponse:
    above = (("راهنما", reverse("portal:help")),) if leaf.is_guide else ()
    told = structured.page("WebPage", leaf.path, name=leaf.title, description=leaf.description, above=above, reviewed=leaf.reviewed)
    return page(request, leaf.template, leaf=leaf, structured=told, figures=figures(), roles=roles.ROLES, **context)
