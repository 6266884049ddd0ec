"""Who was nobody's name in a petition is named later: petition, sides, search, panel and service follow."""

import pytest
from django.test import Client
from django.urls import reverse

from kardad.cases import petition
from kardad.cases.actions import amending, filing, intake
from kardad.cases.models import Case, Hearing, Relation, Seat
from kardad.cases.queries import office as queries
from kardad.cases.queries import petitions as reads
from kardad.core.actor import SYSTEM
from kardad.documents.models import Document
from kardad.evidence.models import Entry
from kardad.inbox.actions import dossiers
from kardad.inbox.models import Delivery, Party
from kardad.kit.flow import NotAllowed
from tests import factories
from tests.cases import board_room, petitions, world
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
NOBODY = [{"kind": "unknown", "sign": "نجاری سعید", "payer": "آقا سعید", "address": "تهران، خیابان نمونه"}]


@pytest.fixture
def made(settings):
    """An accepted case against somebody whose name nobody knows, its panel drawn, its session set and both sides invited."""
    settings.OPERATOR = "authority"
    place = world.office()
    room = world.pool(place)
    me = factories.person(level=2, first_name="مریم", last_name="کاظمی")
    case = filing.submit(petitions.whole(me, respondents=NOBODY), by=factories.actor(me), at=NOW)
    staff = world.secretary(place)
    case = intake.accept(case, by=staff, at=NOW)
    found = type("Made", (), {"case": case, "me": me, "room": room, "secretary": staff})
    found.seats = board_room.drawn(case)
    return found


def sought(made, typed):
    return list(queries.sought(Case.objects.all(), typed, offices=frozenset({made.case.office_id})))


def test_a_respondent_without_a_name_is_named_found_and_served_anew_and_nobody_near_him_sits(made, client, clock):
    board_room.listed(made)
    employer = factories.person(role="employer", first_name="سعید", last_name="نجار")
    near = next(one for one in made.seats if one.member.kind == "workers")
    Relation.objects.create(member=near.person, name=employer.name, code_index=employer.code_index, kind="partner", declared_at=NOW)
    before = list(Delivery.objects.filter(party__side="respondent", voided_at=None).values_list("pk", flat=True))
    assert before
    assert sought(made, "نجار") == []
    client.force_login(made.me)
    address = reverse("cases:name_respondent", args=[made.case.token])
    assert address in client.get(reverse("cases:case", args=[made.case.token])).content.decode()
    assert client.post(address, {"kind": "natural", "first_name": "سعید"}).status_code == 422
    told = {"kind": "natural", "first_name": "سعید", "last_name": "نجار", "code": employer.particulars.code}
    assert client.post(address, told).status_code == 302
    party = Party.objects.get(dossier=made.case.dossier, side="respondent")
    assert (party.name, party.person) == ("سعید نجار", employer)
    held = petition.read(Case.objects.get(pk=made.case.pk).petition).respondents[0]
    assert (held.kind, held.sign, held.address) == ("natural", "نجاری سعید", "تهران، خیابان نمونه")
    assert [one.pk for one in sought(made, "نجار")] == [made.case.pk]
    assert not Delivery.objects.filter(pk__in=before, voided_at=None).exists()
    again = Delivery.objects.filter(replaces__in=before)
    assert {(one.via, one.party_id) for one in again} == {("account", party.pk)}
    assert again.count() == len(before)
    assert Seat.objects.get(pk=near.pk).left_at
    assert Entry.objects.filter(kind="petition.amended").count() == 1
    assert Document.objects.filter(kind="petition", subject_id=made.case.pk).count() == 2
    assert client.get(address).status_code == 404  # once


def test_the_desk_names_him_before_the_first_session_and_nobody_else_does(made, clock):
    told = {"kind": "legal", "company_name": "چوب‌کاران البرز"}
    for stranger in (factories.actor(factories.person()), factories.actor(made.seats[0].person, "board_member")):
        with pytest.raises(NotAllowed):
            amending.name_respondent(made.case, told=told, by=stranger, at=NOW)
    with pytest.raises(amending.StillNobody):
        amending.name_respondent(made.case, told={"kind": "unknown"}, by=made.secretary, at=NOW)
    hearing = board_room.listed(made)
    Hearing.objects.filter(pk=hearing.pk).update(opened_at=NOW)
    with pytest.raises(amending.NobodyUnnamed):
        amending.name_respondent(made.case, told=told, by=made.secretary, at=NOW)
    Hearing.objects.filter(pk=hearing.pk).update(opened_at=None)
    desk = Client()
    staff = made.secretary.person_id
    desk.force_login(type(made.me).objects.get(pk=staff))
    address = reverse("cases_office:name_respondent", args=[made.case.pk])
    assert desk.get(address).status_code == 200
    party = amending.name_respondent(made.case, told=told, by=made.secretary, at=NOW)
    assert (party.name, party.has_account, reads.unnamed(Case.objects.get(pk=made.case.pk))) == ("چوب‌کاران البرز", False, None)
    assert set(Delivery.objects.filter(party=party, voided_at=None).values_list("via", flat=True)) == {"paper"}


def test_staff_find_a_case_by_the_code_of_an_account_that_joined_later_and_by_a_side_added(made):
    late = factories.person(role="employer", first_name="پرویز", last_name="سرمدی")
    unnamed = Party.objects.get(dossier=made.case.dossier, side="respondent")
    Party.objects.filter(pk=unnamed.pk).update(asked_by=late)
    assert sought(made, late.particulars.code) == []
    dossiers.admit(unnamed, by=made.secretary, at=NOW)
    assert [one.pk for one in sought(made, late.particulars.code)] == [made.case.pk]
    dossiers.add_party(made.case.dossier, side="respondent", name="هرمز گیلانی", by=SYSTEM, at=NOW)
    assert [one.pk for one in sought(made, "گیلانی")] == [made.case.pk]
