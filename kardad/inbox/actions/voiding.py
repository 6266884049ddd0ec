"""That a service is void reaches both sides as a paper of its own (N13), with the same words in everybody's kartable."""

import json
from datetime import datetime
from typing import Any, Final

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.core.operator import operator
from kardad.inbox import marks, proof
from kardad.inbox.actions import numbering, placing, telling
from kardad.inbox.models import Delivery, Notice, Party
from kardad.inbox.queries import deliveries, dossiers
from kardad.kit import calendar
from kardad.law import notices as kinds
from kardad.people.models import Person

CODE: Final = "N13"
EVENT: Final = "notice.voided"
AGAIN: Final = "notice.told_again"


def number(delivery: Delivery, *, at: datetime) -> str:
    """The number of the paper that will say it; empty where nothing is served any more: then a letter alone says it.

    Taken before the service ends, for the year's series is held before the chain.
    """
    is_served = operator().is_authority and delivery.notice.dossier.closed_at is None
    return numbering.next_numbers(1, at=at)[0] if is_served else ""


def tell(delivery: Delivery, number: str, *, reason: str, by: Actor, at: datetime) -> Notice | None:
    """Both sides have the paper of this number on its way to them, or the letter; called in the transaction that makes the service void."""
    dossier = delivery.notice.dossier
    if not number:
        _letters(delivery, at=at)
        return None
    notice = _notice(delivery, number, reason=reason, by=by, at=at)
    parties = list(dossiers.parties(dossier))
    said = {"notice": number, "code": CODE, "to": [one.pk for one in parties], "mark": marks.of("notice", notice)}
    proof.note(dossier, "notice.placed", by=by, at=at, **said)
    record("notice.placed", notice, by=by, at=at, number=number, kind=kinds.notice(CODE).title)
    words = _words(delivery)
    for party in parties:
        chosen = placing.way(notice, party, at=at)
        placing.put(notice, party, placing.Way(chosen.via, chosen.readers, chosen.agent, EVENT, words), by=by, at=at)
    return notice


def tell_again(delivery: Delivery, *, at: datetime) -> None:
    """Whoever heard that the service before is void hears that the paper is on its way anew, but not whom it reaches in his account."""
    for party in dossiers.parties(delivery.notice.dossier):
        if party.pk != delivery.party_id or delivery.via != Delivery.Via.ACCOUNT:
            for person in _persons(party, at=at):
                words = _words(delivery) | {"day": calendar.long(calendar.tehran_day(at))}
                dossier = delivery.notice.dossier
                telling.tell(person, AGAIN, about=delivery.notice, url=dossier.url, at=at, dossier=dossier, **words)


def _persons(party: Party, *, at: datetime) -> list[Person]:
    """The side itself and, while it has one, its representative; each once."""
    rows = [*deliveries.readers(party, at=at)[0], *dossiers.persons_of(party)]
    return list({one.pk: one for one in rows}.values())


def _notice(delivery: Delivery, number: str, *, reason: str, by: Actor, at: datetime) -> Notice:
    old = delivery.notice
    served_on = delivery.served_on.isoformat() if delivery.served_on else ""
    says: dict[str, Any] = {"notice": kinds.notice(old.code).title, "notice_number": old.number, "served_on": served_on, "reason": reason}
    proof.check(CODE, says)
    return Notice.objects.create(
        dossier=old.dossier,
        code=CODE,
        number=number,
        state="placed",
        title=f"بی‌اثر شدن ابلاغ به {delivery.party.name}"[:160],
        says=json.dumps(says, ensure_ascii=False, sort_keys=True),
        is_confidential=old.is_confidential,
        office_id=old.office_id,
        made_by_id=by.somebody,
        made_at=at,
        placed_at=at,
    )


def _letters(delivery: Delivery, *, at: datetime) -> None:
    """Everybody of every side; each once."""
    dossier = delivery.notice.dossier
    told: set[int] = set()
    for party in dossiers.parties(dossier):
        for person in _persons(party, at=at):
            if person.pk not in told:
                told.add(person.pk)
                telling.tell(person, EVENT, about=delivery.notice, url=dossier.url, at=at, dossier=dossier, **_words(delivery))


def _words(delivery: Delivery) -> dict[str, str]:
    return {"number": delivery.notice.number or "", "who": delivery.party.name, "title": placing.title(delivery.notice)}
