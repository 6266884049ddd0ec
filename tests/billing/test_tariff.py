"""Prices, rates, sellers and discounts are proposed by one and approved by another, by date."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kardad.billing import flow, queries
from kardad.billing.actions import tariff
from kardad.billing.models import Price
from kardad.core.actor import Actor
from kardad.kit.flow import NotAllowed
from kardad.work.models import WorkItem
from tests.billing import world
from tests.billing.world import FINANCE, MANAGER, OTHER_MANAGER, TODAY
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
NEXT_WEEK = TODAY + timedelta(days=7)


def proposed(rials=4_000_000, by=FINANCE, **dates):
    dates = {"valid_from": TODAY, "valid_to": None} | dates
    return tariff.propose_price("written", rials=rials, by=by, at=NOW, **dates)


def test_a_proposed_price_does_not_hold():
    proposed()
    assert queries.price("written", TODAY) is None


def test_an_approved_price_holds_from_its_day():
    row = world.price("written", 4_000_000, valid_from=NEXT_WEEK)
    assert (queries.price("written", TODAY), queries.price("written", NEXT_WEEK)) == (None, row)


def test_nobody_approves_his_own_proposal():
    row = proposed(by=MANAGER)
    with pytest.raises(tariff.SamePerson):
        tariff.approve(row, by=MANAGER, at=NOW)
    assert queries.price("written", TODAY) is None


def test_the_database_knows_two_persons_too():
    row = proposed(by=MANAGER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Price.objects.filter(pk=row.pk).update(state="approved", decided_by_id=MANAGER.person_id)


def test_a_new_price_ends_the_one_before():
    first = world.price("written", 4_000_000)
    second = world.price("written", 5_000_000, valid_from=NEXT_WEEK)
    first.refresh_from_db()
    assert first.valid_to == NEXT_WEEK
    assert queries.price("written", NEXT_WEEK - timedelta(days=1)) == first
    assert queries.price("written", NEXT_WEEK) == second


def test_two_prices_never_hold_on_one_day():
    world.price("written", 4_000_000, valid_from=NEXT_WEEK)
    row = proposed(valid_to=NEXT_WEEK + timedelta(days=1))
    with pytest.raises(tariff.DatesTaken):
        tariff.approve(row, by=OTHER_MANAGER, at=NOW)


def test_a_price_that_ends_when_the_next_begins_is_no_conflict():
    world.price("written", 4_000_000, valid_from=NEXT_WEEK)
    assert tariff.approve(proposed(valid_to=NEXT_WEEK), by=OTHER_MANAGER, at=NOW).state == "approved"


def test_the_past_is_not_priced_anew():
    with pytest.raises(tariff.TooEarly):
        proposed(valid_from=TODAY - timedelta(days=1))
    row = proposed()
    with pytest.raises(tariff.TooEarly):
        tariff.approve(row, by=OTHER_MANAGER, at=NOW + timedelta(days=2))


@pytest.mark.parametrize("rials", [0, -1])
def test_a_price_is_over_nothing(rials):
    with pytest.raises(tariff.BadRow):
        proposed(rials)


@pytest.mark.parametrize("off", [{}, {"percent": 101}, {"rials": -5}, {"percent": 5, "rials": 5}, {"percent": 5, "per_buyer": 0}])
def test_a_discount_is_a_percentage_or_a_sum(off):
    with pytest.raises(tariff.BadRow):
        tariff.propose_discount("X", valid_from=TODAY, valid_to=None, by=MANAGER, at=NOW, **off)


def test_a_rate_names_its_law():
    with pytest.raises(tariff.BadRow):
        tariff.propose_vat_rate(1000, legal_reference=" ", valid_from=TODAY, valid_to=None, by=MANAGER, at=NOW)


def test_dates_are_in_order():
    with pytest.raises(tariff.DatesWrong):
        proposed(valid_to=TODAY)


@pytest.mark.parametrize("role", ["member", "expert", "system"])
def test_only_managers_and_finance_propose(role):
    with pytest.raises(NotAllowed):
        proposed(by=Actor(5, role))


def test_a_declined_row_never_holds_and_its_item_is_closed():
    row = proposed()
    assert WorkItem.objects.filter(kind="tariff.price", closed_at=None).count() == 1
    tariff.decline(row, reason="زیاد است", by=OTHER_MANAGER, at=NOW)
    assert WorkItem.objects.filter(kind="tariff.price", closed_at=None).count() == 0
    with pytest.raises(NotAllowed):
        tariff.approve(row, by=MANAGER, at=NOW)


def test_finance_takes_back_only_its_own():
    with pytest.raises(NotAllowed):
        tariff.decline(proposed(), reason="", by=world.OTHER_FINANCE, at=NOW)
    assert tariff.decline(proposed(), reason="", by=FINANCE, at=NOW).state == "declined"


@pytest.mark.parametrize(("state", "move", "role"), sorted(flow.TARIFF.forbidden()))
def test_what_the_table_does_not_allow_is_refused(state, move, role):
    row = proposed(by=Actor(77, "finance_officer"))
    by = Actor(77 if move == "withdraw" else 88, role)
    if state != "proposed":
        Price.objects.filter(pk=row.pk).update(state=state, decided_by_id=66)
    deed = tariff.approve if move == "approve" else None
    with pytest.raises(NotAllowed):
        deed(row, by=by, at=NOW) if deed else flow.TARIFF.after(state, move, role)
    row.refresh_from_db()
    assert row.state == state
