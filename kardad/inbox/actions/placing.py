"""One notice put on its way to one side: into accounts, to the process agent, or to SANA; called by the actions that place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings

from kardad.core import outside
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.core.operator import operator
from kardad.inbox import flow, policy, proof
from kardad.inbox.actions import failing, ruling, telling
from kardad.inbox.models import Delivery, Notice, Party
from kardad.inbox.queries import deliveries
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.law import notices as kinds
from kardad.law import serving
from kardad.people.models import Person
from kardad.work import actions as work

Via = Delivery.Via
PAPER = "delivery.paper"


class NoPower(Refusal):
    """A private bureau serves nothing: its letters are messages."""

    code = "SERVICE_NO_POWER"
    status = 403
    message = "این سامانه را یک دفتر خصوصی می‌گرداند و ابلاغ رسمی ندارد. به جای آن نامه بفرستید."


@dataclass(frozen=True, slots=True)
class Way:
    """How a notice reaches a side: by which channel, into whose accounts, whether one of them stands for the side.

    `event` and `words` are those of its letter, where it is not the common one.
    """

    via: str
    readers: list[Person]
    agent: Person | None = None
    event: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


def ensure_authority() -> None:
    """Only an authority serves; raises NoPower."""
    if not operator().is_authority:
        raise NoPower


def way(notice: Notice, party: Party, *, at: datetime) -> Way:
    """The channel of record that the dated rule names for this side today."""
    readers, agent = deliveries.readers(party, at=at)
    day = calendar.tehran_day(at)
    via = serving.every().channel(notice.code, day, has_account=bool(readers), policy=settings.GOVERNING_CHANNEL)
    if via == Via.SANA and outside.sana() is None:
        via = Via.ACCOUNT
    return Way(via, readers, agent)


def may_go_by_sana(notice: Notice, *, at: datetime) -> bool:
    """Whether we speak to SANA, and the dated rule lets a notice of this kind go there (ES10)."""
    return outside.sana() is not None and Via.SANA in serving.every().choices(notice.code, calendar.tehran_day(at))


def put(notice: Notice, party: Party, chosen: Way, *, by: Actor, at: datetime, replaces: Delivery | None = None) -> Delivery:
    """The notice is on its way to the side; called inside a transaction that holds the notice."""
    delivery = _made(notice, party, chosen.via, at=at)
    delivery.agent, delivery.replaces = chosen.agent, replaces
    is_served = delivery.via == Via.ACCOUNT and ruling.judge(delivery, ruling.happened(delivery), at=at)
    delivery.due_at = {Via.ACCOUNT: at + policy.UNOPENED_AFTER, Via.SANA: at}.get(Via(delivery.via))
    delivery.save()
    told = {"readers": proof.readers(chosen.readers)} if delivery.via == Via.ACCOUNT else {}
    proof.served(delivery, "service.placed", by=by, at=at, **told)
    record("delivery.placed", delivery, by=by, at=at, number=notice.number, via=delivery.get_via_display())
    if delivery.via == Via.ACCOUNT:
        _tell_all(delivery, chosen, at=at)
    if delivery.via == Via.PAPER:
        ask_agent(delivery, at=at)
    if is_served:
        ruling.tell(delivery, at=at)
    proof.paper(delivery, by=by, at=at)  # last, so that it can print the days that have just begun
    if chosen.agent:
        copy(delivery, chosen, by=by, at=at)
    return delivery


def copy(of: Delivery, chosen: Way, *, by: Actor, at: datetime) -> Delivery | None:
    """The side itself has the notice for its information; None where it has no account and its representative was served (LP 39)."""
    from_account = deliveries.dossiers.persons_of(of.party)
    if not from_account:
        return None
    made = _made(of.notice, of.party, Via.ACCOUNT, at=at)
    made.is_copy = True
    made.save()
    proof.served(made, "service.copied", by=by, at=at, original=of.pk, readers=proof.readers(from_account))
    event = chosen.event or "notice.copied"
    words = chosen.words or {"number": of.notice.number or "", "title": title(of.notice), "day": _day(of.served_on, at)}
    for person in from_account:
        telling.tell(person, event, about=made, url=of.notice.dossier.url, at=at, dossier=of.notice.dossier, **words)
    return made


def paper_copy(of: Delivery, *, by: Actor, at: datetime) -> Delivery:
    """A paper copy waits for the process agent; the service in the account stands as it is (LP 131)."""
    made = _made(of.notice, of.party, Via.PAPER, at=at)
    made.is_copy, made.agent = True, of.agent
    made.save()
    proof.served(made, "service.copied", by=by, at=at, original=of.pk)
    record("delivery.copied", made, by=by, at=at, number=of.notice.number)
    ask_agent(made, at=at)
    proof.paper(made, by=by, at=at)
    return made


def ask_agent(delivery: Delivery, *, at: datetime) -> None:
    """The secretary has the paper to hand to a process agent."""
    title = f"سپردن ابلاغیه {delivery.notice.number} به مأمور"
    work.open_item(PAPER, delivery, title=title, role="secretary", at=at, office_id=delivery.office_id)


def title(notice: Notice) -> str:
    """What a letter calls the notice: of a confidential one no more than its kind."""
    kind = kinds.notice(notice.code).title
    return f"{kind} (محرمانه)" if notice.is_confidential else f"{kind}: {notice.title}"


def words_of(delivery: Delivery, *, at: datetime) -> dict[str, str]:
    """What the letter that brings the notice says."""
    notice = delivery.notice
    says, day = kinds.notice(notice.code).says, _day(delivery.served_on, at)
    return {"number": notice.number or "", "title": title(notice), "says": says, "day": day}


def _made(notice: Notice, party: Party, via: str, *, at: datetime) -> Delivery:
    rung = flow.FLOWS[via].initial
    return Delivery(notice=notice, party=party, via=via, rung=rung, placed_at=at, office_id=notice.office_id)


def _tell_all(delivery: Delivery, chosen: Way, *, at: datetime) -> None:
    notice, event, words = delivery.notice, chosen.event or "notice.placed", chosen.words or words_of(delivery, at=at)
    for person in chosen.readers:
        telling.tell(person, event, about=delivery, url=notice.dossier.url, at=at, dossier=notice.dossier, **words)
    if not failing.is_told(delivery):
        failing.fail(delivery, "unknown", at=at)


def _day(served_on: date | None, at: datetime) -> str:
    return calendar.long(served_on or calendar.tehran_day(at))
