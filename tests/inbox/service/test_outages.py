"""Outages on the last days of deadlines: doubt is never lost without a decision, and an outage that goes on lets nothing be over."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kardad.core import incidents, sweeps
from kardad.core.actor import SYSTEM
from kardad.inbox import auditing
from kardad.inbox.actions import deadlines, rungs
from kardad.inbox.models import Deadline, Letter
from kardad.inbox.queries import deadlines as queries
from kardad.kit import calendar
from kardad.work.models import WorkItem
from tests import factories
from tests.conftest import NOW
from tests.inbox.service.conftest import by, placed

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def row(case):
    """The deadline that runs for the respondent."""
    return Deadline.objects.get(delivery=placed(case)["respondent"], superseded_at=None)


def hour(day, of=12):
    """An hour of that day in Tehran."""
    return datetime(day.year, day.month, day.day, of, tzinfo=calendar.TEHRAN)


def begun(at, *, part="site", group=incidents.EVERYONE):
    """An outage that goes on."""
    return incidents.open_incident(part=part, title="سایت", text="باز نمی‌شود.", group=group, by=SYSTEM, at=at)


def ended(incident, at):
    """The outage is over; how many deadlines the sweep put in doubt."""
    incidents.close_incident(incident, afterword="برق رفته بود.", by=SYSTEM, at=at)
    return sweeps.run("inbox.look_at_outages", at)


def open_items(row):
    """The work that asks for a judgement of this computation."""
    return WorkItem.objects.filter(kind=deadlines.AT_RISK, subject_id=row.pk, closed_at=None).count()


def fresh(row):
    """The row as it is stored."""
    row.refresh_from_db()
    return row


def test_a_doubt_outlives_a_new_day_off(case, row, secretary):
    ended(begun(hour(row.safe_until, 8)), hour(row.safe_until, 20))
    doubted = fresh(row)
    off = {row.hard_until: "holiday"}
    made = deadlines.recompute(row, cause=Deadline.Cause.HOLIDAY, at=hour(row.safe_until, 21), obstructed=off)
    assert made.hard_until > row.hard_until
    assert (made.at_risk_since, made.risk) == (doubted.at_risk_since, doubted.risk)
    assert (open_items(row), open_items(made)) == (0, 1)
    assert not queries.is_over(made, hour(made.final_on))
    assert not auditing.differs(case.dossier)
    kept = deadlines.settle_risk(made, lost={}, reason="لایحه رسیده بود", by=secretary, at=hour(made.final_on))
    assert queries.is_over(kept, hour(made.final_on))
    assert (open_items(made), auditing.differs(case.dossier)) == (0, False)


def test_days_given_back_that_lie_on_another_outage_are_in_doubt_again(case, row, secretary):
    ended(begun(hour(row.hard_until, 8)), hour(row.hard_until, 23))
    second = begun(hour(row.hard_until + DAY, 1))
    ended(second, hour(row.hard_until + 4 * DAY, 23))
    late = hour(row.hard_until + 6 * DAY)
    made = deadlines.settle_risk(row, lost={row.hard_until: "outage"}, reason="سایت بسته بود", by=secretary, at=late)
    assert row.hard_until < made.hard_until <= row.hard_until + 4 * DAY
    assert made.at_risk_since == late
    assert open_items(made) == 1
    assert not queries.is_over(made, late)
    assert not auditing.differs(case.dossier)


def test_days_given_back_are_judged_and_make_no_doubt_of_their_own(case, row, secretary):
    ended(begun(hour(row.safe_until, 8)), hour(row.hard_until, 20))
    made = deadlines.settle_risk(row, lost={row.hard_until: "outage"}, reason="سایت بسته بود", by=secretary, at=hour(row.hard_until, 21))
    assert made.hard_until > row.hard_until
    assert (made.at_risk_since, open_items(made)) == (None, 0)
    assert not auditing.differs(case.dossier)


def test_while_an_outage_goes_on_the_deadline_is_in_doubt_its_page_says_so_and_nobody_decides(case, row, secretary, clock):
    rungs.open_delivery(row.delivery, by=by(case.respondent), at=NOW)
    hit = begun(hour(row.hard_until, 8))
    late = hour(row.final_on)
    assert not queries.is_over(row, late)
    page = reading(case, row, clock, late)
    assert "این مهلت گذشته است" not in page
    assert sweeps.run("inbox.look_at_outages", late) == 2  # both sides
    assert sweeps.run("inbox.look_at_outages", late + timedelta(minutes=2)) == 0
    assert "در دسترس نیست" in fresh(row).risk
    assert Letter.objects.filter(person=case.respondent, event="deadline.at_risk").count() == 1
    with pytest.raises(deadlines.GoesOn):
        deadlines.settle_risk(row, lost={}, reason="بماند", by=secretary, at=late)
    assert ended(hit, late + DAY) == 0  # it is in doubt already
    deadlines.settle_risk(row, lost={}, reason="بماند", by=secretary, at=late + DAY)
    assert queries.is_over(fresh(row), late + DAY)
    assert "این مهلت گذشته است" in reading(case, row, clock, late + DAY)


def reading(case, row, clock, at):
    """The page of the notice, as the respondent reads it at that moment."""
    clock.move_to(at, tick=False)
    client = Client()
    client.force_login(case.respondent)
    factories.show(client, case.respondent, "totp")
    letter = Letter.objects.get(delivery=row.delivery)
    assert timezone.now() == at
    return client.get(f"/panel/inbox/{letter.pk}/").content.decode()


@pytest.mark.parametrize(
    ("part", "group"), [("sms", "messenger:kavenegar"), ("site", "province:یزد"), ("site", "office:987654"), ("registers", "")]
)
def test_what_kept_nobody_of_the_dossier_from_acting_leaves_its_deadlines_alone(row, part, group):
    late = hour(row.final_on) + DAY
    hit = begun(hour(row.hard_until), part=part, group=incidents.Group(group, "گروه"))
    assert sweeps.run("inbox.look_at_outages", late) == 0
    assert queries.is_over(row, late)
    incidents.close_incident(hit, afterword="برطرف شد.", by=SYSTEM, at=late)
    assert queries.is_over(row, late)  # whether the sweep has looked or not
    assert sweeps.run("inbox.look_at_outages", late) == 0


def test_an_outage_of_the_dossiers_own_province_counts(case, row):
    case.dossier.office = factories.office(province="یزد")
    case.dossier.save()
    late = hour(row.final_on)
    begun(hour(row.hard_until), group=incidents.Group("province:یزد", "استان یزد"))
    assert not queries.is_over(Deadline.objects.get(pk=row.pk), late)
    assert sweeps.run("inbox.look_at_outages", late) == 2
