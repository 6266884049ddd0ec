"""The Divan: a complaint of a final decision, its days in order, a stay and its end, a quash and the panel that hears the case again."""

from datetime import timedelta

import pytest

from kardad.cases import carrying_out, sweeps
from kardad.cases.actions import divan, enforcing, intake, panels
from kardad.cases.models import Divan, Seat
from kardad.cases.queries import enforcing as queries
from kardad.cases.queries import windows
from kardad.documents.models import Document
from kardad.inbox.models import Deadline, Delivery, Letter, Party
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.work.models import WorkItem
from tests.cases import boards, world
from tests.cases.boards import moment
from tests.cases.test_enforcing import LATER, appealed, asked, day, decide, final, now, place

pytestmark = pytest.mark.django_db
LAST = moment("1404-10-02")


@pytest.fixture(autouse=True)
def _authority(settings):
    settings.OPERATOR = "authority"


def test_the_divan_stays_lifts_and_quashes_and_nobody_who_sat_sits_again():
    made = appealed()
    employer = Party.objects.get(dossier=made.case.dossier, side="respondent")
    told = {"party": employer, "number": "۱۴۰۴۰۰۱", "opened_on": day("1404-09-20"), "by": made.secretary, "at": moment("1404-09-21")}
    with pytest.raises(NotAllowed):
        divan.complain(made.case, **(told | {"by": made.by}))
    with pytest.raises(divan.WrongDay):
        divan.complain(made.case, **(told | {"opened_on": day("1404-09-22")}))
    row = divan.complain(made.case, **told)
    with pytest.raises(divan.OpenAlready):
        divan.complain(made.case, **told)
    asked(made, at=moment("1404-09-22"))  # the complaint alone stops nothing
    step = {"by": made.secretary, "at": moment("1404-09-25")}
    divan.stay(row, on=day("1404-09-24"), **step)
    with pytest.raises(enforcing.Stayed):
        enforcing.send(made.enforcement, court="اجرا", **step)
    with pytest.raises(NotAllowed):
        divan.stay(row, on=day("1404-09-25"), **step)
    divan.lift(row, on=day("1404-09-25"), **step)
    enforcing.send(made.enforcement, court="اجرا", **step)
    sat = set(Seat.objects.filter(case=made.case).values_list("person_id", flat=True))
    with pytest.raises(NotAllowed):
        divan.quash(row, on=day("1404-10-01"), by=made.by, at=moment("1404-10-02"))
    divan.quash(row, on=day("1404-10-01"), by=made.secretary, at=moment("1404-10-02"))
    made.case.refresh_from_db()
    assert (made.case.state, made.case.instance, made.case.final_on, now(made).state) == ("rehearing", "DRB", None, "recalled")
    assert Document.objects.filter(kind=carrying_out.RECALL).count() == 1
    assert not Seat.objects.filter(case=made.case, left_at=None).exists()
    panels.commit(made.case, by=made.secretary, at=moment("1404-10-02"))
    with pytest.raises(panels.drawing.TooFew):  # the pool of the office has too few others
        panels.draw(made.case, by=made.secretary, at=moment("1404-10-03"))
    world.pool(made.office, at=moment("1404-07-20"))
    panels.draw(made.case, by=made.secretary, at=moment("1404-10-04"))
    made.seats = list(Seat.objects.filter(case=made.case, left_at=None).order_by("-is_chair", "pk"))
    assert len(made.seats) == 9
    assert not sat & {one.person_id for one in made.seats}
    made.seats = boards.hear(made, at=moment("1404-11-01"), position=2)
    decide(made, at=moment("1404-11-01", "12:00"), outcome="reversed")
    assert (made.case.state, made.last.total) == ("final", 180_000_000)
    again = enforcing.request(place(made), by=made.by, at=moment("1404-11-05"))
    assert (again.decision_id, again.owed) == (made.last.pk, 180_000_000)
    assert Divan.objects.get().state == "quashed"


def test_what_was_quashed_is_heard_by_a_panel_of_another_office_where_its_own_has_no_second_one():
    made = appealed()
    told = {"party": made.sides["respondent"], "number": "۱", "opened_on": day("1404-09-20"), "by": made.secretary, "at": LAST}
    divan.quash(divan.complain(made.case, **told), on=day("1404-10-01"), by=made.secretary, at=LAST)
    sat = set(Seat.objects.filter(case=made.case).values_list("person_id", flat=True))
    there = world.office(city="ری")
    world.pool(there, at=moment("1404-07-20"))
    theirs = world.secretary(there)
    intake.transfer(made.case, to=there, reason="این اداره هیئت دوم ندارد.", by=made.secretary, at=LAST)
    assert Letter.objects.filter(event="case.transferred_again").count() == 2
    held = intake.receive(made.case, by=theirs, at=LAST)
    assert (held.state, held.instance, held.office, held.class_number[:6]) == ("rehearing", "DRB", there, f"1404-{there.pk}"[:6])
    assert not WorkItem.objects.filter(kind=intake.INTAKE, closed_at=None).exists()
    panels.commit(held, by=theirs, at=LAST)
    panels.draw(held, by=theirs, at=LAST + timedelta(hours=1))
    made.case, made.secretary = held, theirs
    made.seats = list(Seat.objects.filter(case=held, left_at=None).order_by("-is_chair", "pk"))
    assert (len(made.seats), sat & {one.person_id for one in made.seats}) == (9, set())
    made.seats = boards.hear(made, at=moment("1404-11-01"), position=2)
    decide(made, at=moment("1404-11-01", "12:00"), outcome="reversed")
    assert (made.case.state, made.last.total) == ("final", 180_000_000)


def test_the_days_of_the_divan_stand_in_their_order_and_a_late_complaint_is_marked():
    made = appealed()  # issued 1404-09-08, served 1404-09-10
    employer = Party.objects.get(dossier=made.case.dossier, side="respondent")
    told = {"party": employer, "number": "۱", "by": made.secretary, "at": moment("1405-01-20")}
    service = Delivery.objects.filter(notice__code="N9", party=employer, is_copy=False)
    service.update(voided_at=moment("1404-09-11"))
    with pytest.raises(divan.NotServed):
        divan.complain(made.case, opened_on=day("1404-09-20"), **told)
    service.update(voided_at=None)
    with pytest.raises(divan.WrongDay):  # final, and not yet served on him
        divan.complain(made.case, opened_on=day("1404-09-09"), **told)
    row = divan.complain(made.case, opened_on=day("1404-12-11"), **told)  # SC-1: the last of his ninety days
    assert row.is_late is False
    step = {"by": made.secretary, "at": moment("1405-01-20")}
    for deed, wrong, right in (
        (divan.stay, "1404-12-10", "1404-12-20"),
        (divan.lift, "1404-12-19", "1404-12-25"),
        (divan.stay, "1404-12-24", "1404-12-26"),
        (divan.lift, "1404-12-25", "1404-12-27"),
        (divan.reject, "1404-12-26", "1404-12-28"),
    ):
        with pytest.raises(divan.WrongDay):
            deed(row, on=day(wrong), **step)
        row = deed(row, on=day(right), **step)
    assert [row.stayed_on, row.lifted_on, row.ended_on] == [day("1404-12-26"), day("1404-12-27"), day("1404-12-28")]
    said = Letter.objects.filter(event="divan.lifted").order_by("pk").first()
    assert calendar.long(day("1404-12-25")) in said.words
    until = Deadline.objects.get(code="D7", delivery__in=service).hard_until  # shut days roll it on
    assert until < day("1404-12-20")
    assert divan.complain(made.case, opened_on=until + timedelta(days=1), **told).is_late is True


def test_what_is_final_by_lapse_lies_with_the_divan_from_that_day_on():
    made = final()  # on 1404-08-13
    told = {"party": made.sides["respondent"], "number": "۱", "by": made.secretary, "at": moment("1405-01-20")}
    with pytest.raises(divan.WrongDay):
        divan.complain(made.case, opened_on=day("1404-08-12"), **told)
    row = divan.complain(made.case, opened_on=day("1404-11-14"), **told)  # ninety days and the day of acting (CPC 445)
    assert row.is_late is False
    divan.reject(row, on=day("1404-11-15"), by=made.secretary, at=moment("1405-01-20"))
    assert divan.complain(made.case, opened_on=day("1404-11-20"), **told).is_late is True


def test_what_was_final_by_lapse_is_heard_again_by_its_own_body_and_may_be_objected_to_again():
    made = final()
    told = {"party": made.sides["respondent"], "number": "۱", "opened_on": day("1404-08-20"), "by": made.secretary, "at": LATER}
    divan.quash(divan.complain(made.case, **told), on=day("1404-08-20"), by=made.secretary, at=LATER)
    made.case.refresh_from_db()
    assert (made.case.state, made.case.instance) == ("rehearing", "DB")
    panels.commit(made.case, by=made.secretary, at=LATER)
    panels.draw(made.case, by=made.secretary, at=LATER + timedelta(minutes=1))
    made.seats = boards.hear(made, at=moment("1404-09-10"), position=2)
    made.first = boards.served(made, {1: 1_000_000, 2: "rejected"}, at=moment("1404-09-11"))
    assert made.case.state == "window"
    assert not windows.over(made.case, made.sides["respondent"], moment("1404-09-12"))
    sweeps.finalise(moment("1404-10-15"))
    again = enforcing.request(place(made), by=made.by, at=moment("1404-10-16"))
    assert (again.decision_id, again.owed) == (made.first.pk, 1_000_000)


def test_a_complaint_that_failed_leaves_the_decision_as_it_was():
    made = final()
    employer = Party.objects.get(dossier=made.case.dossier, side="respondent")
    told = {"party": employer, "number": "۱", "opened_on": day("1404-08-20"), "by": made.secretary, "at": moment("1404-08-21")}
    row = divan.stay(divan.complain(made.case, **told), on=day("1404-08-21"), by=made.secretary, at=moment("1404-08-21"))
    with pytest.raises(enforcing.Stayed):
        asked(made, at=moment("1404-08-22"))
    divan.reject(row, on=day("1404-08-25"), by=made.secretary, at=moment("1404-08-26"))
    made.case.refresh_from_db()
    assert (made.case.state, queries.is_stayed(made.case)) == ("final", False)
    assert asked(made, at=moment("1404-08-27")).enforcement.owed == 235_000_000
