"""The staff pages of service are for the secretary of the dossier's own office and for managers; to others nothing is there."""

import pytest
from django.test import Client
from django.urls import reverse

from kardad.inbox.actions import dossiers
from kardad.inbox.models import Notice
from kardad.kit import text
from tests import factories
from tests.conftest import NOW
from tests.inbox.service.conftest import placed, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def window(person):
    """The person's browser, in which he has just shown himself."""
    client = Client()
    client.force_login(person)
    factories.show(client, person, "totp")
    return client


@pytest.fixture
def served(case):
    """Every address of the dossier's own rows."""
    office = factories.office(kind="labour")
    case.dossier.office = office
    case.dossier.save()
    ways = placed(case)
    draft = written(case)
    one = ways["claimant"].pk
    of_dossier = ["dossier", "side", "evidence", "evidence_file", "notice_choose"]
    pages = [reverse(f"inbox_office:{name}", args=[case.dossier.pk]) for name in of_dossier]
    pages += [reverse("inbox_office:notice_write", args=[case.dossier.pk, "N7"])]
    pages += [reverse(f"inbox_office:{name}", args=[draft.pk]) for name in ("notice", "notice_place", "notice_drop")]
    pages += [reverse(f"inbox_office:{name}", args=[one]) for name in ("delivery", "void")]
    pages += [reverse("inbox_office:risk", args=[ways["claimant"].deadlines.get().pk])]
    return case, office, pages


def statuses(person, pages):
    client = window(person)
    return {client.get(page).status_code for page in pages}


def test_only_the_offices_own_secretary_and_managers_find_a_dossier(served, make):
    case, office, pages = served
    assert statuses(make.staff("secretary", at_office=office), pages) == {200}
    reads = [page for page in pages if "/place/" not in page and "/drop/" not in page and not page.endswith("/N7/")]
    assert statuses(make.staff("manager"), reads) == {200}
    assert statuses(make.staff("manager"), set(pages) - set(reads)) == {404}
    others = [make.staff(role) for role in ("reviewer", "expert", "finance_officer")]
    elsewhere = [make.staff("secretary", at_office=make.office(kind="labour")), make.staff("secretary")]
    for person in (*others, *elsewhere, case.claimant, make.person()):
        assert statuses(person, pages) == {404}
    assert {Client().get(page).status_code for page in pages} == {302}


def test_nobody_serves_in_a_dossier_in_which_he_is_a_side_or_stands_for_one(served, make):
    case, office, pages = served
    party, agent = (make.staff("secretary", at_office=office) for _ in range(2))
    dossiers.add_party(case.dossier, side="third", name=party.name, person=party, by=case.secretary, at=NOW)
    dossiers.represent(case.sides["claimant"], agent=agent, by=case.secretary, at=NOW)
    assert statuses(party, pages) == statuses(agent, pages) == {404}
    found = window(party).get(reverse("inbox_office:dossiers")).content.decode()
    assert case.dossier.title not in found


def test_the_rooms_are_shut_to_everyone_else(make):
    rooms = [
        reverse(f"inbox_office:{name}") for name in ("dossiers", "dossier_new", "papers", "failures", "risks", "joinings", "announcements")
    ]
    assert statuses(make.staff("secretary"), rooms) == statuses(make.staff("manager"), rooms) == {200}
    assert statuses(make.staff("expert"), rooms) == statuses(make.person(), rooms) == {404}


def test_a_list_of_many_costs_what_a_list_of_one_costs(make, secretary, django_assert_max_num_queries):
    for number in range(8):
        made = dossiers.open_dossier(title=f"پرونده {number}", number=text.to_persian_digits(f"1404/{number}"), by=secretary, at=NOW)
        dossiers.add_party(made, side="claimant", name="رضا", by=secretary, at=NOW)
    client = window(make.staff("secretary"))
    client.get(reverse("inbox_office:dossiers"))
    with django_assert_max_num_queries(16):  # six of them say who is asking
        page = client.get(reverse("inbox_office:dossiers"))
    assert page.content.decode().count("رضا") == 8
    for typed in ("1404/3", "۱۴۰۴/۳", "1404-3", "۱۴۰۴۳", "14043"):
        found = client.get(reverse("inbox_office:dossiers"), {"q": typed}).content.decode()
        assert ("پرونده 3" in found, "پرونده 4" in found) == (True, False)
    assert made.title in client.get(reverse("inbox_office:dossiers"), {"q": made.tracking_code}).content.decode()


def test_a_bureau_says_why_it_serves_nothing(case, make, settings):
    settings.OPERATOR = "bureau"
    client = window(make.staff("secretary"))
    page = client.get(reverse("inbox_office:notice_write", args=[case.dossier.pk, "N7"]))
    assert "توان ابلاغ رسمی ندارد" in page.content.decode()
    typed = {"title": "رأی", "decision_number": "۱", "decided_on": "۱۴۰۴/۰۹/۰۱"}
    client.post(reverse("inbox_office:notice_write", args=[case.dossier.pk, "N7"]), typed)
    assert not Notice.objects.exists()
