"""An expert who does not take the question on: another is named and the fee goes over, or it goes back through billing."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from kardad.billing.actions import refunds
from kardad.billing.models import Invoice, Refund
from kardad.cases.actions import deciding, declining, experts, opinions
from kardad.cases.actions.common import locked, step
from kardad.cases.models import Case, Decline, Referral
from kardad.cases.queries import decisions as decided
from kardad.evidence.models import Entry
from kardad.inbox.models import Letter
from kardad.kit.flow import NotAllowed
from kardad.people.models import Person
from kardad.work.models import WorkItem
from tests import factories
from tests.billing import world as money
from tests.cases import boards
from tests.cases import experts as rooms
from tests.cases.test_pages_decisions import browser, entered, press, read
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
WHY = "با خوانده نسبت دارم."


@pytest.fixture(autouse=True)
def _scene(settings, time_machine, tmp_path):
    settings.OPERATOR, settings.MEDIA_ROOT = "authority", tmp_path
    time_machine.move_to(NOW, tick=False)


def own(made):
    return factories.actor(made.expert, "official_expert")


def declined():
    made = rooms.paid()
    declining.decline(made.referral, reason=WHY, by=own(made), at=NOW)
    made.referral.refresh_from_db()
    return made


def waiting():
    return set(WorkItem.objects.filter(kind__in=experts.WORK, closed_at=None).values_list("kind", flat=True))


def test_only_the_expert_himself_declines_with_a_reason_before_he_has_given_his_opinion():
    made = rooms.paid()
    stranger = factories.actor(rooms.expert(), "official_expert")
    for who in (stranger, factories.actor(made.worker), made.chair, made.secretary):
        with pytest.raises(NotAllowed):
            declining.decline(made.referral, reason=WHY, by=who, at=NOW)
    with pytest.raises(declining.NoReason):
        declining.decline(made.referral, reason="  ", by=own(made), at=NOW)
    rooms.opined(made)
    with pytest.raises(NotAllowed):
        declining.decline(made.referral, reason=WHY, by=own(made), at=NOW)
    assert not Decline.objects.exists()
    assert waiting() == {experts.WAITS}


def test_the_board_names_another_for_whom_the_fee_is_paid_already():
    made = declined()
    assert (made.referral.state, waiting()) == ("declined", {experts.DECLINED})
    assert Letter.objects.get(event="expert.declined").person == made.seats[0].person
    assert WHY not in Entry.objects.get(kind="expert.declined").body
    with pytest.raises(NotAllowed):
        rooms.opined(made)
    other = rooms.expert()
    for who, refusal in ((boards.member(made.seats[1]), deciding.NotSeated), (made.secretary, deciding.NotSeated)):
        with pytest.raises(refusal):
            declining.appoint(made.case, other, by=who, at=NOW)
    for unfit in (made.expert, made.worker, made.seats[1].person, factories.person()):
        with pytest.raises(experts.NotAnExpert):
            declining.appoint(made.case, unfit, by=made.chair, at=NOW)
    declining.appoint(made.case, other, by=made.chair, at=NOW)
    with pytest.raises(NotAllowed):
        declining.appoint(made.case, other, by=made.chair, at=NOW)
    made.referral.refresh_from_db()
    assert (made.referral.state, made.referral.expert, waiting()) == ("paid", other, {experts.WAITS})
    assert Letter.objects.filter(person=other, event="expert.asked").count() == 1
    assert (Invoice.objects.count(), Refund.objects.exists()) == (1, False)
    made.expert = other
    assert rooms.opined(made).referral.state == "opined"


@pytest.mark.parametrize("is_declined", [True, False])
def test_a_referral_that_ends_without_an_opinion_gives_the_fee_back_once(is_declined):
    made = declined() if is_declined else rooms.paid()
    with pytest.raises(opinions.NoWhy):
        opinions.go_on(made.case, by=made.chair, at=NOW)
    opinions.go_on(made.case, why="کارشناس دیگری نیست", by=made.chair, at=NOW)
    asked = Refund.objects.get()
    assert (asked.rials, asked.state, asked.invoice_id) == (20_000_000, "requested", made.referral.invoice_id)
    assert Entry.objects.filter(kind="expert.fee_back").count() == 1
    assert waiting() == set()
    experts.follow(Invoice.objects.get(), at=NOW)
    assert Refund.objects.count() == 1
    manager = factories.actor(factories.staff("manager"), "manager")
    refunds.finish(refunds.send(refunds.approve(asked, by=manager, at=NOW), by=money.FINANCE, at=NOW), by=money.FINANCE, at=NOW)
    assert Invoice.objects.get().state == "credited"
    assert decided.expert_fee(made.case, [SimpleNamespace(amount=1, order="")]) == 0  # LP 99: nobody bears what went back


def test_the_fee_of_an_opinion_that_came_stays_paid_and_the_loser_bears_it():
    made = rooms.opined()
    step(locked(made.case), "withdraw", "case.lapsed", by=factories.actor(made.worker), at=NOW)
    assert not Refund.objects.exists()
    assert decided.expert_fee(made.case, [SimpleNamespace(amount=1, order="")]) == 20_000_000


def test_a_case_that_ends_first_gives_the_fee_back():
    made = declined()
    step(locked(made.case), "withdraw", "case.lapsed", by=factories.actor(made.worker), at=NOW)
    assert (Refund.objects.get().rials, waiting()) == (20_000_000, set())


def test_money_that_comes_after_the_end_goes_back_too():
    late = rooms.referred()
    Referral.objects.filter(pk=late.referral.pk).update(state="ended", ended_at=NOW)
    rooms.paid(late)
    back = Refund.objects.get(invoice=late.referral.invoice)
    assert (back.rials, back.requested_by_id) == (20_000_000, late.worker.pk)  # nobody ended it here: it is the payer's own
    assert Referral.objects.get(pk=late.referral.pk).state == "ended"


def test_by_pages_the_expert_declines_and_the_chair_names_another_and_no_side_reads_why():
    made, other = rooms.paid(), rooms.expert()
    expert, worker, chair = entered(made.expert), entered(made.worker), browser(made.seats[0])
    read(chair, "cases_office:appoint", made.case.pk, status=404)
    here = reverse("cases:decline_expertise", args=[made.referral.pk])
    assert f'href="{here}"' in str(read(expert, "cases:expertise", made.referral.pk))
    assert expert.post(here, {"reason": ""}).status_code == 422
    press(expert, "cases:decline_expertise", made.referral.pk, reason=WHY)
    for name in ("expertise", "decline_expertise", "opine"):
        read(expert, f"cases:{name}", made.referral.pk, status=404)
    assert "نپذیرفتید" in read(expert, "cases:expertises").text
    for name in ("case", "expert"):
        page = read(worker, f"cases:{name}", made.case.token).text
        assert "نپذیرفت" in page
        assert WHY not in page
    desk = entered(Person.objects.get(pk=made.secretary.person_id))
    assert WHY in read(desk, "cases_office:expert", made.case.pk).text
    assert reverse("cases_office:appoint", args=[made.case.pk]) not in str(read(desk, "cases_office:expert", made.case.pk))
    for someone in (desk, worker, expert, browser(made.seats[1])):
        read(someone, "cases_office:appoint", made.case.pk, status=404)
    page = read(chair, "cases_office:appoint", made.case.pk)
    assert [one["value"] for one in page.select("select[name=expert] option")] == ["", str(other.pk)]
    press(chair, "cases_office:appoint", made.case.pk, expert=other.pk)
    assert "چند ساعت" in read(entered(other), "cases:expertise", made.referral.pk).text
    assert Case.objects.get(pk=made.case.pk).state == "expert"


def test_in_a_bureau_neither_page_is_there(settings):
    made = rooms.paid()
    client, chair = entered(made.expert), browser(made.seats[0])
    settings.OPERATOR = "bureau"
    assert client.get(reverse("cases:decline_expertise", args=[made.referral.pk])).status_code == 404
    assert chair.get(reverse("cases_office:appoint", args=[made.case.pk])).status_code == 404
