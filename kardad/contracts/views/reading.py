"""One contract as its two sides read it."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.contracts import access, flow
from kardad.contracts.actions import common
from kardad.contracts.shown import following, lists
from kardad.contracts.views import deeds
from kardad.core.pages import page


@require_safe
def contract(request: HttpRequest, token: str) -> HttpResponse:
    """The contract: its sides, where it stands, what it says."""
    place = access.contract(request.actor, token)
    found, beside = place.contract, following.wordings(place)
    after = following.of(place, beside, at=timezone.now())
    return page(
        request,
        "contracts/contract.html",
        place=place,
        found=found,
        state=lists.state(found, place.side),
        tone=flow.TONES.get(found.state, "info"),
        employer=common.employer(found),
        ways=deeds.ways(place, beside),
        next=after,
        until_title=following.until_title(found, after, beside),
    )
