"""Two reviewers over one case: of presses that cross one stands, and nobody is shown the form for his own case."""

import pytest
from django.urls import reverse

from kardad.people.actions import mandates, organisations, papers, reviews, roles
from kardad.people.models import Attempt, Mandate, Membership, RoleGrant
from kardad.work import actions as work
from tests.people.racing import at_once
from tests.people.staff_world import before, by, company, events, log_in, stored

pytestmark = pytest.mark.django_db
LICENCE = roles.Licence("۱۲۳۴", "کانون مرکز")


def lawyer(person, now):
    """A lawyer's role with its licence, before the reviewers."""
    return roles.ask(person, role="lawyer", licence=LICENCE, files={"lawyer_licence": stored(person, now)}, by=by(person), at=now)


def mandate(principal, agent, now):
    """A representative's mandate with its letter, before the reviewers."""
    one = mandates.invite(principal, factor="totp", basis="representative", subject="مزد", by=by(principal), at=now)
    one = mandates.accept(one, by=by(agent), at=now)
    return mandates.add_papers(one, files={"mandate_letter": stored(agent, now)}, by=by(agent), at=now)


# Of two who saw the same, one decides: approving is open from both states, so the flow alone would let the second through.


@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_who_press_at_once_over_a_role_one_decides(make, now):
    grant = lawyer(make.person(), now)
    one, other = (by(make.staff("reviewer"), "reviewer") for _ in range(2))
    seen = papers.standing(grant)
    told = at_once(
        [
            lambda: roles.ask_papers(grant, missing=["lawyer_licence"], reason="ناخواناست", by=one, at=now, seen=seen),
            lambda: roles.accept(grant, by=other, at=now, seen=seen),
        ]
    )
    assert sorted(type(each).__name__ for each in told) == ["AlreadyDecided", "RoleGrant"]
    assert len(events("role.accepted")) + len(events("role.papers_asked")) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_who_press_at_once_over_a_mandate_one_decides(make, now):
    found = mandate(make.person(), make.person(), now)
    one, other = (by(make.staff("reviewer"), "reviewer") for _ in range(2))
    seen = papers.standing(found)
    told = at_once(
        [
            lambda: mandates.ask_papers(found, missing=["mandate_letter"], reason="ناخواناست", by=one, at=now, seen=seen),
            lambda: mandates.confirm(found, by=other, at=now, seen=seen),
        ]
    )
    assert sorted(type(each).__name__ for each in told) == ["AlreadyDecided", "Mandate"]
    assert Mandate.objects.get().state in ("active", "incomplete")


@pytest.mark.parametrize("deed", ["accept", "ask_papers", "refuse"])
def test_every_decision_about_a_role_is_judged_by_the_row_as_it_is_now(make, now, deed):
    grant = lawyer(make.person(), now)
    seen, colleague = papers.standing(grant), by(make.staff("reviewer"), "reviewer")
    roles.ask_papers(grant, missing=["lawyer_licence"], reason="ناخواناست", by=colleague, at=now)
    words = {"accept": {}, "ask_papers": {"missing": [], "reason": "x"}, "refuse": {"reason": "x"}}[deed]
    with pytest.raises(papers.AlreadyDecided):
        getattr(roles, deed)(grant, **words, by=colleague, at=now, seen=seen)  # `grant` still says «pending»
    assert RoleGrant.objects.get(pk=grant.pk).state == "incomplete"


@pytest.mark.parametrize("deed", ["confirm", "ask_papers", "refuse"])
def test_every_decision_about_a_mandate_is_judged_by_the_row_as_it_is_now(make, now, deed):
    found = mandate(make.person(), make.person(), now)
    seen, colleague = papers.standing(found), by(make.staff("reviewer"), "reviewer")
    mandates.ask_papers(found, missing=["mandate_letter"], reason="ناخواناست", by=colleague, at=now)
    words = {"confirm": {}, "ask_papers": {"missing": [], "reason": "x"}, "refuse": {"reason": "x"}}[deed]
    with pytest.raises(papers.AlreadyDecided):
        getattr(mandates, deed)(found, **words, by=colleague, at=now, seen=seen)
    assert Mandate.objects.get(pk=found.pk).state == "incomplete"


def test_whose_press_was_crossed_sees_the_case_as_it_is_now(client, make, now, clock, monkeypatch):
    grant = lawyer(make.person(), now)
    log_in(client, make.staff("reviewer"))
    address = reverse("people_office:review_grant", args=[grant.pk])
    seen = client.get(address).context["seen"]
    colleague, accept = by(make.staff("reviewer"), "reviewer"), roles.accept

    def crossed(found, **given):
        """The colleague's press arrives after the view has read the row and before the lock."""
        roles.ask_papers(found, missing=["lawyer_licence"], reason="ناخواناست", by=colleague, at=now)
        return accept(found, **given)

    monkeypatch.setattr(roles, "accept", crossed)
    late = client.post(address, {"verdict": "approve", "seen": seen})
    assert late.status_code == 409
    assert "پیش از شما تصمیم گرفته شده است" in late.content.decode()
    assert late.context["seen"].startswith("incomplete")


# His own


def own_attempt(person, now):
    attempt = Attempt.objects.create(
        method="otp_l1", role="worker", state="manual_review", code_index=person.code_index, began_at=now, expires_at=now
    )
    work.open_item("review_attempt", attempt, title="بازبینی", role="reviewer", at=now)
    return attempt


def own_membership(person, now):
    return before("review_membership", Membership.objects.create(organisation=company(now), person=person, asked_at=now), now)


OWN = {
    "review_attempt": lambda person, make, now: own_attempt(person, now),
    "review_grant": lambda person, make, now: lawyer(person, now),
    "review_mandate": lambda person, make, now: mandate(make.person(), person, now),
    "review_membership": lambda person, make, now: own_membership(person, now),
}


@pytest.mark.parametrize("kind", OWN)
def test_a_reviewer_reads_at_once_that_his_own_case_is_a_colleagues(client, make, now, clock, kind):
    mine, theirs = make.staff("reviewer"), make.staff("reviewer")
    found = OWN[kind](mine, make, now)
    address = reverse(f"people_office:{kind}", args=[found.pk])
    own = log_in(client, mine).get(address).content.decode()
    assert "همکار دیگری باید بررسی کند" in own
    assert 'name="verdict"' not in own
    pressed = client.post(address, {"verdict": "refuse", "reason": "x"})
    assert pressed.status_code == 409
    assert papers.NotYourOwn.message in pressed.content.decode()
    colleagues = log_in(client, theirs).get(address).content.decode()
    assert "همکار دیگری باید بررسی کند" not in colleagues
    assert 'name="verdict"' in colleagues


def test_nobody_decides_about_himself_by_the_actions_either(make, now):
    person = make.person()
    member = own_membership(person, now)
    assert papers.is_own(member, by=by(person))
    assert not papers.is_own(member, by=by(make.person()))
    with pytest.raises(papers.NotYourOwn):
        organisations.accept(member, rights=[], by=by(person, "reviewer"), at=now)
    with pytest.raises(papers.NotYourOwn):
        reviews.decide_attempt(own_attempt(person, now), approve=True, reason="x", by=by(person, "reviewer"), at=now)
