"""Every staff page and every role: whoever does not belong there finds nothing, and changes nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from kardad.core.models import Event, Incident
from kardad.people.models import Attempt, Mandate, Membership, RoleGrant
from tests.people import accounts
from tests.people.staff_world import before, company, log_in

# The page → who may enter.
PAGES = {
    "office:home": {"reviewer", "manager", "officer"},
    "office:incidents": {"manager"},
    "office:incident": {"manager"},
    "office:incident_words": {"manager"},
    "office:availability": {"manager", "reviewer"},
    "people_office:reviews": {"reviewer"},
    "people_office:review_attempt": {"reviewer"},
    "people_office:review_grant": {"reviewer"},
    "people_office:review_mandate": {"reviewer"},
    "people_office:review_membership": {"reviewer"},
    "people_office:death_signal": {"manager"},
    "people_office:methods": {"manager"},
    "people_office:method": {"manager"},
    "people_office:offices": {"manager"},
    "people_office:office_add": {"manager"},
    "people_office:office": {"manager"},
    "people_office:staff": {"manager"},
    "people_office:staff_relieve": {"manager"},
}
ROLES = ["worker", "lawyer", "official_expert", "practitioner", "employer_natural", "officer", "reviewer", "manager"]


@pytest.fixture
def world(make, now):
    """One of everything that a staff page is about, and the address of each page."""
    person, agent = make.person(), make.person()
    attempt = Attempt.objects.create(
        method="otp_l1", role="worker", state="manual_review", error="IDV_DECEASED", began_at=now, expires_at=now, person=person
    )
    grant = RoleGrant.objects.create(person=person, role="lawyer", state="pending", asked_at=now)
    mandate = Mandate.objects.create(
        principal=person, agent=agent, subject="مزد", invitation="0" * 13, state="pending", invited_at=now, expires_at=now
    )
    place = Membership.objects.create(organisation=company(now), person=person, asked_at=now)
    ids = {
        "office:incident_words": Incident.objects.create(part="site", title="سایت", text="کند است", began_at=now).pk,
        "office:incident": Incident.objects.create(part="sms", title="پیامک", text="دیر می‌رسد", began_at=now).pk,
        "people_office:review_attempt": before("review_attempt", attempt, now).pk,
        "people_office:death_signal": attempt.pk,
        "people_office:review_grant": before("review_grant", grant, now).pk,
        "people_office:review_mandate": before("review_mandate", mandate, now).pk,
        "people_office:review_membership": before("review_membership", place, now).pk,
        "people_office:office": make.office().pk,
        "people_office:method": "otp_l1",
        "people_office:staff_relieve": make.staff("reviewer").grants.get().pk,
    }
    return {name: reverse(name, args=[ids[name]] if name in ids else []) for name in PAGES}


def somebody(make, role):
    if role == "officer":
        return make.staff(role, at_office=make.office())
    return make.staff(role) if role in ("reviewer", "manager") else make.person(level=3, role=role)


DEED = {
    "verdict": "approve",
    "reason": "دلیل",
    "state": "off",
    "part": "sms",
    "title": "عنوان",
    "text": "متن",
    "afterword": "شد",
    "role": "manager",
    "national_code": "9990001235",
    "was_seen": "on",
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", PAGES)
def test_a_staff_page_opens_to_its_roles_and_to_nobody_else(client, make, world, name, role):
    log_in(client, somebody(make, role), acting=f"{role}|")
    if role in PAGES[name]:
        assert client.get(world[name]).status_code == 200
        return
    before = Event.objects.count()
    assert client.get(world[name]).status_code == 404
    assert client.post(world[name], DEED).status_code == 404
    assert Event.objects.count() == before


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_is_led_to_log_in(client, world, name):
    for answer in (client.get(world[name]), client.post(world[name], DEED)):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("people:login"))


@pytest.mark.parametrize("name", PAGES)
def test_staff_below_level_three_find_nothing(client, make, world, name):
    person = make.person(level=2, role=None)
    make.with_totp(person)
    for role in ("reviewer", "manager"):
        RoleGrant.objects.create(person=person, role=role, state="active", asked_at=person.joined_at)
    log_in(client, person)
    assert client.get(world[name]).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_staff_without_a_second_factor_are_led_to_get_one(client, make, world, name):
    person = make.person(level=3, role=None)
    for role in ("reviewer", "manager"):
        RoleGrant.objects.create(person=person, role=role, state="active", asked_at=person.joined_at)
    log_in(client, person)
    assert client.get(world[name])["Location"].startswith(reverse("mfa_index"))


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("people_office:review_") or name == "office:incident"])
def test_what_does_not_exist_is_not_there(client, make, world, name):
    person = make.staff("reviewer")
    RoleGrant.objects.create(person=person, role="manager", state="active", asked_at=person.joined_at)
    log_in(client, person)
    assert client.get(reverse(name, args=[10**30])).status_code == 404


def test_staff_stand_in_the_office_after_log_in_and_members_in_their_panel(client, make, now, clock, no_captcha):
    someone = make.person()
    assert accounts.log_in(Client(), someone)["Location"] == reverse("portal:panel")
    reviewer = make.person(level=3)
    RoleGrant.objects.create(person=reviewer, role="reviewer", state="active", asked_at=now)
    assert accounts.log_in(client, reviewer)["Location"] == reverse("office:home")
    assert client.get(reverse("office:home"))["Location"].startswith(reverse("mfa_index"))  # no second factor yet
    assert accounts.log_in(Client(), reviewer, next_url=reverse("people:account"))["Location"] == reverse("people:account")


@pytest.mark.parametrize("is_staff", [True, False])
def test_from_the_recovery_codes_staff_go_on_to_their_desk(client, make, clock, is_staff):
    someone = make.staff("reviewer") if is_staff else make.with_totp(make.person())
    client.force_login(someone)
    make.show(client, someone, "totp")
    shown = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert (f'href="{reverse("office:home")}"' in shown and "رفتن به میز کار" in shown) is is_staff
