"""The pages of deeds on many cases, of figures, and of who stands for others."""

from django.db import transaction
from django.test import override_settings

from kardad.cases import maintenance
from kardad.cases.access.batches import reached
from kardad.cases.actions import batches
from kardad.cases.models import Case, Pace
from kardad.cases.queries import sittings
from kardad.inbox.models import Representation
from kardad.people.models import Person
from tests import factories
from tests.cases import board_room, boards, world
from tests.cases.board_room import DAY


@transaction.atomic
def desk(site, *, state="filed"):
    """A secretary is logged in whose office has some cases that wait, a decided one, and its figures of the night."""
    place = world.office()
    made = [world.filed(state=state, at_office=place, at=site.now) for _ in range(3)]
    Case.objects.update(due_at=site.now)
    site.enter(Person.objects.get(pk=made[0].secretary.person_id), "totp")
    return made


@transaction.atomic
def done(site):
    """A batch of which one case was refused."""
    made = desk(site)
    Case.objects.filter(pk=made[1].case.pk).update(state="set")
    by = made[0].secretary
    batch = batches.begin("accept", [one.case.pk for one in made], given={}, once="x", by=by, at=site.now)
    batches.run(batch, reach=reached, at=site.now)
    return (batch.pk,)


@transaction.atomic
def counted(site):
    """A manager sees what was counted."""
    made = boards.heard(at=site.now - 2 * DAY)
    boards.issued(made, {1: 1, 2: "rejected"}, at=site.now - DAY)
    factories.office(name="اداره کار شیراز", kind="labour", province="فارس")
    maintenance.count_offices(site.now)
    Pace.objects.filter(office=made.office).update(usual_days=64, middle_days=31, cases=412)
    site.staff("manager")
    return ()


@transaction.atomic
@override_settings(OPERATOR="authority")
def practising(site):
    """A lawyer of two sides whose sessions are on one day is logged in."""
    place = world.office()
    lawyer = site.member(first_name="نگار", last_name="داوری")
    for clock in (9, 11):
        made = board_room.seated(at_office=place, at=site.now - DAY)
        Representation.objects.create(party=made.sides["respondent"], agent=lawyer, began_at=site.now - DAY)
        day = sittings.earliest(made.case, at=site.now) + 3 * DAY
        while not sittings.is_open_day(made.case, day):
            day += DAY
        board_room.listed(made, board_room.hour(day, clock), at=site.now - DAY)
    return ()


VISITS = {
    "cases:practice": practising,
    "cases_office:batch": lambda site: desk(site) and ({"deed": "transfer", "all": "1", "desk": "intake"},),
    "cases_office:batch_done": done,
    "cases_office:figures": counted,
}
