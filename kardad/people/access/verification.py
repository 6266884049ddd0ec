"""Who may see an attempt: the session that began or resumed it, and its own person."""

from django.http import Http404, HttpRequest

from kardad.people.models import Attempt, Person

FOLLOWED = "followed"  # in the session: the attempt that was found by its tracking code


def public(request: HttpRequest) -> None:
    """Anyone; said aloud so that every view names its access."""


def attempt(request: HttpRequest, key: str = "attempt") -> Attempt:
    """The attempt this session is about; 404 for every other."""
    found = Attempt.objects.filter(pk=request.session.get(key) or 0).select_related("person").first()
    if found is None or request.session.get(f"{key}_mark") != found.session_key:
        raise Http404  # never this session's, or resumed on another device since
    if found.state != "verified" and found.person_id and request.user.is_authenticated and found.person_id != request.user.pk:
        raise Http404
    return found


def hold(request: HttpRequest, found: Attempt, key: str = "attempt") -> None:
    """This session is about the attempt from now on."""
    request.session[key], request.session[f"{key}_mark"] = found.pk, found.session_key


def is_followed(request: HttpRequest, attempt: Attempt) -> bool:
    """Whether the session came by a tracking code: it may go on, but is not told what was typed or what was wrong with it."""
    return request.session.get(FOLLOWED) == attempt.pk


def verified_person(request: HttpRequest) -> Person:
    """The person of the session, or the one this session has just proved to be; 404 for anyone else."""
    if request.user.is_authenticated:
        return Person.objects.get(pk=request.user.pk)
    found = Person.objects.filter(pk=request.session.get("verified_person") or 0, state=Person.State.ACTIVE).first()
    if found is None:
        raise Http404
    return found
