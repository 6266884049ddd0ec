"""What the kartable asks of proof and of papers: a dossier's chain and its entries, and each addressee's official copy."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from kardad.core import files
from kardad.core.actor import Actor
from kardad.core.operator import operator
from kardad.documents import actions as documents
from kardad.documents import papers, shapes
from kardad.documents import queries as document_queries
from kardad.documents.models import Document
from kardad.evidence import actions as evidence
from kardad.evidence.models import Chain
from kardad.evidence.names import pseudonym
from kardad.inbox.models import Delivery, Dossier, Notice, Party
from kardad.kit import calendar, text
from kardad.kit.refusal import BadInput
from kardad.people.flow import show_tracking_code
from kardad.people.models import Person

# What somebody who types a notice anew would change: hours, last days, sums. Short, for every letter makes the code denser.
FACTS: Final = {
    "decision_number": ("رأی", "{}"),
    "notice_number": ("ابلاغیه بی‌اثر", "{}"),
    "served_on": ("روز ابلاغ آن", "{}"),
    "hearing_at": ("جلسه", "{}"),
    "place": ("محل", "{:.60}"),
    "brief_until": ("لایحه تا", "{}"),
    "amount": ("مبلغ", "{[rials]}"),
    "total": ("جمع", "{[rials]}"),
    "expert_fee": ("دستمزد کارشناس", "{[rials]}"),
    "pay_until": ("پرداخت تا", "{}"),
    "days": ("مهلت", "{} روز"),
    "months": ("مهلت", "{} ماه"),
    "safe_until": ("آخرین روز مطمئن", "{}"),
    "last_day": ("آخرین روز مهلت", "{}"),
    "final_on": ("قطعی از", "{}"),
}


class PaperIncomplete(BadInput):
    """The official paper of this kind prints what was not given, or does not know what was."""

    code = "NOTICE_PAPER"
    message = "برای این گونه ابلاغیه چیزی کم یا زیاد نوشته شده است. جاهای خالی را پر کنید."


def open_chain(dossier: Dossier, *, at: datetime) -> None:
    """The dossier has its chain, under the title it was opened with."""
    chain(dossier, at=at)


def chain(dossier: Dossier, *, at: datetime) -> Chain:
    """The dossier's chain."""
    return evidence.open_chain(dossier, title=dossier.title, office_id=dossier.office_id, at=at)


def note(dossier: Dossier, kind: str, *, by: Actor, at: datetime, **data: Any) -> None:
    """The fact is the last entry of the dossier's chain, inside the caller's transaction."""
    evidence.append(chain(dossier, at=at), kind, by=by, at=at, **data)


def served(delivery: Delivery, kind: str, *, by: Actor, at: datetime, **data: Any) -> None:
    """A step of the delivery is an entry: which notice, which side, which way, and what it came to at law."""
    note(delivery.notice.dossier, kind, by=by, at=at, **(of(delivery) | data))


def note_many(facts: Iterable[tuple[Dossier, str, dict[str, Any]]], *, by: Actor, at: datetime) -> None:
    """Facts of many dossiers are entries of their chains, in the order given."""
    given = list(facts)
    label = Dossier._meta.label_lower
    rows = Chain.objects.filter(subject_type=label, subject_id__in={one.pk for one, _, _ in given}).defer("title")
    chains = {row.subject_id: row for row in rows}
    for one, _, _ in given:
        if one.pk not in chains:
            chains[one.pk] = chain(one, at=at)
    evidence.append_many([(chains[one.pk], kind, data) for one, kind, data in given], by=by, at=at)


def of(delivery: Delivery) -> dict[str, Any]:
    """What every entry about a delivery says of it."""
    return {
        "delivery": delivery.pk,
        "notice": delivery.notice.number or "",
        "code": delivery.notice.code,
        "party": delivery.party_id,
        "via": delivery.via,
        "rung": delivery.rung,
        "is_copy": delivery.is_copy,
        "agent": pseudonym(delivery.agent_id) if delivery.agent_id else "",
        "served_on": delivery.served_on.isoformat() if delivery.served_on else None,
        "effect": delivery.effect,
        "rule": delivery.rule,
    }


def readers(persons: Iterable[Person]) -> list[str]:
    """Into whose accounts a notice goes, as entries name them."""
    return sorted({pseudonym(one.pk) for one in persons})


def check(code: str, says: dict[str, Any]) -> None:
    """The official paper can be made of this; raises PaperIncomplete."""
    sides = {"case_number": "۱", "office": "اداره", "claimant": "خواهان", "respondent": "خوانده"}
    try:
        papers.paper(code).shaped(sides | says)
    except shapes.WrongShape as error:
        raise PaperIncomplete(field="says") from error


def paper(delivery: Delivery, *, by: Actor, at: datetime) -> Document:
    """The addressee's own copy of the notice is asked for; jobs draw and seal it."""
    notice, data = delivery.notice, data_of(delivery)
    return documents.issue(
        notice.code,
        delivery,
        data=data,
        facts=facts_of(delivery, at=at, data=data),
        title=notice.title,
        chain=chain(notice.dossier, at=at),
        by=by,
        at=at,
    )


def data_of(delivery: Delivery) -> dict[str, Any]:
    """What the paper prints: the sides, what the notice says, and the days that begin with its service where they are known."""
    notice, fields = delivery.notice, papers.paper(delivery.notice.code).fields
    parties = list(Party.objects.filter(dossier=notice.dossier).order_by("pk"))
    known: dict[str, Any] = {
        "case_number": notice.dossier.number or show_tracking_code(notice.dossier.tracking_code),
        "office": notice.dossier.office.name if notice.dossier.office else operator().name,
        "claimant": _names(parties, Party.Side.CLAIMANT),
        "respondent": _names(parties, Party.Side.RESPONDENT),
        "representative": delivery.agent.name if delivery.agent else "",
        "paper_service": delivery.via == Delivery.Via.PAPER,
    }
    if notice.days and "days?" in fields:
        known["days"] = notice.days
    # A delivery that is only shown beforehand is not kept, and nothing runs from it.
    deadline = delivery.deadlines.filter(superseded_at=None).order_by("pk").first() if delivery.pk else None
    if deadline and "safe_until?" in fields:
        known |= {"safe_until": deadline.safe_until.isoformat(), "last_day": deadline.hard_until.isoformat()}
    if deadline and "pay_until?" in fields:
        known["pay_until"] = deadline.hard_until.isoformat()
    known |= json.loads(notice.says)
    if number := known.get("notice_number"):
        known["notice_number"] = text.to_persian_digits(number)
    return known


def facts_of(delivery: Delivery, *, at: datetime, data: dict[str, Any] | None = None) -> list[tuple[str, str]]:
    """What stands in the paper's box and in its code; paper that goes out by hand shows the dossier's own code too (LP 130)."""
    notice, party = delivery.notice, delivery.party
    facts = [
        ("شماره ابلاغیه", text.to_persian_digits(notice.number or "")),
        ("تاریخ", calendar.slashed(calendar.tehran_day(at))),
        ("مخاطب", f"{party.name} ({party.get_side_display()})"),
    ]
    if delivery.via == Delivery.Via.PAPER:
        facts.append(("کد رهگیری پرونده", show_tracking_code(notice.dossier.tracking_code)))
    return facts + list(_told(notice.code, data_of(delivery) if data is None else data))


def _told(code: str, data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The hours, last days and sums of the paper, as it prints them."""
    of = papers.paper(code)
    shape = {name.removesuffix("?"): shape for name, shape in of.fields.items()}
    known = dict(of.lengths) | data
    for name, (label, written) in FACTS.items():
        if name in shape and known.get(name) not in (None, ""):
            yield label, written.format(shapes.one(shape[name], known[name], name))


def has_paper(delivery: Delivery) -> bool:
    """Whether the addressee's copy was asked for."""
    return document_queries.of(delivery).filter(kind=delivery.notice.code).exists()


def sealed_copy(delivery: Delivery) -> bytes | None:
    """The addressee's copy with its seal; None while it is not there yet."""
    found = document_queries.of(delivery).filter(state=Document.State.SIGNED, kind=delivery.notice.code).first()
    return files.read(found.file) if found and found.file else None


def words_of(notice: Notice) -> dict[str, Any]:
    """What the notice says, field by field of its paper."""
    found: dict[str, Any] = json.loads(notice.says)
    return found


def _names(parties: list[Party], side: str) -> str:
    return "، ".join(one.name for one in parties if one.side == side) or "نامعلوم"
