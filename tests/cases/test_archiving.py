"""A case is put away when nobody may complain of it any more, by whomever it is done."""

import pytest

from kardad.cases import maintenance, sweeps
from kardad.cases.actions import archiving, decisions, findings, issuing, serving
from kardad.cases.models import Case
from kardad.inbox.models import Delivery
from kardad.kit import calendar
from tests.cases import boards
from tests.cases.boards import member, moment

pytestmark = pytest.mark.django_db
NOTHING = {1: "rejected", 2: "rejected"}


@pytest.fixture(autouse=True)
def _authority(settings):
    settings.OPERATOR = "authority"


def by_hand(made, at):
    return archiving.archive(Case.objects.get(pk=made.case.pk), by=made.secretary, at=at)


def waits_until(made, last):
    """Nobody puts it away on that day or before it, and the refusal names it; half a year is 180 days, the day of acting comes on top."""
    for day in ("1404-09-20", last):
        with pytest.raises(archiving.DivanOpen) as told:
            by_hand(made, moment(day, "23:00"))
        assert calendar.long(calendar.parse_jalali(last)) in told.value.text
        assert not archiving.put_away(made.case.pk, at=moment(day, "23:00"))


def test_what_is_final_by_lapse_waits_for_the_longest_days_of_the_divan():
    made = boards.heard(at=moment("1404-07-20"))
    boards.served(made, NOTHING, at=moment("1404-07-23"), on=moment("1404-07-26"))
    sweeps.finalise(moment("1404-08-13", "00:01"))
    waits_until(made, "1405-02-14")  # 180 days from 1404-08-13, and one
    assert maintenance.archive(moment("1405-02-15")) == 0  # by itself it waits longer
    assert by_hand(made, moment("1405-02-15")).state == "archived"


def test_what_the_appeal_board_decided_waits_from_its_last_service():
    made = boards.heard(at=moment("1404-07-20"))
    boards.served(made, NOTHING, at=moment("1404-07-23"), on=moment("1404-07-26"))
    Case.objects.filter(pk=made.case.pk).update(instance="DRB", state="set")
    made.case.refresh_from_db()
    made.seats = boards.hear(made, at=moment("1404-09-08"))
    at, chair = moment("1404-09-08", "12:00"), member(made.seats[0])
    draft = decisions.draft(made.case, kind="merits", by=chair, at=at)
    for item in made.items:
        findings.find(draft, item, by=chair, at=at, outcome="outside", reasons="در صلاحیت نیست.", is_breach=True)
    final = issuing.issue(boards.voted(made, draft, at=at), by=chair, at=at)
    serving.serve(final, by=made.secretary, at=moment("1404-09-10"))
    final.refresh_from_db()
    waits_until(made, "1405-03-10")  # 180 days from 1404-09-10, and one
    rows = Delivery.objects.filter(notice=final.notice, party=made.sides["respondent"], is_copy=False)
    rows.update(served_on=None)
    with pytest.raises(archiving.StillOpen):  # his days have not begun
        by_hand(made, moment("1406-06-01"))
    rows.update(served_on=calendar.parse_jalali("1404-09-10"))
    assert by_hand(made, moment("1405-03-11")).state == "archived"
