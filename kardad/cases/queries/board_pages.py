"""What pages of boards show: seats with their titles, a draw with its replay, a session with who is in it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kardad.cases import drawing, flow
from kardad.cases.drawing import Replay
from kardad.cases.models import Case, Draw, Hearing, Member, Presence, Seat
from kardad.cases.queries import boards, sittings
from kardad.cases.queries.sittings import Invited
from kardad.inbox.models import Party
from kardad.kit import calendar
from kardad.law import procedure

TONES = {"set": "info", "open": "wait", "closed": "good", "adjourned": "plain", "cancelled": "plain"}
HEARING_STATES = {"set": "تعیین شده", "open": "در جریان", "closed": "ختم شده", "adjourned": "تجدید شده", "cancelled": "لغو شده"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draw as a page shows it: everybody who stood in the pool, and what came of drawing again."""

    draw: Draw
    replay: Replay | None
    rows: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Sitting:
    """A member's row in a session."""

    seat: Seat
    title: str
    presence: Presence | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class Side:
    """A side's row in a session: its invitation and its presence."""

    invited: Invited
    presence: Presence | None
    has_agent: bool

    @property
    def party(self) -> Party:
        """The side."""
        return self.invited.party


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a cause list: a session, its sides and its panel; of a restricted case no name is told."""

    hearing: Hearing
    state: str
    tone: str
    board: str
    sides: list[str]
    members: list[str]


def title_of(seat: Seat) -> str:
    """What the member sits as."""
    return titles(seat.instance)[seat.member.kind]


def titles(instance: str) -> dict[str, str]:
    """Kind of member -> its name."""
    return {one.kind: one.title for one in procedure.body(instance).members}


def drawn(case: Case) -> list[Drawn]:
    """Every draw of the case, newest first, each drawn again."""
    found = list(boards.draws(case))
    pks = {row["member"] for draw in found if draw.result for row in draw.pool["candidates"]}
    members = {one.pk: one for one in Member.objects.filter(pk__in=pks).select_related("person")}
    return [_drawn(draw, members) for draw in found]


def _drawn(draw: Draw, members: dict[int, Member]) -> Drawn:
    if not draw.result:
        return Drawn(draw, None, [])
    pool = drawing.read(draw.pool)
    picks = [drawing.Pick(**one) for one in draw.result]
    chosen = {one.member for one in picks}
    named = titles(draw.instance)
    rows = [
        {
            "name": members[one.member].person.name,
            "title": named[one.kind],
            "load": one.load,
            "out": drawing.REASONS.get(one.out, ""),
            "is_drawn": one.member in chosen,
        }
        for one in sorted(pool.candidates, key=lambda one: (one.kind, one.member))
    ]
    return Drawn(draw, drawing.replay(pool, secret=draw.secret, commitment=draw.commitment, result=picks), rows)


def members_in(hearing: Hearing, own: int | None) -> list[Sitting]:
    """The panel of the session, each with whether he is there; who left the panel in its middle too."""
    present = {one.seat_id: one for one in sittings.presences(hearing) if one.seat_id}
    rows = Seat.objects.filter(case=hearing.case, instance=hearing.instance).select_related("member", "person").order_by("-is_chair", "pk")
    seats = [one for one in rows if one.left_at is None or one.pk in present]
    return [Sitting(one, title_of(one), present.get(one.pk), one.person_id == own) for one in seats]


def sides_in(hearing: Hearing, *, at: datetime) -> list[Side]:
    """The sides, each with its invitation, its presence, and whether somebody stands for it."""
    found = sittings.invited(hearing)
    present = {one.party_id: one for one in sittings.presences(hearing) if one.party_id}
    stands = sittings.dossiers.standing_for([one.party for one in found], at=at)
    return [Side(one, present.get(one.party.pk), one.party.pk in stands) for one in found]


def listed(hearing: Hearing) -> Listed:
    """A line of a list made by `sittings.listed`."""
    case = hearing.case
    sides = [f"{one.get_side_display()}: {one.name}" for one in sittings.dossier_of(case).parties.all()]
    members = [f"{one.person.name} ({title_of(one)})" for one in case.seats.all() if one.instance == hearing.instance]
    return Listed(
        hearing,
        HEARING_STATES[hearing.state],
        TONES[hearing.state],
        procedure.body(hearing.instance).title,
        ["نام طرف‌ها در این فهرست نمی‌آید"] if case.is_restricted else sides,
        members,
    )


def week(first: date, rows: list[Listed]) -> list[tuple[date, list[Listed]]]:
    """The rows day by day, from Saturday on."""
    days = [first + timedelta(days=step) for step in range(7)]
    return [(day, [one for one in rows if calendar.tehran_day(one.hearing.starts_at) == day]) for day in days]


def week_of(day: date) -> date:
    """The Saturday of the day's week."""
    return day - timedelta(days=calendar.weekday(day))


def may(hearing: Hearing, move: str, role: str) -> bool:
    """Whether the role may make the move on the session now."""
    return flow.HEARING.allows(hearing.state, move, flow.role_of(role))
