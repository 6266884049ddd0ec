"""Notices that are due, looked at by the lot: each ends as it would alone, and two who look at once make nothing twice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kardad.evidence import queries as evidence
from kardad.evidence.verifying import verify
from kardad.inbox import policy, problems, sweeps
from kardad.inbox.actions import looking, rungs
from kardad.inbox.models import Delivery
from kardad.inbox.queries import deliveries
from kardad.work.models import WorkItem
from tests.conftest import NOW
from tests.inbox.service.conftest import by, opened, placed
from tests.people.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)
DUE = NOW + policy.UNOPENED_AFTER


def failures():
    """Which deliveries are the secretary's work, one line an open item."""
    return sorted(WorkItem.objects.filter(kind=problems.KIND, closed_at=None).values_list("subject_id", flat=True))


def steps(delivery):
    """What proof keeps of it."""
    return [entry.kind for entry in deliveries.entries(delivery)]


def test_what_was_opened_is_done_with_and_what_nobody_opened_is_work_with_proof(secretary):
    case = opened(secretary)
    made = placed(case)
    assert rungs.open_delivery(made["claimant"], by=by(case.claimant), at=NOW + timedelta(days=1))
    assert sweeps.look_for_unopened(DUE - timedelta(seconds=1)) == 0
    assert sweeps.look_for_unopened(DUE) == 1
    assert failures() == [made["respondent"].pk]
    rows = {row.party.side: (row.problem, row.failed_at, row.due_at) for row in Delivery.objects.all()}
    assert rows == {"claimant": ("", None, None), "respondent": ("unopened", DUE, None)}
    assert steps(made["respondent"]) == ["service.placed", "service.failed"]
    assert "service.failed" not in steps(made["claimant"])
    assert verify(evidence.dossier(evidence.chain_of(case.dossier)), keys=evidence.published_keys()).is_valid
    assert sweeps.look_for_unopened(DUE) == 0


def test_two_who_look_at_once_make_each_failure_once(secretary):
    cases = [opened(secretary) for _ in range(4)]
    made = [one for case in cases for one in placed(case).values()]
    looking.LOT, kept = 3, looking.LOT
    try:
        assert sum(at_once([lambda: sweeps.look_for_unopened(DUE) for _ in range(2)])) == len(made)
    finally:
        looking.LOT = kept
    assert failures() == sorted(one.pk for one in made)
    assert all(steps(one) == ["service.placed", "service.failed"] for one in made)


def test_a_sweeper_who_is_stopped_anywhere_leaves_whole_lots(secretary):
    class Stopped(BaseException):
        pass

    made = placed(opened(secretary))
    with CaptureQueriesContext(connection) as asked:
        looking.look(at=NOW)
    assert len(asked) <= 6
    for step in range(2, 12, 3):
        left = iter(range(step))

        def stop(execute, *call, left=left):
            if next(left, None) is None:
                raise Stopped
            return execute(*call)

        with pytest.raises(Stopped), connection.execute_wrapper(stop):
            looking.look(at=DUE)
        assert failures() in ([], sorted(one.pk for one in made.values()))
        connection.close()
    looking.look(at=DUE)
    assert failures() == sorted(one.pk for one in made.values())


def test_one_that_cannot_be_looked_at_holds_up_no_other(secretary, monkeypatch):
    made = placed(opened(secretary))
    broken, real = made["claimant"].pk, rungs.look
    monkeypatch.setattr(looking, "_lot", lambda at: 1 / 0)
    monkeypatch.setattr(rungs, "look", lambda pk, at: 1 / 0 if pk == broken else real(pk, at=at))
    assert looking.look(at=DUE) == 1
    assert failures() == [made["respondent"].pk]
