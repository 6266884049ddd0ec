"""What every deed on a request shares: one transaction, the row under lock, the judge of moves, the event, the letter."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import structlog
from django.db import models, transaction
from django.urls import reverse

from kardad.billing.actions import invoices
from kardad.billing.models import Invoice
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.desk import flow
from kardad.desk.models import Item, Request
from kardad.desk.queries import requests as queries
from kardad.inbox import actions as inbox
from kardad.kit import text
from kardad.kit.flow import NotAllowed
from kardad.people.models import Person

P = ParamSpec("P")
R = TypeVar("R")
log = structlog.get_logger()
AMONG_STAFF = ("request.noted", "request.opinion_asked", "request.opinion_given", "request.rejection_asked", "request.invoice_asked")


class NotYours(NotAllowed):
    """The request lies with another expert, or he who works on it is himself on its client's side."""

    code = "REQUEST_NOT_YOURS"
    message = "این درخواست اکنون به شما سپرده نشده است. فهرست کارهای خود را تازه کنید."


class _Moved(Exception):
    """Between the look and the lock the request got another invoice."""


def deed(function: Callable[P, R]) -> Callable[P, R]:
    """The action as one transaction; a move that the tables forbid is kept in history and log after it was rolled back."""

    @wraps(function)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with transaction.atomic():
                return function(*args, **kwargs)
        except NotAllowed as refused:
            _keep_refused(refused, args[0], kwargs)
            raise

    return done


def locked(pk: int) -> Request:
    """The request, held until the transaction ends."""
    return Request.objects.select_for_update(of=("self",)).select_related("applicant", "client", "organisation").get(pk=pk)


def locked_item(item: Item) -> tuple[Request, Item]:
    """The item and its request, which is held."""
    return locked(item.request_id), Item.objects.get(pk=item.pk)


def held(pk: int) -> tuple[Request, Invoice | None]:
    """The request and its present invoice, both held: the invoice first, as billing holds it when it tells of it."""
    while True:
        seen = Request.objects.values_list("invoice_id", flat=True).get(pk=pk)
        try:
            with transaction.atomic():  # what was locked in vain is let go with it
                invoice = invoices.locked(seen) if seen else None
                request = locked(pk)
                if request.invoice_id != seen:
                    raise _Moved
                return request, invoice
        except _Moved:
            continue


def move(request: Request, name: str, *, by: Actor) -> None:
    """The request's state after the move; raises NotAllowed, or NotYours for staff whose request it is not. Saved by `keep`."""
    state = flow.REQUEST.after(request.state, name, flow.role_of(by.role))
    ensure_yours(request, name, by=by)
    request.state = state


def ensure_yours(request: Request, name: str, *, by: Actor) -> None:
    """Staff touch no request of their own, and experts none but those that lie with them."""
    role = flow.role_of(by.role)
    if (role == "expert" and request.assigned_to_id != by.person_id) or (is_staff(by) and queries.is_own(request, by.person_id)):
        raise NotYours(flow="request", state=request.state, move=name, role=role)


def forbid(request: Request, name: str, *, by: Actor) -> NotAllowed:
    """The refusal of a deed that no table holds."""
    return NotAllowed(flow="request", state=request.state, move=name, role=flow.role_of(by.role))


def is_staff(by: Actor) -> bool:
    """Whether the actor works here, as far as this deed goes."""
    return flow.role_of(by.role) in ("expert", "manager")


def side_of(by: Actor) -> str:
    """On which side of a conversation the actor speaks."""
    return "staff" if is_staff(by) else "client"


def keep(request: Request, *, at: datetime) -> Request:
    """The request is saved, and stands on top of the lists."""
    request.changed_at = at
    request.save()
    return request


def note(name: str, request: Request, *, by: Actor, at: datetime, **data: Any) -> None:
    """One event in the history of the client who wrote; what passes between staff stands in nobody's."""
    is_among_staff = name in AMONG_STAFF or data.pop("is_among_staff", False)
    person_id = None if is_among_staff else readers(request)[0].pk
    record(name, request, by=by, at=at, person_id=person_id, number=request.number or "", **data)


def tell(request: Request, event: str, *, at: datetime, **words: Any) -> None:
    """A letter to who wrote, while he reaches the request, and to him for whom it was written."""
    for person in readers(request):
        inbox.tell(person, event, about=request, url=address(request), at=at, number=request.shown_number, **words)


def readers(request: Request) -> list[Person]:
    """Who reads of the request on its client's side, who wrote first while he reaches it."""
    writer = [request.applicant] if queries.writer_reaches(request) else []
    return writer + ([request.client] if request.client else [])


def address(request: Request) -> str:
    """Where the client finds the request."""
    return reverse("desk:request", args=[request.pk])


def _keep_refused(refused: NotAllowed, subject: Any, given: Any) -> None:
    request = _request_of(subject)
    if request is None or request.pk is None:
        return
    by, at = given["by"], given["at"]
    state, name = str(refused.details.get("state", "")), str(refused.details.get("move", ""))
    log.warning("move refused", request=request.pk, person=by.person_id, role=by.role, state=state, move=name)
    with transaction.atomic():
        title = flow.STATES.get(state) or flow.HOURS.get(state, (state,))[0]
        record("request.refused_move", request, by=by, at=at, person_id=None, state=title, move=name)


def _request_of(subject: Any) -> Request | None:
    """The request that a deed is about: itself, that of its item, or that of the item or appointment which holds the subject."""
    while subject is not None and not isinstance(subject, Request):
        subject = next((getattr(subject, name) for name in ("request", "item", "appointment") if hasattr(subject, name)), None)
    return subject


def letters(said: str) -> int:
    """How many characters a reader sees: spaces once each, nothing that is invisible."""
    return len(text.drop_unseen(text.display(said)))


def count(rows: models.QuerySet[Any], most: int) -> int:
    """How many rows there are, looked at up to so many."""
    return len(rows.values_list("pk", flat=True)[:most])
