"""What a settlement owes is one sum, whether it comes with an instalment or through the court."""

import pytest
from django.urls import reverse

from kardad.cases.actions import collecting, enforcing, remitting
from kardad.cases.models import Collection, Instalment
from kardad.kit import calendar
from tests.cases.boards import moment
from tests.cases.test_enforcing import day, now, pay, place, sent, settled
from tests.cases.test_pages_decisions import entered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _authority(settings):
    settings.OPERATOR = "authority"


@pytest.mark.parametrize(("default", "brought"), [("all", 20_000_000), ("each", 0)])
def test_money_of_an_instalment_is_received_in_the_enforcement_that_brings_it_too(default, brought):
    made = sent(settled(default), at=moment("1404-09-06"))
    first, second, _ = Instalment.objects.order_by("position")
    when = moment("1404-09-07")
    told = {"paid_on": day("1404-09-06"), "at": when}
    waits = remitting.remit(place(made, made.employer, at=when), first, amount=30_000_000, by=made.debtor, **told)
    assert now(made).received == 0
    remitting.remit(place(made, at=when), second, amount=20_000_000, by=made.by, **told)
    assert now(made).received == brought  # the second was not late under the other clause, and is no part of the enforcement
    remitting.confirm_remittance(place(made, at=when), waits, by=made.by, at=when)
    left = now(made).owed - now(made).received
    assert left == (40_000_000 if default == "all" else 0)
    if default == "all":
        with pytest.raises(collecting.TooMuch):
            pay(made, left + 1, on="1404-09-06", at=when)
        pay(made, left, on="1404-09-06", at=when)
        assert not Instalment.objects.filter(paid_on=None).exists()
    assert (now(made).state, sum(one.amount for one in Collection.objects.all())) == ("ended", now(made).owed)


# The instalments of thirty million each are due on 1404/08/25, 09/25 and 10/25.
ON_DAYS = {
    "all": [
        ("1404-08-25", 0, 0, "1404-09-06"),
        ("1404-09-01", 30, 0, "1404-09-06"),  # six days late
        ("1404-09-05", 30, 0, "1404-09-06"),
        ("1404-09-06", 90, 90, None),
    ],
    "each": [
        ("1404-08-25", 0, 0, "1404-08-26"),
        ("1404-08-26", 30, 30, "1404-09-26"),
        ("1404-09-26", 60, 60, "1404-10-26"),
        ("1404-10-26", 90, 90, None),
    ],
}


@pytest.mark.parametrize("default", sorted(ON_DAYS))
def test_the_page_of_a_settlement_says_what_is_due_and_offers_what_may_be_enforced_and_nothing_else(default, time_machine):
    made = settled(default)
    for on, due, enforceable, more_on in ON_DAYS[default]:
        time_machine.move_to(moment(on), tick=False)
        worker, employer = entered(made.worker, "sms"), entered(made.employer, "sms")
        address = reverse("cases:enforce", args=[made.case.token])
        answer = worker.get(reverse("cases:settlement", args=[made.case.token]))
        words, owed = answer.content.decode(), answer.context["owed"]
        assert (owed.due, owed.enforceable, owed.more_on) == (due * 10**6, enforceable * 10**6, more_on and day(more_on)), on
        assert ("اکنون باید" in words) == bool(due), on
        assert worker.get(address).status_code == (200 if enforceable else 404), on
        assert (address in words) == bool(enforceable), on
        theirs = employer.get(reverse("cases:settlement", args=[made.case.token])).content.decode()
        assert (f'href="{address}"' in theirs, employer.get(address).status_code) == (False, 404)
        if due and more_on:
            assert calendar.long(day(more_on)) in words, on
        if not enforceable:
            with pytest.raises(enforcing.NotEnforceable) as refused:
                enforcing.request(place(made, at=moment(on)), by=made.by, at=moment(on))
            assert calendar.long(day(more_on)) in refused.value.text
