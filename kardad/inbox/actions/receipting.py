"""The receipt of a service on paper is asked for; jobs print and seal it."""

import json
from datetime import datetime

from django.db import transaction

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.documents import actions as documents
from kardad.documents.models import Document
from kardad.inbox import proof, receipts
from kardad.inbox.actions import comparing, holding
from kardad.inbox.models import Delivery
from kardad.inbox.queries import deliveries
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from kardad.people.models import Person


class NothingProven(Refusal):
    """A paper from elsewhere has no proof of ours."""

    code = "NOTHING_PROVEN"
    message = "این برگه را سامانه نرسانده است؛ رسیدی ندارد."


def receipt(delivery: Delivery, *, by: Actor, at: datetime) -> Document:
    """The paper tells every step up to now; asked for again when nothing has happened since, the same one.

    Raises NothingProven, RowsDiffer, and NotAllowed for whoever is not the addressee.
    """
    comparing.ensure_alike(delivery.notice.dossier, at=at)
    return _receipted(delivery, by=by, at=at)


@transaction.atomic
def _receipted(delivery: Delivery, *, by: Actor, at: datetime) -> Document:
    holding.of_delivery(delivery.pk)
    held = Delivery.objects.select_for_update(of=("self",)).select_related("notice__dossier", "party").get(pk=delivery.pk)
    person = Person.objects.filter(pk=by.person_id or 0).first()
    if person is None or not deliveries.may_see(held, person, at):
        raise NotAllowed(flow="delivery", state=held.rung, move="receipt", role=by.role)
    steps = list(deliveries.entries(held))
    if not steps:
        raise NothingProven
    facts = receipts.facts_of(held, steps[-1])
    last = next(iter(receipts.papers(held)), None)
    if last is not None and json.loads(last.facts)[-1][1] == steps[-1].hash:
        return last
    data, chain = receipts.data_of(held, steps), proof.chain(held.notice.dossier, at=at)
    made = documents.issue(receipts.KIND, held, data=data, facts=facts, title="رسید ابلاغ", chain=chain, by=by, at=at)
    record("delivery.receipted", held, by=by, at=at, number=held.notice.number or "")
    return made
