"""Two at the settlement table at once, on the real database: offers meet once, a double press is one, a case ends in one way."""

import pytest
from django.db import connection

from kardad.cases.actions import confirming, remitting, settling, withdrawing
from kardad.cases.models import Case, Decision, Instalment, Offer, Remittance, Settlement, Signature
from kardad.kit import calendar
from tests import factories
from tests.cases import world
from tests.cases.test_settlement import M, act, signed, sit, terms
from tests.cases.test_votes_race import at_once
from tests.conftest import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="the quick database has one writer"),
]


def test_at_the_table_two_at_once_make_one_figure_one_signature_and_one_end(settings):
    settings.OPERATOR = "authority"
    made = world.filed(state="accepted")
    worker, employer = made.worker, made.employer
    assert at_once(*[lambda who=who: act(made, who, settling.open_table) for who in (worker, employer, worker)]) == [None] * 3
    assert Settlement.objects.count() == 1
    pairs = ((worker, 80 * M), (employer, 100 * M), (worker, 1))
    at_once(*[lambda who=who, amount=amount: act(made, who, settling.offer, amount=amount) for who, amount in pairs])
    assert Offer.objects.filter(round=1).count() == 2
    table = Settlement.objects.get()
    assert table.figure in (90 * M, (100 * M + 1) // 2)
    act(made, employer, settling.propose, terms=terms(total=table.figure))
    found = at_once(*[lambda: act(made, worker, settling.agree, version=1)] * 2)
    assert sorted(one or "" for one in found) == ["", "NOT_ALLOWED"]
    table.refresh_from_db()
    found = at_once(*[lambda who=who: act(made, who, settling.sign, hash=table.hash) for who in (worker, employer, worker)])
    assert sorted(one or "" for one in found) == ["", "", "SETTLE_SIGNED"]
    assert Signature.objects.count() == 2
    place = sit(made, worker)
    found = at_once(
        lambda: confirming.confirm_settlement(made.case, by=made.secretary, at=NOW),
        lambda: confirming.confirm_settlement(made.case, by=made.secretary, at=NOW),
        lambda: withdrawing.withdraw(place, by=factories.actor(worker), at=NOW),
    )
    assert found.count(None) == 1
    assert Case.objects.get().state in ("settled", "withdrawn")
    assert Decision.objects.count() == 1


def test_the_same_money_told_twice_at_once_is_told_once(settings):
    settings.OPERATOR = "authority"
    made = world.filed(state="accepted")
    signed(made, total=90 * M)
    confirming.confirm_settlement(made.case, by=made.secretary, at=NOW)
    first, today = Instalment.objects.order_by("position")[0], calendar.tehran_day(NOW)
    pay = {"instalment": first, "amount": first.amount, "paid_on": today}
    found = at_once(*[lambda: act(made, made.worker, remitting.remit, **pay)] * 2)
    assert found == [None, None]
    assert Remittance.objects.count() == 1
