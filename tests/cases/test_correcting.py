"""A correction gives days anew for its own part alone (LP 103; disputes.md 5.8 N11): what else is over stays over."""

from contextlib import contextmanager

import pytest
from django.db import transaction

from kardad.cases import sweeps
from kardad.cases.actions import decisions, findings, issuing, objections, serving
from kardad.cases.models import Objection
from kardad.cases.queries import decisions as queries
from kardad.inbox.models import Deadline
from kardad.kit.flow import NotAllowed
from tests.cases import boards
from tests.cases.boards import member
from tests.cases.test_finality import moment, object_to, sc1, state
from tests.cases.test_pages_decisions import entered, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _authority(settings):
    settings.OPERATOR = "authority"


def corrected(made, *, amount=108_000_000, on="1404-08-10"):
    """The board corrects the sum of the first item, or nothing but its words; both sides have it."""
    at, chair = moment("1404-08-05"), member(made.seats[0])
    draft = issuing.correct(made.first, by=chair, at=at)
    if amount:
        findings.find(draft, made.items[0], by=chair, at=at, outcome="allowed", amount=amount, reasons="رقم‌ها جابه‌جا بود.")
    decisions.write(draft, text="درست آن این است.", was="نادرست", by=chair, at=at)
    fixed = issuing.issue(boards.voted(made, draft, at=at), by=chair, at=at)
    serving.serve(fixed, by=made.secretary, at=moment(on))
    for one in (made.case, made.first, fixed):
        one.refresh_from_db()
    return fixed


@contextmanager
def had_it_been():
    """What is walked here never was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_after_a_correction_only_its_own_part_is_objected_to_in_time_and_the_rest_is_late():
    made = sc1()
    fixed = corrected(made)
    assert queries.concerned(fixed) == {made.items[0].pk}
    first, anew = (Deadline.objects.get(delivery__notice=one.notice, delivery__party__side="respondent") for one in (made.first, fixed))
    assert (first.code, anew.code, anew.served_on) == ("D4", "D4", moment("1404-08-10").date())
    assert anew.hard_until > first.hard_until == moment("1404-08-12").date()
    with had_it_been():  # the last day of the decision itself: everything is in time
        assert not object_to(made, made.employer, 2, at=moment("1404-08-12", "23:00")).is_late
    assert sweeps.finalise(moment("1404-08-13", "00:00")) == 0
    day = moment("1404-08-20", "09:00")
    with had_it_been():
        assert not object_to(made, made.employer, 1, at=day).is_late
    with had_it_been():
        late = object_to(made, made.employer, 2, at=day)
        assert (late.is_late, late.timely.count(), state(made.case)) == (True, 0, ("appealed", "DRB", None))
        assert queries.objected(made.case) == set()
    both = object_to(made, made.employer, 1, 2, at=day)
    assert (both.is_late, [one.position for one in both.timely.all()]) == (True, [1])
    assert queries.objected(made.case) == {made.items[0].pk}  # whatever is ruled of the rest
    made.case.refresh_from_db()
    made.seats = boards.hear(made, at=moment("1404-09-08"))
    chair, at = member(made.seats[0]), moment("1404-09-08", "12:00")
    draft = decisions.draft(made.case, kind="merits", by=chair, at=at)
    assert [(one.item.position, one.outcome) for one in queries.findings(draft)] == [(2, "stands")]
    objections.rule(both, ruled="heard", by=chair, at=at)
    assert [one.position for one in queries.missing(draft)] == [1, 2]
    objections.rule(both, ruled="refused", by=chair, at=at)
    assert [one.position for one in queries.missing(draft)] == [1]
    findings.find(draft, made.items[0], by=chair, at=at, outcome="upheld", reasons="درست است.")
    final = issuing.issue(boards.voted(made, draft, at=at), by=chair, at=at)
    assert final.total == 108_000_000 + 55_000_000
    issuing.correct(final, by=chair, at=at)
    with pytest.raises(NotAllowed):  # what is heard was said in the decision; its correction rules on nothing anew
        objections.rule(both, ruled="heard", by=chair, at=at)


def test_a_correction_of_common_words_gives_days_on_the_whole_and_one_that_nobody_was_served_takes_none():
    made = sc1()
    words = corrected(made, amount=None)
    assert queries.concerned(words) == {one.pk for one in made.items}
    with had_it_been():
        assert not object_to(made, made.employer, 2, at=moment("1404-08-20")).is_late
    service = words.notice.deliveries.get(party__side="respondent", is_copy=False)
    Deadline.objects.filter(delivery=service).update(superseded_at=moment("1404-08-11"))
    type(service).objects.filter(pk=service.pk).update(voided_at=moment("1404-08-11"))
    assert not object_to(made, made.employer, 2, at=moment("1404-09-20")).is_late
    assert Objection.objects.count() == 1


def test_who_objects_after_a_correction_reads_which_of_his_days_are_over(time_machine):
    made = sc1()
    corrected(made)
    time_machine.move_to(moment("1404-08-20", "09:00"), tick=False)
    employer = entered(made.employer)
    page = read(employer, "cases:object", made.case.token)
    assert "تنها برای بخش تصحیح‌شده" in page.text
    labels = [one.text.strip() for one in page.select("label") if "مهلت آن گذشته است" in one.text]
    assert len(labels) == 1
    assert labels[0].startswith("عیدی")
    assert page.select_one("[name=excuse]")
    assert "مهلت بقیه رأی گذشته است" in read(employer, "cases:decisions", made.case.token).text
