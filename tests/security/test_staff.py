"""Staff look at nobody unseen, and no one raises, keeps or ends what is not his to."""

import pytest

from kardad.people.models import AccessRead, Attempt, RoleGrant
from tests.people.staff_world import before


@pytest.fixture
def reviewer(make, client, clock):
    someone = make.staff("reviewer")
    client.force_login(someone)
    return someone


def test_a_look_by_way_of_a_broken_decision_is_on_record_too(reviewer, make, client, now):
    grant = before("review_grant", RoleGrant.objects.create(person=make.person(), role="lawyer", state="pending", asked_at=now), now)
    client.post(f"/office/reviews/roles/{grant.pk}/", {"verdict": "refuse"})
    assert AccessRead.objects.filter(person=grant.person, reader=reviewer).exists()


def test_a_closed_account_is_not_looked_at_unseen(make, client, clock):
    manager = make.staff("manager")
    client.force_login(manager)
    closed = make.person(state="frozen")
    client.post(f"/office/accounts/{closed.pk}/", {"reason": ""})
    assert AccessRead.objects.filter(person=closed, reader=manager).exists()


def test_a_manager_does_not_end_his_own_role_by_the_door_of_members(make, client, clock):
    manager = make.staff("manager")
    client.force_login(manager)
    client.post("/panel/act-as/", {"acting": "manager|"})
    grant = RoleGrant.objects.get(person=manager, role="manager")
    client.post(f"/panel/roles/{grant.pk}/", {"do": "end", "reason": "خودم"})
    grant.refresh_from_db()
    assert grant.state == "active"


def test_a_reviewer_who_is_a_member_decides_nothing_of_his_own_as_reviewer(reviewer, make, client, now):
    client.post("/panel/act-as/", {"acting": "reviewer|"})
    grant = RoleGrant.objects.create(person=reviewer, role="lawyer", state="pending", asked_at=now)
    for page in (f"/office/reviews/roles/{grant.pk}/", f"/panel/roles/{grant.pk}/"):
        client.post(page, {"verdict": "approve", "reason": "من", "do": "accept"})
    grant.refresh_from_db()
    assert grant.state == "pending"


def test_staff_without_the_second_factor_reach_no_staff_room(make, client, clock):
    someone = make.staff("manager", factor=False)
    client.force_login(someone)
    for page in ("/office/", "/office/staff/", "/office/methods/", "/office/incidents/"):
        assert client.get(page).status_code == 302
        assert client.post(page, {"national_code": "9990001235", "role": "manager"}).status_code == 302
    assert RoleGrant.objects.filter(role="manager").count() == 1
    assert not Attempt.objects.exists()


def test_a_reviewer_opens_nothing_that_never_lay_with_reviewers(reviewer, make, client, now):
    grant = make.person(role="lawyer").grants.get()
    attempt = Attempt.objects.create(method="otp_l1", role="worker", state="verified", began_at=now, expires_at=now, person=make.person())
    assert client.get(f"/office/reviews/roles/{grant.pk}/").status_code == 404
    assert client.get(f"/office/reviews/attempts/{attempt.pk}/").status_code == 404
    assert not AccessRead.objects.exists()
