"""A petition at a counter: by the person's first code it begins, by his second one it is his; without them nothing is."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kardad.cases import petition, sweeps
from kardad.cases.actions import countering, drafting, filing
from kardad.cases.models import Case, CounterConsent
from kardad.core.actor import Actor
from kardad.core.models import Event
from kardad.evidence.models import Entry
from kardad.inbox.models import Letter
from kardad.kit.flow import NotAllowed
from kardad.people.models import AccessRead, Code, RoleGrant
from kardad.people.refusals import CodeWrong
from tests import factories
from tests.cases import petitions, world
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, clock, no_captcha):
    """An officer at his desk."""
    found = factories.staff("officer", at_office=factories.office())
    client.force_login(found)
    return found


@pytest.fixture
def sent(monkeypatch):
    """The codes that were sent, as the person reads them."""
    kept = []
    from kardad.people.actions import codes

    real = codes.outbox.send_code

    def keep(mobile, digits, **rest):
        kept.append((mobile, digits))
        return real(mobile, digits, **rest)

    monkeypatch.setattr(codes.outbox, "send_code", keep)
    return kept


def test_a_person_consents_and_signs_by_his_own_codes_and_the_case_is_his(officer, client, clock, sent):
    world.office()
    me = factories.person(first_name="کبری", last_name="نوری")
    at = client.post(reverse("cases:counter_petitions"), {"code": me.particulars.code, "side": "worker"})["Location"]
    assert "رضایت کبری نوری" in client.get(at).content.decode()
    assert client.post(at, {"code": "000000"}).status_code == 410
    type(me).objects.filter(pk=me.pk).update(sms_suspended_at=NOW)
    lost = client.post(at, {"do": "send"})
    assert (lost.status_code, sent) == (409, [])
    assert "شماره تازه او را در همین باجه" in lost.content.decode()
    type(me).objects.filter(pk=me.pk).update(sms_suspended_at=None)
    assert not Case.objects.exists()
    client.post(at, {"do": "send"})
    mobile, digits = sent[-1]
    assert mobile == me.particulars.mobile
    step = client.post(at, {"code": digits})["Location"]
    case = Case.objects.get()
    assert (case.filer, case.claimant, case.capacity) == (officer, me, "counter")
    assert AccessRead.objects.filter(person=me, reader_id=officer.pk).exists()
    assert client.get(step).status_code == 200
    assert petition.read(case.petition).claimant.first_name == "کبری"
    petitions.fill(case, by=Actor(officer.pk, "officer", level=3), at=NOW)
    factories.show(client, officer)
    sign = client.get(petitions.address(case, "petition_sign"))["Location"]  # the officer's own code signs nothing
    assert sign == reverse("cases:counter_sign", args=[case.consent.token])
    by = Actor(officer.pk, "officer", level=3)
    with pytest.raises(countering.NoConsent):
        filing.submit(case, by=by, at=NOW)
    clock.move_to(NOW + timedelta(minutes=5))
    client.post(sign, {"do": "send"})
    assert client.post(sign, {"code": sent[-1][1]}).status_code == 422  # nobody said that it was read to him
    assert client.post(sign, {"code": digits, "heard": "on"}).status_code == 410  # the first code is used up
    done = client.post(sign, {"code": sent[-1][1], "heard": "on"})["Location"]
    case.refresh_from_db()
    assert (case.state, case.filer, case.claimant) == ("filed", me, me)
    assert case.number[-3:].translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) in client.get(done).content.decode()
    assert client.post(sign, {"code": digits, "heard": "on"})["Location"] == done
    assert Letter.objects.filter(event="petition.filed", person=me).count() == 1
    assert '"factor": "counter"' in Entry.objects.filter(kind="petition.submitted").latest("pk").body.replace('":"', '": "')
    assert {"consent.asked", "consent.given", "consent.signed"} <= set(Event.objects.filter(person_id=me.pk).values_list("name", flat=True))
    for name in ("petition_check", "petition_done"):
        assert client.get(petitions.address(case, name)).status_code == 404  # it is hers now
    with pytest.raises(NotAllowed):
        drafting.save_step(case, step="narrative", told={"text": "دیگر"}, by=by, at=NOW)
    mine = Client()
    mine.force_login(me)
    assert mine.get(petitions.address(case, "petition_done")).status_code == 200


def test_what_changed_after_it_was_read_is_not_filed(officer, sent):
    world.office()
    me, by = factories.person(), Actor(officer.pk, "officer", level=3)
    place = RoleGrant.objects.get(person=officer).office
    consent = countering.ask(code=me.particulars.code, side="worker", office=place, by=by, at=NOW)
    countering.send(consent, session_key="x", ip="", by=by, at=NOW)
    with pytest.raises(CodeWrong):
        countering.give(consent, typed="000000" if sent[-1][1] != "000000" else "111111", session_key="x", by=by, at=NOW)
    case = countering.give(consent, typed=sent[-1][1], session_key="x", by=by, at=NOW)
    petitions.fill(case, by=by, at=NOW)
    consent.refresh_from_db()
    later = NOW + timedelta(minutes=5)
    countering.send(consent, session_key="x", ip="", by=by, at=later)
    countering.hear(consent, typed=sent[-1][1], session_key="x", by=by, at=later)
    drafting.save_step(case, step="narrative", told={"text": "سخنی که نشنیده است"}, by=by, at=later)
    with pytest.raises(countering.NoConsent):
        filing.submit(case, by=by, at=later)
    assert Case.objects.get().state == "draft"


def test_a_code_signs_the_words_that_stood_when_it_was_sent(officer, client, clock, sent):
    world.office()
    me, by = factories.person(), Actor(officer.pk, "officer", level=3)
    factories.show(client, officer)
    asked = client.post(reverse("cases:counter_petitions"), {"code": me.particulars.code, "side": "worker"})["Location"]
    client.post(asked, {"do": "send"})
    client.post(asked, {"code": sent[-1][1]})
    case = Case.objects.get()
    petitions.fill(case, by=by)
    sign = reverse("cases:counter_sign", args=[case.consent.token])
    clock.move_to(NOW + timedelta(minutes=5))
    client.post(sign, {"do": "send"})
    drafting.save_step(case, step="narrative", told={"text": "سخنی از پنجره دیگر"}, by=by, at=NOW)  # she heard other words
    answer = client.post(sign, {"code": sent[-1][1], "heard": "on"})
    assert (answer.status_code, Case.objects.get().state) == (409, "draft")
    assert "متن تازه را برای او بخوانید" in answer.content.decode()
    clock.move_to(NOW + timedelta(minutes=10))
    client.post(sign, {"do": "send"})
    client.post(sign, {"code": sent[-1][1], "heard": "on"})
    assert Case.objects.get().state == "filed"


def test_nobody_writes_for_himself_a_stranger_or_after_his_hours(officer, client, clock, sent):
    by, place = Actor(officer.pk, "officer", level=3), RoleGrant.objects.get(person=officer).office
    ward, me = factories.person(guardian=officer), factories.person()
    for code in (officer.particulars.code, ward.particulars.code):
        with pytest.raises(countering.OwnPetition):
            countering.ask(code=code, side="worker", office=place, by=by, at=NOW)
    with pytest.raises(countering.NotKnown):
        countering.ask(code=factories.national_code(), side="worker", office=place, by=by, at=NOW)
    consent = countering.ask(code=me.particulars.code, side="worker", office=place, by=by, at=NOW)
    countering.send(consent, session_key="x", ip="", by=by, at=NOW)
    case = countering.give(consent, typed=sent[-1][1], session_key="x", by=by, at=NOW)
    other = factories.staff("officer", at_office=factories.office())
    for someone in (other, me, factories.staff("secretary", at_office=world.office())):
        browser = Client()
        browser.force_login(someone)
        for name in ("counter_consent", "counter_sign", "counter_done"):
            assert browser.get(reverse(f"cases:{name}", args=[consent.token])).status_code == 404, name
        assert browser.get(petitions.address(case, "petition_check")).status_code == 404
    assert client.get(petitions.address(case, "petition_check")).status_code == 200
    assert not list(drafting.petitions.drafts(officer.pk))
    RoleGrant.objects.filter(person=officer).update(state="ended")
    assert client.get(petitions.address(case, "petition_check")).status_code == 404
    RoleGrant.objects.filter(person=officer).update(state="active")
    clock.move_to(NOW + countering.LASTS)
    assert client.get(petitions.address(case, "petition_check")).status_code == 404
    with pytest.raises(countering.NoConsent):
        countering.send(consent, session_key="x", ip="", by=by, at=NOW + countering.LASTS)
    assert sweeps.forget_counters(NOW + countering.LASTS) == 1
    assert not Case.objects.exists()
    assert not CounterConsent.objects.exists()
    assert Code.objects.exists()
