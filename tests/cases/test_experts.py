"""Experts: who pays and what follows when he does not (LP 97–99), the opinion and what the sides hold against it, how the case goes on."""

from datetime import timedelta

import pytest

from kardad.billing.models import Invoice
from kardad.cases import sweeps
from kardad.cases.actions import deciding, decisions, experts, issuing, opinions
from kardad.cases.actions.common import locked, step
from kardad.cases.models import Case, Filing, FilingFile, Hearing, Referral
from kardad.cases.queries import experts as queries
from kardad.cases.queries import standing
from kardad.evidence.models import Entry
from kardad.inbox.models import Delivery, Letter, Notice, Party
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.work.models import WorkItem
from tests import factories
from tests.cases import boards, world
from tests.cases import experts as rooms
from tests.cases.boards import member
from tests.conftest import NOW
from tests.desk.world import stored

pytestmark = pytest.mark.django_db
WEEKS = timedelta(days=20)


@pytest.fixture(autouse=True)
def _authority(settings):
    settings.OPERATOR = "authority"


def state(made):
    return Case.objects.get(pk=made.case.pk).state


def place(made, who):
    return standing.of(Case.objects.get(pk=made.case.pk), who, at=NOW)


def test_the_board_refers_and_who_bears_the_fee_has_its_notice_and_its_invoice():
    made = rooms.referred()
    found, notice = made.referral, Notice.objects.get(code="N5")
    assert state(made) == "expert"
    assert [one.party_id for one in Delivery.objects.filter(notice=notice)] == [made.sides["claimant"].pk]  # LP 98
    assert (found.invoice.person, found.invoice.total, found.fee) == (made.worker, 20_000_000, 20_000_000)
    # Ten days from 1404/09/01, the day of service and that of acting excluded, rolled over what is closed.
    assert calendar.jalali(found.pay_by) == "1404-09-12"
    assert calendar.tehran_day(found.invoice.due_at - timedelta(seconds=1)) == found.pay_by
    assert not Letter.objects.filter(person=made.expert).exists()
    assert Entry.objects.filter(kind="expert.referred").count() == 1
    asked = rooms.referred(rooms_second(made), asked_by=made.second.sides["respondent"])
    assert asked.referral.payer.side == "respondent"  # LP 97


def rooms_second(made):
    """Another heard case, with its own expert and chair, of the same shop."""
    second = boards.heard(at=NOW - rooms.LATER)
    second.expert, second.chair = rooms.expert(), boards.member(second.seats[0])
    made.second = second
    return second


def test_only_the_chair_refers_a_heard_case_to_a_fit_expert_with_a_question_a_fee_and_days():
    made = rooms.heard()
    order = {"expert": made.expert, "question": "چند ساعت؟", "fee": 1_000_000, "days": 10}
    for who, refusal in ((boards.member(made.seats[1]), deciding.NotSeated), (made.secretary, deciding.NotSeated)):
        with pytest.raises(refusal):
            experts.refer(made.case, experts.Order(**order), by=who, at=NOW)
    for wrong in ({"question": " "}, {"fee": 0}, {"days": 0}, {"days": 61}):
        with pytest.raises(experts.BadOrder):
            experts.refer(made.case, experts.Order(**(order | wrong)), by=made.chair, at=NOW)
    for stranger in (made.worker, factories.person(), made.seats[1].person):
        with pytest.raises(experts.NotAnExpert):
            experts.refer(made.case, experts.Order(**(order | {"expert": stranger})), by=made.chair, at=NOW)
    draft = decisions.draft(made.case, kind="merits", by=made.chair, at=NOW)
    with pytest.raises(decisions.InTheMaking):
        experts.refer(made.case, experts.Order(**order), by=made.chair, at=NOW)
    decisions.drop(draft, by=made.chair, at=NOW)
    rooms.referred(made)
    with pytest.raises(NotAllowed):
        rooms.referred(made)
    assert (Referral.objects.count(), Invoice.objects.count()) == (1, 1)


def test_with_the_fee_paid_the_expert_begins_and_what_he_says_is_served_on_both_sides():
    made = rooms.paid()
    assert (made.referral.state, made.referral.paid_at is not None) == ("paid", True)
    assert Letter.objects.get(person=made.expert).event == "expert.asked"
    assert WorkItem.objects.get(kind=experts.WAITS).subject_id == made.case.pk
    assert queries.clock(made.referral.notice, made.sides["claimant"]) is None  # nobody is reminded of what he paid
    for who in (factories.actor(made.worker), made.chair, factories.actor(rooms.expert(), "official_expert")):
        with pytest.raises(NotAllowed):
            opinions.opine(made.referral, words="نظر", files=[], by=who, at=NOW)
    made = rooms.opined(made)
    assert {one.party.side for one in Delivery.objects.filter(notice__code="N6")} == {"claimant", "respondent"}
    assert made.referral.opinion.kind == Filing.Kind.OPINION
    with pytest.raises(NotAllowed):  # twice is once
        rooms.opined(made)


def test_the_board_goes_on_when_every_side_objected_or_has_no_day_left():
    made = rooms.opined()
    with pytest.raises(opinions.StillOpen) as refused:
        opinions.take_up(made.case, by=made.secretary, at=NOW)
    assert made.worker.name in refused.value.text
    said = opinions.object(place(made, made.worker), words="ساعت‌های شب را نشمرد.", files=[], by=factories.actor(made.worker), at=NOW)
    assert (said.answers, said.title) == (made.referral.opinion, "ایراد به نظر کارشناس")
    with pytest.raises(opinions.ObjectedAlready):
        opinions.object(place(made, made.worker), words="باز هم.", files=[], by=factories.actor(made.worker), at=NOW)
    assert [one.side for one in queries.awaited(made.referral, NOW)] == ["respondent"]
    late = NOW + WEEKS
    assert queries.awaited(made.referral, late) == []
    answer = opinions.object(place(made, made.employer), words="درست نیست.", files=[], by=factories.actor(made.employer), at=late)
    assert "پس از مهلت" in answer.title
    with pytest.raises(deciding.NotSeated):
        opinions.go_on(made.case, by=boards.member(made.seats[1]), at=late)
    opinions.take_up(made.case, by=made.secretary, at=late)
    made.referral.refresh_from_db()
    assert (state(made), made.referral.state) == ("adjourned", "ended")
    assert not WorkItem.objects.filter(kind=experts.WAITS, closed_at=None).exists()


def test_without_a_new_session_the_board_decides_and_the_loser_bears_the_fee_that_the_claimant_paid():
    made = rooms.opined()
    late = NOW + WEEKS
    opinions.go_on(made.case, by=made.chair, at=late)
    assert state(made) == "heard"
    made.case.refresh_from_db()
    draft = boards.voted(made, boards.written(made, {1: 100_000_000, 2: "rejected"}, at=late), at=late)
    assert draft.due_on > calendar.tehran_day(late)  # LP 101 is counted from the end of the referral
    decision = issuing.issue(draft, by=made.chair, at=late)
    assert (decision.expert_fee, decision.total) == (20_000_000, 120_000_000)  # LP 99


def test_an_unpaid_fee_sends_the_case_back_to_the_board_once_its_last_day_is_over():
    made = rooms.referred()
    last = made.referral.pay_by
    on = calendar.day_start_end(last)[1]
    assert sweeps.lapse_fees(on - timedelta(seconds=1)) == 0
    assert (sweeps.lapse_fees(on), sweeps.lapse_fees(on)) == (1, 0)
    made.referral.refresh_from_db()
    assert (state(made), made.referral.state, Invoice.objects.get().state) == ("heard", "unpaid", "void")
    assert Letter.objects.filter(event="expert.unpaid").count() == len(made.seats)
    assert "بی نظر کارشناس" in Entry.objects.get(kind="expert.unpaid").fact["data"]["says"]
    draft = boards.voted(made, boards.written(made, {1: 1, 2: 2}, at=on), at=on)
    assert issuing.issue(draft, by=member(made.seats[0]), at=on).expert_fee == 0


def test_who_paid_loses_nothing_to_the_sweep_and_who_was_never_served_has_no_last_day():
    made = rooms.paid()
    assert sweeps.lapse_fees(NOW + WEEKS) == 0
    other = rooms_second(made)
    Party.objects.filter(pk=other.sides["claimant"].pk).update(person=None, joined_at=None)
    other.sides["claimant"].refresh_from_db()
    rooms.referred(other)
    assert (other.referral.invoice, sweeps.lapse_fees(NOW + 3 * WEEKS)) == (None, 0)
    with pytest.raises(opinions.FeeOpen):
        opinions.take_up(other.case, by=other.secretary, at=NOW + WEEKS)
    with pytest.raises(NotAllowed):
        experts.note_fee(other.case, receipt="۱۲", by=other.chair, at=NOW)
    assert experts.note_fee(other.case, receipt="فیش ۱۲۳", by=other.secretary, at=NOW).state == "paid"
    with pytest.raises(opinions.NoWhy):
        opinions.go_on(other.case, by=other.chair, at=NOW)
    opinions.go_on(other.case, why="کارشناس نیامد", by=other.chair, at=NOW)
    assert state(other) == "heard"


def test_a_case_that_ends_leaves_no_fee_no_expert_and_no_session_behind():
    made = rooms.referred()
    case = locked(made.case)
    step(case, "withdraw", "case.lapsed", by=factories.actor(made.worker), at=NOW)
    made.referral.refresh_from_db()
    assert (made.referral.state, Invoice.objects.get().state) == ("ended", "void")
    second = rooms_second(made)
    Case.objects.filter(pk=second.case.pk).update(state="set")
    ahead = Hearing.objects.create(
        case=second.case, instance="DB", position=2, office=second.office, starts_at=NOW, ends_at=NOW + rooms.LATER, set_by_id=1, set_at=NOW
    )
    step(locked(second.case), "withdraw", "case.lapsed", by=factories.actor(second.worker), at=NOW)
    ahead.refresh_from_db()
    assert ahead.state == "cancelled"


def test_two_hundred_files_of_one_side_leave_room_for_the_expert_and_for_what_the_other_holds_against_him():
    made = rooms.paid()
    one = rooms.evidence(made)
    FilingFile.objects.bulk_create(FilingFile(case=made.case, filing=one.filing, file=one.file, added_at=NOW) for _ in range(199))
    answer = opinions.opine(made.referral, words="نظر", files=[stored(made.expert)], by=factories.actor(made.expert), at=NOW)
    assert answer.files.count() == 1
    said = opinions.object(
        place(made, made.employer), words="نه.", files=[stored(made.employer)], by=factories.actor(made.employer), at=NOW
    )
    assert said.files.count() == 1
    many = [stored(made.worker) for _ in range(21)]
    with pytest.raises(opinions.TooMany):
        opinions.object(place(made, made.worker), words="نه.", files=many, by=factories.actor(made.worker), at=NOW)


def test_a_file_of_another_case_is_not_put_before_an_expert():
    made = rooms.heard()
    other = world.filed(at_office=made.office)
    with pytest.raises(experts.BadOrder):
        rooms.referred(made, files=[rooms.evidence(other)])
