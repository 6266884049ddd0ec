"""Two members at once, on the real database: both votes count, a double press is one, and a seat that is emptied meanwhile is not."""

import threading

import pytest
from django.db import connection, connections

from kardad.cases.actions import decisions, issuing
from kardad.cases.models import Case, Decision, Seat, Vote
from kardad.cases.queries import decisions as queries
from kardad.kit.refusal import Refusal
from tests.cases import boards
from tests.cases.boards import member, moment

HEARD, DAY = moment("1404-07-20"), moment("1404-07-23")
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="the quick database has one writer"),
]


def at_once(*deeds):
    """What came of deeds that were begun together: None, or the refusal's code."""
    gate, found = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place, deed):
        try:
            gate.wait()
            deed()
        except Refusal as refusal:
            found[place] = refusal.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, deed)) for place, deed in enumerate(deeds)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def ballot(draft, seat):
    return lambda: decisions.vote(draft, by=member(seat), at=DAY, version=1, opinion="agree", dissent="")


def test_votes_at_once_all_count_once_and_one_press_issues(settings):
    settings.OPERATOR = "authority"
    made = boards.heard(at=HEARD)
    chair = member(made.seats[0])
    draft = decisions.propose(boards.written(made, {1: 1000, 2: "rejected"}, at=DAY), by=chair, at=DAY)
    first, second, third = made.seats
    found = at_once(ballot(draft, first), ballot(draft, second), ballot(draft, third), ballot(draft, third))
    assert sorted(one or "" for one in found) == ["", "", "", "DECISION_VOTED"]
    assert Vote.objects.count() == 3
    found = at_once(*[lambda: issuing.issue(draft, by=chair, at=DAY)] * 2)
    assert sorted(one or "" for one in found) == ["", "NOT_ALLOWED"]
    assert Decision.objects.filter(number__isnull=False).count() == 1
    assert Case.objects.get().state == "decided"


def test_a_quorum_that_is_lost_between_opening_and_vote_decides_nothing(settings):
    settings.OPERATOR = "authority"
    made = boards.heard(at=HEARD)
    chair = member(made.seats[0])
    draft = decisions.propose(boards.written(made, {1: 1000, 2: "rejected"}, at=DAY), by=chair, at=DAY)
    leave = Seat.objects.filter(pk=made.seats[2].pk)
    at_once(ballot(draft, made.seats[0]), ballot(draft, made.seats[1]), lambda: leave.update(left_at=DAY, reason="رد"))
    with pytest.raises(decisions.NoQuorum):
        issuing.issue(draft, by=chair, at=DAY)
    assert not queries.tally(draft).is_quorate
    issuing.renew(draft, by=chair, at=DAY)
    assert Case.objects.get().state == "adjourned"
