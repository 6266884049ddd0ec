"""The bare application's pages."""

import json
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from benchmarks.bare import reads


@cache
def words() -> dict[str, str]:
    """The sentences of the history."""
    return json.loads((settings.FLAT / "words.json").read_text(encoding="utf-8"))


def alive(request: HttpRequest) -> HttpResponse:
    """The first answer."""
    return HttpResponse("ok")


@login_required
def panel(request: HttpRequest) -> HttpResponse:
    """The panel page from one flat template."""
    acting = request.session.get("acting", "").partition("|")[0]
    found = reads.of(request.user.pk, acting=acting, at=timezone.now())
    for event in found["events"]:
        event.said = words()[event.name].format(**event.data)
    return render(request, "panel.html", found)
