"""A mandate opens nothing before staff have seen its papers, and nothing after either side has ended it (identity.md, A10)."""

import json
import secrets
from datetime import timedelta
from functools import partial

import pytest
from django.http import Http404
from django.urls import reverse

from kardad.core import limits
from kardad.core.actor import SYSTEM
from kardad.kit.flow import NotAllowed
from kardad.outbox.models import Message
from kardad.people import access, flow, queries, sweeps
from kardad.people.actions import mandates, papers
from kardad.people.models import Mandate, RoleGrant, Undo
from kardad.work.models import WorkItem
from tests.people.staff_world import actor_of, by, events, log_in, picture, questions, stored


def restore(state, one, who, at):
    """Undo a revocation before which the mandate was in this state."""
    left = {"before": state, "made_at": at, "due_at": at + timedelta(hours=1)}
    found, _ = Undo.objects.get_or_create(mandate=one, person_id=one.principal_id, deed=Undo.Deed.REVOKE, defaults=left)
    return mandates.undo(found, by=who, at=at)


MOVES = {
    "accept": lambda one, who, at: mandates.accept(one, by=who, at=at),
    "decline": lambda one, who, at: mandates.decline(one, by=who, at=at),
    "resend": lambda one, who, at: mandates.resend(one, by=who, at=at),
    "ask_papers": lambda one, who, at: mandates.ask_papers(one, missing=["mandate_letter"], reason="ناخواناست", by=who, at=at),
    "confirm": lambda one, who, at: mandates.confirm(one, by=who, at=at),
    "refuse": lambda one, who, at: mandates.refuse(one, reason="امضا ندارد", by=who, at=at),
    "revoke": lambda one, who, at: mandates.revoke(one, factor="totp", reason="", by=who, at=at),
    "resign": lambda one, who, at: mandates.resign(one, reason="", by=who, at=at),
    "expire": lambda one, who, at: mandates.expire(one, by=who, at=at),
} | {f"restore_{state}": partial(restore, state) for state in ("invited", "pending", "incomplete", "active")}
ELSEWHERE = {"come_of_age"}  # kardad.people.actions.wards


@pytest.fixture
def people(make):
    return {
        "principal": make.person(first_name="زهرا", last_name="حسینی"),
        "agent": make.person(first_name="سارا", last_name="مؤمنی"),
        "reviewer": make.staff("reviewer"),
    }


@pytest.fixture
def invited(people, now):
    principal = people["principal"]
    return mandates.invite(principal, factor="totp", basis="representative", subject="پیگیری مزد", by=by(principal), at=now)


@pytest.fixture
def pending(invited, people, now):
    """Accepted, with its letter shown."""
    accepted = mandates.accept(invited, by=by(people["agent"]), at=now)
    return mandates.add_papers(accepted, files={"mandate_letter": stored(people["agent"], now)}, by=by(people["agent"]), at=now)


@pytest.fixture
def active(pending, people, now):
    return mandates.confirm(pending, by=by(people["reviewer"], "reviewer"), at=now)


def test_every_move_of_the_flow_is_an_action():
    assert {move.name for move in flow.MANDATE.moves} == set(MOVES) | ELSEWHERE


@pytest.mark.parametrize(("state", "move", "role"), [row for row in flow.MANDATE.forbidden() if row[1] not in ELSEWHERE])
def test_a_forbidden_move_is_refused_and_changes_nothing(invited, people, now, state, move, role):
    agent = None if state in ("invited", "declined", "expired") else people["agent"]
    Mandate.objects.filter(pk=invited.pk).update(state=state, agent=agent)
    with pytest.raises(NotAllowed):
        MOVES[move](invited, actor_of(role, people), now)
    invited.refresh_from_db()
    assert invited.state == state


@pytest.mark.parametrize("move", list(MOVES))
def test_a_third_person_makes_no_move_once_it_is_accepted(make, pending, now, move):
    for role in ("member", "agent", "principal"):
        with pytest.raises(NotAllowed):
            MOVES[move](pending, by(make.person(), role), now)


def test_a_representative_is_let_in_only_between_confirmation_and_revocation(invited, people, now):
    principal, agent, reviewer = people["principal"], people["agent"], by(people["reviewer"], "reviewer")
    with pytest.raises(Http404):
        access.principal_of(by(agent), principal.pk)
    accepted = mandates.accept(invited, by=by(agent), at=now)
    assert accepted.state == "pending"
    assert not WorkItem.objects.exists()
    with pytest.raises(Http404):
        access.principal_of(by(agent), principal.pk)
    mandates.add_papers(accepted, files={"mandate_letter": stored(agent, now)}, by=by(agent), at=now)
    assert WorkItem.objects.get(closed_at=None).kind == "review_mandate"
    mandates.confirm(accepted, by=reviewer, at=now)
    assert access.principal_of(by(agent), principal.pk) == principal
    assert [one.pk for one in queries.active_mandates(agent.pk)] == [invited.pk]
    mandates.revoke(accepted, factor="totp", reason="کار تمام شد", by=by(principal), at=now)
    with pytest.raises(Http404):
        access.principal_of(by(agent), principal.pk)
    assert {event.person_id for event in events("mandate.revoked")} == {principal.pk, agent.pk}
    assert Message.objects.get(template="mandate_ended").person_id == agent.pk


def test_a_representative_reaches_that_one_person_and_nobody_else(make, active, people):
    with pytest.raises(Http404):
        access.principal_of(by(people["agent"]), make.person().pk)
    with pytest.raises(Http404):
        access.principal_of(by(people["principal"]), people["agent"].pk)


def test_confirmation_gives_the_role_and_the_last_end_takes_it(active, people, now):
    assert people["agent"].grants.get(role="representative").state == "active"
    mandates.resign(active, reason="", by=by(people["agent"]), at=now)
    assert people["agent"].grants.get(role="representative").state == "ended"
    assert Message.objects.filter(template="mandate_ended").get().person_id == people["principal"].pk


def test_a_representative_who_waited_since_his_verification_becomes_one_with_the_mandate(pending, people, now):
    waiting = RoleGrant.objects.create(person=people["agent"], role="representative", state="pending", asked_at=now)
    mandates.confirm(pending, by=by(people["reviewer"], "reviewer"), at=now)
    waiting.refresh_from_db()
    assert waiting.state == "active"


def test_nothing_is_confirmed_without_the_letter(invited, people, now):
    accepted = mandates.accept(invited, by=by(people["agent"]), at=now)
    with pytest.raises(papers.PapersMissing):
        mandates.confirm(accepted, by=by(people["reviewer"], "reviewer"), at=now)


def test_a_lawyers_mandate_needs_one_whose_licence_was_seen(people, now):
    principal, agent = people["principal"], people["agent"]
    one = mandates.invite(principal, factor="totp", basis="lawyer", subject="دادخواست", by=by(principal), at=now)
    one = mandates.accept(one, by=by(agent), at=now)
    one = mandates.add_papers(one, files={"power_of_attorney": stored(agent, now)}, by=by(agent), at=now)
    with pytest.raises(mandates.NotLawyer):
        mandates.confirm(one, by=by(people["reviewer"], "reviewer"), at=now)
    RoleGrant.objects.create(person=agent, role="lawyer", state="active", asked_at=now)
    assert mandates.confirm(one, by=by(people["reviewer"], "reviewer"), at=now).state == "active"


def test_missing_papers_come_and_go_back_to_the_reviewer(pending, people, now):
    mandates.ask_papers(pending, missing=["mandate_letter"], reason="امضا پیدا نیست", by=by(people["reviewer"], "reviewer"), at=now)
    agent, later = by(people["agent"]), now + timedelta(hours=1)
    with pytest.raises(papers.PapersMissing):
        mandates.resend(pending, by=agent, at=later)
    again = mandates.add_papers(pending, files={"mandate_letter": stored(people["agent"], now)}, by=agent, at=later)
    assert again.state == "pending"
    assert WorkItem.objects.filter(kind="review_mandate", closed_at=None).count() == 1


@pytest.mark.parametrize("side", ["principal", "agent"])
def test_a_reviewer_does_not_judge_a_mandate_of_his_own(pending, people, now, side):
    with pytest.raises(papers.NotYourOwn):
        mandates.confirm(pending, by=by(people[side], "reviewer"), at=now)


def test_of_two_reviewers_the_second_learns_that_it_was_decided(make, active, now):
    with pytest.raises(papers.AlreadyDecided):
        mandates.refuse(active, reason="نه", by=by(make.staff("reviewer"), "reviewer"), at=now)


def test_nobody_is_his_own_agent(invited, people, now):
    with pytest.raises(mandates.OwnMandate):
        mandates.look(invited.invitation, by=by(people["principal"]), at=now)
    with pytest.raises(NotAllowed):
        mandates.accept(invited, by=by(people["principal"]), at=now)


@pytest.mark.parametrize("basis", ["guardian", "owner", ""])
def test_nobody_is_invited_as_anything_else(people, now, basis):
    with pytest.raises(NotAllowed):
        mandates.invite(people["principal"], factor="totp", basis=basis, subject="x", by=by(people["principal"]), at=now)


def test_nobody_invites_in_anothers_name(people, now):
    with pytest.raises(NotAllowed):
        mandates.invite(people["principal"], factor="totp", basis="lawyer", subject="x", by=by(people["agent"]), at=now)


def test_both_sides_are_verified_people(make, invited, now):
    member = make.person(level=0)
    with pytest.raises(mandates.SideNotVerified):
        mandates.invite(member, factor="totp", basis="lawyer", subject="x", by=by(member), at=now)
    with pytest.raises(mandates.SideNotVerified):
        mandates.accept(invited, by=by(member), at=now)


def test_the_code_is_texted_to_the_mobile_that_the_principal_typed(people, now):
    principal = people["principal"]
    one = mandates.invite(principal, factor="totp", basis="lawyer", subject="x", mobile="+989120000009", by=by(principal), at=now)
    message = Message.objects.get(template="mandate_invited")
    assert message.mobile == "+989120000009"
    assert json.loads(message.parameters)["invitation"] == flow.show_tracking_code(one.invitation)


def test_invitations_of_a_day_are_counted(people, now):
    principal = people["principal"]
    for number in range(10):
        mandates.invite(principal, factor="totp", basis="lawyer", subject=f"کار {number}", by=by(principal), at=now)
    with pytest.raises(mandates.TooManyInvitations):
        mandates.invite(principal, factor="totp", basis="lawyer", subject="یازدهم", by=by(principal), at=now)


def test_the_button_pressed_twice_invites_once(people, now):
    principal = people["principal"]
    made = [mandates.invite(principal, factor="totp", basis="lawyer", subject="کار", by=by(principal), at=now).pk for _ in range(2)]
    assert made[0] == made[1]


def test_guesses_of_codes_are_counted(people, now):
    for _ in range(10):
        with pytest.raises(mandates.InvitationUnknown):
            mandates.look("0000000000000", by=by(people["agent"]), at=now)
    with pytest.raises(limits.TooMany):
        mandates.look("0000000000000", by=by(people["agent"]), at=now)


def test_an_invitation_lapses_after_its_time_once(invited, people, now):
    late = now + timedelta(days=14)
    with pytest.raises(mandates.InvitationLate):
        mandates.look(invited.invitation, by=by(people["agent"]), at=late)
    assert sweeps.lapse_invitations(late - timedelta(seconds=1)) == 0
    assert sweeps.lapse_invitations(late) == 1
    assert sweeps.lapse_invitations(late) == 0
    invited.refresh_from_db()
    assert (invited.state, invited.ended_at) == ("expired", late)
    assert events("mandate.expired")[0].role == SYSTEM.role


# The pages.


def test_invitation_asks_to_show_oneself_again_first(client, make, people):
    log_in(client, people["principal"])
    led = client.get(reverse("people:mandate_invite"))
    assert reverse("people:step_up") in led["Location"]
    posted = client.post(reverse("people:mandate_invite"), {"basis": "lawyer", "subject": "x"})
    assert reverse("people:step_up") in posted["Location"]
    assert not Mandate.objects.exists()


def test_an_unverified_member_invites_nobody(client, make):
    member = make.person(level=0)
    log_in(client, member)
    make.show(client, member)
    assert reverse("people:verify") in client.get(reverse("people:mandate_invite"))["Location"]


def test_invite_accept_and_show_the_letter_through_the_pages(client, make, people, clock):
    log_in(client, people["principal"])
    make.show(client, people["principal"])
    made = client.post(reverse("people:mandate_invite"), {"basis": "representative", "subject": "پیگیری مزد", "mobile": ""})
    one = Mandate.objects.get()
    assert made["Location"] == reverse("people:mandate", args=[one.pk])
    code = flow.show_tracking_code(one.invitation)
    assert code in client.get(made["Location"]).content.decode()
    log_in(client, people["agent"])
    accept = reverse("people:mandate_accept")
    assert "زهرا حسینی" in client.post(accept, {"invitation": code.lower()}).content.decode()
    taken = client.post(accept, {"invitation": code, "do": "accept"})
    assert taken["Location"] == reverse("people:mandate", args=[one.pk])
    assert client.post(accept, {"invitation": code, "do": "accept"})["Location"] == taken["Location"]
    assert "نمایندگی‌نامه" in client.get(taken["Location"]).content.decode()
    assert client.post(taken["Location"], {"paper_mandate_letter": picture()}).status_code == 302
    assert WorkItem.objects.filter(kind="review_mandate", closed_at=None).count() == 1


def test_the_invited_may_decline(client, people, invited, clock):
    log_in(client, people["agent"])
    client.post(reverse("people:mandate_accept"), {"invitation": invited.invitation, "do": "decline"})
    invited.refresh_from_db()
    assert (invited.state, invited.agent) == ("declined", None)


@pytest.mark.parametrize("typed", ["", "123", "0000-0000-0000-0", "کد"])
def test_a_wrong_code_says_so_and_nothing_else(client, people, invited, clock, typed):
    log_in(client, people["agent"])
    answer = client.post(reverse("people:mandate_accept"), {"invitation": typed, "do": "accept"})
    assert answer.status_code == 422
    assert "زهرا حسینی" not in answer.content.decode()


def test_the_code_is_shown_to_the_principal_only(client, people, pending):
    log_in(client, people["agent"])
    shown = client.get(reverse("people:mandate", args=[pending.pk])).content.decode()
    assert flow.show_tracking_code(pending.invitation) not in shown


@pytest.mark.parametrize("name", ["mandate", "mandate_revoke", "mandate_resign"])
def test_a_third_person_finds_no_mandate(client, make, active, name):
    other = make.person()
    log_in(client, other)
    make.show(client, other)
    address = reverse(f"people:{name}", args=[active.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"reason": ""}).status_code == 404
    active.refresh_from_db()
    assert active.state == "active"


def test_each_side_ends_it_its_own_way_only(client, make, active, people):
    log_in(client, people["agent"])
    make.show(client, people["agent"])
    assert client.post(reverse("people:mandate_revoke", args=[active.pk])).status_code == 404
    log_in(client, people["principal"])
    make.show(client, people["principal"])
    assert client.post(reverse("people:mandate_resign", args=[active.pk])).status_code == 404


def test_revocation_needs_a_fresh_step_up_and_cuts_the_agents_next_request(client, make, active, people):
    from django.test import Client

    principal, agent = people["principal"], people["agent"]
    his = log_in(Client(), agent, acting=f"representative|person:{principal.pk}")
    his.get(reverse("people:act_as"))
    assert his.session["acting"] == f"representative|person:{principal.pk}"
    log_in(client, principal)
    address = reverse("people:mandate_revoke", args=[active.pk])
    assert reverse("people:step_up") in client.post(address, {"reason": ""})["Location"]
    make.show(client, principal)
    assert client.post(address, {"reason": "کار تمام شد"}).status_code == 302
    assert client.post(address, {"reason": "باز هم"}).status_code == 404
    his.get(reverse("people:act_as"))
    assert "acting" not in his.session


def test_the_list_of_mandates_asks_the_same_number_of_questions_for_10_and_100(client, make, people, now):
    counts = []
    for many in (10, 100):
        person = make.person()
        rows = [(person, people["agent"]), (people["principal"], person)] * (many // 2)
        Mandate.objects.bulk_create(
            Mandate(
                principal=principal,
                agent=agent,
                subject=f"کار {number}",
                invitation=flow.tracking_code(secrets.choice),
                state="active",
                invited_at=now,
                expires_at=now,
            )
            for number, (principal, agent) in enumerate(rows)
        )
        client.force_login(person)
        counts.append(questions(client, reverse("people:mandates")))
    assert counts[0] == counts[1] <= 10
