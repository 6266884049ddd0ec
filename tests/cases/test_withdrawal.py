"""A claimant takes back what he asked for: before the first session, until the hearing ends, and after it (2.6)."""

import pytest

from kardad.cases.actions import withdrawing
from kardad.cases.models import Case, Decision, Hearing, Seat, Withdrawal
from kardad.cases.queries import standing
from kardad.inbox.actions import dossiers
from kardad.inbox.models import Deadline, Delivery, Letter
from kardad.kit.flow import NotAllowed
from kardad.work.models import WorkItem
from tests import factories
from tests.cases import board_room, boards, world
from tests.cases.boards import moment
from tests.cases.test_pages_decisions import entered, press, read
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
LATER = moment("1404-07-22")


@pytest.fixture(autouse=True)
def _authority(settings):
    settings.OPERATOR = "authority"


def take_back(made, who=None, *, at=NOW, **how):
    who = who or made.worker
    return withdrawing.withdraw(standing.of(made.case, who, at=at), by=factories.actor(who), at=at, **how)


def ended(made):
    found = Case.objects.get(pk=made.case.pk)
    return found.state, found.end_reason


def test_before_the_first_session_the_petition_is_annulled_and_who_never_heard_of_it_does_not_now():
    made = world.filed()
    with pytest.raises(withdrawing.OnlyClaimant):
        take_back(made, made.employer)
    done = take_back(made)
    assert ended(made) == ("withdrawn", "قرار ابطال دادخواست")
    assert done.decision.get_kind_display() == "قرار استرداد"
    assert [one.party_id for one in Delivery.objects.filter(notice=done.decision.notice)] == [made.sides["claimant"].pk]
    with pytest.raises(NotAllowed):
        take_back(made)


def test_with_a_session_ahead_both_have_the_order_and_nobody_waits_for_anything():
    made = board_room.seated()
    hearing = board_room.listed(made)
    done = take_back(made)
    assert ended(made) == ("withdrawn", "قرار ابطال دادخواست")
    assert Hearing.objects.get(pk=hearing.pk).state == "cancelled"
    assert not Seat.objects.filter(case=made.case, left_at=None).exists()
    assert Delivery.objects.filter(notice=done.decision.notice, is_copy=False).count() == 2
    assert Case.objects.get(pk=made.case.pk).next_at is None
    assert not WorkItem.objects.filter(kind__startswith="case.", closed_at=None).exists()


def test_while_the_session_runs_the_claim_is_dismissed():
    made = board_room.seated()
    hearing = board_room.running(made)
    take_back(made, at=hearing.starts_at)
    assert ended(made) == ("withdrawn", "قرار رد دعوا")
    assert Hearing.objects.get(pk=hearing.pk).state == "closed"


def test_after_the_hearing_the_other_side_says_yes_or_the_right_is_given_up():
    made = boards.heard(at=moment("1404-07-20"))
    with pytest.raises(withdrawing.HowMissing):
        take_back(made, at=LATER)
    take_back(made, at=LATER, how="consent")
    with pytest.raises(withdrawing.AskedAlready):
        take_back(made, at=LATER, how="consent")
    employer = standing.of(made.case, made.employer, at=LATER)
    withdrawing.refuse(employer, by=factories.actor(made.employer), at=LATER)
    assert ended(made)[0] == "heard"
    with pytest.raises(NotAllowed):
        withdrawing.consent(employer, by=factories.actor(made.employer), at=LATER)
    boards.written(made, {}, at=LATER)
    take_back(made, at=LATER, how="consent")
    with pytest.raises(NotAllowed):
        withdrawing.consent(standing.of(made.case, made.worker, at=LATER), by=factories.actor(made.worker), at=LATER)
    done = withdrawing.consent(employer, by=factories.actor(made.employer), at=LATER)
    assert ended(made) == ("withdrawn", "قرار رد دعوا")
    assert not done.gives_up
    assert not Decision.objects.filter(state="draft").exists()
    assert list(Withdrawal.objects.order_by("pk").values_list("state", flat=True)) == ["refused", "done"]


def test_who_gives_up_his_right_waits_for_nobody_and_no_day_runs_on():
    made = boards.heard(at=moment("1404-07-20"))
    boards.served(made, {1: 1000, 2: "rejected"}, at=moment("1404-07-23"))
    assert Deadline.objects.filter(superseded_at=None).count() == 2
    take_back(made, at=moment("1404-07-25"), how="consent")
    done = take_back(made, at=moment("1404-07-25"), how="gives_up")
    assert ended(made) == ("withdrawn", "قرار سقوط دعوا")
    assert "گذشته" in done.decision.text
    assert not Deadline.objects.filter(superseded_at=None).exists()
    assert list(Withdrawal.objects.order_by("pk").values_list("state", flat=True)) == ["dropped", "done"]


def test_a_representative_takes_back_only_by_his_letter():
    made = world.filed(state="accepted")
    lawyer = factories.person()
    held = made.sides["claimant"].representations.create(agent=lawyer, began_at=NOW)
    with pytest.raises(withdrawing.NoPower):
        take_back(made, lawyer)
    held.capabilities.create(can_withdraw=True, recorded_at=NOW)
    assert take_back(made, lawyer).state == "done"


def test_the_pages_say_what_it_means_and_the_other_side_answers(time_machine):
    made = boards.heard(at=moment("1404-07-20"))
    time_machine.move_to(LATER, tick=False)
    token = made.case.token
    worker, employer, stranger = entered(made.worker), entered(made.employer), entered(factories.person())
    read(employer, "cases:withdraw", token, status=404)
    for name in ("cases:withdraw", "cases:withdrawal_consent", "cases:withdrawal_refuse"):
        read(stranger, name, token, status=404)
    assert "دیگر هرگز" in read(worker, "cases:withdraw", token).text
    answer = worker.post(f"/panel/cases/{token}/withdraw/", {"how": "consent"})
    assert answer.status_code == 422  # he has not said that he knows what it means
    press(worker, "cases:withdraw", token, how="consent", sure="on")
    assert "پاسخ به پس گرفتن دعوا" in read(employer, "cases:case", token).text
    read(employer, "cases:withdraw", token)
    press(employer, "cases:withdrawal_consent", token)
    page = read(worker, "cases:case", token)
    assert "مسترد شده" in page.text
    assert "قرار رد دعوا شماره" in page.text


def with_heir(made, **columns):
    """Another claims beside the claimant, with an account of his own."""
    heir = factories.person(first_name="لیلا", last_name="کاظمی")
    row = dossiers.add_party(made.case.dossier, side="claimant", name=heir.name, person=heir, by=made.secretary, at=NOW, **columns)
    return heir, row


def answer(made, who, deed, *, at=NOW):
    return deed(standing.of(made.case, who, at=at), by=factories.actor(who), at=at)


def test_one_of_two_claimants_takes_nothing_back_without_the_other():
    made = world.filed(state="accepted")
    heir, _ = with_heir(made)
    row = take_back(made)
    assert (row.state, ended(made)[0], Decision.objects.count()) == ("asked", "accepted", 0)
    assert set(Letter.objects.filter(event__startswith="withdrawal.").values_list("person", flat=True)) == {heir.pk}
    for who in (made.worker, heir):
        with pytest.raises(withdrawing.AskedAlready):
            take_back(made, who)
    for who in (made.worker, made.employer):  # who asked says no second yes; the other side is not asked before the hearing
        for deed in (withdrawing.consent, withdrawing.refuse):
            with pytest.raises(NotAllowed):
                answer(made, who, deed)
    assert answer(made, heir, withdrawing.refuse).state == "refused"
    assert Letter.objects.get(event="withdrawal.parted").person == made.worker
    take_back(made, heir)
    done = answer(made, made.worker, withdrawing.consent)
    assert ended(made) == ("withdrawn", "قرار ابطال دادخواست")
    assert all(name in done.decision.text for name in (made.worker.name, heir.name))


def test_of_two_claimants_each_gives_up_his_own_right_and_the_other_side_is_asked_after_both():
    made = boards.heard(at=moment("1404-07-20"))
    heir, _ = with_heir(made)
    take_back(made, at=LATER, how="consent")
    with pytest.raises(NotAllowed):  # his turn comes when all who claim are of one mind
        answer(made, made.employer, withdrawing.consent, at=LATER)
    with pytest.raises(withdrawing.AskedAlready):
        take_back(made, heir, at=LATER, how="gives_up")
    answer(made, heir, withdrawing.consent, at=LATER)
    assert ended(made)[0] == "heard"
    assert Letter.objects.get(event="withdrawal.asked").person == made.employer
    give_up = take_back(made, at=LATER, how="gives_up")
    assert (give_up.state, ended(made)[0]) == ("asked", "heard")
    answer(made, heir, withdrawing.consent, at=LATER)
    assert ended(made) == ("withdrawn", "قرار سقوط دعوا")


def test_what_was_asked_before_the_hearing_ended_is_answered_by_what_holds_then():
    made = board_room.seated()
    heir, _ = with_heir(made)
    take_back(made)
    boards.hear(made, at=moment("1404-09-20"))
    late = moment("1404-09-21")
    answer(made, heir, withdrawing.consent, at=late)
    assert ended(made)[0] == "heard"  # now the other side says yes as well
    answer(made, made.employer, withdrawing.consent, at=late)
    assert ended(made) == ("withdrawn", "قرار رد دعوا")


def test_who_stands_for_several_claimants_speaks_for_those_whose_letter_lets_him():
    made = world.filed(state="accepted")
    heir, row = with_heir(made)
    held = row.representations.create(agent=made.worker, began_at=NOW)
    assert take_back(made).state == "asked"
    assert set(Letter.objects.filter(event="withdrawal.shared").values_list("person", flat=True)) == {made.worker.pk, heir.pk}
    answer(made, heir, withdrawing.refuse)
    held.capabilities.create(can_withdraw=True, recorded_at=NOW)
    assert take_back(made).state == "done"
    other = world.filed(state="accepted")
    dossiers.add_party(other.case.dossier, side="claimant", name="وارث بی‌حساب", by=other.secretary, at=NOW)
    with pytest.raises(withdrawing.CannotJoin):
        take_back(other)
    assert not Withdrawal.objects.filter(case=other.case).exists()


def test_the_other_claimant_answers_on_his_page_and_the_respondent_finds_none(time_machine):
    made = world.filed(state="accepted")
    heir, _ = with_heir(made)
    time_machine.move_to(NOW, tick=False)
    token = made.case.token
    worker, other, employer = entered(made.worker), entered(heir), entered(made.employer)
    assert "تنها شما خواهان نیستید" in read(worker, "cases:withdraw", token).text
    press(worker, "cases:withdraw", token, sure="on")
    assert "پاسخ به پس گرفتن دعوا" in read(other, "cases:case", token).text
    assert "شما هم خواهان آن هستید" in read(other, "cases:withdraw", token).text
    for name in ("cases:withdraw", "cases:withdrawal_consent", "cases:withdrawal_refuse"):
        read(employer, name, token, status=404)
    assert "پس گرفتن" not in read(employer, "cases:case", token).text
    read(worker, "cases:withdrawal_consent", token, status=404)
    press(other, "cases:withdrawal_consent", token)
    assert "مسترد شده" in read(worker, "cases:case", token).text
