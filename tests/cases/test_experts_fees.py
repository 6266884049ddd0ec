"""A fee that was paid at a bank, by a side without an account, for an opinion that never came: finance owes it, and pays it back once."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test import Client
from django.urls import reverse

from kardad.cases.actions import experts, fees, opinions
from kardad.cases.actions.common import locked, step
from kardad.cases.models import FeeReturn
from kardad.core import hours
from kardad.evidence.models import Entry
from kardad.inbox.models import Letter, Party
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.kit.money import grouped
from kardad.people.models import Person, RoleGrant
from kardad.work.models import WorkItem
from tests import factories
from tests.billing import world as money
from tests.cases import experts as rooms
from tests.cases.test_pages_decisions import entered, read
from tests.cases.test_votes_race import at_once
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
TODAY = calendar.tehran_day(NOW)
PAPER = {"paid_on": TODAY, "trace": "حواله ۹۸۷"}


@pytest.fixture(autouse=True)
def _scene(settings, time_machine):
    settings.OPERATOR = "authority"
    time_machine.move_to(NOW, tick=False)


def work():
    """What waits for finance."""
    return list(WorkItem.objects.filter(kind=fees.WORK, closed_at=None).order_by("pk"))


@pytest.mark.parametrize("ending", ["declined", "went on", "new session", "withdrawn"])
def test_however_the_referral_ends_without_an_opinion_the_fee_waits_for_finance_with_its_receipt_and_day(ending):
    if ending == "declined":
        made = rooms.unspent()
    else:
        made = rooms.at_bank()
        assert not work()
        if ending == "withdrawn":
            step(locked(made.case), "withdraw", "case.lapsed", by=factories.actor(made.employer), at=NOW)
        else:
            by, deed = (made.chair, opinions.go_on) if ending == "went on" else (made.secretary, opinions.take_up)
            deed(made.case, why="کارشناس نیامد", by=by, at=NOW)
    owed = FeeReturn.objects.get(referral=made.referral)
    assert (owed.rials, owed.due_at) == (20_000_000, hours.after_days(NOW, 5))
    [item] = work()
    assert (item.subject_id, item.role, item.due_at, item.office_id) == (owed.pk, "finance_officer", owed.due_at, made.office.pk)
    assert grouped(owed.rials) in item.title
    assert Entry.objects.filter(kind="expert.fee_back").count() == 1
    done = fees.pay_back(owed, **PAPER, by=money.FINANCE, at=NOW)
    assert (done.paid_on, done.trace, work()) == (TODAY, "حواله ۹۸۷", [])
    said = Entry.objects.get(kind="expert.fee_returned").fact["data"]
    assert {"trace": "حواله ۹۸۷", "receipt": "فیش ۱۲۳", "paid_on": TODAY.isoformat()}.items() <= said.items()


def test_an_opinion_that_came_owes_nothing_back():
    made = rooms.opined(rooms.at_bank())
    step(locked(made.case), "withdraw", "case.lapsed", by=factories.actor(made.employer), at=NOW)
    assert not FeeReturn.objects.exists()
    assert not work()


def test_only_finance_pays_back_and_never_who_saw_the_receipt_nor_without_its_paper_nor_twice():
    made = rooms.unspent()
    owed = made.referral.fee_return
    seer = made.secretary.acting_as("finance_officer")
    for who, told, refusal in (
        (made.secretary, PAPER, NotAllowed),
        (money.MANAGER, PAPER, NotAllowed),
        (made.chair, PAPER, NotAllowed),
        (seer, PAPER, fees.SawIt),
        (money.FINANCE, PAPER | {"trace": "  "}, fees.NoPaper),
        (money.FINANCE, PAPER | {"paid_on": TODAY + timedelta(days=1)}, fees.NotThatDay),
        (money.FINANCE, PAPER | {"paid_on": TODAY - timedelta(days=1)}, fees.NotThatDay),
    ):
        with pytest.raises(refusal):
            fees.pay_back(owed, **told, by=who, at=NOW)
    assert len(work()) == 1
    fees.pay_back(owed, **PAPER, by=money.FINANCE, at=NOW)
    with pytest.raises(fees.PaidBackAlready):
        fees.pay_back(owed, **PAPER, by=money.OTHER_FINANCE, at=NOW)
    assert Entry.objects.filter(kind="expert.fee_returned").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        FeeReturn.objects.update(trace="")


def test_twice_in_a_row_each_fee_is_owed_for_itself():
    made = rooms.unspent()
    first = made.referral
    made = rooms.unspent(made)
    assert made.referral.pk != first.pk
    assert [one.subject_id for one in work()] == [first.fee_return.pk, made.referral.fee_return.pk]
    fees.pay_back(first.fee_return, **PAPER, by=money.FINANCE, at=NOW)
    assert [one.subject_id for one in work()] == [made.referral.fee_return.pk]


def test_a_receipt_that_is_brought_after_the_last_day_is_kept_and_its_money_goes_back():
    made = rooms.owing()
    late = calendar.day_start_end(made.referral.pay_by)[1] + timedelta(days=400)
    made.referral.state, made.referral.ended_at = "unpaid", late
    made.referral.save()
    type(made.case).objects.filter(pk=made.case.pk).update(state="heard")
    desk, where = entered(Person.objects.get(pk=made.secretary.person_id)), reverse("cases_office:note_fee", args=[made.case.pk])
    assert f'href="{where}"' in str(read(desk, "cases_office:expert", made.case.pk))
    assert "امور مالی همه آن را به او برمی‌گرداند" in read(desk, "cases_office:note_fee", made.case.pk).text
    assert desk.post(where, {"receipt": "فیش ۷"}).status_code == 302
    assert desk.get(where).status_code == 404
    assert (FeeReturn.objects.get().referral, len(work())) == (made.referral, 1)
    assert Entry.objects.get(kind="expert.paid_late").fact["data"]["rials"] == grouped(20_000_000)
    with pytest.raises(NotAllowed):
        experts.note_fee(made.case, receipt="فیش ۷", by=made.secretary, at=late)


def test_by_pages_finance_pays_back_and_who_paid_and_the_desk_read_of_it():
    made = rooms.unspent()
    Party.objects.filter(pk=made.sides["claimant"].pk).update(person=made.worker, joined_at=NOW)  # he has an account by now
    owed, officer = made.referral.fee_return, factories.staff("finance_officer")
    worker, employer, desk = entered(made.worker), entered(made.employer), entered(Person.objects.get(pk=made.secretary.person_id))
    finance = entered(officer)
    here = reverse("cases_office:fee_return", args=[owed.pk])
    assert f'href="{here}"' in str(read(finance, "office:home"))
    page = read(finance, "cases_office:fee_return", owed.pk).text
    assert all(word in page for word in ("۲۰٬۰۰۰٬۰۰۰", made.sides["claimant"].name, "فیش ۱۲۳"))
    for reader, name, key in ((worker, "cases:expert", made.case.token), (desk, "cases_office:expert", made.case.pk)):
        assert "در انتظار امور مالی" in read(reader, name, key).text
    assert "امور مالی" not in read(employer, "cases:expert", made.case.token).text
    typed = {"paid_on": "۱۴۰۴/۰۱/۰۱", "trace": "1"}
    unshown = Client()
    unshown.force_login(officer)
    assert unshown.post(here, PAPER | {"paid_on": calendar.slashed(TODAY)}).status_code == 302  # he shows himself first
    assert finance.post(here, typed).status_code == 422
    assert not FeeReturn.objects.exclude(returned_at=None)
    assert finance.post(here, {"paid_on": calendar.slashed(TODAY), "trace": "حواله ۹۸۷"}).status_code == 302
    assert Letter.objects.get(person=made.worker, event="expert.fee_returned")
    for reader, name, key in ((worker, "cases:expert", made.case.token), (desk, "cases_office:expert", made.case.pk)):
        assert "حواله ۹۸۷" in read(reader, name, key).text
    assert "حواله ۹۸۷" not in read(employer, "cases:expert", made.case.token).text


def test_an_officer_of_finance_who_is_a_side_of_the_case_does_not_reach_its_fee(settings):
    made = rooms.unspent()
    RoleGrant.objects.create(person=factories.with_totp(made.employer), role="finance_officer", state="active", asked_at=NOW)
    here = reverse("cases_office:fee_return", args=[made.referral.fee_return.pk])
    assert entered(made.employer).get(here).status_code == 404
    officer = entered(factories.staff("finance_officer"))
    assert officer.get(here).status_code == 200
    settings.OPERATOR = "bureau"
    assert officer.get(here).status_code == 404
    assert Client().get(here).status_code in (302, 404)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="the quick database has one writer")
def test_of_two_who_pay_back_at_once_one_does():
    owed = rooms.unspent().referral.fee_return
    pressed = [lambda by=by: fees.pay_back(owed, **PAPER, by=by, at=NOW) for by in (money.FINANCE, money.OTHER_FINANCE)]
    assert sorted(one or "" for one in at_once(*pressed)) == ["", "FEE_PAID_BACK"]
    assert Entry.objects.filter(kind="expert.fee_returned").count() == 1
