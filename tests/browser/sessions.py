"""How the pages of boards are reached: an office with members and rooms, a case whose panel was drawn, its session."""

from datetime import timedelta

from django.db import transaction

from kardad.cases.actions import dates, hearings, minutes
from kardad.people.models import Person
from tests.browser.office_desk import enter
from tests.cases import board_room


@transaction.atomic
def _made(world, role="secretary", *, make=board_room.seated):
    """A case of boards, and whoever reads it logged in."""
    made = make(at=world.now)
    pick = {"secretary": made.secretary.person_id, "chair": made.seats[0].person_id, "side": made.worker.pk}
    enter(world, Person.objects.get(pk=pick[role]))
    return made


def office(*names):
    """A page of the office, with a session listed."""

    def visit(world):
        board_room.listed(_made(world), at=world.now)
        return names

    return visit


def case(role="secretary", *, seat=False):
    """A page of the case's panel or dates."""

    def visit(world):
        made = _made(world, role)
        return (made.case.pk, made.seats[1].pk) if seat else (made.case.pk,)

    return visit


def member(world):
    """One mandate."""
    return (_made(world).seats[1].member_id,)


def session(role="secretary"):
    """A session that is set."""

    def visit(world):
        return (board_room.listed(_made(world, role), at=world.now).pk,)

    return visit


def writing(world):
    """A session that runs now; the secretary is logged in."""
    made = _made(world, make=lambda at: board_room.seated(at=at - timedelta(days=30)))
    hearing = board_room.running(made, at=world.now - timedelta(days=30))
    today = {"starts_at": world.now - timedelta(minutes=1), "ends_at": world.now + timedelta(hours=1), "opened_at": world.now}
    type(hearing).objects.filter(pk=hearing.pk).update(**today)
    return (hearing.pk,)


def signing(world):
    """A session that is over, to be signed by its chair."""
    made = _made(world, "chair", make=lambda at: board_room.seated(at=at - timedelta(days=30)))
    hearing = board_room.running(made, at=world.now - timedelta(days=30))
    minutes.write(hearing, parts={"claimant": "مزد شش ماه را نداده‌اند."}, by=made.secretary, at=hearing.starts_at + timedelta(minutes=30))
    end = hearing.starts_at + timedelta(hours=1)
    return (hearings.close_hearing(hearing, by=board_room.chair(made.case), at=end).pk,)


def side(world):
    """A side to whom dates were offered."""
    made = _made(world, "side")
    dates.propose(made.case, by=made.secretary, at=world.now)
    return (made.case.token,)


def bare(role):
    """A member's own page."""

    def visit(world):
        _made(world, role)
        return ()

    return visit


VISITS = {
    "cases_office:members": office(),
    "cases_office:register": office(),
    "cases_office:member": member,
    "cases_office:end_member": member,
    "cases_office:relate": member,
    "cases_office:rooms": office(),
    "cases_office:board_calendar": office(),
    "cases_office:causes": office(),
    "cases_office:sittings": bare("chair"),
    "cases_office:away": bare("chair"),
    "cases_office:panel": case(),
    "cases_office:recuse": case("chair"),
    "cases_office:replace": case(seat=True),
    "cases_office:set_hearing": case(),
    "cases_office:propose": case(),
    "cases_office:hearing": session("chair"),
    "cases_office:adjourn": session(),
    "cases_office:minutes": writing,
    "cases_office:sign_minutes": signing,
    "cases:dates": side,
    "cases:away": side,
}
NOT_PAGES = {
    "cases_office:close_room": "closes a room and leads back to them",
    "cases_office:cause_paper": "asks for a paper and leads back to its day",
    "cases_office:commit": "publishes a hash and leads back to the panel",
    "cases_office:draw": "draws and leads back to the panel",
    "cases_office:hand_over": "hands the chair over and leads back to the panel",
    "cases_office:choose": "chooses a date and leads to its session",
    "cases_office:come": "writes down who came and leads back to the session",
    "cases_office:leave": "writes down who left and leads back to the session",
    "cases_office:open_hearing": "begins the session and leads back to it",
    "cases_office:close_hearing": "ends the session and leads back to it",
    "cases:strike": "strikes out a date and leads back to them",
}
