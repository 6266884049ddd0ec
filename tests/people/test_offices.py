"""Offices: added, changed and closed by managers, printed on tickets, and holding officers to their networks."""

import pytest
from django.urls import reverse

from kardad.people.actions import offices
from kardad.people.models import LabourOffice
from tests.people.staff_world import events, log_in

TYPED = {
    "name": "دفتر پیشخوان ونک",
    "kind": "counter",
    "province": "تهران",
    "city": "تهران",
    "address": "میدان ونک",
    "hours": "شنبه تا چهارشنبه ۸ تا ۱۶",
    "is_open": "on",
}


@pytest.fixture
def manager(make, client, clock):
    someone = make.staff("manager")
    log_in(client, someone, acting="manager|")
    return someone


def test_a_manager_adds_the_first_office_of_a_new_installation(client, manager):
    assert "هنوز دفتری نیست" in client.get(reverse("people_office:offices")).content.decode()
    assert client.post(reverse("people_office:office_add"), TYPED | {"networks": "192.168.1.7/24\n\n::1"}).status_code == 302
    office = LabourOffice.objects.get()
    assert (office.name, office.is_open, office.networks) == ("دفتر پیشخوان ونک", True, ["192.168.1.0/24", "::1/128"])
    assert events("office.added")[0].actor_id == manager.pk


def test_a_new_office_takes_an_officer(client, manager, make):
    client.post(reverse("people_office:office_add"), TYPED)
    assert "دفتر پیشخوان ونک" in client.get(reverse("people_office:staff")).content.decode()


def test_a_closed_office_stands_on_no_ticket_and_is_on_record(client, manager, make):
    from kardad.people.queries import verification as queries

    office = make.office()
    typed = {key: value for key, value in TYPED.items() if key != "is_open"}
    assert client.post(reverse("people_office:office", args=[office.pk]), typed).status_code == 302
    assert not queries.open_offices().exists()
    assert events("office.closed")


@pytest.mark.parametrize("line", ["چیزی", "300.1.1.1", "192.168.1.0/99"])
def test_what_is_no_network_is_refused_and_nothing_typed_is_lost(client, manager, line):
    response = client.post(reverse("people_office:office_add"), TYPED | {"networks": line})
    assert response.status_code == 422
    assert "نشانی شبکه نیست" in response.content.decode()
    assert "میدان ونک" in response.content.decode()
    assert not LabourOffice.objects.exists()


def test_an_unknown_office_is_not_there(client, manager):
    assert client.get(reverse("people_office:office", args=[99])).status_code == 404


def test_networks_are_read_with_persian_hands():
    assert offices.read_networks("") == ()
    assert offices.read_networks("۱۹۲.۱۶۸.۱.۰/۲۴") == ("192.168.1.0/24",)
    with pytest.raises(offices.BadNetwork):
        offices.read_networks("۱۹۲.۱۶۸")
