"""A session on its own day: nothing is written before or after it, and it is put off on a ground that holds, by who may say so (2.5)."""

import json
from datetime import timedelta

import pytest

from kardad.cases import maintenance, policy
from kardad.cases.actions import attendance, briefs, hearings, minutes
from kardad.cases.queries import grounds as judged
from kardad.cases.queries import sittings, standing
from kardad.inbox.actions import dossiers
from kardad.kit import calendar
from kardad.law import procedure
from kardad.work.models import WorkItem
from tests import factories
from tests.cases import board_room
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = calendar.tehran_day(NOW)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def codes(hearing, by, at):
    """The grounds that hold."""
    return [rule.code for rule, why in hearings.grounds(hearing, by=by, at=at) if not why]


def with_agent(made, hearing):
    """Somebody stands for the respondent and is in the room."""
    party = made.sides["respondent"]
    if not party.representations.filter(ended_at=None).exists():
        dossiers.represent(party, agent=factories.person(), by=made.secretary, at=NOW)
    attendance.come(hearing, party, by_whom="representative", by=made.secretary, at=hearing.starts_at)


def refused(hearing, ground, by, at, why):
    with pytest.raises(hearings.BadGround) as told:
        hearings.adjourn(hearing, ground=ground, by=by, at=at)
    assert why in told.value.text, told.value.text


def test_a_representative_who_lacks_full_power_puts_the_session_off_once():
    """LP 27: he says it in the session, the board finds the principal needed, once."""
    made = board_room.seated()
    hearing, ground = board_room.listed(made), "limited_representative"
    by, hour = board_room.chair(made.case), hearing.starts_at
    refused(hearing, "attendance_needed", by, hour, "این سبب")  # LL 162 is the appeal board's
    refused(hearing, ground, by, hour, "هیچ طرفی با نماینده")
    with_agent(made, hearing)
    refused(hearing, ground, made.secretary, hour, "تنها هیئت")
    hearings.adjourn(hearing, ground=ground, by=by, at=hour)
    again = board_room.listed(made, board_room.hour(TODAY + 16 * DAY))
    with_agent(made, again)
    assert ground not in codes(again, by, again.starts_at)
    with pytest.raises(hearings.GroundSpent):
        hearings.adjourn(again, ground=ground, by=by, at=again.starts_at)


def test_a_session_is_put_off_for_a_service_that_cannot_be_mended_and_as_often_as_it_happens():
    made = board_room.seated()
    by, ground = made.secretary, "defective_service"
    for day in (10, 16):
        hearing = board_room.listed(made, board_room.hour(TODAY + day * DAY))
        refused(hearing, ground, by, NOW, "به‌هنگام")
        row = sittings.invited(hearing)[1].delivery
        type(row).objects.filter(pk=row.pk).update(served_on=None)
        refused(hearing, ground, by, NOW, "هنوز می‌شود")  # an agent may still bring it
        assert ground in codes(hearing, by, hearing.starts_at - 3 * DAY)
        attendance.come(hearing, made.sides["respondent"], by=by, at=hearing.starts_at)
        refused(hearing, ground, by, hearing.starts_at, "خود آمده")  # who comes heals what was wrong
        attendance.leave(hearing, made.sides["respondent"], by=by, at=hearing.starts_at)
        hearings.adjourn(hearing, ground=ground, by=by, at=hearing.starts_at)
        assert fresh(hearing).ground == ground


def test_both_sides_ask_in_writing_or_before_the_board_and_once():
    made = board_room.seated()
    hearing, ground = board_room.listed(made), "joint_request"
    by, at, sides = board_room.chair(made.case), hearing.starts_at, made.sides
    refused(hearing, ground, made.secretary, NOW, f"{sides['claimant'].name}، {sides['respondent'].name}")
    place = standing.of(made.case, made.employer, at=NOW)
    told = {"title": "تجدید", "words": "وقت دیگری می‌خواهم.", "files": [], "by": factories.actor(made.employer), "at": NOW}
    briefs.file(place, kind="brief", **told)
    refused(hearing, ground, made.secretary, NOW, sides["respondent"].name)  # a brief asks for nothing
    briefs.file(place, kind="application", **told)
    attendance.come(hearing, sides["claimant"], by_whom="brief", by=made.secretary, at=at)
    refused(hearing, ground, by, at, sides["claimant"].name)
    attendance.leave(hearing, sides["claimant"], by=made.secretary, at=at)
    attendance.come(hearing, sides["claimant"], by=made.secretary, at=at)
    attendance.leave(hearing, sides["claimant"], by=made.secretary, at=at)
    refused(hearing, ground, by, at, sides["claimant"].name)
    board_room.both_ask(made, at=at)
    hearings.adjourn(hearing, ground=ground, by=made.secretary, at=at)
    again = board_room.listed(made, board_room.hour(TODAY + 16 * DAY))
    board_room.both_ask(made, at=at)
    with pytest.raises(hearings.GroundSpent):
        hearings.adjourn(again, ground=ground, by=by, at=again.starts_at)


def test_the_appeal_board_calls_once_for_who_did_not_come_and_every_ground_of_the_law_is_judged():
    made = board_room.seated(state="appealed", instance="DRB")
    hearing, ground = board_room.listed(made), "attendance_needed"
    by, at = board_room.chair(made.case), hearing.starts_at
    assert set(judged.JUDGES) == {one.code for one in procedure.every() if one.group == "adjournment"}
    refused(hearing, ground, by, NOW, "هنوز زمان جلسه نرسیده")
    refused(hearing, ground, made.secretary, at, "تنها هیئت")
    refused(hearing, "no_majority", by, at, "رأی اعضا")
    refused(hearing, "no_quorum", by, at - timedelta(minutes=1), "هنوز زمان جلسه نرسیده")
    refused(hearing, "expert_pending", by, at, "نزد کارشناس نیست")
    for party in made.sides.values():
        attendance.come(hearing, party, by=made.secretary, at=at)
    refused(hearing, ground, by, at, "همه طرف‌ها")
    attendance.leave(hearing, made.sides["claimant"], by=made.secretary, at=at)
    attendance.come(hearing, made.sides["claimant"], by_whom="brief", by=made.secretary, at=at)
    refused(hearing, ground, by, at + DAY, "روز این جلسه گذشته")
    hearings.adjourn(hearing, ground=ground, by=by, at=at)


def test_nothing_is_written_of_a_session_before_its_hour_or_on_another_day():
    made = board_room.seated()
    hearing = board_room.listed(made)
    at, chair, seat = hearing.starts_at, board_room.chair(made.case), made.seats[0]
    words = {"parts": {"claimant": "شش ماه مزد نگرفتم."}, "by": made.secretary}
    for early in (NOW, at - DAY, at - policy.EARLY - timedelta(seconds=1)):
        for deed in (attendance.come, attendance.leave):
            with pytest.raises(hearings.NotYet):
                deed(hearing, seat, by=made.secretary, at=early)
        with pytest.raises(hearings.NotYet):
            minutes.write(hearing, at=early, **words)
    soon = at - policy.EARLY
    for one in made.seats:
        attendance.come(hearing, one, by=made.secretary, at=soon)
    with pytest.raises(minutes.NotBegun):
        minutes.write(hearing, at=soon, **words)
    hearings.open_hearing(hearing, by=chair, at=soon)
    minutes.write(hearing, at=soon, **words)
    with pytest.raises(hearings.HourAhead) as told:  # who was invited for ten is waited for until ten
        hearings.close_hearing(hearing, by=chair, at=soon + timedelta(minutes=9))
    assert made.employer.name in told.value.text
    late = at + DAY
    for deed in (attendance.come, attendance.leave):
        with pytest.raises(hearings.DayOver):
            deed(hearing, made.sides["claimant"], by=made.secretary, at=late)
    with pytest.raises(hearings.DayOver):
        hearings.close_hearing(hearing, by=chair, at=late)
    with pytest.raises(minutes.DayGone):
        minutes.write(hearing, at=late, **words)
    assert (fresh(hearing).state, fresh(made.case).state) == ("open", "set")
    hearings.close_hearing(hearing, by=chair, at=at)
    with pytest.raises(minutes.DayGone):
        minutes.write(hearing, at=late, **words)
    minutes.sign(hearing, seen=minutes.digest(fresh(hearing)), by=chair, at=late)  # what was written then is signed when it is read


def test_a_session_that_nobody_ended_on_its_day_is_the_secretarys_work_until_it_is_put_off():
    made = board_room.seated()
    hearing = board_room.running(made)
    midnight = calendar.day_start_end(calendar.tehran_day(hearing.starts_at))[1]
    refused(hearing, "unfinished", made.secretary, hearing.starts_at, "هنوز نگذشته")
    assert maintenance.find_unfinished(midnight - timedelta(minutes=1)) == 0
    assert [maintenance.find_unfinished(midnight), maintenance.find_unfinished(midnight + DAY)] == [1, 0]
    item = WorkItem.objects.get(kind=hearings.UNFINISHED)
    assert (item.subject_id, item.role, item.office_id, item.closed_at) == (hearing.pk, "secretary", made.office.pk, None)
    assert codes(hearing, made.secretary, midnight) == ["unfinished"]
    hearings.adjourn(hearing, ground="unfinished", by=made.secretary, at=midnight)
    item.refresh_from_db()
    assert (item.outcome, fresh(hearing).state, fresh(made.case).state) == ("adjourned", "adjourned", "adjourned")
    again = board_room.listed(made, board_room.hour(TODAY + 22 * DAY), at=midnight)
    assert (again.notice.code, "به پایان نرسید" in json.loads(again.notice.says)["reason"]) == ("N4", True)
