"""Figures: counted at night, read without counting, the same however often they are counted; the usual time where enough cases tell it."""

import itertools
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kardad.cases import counting, maintenance
from kardad.cases.models import Case, Figure, Pace
from kardad.cases.queries import figures as queries
from kardad.kit import calendar
from kardad.people.models import Person
from tests import factories
from tests.cases import boards, world
from tests.cases.test_pages_decisions import entered
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _scene(settings, time_machine):
    settings.OPERATOR = "authority"
    time_machine.move_to(NOW, tick=False)


@pytest.mark.parametrize(("days", "share", "found"), [([7], 90, 7), (range(1, 11), 90, 9), (range(1, 12), 90, 10), ([5, 1, 3], 50, 3)])
def test_a_percentile_is_a_day_that_was(days, share, found):
    assert counting.percentile(list(days), share) == found


def test_months_follow_each_other_over_the_end_of_a_leap_year():
    found = counting.months(calendar.parse_jalali("1404-01-05"), 3)
    assert [calendar.jalali(one.first) for one in found] == ["1403-11-01", "1403-12-01", "1404-01-01"]
    assert all(one.until == after.since for one, after in itertools.pairwise(found))
    assert [counting.age(days) for days in (0, 30, 31, 60, 90, 91)] == ["m1", "m1", "m2", "m2", "m3", "more"]


def test_an_office_is_counted_once_a_day_and_the_same_each_time():
    made = boards.heard(at=NOW - 2 * DAY)
    decision = boards.issued(made, {1: 1, 2: "rejected"}, at=NOW - DAY)
    old = world.filed(at_office=made.office, at=NOW - 100 * DAY)
    Case.objects.filter(pk=old.case.pk).update(filed_at=NOW - 100 * DAY)
    other = world.filed(at_office=factories.office(name="اداره کار غرب تهران", kind="labour"))
    Case.objects.filter(pk=other.case.pk).update(state="settled", ended_at=NOW)
    assert (maintenance.count_offices(NOW), maintenance.count_offices(NOW)) == (2, 0)
    kept = sorted(Figure.objects.values_list("office", "month", "what", "key", "count"))
    assert maintenance.count_offices(NOW + DAY) == 2
    again = sorted(Figure.objects.values_list("office", "month", "what", "key", "count"))
    assert again == kept
    mine = {(what, key): n for pk, _, what, key, n in kept if pk == made.office.pk and what != "filed"}
    assert mine[("decided", decision.instance)] == 1
    assert sum(n for pk, _, what, key, n in kept if (pk, what, key) == (made.office.pk, "claim", "W01")) == 2
    assert (mine[("open", "m1")], mine[("open", "more")]) == (1, 1)
    assert [n for pk, _, what, key, n in kept if (pk, what, key) == (other.office.pk, "ended", "settled")] == [1]


def test_the_usual_time_is_told_where_enough_cases_came_to_their_end():
    made = world.filed()
    for days in range(1, 21):
        one = world.filed(at_office=made.office, state="settled").case
        Case.objects.filter(pk=one.pk).update(filed_at=NOW - days * DAY, ended_at=NOW)
    assert queries.usual(made.case) is None
    maintenance.count_offices(NOW)
    pace = Pace.objects.get(office=made.office)
    assert (pace.cases, pace.usual_days, pace.middle_days, queries.usual(made.case)) == (20, 18, 10, 18)
    page = entered(made.worker).get(reverse("cases:case", args=[made.case.token])).content.decode()
    assert "در ۱۸ روز یا کمتر" in page
    Case.objects.filter(state="settled", pk=one.pk).update(state="filed", ended_at=None)
    maintenance.count_offices(NOW + DAY)
    assert queries.usual(made.case) is None  # nineteen tell nothing about the next


def test_the_page_reads_what_was_counted_and_nobody_sees_another_office():
    made = boards.heard(at=NOW - 2 * DAY)
    boards.issued(made, {1: 1, 2: "rejected"}, at=NOW - DAY)
    far = factories.office(name="اداره کار شیراز", kind="labour", province="فارس")
    world.filed(at_office=far)
    maintenance.count_offices(NOW)
    secretary = entered(Person.objects.get(pk=made.secretary.person_id))
    page = secretary.get(reverse("cases_office:figures"), {"office": far.pk}).content.decode()
    assert made.office.name in page
    assert far.name not in page
    manager = entered(factories.staff("manager"))
    manager.get(reverse("cases_office:figures"))
    with CaptureQueriesContext(connection) as seen:
        page = manager.get(reverse("cases_office:figures")).content.decode()
    assert len(seen) <= 10
    assert not any('FROM "cases_case"' in one["sql"] for one in seen)
    assert "?province=فارس" in page
    assert far.name in manager.get(reverse("cases_office:figures"), {"office": far.pk}).content.decode()
    assert entered(factories.person()).get(reverse("cases_office:figures")).status_code == 404
