"""From a draft to a contract that both have signed, by the actions: who may, with which words, until when."""

from datetime import timedelta

import pytest
from django.http import Http404

from kardad.contracts import access, proof, sweeps
from kardad.contracts.actions import answering, drafting, sending, signing
from kardad.contracts.actions.common import NotYours
from kardad.contracts.models import Contract, Delivery, Signature, Version
from kardad.inbox.models import Letter
from kardad.outbox.models import Message
from kardad.people.refusals import CodeExpired, CodeWrong
from tests import factories
from tests.contracts import world
from tests.contracts.world import NOW

pytestmark = pytest.mark.django_db


def test_a_contract_comes_back_for_correction_and_its_second_version_is_signed_by_both(sms):
    made = world.sent(sms=sms)
    here, first = world.place(made, made.works), world.open_version(made)
    answering.ask_correction(here, first, wanted={"work.place": "کارگاه شماره ۲"}, by=made.works, at=NOW)
    first.refresh_from_db()
    assert (first.state, first.corrections.get().field) == ("returned", "work.place")
    with pytest.raises(signing.Stale):
        signing.ask(world.place(made, made.keeps), first, seen=signing.Seen(), by=made.keeps, at=NOW)
    drafting.save_part(made.contract, part="work", told={"place": "شیراز، کارگاه شماره ۲"}, by=made.keeps, at=NOW)
    made.contract.refresh_from_db()
    made = world.sent(made, sms=sms, at=NOW + timedelta(minutes=5))
    made = world.signed(made, sms=sms, at=NOW + timedelta(minutes=10))
    contract = Contract.objects.get()
    assert (contract.state, contract.version, contract.number) == ("signed", 2, "EC-1404-000001")
    second = contract.versions.get(state="signed")
    assert proof.read(second.words)["terms"]["work"]["place"] == "شیراز، کارگاه شماره ۲"
    assert set(second.signatures.values_list("side", "sha256")) == {("employer", second.sha256), ("worker", second.sha256)}
    assert set(Delivery.objects.values_list("whom", flat=True)) == {"worker", "employer", "council", "office"}
    assert Letter.objects.filter(event="contract.signed").count() == 2


def test_what_the_law_forbids_is_not_sent(sms):
    made = world.drafted(pay={"amount": 3_400_000}, hours={"weekly_minutes": 48 * 60})
    with pytest.raises(sending.HasErrors) as refused:
        sending.freeze(world.place(made, made.keeps), by=made.keeps, at=NOW)
    assert [one.code for one in refused.value.found if one.severity == "error"] == ["C05", "C07"]
    assert not Version.objects.exists()


def test_a_code_is_good_for_the_words_it_was_asked_for_alone(sms):
    made = world.drafted()
    here, seen = world.place(made, made.keeps), signing.Seen(session_key="keeper")
    version = sending.freeze(here, by=made.keeps, at=NOW)
    signing.ask(here, version, seen=seen, by=made.keeps, at=NOW)
    code = world.by_code(sms, made.keeper)
    with pytest.raises(CodeWrong):
        sending.send(here, version, code=code, knows=version.knows, seen=signing.Seen(session_key="another"), by=made.keeps, at=NOW)
    drafting.save_part(made.contract, part="work", told={"place": "تهران، خیابان آزادی، پلاک ۱"}, by=made.keeps, at=NOW)
    with pytest.raises(signing.Stale):
        sending.send(here, version, code=code, knows=version.knows, seen=seen, by=made.keeps, at=NOW)
    other = sending.freeze(world.place(made, made.keeps), by=made.keeps, at=NOW)
    assert (other.number, other.sha256 != version.sha256, Version.objects.count()) == (1, True, 1)
    with pytest.raises(CodeExpired):
        sending.send(here, other, code=code, knows=other.knows, seen=seen, by=made.keeps, at=NOW)
    made.contract.refresh_from_db()
    assert made.contract.state == "draft"
    assert not Signature.objects.filter(signed_at__isnull=False).exists()


def test_nobody_signs_unread_or_twice_or_late_or_for_another(sms):
    made = world.sent(sms=sms)
    here, version = world.place(made, made.works), world.open_version(made)
    with pytest.raises(signing.NotRead):
        signing.ask(here, version, seen=signing.Seen(), by=made.works, at=NOW)
    version = answering.read(here, version, by=made.works, at=NOW)
    with pytest.raises(signing.TooLate):
        signing.ask(here, version, seen=signing.Seen(), by=made.works, at=version.until)
    with pytest.raises(signing.SignedAlready):
        signing.ask(world.place(made, made.keeps), version, seen=signing.Seen(), by=made.keeps, at=NOW)
    for stranger in (factories.person(level=2), factories.person(level=2, role="employer")):
        with pytest.raises(Http404):
            access.contract(factories.actor(stranger), made.contract.token)
    clerk = factories.person(level=2, role="employer")
    place = world.seat(made.company, clerk, rights=["contracts"])
    assert access.contract(factories.actor(clerk), made.contract.token).side == "employer"
    answering.ask_correction(here, version, wanted={"pay.amount": "بیشتر"}, by=made.works, at=NOW)
    made.contract.refresh_from_db()
    hers = access.contract(factories.actor(clerk), made.contract.token)
    again = sending.freeze(hers, by=factories.actor(clerk), at=NOW)
    with pytest.raises(signing.NoAuthority):
        signing.ask(hers, again, seen=signing.Seen(), by=factories.actor(clerk), at=NOW)
    place.state = "ended"
    place.save()
    with pytest.raises(NotYours):
        sending.freeze(hers, by=factories.actor(clerk), at=NOW)


def test_what_nobody_signed_in_its_days_expires_and_can_be_taken_up_again(sms):
    made = world.sent(sms=sms)
    late = world.open_version(made).until
    assert [sweeps.lapse(late - timedelta(seconds=1)), sweeps.lapse(late), sweeps.lapse(late)] == [0, 1, 0]
    made.contract.refresh_from_db()
    assert made.contract.state == "expired"
    assert sending.reopen(world.place(made, made.keeps), by=made.keeps, at=late).state == "draft"


def test_a_worker_without_an_account_finds_his_contract_when_he_proves_his_code(sms):
    made = world.world()
    code, mobile = factories.national_code(), factories.mobile()
    made = world.drafted(made, worker={"national_code": code, "mobile": mobile, "name": "حسن کریمی"})
    made = world.sent(made, sms=sms)
    assert made.contract.worker is None
    invited = Message.objects.get(template="contract_waits")
    assert (invited.mobile, "/join/" in invited.parameters) == (mobile, True)
    comer = factories.person(level=1, code=code, phone=mobile)
    from kardad.people.signals import person_verified

    person_verified.send(type(comer), person=comer, at=NOW)
    assert access.contract(factories.actor(comer), made.contract.token).side == "worker"
    assert Letter.objects.filter(person=comer, event="contract.found").count() == 1
