"""Who stands for a side, by its own mandate or by a paper that the secretary saw; and what becomes of the dossier for everybody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kardad.inbox.actions import dossiers
from kardad.inbox.models import Delivery, Representation
from kardad.people import particulars
from kardad.people.models import Mandate
from tests import factories
from tests.conftest import NOW
from tests.inbox.service.conftest import by, placed
from tests.inbox.service.test_office_access import window

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY = timedelta(days=1)


def given(principal, agent, state="active"):
    """A mandate of a side's."""
    code = f"{principal.pk:06}{agent.pk:07}"
    return Mandate.objects.create(
        principal=principal, agent=agent, subject="پرونده من", invitation=code, state=state, invited_at=NOW, expires_at=NOW + DAY
    )


def page_of(case):
    return reverse("inbox:represent", args=[case.dossier.token, case.sides["claimant"].pk])


def test_a_side_names_who_holds_its_mandate_and_sends_him_away(case, make):
    agent, other = make.person(first_name="سمیرا", last_name="کاظمی"), make.person()
    held, asked = given(case.claimant, agent), given(case.claimant, other, "invited")
    mine, where = window(case.claimant), page_of(case)
    assert where in mine.get(case.dossier.url).content.decode()
    assert mine.post(where, {"mandate": asked.pk}).status_code == 422
    assert mine.post(where, {"mandate": held.pk})["Location"] == case.dossier.url
    stands = Representation.objects.get()
    assert (stands.agent, stands.mandate, stands.party) == (agent, held, case.sides["claimant"])
    end = reverse("inbox:end_representation", args=[stands.pk])
    assert mine.get(where)["Location"] == end
    assert end in window(agent).get(case.dossier.url).content.decode()
    made = placed(case)["claimant"]
    assert (made.agent, Delivery.objects.get(is_copy=True).party) == (agent, case.sides["claimant"])
    for person in (case.respondent, other, make.person(), make.staff("secretary")):
        assert [window(person).get(one).status_code for one in (where, end)] == [404, 404]
    assert [Client().get(one).status_code for one in (where, end)] == [302, 302]
    assert mine.post(end)["Location"] == case.dossier.url
    assert Representation.objects.get().ended_at is not None
    assert window(agent).get(end).status_code == window(agent).get(case.dossier.url).status_code == 404
    assert placed(case)["claimant"].agent is None


def test_a_representative_leaves_by_himself_and_a_shut_dossier_names_nobody(case, make):
    agent = make.person()
    stands = dossiers.represent(case.sides["claimant"], agent=agent, by=by(case.claimant), at=NOW)
    assert window(agent).post(reverse("inbox:end_representation", args=[stands.pk]))["Location"] == reverse("inbox:dossiers")
    case.dossier.closed_at = NOW
    case.dossier.save()
    assert window(case.claimant).get(page_of(case)).status_code == 404


def test_the_secretary_enters_who_brought_a_paper(case, make):
    agent, desk = make.person(first_name="سمیرا", last_name="کاظمی"), window(make.staff("secretary"))
    side = case.sides["claimant"]
    where = reverse("inbox_office:represent", args=[side.pk])
    assert where in desk.get(reverse("inbox_office:dossier", args=[case.dossier.pk])).content.decode()
    typed = {"code": particulars.own(agent).code, "was_seen": "on"}
    for wrong in (typed | {"code": factories.national_code()}, {"code": typed["code"]}, typed | {"code": "1234567890"}):
        assert desk.post(where, wrong).status_code == 422
    taken = desk.post(where, typed | {"code": particulars.own(case.respondent).code})
    assert (taken.status_code, Representation.objects.count()) == (409, 0)
    assert desk.post(where, typed).status_code == 302
    stands = Representation.objects.get()
    end = reverse("inbox_office:end_representation", args=[stands.pk])
    assert desk.get(where)["Location"] == end
    strangers = [make.staff("expert"), make.staff("secretary", at_office=make.office(kind="labour")), case.claimant, agent, make.person()]
    for person in strangers:
        assert [window(person).get(one).status_code for one in (where, end)] == [404, 404]
    assert desk.post(end).status_code == 302
    assert (Representation.objects.get().ended_at, desk.get(end).status_code) == (NOW, 404)


def test_a_dossier_of_many_sides_costs_what_one_of_two_costs(case, make):
    dossiers.represent(case.sides["claimant"], agent=make.person(), by=case.secretary, at=NOW)
    mine, desk = window(case.claimant), window(make.staff("secretary"))
    pages = ((mine, case.dossier.url), (desk, reverse("inbox_office:dossier", args=[case.dossier.pk])))
    before = [_cost(client, page) for client, page in pages]
    for _ in range(4):
        person = make.person()
        side = dossiers.add_party(case.dossier, side="third", name=person.name, person=person, by=case.secretary, at=NOW)
        dossiers.represent(side, agent=make.person(), by=case.secretary, at=NOW)
    assert [_cost(client, page) for client, page in pages] == before


def _cost(client, page):
    client.get(page)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(page).status_code == 200
    return len(caught)
