"""Tickets: sixteen days, cancelled and expired with what hangs on them, and no move that the table does not have."""

from contextlib import suppress
from datetime import timedelta

import pytest

from kardad.core.actor import Actor
from kardad.kit.flow import NotAllowed
from kardad.outbox.models import Message
from kardad.people import flow, papers
from kardad.people.actions import attempts, attesting, tickets, visits
from kardad.people.models import Attempt, Ticket, Visit
from kardad.people.queries import counters
from kardad.work.models import WorkItem
from tests.people import desks

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def test_a_ticket_lives_sixteen_days_and_keeps_its_attempt_alive(make, now):
    found = desks.ticket(desks.KARIMI, at=now)
    assert found.expires_at == now + 16 * DAY
    assert found.attempt.expires_at == now + 16 * DAY
    assert tickets.expire(now + 16 * DAY - timedelta(seconds=1)) == 0
    assert tickets.expire(now + 16 * DAY) == 1
    found.refresh_from_db()
    assert (found.state, found.attempt.state) == ("expired", "expired")


def test_the_sweep_may_run_twice(make, now):
    desks.ticket(desks.KARIMI, at=now)
    assert [tickets.expire(now + 17 * DAY), tickets.expire(now + 17 * DAY)] == [1, 0]
    assert len(desks.events("ticket.expired")) == 1


def test_a_ticket_on_day_seventeen_is_expired_even_if_no_sweep_came_by(make, now):
    officer, found = desks.officer(make), desks.ticket(desks.KARIMI, at=now)
    with pytest.raises(tickets.TicketExpired):
        desks.begin(found, officer, at=now + 17 * DAY)
    found.refresh_from_db()
    assert found.state == "expired"
    assert not Visit.objects.exists()


@pytest.mark.parametrize("deed", ["ask", "finish", "miss"])
def test_a_visit_left_open_cannot_go_on_after_the_ticket_expired(make, now, deed):
    officer, found = desks.officer(make), desks.ticket(desks.KARIMI, at=now)
    visit = desks.ready(found, officer, desks.KARIMI, at=now)
    late, by = now + 16 * DAY, desks.actor(officer)
    deeds = {
        "ask": lambda: attesting.ask(visit, desks.shown(desks.KARIMI), by=by, at=late),
        "finish": lambda: attesting.finish(visit, by=by, at=late),
        "miss": lambda: visits.miss(visit, by=by, at=late),
    }
    with pytest.raises(tickets.TicketExpired):
        deeds[deed]()
    visit.refresh_from_db()
    assert visit.state == "dropped"
    assert Attempt.objects.get(pk=found.attempt_id).state == "expired"


def test_an_expired_ticket_leaves_no_second_look_waiting(make, now):
    first, other = desks.officer(make), desks.officer(make)
    found = desks.ticket(desks.KARIMI, at=now, sampled=True)
    desks.attested(found, first, desks.KARIMI, at=now)
    assert WorkItem.objects.get(kind="second_look").closed_at is None
    tickets.expire(now + 17 * DAY)
    assert WorkItem.objects.get(kind="second_look").outcome == "expired"
    with pytest.raises(tickets.TicketExpired):
        attesting.second(found, missing=[], reason="", office=desks.office_of(other), by=desks.actor(other), at=now + 17 * DAY)


def test_giving_a_ticket_back_ends_the_visit_over_it(make, now):
    officer, owner = desks.officer(make), make.person(level=0, code="9990001235", phone="+989120000001")
    found = desks.ticket(desks.KARIMI, at=now, person=owner)
    visit = desks.begin(found, officer, at=now)
    attempts.cancel(found.attempt, by=Actor(owner.pk, "member"), at=now)
    visit.refresh_from_db()
    found.refresh_from_db()
    assert (found.state, visit.state) == ("cancelled", "dropped")
    with pytest.raises(NotAllowed):
        desks.begin(found, officer, at=now)


def test_what_a_person_must_show_follows_from_the_role(make, now):
    expected = {
        "worker": ["identity_card", "birth_certificate"],
        "employer_natural": ["identity_card", "birth_certificate", "business_proof"],
        "employer_legal": ["identity_card", "birth_certificate", "gazette", "introduction_letter"],
        "representative": ["identity_card", "birth_certificate", "mandate_letter"],
        "lawyer": ["identity_card", "birth_certificate", "lawyer_licence", "power_of_attorney"],
        "foreign_national": ["residence_document", "foreigner_slip"],
    }
    for role, kinds in expected.items():
        attempt = Attempt.objects.create(method="in_person", role=role, began_at=now, expires_at=now)
        assert [kind.key for kind in counters.expected_papers(attempt)] == kinds


def test_a_military_card_is_never_asked_for(make, now):
    for role in papers.table():
        assert "military_card" not in [kind.key for kind in role.in_person]


def test_an_event_over_a_strangers_ticket_is_not_in_the_officers_own_history(make, now):
    officer = desks.officer(make)
    desks.attested(desks.ticket(desks.KARIMI, at=now), officer, desks.KARIMI, at=now)
    from kardad.core import history

    assert not [event.name for event in history.of_person(officer.pk)]


def test_a_text_of_a_ticket_names_only_the_tracking_code(make, now):
    officer, found = desks.officer(make), desks.ticket(desks.KARIMI, at=now)
    visits.miss(desks.begin(found, officer, at=now), by=desks.actor(officer), at=now)
    message = Message.objects.get()
    assert message.template == "in_person_incomplete"
    assert flow.show_tracking_code(found.attempt.tracking) in message.parameters
    assert desks.KARIMI["code"] not in message.parameters


def _press(move, role, found, visit, officer, other, at):
    """What someone in this role would press to make this move."""
    by = Actor(officer.pk, role, level=3)
    second = Actor(other.pk, "officer" if role == "second_officer" else role, level=3)
    agree = {"missing": [], "reason": ""}
    refuse = {"missing": ["identity_card"], "reason": "شماره خوانا نیست"}
    match move:
        case "miss":
            visits.miss(visit, by=by, at=at)
        case "attest" | "ask_second":
            attesting.finish(visit, by=by, at=at)
        case "second" | "second_refuse":
            attesting.second(found, **(agree if move == "second" else refuse), office=desks.office_of(other), by=second, at=at)
        case "expire":
            tickets.expire(at)
        case "cancel":
            tickets.cancel(found.attempt, by=Actor(None, "applicant"), at=at)


# The sweep and the cancelling are functions of no role: they are tried once, by the role that the table names.
FORBIDDEN = [
    (state, move, role)
    for state, move, role in flow.TICKET.forbidden()
    if (move not in ("expire", "cancel") or role in {"expire": "system", "cancel": "applicant"}[move])
    and not (move in ("second", "second_refuse") and role == "officer")  # an officer of another office is the second officer
]


@pytest.mark.parametrize(("state", "move", "role"), FORBIDDEN)
def test_no_move_of_a_ticket_passes_that_the_table_does_not_have(make, now, state, move, role):
    first, other = desks.officer(make), desks.officer(make)
    sampled = move == "ask_second"
    found = desks.ticket(desks.KARIMI, at=now, sampled=sampled)
    visit = desks.ready(found, first, desks.KARIMI, at=now)
    Visit.objects.filter(pk=visit.pk).update(checklist=visit.checklist | ({"papers": {}} if move == "miss" else {}))
    Ticket.objects.filter(pk=found.pk).update(state=state)
    found.refresh_from_db()
    with suppress(NotAllowed, tickets.TicketExpired):
        _press(move, role, found, visit, first, other, now)
    found.refresh_from_db()
    assert found.state == state
    assert Attempt.objects.get(pk=found.attempt_id).state == "in_person"
