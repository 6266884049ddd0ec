"""Two at once on the real database: a contract begins or is made void, an amendment is applied once, a reminder is sent once."""

from datetime import timedelta

import pytest
from django.db import connection

from kardad.contracts import sweeps
from kardad.contracts.actions import amending, answering, signing, suspending, voiding, wording
from kardad.contracts.models import Amendment, Contract, EndNotice, Pause
from kardad.evidence.models import Entry
from kardad.kit.calendar import day_start_end
from tests.cases.test_votes_race import at_once
from tests.contracts import test_ending as ends
from tests.contracts import world
from tests.contracts.test_life import AT, CALLED, FIRST, LAST, LATER
from tests.contracts.test_life_amending import DAY, PLACE

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="the quick database has one writer"),
]


def test_what_begins_in_the_second_of_the_last_signature_is_either_void_or_under_way(sms):
    made = world.signed(sms=sms, **LATER)
    at = FIRST - timedelta(seconds=1)
    place, actor = ends.side_of(made, "employer")
    version = voiding.propose(place, reason="کارگاه جابه‌جا می‌شود", by=actor, at=at)
    ends.gave(made, "employer", version, sms, at=at)
    version.refresh_from_db()
    version.contract = Contract.objects.get()
    place, actor = ends.side_of(made, "worker")
    version = answering.read(place, version, by=actor, at=at)
    seen = signing.Seen(session_key="worker")
    signing.ask(place, version, seen=seen, by=actor, at=at)
    answer = signing.Answer(world.by_code(sms, made.worker), frozenset(), frozenset())
    found = at_once(
        lambda: wording.sign(place, version, answer, seen=seen, by=actor, at=at),
        lambda: wording.sign(place, version, answer, seen=seen, by=actor, at=at),
        lambda: sweeps.activate(FIRST),
    )
    state = Contract.objects.get().state
    assert state in ("void", "active")
    assert found[:2].count(None) == (state == "void")
    assert Entry.objects.filter(kind__in=("contract.voided", "contract.activated")).count() == 1


def test_sweeps_and_presses_that_meet_do_each_thing_once(sms):
    made = ends.running(sms)
    place, actor = ends.side_of(made, "employer")
    version = amending.propose(place, PLACE, from_on=DAY, by=actor, at=AT)
    for side in ("employer", "worker"):
        ends.gave(made, side, version, sms, at=AT)
        version.refresh_from_db()
        version.contract = Contract.objects.get()
    at_once(*[lambda: sweeps.amend(day_start_end(DAY)[0])] * 3)
    assert Amendment.objects.get().applied_at is not None
    assert Entry.objects.filter(kind="contract.amended").count() == 1
    near = day_start_end(LAST - timedelta(days=7))[0]
    at_once(*[lambda: sweeps.remind_of_ends(near)] * 3)
    assert EndNotice.objects.count() == 1
    places = [ends.side_of(made, side) for side in ("employer", "worker")]
    found = at_once(*[lambda one=one: suspending.suspend(one[0], CALLED, by=one[1], at=AT) for one in places])
    assert sorted(str(one) for one in found) == ["NOT_ALLOWED", "None"]
    assert (Pause.objects.count(), Contract.objects.get().state) == (1, "suspended")
