"""What a certificate of service prints: each step with its time, the day that counts, what runs from it, what was out of order."""

from datetime import date, datetime
from operator import itemgetter
from typing import Any, Final

from kardad.documents import queries as documents
from kardad.documents.models import Document
from kardad.inbox import flow
from kardad.inbox.models import Deadline, Delivery
from kardad.kit import calendar, text
from kardad.law import notices as kinds
from kardad.law import rules, serving
from kardad.people.flow import show_tracking_code

KIND: Final = "service_certificate"
Via = Delivery.Via
Step = dict[str, str]


def data_of(delivery: Delivery) -> dict[str, Any]:
    """The fields of the paper; of a confidential notice no more than its kind."""
    notice, dossier = delivery.notice, delivery.notice.dossier
    kind = kinds.notice(notice.code).title
    found: dict[str, Any] = {
        "notice": kind if notice.is_confidential or not notice.title else f"{kind}: {notice.title}",
        "notice_number": text.to_persian_digits(notice.number or ""),
        "case_number": dossier.number or show_tracking_code(dossier.tracking_code),
        "addressee": delivery.party.name,
        "capacity": _capacity(delivery),
        "steps": steps(delivery),
        "served_on": delivery.served_on.isoformat() if delivery.served_on else "",
        "rule": _rule(delivery),
        "deadlines": _deadlines(delivery),
        "outages": _outages(delivery),
    }
    if delivery.opened_at:
        found["seen_at"] = _at(delivery.opened_at)
    return found


def facts_of(delivery: Delivery) -> list[tuple[str, str]]:
    """What stands in its box."""
    told = [
        ("شماره ابلاغیه", text.to_persian_digits(delivery.notice.number or "")),
        ("مخاطب", f"{delivery.party.name} ({delivery.party.get_side_display()})"),
        ("روز ابلاغ", calendar.slashed(delivery.served_on) if delivery.served_on else ""),
    ]
    if delivery.opened_at:
        told.append(("باز شد", calendar.with_time(delivery.opened_at)))
    last = max((date.fromisoformat(one["last_day"]) for one in _deadlines(delivery)), default=None)
    return [*told, ("آخرین روز مهلت", calendar.slashed(last))] if last else told


def certificates(delivery: Delivery) -> list[Document]:
    """Those that were asked for, newest first."""
    return list(documents.of(delivery).filter(kind=KIND))


def steps(delivery: Delivery) -> list[Step]:
    """What happened, in its order, each with its moment."""
    told: list[tuple[str, datetime | None, str]] = [(flow.STATES[flow.FLOWS[delivery.via].initial], delivery.placed_at, "")]
    if delivery.via == Via.ACCOUNT:
        told += [("پیامک به گوشی رسید", delivery.notified_at, "به گفته شبکه تلفن")]
        told += [(flow.STATES["opened"], delivery.opened_at, ""), (flow.STATES["acknowledged"], delivery.acknowledged_at, "")]
    if delivery.via == Via.SANA:
        number = f"شماره {delivery.outside_number} در ثنا" if delivery.outside_number else ""
        told += [(flow.STATES["sent"], delivery.handed_at, number), (flow.STATES["arrived"], delivery.arrived_at, number)]
        told += [(flow.STATES["opened"], delivery.opened_at, number)]
    for visit in delivery.visits.exclude(outcome="").order_by("pk"):
        told += [("به مأمور سپرده شد", visit.given_at, visit.agent_name)]
        told += [(visit.get_outcome_display(), visit.at, "، ".join(part for part in (visit.receiver, visit.relation) if part))]
    happened = sorted(((moment, step, how) for step, moment, how in told if moment), key=itemgetter(0))
    return [{"step": step, "at": _at(moment)} | ({"how": how} if how else {}) for moment, step, how in happened]


def _at(moment: datetime) -> str:
    return moment.astimezone(calendar.TEHRAN).isoformat()


def _capacity(delivery: Delivery) -> str:
    side = str(delivery.party.get_side_display())
    return f"{side}، به نمایندگی {delivery.agent.name}" if delivery.agent else side


def _rule(delivery: Delivery) -> str:
    named = delivery.rule.partition("@")[0]
    found = next((one for one in serving.every().counts if one.id == named), None)
    return "، ".join(article.name for article in found.cited) if found else ""


def _deadlines(delivery: Delivery) -> list[dict[str, str]]:
    rows = Deadline.objects.filter(delivery=delivery, superseded_at=None).order_by("safe_until", "pk")
    known = rules.current()
    days = [(known.rule(one.code).title, one.safe_until.isoformat(), one.hard_until.isoformat()) for one in rows]
    return [{"title": title, "safe_until": safe, "last_day": last} for title, safe, last in days]


def _outages(delivery: Delivery) -> list[str]:
    """Those that an office has found on the deadline's days."""
    rows = Deadline.objects.filter(delivery=delivery, superseded_at=None).exclude(risk="").order_by("pk")
    return [one.risk for one in rows]
