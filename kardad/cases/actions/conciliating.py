"""Conciliation before the boards: the body of the workshop tries to bring the sides together; else the case goes on (LL 157)."""

from datetime import datetime
from typing import Final

from django.db import transaction

from kardad.cases import flow, policy
from kardad.cases.actions import common, filing
from kardad.cases.actions.ending import CONCILIATING
from kardad.cases.models import Case
from kardad.cases.queries import settlements
from kardad.cases.queries.standing import Standing
from kardad.core.actor import Actor
from kardad.core.models import Event
from kardad.inbox.actions import telling
from kardad.inbox.models import Party
from kardad.inbox.queries import deliveries
from kardad.kit import text
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.work import actions as work

BODIES: Final = {
    "council": "شورای اسلامی کار کارگاه",
    "guild": "انجمن صنفی کارگران",
    "representative": "نماینده قانونی کارگران",
}


class NoBody(BadInput):
    """Somebody of the workshop conciliates, and it is said who (LL 157)."""

    code = "CONCILIATE_BODY"
    message = "بگویید سازش نزد کدام یک دنبال می‌شود."


class TriedAlready(Refusal):
    """Once a side may send the case to conciliation; after that it does not wait for it again."""

    code = "CONCILIATE_ONCE"
    message = "سازش پیش از هیئت در این پرونده یک بار دنبال شد و به نتیجه نرسید. هنوز می‌توانید از «میز سازش» با طرف دیگر توافق کنید."


class NoResult(BadInput):
    """Why it came to nothing is on record."""

    code = "CONCILIATE_RESULT"
    message = "بنویسید چرا سازش به نتیجه نرسید."


@transaction.atomic
def propose_conciliation(place: Standing, *, body: str, by: Actor, at: datetime) -> Case:
    """A side has the sides brought together by that body, once in a case; the other is told. Raises NoBody, TriedAlready, NotAllowed.

    The other side asks for it when it knows of the case: after the desk took it up.
    """
    if place.party is None or place.side not in settlements.AT_THE_TABLE:
        raise NotAllowed(flow="case", state=place.case.state, move="conciliate", role=by.role)
    held = common.locked(place.case)
    if place.side != Party.Side.CLAIMANT and held.state == "filed":
        raise NotAllowed(flow="case", state=held.state, move="conciliate", role=by.role)
    if Event.objects.filter(subject_type=Case._meta.label_lower, subject_id=held.pk, name="case.not_conciliated").exists():
        raise TriedAlready
    return conciliate(held, body=body, by=by, at=at)


@transaction.atomic
def conciliate(case: Case, *, body: str, by: Actor, at: datetime) -> Case:
    """The body of the workshop tries to bring the sides together, and the desk looks again in its days. Raises NoBody, NotAllowed."""
    held = common.locked(case)
    flow.CASE.after(held.state, "conciliate", flow.role_of(by.role))
    if body not in BODIES:
        raise NoBody(field="body")
    work.close_item(filing.INTAKE, held, outcome="conciliation", at=at)
    common.step(held, "conciliate", "case.conciliating", by=by, at=at, body=BODIES[body])
    number = held.class_number or held.number or ""
    title = f"نتیجه سازش پیش از هیئت {number}"
    work.open_item(CONCILIATING, held, title=title, role=policy.SECRETARY, at=at, due_at=held.due_at, office_id=held.office_id)
    _tell(held, "case.conciliating", at=at, body=BODIES[body])
    return held


@transaction.atomic
def end_conciliation(case: Case, *, result: str, by: Actor, at: datetime) -> Case:
    """It came to nothing: the case waits for its date, or, if it was not accepted before, for the desk. Raises NoResult, NotAllowed."""
    held = common.locked(case)
    was_accepted = held.accepted_at is not None
    move = "end_conciliation" if was_accepted else "back_to_desk"
    flow.CASE.after(held.state, move, flow.role_of(by.role))
    why = text.display(result)
    if not why:
        raise NoResult(field="result")
    common.step(held, move, "case.not_conciliated", by=by, at=at)
    work.close_item(CONCILIATING, held, outcome="ended", at=at)
    if not was_accepted:
        number = held.class_number or held.number or ""
        again = f"بررسی دادخواست {number} پس از سازش بی‌نتیجه"
        work.open_item(filing.INTAKE, held, title=again, role=policy.SECRETARY, at=at, due_at=held.due_at, office_id=held.office_id)
    _tell(held, "case.not_conciliated", at=at, reason=why)
    return held


def _tell(case: Case, event: str, *, at: datetime, **words: str) -> None:
    """Both sides have a letter."""
    number, url = case.class_number or case.number or "", f"/panel/cases/{case.token}/"
    for party in settlements.sides(case):
        for person in deliveries.readers(party, at=at)[0]:
            telling.tell(person, event, about=case, url=url, at=at, dossier=case.dossier, number=number, **words)
