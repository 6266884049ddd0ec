"""A petition is filed once, whole, with everything that follows from it; by whom it may, where it may."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kardad.cases import petition, reading
from kardad.cases.actions import countering, drafting, filing, intake
from kardad.cases.models import Case
from kardad.core.actor import SYSTEM
from kardad.core.models import Event
from kardad.core.operator import Operator
from kardad.documents.models import Document
from kardad.evidence.models import Entry
from kardad.inbox.actions import dossiers
from kardad.inbox.models import Delivery, Dossier, Letter, Party, Representation
from kardad.kit.flow import NotAllowed
from kardad.outbox.models import Message
from kardad.people.models import AccessRead, Mandate, Particulars, RoleGrant
from kardad.work.models import WorkItem
from tests import factories
from tests.cases import board_room, petitions, world
from tests.conftest import NOW
from tests.desk import world as desk
from tests.people import staff_world
from tests.people.racing import at_once

STATEMENTS = 54  # of the final submit, evidence and letters included


@pytest.fixture
def office(db):
    return world.office()


def mandate(principal, agent, basis="lawyer"):
    """An active mandate."""
    values = {"state": "active", "basis": basis, "subject": "دعوای کار", "invited_at": NOW, "expires_at": NOW + timedelta(days=90)}
    return Mandate.objects.create(principal=principal, agent=agent, invitation=factories.national_code(), **values)


def test_the_last_press_costs_few_statements(office, client, clock, no_captcha):
    someone, me = factories.person(level=2), factories.person(level=2)
    filing.submit(petitions.whole(someone), by=factories.actor(someone), at=NOW)  # the year's first, and the key of proof
    case = petitions.whole(me)
    drafting.attach(case, files=[desk.stored(me)], paper="payslip", by=factories.actor(me), at=NOW)
    client.force_login(me)
    factories.show(client, me)
    at = petitions.address(case, "petition_sign")
    client.get(at)
    with CaptureQueriesContext(connection) as seen:
        assert client.post(at, {"true": "on"}).status_code == 302
    assert len(seen) <= STATEMENTS, "\n".join(one["sql"][:120] for one in seen)


def test_filing_opens_the_dossier_numbers_it_tells_and_gives_the_office_work(office):
    me = factories.person(level=2, first_name="مریم", last_name="کاظمی")
    other = factories.person(role="employer", first_name="سپهر", last_name="راد")
    code = other.particulars.code
    known = {"kind": "natural", "first_name": "سپهر", "last_name": "راد", "code": code, "address": "تهران"}
    case = petitions.whole(me, respondents=[known])
    by = factories.actor(me)
    case = filing.submit(case, by=by, at=NOW)
    assert (case.state, case.office, case.filed_at) == ("filed", office, NOW)
    assert case.number == f"1404-{office.pk}-000001"
    sides = {row.side: row for row in Party.objects.filter(dossier=case.dossier)}
    assert sides["claimant"].person == me
    assert sides["respondent"].person == other
    assert [(row.code, row.amount, row.is_typed) for row in case.items.order_by("position")] == [
        ("W01", 180_000_000, True),
        ("W19", None, False),
    ]
    assert {row.kind for row in Document.objects.filter(subject_id=case.pk)} == {"petition", "receipt"}
    assert WorkItem.objects.get(kind=filing.INTAKE, subject_id=case.pk).office_id == office.pk
    letter = Letter.objects.get(person=me, event="petition.filed")
    assert letter.dossier == case.dossier
    assert Message.objects.filter(subject_id=letter.pk).exists()
    entry = Entry.objects.filter(kind="petition.submitted").latest("pk")
    assert case.number in entry.body
    assert not any(code in row.body for row in Entry.objects.all())
    assert Event.objects.filter(name="petition.submitted", person_id=me.pk).exists()
    assert filing.submit(case, by=by, at=NOW).pk == case.pk
    assert Dossier.objects.count() == 1
    with pytest.raises(NotAllowed):
        drafting.save_step(case, step="narrative", told={"text": "چیز دیگر"}, by=by, at=NOW)  # what is filed is frozen
    paper = Document.objects.filter(subject_id=case.pk, kind="petition").get()
    secretary, elsewhere = world.secretary(office), world.secretary(world.office())
    assert [reading.reads_paper(who, paper) for who in (by, secretary, elsewhere)] == [True, True, False]
    assert not reading.reads_paper(factories.actor(other), paper)  # the other side reads its copy once N3 is served


def test_the_same_petition_of_two_drafts_is_one(office):
    me = factories.person(level=2)
    first, second = petitions.whole(me), petitions.whole(me)
    assert first.petition == second.petition
    by = factories.actor(me)
    filed = filing.submit(first, by=by, at=NOW)
    assert filing.submit(second, by=by, at=NOW + timedelta(seconds=1)).pk == filed.pk
    second.refresh_from_db()
    assert second.state == "draft"
    assert Dossier.objects.count() == 1
    drafting.save_step(second, step="narrative", told={"text": "سخن دیگر"}, by=by, at=NOW)
    assert filing.submit(second, by=by, at=NOW).number.endswith("-000002")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="rows are locked on PostgreSQL alone")
def test_sent_twice_in_the_same_moment_it_is_one():
    world.office()
    me = factories.person(level=2)
    first, second = petitions.whole(me), petitions.whole(me)
    by = factories.actor(me)
    deeds = [lambda case=case: filing.submit(case, by=by, at=NOW).pk for case in (first, first, second, second)]
    found = at_once(deeds)
    assert set(found) in ({first.pk}, {second.pk}), found
    assert Case.objects.filter(state="filed").count() == Dossier.objects.count() == 1


def test_what_is_missing_is_named_and_nothing_is_filed(office):
    me = factories.person(level=2)
    case = petitions.whole(me)
    by = factories.actor(me)
    drafting.drop_item(case, place=2, by=by, at=NOW)
    drafting.drop_item(case, place=1, by=by, at=NOW)
    with pytest.raises(filing.Incomplete) as refused:
        filing.submit(case, by=by, at=NOW)
    assert refused.value.details["gaps"] == ["claims"]
    drafting.add_items(case, codes=["W19", "W30", "E01"], by=by, at=NOW)  # neither another body's nor another side's
    case.refresh_from_db()
    assert [item.code for item in petition.read(case.petition).items] == ["W19"]
    drafting.save_step(case, step="workshop", told={"province": "یزد", "city": "یزد"}, by=by, at=NOW)
    with pytest.raises(filing.NoOffice):
        filing.submit(case, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        filing.submit(case, by=factories.actor(factories.person()), at=NOW)
    assert not Dossier.objects.exists()


def test_a_lawyer_files_while_his_mandate_lasts_and_stands_for_the_claimant(office):
    principal, lawyer = factories.person(level=2, first_name="علی"), factories.person(level=2, role="lawyer")
    held = mandate(principal, lawyer)
    whom = drafting.For("worker", mandate=held)
    first, second = petitions.whole(lawyer, whom=whom), petitions.whole(lawyer, whom=whom, text="دعوای دوم")
    case = filing.submit(first, by=factories.actor(lawyer, "lawyer", on_behalf_of=f"person:{principal.pk}"), at=NOW)
    assert case.capacity == "lawyer"
    assert case.claimant == principal
    stands = Representation.objects.get(party__dossier=case.dossier)
    assert (stands.agent, stands.mandate, stands.party.person) == (lawyer, held, principal)
    assert {row.person for row in Letter.objects.filter(event="petition.filed")} == {lawyer, principal}
    Mandate.objects.filter(pk=held.pk).update(state="revoked")
    with pytest.raises(drafting.NotTheirs):
        filing.submit(second, by=factories.actor(lawyer, "lawyer"), at=NOW)
    with pytest.raises(drafting.NotTheirs):
        drafting.begin(lawyer, whom, by=factories.actor(lawyer), at=NOW)
    with pytest.raises(drafting.NotVerified):
        drafting.begin(factories.person(level=0, code=None), drafting.For("worker"), by=factories.actor(lawyer), at=NOW)


def test_whoever_writes_it_a_petition_is_filed_in_its_claimants_own_name_and_no_other(office, clock):
    me, ward = factories.person(level=2, first_name="مریم"), factories.person(first_name="نیکا")
    owner, lawyer = factories.person(level=2, role="employer"), factories.person(level=2, role="lawyer")
    Particulars.objects.filter(person=me).update(father_name="حسین")
    company = staff_world.place(staff_world.company(NOW), owner, NOW).organisation
    consent = countering.ask(code=me.particulars.code, side="worker", office=officer(lawyer), by=factories.actor(lawyer, "officer"), at=NOW)
    at_counter = countering._begun(consent, by=factories.actor(lawyer, "officer"), at=NOW)
    petitions.fill(at_counter, by=factories.actor(lawyer), at=NOW)
    drafts = [
        (petitions.whole(me), me),
        (petitions.whole(lawyer, whom=drafting.For("worker", mandate=mandate(me, lawyer))), me),
        (petitions.whole(lawyer, whom=drafting.For("worker", mandate=mandate(ward, lawyer, "guardian"))), ward),
        (at_counter, me),
        (petitions.whole(owner, side="employer", whom=drafting.For("employer", organisation=company)), None),
    ]
    other = {"first_name": "سارا", "last_name": "راستی", "code": factories.national_code(), "birth_year": 1350, "company_name": "دیگر"}
    for case, whose in drafts:
        by = factories.actor(case.filer)
        drafting.save_step(case, step="claimant", told=other | {"kind": "natural", "address": "نشانی تازه"}, by=by, at=NOW)
        case.refresh_from_db()
        told = petition.read(case.petition).claimant
        named = (whose.name, whose.particulars.code, 1370) if whose else (company.name, company.company_id, told.birth_year)
        assert (told.name, told.company_id or told.code, told.birth_year) == named
        assert told.address == "نشانی تازه"
        forged = "company_name" if whose is None else "first_name"
        case.petition = petition.as_json(petition.told(petition.read(case.petition), "claimant", {forged: "سارا"}))
        case.save(update_fields=["petition"])
        with pytest.raises(filing.Incomplete) as refused:
            filing.submit(case, by=by, at=NOW)
        assert refused.value.details["gaps"] == ["claimant.identity"], case.capacity
    assert {one.person for one in AccessRead.objects.filter(what=drafting.LOOKED_AT, reader_id=lawyer.pk)} == {me, ward}
    assert not Dossier.objects.exists()


def officer(person):
    """The counter at which the person sits from now on."""
    counter = factories.office()
    RoleGrant.objects.create(person=person, role="officer", state="active", asked_at=NOW, office=counter)
    return counter


def test_a_defect_is_cured_field_by_field_under_the_same_number(office, client, clock, no_captcha):
    me = factories.person(level=2)
    case = filing.submit(petitions.whole(me), by=factories.actor(me), at=NOW)
    number, staff = case.number, world.secretary(office)
    asked = {"respondents.address": "نشانی دقیق خوانده را بنویسید.", "claims.amount": "مبلغ حقوق معوقه را روشن کنید."}
    intake.mark_defect(case, asked=asked, by=staff, at=NOW)
    client.force_login(me)
    factories.show(client, me)
    page = client.get(petitions.address(case, "petition_cure")).content.decode()
    assert "نشانی دقیق خوانده" in page
    assert "مبلغ حقوق معوقه" in page
    assert client.get(petitions.address(case, "petition_step", "narrative")).status_code == 404  # nobody asked that
    look = client.get(petitions.address(case, "petition_check")).content.decode()
    assert petitions.address(case, "petition_claims") in look
    assert petitions.address(case, "petition_step", "narrative") not in look
    other = factories.person(role="employer", first_name="سپهر", last_name="راد")
    told = {"kind": "natural", "first_name": "سپهر", "last_name": "راد", "code": other.particulars.code, "address": "تهران، نشانی تازه"}
    client.post(petitions.address(case, "petition_respondent", 1), told)
    span = {"from_day": "۱۴۰۴/۰۱/۰۱", "to_day": "۱۴۰۴/۰۶/۳۱", "way": "typed", "amount": "۱۹۰٬۰۰۰٬۰۰۰"}
    client.post(petitions.address(case, "petition_claim", 1), span)
    assert client.post(petitions.address(case, "petition_sign"), {"true": "on"})["Location"] == petitions.address(case, "petition_done")
    case.refresh_from_db()
    assert (case.state, case.number, case.asked, case.filed_at) == ("filed", number, {}, NOW)
    assert case.items.get(position=1).amount == 190_000_000
    against = Party.objects.get(dossier=case.dossier, side="respondent")
    assert (against.address, against.person, against.joined_at) == ("تهران، نشانی تازه", other, NOW)
    assert Entry.objects.filter(kind="petition.cured").count() == 1
    assert WorkItem.objects.filter(kind=filing.INTAKE, closed_at=None).count() == 1


def test_who_is_named_no_more_at_the_cure_is_no_side_and_the_others_stay_who_they_were(office):
    me = factories.person(level=2)
    ours = [{"kind": "natural", "first_name": name, "last_name": "راد", "address": "تهران"} for name in ("بهمن", "سپهر", "آرش")]
    case = filing.submit(petitions.whole(me, respondents=ours), by=factories.actor(me), at=NOW)
    sides = Party.objects.filter(dossier=case.dossier, side="respondent").order_by("pk")
    first, second, third = sides
    Party.objects.filter(pk=second.pk).update(person=factories.person(role="employer"), joined_at=NOW)
    intake.mark_defect(case, asked={"respondents.name": "خوانده نخست کارفرما نیست."}, by=world.secretary(office), at=NOW)
    case.refresh_from_db()
    told = json.loads(case.petition)
    told["respondents"] = [*told["respondents"][1:], told["respondents"][0] | {"first_name": "کاوه"}]
    case.petition = json.dumps(told, ensure_ascii=False)
    case.save(update_fields=["petition"])
    filing.cure(case, by=factories.actor(me), at=NOW)
    # The one who is gone had no account, so that his row is the new one's; nobody else's row is another's.
    assert [(one.pk, one.name) for one in sides.all()] == [(first.pk, "کاوه راد"), (second.pk, "سپهر راد"), (third.pk, "آرش راد")]
    case.refresh_from_db()
    Case.objects.filter(pk=case.pk).update(state="defect", petition=json.dumps(told | {"respondents": told["respondents"][:1]}))
    case.refresh_from_db()
    filing.cure(case, by=factories.actor(me), at=NOW)
    assert [one.pk for one in sides.all()] == [second.pk]
    assert Entry.objects.filter(kind="party.removed").count() == 2
    with pytest.raises(dossiers.PartyStays):
        dossiers.remove_party(Delivery.objects.get(notice__code="N2").party, by=SYSTEM, at=NOW)


def test_a_bureau_prepares_and_files_nothing(office, monkeypatch, client, clock, no_captcha):
    for room in (filing, filing.documents, filing.dossiers):
        if hasattr(room, "operator"):
            monkeypatch.setattr(room, "operator", lambda: Operator("bureau", "دفتر نمونه"))
    from kardad.cases.views.petition import signing

    monkeypatch.setattr(signing, "operator", lambda: Operator("bureau", "دفتر نمونه"))
    me = factories.person(level=2)
    case = petitions.whole(me)
    by = factories.actor(me)
    with pytest.raises(filing.NoPower):
        filing.submit(case, by=by, at=NOW)
    client.force_login(me)
    factories.show(client, me)
    answer = client.post(petitions.address(case, "petition_sign"), {"true": "on"})
    assert answer["Location"] == petitions.address(case, "petition_prepared")
    assert "هنوز در اداره کار ثبت نشده است" in client.get(answer["Location"]).content.decode()
    case.refresh_from_db()
    paper = Document.objects.get(subject_id=case.pk)
    assert (case.state, case.number, case.dossier) == ("prepared", None, None)
    assert "هنوز در اداره کار ثبت نشده است" in paper.data
    with pytest.raises(NotAllowed):
        drafting.save_step(case, step="narrative", told={"text": "چیز دیگر"}, by=by, at=NOW)
    assert filing.resume(case, by=by, at=NOW).state == "draft"
    monkeypatch.undo()
    with pytest.raises(filing.OnlyInBureau):
        filing.prepare(case, by=by, at=NOW)


def test_a_company_that_is_dissolved_stays_a_side_and_one_that_was_dissolved_before_is_served_on_paper(office):
    room, secretary = world.pool(office), world.secretary(office)
    clerk, firm = factories.person(role="employer"), staff_world.company(NOW, "شرکت سپهر")
    staff_world.place(firm, clerk, NOW)
    against = {"kind": "legal", "company_name": "شرکت سپهر", "company_id": "99900012303", "address": "تهران"}
    starts_at = None
    for is_active, way in ((True, "account"), (False, "paper")):
        type(firm).objects.update(is_active=is_active)
        me = factories.person(level=2)
        case = filing.submit(petitions.whole(me, respondents=[against]), by=factories.actor(me), at=NOW)
        type(firm).objects.update(is_active=False)
        case = intake.accept(case, by=secretary, at=NOW)
        board_room.drawn(case)
        hearing = board_room.listed(SimpleNamespace(case=case, room=room, secretary=secretary), starts_at)
        starts_at = hearing.ends_at
        summons = hearing.notice.deliveries.get(party__side="respondent")
        assert (summons.via, summons.served_on is not None) == (way, is_active)
        assert Letter.objects.filter(delivery=summons, person=clerk).exists() == is_active
