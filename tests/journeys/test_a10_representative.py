"""Scenario A10: a representative reaches one person's panel, from a reviewer's word until the principal's; a lawyer needs his licence."""

import pytest
from django.test import Client
from django.urls import reverse

from kardad.core.models import Event
from kardad.people import flow
from kardad.people.models import Mandate, Person, RoleGrant
from tests.journeys.walker import text_of
from tests.people import accounts
from tests.people.staff_world import picture

SUBJECT = "پیگیری مزد عقب‌افتاده"
LICENCE = {"licence_number": "۱۲۳۴", "licence_body": "کانون وکلای مرکز"}
STEP_UP = "people:step_up"
ACTS = "نقش شما: نماینده علی کریمی"


@pytest.fixture
def reviewer(make):
    """A reviewer at the desk, logged in with his second factor."""
    desk = Client()
    accounts.enter(desk, make.staff("reviewer"))
    return desk


@pytest.fixture
def principal(walker):
    """A worker who verified himself."""
    walker.verify("karimi")
    return walker


@pytest.fixture
def agent(another):
    """Somebody else who verified himself, as a representative."""
    another.verify("zeros", role="representative")
    return another


def me(walker):
    """Whose session it is."""
    return Person.objects.get(pk=walker.client.session["_auth_user_id"])


def step_up(walker):
    """The person shows himself again by a code to his own mobile."""
    walker.post(STEP_UP, {"do": "send"})
    return walker.post(STEP_UP, {"code": walker.code(mobile="0" + accounts.own(me(walker)).mobile.removeprefix("+98"))})


def invite(walker):
    """The principal's invitation; its code is what his page shows."""
    made = walker.post("people:mandate_invite", {"basis": "representative", "subject": SUBJECT, "mobile": ""})
    one = Mandate.objects.latest("pk")
    assert made.url == reverse("people:mandate", args=[one.pk])
    code = flow.show_tracking_code(one.invitation)
    assert code in walker.get("people:mandate", pk=one.pk).content.decode()
    return one, code


def show_papers(walker, one, code):
    """The agent accepts with the code and uploads the letter."""
    walker.post("people:mandate_accept", {"invitation": code, "do": "accept"})
    return walker.post("people:mandate", {"paper_mandate_letter": picture()}, pk=one.pk)


def decide(desk, kind, subject, verdict="approve", **more):
    """The reviewer's word."""
    return desk.post(reverse(f"people_office:review_{kind}", args=[subject.pk]), {"verdict": verdict, "reason": ""} | more)


def choose(walker, value):
    """The status of taking a way to act."""
    return walker.post("people:act_as", {"acting": value}).status_code


def for_whom(person):
    """The way to act for this person."""
    return f"representative|person:{person.pk}"


@pytest.fixture
def pending(principal, agent, clock):
    """Invited, accepted, with the letter shown."""
    clock.shift(120)  # the code of the verification is not followed at once by another
    step_up(principal)
    one, code = invite(principal)
    assert show_papers(agent, one, code).status_code == 302
    one.refresh_from_db()
    return one


@pytest.fixture
def active(pending, reviewer):
    """Confirmed by the reviewer."""
    assert decide(reviewer, "mandate", pending).status_code == 302
    pending.refresh_from_db()
    return pending


def test_nobody_is_invited_without_showing_oneself_again(principal):
    led = principal.post("people:mandate_invite", {"basis": "representative", "subject": SUBJECT, "mobile": ""})
    assert led.url.startswith(reverse(STEP_UP))
    assert not Mandate.objects.exists()


def test_before_the_reviewers_word_the_agent_reaches_nothing(principal, agent, pending):
    assert pending.state == "pending"
    assert RoleGrant.objects.get(role="representative").state == "pending"
    assert "مدارک نزد کارشناس است" in text_of(agent.get("people:mandate", pk=pending.pk))
    assert "نماینده علی کریمی" not in text_of(agent.get("people:act_as"))
    assert choose(agent, for_whom(me(principal))) == 422
    assert choose(agent, "representative|") == 422
    assert ACTS not in text_of(agent.get("portal:panel"))
    for name in ("people:mandate_revoke", "people_office:review_mandate"):
        assert agent.get(name, pk=pending.pk).status_code == 404
        assert agent.post(name, {"verdict": "approve", "reason": ""}, pk=pending.pk).status_code == 404
    pending.refresh_from_db()
    assert pending.state == "pending"


def test_an_invitation_that_is_not_accepted_yet_is_nobody_elses(principal, agent, clock):
    clock.shift(120)
    step_up(principal)
    one, _ = invite(principal)
    assert agent.get("people:mandate", pk=one.pk).status_code == 404
    assert agent.post("people:mandate", {"paper_mandate_letter": picture()}, pk=one.pk).status_code == 404


def test_a_reviewer_who_refuses_opens_nothing(principal, agent, pending, reviewer):
    assert decide(reviewer, "mandate", pending, "refuse").status_code == 422  # a reason is needed
    assert decide(reviewer, "mandate", pending, "refuse", reason="امضا ندارد").status_code == 302
    pending.refresh_from_db()
    assert pending.state == "refused"
    assert choose(agent, for_whom(me(principal))) == 422


def test_after_the_reviewers_word_the_agent_acts_for_that_person_and_for_nobody_else(principal, agent, active, make):
    assert active.state == "active"
    assert "نماینده علی کریمی" in text_of(agent.get("people:act_as"))
    for other in (make.person(), me(agent)):
        assert choose(agent, for_whom(other)) == 422
    assert choose(agent, f"lawyer|person:{me(principal).pk}") == 422
    assert choose(principal, for_whom(me(agent))) == 422
    assert choose(agent, for_whom(me(principal))) == 302
    assert ACTS in text_of(agent.get("portal:panel"))
    assert agent.get("people:mandate_revoke", pk=active.pk).status_code == 404


def test_the_principals_word_ends_it_at_the_very_next_request_and_both_read_of_it(principal, agent, active, clock):
    assert choose(agent, for_whom(me(principal))) == 302
    clock.shift(11 * 60)  # what was shown at the invitation has grown old
    assert principal.post("people:mandate_revoke", {"reason": ""}, pk=active.pk).url.startswith(reverse(STEP_UP))
    assert ACTS in text_of(agent.get("portal:panel"))
    step_up(principal)
    assert principal.post("people:mandate_revoke", {"reason": "کار تمام شد"}, pk=active.pk).status_code == 302

    assert ACTS not in text_of(agent.get("portal:panel"))
    assert "acting" not in agent.client.session
    assert "نماینده علی کریمی" not in text_of(agent.get("people:act_as"))
    assert choose(agent, for_whom(me(principal))) == 422
    assert RoleGrant.objects.get(role="representative").state == "ended"
    told = Event.objects.filter(name="mandate.revoked")
    assert {event.person_id for event in told} == {me(principal).pk, me(agent).pk}
    assert {event.actor_id for event in told} == {me(principal).pk}
    for side in (principal, agent):
        assert f"نمایندگی «{SUBJECT}» با عزل پایان یافت" in text_of(side.get("people:history"))


def test_a_lawyer_without_his_licence_never_holds_the_role(walker, reviewer):
    walker.verify("karimi", role="worker")
    assert walker.post("people:role_add", LICENCE, role="lawyer").status_code == 422
    assert not RoleGrant.objects.filter(role="lawyer").exists()
    assert choose(walker, "lawyer|") == 422


def test_who_verified_himself_as_a_lawyer_is_not_one_before_his_licence_is_there(walker, reviewer):
    walker.verify("karimi", role="lawyer")
    grant = RoleGrant.objects.get(role="lawyer")
    assert grant.state == "pending"
    assert decide(reviewer, "grant", grant).status_code == 409
    grant.refresh_from_db()
    assert grant.state == "pending"
    assert choose(walker, "lawyer|") == 422


def test_a_lawyer_with_his_licence_waits_for_the_reviewer(walker, reviewer):
    walker.verify("karimi", role="worker")
    asked = walker.post("people:role_add", LICENCE | {"paper_lawyer_licence": picture()}, role="lawyer")
    grant = RoleGrant.objects.get(role="lawyer")
    assert asked.url == reverse("people:role_papers", args=[grant.pk])
    assert grant.state == "pending"
    assert choose(walker, "lawyer|") == 422
    assert decide(reviewer, "grant", grant).status_code == 302
    assert choose(walker, "lawyer|") == 302
    assert "نقش شما: وکیل" in text_of(walker.get("portal:panel"))
