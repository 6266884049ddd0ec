"""Deadlines that begin with a service: their days, their reminders, and what happens when something under them moves."""

from datetime import date, datetime, timedelta

import pytest

from kardad.core import incidents
from kardad.core.actor import SYSTEM
from kardad.core.sweeps import run
from kardad.inbox.actions import deadlines, elsewhere, feeds, notices
from kardad.inbox.actions.elsewhere import NotYet, NotYours, Told
from kardad.inbox.models import Deadline, Letter
from kardad.inbox.queries import deadlines as queries
from kardad.inbox.queries import feeds as calendars
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.law import holidays
from kardad.law.holidays import ClosedDay
from kardad.work.models import WorkItem
from tests.inbox.service.conftest import by, placed

pytestmark = pytest.mark.django_db
SERVED = "1404-07-26"


def moment(day, hour=10):
    """A moment in Tehran on a Jalali day."""
    return datetime.combine(calendar.parse_jalali(day), datetime.min.time(), calendar.TEHRAN) + timedelta(hours=hour)


def days(deadline):
    """The safe day, the last day and the first day after, in Jalali."""
    return tuple(calendar.jalali(day) for day in (deadline.safe_until, deadline.hard_until, deadline.final_on))


@pytest.fixture
def verdict(case):
    """A verdict of SC-1 in both accounts."""
    return placed(case, at=moment(SERVED))


def announce(monkeypatch, day):
    """A day off that was announced after the calendar was written."""
    late = holidays.current().plus(
        ClosedDay(day=calendar.parse_jalali(day), title="تعطیلی تازه", kind="official", status="sourced", announced_on=date(2025, 10, 1))
    )
    monkeypatch.setattr(holidays, "current", lambda: late)


def test_each_side_has_its_own_deadline_with_every_reason_and_the_letter_shows_the_safe_day(verdict):
    for delivery in verdict.values():
        found = queries.of(delivery)
        assert days(found) == ("1404-08-11", "1404-08-12", "1404-08-13")
        assert {reason["kind"] for reason in found.reasons} >= {"start", "safe", "action", "last", "final"}
        assert found.rule_version
        assert found.calendar_version == holidays.current().version
        assert Letter.objects.get(delivery=delivery).until == found.safe_until
    assert not queries.is_over(found, moment("1404-08-12", 23))
    assert queries.is_over(found, moment("1404-08-13", 0))


def test_a_paper_that_only_informs_sets_nothing_going_and_a_summons_has_the_day_of_its_hearing(case):
    for code in ("N3", "N12", "N1"):
        assert all(queries.of(one) is None for one in placed(case, code, at=moment(SERVED)).values())


def test_the_days_that_nobody_named_are_not_guessed(case):
    assert all(queries.of(one) is None for one in placed(case, "N5", at=moment(SERVED), to=(case.sides["claimant"],)).values())
    named = placed(case, "N5", at=moment(SERVED), days=10, to=(case.sides["respondent"],))["respondent"]
    assert days(queries.of(named))[0] == "1404-08-06"


def test_reminders_go_on_their_mornings_once_and_a_late_sweep_sends_no_stale_one(verdict):
    delivery = verdict["claimant"]

    def reminded():
        return Letter.objects.filter(event="deadline.reminder", person=delivery.party.person).count()

    run("inbox.remind_of_deadlines", moment("1404-07-29", 8))
    assert reminded() == 0
    for hour in (9, 10):
        run("inbox.remind_of_deadlines", moment("1404-07-29", hour))
    assert reminded() == 1
    run("inbox.remind_of_deadlines", moment("1404-08-06", 9))
    run("inbox.remind_of_deadlines", moment("1404-08-10", 9))
    assert reminded() == 3
    run("inbox.remind_of_deadlines", moment("1404-08-20", 9))
    assert reminded() == 3
    assert queries.of(delivery).remind_due_at is None


def test_a_holiday_announced_late_moves_open_deadlines_keeps_the_old_days_and_tells_those_affected(verdict, monkeypatch):
    delivery = verdict["claimant"]
    before = queries.of(delivery)
    announce(monkeypatch, "1404-08-12")
    assert run("inbox.follow_the_calendar", moment("1404-08-01")) == 2
    after = queries.of(delivery)
    assert days(after) == ("1404-08-11", "1404-08-13", "1404-08-14")
    assert after.cause == Deadline.Cause.HOLIDAY
    before.refresh_from_db()
    assert before.superseded_at is not None
    assert days(before) == ("1404-08-11", "1404-08-12", "1404-08-13")
    assert Letter.objects.filter(event="deadline.moved").count() == 2
    assert run("inbox.follow_the_calendar", moment("1404-08-01")) == 0


def test_a_deadline_that_was_over_stays_over(verdict, monkeypatch):
    announce(monkeypatch, "1404-08-12")
    assert run("inbox.follow_the_calendar", moment("1404-08-13")) == 0
    assert days(queries.of(verdict["claimant"]))[1] == "1404-08-12"


def test_a_day_off_elsewhere_in_the_year_moves_nothing_and_is_looked_at_once(verdict, monkeypatch):
    announce(monkeypatch, "1404-10-10")
    assert run("inbox.follow_the_calendar", moment("1404-08-01")) == 0
    assert not queries.not_yet_checked(moment("1404-08-01")).exists()
    assert Deadline.objects.count() == 2


def outage(day, *, hours=5, part="site"):
    """An outage of some hours on that day, which is over, and the sweep that looks at it."""
    incident = incidents.open_incident(part=part, title="سایت", text="در دسترس نیست", by=SYSTEM, at=moment(day, 8))
    incidents.close_incident(incident, afterword="برطرف شد", by=SYSTEM, at=moment(day, 8 + hours))
    return run("inbox.look_at_outages", moment(day, 9 + hours))


def test_an_outage_on_the_last_day_leaves_the_deadline_in_doubt_until_staff_decide(verdict, secretary):
    assert outage("1404-08-12") == 2
    found = queries.of(verdict["claimant"])
    assert found.at_risk_since is not None
    assert "سایت" in found.risk
    assert not queries.is_over(found, moment("1404-09-01"))
    assert WorkItem.objects.filter(kind="deadline.at_risk", closed_at=None).count() == 2
    assert Letter.objects.filter(event="deadline.at_risk").count() == 2
    lost = {calendar.parse_jalali("1404-08-12"): "اختلال سامانه"}
    moved = deadlines.settle_risk(found, lost=lost, reason="پنج ساعت در ساعت اداری", by=secretary, at=moment("1404-08-13"))
    assert days(moved) == ("1404-08-11", "1404-08-13", "1404-08-14")
    assert moved.cause == Deadline.Cause.OUTAGE
    assert not WorkItem.objects.filter(subject_id=found.pk, kind="deadline.at_risk", closed_at=None).exists()


def test_staff_may_let_the_deadline_stand_and_nobody_else_decides(verdict, secretary):
    outage("1404-08-12")
    found = queries.of(verdict["respondent"])
    for other in (by(verdict["respondent"].party.person), SYSTEM):
        with pytest.raises(NotAllowed):
            deadlines.settle_risk(found, lost={}, reason="", by=other, at=moment("1404-08-13"))
    kept = deadlines.settle_risk(found, lost={}, reason="لایحه روز پیش رسیده بود", by=secretary, at=moment("1404-08-13"))
    assert kept.pk == found.pk
    assert queries.is_over(kept, moment("1404-08-13"))
    with pytest.raises(deadlines.NotAtRisk):
        deadlines.settle_risk(found, lost={}, reason="", by=secretary, at=moment("1404-08-13"))


@pytest.mark.parametrize(("day", "part"), [("1404-08-05", "site"), ("1404-08-14", "site"), ("1404-08-12", "sms")])
def test_an_outage_before_or_after_the_last_days_or_of_what_keeps_nobody_from_acting_touches_nothing(verdict, day, part):
    assert outage(day, part=part) == 0
    assert queries.of(verdict["claimant"]).at_risk_since is None


def test_a_service_made_void_takes_its_deadline_along_and_the_next_service_begins_another(verdict, secretary):
    delivery = verdict["claimant"]
    notices.void(delivery, reason="به سامانه دسترسی نبود", by=secretary, at=moment("1404-07-28"))
    assert queries.of(delivery) is None
    assert Deadline.objects.get(delivery=delivery).superseded_at is not None
    assert Letter.objects.get(delivery=delivery).until is None
    again = notices.serve_again(delivery, via="account", by=secretary, at=moment("1404-08-01"))
    assert days(queries.of(again))[0] == "1404-08-16"


def test_a_correction_sets_the_deadline_of_what_it_corrects_going_anew(case, verdict):
    first = verdict["claimant"].notice
    corrected = placed(case, "N11", at=moment("1404-08-05"), corrects=first)["claimant"]
    assert queries.of(corrected).cause == Deadline.Cause.CORRECTED
    assert days(queries.of(corrected))[0] == "1404-08-20"


def told(day, **more):
    """What a person says of a verdict that reached him."""
    return Told(code="N7", number="۱۴۰۴۰۱", body="اداره کار شهر ری", day=calendar.parse_jalali(day), **more)


def test_a_paper_from_elsewhere_gets_its_deadline_its_folder_and_its_reminders(make):
    owner, stranger = make.person(), make.person()
    entered = elsewhere.enter(owner, told(SERVED), by=by(owner), at=moment("1404-07-30"))
    assert days(queries.of(entered)) == ("1404-08-11", "1404-08-12", "1404-08-13")
    assert entered.notice.dossier.owner == owner
    second = elsewhere.enter(owner, told("1404-07-27"), dossier=entered.notice.dossier, by=by(owner), at=moment("1404-07-30"))
    assert second.notice.dossier == entered.notice.dossier
    run("inbox.remind_of_deadlines", moment("1404-08-06", 9))
    assert Letter.objects.filter(person=owner, event="deadline.reminder").exists()
    with pytest.raises(NotYours):
        elsewhere.enter(stranger, told(SERVED), dossier=entered.notice.dossier, by=by(stranger), at=moment("1404-07-30"))
    with pytest.raises(NotYours):
        elsewhere.correct(entered, day=calendar.parse_jalali(SERVED), by=by(stranger), at=moment("1404-07-30"))
    with pytest.raises(NotYet):
        elsewhere.enter(owner, told("1404-08-01"), by=by(owner), at=moment("1404-07-30"))


def test_another_day_told_later_begins_another_deadline_and_what_is_put_away_reminds_no_more(make):
    owner = make.person()
    entered = elsewhere.enter(owner, told(SERVED), by=by(owner), at=moment("1404-07-30"))
    elsewhere.correct(entered, day=calendar.parse_jalali("1404-07-20"), by=by(owner), at=moment("1404-07-30", 11))
    assert days(queries.of(entered))[0] == "1404-08-05"
    assert Deadline.objects.filter(delivery=entered).count() == 2
    elsewhere.forget(entered, by=by(owner), at=moment("1404-07-30", 12))
    assert queries.of(entered) is None
    assert not queries.due_reminders(moment("1404-09-01")).exists()


def test_the_calendar_behind_a_secret_has_my_deadlines_and_nobodys_name_and_a_revoked_secret_opens_nothing(case, verdict):
    from icalendar import Calendar

    person = case.claimant
    secret = feeds.make(person, by=by(person), at=moment(SERVED))
    assert calendars.owner(secret) == person
    read = Calendar.from_ical(calendars.written(person, at=moment(SERVED)))
    (event,) = read.walk("VEVENT")
    assert event.decoded("dtstart") == calendar.parse_jalali("1404-08-11")
    assert "کریمی" not in read.to_ical().decode()
    other = feeds.make(person, by=by(person), at=moment(SERVED))
    assert calendars.owner(secret) is None
    assert feeds.revoke(person, by=by(person), at=moment(SERVED))
    assert calendars.owner(other) is None
    assert not feeds.revoke(person, by=by(person), at=moment(SERVED))
