"""A certificate of a service is asked for: by the side that was served, or by staff; jobs print and seal it."""

import json
from datetime import datetime

from django.db import transaction

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.documents import actions as documents
from kardad.documents.models import Document
from kardad.inbox import certifying, flow, proof
from kardad.inbox.actions import comparing, holding
from kardad.inbox.models import Delivery
from kardad.inbox.queries import deliveries
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from kardad.people.models import Person


class NothingToCertify(Refusal):
    """What is no service, or was made void, is not certified."""

    code = "SERVICE_NOT_STANDING"
    message = "این ابلاغ انجام نشده یا بی‌اثر شده است؛ گواهی ندارد."


def certify_service(delivery: Delivery, *, by: Actor, at: datetime) -> Document:
    """The certificate says what has happened up to now; asked for again when nothing has happened since, the same one.

    Raises NothingToCertify, RowsDiffer, and NotAllowed for whoever is neither staff nor served.
    """
    comparing.ensure_alike(delivery.notice.dossier, at=at)
    return _certified(delivery, by=by, at=at)


@transaction.atomic
def _certified(delivery: Delivery, *, by: Actor, at: datetime) -> Document:
    holding.of_delivery(delivery.pk)
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("notice__dossier__office", "party", "agent")
    held = rows.get(pk=delivery.pk)
    person = Person.objects.filter(pk=by.person_id or 0).first()
    if by.role not in flow.STAFF and (person is None or not deliveries.may_see(held, person, at)):
        raise NotAllowed(flow="delivery", state=held.rung, move="certify_service", role=by.role)
    if not deliveries.stands(held):
        raise NothingToCertify
    data = certifying.data_of(held)
    last = next(iter(certifying.certificates(held)), None)
    if last is not None and json.loads(last.data) == data:
        return last
    chain = proof.chain(held.notice.dossier, at=at)
    made = documents.issue(certifying.KIND, held, data=data, facts=certifying.facts_of(held), chain=chain, by=by, at=at)
    record("delivery.certified", held, by=by, at=at, number=held.notice.number or "")
    return made
