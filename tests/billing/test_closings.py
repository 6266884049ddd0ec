"""Closings: what is old in the ledger is added up once, and the balances are the same as if all of it were read."""

from datetime import timedelta

import pytest
from django.db.models import Sum

from kardad.billing import queries, sweeps
from kardad.billing.actions import invoices, ledger
from kardad.billing.models import Closing, Entry, Posting
from kardad.core.actor import SYSTEM
from tests.billing import office_world as office
from tests.billing import world
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def added_up():
    """The balances from every entry that there is."""
    return {row["account"]: row["sum"] for row in Entry.objects.values("account").annotate(sum=Sum("rials"))}


def voided(at):
    """Two postings at that time."""
    return invoices.void(world.invoice(), reason="دوبار صادر شد", by=world.MANAGER, at=at)


def test_balances_equal_the_sum_of_every_entry_before_and_after_closings(shop):
    assert queries.balances() == {}
    office.paid(10_000_000)
    assert sweeps.close_books(NOW + DAY / 2) == 0
    for day in range(2, 6):
        assert sweeps.close_books(NOW + day * DAY) == (day < 5)
        assert queries.balances() == added_up()
        if day < 4:
            world.invoice(at=NOW + (day - 0.5) * DAY)
            assert queries.balances() == added_up()
    assert sum(queries.balances().values()) == 0


def test_what_is_closed_is_not_read_again(shop):
    world.invoice()
    sweeps.close_books(NOW + 2 * DAY)
    Closing.objects.update(sums={"bank": 5})
    assert queries.balances() == {"bank": 5}
    world.invoice(world.asked("payslip"), at=NOW + 2 * DAY)
    assert queries.balances() == {"bank": 5, "receivable": 1_650_000, "revenue": -1_500_000, "vat": -150_000}


def test_a_day_is_closed_once(shop):
    world.invoice()
    assert [sweeps.close_books(NOW + 2 * DAY) for _ in range(3)] == [1, 0, 0]
    assert Closing.objects.count() == 1


def test_nothing_is_closed_past_the_first_entry_of_the_last_day(shop):
    first = world.invoice()
    fresh = world.invoice(at=NOW + 2 * DAY)
    legs = [("bank", "x", 5), ("credit", "x", -5)]
    with_an_old_day = ledger.post("paid", first, legs, by=SYSTEM, at=NOW)  # written last, dated first
    assert ledger.close(at=NOW + 2 * DAY + DAY / 2)
    last = Closing.objects.get().last_entry
    assert last == Entry.objects.filter(posting__subject_id=first.pk, posting__kind="issued").latest("pk").pk
    assert last < Entry.objects.filter(posting__subject_id=fresh.pk).earliest("pk").pk
    assert last < with_an_old_day.entries.earliest("pk").pk
    assert queries.balances() == added_up()


def test_a_long_ledger_is_read_in_two_statements(shop, django_assert_num_queries):
    for _ in range(3):
        voided(NOW)
    sweeps.close_books(NOW + 2 * DAY)
    assert Posting.objects.count() == 6
    with django_assert_num_queries(2):
        assert set(queries.balances().values()) == {0}
