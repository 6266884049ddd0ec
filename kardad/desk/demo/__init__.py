"""The bureau of the demo in action: requests in every state, moved by the product's own actions, one moment after another."""

import heapq
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

from django.conf import settings

from kardad.core import outside
from kardad.core.actor import Actor
from kardad.desk.actions import staffing
from kardad.desk.demo import clients, ended, going, waiting
from kardad.desk.demo.stage import Stage
from kardad.desk.models import Request
from kardad.gateways.calls import memory as calls
from kardad.gateways.payments import console as bank
from kardad.gateways.scanner import memory as scanner
from kardad.gateways.sms import memory as sms
from kardad.inbox.models import Letter
from kardad.people.models import Person, RoleGrant

DATA = Path(__file__).parent.parent / "data" / "demo.toml"
SKILLS = (("advice", "computing", "papers", "followup"), ("advice", "computing"))
READ_AFTER = timedelta(days=3)


def make(people: list[Person], *, at: datetime, beside: Iterable[Iterator[datetime]] = ()) -> list[Request]:
    """The requests of the demo's clients and of a practitioner stand as a bureau of some weeks has them; nothing where nobody works.

    `beside` are stories of other rooms that happen meanwhile.
    """
    if not settings.DEMO:
        raise RuntimeError("a demo's requests are made in a demo only")
    stage = _stage(people, at.replace(second=0, microsecond=0))
    # What is long past rings nobody, and is shown nowhere as new.
    quiet = {"messengers": (sms.Memory(outside.templates()),), "exchange": calls.Memory(), "scanner": scanner.Memory()}
    with outside.replaced(payment_gateways=(stage.bank,), **quiet):
        own = [story(stage) for story in (*ended.STORIES, *going.STORIES, *clients.STORIES, *waiting.STORIES)]
        _play(stage, [*beside, *own])
    # A notice is opened by its addressee, or by nobody.
    Letter.objects.filter(at__lt=at - READ_AFTER, read_at=None, delivery=None).update(read_at=at - READ_AFTER)
    return list(Request.objects.order_by("pk"))


def _stage(people: list[Person], at: datetime) -> Stage:
    held: dict[str, list[Person]] = {}
    mine = {person.pk for person in people}
    for grant in RoleGrant.objects.filter(person__in=mine, state="active").select_related("person").order_by("pk"):
        held.setdefault(grant.role, []).append(grant.person)
    made = Stage(
        at=at,
        now=at,
        worker=held["worker"][0],
        employer=held["employer_natural"][0],
        practitioner=held["practitioner"][0],
        experts=(held["expert"][0], held["expert"][1]),
        manager=_actor(held["manager"][0], "manager"),
        finance=_actor(held["finance_officer"][0], "finance_officer"),
        words=tomllib.loads(DATA.read_text("utf-8")),
    )
    made.bank = bank.Console(page_url="http://localhost/demo/pay/", stream=StringIO(), now=lambda: made.now)
    for expert, groups in zip(made.experts, SKILLS, strict=True):
        staffing.set_skills(expert, groups=groups, is_away=False, by=made.manager, at=made.days(38))
    return made


def _play(stage: Stage, stories: Sequence[Iterator[datetime]]) -> None:
    """Every story goes on when its moment comes, so that numbers, letters and histories follow one another as time does."""
    queue: list[tuple[datetime, int]] = []
    _wait(queue, stories, range(len(stories)))
    while queue:
        stage.now, place = heapq.heappop(queue)
        _wait(queue, stories, (place,))


def _wait(queue: list[tuple[datetime, int]], stories: Sequence[Iterator[datetime]], places: Iterable[int]) -> None:
    """Each of these stories did what was due, and waits for its next moment unless it is told."""
    for place in places:
        if moment := next(stories[place], None):
            heapq.heappush(queue, (moment, place))


def _actor(person: Person, role: str) -> Actor:
    return Actor(person.pk, role, "", person.level)
