"""Second looks and deaths in the register: who must be seen twice, by whom, and what a manager opens again."""

from datetime import timedelta

import pytest

from kardad.core.actor import Actor
from kardad.gateways.registry.port import Operation, Outcome
from kardad.kit.flow import NotAllowed
from kardad.outbox.models import Message
from kardad.people import refusals
from kardad.people.actions import attesting, frozen, visits
from kardad.people.models import Attempt, Person, Ticket
from kardad.people.queries import counters
from kardad.work.models import WorkItem
from tests.people import desks

pytestmark = pytest.mark.django_db


# The second pair of eyes


def test_ten_percent_are_chosen_by_a_keyed_hash(settings):
    from kardad.people.models.verification import tracking_code

    drawn = [Attempt(tracking=tracking_code()) for _ in range(4000)]
    share = sum(counters.is_sampled(one) for one in drawn) / len(drawn)
    assert 0.07 < share < 0.13
    chosen = [counters.is_sampled(one) for one in drawn]
    assert chosen == [counters.is_sampled(one) for one in drawn]
    settings.INDEX_KEY = "another-key"
    assert chosen != [counters.is_sampled(one) for one in drawn]


@pytest.mark.parametrize("case", ["sampled", "skipped", "unsure"])
def test_who_must_be_seen_twice_is_not_verified_by_one(officer, now, registry, case):
    if case == "unsure":
        registry.rule(Operation.IDENTITY, Outcome.UNSURE)
    found = desks.ticket(desks.KARIMI, at=now, sampled=case == "sampled")
    done = desks.attested(found, officer, desks.KARIMI, at=now, no_sim="lost" if case == "skipped" else "")
    assert done.state == "second_needed"
    assert not Person.objects.filter(level_method="in_person").exists()
    assert WorkItem.objects.get(kind="second_look").role == "officer"
    assert not Message.objects.filter(template="in_person_done").exists()


def test_a_second_officer_elsewhere_verifies(officer, other, now):
    found = desks.ticket(desks.HOSSEINI, at=now)
    desks.attested(found, officer, desks.HOSSEINI, at=now, no_sim="none")
    assert desks.agree(found, other, now + timedelta(days=1)).state == "attested"
    person = Person.objects.get(code_index=found.attempt.code_index)
    assert (person.level, person.mobile_index) == (3, None)
    assert person.check_password(desks.PASSWORD)
    assert WorkItem.objects.get(kind="second_look").closed_at is not None


def test_the_same_officer_is_not_two_pairs_of_eyes_even_in_another_office(make, officer, now):
    found = desks.ticket(desks.KARIMI, at=now, sampled=True)
    desks.attested(found, officer, desks.KARIMI, at=now)
    with pytest.raises(attesting.SecondElsewhere):
        desks.agree(found, officer, now)
    with pytest.raises(attesting.SecondElsewhere):
        attesting.second(found, missing=[], reason="", office=make.office(name="دیگر"), by=desks.actor(officer), at=now)
    assert Ticket.objects.get(pk=found.pk).state == "second_needed"


def test_a_colleague_of_the_same_office_is_no_second_officer(make, officer, now):
    found = desks.ticket(desks.KARIMI, at=now, sampled=True)
    desks.attested(found, officer, desks.KARIMI, at=now)
    with pytest.raises(attesting.SecondElsewhere):
        desks.agree(found, desks.officer(make, desks.office_of(officer)), now)


def test_a_second_officer_does_not_look_at_himself(make, officer, now):
    himself = desks.officer(make, code="9990001235", phone="+989120000001")
    found = desks.ticket(desks.KARIMI, at=now, sampled=True)
    desks.attested(found, officer, desks.KARIMI, at=now)
    with pytest.raises(visits.OwnTicket):
        desks.agree(found, himself, now)


def test_a_second_officer_who_disagrees_says_why_and_what(officer, other, now):
    found = desks.ticket(desks.KARIMI, at=now, sampled=True)
    desks.attested(found, officer, desks.KARIMI, at=now)
    for missing, reason in (([], "خوانا نیست"), (["identity_card"], "")):
        with pytest.raises((attesting.ReasonMissing, NotAllowed)):
            attesting.second(found, missing=missing, reason=reason, office=desks.office_of(other), by=desks.actor(other), at=now)
    told = attesting.second(
        found, missing=["identity_card"], reason="خوانا نیست", office=desks.office_of(other), by=desks.actor(other), at=now
    )
    assert (told.state, told.missing) == ("incomplete", ["identity_card"])
    assert Message.objects.get().template == "in_person_incomplete"
    assert not Person.objects.filter(level_method="in_person").exists()
    third = desks.begin(found, officer, at=now + timedelta(days=1))
    assert third.state == "begun"


# A death in the register


@pytest.fixture
def dead_in_the_register(officer, now):
    """A ticket over which the register reported a death, with every paper seen."""
    found = desks.ticket(desks.DECEASED, at=now)
    visit = desks.see_all(desks.begin(found, officer, at=now), officer, at=now)
    with pytest.raises(refusals.Deceased) as refused:
        attesting.ask(visit, desks.shown(desks.DECEASED), by=desks.actor(officer), at=now)
    assert "فوت" not in refused.value.text
    return Ticket.objects.get(pk=found.pk)


def test_a_death_in_the_register_goes_to_a_manager_and_closes_the_account(make, officer, now):
    owner = make.person(level=1, code=desks.DECEASED["code"])
    found = desks.ticket(desks.DECEASED, at=now)
    visit = desks.see_all(desks.begin(found, officer, at=now), officer, at=now)
    with pytest.raises(refusals.Deceased):
        attesting.ask(visit, desks.shown(desks.DECEASED), by=desks.actor(officer), at=now)
    owner.refresh_from_db()
    found.refresh_from_db()
    assert (owner.state, found.state, found.missing) == ("frozen", "incomplete", [])
    assert WorkItem.objects.get(kind="death_signal").role == "manager"
    assert not Message.objects.exists()
    with pytest.raises(visits.WithManager):
        desks.begin(found, officer, at=now)


def test_a_report_that_the_person_stood_there_waits_for_a_manager(make, dead_in_the_register, officer, other, now):
    found = dead_in_the_register
    with pytest.raises(frozen.NothingToReport):  # no account stands behind it
        frozen.report_alive(found, office=desks.office_of(officer), by=desks.actor(officer), at=now)
    owner = make.person(level=1, code=desks.DECEASED["code"], state="frozen")
    with pytest.raises(frozen.NothingToReport):  # another officer saw nothing
        frozen.report_alive(found, office=desks.office_of(other), by=desks.actor(other), at=now)
    for _ in range(2):
        frozen.report_alive(found, office=desks.office_of(officer), by=desks.actor(officer), at=now)
    owner.refresh_from_db()
    assert owner.state == "frozen"
    assert WorkItem.objects.filter(kind="alive_report", closed_at=None).count() == 1


def test_a_manager_opens_a_closed_account_once(make, dead_in_the_register, officer, now):
    owner = make.person(level=1, code=desks.DECEASED["code"], state="frozen")
    frozen.report_alive(dead_in_the_register, office=desks.office_of(officer), by=desks.actor(officer), at=now)
    manager = Actor(make.staff("manager").pk, "manager", level=3)
    assert frozen.thaw(owner, reason="اصل شناسنامه دیده شد", by=manager, at=now).state == "active"
    assert not WorkItem.objects.filter(closed_at=None).exists()
    with pytest.raises(frozen.NotFrozen):
        frozen.thaw(owner, reason="دوباره", by=manager, at=now)
