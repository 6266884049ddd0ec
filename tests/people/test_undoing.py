"""What only a code by SMS confirmed may be taken back for a day, without another code (identity.md 3.3)."""

import json
from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse

from kardad.core import history, sweeps
from kardad.kit.flow import NotAllowed
from kardad.outbox.models import Message
from kardad.people import access, flow
from kardad.people.actions import mandates, undoing
from kardad.people.models import Mandate, RoleGrant, Undo
from kardad.work.models import WorkItem
from tests.people.staff_world import by, events, log_in, stored

DAY = timedelta(hours=24)
SWEEP = "people.lapse_undos"


@pytest.fixture
def people(make):
    return {
        "principal": make.person(first_name="زهرا", last_name="حسینی"),
        "agent": make.person(first_name="سارا", last_name="مؤمنی"),
        "reviewer": make.staff("reviewer"),
    }


@pytest.fixture
def invited(people, now):
    """Invited by a principal who showed himself by SMS."""
    return invite(people, now, "sms")


@pytest.fixture
def active(people, now):
    """Confirmed long ago; the principal had shown himself by his app."""
    return confirm(people, invite(people, now, "totp"), now)


def invite(people, now, factor, basis="representative"):
    principal = people["principal"]
    return mandates.invite(principal, factor=factor, basis=basis, subject="پیگیری مزد", by=by(principal), at=now)


def show(people, one, now, paper="mandate_letter"):
    agent = people["agent"]
    return mandates.add_papers(mandates.accept(one, by=by(agent), at=now), files={paper: stored(agent, now)}, by=by(agent), at=now)


def confirm(people, one, now, paper="mandate_letter"):
    return mandates.confirm(show(people, one, now, paper), by=by(people["reviewer"], "reviewer"), at=now)


def revoke(people, one, now, factor="sms"):
    return mandates.revoke(one, factor=factor, reason="کار تمام شد", by=by(people["principal"]), at=now)


def undo(people, one, at, who="principal"):
    return mandates.undo(one.undos.latest("pk"), by=by(people[who]), at=at)


@pytest.mark.parametrize("factor", ["totp", "passkey", "recovery"])
def test_a_stronger_factor_leaves_nothing_to_take_back(people, now, factor):
    one = confirm(people, invite(people, now, factor), now)
    revoke(people, one, now, factor)
    assert not Undo.objects.exists()
    assert not Message.objects.filter(template__in=undoing.TEXTS.values()).exists()


def test_after_a_code_by_sms_the_principal_is_told_how_to_take_it_back(invited, people, now):
    found = invited.undos.get()
    assert (found.deed, found.state, found.due_at, found.person) == ("appoint", "open", now + DAY, people["principal"])
    told = Message.objects.get(template="mandate_appointed")
    assert told.person_id == people["principal"].pk
    assert json.loads(told.parameters)["url"].endswith("/panel/mandates/")
    offered = events("mandate.undo_offered")[0]
    assert offered.person_id == people["principal"].pk
    assert "معرفی نماینده" in history.sentence(offered)


def test_an_invitation_pressed_twice_is_taken_back_once(invited, people, now):
    assert invite(people, now, "sms").pk == invited.pk
    assert Undo.objects.count() == 1


def test_an_appointment_takes_effect_at_once_and_ends_with_its_undoing(invited, people, now):
    one, principal, agent = confirm(people, invited, now), people["principal"], people["agent"]
    assert access.principal_of(by(agent), principal.pk) == principal
    undone = undo(people, one, now + timedelta(hours=23))
    assert undone.state == "revoked"
    with pytest.raises(Http404):
        access.principal_of(by(agent), principal.pk)
    assert agent.grants.get(role="representative").state == "ended"
    assert Message.objects.get(template="mandate_ended").person_id == agent.pk
    assert {event.person_id for event in events("mandate.appointment_undone")} == {principal.pk, agent.pk}


def test_a_code_of_an_invitation_that_was_taken_back_leads_nowhere(invited, people, now):
    undo(people, invited, now)
    with pytest.raises(mandates.InvitationUnknown):
        mandates.look(invited.invitation, by=by(people["agent"]), at=now)
    assert not Message.objects.filter(template="mandate_ended").exists()


def test_a_revocation_cuts_at_once_and_its_undoing_puts_everything_back(active, people, now):
    principal, agent = people["principal"], people["agent"]
    revoke(people, active, now)
    with pytest.raises(Http404):
        access.principal_of(by(agent), principal.pk)
    assert Message.objects.get(template="mandate_revoked").person_id == principal.pk
    back = undo(people, active, now + timedelta(hours=1))
    assert (back.state, back.reason, back.ended_at) == ("active", "", None)
    assert access.principal_of(by(agent), principal.pk) == principal
    assert RoleGrant.objects.filter(person=agent, role="representative", state="active").count() == 1
    assert Message.objects.get(template="mandate_restored").person_id == agent.pk
    assert {event.person_id for event in events("mandate.revocation_undone")} == {principal.pk, agent.pk}


def test_what_lay_with_the_reviewer_lies_there_again(invited, people, now):
    pending = show(people, invited, now)
    revoke(people, pending, now)
    assert not WorkItem.objects.filter(closed_at=None).exists()
    assert undo(people, pending, now).state == "pending"
    assert WorkItem.objects.get(closed_at=None).kind == "review_mandate"


@pytest.mark.parametrize("papers", [True, False])
def test_an_invitation_that_was_taken_back_and_put_back_waits_as_before(invited, people, now, papers):
    if papers:
        mandates.accept(invited, by=by(people["agent"]), at=now)
    revoke(people, invited, now)
    assert undo(people, invited, now).state == ("pending" if papers else "invited")
    assert not WorkItem.objects.filter(closed_at=None).exists()


def test_a_lawyer_who_is_none_any_more_is_not_put_back(people, now):
    grant = RoleGrant.objects.create(person=people["agent"], role="lawyer", state="active", asked_at=now)
    one = confirm(people, invite(people, now, "totp", basis="lawyer"), now, paper="power_of_attorney")
    revoke(people, one, now)
    RoleGrant.objects.filter(pk=grant.pk).update(state="ended")
    with pytest.raises(mandates.NotLawyer):
        undo(people, one, now)
    one.refresh_from_db()
    assert (one.state, one.undos.get().state) == ("revoked", "open")
    RoleGrant.objects.filter(pk=grant.pk).update(state="active")
    assert undo(people, one, now).state == "active"


def test_after_the_day_it_stands_whether_or_not_the_sweep_came_by(active, people, now):
    revoke(people, active, now)
    with pytest.raises(undoing.UndoLate):
        undo(people, active, now + DAY)
    assert sweeps.run(SWEEP, now + DAY - timedelta(seconds=1)) == 0
    assert sweeps.run(SWEEP, now + DAY) == 1
    assert sweeps.run(SWEEP, now + DAY) == 0
    found = active.undos.get()
    assert (found.state, found.due_at, found.ended_at) == ("lapsed", None, now + DAY)
    assert events("mandate.undo_lapsed")[0].person_id == people["principal"].pk
    with pytest.raises(NotAllowed):
        undo(people, active, now)
    active.refresh_from_db()
    assert active.state == "revoked"


@pytest.mark.parametrize("who", ["agent", "reviewer"])
def test_nobody_but_the_principal_takes_it_back(active, people, now, who):
    revoke(people, active, now)
    with pytest.raises(NotAllowed):
        undo(people, active, now, who)
    assert active.undos.get().state == "open"


def test_it_is_taken_back_once(active, people, now):
    revoke(people, active, now)
    undo(people, active, now)
    with pytest.raises(NotAllowed):
        undo(people, active, now)


@pytest.mark.parametrize(("state", "move", "role"), list(flow.UNDO.forbidden()))
def test_a_forbidden_move_of_an_offer_is_refused(state, move, role):
    with pytest.raises(NotAllowed):
        flow.UNDO.after(state, move, role)


def test_what_was_revoked_and_put_back_may_be_revoked_again(active, people, now):
    for _ in range(2):
        revoke(people, active, now)
        undo(people, active, now)
    assert active.undos.count() == 2


# The pages.


def test_the_pages_lead_to_the_undoing_and_no_code_is_asked_for(client, make, active, people, clock):
    log_in(client, people["principal"])
    make.show(client, people["principal"])
    assert client.post(reverse("people:mandate_revoke", args=[active.pk]), {"reason": ""}).status_code == 302
    session = client.session
    del session["step_up"]
    session.save()
    address = reverse("people:mandate_undo", args=[active.undos.get().pk])
    for page in (reverse("people:mandates"), reverse("people:mandate", args=[active.pk])):
        assert f'href="{address}"' in client.get(page).content.decode()
    assert "سارا مؤمنی" in client.get(address).content.decode()
    assert client.post(address)["Location"] == reverse("people:mandate", args=[active.pk])
    assert Mandate.objects.get(pk=active.pk).state == "active"
    assert client.post(address)["Location"] == reverse("people:mandate", args=[active.pk])
    assert address not in client.get(reverse("people:mandates")).content.decode()


def test_an_invitation_by_sms_shows_its_way_back_on_its_own_page(client, make, people, clock):
    log_in(client, people["principal"])
    make.show(client, people["principal"])
    made = client.post(reverse("people:mandate_invite"), {"basis": "lawyer", "subject": "کار", "mobile": ""})
    address = reverse("people:mandate_undo", args=[Undo.objects.get().pk])
    assert address in client.get(made["Location"]).content.decode()


def test_a_late_press_is_told_so(client, active, people, now, clock):
    revoke(people, active, now)
    address = reverse("people:mandate_undo", args=[active.undos.get().pk])
    clock.move_to(now + DAY, tick=False)
    log_in(client, people["principal"])
    answer = client.post(address)
    assert answer.status_code == 410
    assert "مهلت پس گرفتن این کار گذشته است" in answer.content.decode()
    assert address not in client.get(reverse("people:mandates")).content.decode()


def test_the_other_side_reads_of_it_and_finds_no_way(client, active, people, now, clock):
    revoke(people, active, now)
    log_in(client, people["agent"])
    address = reverse("people:mandate_undo", args=[active.undos.get().pk])
    shown = client.get(reverse("people:mandate", args=[active.pk])).content.decode()
    assert "می‌تواند آن را پس بگیرد" in shown
    assert address not in shown
    assert client.get(address).status_code == client.post(address).status_code == 404
    active.refresh_from_db()
    assert active.state == "revoked"
