"""Reads: outages that hit somebody, what is known of an interval, the picture of the last days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum

from kardad.availability import parts
from kardad.availability.models import Certificate, Probe, Stretch, Watch
from kardad.availability.spans import Span, State, picture
from kardad.core.models import Incident
from kardad.kit import calendar
from kardad.outbox.models import Message

DAYS_SHOWN = 90
DAY = timedelta(days=1)
OUTAGE_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Outage:
    """An outage that the public was told about; `ended` is None while it lasts, `group` is empty when it hit everyone."""

    part: str
    began: datetime
    ended: datetime | None
    group: str
    group_title: str
    title: str
    incident_id: int


def outages(person: Any | None, since: datetime, until: datetime, *, groups: Iterable[str] = ()) -> list[Outage]:
    """The outages that touch the interval, oldest first: all of them without a person, else those that hit him.

    A person is hit by what hit everyone, by that of a messenger through which texts went to him, and by that of the `groups` that
    the caller knows him to be in (`province:تهران`, `office:3`, `operator:mci`).
    """
    found = Incident.objects.filter(Q(ended_at=None) | Q(ended_at__gt=since), began_at__lt=until).order_by("began_at", "id")
    if person is not None:
        found = found.filter(group__in=["", *groups, *_messengers_of(person, until)])
    return [Outage(one.part, one.began_at, one.ended_at, one.group, one.group_title, one.title, one.pk) for one in found]


def watches(part: str = "", *, person: Any | None = None, until: datetime | None = None) -> QuerySet[Watch]:
    """What is looked at – one part or all – that concerns everyone or, with a person, him; for staff all of it."""
    found = Watch.objects.order_by("id")
    if part:
        found = found.filter(part=part)
    return found if person is None or until is None else found.filter(group__in=["", *_messengers_of(person, until)])


def spans(watch: Watch, since: datetime, until: datetime) -> list[Span]:
    """What is known of the interval, without a hole."""
    rows = Stretch.objects.filter(watch=watch, began_at__lt=until, began_at__gt=since - 2 * DAY, ended_at__gt=since)
    known = (Span(began, ended, State.UP if ok else State.DOWN) for began, ended, ok in rows.values_list("began_at", "ended_at", "ok"))
    return picture(known, since, until)


@dataclass(frozen=True, slots=True)
class Looks:
    """How often somebody looked, and how often it was well."""

    all: int
    well: int


def looks(since: datetime, until: datetime, watched: Iterable[Watch]) -> Looks:
    """The looks of all stretches that touch the interval."""
    rows = Stretch.objects.filter(watch__in=list(watched), began_at__lt=until, began_at__gt=since - 2 * DAY, ended_at__gt=since)
    counted = dict(rows.order_by().values_list("ok").annotate(Sum("probes")))
    return Looks(sum(counted.values()), counted.get(True, 0))


def failures(watch: Watch, since: datetime, until: datetime) -> QuerySet[Probe]:
    """Every look of the interval that found the part down, each with its own signature, oldest first."""
    return Probe.objects.filter(watch=watch, ok=False, at__gte=since, at__lt=until).order_by("at")


def certificates(person_id: int) -> QuerySet[Certificate]:
    """What was certified for a person, newest first."""
    return Certificate.objects.filter(person_id=person_id).order_by("-id")


def of_staff() -> QuerySet[Certificate]:
    """What staff had certified, newest first."""
    return Certificate.objects.filter(person_id=None).order_by("-id")


def certified(token: str) -> Certificate | None:
    """The certificate of that token, whoever it was made for."""
    return Certificate.objects.filter(token=token).first()


@dataclass(frozen=True, slots=True)
class Day:
    """How one day of a part went; whole seconds, nothing known of the rest."""

    day: date
    up: int
    down: int
    unknown: int

    @property
    def state(self) -> State:
        """The day in one word: down when it was so for as long as opens an outage, up when something was seen."""
        if self.down >= OUTAGE_SECONDS:
            return State.DOWN
        return State.UP if self.up else State.UNKNOWN


@dataclass(frozen=True, slots=True)
class Picture:
    """The last days of one part, oldest first."""

    part: str
    group: str
    title: str
    days: list[Day]


def pictures(at: datetime, *, days: int = DAYS_SHOWN) -> list[Picture]:
    """The last days of every part and group, in one query."""
    today = calendar.tehran_day(at)
    shown = [today - DAY * ago for ago in range(days - 1, -1, -1)]
    rows = (
        Stretch.objects.filter(day__gte=shown[0], day__lte=today)
        .values("watch__part", "watch__group", "day", "ok")
        .annotate(whole=Sum("seconds"))
    )
    seen = {(row["watch__part"], row["watch__group"], row["day"], row["ok"]): row["whole"] for row in rows.order_by("watch_id")}
    lines = dict.fromkeys([*((part, "") for part in ("login", "panel", "storage")), *(key[:2] for key in seen)])
    return [Picture(part, group, parts.titled(part, group), [_day(seen, part, group, day, at) for day in shown]) for part, group in lines]


def _day(seen: dict[tuple[str, str, date, bool], int], part: str, group: str, day: date, at: datetime) -> Day:
    began, ended = calendar.day_start_end(day)
    whole = int((min(ended, max(at, began)) - began).total_seconds())
    up, down = seen.get((part, group, day, True), 0), seen.get((part, group, day, False), 0)
    return Day(day, up, down, max(0, whole - up - down))


def _messengers_of(person: Any, until: datetime) -> list[str]:
    """The groups of the messengers through which texts went to this person's mobile."""
    index = person.mobile_index or ""
    if not index:
        return []
    sent = Message.objects.filter(mobile_index=index, made_at__lt=until).exclude(provider="").values_list("provider", flat=True)
    return [parts.MESSENGER + name for name in sent.distinct().order_by("provider")]
