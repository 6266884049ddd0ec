"""Who is asking: the person of the session, in the role he chose last – and where he must go first."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from kardad.core import drafts
from kardad.core.actor import VISITOR, Actor
from kardad.people import doors
from kardad.people.access import Elsewhere
from kardad.people.queries import roles

GetResponse = Callable[[HttpRequest], HttpResponse]
DONE = (302, 303)


class actor:  # noqa: N801 – a middleware is named in settings like the functions beside it
    """Every request has `request.actor`, worked out when first asked for; `access.Elsewhere` becomes the way there and back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a form that was sent has no draft any more."""
        request.actor = SimpleLazyObject(lambda: actor_of(request))
        response = self.get_response(request)
        if request.method == "POST" and response.status_code in DONE:
            _forget_draft(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Lead elsewhere whoever must go there first."""
        return doors.lead(request, exception) if isinstance(exception, Elsewhere) else None


def actor_of(request: HttpRequest) -> Actor:
    """The session's person in the role he chose last; one that is no longer his is dropped before anything is done in it."""
    if not request.user.is_authenticated:
        return VISITOR
    acting = request.session.get("acting", roles.MEMBER)
    if acting != roles.MEMBER and not roles.still_holds(request.user.pk, acting):
        acting = roles.MEMBER
        request.session.pop("acting", None)
        request.session.pop("acting_title", None)
    role, _, behalf = acting.partition("|")
    return Actor(request.user.pk, role, behalf, request.user.level)


def _forget_draft(request: HttpRequest) -> None:
    # A second button (`do`) is not the form's deed: what was typed beside it stays.
    if "do" in request.POST or getattr(request, "keeps_draft", False) or not request.actor.is_person:
        return
    drafts.drop(request.path, person_id=request.actor.person_id)
