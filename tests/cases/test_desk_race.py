"""Two at once, on the real database: one referral, one opinion, a fee that is paid in the moment it lapses, a batch that two sweeps run."""

from datetime import timedelta

import pytest
from django.db import connection

from kardad.billing import sweeps as billing
from kardad.billing.actions import receipts
from kardad.billing.actions.receipts import Receipt
from kardad.billing.models import Invoice
from kardad.cases.access.batches import reached
from kardad.cases.actions import batches, experts, opinions
from kardad.cases.models import Case, Filing, Referral
from kardad.inbox.models import Letter, Notice
from tests import factories
from tests.billing import world as money
from tests.cases import experts as rooms
from tests.cases.test_batches import asked, several, states
from tests.cases.test_votes_race import at_once
from tests.conftest import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="the quick database has one writer"),
]


def test_two_presses_of_the_board_and_of_the_expert_are_one(settings):
    settings.OPERATOR = "authority"
    made = rooms.heard()
    order = experts.Order(expert=made.expert, question="چند ساعت؟", fee=1_000_000, days=10)
    found = at_once(*[lambda: experts.refer(made.case, order, by=made.chair, at=NOW)] * 2)
    assert sorted(one or "" for one in found) == ["", "NOT_ALLOWED"]
    assert (Referral.objects.count(), Invoice.objects.count(), Notice.objects.filter(code="N5").count()) == (1, 1, 1)
    made.referral = Referral.objects.get()
    rooms.paid(made)
    expert = factories.actor(made.expert, "official_expert")
    found = at_once(*[lambda: opinions.opine(made.referral, words="۵۲ ساعت", files=[], by=expert, at=NOW)] * 2)
    assert sorted(one or "" for one in found) == ["", "NOT_ALLOWED"]
    assert (Filing.objects.filter(kind="opinion").count(), Notice.objects.filter(code="N6").count()) == (1, 1)
    late = NOW + timedelta(days=20)
    found = at_once(
        lambda: opinions.go_on(made.case, by=made.chair, at=late), lambda: opinions.take_up(made.case, by=made.secretary, at=late)
    )
    assert sorted(one or "" for one in found) == ["", "NOT_ALLOWED"]
    assert Case.objects.get().state in ("heard", "adjourned")


def test_a_fee_that_is_paid_in_the_moment_it_lapses_is_paid(settings):
    settings.OPERATOR = "authority"
    made = rooms.referred()
    late = NOW + timedelta(days=20)
    told = Receipt(rials=made.referral.fee, trace="558213", on=money.TODAY, card="1234")
    row = receipts.submit(made.referral.invoice, receipt=told, by=factories.actor(made.worker), at=NOW)
    receipts.approve(row, by=money.FINANCE, at=NOW)
    found = at_once(lambda: billing.announce(late), lambda: experts.lapse(made.referral.pk, at=late))
    assert found == [None, None]
    billing.announce(late + timedelta(minutes=10))  # whoever found the case held tells it later
    assert (Referral.objects.get().state, Case.objects.get().state) == ("paid", "expert")


def test_a_fee_lapses_once_and_a_batch_that_two_sweeps_run_does_each_deed_once(settings):
    settings.OPERATOR = "authority"
    made = rooms.referred()
    late = NOW + timedelta(days=20)
    at_once(*[lambda: experts.lapse(made.referral.pk, at=late)] * 2)
    assert (Case.objects.get().state, Letter.objects.filter(event="expert.unpaid").count()) == ("heard", len(made.seats))
    batch = asked("accept", several(6))
    at_once(*[lambda: batches.run(batch, reach=reached, at=NOW)] * 2)
    assert states(batch) == ["done"] * 6
    assert len({*Case.objects.filter(state="accepted").values_list("class_number", flat=True)}) == 6
    assert Letter.objects.filter(event="batch.done").count() == 1
