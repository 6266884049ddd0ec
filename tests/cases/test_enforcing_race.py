"""Two who press at once, on the real database: one enforcement, no rial beyond what is owed, one end of the Divan's record."""

import pytest
from django.db import connection

from kardad.cases.actions import collecting, divan, enforcing
from kardad.cases.models import Case, Collection, Enforcement
from tests import factories
from tests.cases.test_enforcing import LATER, PAID, day, final, place
from tests.cases.test_votes_race import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="the quick database has one writer"),
]


def test_what_is_pressed_at_once_is_done_once(settings):
    settings.OPERATOR = "authority"
    made = final()
    found = at_once(*[lambda: enforcing.request(place(made), by=made.by, at=LATER)] * 2)
    assert sorted(one or "" for one in found) == ["", "ENFORCEMENT_RUNNING"]
    running = Enforcement.objects.get()
    assert sorted(one or "" for one in at_once(*[lambda: enforcing.send(running, court="اجرا", by=made.secretary, at=LATER)] * 2)) == [
        "",
        "NOT_ALLOWED",
    ]

    def pays(by, amount):
        return lambda: collecting.note_money(running, amount=amount, received_on=day("1404-08-25"), by=by, at=PAID)

    at_once(pays(made.by, 150_000_000), pays(made.secretary, 140_000_000), pays(made.by, 150_000_000))
    running.refresh_from_db()
    counted = sum(Collection.objects.filter(state="counted").values_list("amount", flat=True))
    assert counted == running.received <= running.owed
    assert Collection.objects.count() == 1
    told = {"party": made.sides["respondent"], "number": "۱", "opened_on": day("1404-08-20"), "by": made.secretary, "at": LATER}
    assert sorted(one or "" for one in at_once(*[lambda: divan.complain(made.case, **told)] * 2)) == ["", "DIVAN_OPEN"]
    row = made.case.divans.get()
    order = {"on": day("1404-08-26"), "by": factories.actor(factories.staff("secretary", at_office=made.office), "secretary"), "at": PAID}
    ends = at_once(lambda: divan.quash(row, **order), lambda: divan.reject(row, **order))
    assert sorted(one or "" for one in ends) == ["", "NOT_ALLOWED"]
    row.refresh_from_db()
    state = Case.objects.get(pk=made.case.pk).state
    assert (row.state, state) in (("quashed", "rehearing"), ("rejected", "final"))
