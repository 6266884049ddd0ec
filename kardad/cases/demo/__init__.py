"""The disputes of the demo: a case in every state, made by the product's own actions in the weeks before the present."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from kardad.cases.actions import members
from kardad.cases.demo import appeals, elsewhere, endings
from kardad.cases.demo import stories as told
from kardad.cases.demo.stage import Stage, Story, acting, paper
from kardad.core.actor import Actor
from kardad.core.operator import operator
from kardad.inbox import sweeps as outages
from kardad.kit import calendar
from kardad.law import procedure
from kardad.people.actions import roles, staff
from kardad.people.models import LabourOffice, Person, RoleGrant

OPENED: Final = 45.4  # days ago: when the boards had their members and their room
TERM: Final = timedelta(days=700)
LICENSED: Final = {
    "lawyer": ("lawyer_licence", roles.Licence(number="۲۴۱۸۶", body="کانون وکلای دادگستری مرکز")),
    "official_expert": ("expert_licence", roles.Licence(number="۷۰۳", body="کانون کارشناسان رسمی", field="حسابداری")),
}


def stories(made: Sequence[Person], others: Sequence[Person], *, at: datetime, letter: bytes) -> list[Story]:
    """What happens in the disputes of the demo; whoever plays them keeps their order. A bureau decides nothing: there
    petitions are prepared and followed.

    `made` are the people with a ready log-in, `others` twelve who sit in boards beside them and two who claim; `letter` a scanned page.
    """
    if not settings.DEMO:
        raise RuntimeError("a demo's disputes are made in a demo only")
    if not operator().is_authority:
        stage = _stage(made, others[-2:], at=at.replace(second=0, microsecond=0), letter=letter)
        return [story(stage) for story in (*elsewhere.STORIES, told.at_counter)]
    outages.look_at_outages(at)  # of the story that was told first: until it was looked at, nothing is over
    stage = _stage(made, others[-2:], at=at.replace(second=0, microsecond=0), letter=letter)
    sitting = [grant.person for grant in _held("board_member")]
    return [_boards(stage, sitting, others[:-2]), *(story(stage) for story in (*told.STORIES, *appeals.STORIES, *endings.STORIES))]


def _boards(stage: Stage, sitting: Sequence[Person], others: Sequence[Person]) -> Story:
    """Both boards have their members and a room; the lawyer and the expert have shown their licences."""
    yield stage.days(OPENED)
    now = stage.days(OPENED)
    for person in others:
        staff.appoint(person, role="board_member", office=stage.office, was_seen=True, by=stage.manager, at=now)
    _register(stage, "DB", [sitting[0], sitting[1], others[0]], ("ministry", "workers", "employers"), now)
    kinds = ("state",) * 3 + ("workers",) * 3 + ("employers",) * 3
    _register(stage, "DRB", [sitting[2], *others[1:]], kinds, now)
    address = f"{stage.office.address}، طبقه دوم"
    stage.room = members.open_room(stage.office, name="اتاق جلسه ۱", address=address, by=stage.secretary, at=now)
    for role, person in (("lawyer", stage.lawyer), ("official_expert", stage.expert)):
        kind, licence = LICENSED[role]
        scan = paper(person, "parvaneh.pdf", stage.letter, at=now)
        grant = roles.ask(person, role=role, files={kind: scan.pk}, licence=licence, by=acting(person), at=now)
        roles.accept(grant, by=stage.reviewer, at=now + timedelta(minutes=30))


def _register(stage: Stage, body: str, people: Sequence[Person], kinds: Sequence[str], now: datetime) -> None:
    """The people are members of the body, the first of the kind that chairs as its chair."""
    board, day = procedure.body(body), calendar.tehran_day(now)
    sent_by = {one.kind: one.sent_by for one in board.members}
    for person, kind in zip(people, kinds, strict=True):
        mandate = members.Mandate(body, kind, sent_by[kind], day, day + TERM, is_chair=person == people[0])
        members.register(person, mandate, office=stage.office, by=stage.secretary, at=now)


def _held(role: str) -> list[RoleGrant]:
    return list(RoleGrant.objects.filter(role=role, state="active").select_related("person", "office").order_by("pk"))


def _stage(made: Sequence[Person], others: Sequence[Person], *, at: datetime, letter: bytes) -> Stage:
    by_role: dict[str, RoleGrant] = {}
    mine = {person.pk for person in made}
    for grant in RoleGrant.objects.filter(person__in=mine, state="active").select_related("person", "office").order_by("-pk"):
        by_role[grant.role] = grant
    office = by_role["secretary"].office
    if office is None:
        raise LookupError("the secretary has no office")
    as_role: Callable[[str], Actor] = lambda role: acting(by_role[role].person, role)  # noqa: E731 – three of them below
    return Stage(
        at=at,
        office=office,
        other_office=LabourOffice.objects.filter(kind="labour").exclude(pk=office.pk).order_by("pk")[0],
        secretary=as_role("secretary"),
        manager=as_role("manager"),
        reviewer=as_role("reviewer"),
        finance=as_role("finance_officer"),
        worker=by_role["worker"].person,
        employer=by_role["employer_natural"].person,
        officer=as_role("officer"),
        counter=by_role["officer"].office,
        member=made[-4],
        appeal_chair=made[-3],
        lawyer=made[-2],
        expert=made[-1],
        others=list(others),
        letter=letter,
    )
