"""Who may see a payroll list: the person who sent the roster, or the browser that did; nobody else, and no staff."""

from django.http import Http404, HttpRequest

from kardad.calc.models import PayrollList
from kardad.people import access
from kardad.people.models import Person

KEPT = "payroll_lists"  # in the session: the tokens of lists that a visitor made
MANY = 20


def person(request: HttpRequest) -> Person:
    """The person who acts; a visitor is led to the log-in page and back."""
    return access.person(request.actor)


def sender(request: HttpRequest) -> Person | None:
    """The person who sends a roster, None for a visitor; one whose account is closed is led to the log-in page."""
    return access.person(request.actor) if request.actor.is_person else None


def payroll_list(request: HttpRequest, token: str) -> PayrollList:
    """The list, if it is the person's own, or was made in this very browser by a visitor; log-in or 404 for every other."""
    found = PayrollList.objects.filter(token=token).first()
    if found is not None and found.person_id is not None:
        person(request)
    if found is None or not _is_own(request, found):
        raise Http404
    return found


def remember(request: HttpRequest, row: PayrollList) -> None:
    """The visitor's browser may see this list until it expires."""
    if row.person_id is None:
        kept = [token for token in request.session.get(KEPT, []) if token != row.token]
        request.session[KEPT] = [*kept, row.token][-MANY:]


def _is_own(request: HttpRequest, row: PayrollList) -> bool:
    if row.person_id is not None:
        return bool(request.actor.person_id == row.person_id)
    return row.token in request.session.get(KEPT, [])
