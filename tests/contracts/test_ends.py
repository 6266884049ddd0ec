"""The calendar of ends: every contract and trial on its day, no other employer's, at a cost that does not grow; a life as a line."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kardad.contracts import ends, life_line
from kardad.contracts.life_line import Mark, Stretch
from kardad.contracts.models import Contract
from kardad.contracts.shown import life_line as drawn
from kardad.kit.calendar import parse_jalali
from tests import factories
from tests.contracts import world
from tests.contracts.world import NOW

pytestmark = pytest.mark.django_db
CALENDAR = reverse("contracts:ends")


def at(person):
    """The person's own browser."""
    browser = Client()
    browser.force_login(person)
    return browser


def running(made, count, **values):
    """So many running contracts of the company with these days."""
    told = {"state": "active", "terms": "{}", "starts_on": parse_jalali("1404-01-01"), "maker": made.keeper, "made_at": NOW} | values
    return Contract.objects.bulk_create(
        Contract(organisation=made.company, worker_name=f"کارگر {place}", changed_at=NOW, **told) for place in range(count)
    )


@pytest.fixture
def made(clock):
    clock.move_to(NOW, tick=False)  # 1404-01-05
    return world.world()


def test_a_month_counts_each_day_and_a_day_lists_its_contracts_page_by_page(made):
    june = parse_jalali("1404-06-31")
    running(made, 30, ends_on=june)
    running(made, 2, ends_on=parse_jalali("1404-06-01"), trial_ends_on=parse_jalali("1404-01-30"))
    running(made, 1, ends_on=parse_jalali("1404-01-04"))
    running(made, 1, ends_on=june, state="ended")
    other = world.company(factories.person(level=2), name="شرکت دیگر", company_id="10380284790")
    Contract.objects.filter(pk__in=[one.pk for one in running(made, 3, ends_on=june)]).update(organisation=other)
    keeper = at(made.keeper)
    page = keeper.get(CALENDAR, {"month": "۱۴۰۴-۰۶"})
    assert {(str(cell.on), cell.ends, cell.trials) for cell in page.context["busy"]} == {("2025-08-23", 2, 0), ("2025-09-22", 30, 0)}
    assert [(one.title, one.ends, one.trials) for one in page.context["ahead"] if one.ends or one.trials] == [
        ("فروردین ۱۴۰۴", 1, 2),
        ("شهریور ۱۴۰۴", 32, 0),
    ]
    assert reverse("contracts:ends_day", args=["past"]) in page.content.decode()
    day = reverse("contracts:ends_day", args=["ends"])
    first = keeper.get(day, {"on": "1404/06/31"})
    second = keeper.get(day + first.context["next_url"])
    tokens = [row.contract.token for one in (first, second) for row in one.context["rows"]]
    assert (len(first.context["rows"]), len(set(tokens))) == (25, 30)
    assert len(keeper.get(reverse("contracts:ends_day", args=["trial"]), {"on": "۱۴۰۴/۰۱/۳۰"}).context["rows"]) == 2
    assert len(keeper.get(reverse("contracts:ends_day", args=["past"])).context["rows"]) == 1
    for wrong in ({"on": "1404/13/01"}, {}):
        assert keeper.get(day, wrong).status_code == 404
    assert keeper.get(reverse("contracts:ends_day", args=["nonsense"]), {"on": "1404/06/31"}).status_code == 404
    assert keeper.get(CALENDAR, {"month": "9999-99"}).context["month"] == "1404-01"


def test_who_keeps_no_contracts_has_no_calendar_and_a_named_employer_must_be_his(made):
    worker = at(made.worker)
    assert worker.get(CALENDAR).context["whose"] is None
    assert worker.get(reverse("contracts:ends_day", args=["past"])).status_code == 404
    other = world.company(factories.person(level=2), name="شرکت دیگر", company_id="10380284790")
    assert at(made.keeper).get(CALENDAR, {"whose": f"organisation-{other.pk}"}).status_code == 404


def test_the_calendar_of_many_costs_what_that_of_few_costs(made):
    keeper = at(made.keeper)
    running(made, 1, ends_on=parse_jalali("1404-06-31"))
    keeper.get(CALENDAR)
    with CaptureQueriesContext(connection) as few:
        keeper.get(CALENDAR)
        count = len(few)
    for place in range(60):
        running(made, 5, ends_on=parse_jalali("1404-02-01") + timedelta(days=place), trial_ends_on=parse_jalali("1404-01-20"))
    with CaptureQueriesContext(connection) as many:
        keeper.get(CALENDAR)
        assert (len(many), count <= 14) == (count, True)


@pytest.mark.parametrize(("typed", "month"), [("1404-12", (1404, 12)), ("۱۴۰۴-۱", (1404, 1)), ("1404", (1404, 1)), ("x-y", (1404, 1))])
def test_a_month_is_read_as_it_is_typed(typed, month):
    assert ends.month_of(typed, date(2025, 3, 25)) == month


def test_a_month_is_whole_and_begins_on_saturday():
    rows = ends.weeks(1404, 1, ends={date(2025, 3, 21): 3}, trials={}, today=date(2025, 3, 25))
    inside = [cell for row in rows for cell in row if cell.is_inside]
    assert len(inside) == 31  # Farvardin
    assert all(len(row) == 7 and row[0].on.weekday() == 5 for row in rows)
    assert (inside[0].said, inside[0].number) == ("۳ پایان قرارداد", "۱")
    assert ends.moved(1404, 12, 1) == (1405, 1)
    assert ends.moved(1404, 1, -1) == (1403, 12)


def test_a_line_of_time_runs_from_right_to_left_and_says_every_day_in_words():
    today = date(2025, 4, 1)
    first, last = date(2025, 3, 21), date(2025, 4, 19)
    found = life_line.picture(
        [Stretch("term", first, last), Stretch("worked", first, today), Stretch("pause", today, today)],
        [Mark("today", today, "امروز"), Mark("begins", first, "آغاز کار"), Mark("end", last, "آخرین روز قرارداد")],
        today=today,
    )
    term, worked, pause = found.bars
    assert (term.x, term.width) == (0, 1000)
    assert worked.x + worked.width == 1000  # the first day stands at the right
    assert worked.x == 600  # twelve of thirty days
    assert (pause.x, pause.width) == (600, 34)
    assert [(one.text, one.state) for one in found.events] == [("آخرین روز قرارداد", "expected"), ("امروز", "now"), ("آغاز کار", "done")]
    assert "آغاز کار: جمعه ۱ فروردین ۱۴۰۴" in found.label


def test_the_life_of_a_signed_contract_is_on_its_page(made, sms):
    world.signed(made, sms=sms)
    contract = Contract.objects.get()
    page = at(made.worker).get(reverse("contracts:life", args=[contract.token])).content.decode()
    for said in ("عمر این قرارداد", "امضای هر دو طرف", "پایان دوره آزمایشی", "آخرین روز قرارداد"):
        assert said in page, said
    contract.ended_on, contract.end_cause = parse_jalali("1404-02-10"), "resignation"
    found = drawn.of(contract, today=parse_jalali("1404-03-01"))
    assert ("پایان کار", "استعفا") in [(one.text, one.note) for one in found.events]
    contract.starts_on = None
    assert drawn.of(contract, today=NOW.date()) is None
