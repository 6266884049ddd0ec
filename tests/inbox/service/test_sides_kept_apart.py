"""Whoever is a side, stands for one or placed the paper never reads, serves or represents the other side, by no other door."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.http import Http404

from kardad.core import incidents
from kardad.core.actor import SYSTEM
from kardad.inbox.access import office as access
from kardad.inbox.actions import bulk, dossiers, notices, opening, rungs
from kardad.inbox.models import Deadline, Delivery, Dossier, Letter
from kardad.inbox.queries import deadlines
from kardad.inbox.queries import dossiers as queries
from kardad.kit.flow import NotAllowed
from kardad.people.models import Mandate, Membership, Organisation
from tests import factories
from tests.conftest import NOW
from tests.inbox.service.conftest import SAYS, by, placed

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(secretary):
    """A worker against a company; he and a clerk of it both read the company's papers as members."""
    worker, clerk = factories.person(first_name="علی", last_name="کریمی"), factories.person(first_name="مینا", last_name="راد")
    known = {"company_index": "x", "company_id": "10380284790", "registration_number": "1", "checked_at": NOW, "joined_at": NOW}
    organisation = Organisation.objects.create(name="شرکت سپهر", **known)
    for person in (worker, clerk):
        Membership.objects.create(organisation=organisation, person=person, state="active", rights=["cases"], asked_at=NOW)
    dossier = dossiers.open_dossier(title="دعوای علی کریمی", by=secretary, at=NOW)
    claimant = dossiers.add_party(dossier, side="claimant", name=worker.name, person=worker, by=secretary, at=NOW)
    respondent = dossiers.add_party(dossier, side="respondent", name=organisation.name, organisation=organisation, by=secretary, at=NOW)
    return dossier, claimant, respondent, worker, clerk


def test_who_sues_his_own_company_reads_none_of_its_papers(company):
    _, claimant, respondent, worker, clerk = company
    assert queries.persons_of(respondent) == [clerk]
    assert (queries.is_own(respondent, worker), queries.is_own(claimant, worker)) == (False, True)
    assert list(queries.own_parties(worker.pk)) == [claimant]
    assert list(queries.own_parties(clerk.pk)) == [respondent]


def test_a_member_of_the_company_stands_for_nobody_against_it(company, secretary):
    _, claimant, _, _, clerk = company
    with pytest.raises(dossiers.SideTaken):
        dossiers.represent(claimant, agent=clerk, by=secretary, at=NOW)


def member(of, person):
    """The person reads the papers of the side's organisation from now on."""
    Membership.objects.create(organisation=of.organisation, person=person, state="active", rights=["cases"], asked_at=NOW)


def summons(dossier, secretary):
    """A summons of both sides that waits to be placed."""
    return notices.draft(dossier, code="N1", title="جلسه", says=SAYS["N1"], by=secretary, at=NOW)


@pytest.fixture
def lawyer(company, secretary):
    """Who stands for the worker, and is a member of the company since."""
    _, claimant, respondent, _, _ = company
    found = factories.person(first_name="نسرین", last_name="وکیلی")
    dossiers.represent(claimant, agent=found, by=secretary, at=NOW)
    member(respondent, found)
    return found


def test_an_agent_who_joins_the_company_of_the_other_side_reads_opens_and_is_served_none_of_its_papers(company, secretary, lawyer):
    dossier, claimant, respondent, _, clerk = company
    assert lawyer.pk in queries.opposed(respondent)
    assert lawyer.pk not in queries.opposed(claimant)  # there he is no mere member
    assert (queries.persons_of(respondent), queries.is_own(respondent, lawyer)) == ([clerk], False)
    assert list(queries.own_parties(lawyer.pk)) == []
    assert list(queries.own_parties(clerk.pk)) == [respondent]
    made = {one.party_id: one for one in notices.place(summons(dossier, secretary), by=secretary, at=NOW)}
    assert not rungs.open_delivery(made[respondent.pk], by=by(lawyer), at=NOW)
    made[respondent.pk].refresh_from_db()
    assert (made[respondent.pk].effect, made[respondent.pk].opened_at) == ("legal", None)
    assert rungs.open_delivery(made[claimant.pk], by=by(lawyer), at=NOW)
    with pytest.raises(NotAllowed):
        dossiers.represent(respondent, agent=factories.person(), by=by(lawyer), at=NOW)


def test_who_reads_for_companies_on_both_sides_reads_for_neither_but_co_workers_are_not_opposed(secretary, company):
    _, _, respondent, worker, clerk = company
    other = Organisation.objects.create(
        name="شرکت دیگر", company_index="y", company_id="1", registration_number="2", checked_at=NOW, joined_at=NOW
    )
    dossier = dossiers.open_dossier(title="دو شرکت", by=secretary, at=NOW)
    first = dossiers.add_party(dossier, side="claimant", name="دیگر", organisation=other, by=secretary, at=NOW)
    second = dossiers.add_party(dossier, side="respondent", name="سپهر", organisation=respondent.organisation, by=secretary, at=NOW)
    member(first, clerk)
    assert queries.persons_of(first) == []
    assert queries.persons_of(second) == [worker]
    assert not queries.own_parties(clerk.pk).filter(dossier=dossier).exists()
    with_him = dossiers.add_party(dossier, side="claimant", name=worker.name, person=factories.person(), by=secretary, at=NOW)
    assert with_him.person_id not in queries.opposed(first)


@pytest.mark.parametrize("with_clerk", [True, False])
def test_in_bulk_nobody_is_served_against_himself(company, secretary, lawyer, with_clerk):
    dossier, _, respondent, worker, clerk = company
    if not with_clerk:
        Membership.objects.filter(person=clerk).delete()
    bulk.place_many([summons(dossier, secretary)], by=secretary, at=NOW)
    made = Delivery.objects.get(party=respondent, is_copy=False)
    told = set(Letter.objects.filter(delivery=made).values_list("person_id", flat=True))
    assert (made.via, told) == (("account", {clerk.pk}) if with_clerk else ("paper", set()))
    assert not told & {worker.pk, lawyer.pk}


def test_a_petition_names_no_member_of_the_other_side_as_agent(company, secretary):
    _, _, respondent, _, clerk = company
    other = factories.person(first_name="رضا", last_name="بهاری")
    folder = opening.Folder(title="دعوا", office=factories.office(), number="۱", subject=other)
    sides = [
        opening.Side(side="claimant", name=other.name, person=other, agent=clerk),
        opening.Side(side="respondent", name=respondent.name, organisation=respondent.organisation),
    ]
    with pytest.raises(dossiers.SideTaken), transaction.atomic():
        opening.open_whole(folder, sides, by=secretary, at=NOW)
    assert Dossier.objects.count() == 1


def test_who_sues_the_company_gives_nobody_a_mandate_to_stand_for_it(company, secretary):
    _, _, respondent, worker, _ = company
    agent = factories.person()
    known = {"subject": "پرونده", "state": "active", "invited_at": NOW, "expires_at": NOW, "invitation": "A" * 13}
    held = Mandate.objects.create(principal=worker, agent=agent, **known)
    with pytest.raises(dossiers.NoMandate):
        dossiers.represent(respondent, agent=agent, mandate=held, by=secretary, at=NOW)


def test_a_secretary_who_is_a_member_of_a_side_serves_nothing_in_its_dossier(company):
    dossier, _, respondent, _, _ = company
    person = factories.staff("secretary")
    assert access.dossier(by(person, "secretary"), dossier.pk)[0] == dossier
    Membership.objects.create(organisation=respondent.organisation, person=person, state="active", rights=["cases"], asked_at=NOW)
    with pytest.raises(Http404):
        access.dossier(by(person, "secretary"), dossier.pk)


def test_who_stands_for_nobody_any_more_has_none_of_its_days_in_his_calendar(case):
    agent = factories.person(first_name="نسرین", last_name="وکیلی")
    held = dossiers.represent(case.sides["respondent"], agent=agent, by=case.secretary, at=NOW)
    placed(case, at=NOW)
    assert deadlines.of_person(agent.pk, since=NOW.date()).count() == 1
    dossiers.end_representation(held, by=case.secretary, at=NOW + timedelta(hours=1))
    assert deadlines.of_person(agent.pk, since=NOW.date()).count() == 0


def test_a_deadline_is_not_over_while_an_outage_of_its_last_days_goes_on_or_nobody_has_looked_at_it(case):
    placed(case, at=NOW)
    row = Deadline.objects.order_by("pk").first()
    later = NOW + timedelta(days=(row.final_on - NOW.date()).days + 1)
    assert deadlines.is_over(row, later)
    hit = incidents.open_incident(part="site", title="قطعی", text="سایت باز نمی‌شود.", by=SYSTEM, at=later - timedelta(days=3))
    assert not deadlines.is_over(row, later)
    incidents.close_incident(hit, afterword="برق رفته بود.", by=SYSTEM, at=later)
    assert not deadlines.is_over(row, later + timedelta(seconds=1))


def test_an_outage_after_the_last_day_changes_nothing(case):
    placed(case, at=NOW)
    row = Deadline.objects.order_by("pk").first()
    later = NOW + timedelta(days=(row.final_on - NOW.date()).days + 5)
    incidents.open_incident(part="site", title="قطعی", text="سایت باز نمی‌شود.", by=SYSTEM, at=later - timedelta(hours=1))
    assert deadlines.is_over(row, later)


def test_in_a_closed_dossier_nothing_is_served_again(case):
    made = placed(case, at=NOW)["respondent"]
    notices.void(made, reason="دسترسی نداشت", by=case.secretary, at=NOW)
    case.dossier.closed_at = NOW
    case.dossier.save()
    with pytest.raises(notices.DossierShut):
        notices.serve_again(made, via="account", by=case.secretary, at=NOW)
