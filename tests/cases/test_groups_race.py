"""Two deeds in one group of co-workers at once: whoever will hold all its cases holds them from the beginning, in one order."""

import threading
import time

import pytest
from django.db import connection, connections, transaction

from kardad.cases.actions import dates, filing, intake, members
from kardad.cases.models import Case, Hearing, Member, Seat
from kardad.inbox.actions import holding
from kardad.inbox.models import Dossier
from kardad.people.models import Person
from tests import factories
from tests.cases import board_room, petitions, world
from tests.conftest import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="the quick database has one writer"),
]


def accepted(office, staff):
    """A worker's case with its class number."""
    me = factories.person(level=2)
    case = filing.submit(petitions.whole(me), by=factories.actor(me), at=NOW)
    return intake.accept(Case.objects.get(pk=case.pk), by=staff, at=NOW)


def wait_for_who_waits_for_us():
    """Until another connection waits for a lock of ours; locks are read live, activity is frozen within a transaction."""
    for _ in range(3000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    pytest.fail("nobody waits")


def test_who_chooses_the_date_of_a_co_worker_waits_for_the_lead_before_he_holds_anything(settings):
    settings.OPERATOR = "authority"
    office = world.office()
    world.pool(office)
    staff = world.secretary(office)
    lead, case = accepted(office, staff), accepted(office, staff)
    board_room.drawn(lead)
    intake.tie(case, lead=lead, by=staff, at=NOW)
    dates.propose(Case.objects.get(pk=case.pk), by=staff, at=NOW)

    def choose():
        try:
            dates.choose(Case.objects.get(pk=case.pk), by=staff, at=dates.current(case)[0].answer_by)
        finally:
            connections.close_all()

    other = threading.Thread(target=choose)
    with transaction.atomic():
        holding.dossier(lead.dossier_id)
        other.start()
        wait_for_who_waits_for_us()
        assert Dossier.objects.select_for_update(nowait=True).get(pk=case.dossier_id)  # else the two would wait for each other
    other.join()
    assert Hearing.objects.filter(case=case, state="set").exists()


@pytest.mark.parametrize("deed", ["end", "relate"])
def test_who_takes_a_member_out_of_his_panels_holds_their_dossiers_before_anything_of_the_member(settings, deed):
    settings.OPERATOR = "authority"
    office = world.office()
    world.pool(office)
    staff = world.secretary(office)
    case = accepted(office, staff)
    seat = next(one for one in board_room.drawn(case) if one.member.kind == "workers")

    def leave():
        try:
            if deed == "end":
                members.end(seat.member, reason="پایان مأموریت", by=staff, at=NOW)
            else:
                near = {"kind": "relative", "name": case.filer.name, "code": case.filer.particulars.code}
                members.relate(seat.person, **near, by=staff, at=NOW)
        finally:
            connections.close_all()

    other = threading.Thread(target=leave)
    with transaction.atomic():
        holding.dossier(case.dossier_id)
        other.start()
        wait_for_who_waits_for_us()
        # Who draws a panel holds the dossier, and points to the member: else the two would wait for each other.
        assert Member.objects.select_for_update(nowait=True).get(pk=seat.member_id)
        assert Person.objects.select_for_update(nowait=True).get(pk=seat.person_id)
    other.join()
    assert not Seat.objects.filter(pk=seat.pk, left_at=None).exists()
