"""Organisations are owned by whom the register names, joined by approval, and never left without an owner (identity.md, A9)."""

import json
from datetime import date, timedelta

import pytest
from django.http import Http404
from django.urls import reverse

from kardad.kit.flow import NotAllowed
from kardad.outbox.models import Message
from kardad.people import access, flow
from kardad.people.actions import organisations, papers
from kardad.people.models import Attempt, Membership, Paper, RoleGrant, WorkplaceCode
from kardad.people.queries import roles as role_queries
from kardad.work.models import WorkItem
from tests.people.staff_world import actor_of, by, company, events, log_in, place, questions

ALL = organisations.ALL_RIGHTS
MOVES = {
    "accept": lambda one, who, at: organisations.accept(one, rights=["cases"], by=who, at=at),
    "refuse": lambda one, who, at: organisations.refuse(one, by=who, at=at),
    "change_rights": lambda one, who, at: organisations.change_rights(one, rights=["cases"], by=who, at=at),
    "end": lambda one, who, at: organisations.end(one, by=who, at=at),
}


@pytest.fixture
def people(make):
    return {
        "owner": make.person(first_name="زهرا", last_name="حسینی"),
        "member": make.person(first_name="سارا", last_name="مؤمنی"),
        "reviewer": make.staff("reviewer"),
    }


@pytest.fixture
def firm(people, now):
    made = company(now)
    place(made, people["owner"], now, is_owner=True, rights=ALL, is_signatory=True)
    return made


@pytest.fixture
def member(firm, people, now):
    return place(firm, people["member"], now)


def brought(make, now, person, *, signs=False, letter=False, method="otp_l1"):
    """What verification as a legal employer leaves behind."""
    attempt = Attempt.objects.create(
        method=method,
        role="employer_legal",
        typed=json.dumps({"company_id": "99900012303", "registration_number": "12345", "position": "مدیر مالی"}),
        found=json.dumps({"company_name": "شرکت نمونه", "is_signatory": signs}),
        began_at=now,
        expires_at=now,
    )
    if letter:
        Paper.objects.create(kind="introduction_letter", attempt=attempt, added_at=now)
    from django.db import transaction

    with transaction.atomic():
        return organisations.bring(attempt, person, at=now)


def test_every_move_of_the_flow_is_an_action():
    assert {move.name for move in flow.MEMBERSHIP.moves} == set(MOVES)


@pytest.mark.parametrize(("state", "move", "role"), list(flow.MEMBERSHIP.forbidden()))
def test_a_forbidden_move_is_refused_and_changes_nothing(member, people, now, state, move, role):
    Membership.objects.filter(pk=member.pk).update(state=state)
    with pytest.raises(NotAllowed):
        MOVES[move](member, actor_of(role, people), now)
    member.refresh_from_db()
    assert member.state == state


@pytest.mark.parametrize("move", list(MOVES))
def test_the_owner_of_another_organisation_makes_no_move(make, member, now, move):
    other = make.person()
    place(company(now, "دیگری", "99900012318"), other, now, is_owner=True, rights=ALL)
    with pytest.raises(NotAllowed):
        MOVES[move](member, by(other, "owner"), now)


def test_a_signatory_owns_the_company_he_brings(make, now):
    owner = make.person()
    made = brought(make, now, owner, signs=True)
    assert (made.state, made.is_owner, made.rights) == ("active", True, ALL)


def test_an_ordinary_member_of_a_company_without_owner_waits_for_a_reviewer(make, people, now):
    made = brought(make, now, make.person())
    assert (made.state, made.is_owner, made.rights) == ("awaiting", False, [])
    assert WorkItem.objects.get(closed_at=None).kind == "review_membership"
    accepted = organisations.accept(made, rights=[], by=by(people["reviewer"], "reviewer"), at=now)
    assert (accepted.state, accepted.is_owner, accepted.rights) == ("active", True, ALL)
    assert not WorkItem.objects.filter(closed_at=None).exists()


@pytest.mark.parametrize("seen", [{"letter": True}, {"method": "in_person"}])
def test_whoever_showed_by_what_right_he_speaks_owns_a_company_without_owner(make, now, seen):
    assert brought(make, now, make.person(), **seen).is_owner


def test_who_comes_second_waits_for_the_owner_who_is_told(make, firm, people, now):
    made = brought(make, now, make.person(), letter=True)
    assert (made.state, made.is_owner) == ("awaiting", False)
    assert Message.objects.get(template="membership_asked").person_id == people["owner"].pk
    assert not WorkItem.objects.exists()


def test_an_owner_lets_in_with_rights_and_takes_them_away_at_the_next_request(make, firm, people, now):
    waiting = place(firm, people["member"], now, state="awaiting", rights=[])
    actor = by(people["member"])
    with pytest.raises(Http404):
        access.membership(actor, firm.pk)
    organisations.accept(waiting, rights=["cases", "payroll", "everything"], by=by(people["owner"]), at=now)
    assert access.membership(actor, firm.pk, "cases").rights == ["cases", "payroll"]
    with pytest.raises(Http404):
        access.membership(actor, firm.pk, "contracts")
    organisations.change_rights(waiting, rights=[], by=by(people["owner"]), at=now)
    with pytest.raises(Http404):
        access.membership(actor, firm.pk, "cases")
    organisations.end(waiting, by=by(people["owner"]), at=now)
    with pytest.raises(Http404):
        access.membership(actor, firm.pk)


def test_the_owner_who_comes_second_learns_that_it_was_decided(make, firm, member, people, now):
    with pytest.raises(papers.AlreadyDecided):
        organisations.refuse(member, by=by(people["owner"]), at=now)


def test_the_last_owner_cannot_leave(firm, people, now):
    owners = firm.memberships.get(is_owner=True)
    with pytest.raises(organisations.LastOwner):
        organisations.end(owners, by=by(people["owner"]), at=now)
    owners.refresh_from_db()
    assert owners.state == "active"


def test_one_of_two_owners_may_leave_but_not_both(make, firm, people, now):
    second = place(firm, make.person(), now, is_owner=True, rights=ALL)
    organisations.end(firm.memberships.get(person=people["owner"]), by=by(people["owner"]), at=now)
    with pytest.raises(organisations.LastOwner):
        organisations.end(second, by=by(second.person), at=now)


def test_a_company_is_handed_to_a_signatory_or_someone_of_level_two(make, firm, member, people, now):
    owner = by(people["owner"])
    with pytest.raises(organisations.CannotOwn):
        organisations.hand_over(member, by=owner, at=now)
    people["member"].level = 2
    people["member"].save()
    handed = organisations.hand_over(member, by=owner, at=now)
    giver = firm.memberships.get(person=people["owner"])
    assert (handed.is_owner, handed.rights, giver.is_owner, giver.state) == (True, ALL, False, "active")
    with pytest.raises(NotAllowed):
        organisations.hand_over(giver, by=owner, at=now)
    assert events("membership.handed_over")[0].person_id == people["member"].pk


@pytest.mark.parametrize("state", ["awaiting", "refused", "ended"])
def test_a_company_is_handed_to_active_members_only(member, people, now, state):
    Membership.objects.filter(pk=member.pk).update(state=state, is_signatory=True)
    with pytest.raises(NotAllowed):
        organisations.hand_over(member, by=by(people["owner"]), at=now)


def test_a_company_is_not_handed_to_oneself_nor_to_one_whose_rights_rest(firm, member, people, now):
    with pytest.raises(NotAllowed):
        organisations.hand_over(firm.memberships.get(is_owner=True), by=by(people["owner"]), at=now)
    Membership.objects.filter(pk=member.pk).update(suspended_at=now, is_signatory=True)
    with pytest.raises(NotAllowed):
        organisations.hand_over(member, by=by(people["owner"]), at=now)


def test_a_reviewer_does_not_let_himself_in(firm, people, now):
    own = place(firm, people["reviewer"], now, state="awaiting")
    with pytest.raises(papers.NotYourOwn):
        organisations.accept(own, rights=[], by=by(people["reviewer"], "reviewer"), at=now)


# The pages.

PAGES = ["organisation", "member", "hand_over"]


def addresses(member):
    return {
        "organisation": reverse("people:organisation", args=[member.organisation_id]),
        "member": reverse("people:member", args=[member.organisation_id, member.pk]),
        "hand_over": reverse("people:hand_over", args=[member.organisation_id, member.pk]),
    }


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_is_asked_to_log_in(client, member, name):
    answer = client.get(addresses(member)[name])
    assert answer.status_code == 302
    assert reverse("people:login") in answer["Location"]


@pytest.mark.parametrize("who", ["person", "other_owner", "reviewer"])
@pytest.mark.parametrize("name", PAGES)
def test_others_find_no_organisation(client, make, member, people, now, name, who):
    person = people["reviewer"] if who == "reviewer" else make.person()
    if who == "other_owner":
        place(company(now, "دیگری", "99900012318"), person, now, is_owner=True, rights=ALL, is_signatory=True)
    log_in(client, person)
    make.show(client, person)
    assert client.get(addresses(member)[name]).status_code == 404
    assert client.post(addresses(member)[name], {"do": "end", "is_sure": "on", "rights": ["cases"]}).status_code == 404
    member.refresh_from_db()
    assert (member.state, member.is_owner) == ("active", False)


@pytest.mark.parametrize("name", ["member", "hand_over"])
def test_a_member_decides_about_nobody(client, make, member, people, name):
    log_in(client, people["member"])
    make.show(client, people["member"])
    assert client.post(addresses(member)[name], {"do": "", "rights": ALL, "is_sure": "on"}).status_code == 404
    member.refresh_from_db()
    assert member.rights == ["cases"]


def test_the_member_of_another_organisation_is_not_reached_through_ones_own(client, make, member, now):
    owner = make.person()
    own = company(now, "دیگری", "99900012318")
    place(own, owner, now, is_owner=True, rights=ALL)
    log_in(client, owner)
    assert client.post(reverse("people:member", args=[own.pk, member.pk]), {"do": "end"}).status_code == 404


def test_an_owner_lets_in_changes_and_ends_on_the_members_page(client, firm, people, now):
    waiting = place(firm, people["member"], now, state="awaiting", rights=[])
    log_in(client, people["owner"])
    address = addresses(waiting)["member"]
    assert "پذیرفتن این عضو" in client.get(address).content.decode()
    assert client.post(address, {"rights": ["cases", "contracts"]}).status_code == 302
    assert "ثبت دسترسی‌ها" in client.get(address).content.decode()
    assert client.post(address, {"rights": ["payroll"]}).status_code == 302
    waiting.refresh_from_db()
    assert (waiting.state, waiting.rights) == ("active", ["payroll"])
    assert client.post(address, {"do": "end"}).status_code == 302
    assert client.post(address, {"do": "end"}).status_code == 404


def test_the_last_owner_reads_why_he_cannot_leave(client, firm, people):
    log_in(client, people["owner"])
    address = reverse("people:organisation", args=[firm.pk])
    answer = client.post(address, {"do": "leave"}, follow=True)
    assert organisations.LastOwner.message in answer.content.decode()
    assert firm.memberships.get(is_owner=True).state == "active"


def test_a_member_leaves(client, member, people):
    log_in(client, people["member"])
    assert client.post(addresses(member)["organisation"], {"do": "leave"})["Location"] == reverse("people:organisations")
    member.refresh_from_db()
    assert member.state == "ended"


def test_handing_over_asks_to_show_oneself_again_and_to_be_sure(client, make, member, people):
    Membership.objects.filter(pk=member.pk).update(is_signatory=True)
    log_in(client, people["owner"])
    address = addresses(member)["hand_over"]
    assert reverse("people:step_up") in client.post(address, {"is_sure": "on"})["Location"]
    make.show(client, people["owner"])
    assert client.post(address, {"is_sure": ""}).status_code == 422
    assert client.post(address, {"is_sure": "on"}).status_code == 302
    assert client.post(address, {"is_sure": "on"}).status_code == 404
    member.refresh_from_db()
    assert member.is_owner


def test_a_member_sees_the_owner_but_not_the_others(client, make, firm, member, people, now):
    place(firm, make.person(first_name="پنهان", last_name="دیگری"), now)
    log_in(client, people["member"])
    shown = client.get(addresses(member)["organisation"]).content.decode()
    assert "زهرا حسینی" in shown
    assert "پنهان" not in shown


def test_one_acts_for_a_company_as_long_as_one_has_a_place_there(client, member, people, now):
    log_in(client, people["member"])
    value = f"employer_legal|organisation:{member.organisation_id}"
    assert client.post(reverse("people:act_as"), {"acting": value}).status_code == 302
    assert client.session["acting_title"] == "شرکت نمونه"
    organisations.end(member, by=by(people["owner"]), at=now)
    client.get(reverse("people:act_as"))
    assert "acting" not in client.session
    assert value not in {choice.value for choice in role_queries.acting_choices(people["member"].pk)}


def test_the_way_to_another_company_leads_through_verification(client, make):
    log_in(client, make.person())
    assert reverse("people:verify") in client.get(reverse("people:organisation_add")).content.decode()


def test_lists_ask_the_same_number_of_questions_for_10_and_100(client, make, now):
    counts = []
    for many in (10, 100):
        person = make.person()
        RoleGrant.objects.create(person=person, role="employer_natural", state="active", asked_at=now)
        firms = [company(now, f"شرکت {many} {number}", f"{many:03}{number:08}") for number in range(many)]
        Membership.objects.bulk_create(
            Membership(organisation=firm, person=person, is_owner=True, rights=ALL, state="active", asked_at=now) for firm in firms
        )
        others = [make.person(password=None, role=None) for _ in range(many)]
        Membership.objects.bulk_create(Membership(organisation=firms[0], person=other, state="active", asked_at=now) for other in others)
        days = [date(2020, 1, 1) + timedelta(days=number) for number in range(many)]
        WorkplaceCode.objects.bulk_create(WorkplaceCode(person=person, code="0183630045", valid_from=day) for day in days)
        client.force_login(person)
        pages = [reverse("people:organisations"), reverse("people:organisation", args=[firms[0].pk]), reverse("people:workplaces")]
        counts.append([questions(client, page) for page in pages])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 10


@pytest.mark.parametrize("name", ["organisation", "member"])
def test_a_number_that_no_row_can_bear_is_not_there(client, make, name):
    log_in(client, make.person())
    numbers = [10**20] if name == "organisation" else [10**20, 1]
    assert client.get(reverse(f"people:{name}", args=numbers)).status_code == 404
