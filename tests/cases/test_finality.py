"""From the decision to its finality: SC-1 steps 3 to 7, SC-2 steps 4 to 7, objections, and services that fall."""

import json

import pytest

from kardad.cases import sweeps
from kardad.cases.actions import decisions, findings, issuing, objections, serving
from kardad.cases.models import Capability, Case, Decision, Finding, Hearing, Objection
from kardad.cases.queries import decisions as queries
from kardad.cases.queries import standing, windows
from kardad.core.actor import SYSTEM
from kardad.inbox.actions import deadlines, dossiers, notices, paper, renaming
from kardad.inbox.models import Deadline, Delivery, Letter, Notice, Party
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.law import holidays
from kardad.law.holidays import ClosedDay
from kardad.work.models import WorkItem
from tests import factories
from tests.cases import boards
from tests.cases.boards import member, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _authority(settings):
    settings.OPERATOR = "authority"


@pytest.fixture
def fridays(monkeypatch):
    """The calendar of the scenarios: Fridays, and the days that a test names, are closed."""

    def shut(*days):
        rows = [ClosedDay(day=calendar.parse_jalali(day), title="تعطیل", kind="official", status="sourced") for day in days]
        made = holidays.Calendar(rows, range(1400, 1410))
        monkeypatch.setattr(holidays, "current", lambda: made)

    return shut


def days(case, side):
    """The last safe day, the last day and the first day after, of one side."""
    found = windows.of_party(case, Party.objects.get(dossier=case.dossier, side=side))
    return tuple(calendar.jalali(day) for day in (found.safe_until, found.hard_until, found.final_on))


def state(case):
    """State, instance and the day of finality as they are kept."""
    kept = Case.objects.get(pk=case.pk)
    return kept.state, kept.instance, calendar.jalali(kept.final_on) if kept.final_on else None


def object_to(made, person, *positions, at, excuse=""):
    """The person objects to these items."""
    place = standing.of(Case.objects.select_related("dossier").get(pk=made.case.pk), person, at=at)
    items = [one for one in made.items if one.position in positions]
    return objections.object(place, items=items, grounds="رسیدها هست.", excuse=excuse, by=factories.actor(person), at=at)


def sc1(**extra):
    """SC-1 up to the service of the first decision."""
    made = boards.heard(at=moment("1404-07-20", "11:00"), **extra)
    made.first = boards.served(made, {1: 180_000_000, 2: 55_000_000}, at=moment("1404-07-23"), on=moment("1404-07-26"))
    return made


def test_sc1_an_objection_on_the_last_day_goes_to_a_final_decision_on_appeal(fridays):
    fridays()
    made = sc1()
    assert state(made.case) == ("window", "DB", None)
    assert days(made.case, "claimant") == days(made.case, "respondent") == ("1404-08-11", "1404-08-12", "1404-08-13")
    assert sweeps.finalise(moment("1404-08-12", "23:59")) == 0
    with pytest.raises(serving.NotFinal) as refused:
        serving.certify(made.case, at=moment("1404-08-12"))
    assert "۱۲ آبان ۱۴۰۴" in refused.value.text
    filed = object_to(made, made.employer, 2, at=moment("1404-08-12", "23:00"))
    assert not filed.is_late
    assert state(made.case) == ("appealed", "DRB", None)
    copy = Notice.objects.get(code="N8")
    assert [one.party.side for one in copy.deliveries.all()] == ["claimant"]
    assert json.loads(copy.says)["items"][0].startswith("عیدی")
    assert set(Letter.objects.filter(delivery__notice=copy).values_list("person_id", flat=True)) == {made.worker.pk}
    with pytest.raises(objections.ObjectedAlready):
        object_to(made, made.employer, 1, at=moment("1404-08-12", "23:30"))
    assert sweeps.finalise(moment("1404-08-13", "00:00")) == 0

    made.case.refresh_from_db()
    made.seats = boards.hear(made, at=moment("1404-09-08"), present=8)
    chair, at = member(made.seats[0]), moment("1404-09-08", "12:00")
    draft = decisions.draft(made.case, kind="merits", by=chair, at=at)
    assert Finding.objects.get(decision=draft).outcome == "stands"  # nobody objected to the wages
    with pytest.raises(findings.OutsideObjection):
        findings.find(draft, made.items[0], by=chair, at=at, outcome="reversed", reasons="دلیل")
    for own in ({"amount": 1}, {"order": "بازگشت به کار"}):  # what is upheld has no award of its own
        with pytest.raises(findings.AwardKept):
            findings.find(draft, made.items[1], by=chair, at=at, outcome="upheld", reasons="پرداخت ثابت نشد.", **own)
    findings.find(draft, made.items[1], by=chair, at=at, outcome="upheld", reasons="پرداخت ثابت نشد.")
    draft = boards.voted(made, draft, at=at, against=[5, 6, 7])  # 8 of 9, 5 to 3
    final = issuing.issue(draft, by=chair, at=at)
    assert (final.total, state(made.case)) == (235_000_000, ("final", "DRB", "1404-09-08"))
    notice = serving.serve(final, by=made.secretary, at=moment("1404-09-10"))
    said = json.loads(notice.says)
    assert (notice.code, said["first_decision_number"], len(said["findings"])) == ("N9", made.first.number, 2)
    running = Deadline.objects.get(delivery=notice.deliveries.get(party__side="claimant"))
    assert (running.code, calendar.jalali(running.safe_until), calendar.jalali(running.hard_until)) == ("D7", "1404-12-10", "1404-12-11")
    assert state(made.case)[0] == "final"  # the Divan's days hold nothing up
    certificate = serving.certify(made.case, at=moment("1404-09-10"))
    assert certificate.code == "N12"
    assert serving.certify(made.case, at=moment("1404-09-11")).pk == certificate.pk


def test_sc1_four_against_four_renew_the_session_and_the_next_one_decides():
    made = sc1()
    object_to(made, made.employer, 2, at=moment("1404-08-10"))
    made.case.refresh_from_db()
    made.seats = boards.hear(made, at=moment("1404-09-08"), present=8)
    chair, at = member(made.seats[0]), moment("1404-09-08", "12:00")
    draft = decisions.draft(made.case, kind="merits", by=chair, at=at)
    findings.find(draft, made.items[1], by=chair, at=at, outcome="reversed", reasons="پرداخت شده است.")
    draft = boards.voted(made, draft, at=at, against=[4, 5, 6, 7])
    with pytest.raises(issuing.NotCarried):
        issuing.issue(draft, by=chair, at=at)
    issuing.renew(draft, by=chair, at=at)
    assert state(made.case)[0] == "adjourned"
    assert Hearing.objects.get(instance="DRB").ground == "no_majority"
    made.case.refresh_from_db()
    made.seats = boards.hear(made, at=moment("1404-09-20"), present=7, position=2)
    at = moment("1404-09-20", "12:00")
    draft = decisions.draft(made.case, kind="merits", by=chair, at=at)
    findings.find(draft, made.items[1], by=chair, at=at, outcome="reversed", reasons="پرداخت شده است.")
    final = issuing.issue(boards.voted(made, draft, at=at, against=[5, 6]), by=chair, at=at)
    assert (final.total, state(made.case)) == (180_000_000, ("final", "DRB", "1404-09-20"))


def test_an_objection_of_the_day_after_is_kept_flagged_and_ruled_on_by_the_appeal_board():
    made = sc1()
    assert sweeps.finalise(moment("1404-08-13", "00:00")) == 1
    assert state(made.case) == ("final", "DB", "1404-08-13")
    late = object_to(made, made.employer, 2, at=moment("1404-08-13", "09:00"), excuse="بیمار بودم.")
    assert late.is_late
    assert state(made.case) == ("final", "DB", "1404-08-13")
    assert Notice.objects.filter(code="N8").count() == 1
    assert Letter.objects.filter(event="objection.late").count() == 1
    assert WorkItem.objects.get(kind=objections.LATE).closed_at is None
    with pytest.raises(NotAllowed):
        objections.send_up(late, by=factories.actor(made.employer), at=moment("1404-08-14"))
    objections.send_up(late, by=made.secretary, at=moment("1404-08-14"))
    assert state(made.case) == ("appealed", "DRB", None)
    assert WorkItem.objects.get(kind=objections.LATE).closed_at
    made.case.refresh_from_db()
    made.seats = boards.hear(made, at=moment("1404-09-08"))
    chair, at = member(made.seats[0]), moment("1404-09-08", "12:00")
    draft = decisions.draft(made.case, kind="merits", by=chair, at=at)
    assert {one.outcome for one in queries.findings(draft)} == {"stands"}  # until it is heard, nothing is before the board
    with pytest.raises(decisions.LateUnruled):
        decisions.propose(draft, by=chair, at=at)
    objections.rule(late, ruled="heard", by=chair, at=at)
    assert [one.position for one in queries.missing(draft)] == [2]
    objections.rule(late, ruled="refused", by=chair, at=at)
    final = issuing.issue(boards.voted(made, draft, at=at), by=chair, at=at)
    assert (final.total, state(made.case)) == (235_000_000, ("final", "DRB", "1404-09-08"))
    notice = serving.serve(final, by=made.secretary, at=at)
    assert "پذیرفته نشد" in json.loads(notice.says)["text"]


def test_sc2_the_last_partys_days_roll_over_two_closed_days_and_then_it_is_final(fridays):
    fridays("1404-10-27")
    made = boards.heard(at=moment("1404-09-24", "11:00"), absent=["respondent"])
    nobody = Party.objects.get(pk=made.sides["respondent"].pk)
    nobody.person = nobody.joined_at = None
    renaming.keep(nobody, by=SYSTEM, at=moment("1404-09-24"))
    first = boards.written(made, {1: 90_000_000, 2: "rejected"}, at=moment("1404-10-01"))
    assert calendar.jalali(first.due_on) == "1404-10-01"
    first = issuing.issue(boards.voted(made, first, at=moment("1404-10-01")), by=member(made.seats[0]), at=moment("1404-10-01"))
    serving.serve(first, by=made.secretary, at=moment("1404-10-01", "12:00"))
    assert state(made.case)[0] == "serving"
    assert days(made.case, "claimant")[1] == "1404-10-17"
    with pytest.raises(serving.NotFinal) as refused:
        serving.certify(made.case, at=moment("1404-10-05"))
    assert "ابلاغ نشده" in refused.value.text
    on_paper = Delivery.objects.get(via="paper")
    visit = paper.hand_out(on_paper, agent_name="مأمور", by=made.secretary, at=moment("1404-10-09"))
    handed = {"receiver": "رحیمی", "by": made.secretary, "now": moment("1404-10-10", "15:00")}
    paper.record(visit, outcome="handed", at=moment("1404-10-10"), **handed)
    assert state(made.case)[0] == "window"
    assert days(made.case, "respondent") == ("1404-10-25", "1404-10-28", "1404-10-29")
    assert sweeps.finalise(moment("1404-10-18")) == 0
    with pytest.raises(serving.NotFinal) as refused:  # step 5
        serving.certify(made.case, at=moment("1404-10-18"))
    assert "۲۸ دی ۱۴۰۴" in refused.value.text
    assert sweeps.finalise(moment("1404-10-28", "23:59")) == 0
    assert sweeps.finalise(moment("1404-10-29", "00:00")) == 1
    assert sweeps.finalise(moment("1404-10-29", "00:00")) == 0
    assert state(made.case) == ("final", "DB", "1404-10-29")
    certificate = json.loads(serving.certify(made.case, at=moment("1404-10-29", "09:00")).says)
    assert [one["served_on"] for one in certificate["services"]] == ["2025-12-22", "2025-12-31"]
    assert Letter.objects.filter(event="finality.reached", person=made.worker).count() == 1


def test_a_service_that_falls_after_finality_undoes_it_until_it_is_served_anew():
    made = sc1()
    sweeps.finalise(moment("1404-08-13", "00:01"))
    service = Delivery.objects.get(notice=made.first.notice, party__side="respondent")
    notices.void(service, reason="سامانه در دسترس نبود", by=made.secretary, at=moment("1404-08-20"))
    assert state(made.case) == ("serving", "DB", None)
    assert sweeps.finalise(moment("1404-08-21")) == 0
    notices.serve_again(service, via="account", by=made.secretary, at=moment("1404-08-22"))
    assert state(made.case)[0] == "window"
    assert days(made.case, "respondent")[2] > "1404-09-06"
    assert not object_to(made, made.employer, 1, at=moment("1404-08-25")).is_late
    assert state(made.case) == ("appealed", "DRB", None)


def test_what_was_objected_to_late_goes_up_with_what_is_objected_to_in_time_after_a_service_fell():
    made = sc1()
    sweeps.finalise(moment("1404-08-13"))
    late = object_to(made, made.employer, 2, at=moment("1404-08-14"))
    service = Delivery.objects.get(notice=made.first.notice, party__side="claimant")
    notices.void(service, reason="اختلال", by=made.secretary, at=moment("1404-08-15"))
    notices.serve_again(service, via="account", by=made.secretary, at=moment("1404-08-16"))
    assert WorkItem.objects.get(kind=objections.LATE).closed_at is None
    assert not object_to(made, made.worker, 1, at=moment("1404-08-17")).is_late
    assert state(made.case)[:2] == ("appealed", "DRB")
    assert WorkItem.objects.get(kind=objections.LATE).outcome == "sent_up"
    assert queries.unruled(made.case).get() == late  # the board says whether it is heard


def test_days_in_doubt_are_never_final_and_days_given_back_open_the_window_again():
    made = sc1()
    one = Deadline.objects.get(delivery__party__side="respondent", code="D4")
    Deadline.objects.filter(pk=one.pk).update(at_risk_since=moment("1404-08-12"), risk="اختلال")
    assert sweeps.finalise(moment("1404-08-13")) == 0
    with pytest.raises(serving.NotFinal):
        serving.certify(made.case, at=moment("1404-08-14"))
    Deadline.objects.filter(pk=one.pk).update(at_risk_since=None, risk="")
    assert sweeps.finalise(moment("1404-08-13")) == 1
    Deadline.objects.filter(pk=one.pk).update(at_risk_since=moment("1404-08-14"), risk="اختلالی که دیر دانسته شد")
    lost = {calendar.parse_jalali("1404-08-12"): "سامانه"}
    deadlines.settle_risk(Deadline.objects.get(pk=one.pk), lost=lost, reason="قطعی", by=made.secretary, at=moment("1404-08-13", "09:00"))
    moved = days(made.case, "respondent")[2]
    assert moved > "1404-08-13"
    assert state(made.case) == ("window", "DB", None)
    assert sweeps.finalise(moment(moved, "00:00")) == 1


def test_a_representative_objects_by_express_power_alone_and_the_side_itself_always_may():
    made = sc1()
    lawyer = factories.person(first_name="نگار", last_name="کریمی")
    held = made.sides["respondent"].representations.create(agent=lawyer, began_at=moment("1404-07-01"))
    Capability.objects.create(representation=held, recorded_at=moment("1404-07-01"), can_settle=True)
    with pytest.raises(objections.NoExpressPower) as refused:
        object_to(made, lawyer, 1, at=moment("1404-08-01"))
    assert "ماده ۲۶" in refused.value.text
    assert "موکل خودش" in refused.value.text
    assert "معرفی‌نامه‌ای" in refused.value.text
    assert not Objection.objects.exists()
    Capability.objects.update(can_object=True)
    assert object_to(made, lawyer, 1, at=moment("1404-08-01")).by_id == lawyer.pk
    mine = object_to(made, made.worker, 1, 2, at=moment("1404-08-02"))  # the other side too, while it waits for its board
    assert (mine.party.side, state(made.case)[0]) == ("claimant", "appealed")


def test_each_party_has_his_own_days_and_only_from_his_own_service():
    made = boards.heard(at=moment("1404-07-20"))
    third = dossiers.add_party(made.case.dossier, side="third", name="پیمانکار", address="نشانی", by=SYSTEM, at=moment("1404-07-21"))
    boards.served(made, {1: 1000, 2: "rejected"}, at=moment("1404-07-23"))
    assert state(made.case)[0] == "serving"
    assert windows.of_party(made.case, third) is None
    assert all(one.deadline is None or one.delivery.served_on for one in windows.of(made.case))
    assert sweeps.finalise(moment("1404-10-01")) == 0  # two windows are over; one service is missing
    with pytest.raises(objections.NoItems):
        object_to(made, made.worker, at=moment("1404-08-01"))
    stranger = standing.of(made.case, factories.person(), at=moment("1404-08-01"))
    assert stranger is None


def test_nothing_is_objected_to_before_it_is_served_or_after_the_appeal():
    made = boards.heard(at=moment("1404-07-20"))
    boards.issued(made, {1: 1000, 2: "rejected"}, at=moment("1404-07-23"))
    with pytest.raises(objections.NoObjection):
        object_to(made, made.worker, 2, at=moment("1404-07-24"))
    Case.objects.filter(pk=made.case.pk).update(state="final", instance="DRB")
    with pytest.raises(objections.NoObjection):
        object_to(made, made.worker, 2, at=moment("1404-07-24"))
    assert Decision.objects.count() == 1


def test_nothing_is_final_from_rows_that_were_edited_by_hand():
    made = sc1()
    rows = Deadline.objects.filter(delivery__notice__dossier=made.case.dossier, superseded_at=None)
    days = {one.pk: (one.safe_until, one.hard_until, one.final_on) for one in rows}
    rows.update(safe_until="2025-10-20", hard_until="2025-10-21", final_on="2025-10-22")
    at = moment("1404-08-01")
    assert [sweeps.finalise(at) for _ in range(2)] == [0, 0]
    assert state(made.case) == ("window", "DB", None)
    assert WorkItem.objects.filter(kind="dossier.differs", subject_id=made.case.dossier_id, closed_at=None).count() == 1
    for pk, (safe, hard, final) in days.items():
        Deadline.objects.filter(pk=pk).update(safe_until=safe, hard_until=hard, final_on=final)
    assert sweeps.finalise(moment("1404-08-13", "00:00")) == 1
