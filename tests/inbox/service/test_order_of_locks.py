"""Two deeds on one dossier in the same moment wait for each other, and never in a ring: whatever crosses, each has its one result."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from kardad.core import incidents
from kardad.core.actor import SYSTEM
from kardad.evidence import queries as evidence
from kardad.evidence.verifying import verify
from kardad.inbox import auditing
from kardad.inbox.actions import bulk, certifying, deadlines, dossiers, notices, rungs, watching
from kardad.inbox.models import Deadline, Delivery, Outage
from kardad.inbox.queries import deliveries
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from tests import factories
from tests.conftest import NOW
from tests.inbox.service.conftest import by, opened, placed, written
from tests.people.racing import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="rows are locked on PostgreSQL alone"),
]
ROUNDS = range(6)  # a ring closes in about every second of them, once the order is broken


def hour(day, of):
    """An hour of that day in Tehran."""
    return datetime(day.year, day.month, day.day, of, tzinfo=calendar.TEHRAN)


def served(secretary):
    """A dossier, its delivery to the respondent, and what runs from it."""
    case = opened(secretary)
    made = placed(case)["respondent"]
    return case, made, Deadline.objects.get(delivery=made, superseded_at=None)


def incident(row):
    """An outage of the last hard day that nobody has looked at."""
    hit = incidents.open_incident(part="site", title="قطعی", text="سایت باز نمی‌شد.", by=SYSTEM, at=hour(row.hard_until, 8))
    incidents.close_incident(hit, afterword="برق رفته بود.", by=SYSTEM, at=hour(row.hard_until, 20))
    return Outage.objects.get(incident_id=hit.pk)


def ensure_sound(case):
    """The chain holds, and no row says anything else than it."""
    assert verify(evidence.dossier(evidence.chain_of(case.dossier)), keys=evidence.published_keys()).is_valid
    assert not auditing.differs(case.dossier)


def voided(made, at):
    """A deed that makes the service void."""
    return lambda: notices.void(made, reason="نشانی نادرست بود", by=by(factories.staff("secretary"), "secretary"), at=at)


@pytest.mark.parametrize("_", ROUNDS)
def test_an_outage_that_is_decided_while_the_service_falls(secretary, _):
    case, made, row = served(secretary)
    watching.look_at_outage(incident(row).pk, at=hour(row.hard_until, 21))
    at = hour(row.hard_until, 22)

    def settle():
        return deadlines.settle_risk(row, lost={row.hard_until: "outage"}, reason="سایت بسته بود", by=secretary, at=at)

    first, second = at_once([settle, voided(made, at)])
    assert isinstance(first, Deadline | deadlines.NotAtRisk), first
    assert isinstance(second, Delivery), second
    assert not Deadline.objects.filter(delivery=made, superseded_at=None).exists()
    ensure_sound(case)


@pytest.mark.parametrize("_", ROUNDS)
def test_a_calendar_that_changes_or_an_outage_that_is_found_while_the_service_falls(secretary, _):
    case, made, row = served(secretary)
    hit, at = incident(row), hour(row.hard_until, 21)

    def move():
        return deadlines.recompute(row, cause="holiday", at=NOW, obstructed={row.hard_until: "holiday"})

    found = at_once([move, lambda: watching.look_at_outage(hit.pk, at=at), voided(made, NOW)])
    assert not [one for one in found if isinstance(one, Exception)]
    assert not Deadline.objects.filter(delivery=made, superseded_at=None).exists()
    ensure_sound(case)


@pytest.mark.parametrize("_", ROUNDS)
def test_a_representative_who_goes_while_a_paper_is_placed(secretary, _):
    case = opened(secretary)
    stands = dossiers.represent(case.sides["respondent"], agent=factories.person(), by=secretary, at=NOW)
    paper = written(case)
    found = at_once([lambda: dossiers.end_representation(stands, by=secretary, at=NOW), lambda: notices.place(paper, by=secretary, at=NOW)])
    assert not [one for one in found if isinstance(one, Exception)]
    assert deliveries.of_record(paper, case.sides["respondent"]) is not None
    ensure_sound(case)


@pytest.mark.parametrize("_", ROUNDS)
def test_a_service_that_falls_while_papers_are_placed_opened_and_certified(secretary, _):
    case, made, _row = served(secretary)
    paper = written(case, "N1")

    def certify():
        return certifying.certify_service(made, by=secretary, at=NOW + timedelta(minutes=1))

    def place():
        return notices.place(paper, by=secretary, at=NOW)

    def read():
        return rungs.open_delivery(made, by=by(case.respondent), at=NOW)

    *found, certified = at_once([voided(made, NOW), place, read, certify])
    assert not [one for one in found if isinstance(one, Exception)]
    assert not isinstance(certified, Exception) or isinstance(certified, certifying.NothingToCertify), certified
    ensure_sound(case)


def test_many_papers_placed_twice_in_whichever_order_are_placed_once(secretary):
    drafts = [written(opened(secretary), "N12") for _ in range(12)]

    def place(order):
        return lambda: bulk.place_many(order, by=secretary, at=NOW)

    found = at_once([place(drafts), place(drafts[::-1]), lambda: notices.place(drafts[5], by=secretary, at=NOW)])
    (done,) = [one for one in found if not isinstance(one, NotAllowed)]  # whoever came first
    assert Delivery.objects.filter(is_copy=False).count() == (done if isinstance(done, int) else len(done))
