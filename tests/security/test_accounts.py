"""Whoever claimed another's code loses it, and no more than that."""

import pytest

from kardad.people import particulars
from kardad.people.actions import persons
from kardad.people.models import Person


@pytest.fixture
def claimant(make):
    return make.person(level=0)


def test_a_displaced_person_can_join_again_with_the_same_mobile(claimant, now):
    persons.displace(claimant, at=now)
    assert not Person.objects.filter(mobile_index=particulars.mobile_index(particulars.own(claimant).mobile)).exists()


def test_a_displaced_person_is_out_at_his_next_request(claimant, client, now, clock):
    client.force_login(claimant)
    assert client.get("/panel/account/").status_code == 200
    persons.displace(claimant, at=now)
    assert client.get("/panel/account/").status_code == 302


@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/", "/a\x00b/", "x", ""])
def test_a_draft_stands_only_at_a_page_of_ours(make, client, clock, path):
    client.force_login(make.person())
    assert client.post("/panel/drafts/", {"path": path, "subject": "x"}).status_code == 422


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/%0d%0aSet-Cookie:a=b", "\t//evil.example"],
)
def test_no_log_in_leads_out_of_the_house(make, client, clock, wanted):
    client.force_login(make.person())
    to = client.get("/login/", {"next": wanted}).url
    assert to.startswith("/")
    assert not to.startswith(("//", "/\\"))
    assert "\n" not in to


@pytest.mark.parametrize("name", ["{0.__class__}", "{other.__init__.__globals__}", "<script>alert(1)</script>", "{{ 7|add:7 }}"])
def test_a_name_is_only_a_name_in_every_sentence(make, client, clock, now, name):
    """Sentences are templates of ours; what people typed is filled in and never read as one."""
    person = make.person(first_name=name)
    client.force_login(person)
    from django.db import transaction

    from kardad.core.history import record
    from kardad.people.actions.persons import as_actor

    with transaction.atomic():
        record("mandate.accepted", person, by=as_actor(person), at=now, person_id=person.pk, about=name, other=name)
    body = client.get("/panel/history/").content.decode()
    assert "<script>alert" not in body
    assert "__globals__" not in body.replace(name, "")
    assert client.get("/panel/").status_code == 200
