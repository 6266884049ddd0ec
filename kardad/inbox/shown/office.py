"""How service is shown to staff: how far each delivery has come, whom a notice would reach by which way and why, what waits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from kardad.core.operator import operator
from kardad.documents import papers, rendering, twins
from kardad.documents.rendering import Face, House
from kardad.documents.shapes import WrongShape
from kardad.inbox import flow, problems, proof
from kardad.inbox.actions import placing
from kardad.inbox.actions.placing import Way
from kardad.inbox.models import Deadline, Delivery, Notice, Party, Representation
from kardad.inbox.problems import Problem
from kardad.kit import calendar
from kardad.law import notices as kinds
from kardad.law import rules, serving
from kardad.law.articles import Article
from kardad.law.articles import cited as articles_cited

Via = Delivery.Via
STARTS: Final = {
    "restarts": "مهلت‌های رأی از نو شمرده می‌شود.",
    "recomputes": "مهلت‌هایی که با ابلاغ بی‌اثر آغاز شده بود کنار می‌رود.",
    "informs": "تنها برای آگاهی است؛ مهلتی با آن آغاز نمی‌شود.",
    "unknown": "شاید مهلتی با آن آغاز شود؛ منبعی که بگوید کدام، دیده نشده است.",
}
# The last word of a paper that was given up: it stands where the ladder ends otherwise.
BROKEN: Final = frozenset({"returned"})


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the ladder: done, where it stands now, or ahead."""

    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Side:
    """A side, and who stands for it now."""

    party: Party
    stands: Representation | None


@dataclass(frozen=True, slots=True)
class Service:
    """A delivery with its ladder, and what is wrong with it."""

    row: Delivery
    ladder: tuple[Step, ...]
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A notice with its deliveries."""

    row: Notice
    title: str
    state: str
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a notice would reach today, by which way, and why by that one."""

    party: Party
    way: Way
    title: str
    why: str
    articles: tuple[Article, ...]
    caution: str


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording of a draft's paper: who gets it so, and the delivery that is shown as its example."""

    number: int
    names: tuple[str, ...]
    said: str
    seen: Delivery


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notice as it is offered: what it is, to whom it goes, and what begins with it."""

    code: str
    title: str
    says: str
    starts: str
    caution: str


def ladder(delivery: Delivery) -> tuple[Step, ...]:
    """The rungs of the delivery's channel, lowest first."""
    heights = flow.HEIGHTS[delivery.via]
    if delivery.rung in BROKEN:
        reached = heights[: heights.index("with_agent") + 1] if delivery.via == Via.PAPER else heights[:1]
        return (*(Step(flow.STATES[one], "done") for one in reached), Step(flow.STATES[delivery.rung], "broken"))
    height = heights.index(delivery.rung)
    return tuple(Step(flow.STATES[one], _state(place, height)) for place, one in enumerate(heights))


def service(delivery: Delivery) -> Service:
    """The delivery as its row shows it."""
    found = problems.PROBLEMS.get(delivery.problem) if not delivery.voided_at else None
    return Service(delivery, ladder(delivery), found)


def notices(rows: Iterable[Notice], ways: Iterable[Delivery]) -> list[Paper]:
    """The notices with their deliveries, newest first."""
    held: dict[int, list[Service]] = {}
    for one in sorted(ways, key=lambda one: one.pk):
        held.setdefault(one.notice_id, []).append(service(one))
    return [Paper(one, kinds.notice(one.code).title, flow.STATES.get(one.state, ""), tuple(held.get(one.pk, ()))) for one in rows]


def sides(parties: Iterable[Party], stands: Mapping[int, Representation]) -> list[Side]:
    """The sides in their order."""
    return [Side(one, stands.get(one.pk)) for one in parties]


def offered() -> list[Kind]:
    """Every kind of notice in plain words."""
    return [Kind(one.code, one.title, one.says, _starts(one), one.caution) for one in kinds.every().values()]


def reaches(notice: Notice, parties: Iterable[Party], *, at: datetime) -> list[Reach]:
    """By which way the notice would reach each of these sides if it were placed now."""
    return [_reach(notice, one, at) for one in parties]


def variants(notice: Notice, found: Iterable[Reach], *, at: datetime) -> list[Variant]:
    """The wordings that its addressees would get: a paper for a representative names him, one that goes by hand says more."""
    groups: dict[tuple[int | None, bool], list[Reach]] = {}
    for one in found:
        groups.setdefault((one.way.agent.pk if one.way.agent else None, one.way.via == Via.PAPER), []).append(one)
    return [_variant(notice, place, alike, at) for place, alike in enumerate(groups.values(), 1)]


def _variant(notice: Notice, number: int, alike: list[Reach], at: datetime) -> Variant:
    first = alike[0]
    seen = Delivery(notice=notice, party=first.party, via=first.way.via, agent=first.way.agent, placed_at=at)  # it is not kept
    said = "برگه کاغذی با کد رهگیری پرونده" if first.way.via == Via.PAPER else f"از راه {first.title}"
    said = f"{said}، به نمایندگی {first.way.agent.name}" if first.way.agent else said
    return Variant(number, tuple(one.party.name for one in alike), said, seen)


def twin(delivery: Delivery) -> list[tuple[str, tuple[str, ...]]]:
    """The paper in plain words; empty where it cannot be made yet."""
    try:
        return [(heading, tuple(part)) for heading, part in twins.twin(delivery.notice.code, proof.data_of(delivery)).parts]
    except (twins.NoTwin, WrongShape):
        return []


def sheets(delivery: Delivery, *, at: datetime) -> list[bytes]:
    """The paper as pictures, with a code that names nothing: a draft is nobody's paper."""
    told, notice = operator(), delivery.notice
    facts = [(label, value or "پیش‌نویس") for label, value in proof.facts_of(delivery, at=at)]
    code = f"{settings.SITE_URL.rstrip('/')}/check/"
    face = Face("پیش‌نویس", notice.title, at, facts, code, data=proof.data_of(delivery))
    return rendering.pictures(papers.paper(notice.code), face, House(told.name, told.statement, settings.SITE_URL), ppi=80)


def waiting(deliveries: QuerySet[Delivery], deadlines: QuerySet[Deadline], joining: QuerySet[Party]) -> list[tuple[str, str, int]]:
    """The rooms of service with how much waits in each: address, name, number."""
    live = Q(voided_at=None)
    counted = deliveries.aggregate(
        paper=Count("pk", filter=live & Q(via=Via.PAPER, rung__in=("waiting", "with_agent", "returned"))),
        failed=Count("pk", filter=live & ~Q(problem="")),
    )
    return [
        ("inbox_office:papers", "ابلاغ کاغذی", counted["paper"]),
        ("inbox_office:failures", "نرسیده‌ها", counted["failed"]),
        ("inbox_office:risks", "مهلت‌های در اختلال", deadlines.filter(at_risk_since__isnull=False).count()),
        ("inbox_office:joinings", "پیوستن به پرونده", joining.count()),
        ("inbox_office:announcements", "اطلاعیه‌ها", 0),
    ]


def _state(place: int, height: int) -> str:
    return "now" if place == height else "done" if place < height else "ahead"


def _starts(kind: kinds.Notice) -> str:
    if kind.starts:
        return f"با ابلاغ آن آغاز می‌شود: {rules.current().rule(kind.starts).title}."
    return STARTS[kind.effect]


def _reach(notice: Notice, party: Party, at: datetime) -> Reach:
    way = placing.way(notice, party, at=at)
    title = Via(way.via).label
    if way.via == Via.PAPER:
        why = "حسابی که باز باشد ندارد؛ مأمور برگه را به نشانی او می‌برد."
        return Reach(party, way, title, why, articles_cited(("lp-130",)), "")
    day = calendar.tehran_day(at)
    found = [
        row
        for row in serving.every().channels
        if row.since <= day and (not row.kinds or notice.code in row.kinds) and way.via in row.choices
    ]
    row = max(found, key=lambda one: one.since)
    why = f"حساب دارد؛ قاعده‌ای که از {calendar.slashed(row.since)} برقرار است این راه را می‌گوید."
    if way.agent:
        why = f"نماینده او {way.agent.name} است و ابلاغ به او انجام می‌شود. {why}"
    return Reach(party, way, title, why, articles_cited(row.articles or ("lp-131",)), row.note)
