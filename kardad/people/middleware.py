"""Who is asking: the person of the session, in the role he chose last."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from kardad.core.actor import VISITOR, Actor

GetResponse = Callable[[HttpRequest], HttpResponse]


def actor(get_response: GetResponse) -> GetResponse:
    """Every request has `request.actor`; it is worked out when first asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))
        return get_response(request)

    return middleware


def actor_of(request: HttpRequest) -> Actor:
    """The session's person in the acting role kept in the session; access functions judge whether it still holds."""
    if not request.user.is_authenticated:
        return VISITOR
    role, _, behalf = request.session.get("acting", "member|").partition("|")
    return Actor(request.user.pk, role, behalf, request.user.level)
