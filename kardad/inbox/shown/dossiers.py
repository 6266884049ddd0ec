"""How a dossier is shown to one who reads it: his own papers in full, of the other side the days of service and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kardad.inbox.models import Deadline, Delivery, Notice, Party, Representation
from kardad.kit import calendar, text
from kardad.law import notices as kinds
from kardad.law import rules


@dataclass(frozen=True, slots=True)
class Side:
    """A party, whether the reader is he or stands for him, who stands for him now, and what the reader may do about that."""

    party: Party
    is_mine: bool
    agent: str
    since: datetime | None
    may_name: bool
    may_end: int | None


@dataclass(frozen=True, slots=True)
class Served:
    """One service of a paper: on whom, on which day; `letter` is the reader's own, and only his own service says how far it came."""

    party: Party
    is_mine: bool
    served_on: date | None
    letter: int | None
    state: str
    is_void: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the dossier with each side's service."""

    title: str
    number: str
    at: datetime | None
    services: tuple[Served, ...]


def sides(parties: Iterable[Party], mine: set[int], stands: Mapping[int, Representation], *, own: set[int], me: int) -> list[Side]:
    """The parties in the order of the dossier; `own` are those that the reader, whose id is `me`, is himself."""
    found = []
    for one in parties:
        held, is_own = stands.get(one.pk), one.pk in own
        ends = held.pk if held and (is_own or held.agent_id == me) else None
        name, since = (held.agent.name, held.began_at) if held else ("", None)
        found.append(Side(one, one.pk in mine, name, since, is_own and held is None, ends))
    return found


def papers(deliveries: Iterable[Delivery], mine: set[int], letters: Mapping[int, int]) -> list[Paper]:
    """The papers, newest first; copies for information stand with the service they copy."""
    by_notice: dict[int, tuple[Notice, list[Delivery]]] = {}
    for one in deliveries:
        by_notice.setdefault(one.notice_id, (one.notice, []))[1].append(one)
    return [_paper(notice, ways, mine, letters) for notice, ways in sorted(by_notice.values(), key=lambda pair: -pair[0].pk)]


def timeline(deadlines: Iterable[Deadline], found: list[Paper], today: date) -> list[dict[str, Any]]:
    """What is ahead, the present, and what was: one picture of the reader's own days."""
    every = list(deadlines)
    ahead = [_ahead(one) for one in every if one.hard_until >= today]
    over = [_over(one) for one in every if one.hard_until < today]
    mine = [(paper, one.served_on) for paper in found for one in paper.services if one.is_mine and not one.is_void]
    told = over + [{"day": day, "text": paper.title, "note": f"به شما ابلاغ شد: {calendar.long(day)}"} for paper, day in mine if day]
    now = {"day": today, "text": f"امروز، {calendar.long(today)}", "state": "now"}
    return [*sorted(ahead, key=_day, reverse=True), now, *sorted(told, key=_day, reverse=True)]


def _day(event: Mapping[str, Any]) -> date:
    day: date = event["day"]
    return day


def _ahead(one: Deadline) -> dict[str, Any]:
    notice = one.delivery.notice
    title = f"{rules.current().rule(one.code).title} ({text.to_persian_digits(notice.number or one.delivery.outside_number)})"
    risk = " این مهلت به خاطر اختلال هنوز قطعی نیست." if one.at_risk_since else ""
    note = f"آخرین روز مطمئن {calendar.long(one.safe_until)}، آخرین روز {calendar.long(one.hard_until)}.{risk}"
    return {"day": one.safe_until, "text": title, "note": note, "state": "expected"}


def _over(one: Deadline) -> dict[str, Any]:
    return {"day": one.hard_until, "text": f"پایان {rules.current().rule(one.code).title}", "note": calendar.long(one.hard_until)}


def _paper(notice: Notice, ways: list[Delivery], mine: set[int], letters: Mapping[int, int]) -> Paper:
    kind = kinds.notice(notice.code).title
    is_read = any(one.party_id in mine for one in ways)
    title = f"{kind}: {notice.title}" if notice.title and is_read and not notice.is_confidential else kind
    services = [_served(one, mine, letters) for one in sorted(ways, key=lambda one: one.pk) if not one.is_copy or one.pk in letters]
    return Paper(title, notice.number or "", notice.placed_at, tuple(services))


def _served(one: Delivery, mine: set[int], letters: Mapping[int, int]) -> Served:
    is_mine = one.party_id in mine
    state = ""
    if is_mine:
        state = "نسخه برای آگاهی" if one.is_copy else {"legal": "ابلاغ قانونی", "actual": "ابلاغ واقعی"}.get(one.effect, "در راه")
    return Served(one.party, is_mine, one.served_on, letters.get(one.pk) if is_mine else None, state, one.voided_at is not None)
