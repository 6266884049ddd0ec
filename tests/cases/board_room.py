"""What tests of boards begin with: a case with its panel drawn, with a session ahead, with a session that runs."""

from datetime import datetime, timedelta

from kardad.cases.actions import attendance, briefs, hearings, panels
from kardad.cases.models import Case
from kardad.cases.queries import boards, sittings, standing
from kardad.core.actor import SYSTEM
from kardad.kit import calendar
from tests import factories
from tests.cases import world
from tests.conftest import NOW

DAY = timedelta(days=1)


def actor(seat):
    """The member of the seat, as actions see him."""
    return factories.actor(seat.person, "board_member")


def chair(case):
    """The one who chairs the case, as actions see him."""
    return actor(boards.panel(case).get(is_chair=True))


def drawn(case, *, at=NOW):
    """The case's panel is promised and drawn."""
    panels.commit(case, by=SYSTEM, at=at - timedelta(hours=1))
    panels.draw(case, by=SYSTEM, at=at)
    return list(boards.panel(case))


def seated(*, state="accepted", instance="DB", at=NOW, at_office=None, **columns):
    """A filed case with enough members at its office and its panel drawn; `room` and `seats` beside what `world.filed` gives."""
    made = world.filed(state=state, instance=instance, at=at, at_office=at_office, **columns)
    made.room = at_office.rooms.first() if at_office and at_office.rooms.exists() else world.pool(made.office, at=at)
    made.seats = drawn(made.case, at=at)
    return made


def hour(day, clock=10, *, minute=0):
    """An hour of a Gregorian day in Tehran."""
    return datetime(day.year, day.month, day.day, clock, minute, tzinfo=calendar.TEHRAN)


def listed(made, starts_at=None, *, at=NOW, **wish):
    """The case has a session, on the first open day from ten days on unless it is said when."""
    day = calendar.tehran_day(at + 10 * DAY)
    while not sittings.is_open_day(made.case, day):
        day += DAY
    when = starts_at or hour(day)
    return hearings.set_hearing(made.case, hearings.Wish(when, wish.pop("room", made.room), **wish), by=made.secretary, at=at)


def both_ask(made, *, at=NOW):
    """Each side has put an application into the file."""
    for side in (made.worker, made.employer):
        place, by = standing.of(made.case, side, at=at), factories.actor(side)
        briefs.file(place, kind="application", title="تجدید جلسه", words="وقت دیگری می‌خواهم.", files=[], by=by, at=at)


def running(made, *, but=(), at=NOW):
    """The session of the case runs: every member but those came, and the claimant himself."""
    hearing = listed(made, at=at)
    moment = hearing.starts_at
    for seat in made.seats:
        if seat not in but:
            attendance.come(hearing, seat, by=made.secretary, at=moment)
    attendance.come(hearing, made.sides["claimant"], by=made.secretary, at=moment)
    hearing = hearings.open_hearing(hearing, by=chair(made.case), at=moment)
    made.case = Case.objects.get(pk=made.case.pk)
    return hearing
