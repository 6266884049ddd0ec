"""From a signed contract to a filled petition in three clicks, with what the law reckons; a filed one locks the contract until its end."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kardad.cases import petition
from kardad.cases.actions import drafting, filing
from kardad.cases.actions.common import step
from kardad.cases.models import Case
from kardad.contracts.actions import drafting as contracts
from kardad.contracts.models import Contract, Pause
from kardad.kit.flow import NotAllowed
from kardad.law.contract_rules import WageStep
from tests import factories
from tests.cases import petitions
from tests.cases import world as cases
from tests.contracts import test_ending as ends
from tests.contracts import test_settlement as settlements
from tests.contracts import world
from tests.contracts.world import NOW, day

pytestmark = pytest.mark.django_db
NEW = "/panel/cases/new/"
LATER = NOW + timedelta(days=200)  # 1404-07-20: the contract of A9 ended on 1404-06-31


def at(person):
    """The person's own browser."""
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.fixture
def made(sms, time_machine):
    """A contract that both have signed and that has run its time."""
    time_machine.move_to(NOW, tick=False)
    made = world.signed(world.world(), sms=sms)
    time_machine.move_to(LATER, tick=False)
    Contract.objects.update(state="ended", ended_on=day("1404-06-31"), end_cause="term_ended", due_at=None)
    made.contract.refresh_from_db()
    return made


def link(page, said):
    """Where the link with these words leads."""
    found = re.search(rf'<a[^>]*href="([^"]+)"[^>]*>\s*{said}\s*</a>', page.content.decode())
    assert found, said
    return found[1].replace("&amp;", "&")


def test_three_clicks_lead_a_worker_from_his_contract_to_a_filled_petition_with_computed_claims(made):
    worker = at(made.worker)
    first = worker.get(link(worker.get(made.contract.url), "دادخواست بر پایه این قرارداد"))  # click one
    form = first.context["form"]
    assert form["unpaid"].initial == ["W03", "W04", "W06"]
    answer = worker.post(first.wsgi_request.get_full_path(), {"unpaid": form["unpaid"].initial})  # click two
    case = Case.objects.get()
    second = worker.get(answer["Location"])
    third = worker.get(petitions.address(case, "petition_claims"))  # click three
    assert second.status_code == third.status_code == 200
    held = petition.read(case.petition)
    assert {item.code: item.amount for item in held.items if item.code != "W06"} == {"W03": 105_902_468, "W04": 52_951_234}
    assert all(item.sheet and item.way == "computed" and item.amount for item in held.items)
    assert "۱۰۵٬۹۰۲٬۴۶۸" in third.content.decode()
    (respondent,) = held.respondents
    assert (respondent.kind, respondent.company_name, respondent.company_id) == ("legal", made.company.name, "10380284790")
    assert (held.claimant.name, held.claimant.code) == (made.worker.name, world.code_of(made.worker))
    work = held.employment
    assert (work.job, work.contract, work.end, work.wage, work.weekly_hours) == ("جوشکار", "fixed", "expiry", 3_463_656 * 30, 44)
    assert (work.started_on, work.ended_on) == (day("1404-01-01"), day("1404-06-31"))
    assert (held.workshop.name, held.workshop.code, held.workshop.last_day) == (made.company.name, "1234567890", work.ended_on)
    assert (case.contract, case.state) == (made.contract, "draft")
    assert made.contract.disputed_at is None


@pytest.mark.parametrize(("reserves", "ticked"), [((), []), (("severance", "rest"), ["W04"])])
def test_what_was_settled_is_told_and_only_what_was_kept_is_ticked(sms, time_machine, reserves, ticked):
    time_machine.move_to(NOW, tick=False)
    made = ends.running(sms, pay={"amount": 6_000_000})
    ends.declared(made, at=settlements.AT)
    settlements.signed(made, sms, reserves=reserves)
    settlements.paid(made)
    time_machine.move_to(LATER, tick=False)
    page = at(made.worker).get(NEW, {"contract": made.contract.token})
    assert page.context["form"]["unpaid"].initial == ticked
    assert "این قرارداد تسویه شده است" in page.content.decode()


def test_while_the_work_goes_on_nothing_is_ticked_for_him(made, time_machine):
    Contract.objects.update(state="active", ended_on=None, end_cause="")
    time_machine.move_to(NOW + timedelta(days=60), tick=False)
    worker, address = at(made.worker), f"{NEW}?contract={made.contract.token}"
    form = worker.get(address).context["form"]
    assert [code for code, _ in form.fields["unpaid"].choices] == ["W01", "W03"]
    assert not form["unpaid"].initial
    assert worker.post(address, {"unpaid": ["W04"]}).status_code == 422  # no severance while the work goes on
    worker.post(address, {"unpaid": ["W01"]})
    (item,) = petition.read(Case.objects.get().petition).items
    assert (item.code, item.way) == ("W01", "computed")
    assert item.amount > 3_463_656 * 60  # the wage and its allowances


# Half a week at half the wage is half of each of A9's figures (LL 39); the raise that was agreed on counts from its day.
EVERY = {"W01": 860_240_016, "W03": 105_902_468, "W04": 52_951_234, "W06": 45_891_070}
LATER_RAISE = {"amount": 3_463_656, "steps": (WageStep(day("1404-06-31"), 6_000_000),)}
OTHERS = {
    "half a week": (
        {"hours": {"weekly_minutes": 22 * 60}, "pay": {"amount": 1_731_828}},
        {code: whole // 2 for code, whole in EVERY.items()},
    ),
    # 30 × 6,000,000 × 186/365 = 91,726,027; the bonus is capped at 90 × 3,463,656 × 186/365 (A10)
    "a raise on the last day": ({"pay": LATER_RAISE}, {"W04": 91_726_027, "W03": 158_853_703}),
}


@pytest.mark.parametrize("name", OTHERS)
def test_hours_below_a_week_and_a_later_raise_are_reckoned_as_their_settlement_is(made, name):
    changed, due = OTHERS[name]
    contract = Contract.objects.get()
    contract.terms = world.terms.as_json(world.sound(made, **changed))
    contract.save()
    at(made.worker).post(f"{NEW}?contract={made.contract.token}", {"unpaid": list(EVERY)})
    held = petition.read(Case.objects.get().petition)
    assert {item.code: item.amount for item in held.items if item.code in due} == due
    assert {(item.way, bool(item.text)) for item in held.items} == {("typed", True)}


def test_days_of_a_suspension_are_claimed_by_nobody_and_the_interview_of_whole_weeks_is_no_way_of_a_short_one(made):
    worker = at(made.worker)
    Contract.objects.update(terms=world.terms.as_json(world.sound(made, pay={"amount": 4_000_000})))
    khordad = {"starts_on": day("1404-03-01"), "ended_on": day("1404-03-31"), "made_at": LATER, "closed_at": LATER}
    Pause.objects.create(contract=made.contract, cause="leave", side="worker", by=made.worker, **khordad)
    worker.post(f"{NEW}?contract={made.contract.token}", {"unpaid": list(EVERY)})
    claimed = {item.code: item.amount for item in petition.read(Case.objects.get().petition).items}
    assert claimed.pop("W01") == 4_000_000 * 155 + (9_000_000 + 22_000_000 + 5_000_000) * 5
    # 60, 30 and 26 days of 155/365 of a year, by 4,000,000
    assert claimed == {"W03": 101_917_808, "W04": 50_958_904, "W06": 44_164_384}
    assert "چقدر طلب دارم؟" in worker.get(made.contract.url).content.decode()
    half = world.sound(made, hours={"weekly_minutes": 22 * 60}, pay={"amount": 1_731_828})
    Contract.objects.update(terms=world.terms.as_json(half))
    assert "چقدر طلب دارم؟" not in worker.get(made.contract.url).content.decode()


def test_an_employer_begins_against_his_worker_and_no_stranger_from_another_contract(made):
    address = f"{NEW}?contract={made.contract.token}"
    stranger = at(factories.person(level=2))
    for path in (address, f"{NEW}?contract={'0' * 32}", f"{NEW}?contract={'x' * 500}"):
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, {"unpaid": ["W03"]}).status_code == 404
    assert Client().get(address).status_code == 302
    Contract.objects.update(state="sent")
    assert at(made.worker).get(address).status_code == 404
    assert at(made.worker).post(address).status_code == 404
    assert not Case.objects.exists()
    Contract.objects.update(state="settled")
    keeper = at(made.keeper)
    assert "unpaid" not in keeper.get(address).context["form"].fields
    keeper.post(address, {"unpaid": ["W03"]})
    held = petition.read(Case.objects.get().petition)
    assert (held.side, held.items, held.respondents[0].code) == ("employer", (), world.code_of(made.worker))
    assert held.claimant.company_name == made.company.name


def test_a_filed_petition_locks_the_contract_until_no_case_stands_on_it(made):
    cases.office()
    worker, by = at(made.worker), factories.actor(made.worker)
    for _ in range(2):
        worker.post(f"{NEW}?contract={made.contract.token}", {"unpaid": ["W03", "W04"]})
    one, other = Case.objects.order_by("pk")
    for case, told in ((one, "نخست"), (other, "دوم")):
        drafting.save_step(case, step="workshop", told=petitions.WORKSHOP, by=by, at=LATER)
        petitions.fill_rest(case, by=by, at=LATER)
        case.refresh_from_db()
        held = petition.told(petition.read(case.petition), "narrative", {"text": f"{told}: عیدی و سنوات مرا ندادند و پاسخ نمی‌دهند."})
        Case.objects.filter(pk=case.pk).update(petition=petition.as_json(held))
    one.refresh_from_db()
    filing.submit(one, by=by, at=LATER)
    filing.submit(Case.objects.get(pk=other.pk), by=by, at=LATER)
    made.contract.refresh_from_db()
    assert made.contract.disputed_at == LATER
    for person in (made.worker, made.keeper):
        assert "دارای اختلاف" in at(person).get(made.contract.url).content.decode()
    made.contract.state = "expired"
    made.contract.save()
    with pytest.raises(NotAllowed):
        contracts.drop(made.contract, by=made.keeps, at=LATER)
    for case, is_locked in ((one, True), (other, False)):
        case.refresh_from_db()
        step(case, "withdraw", "case.withdrawn", by=by, at=LATER)
        made.contract.refresh_from_db()
        assert (made.contract.disputed_at is not None) == is_locked


def test_what_am_i_owed_begins_with_what_the_contract_answers(made):
    worker = at(made.worker)
    address = link(worker.get(made.contract.url), "چقدر طلب دارم؟")
    first = worker.get(address)
    assert first.status_code == 302
    assert first["Location"].startswith(reverse("calc:owed_step", args=["pay"]))  # days and wage are known; what was paid is not
    told = f"{first['Location']}&pay=none&bonus=none&severance=none&leave_pay=none&insurance=none&leave=none&hours=none"
    assert worker.get(told.replace(first["Location"].split("?")[0], reverse("calc:owed_check"))).status_code == 200
    result = worker.get(told.replace(first["Location"].split("?")[0], reverse("calc:owed_result")))
    assert result.context["outcome"].span.low > 105_902_468
    assert link(at(made.keeper).get(made.contract.url), "دادخواست بر پایه این قرارداد").startswith(NEW)
    assert "چقدر طلب دارم؟" not in at(made.keeper).get(made.contract.url).content.decode()
