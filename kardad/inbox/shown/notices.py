"""How a notice is shown to who may open it: what counts at law, what happened on its way, by when, and what may be done now."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kardad.core.operator import operator
from kardad.documents import twins
from kardad.documents.shapes import WrongShape
from kardad.inbox import flow, proof
from kardad.inbox.models import Deadline, Delivery, Letter, Visit
from kardad.inbox.queries import deadlines as queries
from kardad.kit import calendar
from kardad.law import rules, serving
from kardad.law.serving import Rule

Via = Delivery.Via
# What a service of that effect means for its addressee.
MEANS: Final = {
    "legal": "از این روز ابلاغ‌شده به حساب می‌آید؛ چه آن را باز کرده باشید و چه نه.",
    "actual": "آن را باز کرده‌اید یا به دست خودتان رسیده است؛ روز ابلاغ همان روز نخست می‌ماند.",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One step of the way, as a timeline shows it."""

    text: str
    at: datetime | None = None
    note: str = ""
    by: str = ""
    state: str = "done"


@dataclass(frozen=True, slots=True)
class Count:
    """One deadline: its picture's data, its days, whether it may still move, and what it was before."""

    title: str
    picture: dict[str, Any]
    row: Deadline
    earlier: tuple[Deadline, ...]
    is_over: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is read, and as a voice says it."""

    text: str
    spoken: str


def gate(letter: Letter, *, may_see: bool, is_fresh: bool) -> str:
    """What stands between the person and the content: ended, step_up, confirm, open; nothing where it is his to read."""
    delivery = letter.delivery
    if delivery is None or not may_see:
        return "ended"
    if delivery.notice.is_confidential and not is_fresh:
        return "step_up"
    if letter.read_at is None and delivery.via == Via.ACCOUNT:
        return "confirm" if delivery.notice.is_confidential else "open"
    return ""


def rule(delivery: Delivery) -> Rule | None:
    """The row of the law that decided about the service."""
    named = delivery.rule.partition("@")[0]
    return next((one for one in serving.every().counts if one.id == named), None)


def sender(delivery: Delivery) -> str:
    """From whom the paper is."""
    if delivery.via == Via.ELSEWHERE:
        return str(json.loads(delivery.notice.says).get("body", ""))
    office = delivery.notice.dossier.office
    return office.name if office else operator().name


def counts(deadlines: Iterable[Deadline], *, at: datetime) -> list[Count]:
    """Each deadline that counts, what is due first first, with what it was before."""
    every = list(deadlines)
    pending = queries.unsettled(at) if every else []
    current = sorted((one for one in every if one.superseded_at is None), key=lambda one: one.hard_until)
    return [
        _count(one, [old for old in every if old.code == one.code and old.superseded_at], queries.is_over(one, at, pending=pending))
        for one in current
    ]


def twin(delivery: Delivery) -> list[tuple[str, list[Sentence]]]:
    """The paper in plain words, question by question; empty for a paper of which we hold no words."""
    if delivery.via == Via.ELSEWHERE:
        return []
    try:
        made = twins.twin(delivery.notice.code, proof.data_of(delivery))
    except (twins.NoTwin, WrongShape):
        return []
    return [(heading, [Sentence(one, twins.spoken(one)) for one in part]) for heading, part in made.parts]


def way(delivery: Delivery, visits: Iterable[Visit], *, opener: str) -> list[Event]:
    """What happened on the way, newest first."""
    steps = _account(delivery, opener) if delivery.via == Via.ACCOUNT else _outside(delivery)
    steps += [_visit(one) for one in visits]
    if delivery.voided_at:
        steps.append(Event("ابلاغ بی‌اثر شد", delivery.voided_at, delivery.void_reason))
    steps.reverse()  # of two steps of one moment the later one stands first
    return sorted(steps, key=lambda one: one.at or delivery.placed_at, reverse=True)


def _account(delivery: Delivery, opener: str) -> list[Event]:
    placed = "نسخه‌ای برای آگاهی شما" if delivery.is_copy else "از همین روز ابلاغ شده است؛ مهلت‌ها از فردای آن شمرده می‌شود."
    told = [
        Event("در کارپوشه قرار گرفت", delivery.placed_at, placed),
        Event("پیامک به شبکه تلفن سپرده شد", delivery.handed_at, "هنوز نشانه رسیدن نیست."),
        Event("پیامک به گوشی رسید", delivery.notified_at, "خبر شبکه تلفن است؛ روز ابلاغ را تغییر نمی‌دهد."),
        Event("باز شد", delivery.opened_at, by=opener),
        Event("دریافت آن اعلام شد", delivery.acknowledged_at),
    ]
    return [one for one in told if one.at]


def _outside(delivery: Delivery) -> list[Event]:
    told = [
        Event(flow.STATES[flow.FLOWS[delivery.via].initial], delivery.placed_at),
        Event(flow.STATES["sent"], delivery.handed_at if delivery.via == Via.SANA else None),
        Event(flow.STATES["arrived"], delivery.arrived_at, "به گفته ثنا"),
        Event("در ثنا باز شد", delivery.opened_at if delivery.via == Via.SANA else None, "به گفته ثنا"),
    ]
    return [one for one in told if one.at]


def _visit(visit: Visit) -> Event:
    if not visit.outcome:
        return Event("به مأمور ابلاغ سپرده شد", visit.given_at, f"تا {calendar.long(visit.due_on)} وقت دارد.")
    met = "، ".join(part for part in (visit.receiver, visit.relation, visit.in_words) if part)
    return Event(visit.get_outcome_display(), visit.at, met)


def _count(row: Deadline, earlier: list[Deadline], is_over: bool) -> Count:  # noqa: FBT001 – a fact of the row
    known = rules.current().rule(row.code)
    days = {"served_on": row.served_on, "safe_until": row.safe_until, "hard_until": row.hard_until, "final_on": row.final_on}
    picture: dict[str, Any] = {f"{name}_gregorian": day.isoformat() for name, day in days.items()}
    picture |= {
        "title": known.title,
        "counting": known.counting,
        "reasons": row.reasons,
        "estimated": any(one["kind"] == "estimate" for one in row.reasons),
    }
    return Count(known.title, picture, row, tuple(earlier), is_over)
