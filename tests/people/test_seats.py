"""What rests on the register's word is asked again: before binding acts, and every thirty days."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse

from kardad.gateways.registry.port import Operation, Outcome
from kardad.outbox.models import Message
from kardad.people import access, sweeps
from kardad.people.actions import organisations, seats
from kardad.people.models import Inquiry, Membership
from tests.people.staff_world import by, company, events, log_in, place

LATER = timedelta(days=31)


@pytest.fixture
def ceo(make, now):
    """The register's own manager of the register's own company."""
    person = make.person(code="9990001235")
    return place(company(now), person, now, is_owner=True, is_signatory=True, rights=organisations.ALL_RIGHTS)


def test_a_fresh_seat_asks_nobody(ceo, now, registry):
    seats.recheck_member(ceo, by=by(ceo.person), at=now + timedelta(days=29))
    assert registry.asked(Operation.COMPANY_MEMBER) == []


def test_an_old_seat_is_confirmed_for_another_thirty_days(ceo, now, registry):
    at = now + LATER
    found = seats.recheck_member(ceo, by=by(ceo.person), at=at)
    assert (found.checked_at, found.suspended_at) == (at, None)
    asked = registry.asked(Operation.COMPANY_MEMBER)
    assert [call.given["company_id"] for call in asked] == ["99900012303"]
    assert Inquiry.objects.get().outcome == Outcome.MATCH
    seats.recheck_member(ceo, by=by(ceo.person), at=at)
    assert len(registry.asked(Operation.COMPANY_MEMBER)) == 1


def test_a_lost_seat_rests_and_every_owner_is_told(make, ceo, now, registry):
    other = place(ceo.organisation, make.person(), now, is_owner=True, rights=organisations.ALL_RIGHTS)
    registry.rule(Operation.COMPANY_MEMBER, Outcome.NO_MATCH)
    with pytest.raises(seats.PositionLost):
        seats.recheck_member(ceo, by=by(ceo.person), at=now + LATER)
    ceo.refresh_from_db()
    assert ceo.suspended_at == now + LATER
    with pytest.raises(Http404):
        access.membership(by(ceo.person), ceo.organisation_id)
    assert access.membership(by(other.person), ceo.organisation_id)
    told = set(Message.objects.filter(template="membership_suspended").values_list("person_id", flat=True))
    assert told == {ceo.person_id, other.person_id}
    assert events("membership.member_suspended")[0].person_id == other.person_id


def test_a_seat_that_the_register_names_again_is_its_holders_again(ceo, now, registry):
    registry.rule(Operation.COMPANY_MEMBER, Outcome.NO_MATCH, times=1)
    with pytest.raises(seats.PositionLost):
        seats.recheck_member(ceo, by=by(ceo.person), at=now + LATER)
    found = seats.recheck_member(ceo, by=by(ceo.person), at=now + LATER + timedelta(hours=1))
    assert found.suspended_at is None
    assert access.membership(by(ceo.person), ceo.organisation_id)


@pytest.mark.parametrize("outcome", [Outcome.UNAVAILABLE, Outcome.OUT_OF_HOURS, Outcome.QUOTA, Outcome.AUTH, Outcome.UNSURE])
def test_a_register_that_does_not_answer_takes_nothing_away_and_allows_nothing(ceo, now, registry, outcome):
    registry.rule(Operation.COMPANY_MEMBER, outcome)
    with pytest.raises(seats.PositionUnknown):
        seats.recheck_member(ceo, by=by(ceo.person), at=now + LATER)
    ceo.refresh_from_db()
    assert (ceo.suspended_at, ceo.checked_at) == (None, now)


def test_while_one_tab_asks_another_waits(ceo, now, registry):
    at = now + LATER
    seats._claim(Membership.objects.select_related("organisation", "person").get(pk=ceo.pk), at=at)
    with pytest.raises(seats.PositionUnknown):
        seats.recheck_member(ceo, by=by(ceo.person), at=at)
    assert registry.asked(Operation.COMPANY_MEMBER) == []
    assert seats.recheck_member(ceo, by=by(ceo.person), at=at + timedelta(minutes=2)).checked_at == at + timedelta(minutes=2)


def test_who_was_let_in_by_an_owner_rests_on_the_owners_word(make, ceo, now, registry):
    clerk = place(ceo.organisation, make.person(), now)
    assert seats.recheck_member(clerk, by=by(clerk.person), at=now + LATER).state == "active"
    assert registry.asked(Operation.COMPANY_MEMBER) == []


def test_the_sweep_asks_about_old_seats_once_and_stops_when_nobody_answers(make, ceo, now, registry):
    second = place(company(now, "دیگری", "99900012318"), make.person(), now, is_owner=True, is_signatory=True)
    registry.rule(Operation.COMPANY_MEMBER, Outcome.UNAVAILABLE)
    assert sweeps.recheck_seats(now + LATER) == 0
    assert len(registry.asked(Operation.COMPANY_MEMBER)) == 1
    registry.reset()
    assert sweeps.recheck_seats(now + LATER + timedelta(hours=1)) == 2
    assert sweeps.recheck_seats(now + LATER + timedelta(hours=1)) == 0
    second.refresh_from_db()
    assert second.suspended_at is not None


def test_a_company_whose_only_owner_rests_is_owned_by_the_next_signatory(make, ceo, now):
    Membership.objects.filter(pk=ceo.pk).update(suspended_at=now)
    from tests.people.test_organisations import brought

    assert brought(make, now, make.person(), signs=True).is_owner


def test_the_holder_of_a_resting_seat_asks_again_from_the_page(client, ceo, clock, now):
    Membership.objects.filter(pk=ceo.pk).update(suspended_at=now)
    log_in(client, ceo.person)
    address = reverse("people:organisation", args=[ceo.organisation_id])
    assert "نگه داشته شده" in client.get(address).content.decode()
    client.post(address, {"do": "recheck"})
    ceo.refresh_from_db()
    assert ceo.suspended_at is None
