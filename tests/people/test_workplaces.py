"""Workplace codes keep their history, for natural employers and for companies."""

from datetime import date

import pytest
from django.urls import reverse

from kardad.people.actions import workplaces
from kardad.people.models import WorkplaceCode
from tests.people.staff_world import by, company, log_in, place


@pytest.fixture
def owner(make):
    return make.person()


@pytest.fixture
def firm(owner, now):
    made = company(now)
    place(made, owner, now, is_owner=True)
    return made


def test_codes_of_a_workplace_keep_their_history(firm, owner, now):
    actor = by(owner)
    old = workplaces.add(firm, code="0183630045", title="کارگاه ونک", valid_from=date(2020, 3, 20), by=actor, at=now)
    with pytest.raises(workplaces.CodeInForce):
        workplaces.add(firm, code="0183630045", title="", valid_from=date(2021, 3, 21), by=actor, at=now)
    with pytest.raises(workplaces.WrongPeriod):
        workplaces.end(old, valid_to=date(2019, 1, 1), by=actor, at=now)
    workplaces.end(old, valid_to=date(2024, 3, 19), by=actor, at=now)
    with pytest.raises(workplaces.CodeEnded):
        workplaces.end(old, valid_to=date(2024, 3, 19), by=actor, at=now)
    workplaces.add(firm, code="9980010001", title="", valid_from=date(2024, 3, 20), by=actor, at=now)
    assert list(firm.workplace_codes.order_by("pk").values_list("code", "valid_to")) == [
        ("0183630045", date(2024, 3, 19)),
        ("9980010001", None),
    ]


def test_a_natural_employer_writes_his_own_codes(client, make, clock, now):
    person = make.person(role="employer_natural")
    log_in(client, person)
    address = reverse("people:workplaces")
    typed = {"owner": "me", "code": "۰۱۸۳۶۳۰۰۴۵", "title": "تراشکاری", "valid_from": "۱۴۰۰/۰۱/۰۱"}
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed).status_code == 409
    row = WorkplaceCode.objects.get()
    assert (row.person, row.code, row.valid_from) == (person, "0183630045", date(2021, 3, 21))
    ending = reverse("people:workplace_end", args=[row.pk])
    assert client.post(ending, {"valid_to": "۱۳۹۹/۰۱/۰۱"}).status_code == 422
    assert client.post(ending, {"valid_to": "۱۴۰۴/۰۱/۰۱"}).status_code == 302
    assert client.post(ending, {"valid_to": "۱۴۰۴/۰۱/۰۱"}).status_code == 409
    assert "تراشکاری" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "typed", [{"code": "0183630000"}, {"valid_from": "۱۴۰۴/۱۲/۳۰"}, {"valid_from": "۱۴۱۰/۰۱/۰۱"}, {"owner": "organisation:1"}]
)
def test_a_workplace_code_that_cannot_be_is_refused(client, make, clock, typed):
    log_in(client, make.person(role="employer_natural"))
    good = {"owner": "me", "code": "0183630045", "title": "", "valid_from": "۱۴۰۰/۰۱/۰۱"}
    assert client.post(reverse("people:workplaces"), good | typed).status_code == 422
    assert not WorkplaceCode.objects.exists()


def test_a_worker_is_told_how_codes_get_here(client, make):
    log_in(client, make.person())
    shown = client.get(reverse("people:workplaces")).content.decode()
    assert "کارفرمای حقیقی" in shown
    assert '<form class="form"' not in shown


def test_a_code_of_somebody_else_is_not_there(client, make, firm, owner, now):
    member = make.person()
    place(firm, member, now)
    row = workplaces.add(firm, code="0183630045", title="", valid_from=date(2020, 3, 20), by=by(owner), at=now)
    for person in (make.person(role="employer_natural"), member):
        log_in(client, person)
        assert client.post(reverse("people:workplace_end", args=[row.pk]), {"valid_to": "۱۴۰۴/۰۱/۰۱"}).status_code == 404
    row.refresh_from_db()
    assert row.valid_to is None
