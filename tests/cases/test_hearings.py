"""Hearings: both sides invited in time, nobody in two rooms at once, the quorum counted while it runs, put off as often as the law lets."""

import json
from datetime import timedelta

import pytest
from django.conf import settings as configured

from kardad.cases import policy, scheduling
from kardad.cases.actions import attendance, dates, hearings, holding, minutes, panels
from kardad.cases.models import Case, Hearing, Proposal
from kardad.cases.queries import boards, sittings, standing
from kardad.evidence.models import Entry
from kardad.inbox.actions import dossiers, placing
from kardad.inbox.models import Letter, Notice, Party
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.law import procedure
from tests import factories
from tests.cases import board_room, world
from tests.conftest import NOW
from tests.people.racing import at_once

DAY = timedelta(days=1)
TODAY = calendar.tehran_day(NOW)
db = pytest.mark.django_db
real = pytest.mark.django_db(transaction=True)
on_postgres = pytest.mark.skipif(configured.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="rows are held on PostgreSQL alone")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@db
def test_setting_a_session_invites_both_and_brings_the_petition_to_the_respondent_the_first_time_only():
    made = board_room.seated()
    hearing = board_room.listed(made, in_person=True, remote_link="https://jalase.example/1")
    case = fresh(made.case)
    assert (case.state, case.next_at, hearing.position) == ("set", hearing.starts_at, 1)
    assert [one.code for one in Notice.objects.order_by("pk")] == ["N1", "N3"]
    says = json.loads(hearing.notice.says)
    assert says["must_attend"]
    assert says["place"] == "خیابان نمونه، پلاک ۱۲، اتاق ۱"
    assert says["board"] == "هیئت تشخیص"
    assert len(says["claims"]) == 2
    assert "jalase.example" in says["text"]
    assert [one.is_in_time for one in sittings.invited(hearing)] == [True, True]
    assert Letter.objects.filter(event="hearing.listed").count() == 3
    board_room.both_ask(made)
    hearings.adjourn(hearing, ground="joint_request", by=made.secretary, at=NOW)
    again = board_room.listed(made, board_room.hour(TODAY + 12 * DAY))
    assert (again.position, again.notice.code) == (2, "N4")
    assert [one.code for one in Notice.objects.order_by("pk")] == ["N1", "N3", "N4"]
    assert json.loads(again.notice.says)["previous_at"] == hearing.starts_at.astimezone(calendar.TEHRAN).isoformat()


@db
def test_a_session_is_refused_when_it_cannot_be(settings):
    made = board_room.seated()
    first = sittings.earliest(made.case, at=NOW)
    assert first == sittings.lawful_from(made.case, TODAY)
    assert (first - TODAY).days >= 6  # five whole days between (D2), the day of service and that of the session apart
    with pytest.raises(hearings.TooEarly):
        board_room.listed(made, board_room.hour(first - DAY))
    friday = next(TODAY + n * DAY for n in range(8, 16) if calendar.weekday(TODAY + n * DAY) == 6)
    with pytest.raises(hearings.DayShut):
        board_room.listed(made, board_room.hour(friday))
    open_ = next(one for one in (first + n * DAY for n in range(9)) if sittings.is_open_day(made.case, one))
    for clock, minute in ((3, 0), (7, 59), (13, 31), (23, 45)):  # half an hour between eight and two
        with pytest.raises(hearings.HourShut) as told:
            board_room.listed(made, board_room.hour(open_, clock, minute=minute))
        assert "۰۸:۰۰" in told.value.text
    for far in (TODAY + policy.HORIZON + DAY, calendar.parse_jalali("1450-02-04")):
        with pytest.raises(hearings.TooFar):
            board_room.listed(made, board_room.hour(far))
    other = world.pool(world.office())
    with pytest.raises(hearings.WrongRoom):
        board_room.listed(made, room=other)
    with pytest.raises(NotAllowed):
        hearings.set_hearing(made.case, hearings.Wish(board_room.hour(first), made.room), by=board_room.chair(made.case), at=NOW)
    panels.replace(made.seats[1], reason="بیماری", by=made.secretary, at=NOW)
    with pytest.raises(hearings.PanelIncomplete):
        board_room.listed(made)
    assert (Hearing.objects.count(), Notice.objects.count(), fresh(made.case).state) == (0, 0, "accepted")
    settings.OPERATOR = "bureau"
    with pytest.raises(placing.NoPower):
        board_room.listed(made)


@db
def test_who_has_no_account_is_given_the_days_of_the_process_agent_as_well():
    made = board_room.seated()
    Party.objects.filter(pk=made.sides["respondent"].pk).update(person=None, joined_at=None)
    assert sittings.earliest(made.case, at=NOW) == sittings.lawful_from(made.case, TODAY + 2 * DAY)


@db
def test_nobody_and_no_room_is_in_two_sessions_at_once_anywhere_in_the_system():
    made = board_room.seated()
    first = board_room.listed(made)
    same_room = board_room.seated(at_office=made.office)
    with pytest.raises(hearings.Clash) as told:
        board_room.listed(same_room)
    assert told.value.details["who"] == "اتاق ۱" or told.value.details["who"] in {one.person.name for one in made.seats}
    elsewhere = board_room.seated()
    dossiers.represent(elsewhere.sides["claimant"], agent=made.worker, by=made.secretary, at=NOW)
    with pytest.raises(hearings.Clash) as told:
        board_room.listed(elsewhere)
    assert told.value.details["who"] == made.worker.name
    board_room.listed(elsewhere, first.ends_at)  # what only touches is no clash
    away = board_room.seated()
    day = calendar.tehran_day(first.starts_at)
    by = factories.actor(away.worker)
    dates.tell_away(away.worker, from_day=day, to_day=day, why="سفر", case=None, by=by, at=NOW)
    with pytest.raises(hearings.Clash):
        board_room.listed(away)
    with pytest.raises(dates.BadDays):
        dates.tell_away(away.worker, from_day=day, to_day=day - DAY, why="", case=None, by=by, at=NOW)


@db
def test_a_session_begins_with_a_quorum_and_with_sides_that_were_duly_invited():
    made = board_room.seated()
    hearing = board_room.listed(made)
    chair, at = board_room.chair(made.case), hearing.starts_at
    with pytest.raises(hearings.NotYet):
        hearings.open_hearing(hearing, by=chair, at=at - timedelta(hours=2))
    for seat in made.seats[:2]:
        attendance.come(hearing, seat, by=board_room.actor(seat), at=at)
    with pytest.raises(hearings.NoQuorum) as told:
        hearings.open_hearing(hearing, by=chair, at=at)
    assert "۲ عضو" in told.value.text
    attendance.come(hearing, made.seats[2], by=made.secretary, at=at)
    late = sittings.invited(hearing)[1].delivery
    type(late).objects.filter(pk=late.pk).update(served_on=calendar.tehran_day(at) - 2 * DAY)
    with pytest.raises(hearings.NotInvited) as told:
        hearings.open_hearing(hearing, by=chair, at=at)
    assert told.value.details["who"] == made.sides["respondent"].name
    with pytest.raises(attendance.NoRepresentative):
        attendance.come(hearing, made.sides["respondent"], by_whom="representative", by=made.secretary, at=at)
    attendance.come(hearing, made.sides["respondent"], by=made.secretary, at=at)
    for nobody in (made.secretary, factories.actor(made.worker)):
        with pytest.raises(NotAllowed):
            hearings.open_hearing(hearing, by=nobody, at=at)
    with pytest.raises(hearings.DayOver):
        hearings.open_hearing(hearing, by=chair, at=at + timedelta(days=1))
    assert hearings.open_hearing(hearing, by=chair, at=at).state == "open"


@db
def test_a_member_who_leaves_in_the_middle_takes_the_quorum_with_him():
    made = board_room.seated()
    hearing = board_room.running(made)
    at, chair = hearing.starts_at + timedelta(minutes=10), board_room.chair(made.case)
    gone = made.seats[1]
    with pytest.raises(NotAllowed):
        attendance.leave(hearing, gone, by=board_room.actor(made.seats[2]), at=at)
    with pytest.raises(hearings.BadGround):
        hearings.adjourn(hearing, ground="no_quorum", by=chair, at=at)
    attendance.leave(hearing, gone, by=made.secretary, at=at)
    assert sittings.quorum(hearing).present == {"ministry": 1, "workers": 1, "employers": 0}
    with pytest.raises(hearings.NoQuorum):
        hearings.close_hearing(hearing, by=chair, at=at)
    assert fresh(made.case).state == "set"
    hearings.adjourn(hearing, ground="no_quorum", by=chair, at=at)
    assert (fresh(hearing).state, fresh(made.case).state, fresh(made.case).next_at) == ("adjourned", "adjourned", None)
    kinds = [one.kind for one in Entry.objects.order_by("pk")]
    assert kinds[-2:] == ["hearing.went", "hearing.adjourned"]


@db
def test_seven_of_nine_sit_and_six_do_not():
    made = board_room.seated(state="appealed", instance="DRB")
    hearing = board_room.listed(made)
    assert [one.code for one in Notice.objects.all()] == ["N1"]  # the petition is known by then
    others = [one for one in made.seats if not one.is_chair]
    for seat in [made.seats[0], *others[:5]]:
        attendance.come(hearing, seat, by=made.secretary, at=hearing.starts_at)
    assert not sittings.quorum(hearing).is_met
    attendance.come(hearing, others[5], by=made.secretary, at=hearing.starts_at)
    assert sittings.quorum(hearing).is_met
    assert hearings.open_hearing(hearing, by=board_room.chair(made.case), at=hearing.starts_at).state == "open"
    panels.recuse(others[0], reason="نسبت", by=board_room.actor(others[0]), at=hearing.starts_at)
    assert sittings.quorum(hearing).count == 6  # who steps aside in the middle is not counted


@db
def test_a_side_keeps_few_days_free_in_a_case_and_pressed_twice_they_are_told_once():
    made = board_room.seated()
    by, today = factories.actor(made.employer), calendar.tehran_day(NOW)
    told = {"case": made.case, "why": "", "by": by, "at": NOW}
    rows = [dates.tell_away(made.employer, from_day=today + 3 * DAY, to_day=today + 8 * DAY, **told) for _ in range(2)]
    assert rows[0].pk == rows[1].pk
    with pytest.raises(dates.TooManyDays):
        dates.tell_away(made.employer, from_day=today + 9 * DAY, to_day=today + 13 * DAY, **told)
    dates.tell_away(made.employer, from_day=today + 7 * DAY, to_day=today + 12 * DAY, **told)  # ten days in all
    member = made.seats[0].person
    dates.tell_away(member, from_day=today, to_day=today + 40 * DAY, case=None, why="", by=factories.actor(member), at=NOW)


@db
@pytest.mark.parametrize(
    "link",
    [
        *("javascript:alert(1)", "http://meet.example.test/1", "//meet.example.test/1", "بیایید"),
        *(
            "https:",
            "https://",
            "https:///1",
            "https:meet.example.test",
            "https://:443/",
            "https://[",
            "https://a.test:x/",
            "https://a.test/ b",
        ),
    ],
)
def test_what_the_sides_press_to_come_from_afar_is_an_address_of_the_web(link):
    with pytest.raises(hearings.BadLink):
        board_room.listed(board_room.seated(), remote_link=link)
    assert not Hearing.objects.exists()


@db
def test_what_is_closed_is_not_put_off_by_hand_only_by_the_votes():
    made = board_room.seated()
    hearing = board_room.running(made)
    chair = board_room.chair(made.case)
    hearing = hearings.close_hearing(hearing, by=chair, at=hearing.starts_at)
    assert fresh(made.case).state == "heard"
    for who in (made.secretary, chair):
        with pytest.raises(hearings.BadGround):
            hearings.adjourn(hearing, ground=procedure.NO_MAJORITY, by=who, at=hearing.starts_at)
        with pytest.raises(NotAllowed):
            hearings.adjourn(hearing, ground="defective_service", by=who, at=hearing.starts_at)
    assert (fresh(hearing).state, fresh(made.case).state) == ("closed", "heard")


@db
def test_minutes_are_one_editors_at_a_time_and_frozen_by_the_first_signature():
    made = board_room.seated()
    hearing = board_room.running(made)
    at, chair = hearing.starts_at, board_room.chair(made.case)
    minutes.write(hearing, parts={"claimant": "شش ماه مزد نگرفتم."}, by=made.secretary, at=at)
    with pytest.raises(holding.HeldByOther):
        minutes.write(hearing, parts={"claimant": "چیز دیگر"}, by=chair, at=at + timedelta(minutes=5))
    assert minutes.read(fresh(hearing))["claimant"] == "شش ماه مزد نگرفتم."
    later = at + policy.HOLD_LASTS + timedelta(minutes=1)
    minutes.write(hearing, parts={"claimant": "شش ماه مزد نگرفتم.", "orders": "استعلام"}, by=chair, at=later)
    with pytest.raises(NotAllowed):
        minutes.sign(hearing, seen="", by=chair, at=later)
    hearing = hearings.close_hearing(hearing, by=chair, at=later)
    shown = minutes.digest(hearing)
    with pytest.raises(minutes.OtherWords):
        minutes.sign(hearing, seen="0" * 64, by=chair, at=later)
    minutes.sign(hearing, seen=shown, by=chair, at=later)
    with pytest.raises(minutes.Locked):
        minutes.write(hearing, parts={"orders": "دستور دیگر"}, by=chair, at=later)
    for seat in made.seats[1:]:
        minutes.sign(fresh(hearing), seen=shown, by=board_room.actor(seat), at=later)
    assert minutes.unsigned(hearing) == []
    told = [
        json.loads(row.body)["data"]["hash"] for row in Entry.objects.filter(kind__startswith="minutes.").exclude(kind="minutes.written")
    ]
    assert told == [fresh(hearing).locked_hash] * 4 == [shown] * 4
    stranger = factories.actor(factories.person(), "board_member")
    with pytest.raises(minutes.NotThere):
        minutes.sign(hearing, seen=shown, by=stranger, at=later)


@db
def test_of_the_dates_offered_each_side_strikes_out_some_and_one_is_left():
    made = board_room.seated()
    offered = dates.propose(made.case, by=made.secretary, at=NOW)
    assert len(offered) == 2 * policy.VETOES + 1
    with pytest.raises(dates.OfferOpen):
        dates.propose(made.case, by=made.secretary, at=NOW)
    with pytest.raises(dates.AnswersOpen):
        dates.choose(made.case, by=made.secretary, at=NOW)
    other = board_room.seated(at_office=made.office)
    with pytest.raises(hearings.Clash):  # what is offered is kept
        board_room.listed(other, offered[0].starts_at)
    for side, start in (("claimant", 0), ("respondent", 2)):
        person = made.worker if side == "claimant" else made.employer
        place, by = standing.of(made.case, person, at=NOW), factories.actor(person)
        for one in offered[start : start + 2]:
            dates.strike(place, one, by=by, at=NOW)
            dates.strike(place, one, by=by, at=NOW)
        with pytest.raises(scheduling.NoVetoLeft):
            dates.strike(place, offered[4], by=by, at=NOW)
    with pytest.raises(NotAllowed):
        dates.strike(standing.of(other.case, other.worker, at=NOW), offered[4], by=factories.actor(other.worker), at=NOW)
    hearing = dates.choose(made.case, by=made.secretary, at=NOW)  # all have answered
    assert hearing.starts_at == offered[4].starts_at
    assert Proposal.objects.get(chosen_at__isnull=False) == offered[4]
    with pytest.raises(NotAllowed):
        dates.choose(made.case, by=made.secretary, at=NOW)


@db
def test_a_date_that_became_impossible_is_passed_over():
    made = board_room.seated()
    offered = dates.propose(made.case, by=made.secretary, at=NOW)
    later = offered[0].answer_by + timedelta(minutes=1)
    with pytest.raises(dates.OfferOver):
        dates.strike(standing.of(made.case, made.worker, at=later), offered[0], by=factories.actor(made.worker), at=later)
    day = calendar.tehran_day(offered[0].starts_at)
    dates.tell_away(made.seats[0].person, from_day=day, to_day=day, why="", case=None, by=board_room.actor(made.seats[0]), at=later)
    assert dates.choose(made.case, by=made.secretary, at=later).starts_at == offered[1].starts_at


@real
@on_postgres
def test_two_secretaries_cannot_set_one_room_or_one_member_at_one_time():
    one = board_room.seated()
    other = board_room.seated(at_office=one.office)
    found = at_once([lambda made=made: board_room.listed(made) for made in (one, other)])
    assert sorted(type(row).__name__ for row in found) == ["Clash", "Hearing"]
    assert Hearing.objects.count() == 1
    same = board_room.seated()
    found = at_once([lambda: board_room.listed(same)] * 2)
    assert sorted(type(row).__name__ for row in found) == ["Hearing", "NotAllowed"]


@real
@on_postgres
def test_a_member_who_leaves_while_the_chair_closes_leaves_one_truth():
    made = board_room.seated()
    hearing = board_room.running(made)
    chair, moment = board_room.chair(made.case), hearing.starts_at
    found = at_once(
        [
            lambda: hearings.close_hearing(hearing, by=chair, at=moment),
            lambda: attendance.leave(hearing, made.seats[2], by=made.secretary, at=moment),
            lambda: panels.recuse(made.seats[1], reason="…", by=board_room.actor(made.seats[1]), at=moment),
        ]
    )
    refused = [type(one).__name__ for one in found if isinstance(one, Exception)]
    state = Case.objects.get(pk=made.case.pk).state
    entries = [one.kind for one in Entry.objects.order_by("seq")]
    if state == "heard":  # who left before was counted: then it could not have been closed
        assert entries.index("hearing.closed") < min(entries.index(one) for one in ("hearing.went", "panel.left") if one in entries)
    else:
        assert refused == ["NoQuorum"]


@real
@on_postgres
def test_two_presses_of_the_draw_seat_one_panel():
    made = world.filed(state="accepted")
    world.pool(made.office)
    panels.commit(made.case, by=made.secretary, at=NOW - DAY)
    found = at_once([lambda: panels.draw(made.case, by=made.secretary, at=NOW)] * 3)
    assert sorted(type(one).__name__ for one in found) == ["Draw", "NotPromised", "NotPromised"]
    assert boards.panel(made.case).count() == 3
