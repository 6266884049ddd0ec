"""Who does not read has the words read to him before a witness; who signs by hand confirms the scan by his code."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kardad.contracts import proof
from kardad.contracts.actions import drafting
from kardad.contracts.models import Signature, Version
from kardad.evidence.models import Entry
from tests import factories
from tests.contracts import world
from tests.contracts.test_signing_pages import Side
from tests.contracts.world import NOW
from tests.people import accounts
from tests.samples import PDF

pytestmark = pytest.mark.django_db


def named(person, **more):
    """What the worker types of his witness."""
    mobile = "0" + accounts.own(person).mobile.removeprefix("+98")
    return {"do": "ask", "code": world.code_of(person), "mobile": mobile, "heard": "on"} | more


def test_a_witness_of_the_workers_own_choice_bears_it_out_by_his_own_code(sms, time_machine):
    time_machine.move_to(NOW, tick=False)
    made = world.sent(sms=sms)
    worker, keeper = Side(made, made.worker, sms), Side(made, made.keeper, sms)
    assert (keeper.get("assist").status_code, worker.get("assist").headers["Location"]) == (404, worker.at("read"))
    worker.post("read")
    friend, clerk, unknown = (factories.person(level=level) for level in (2, 2, 0))
    for one in (friend, clerk):
        one.mobile_proved_at = NOW
        one.save()
    world.seat(made.company, clerk, rights=["contracts"])
    assert worker.post("assist", named(friend, heard="")).status_code == 422
    refused = [worker.post("assist", named(one)) for one in (made.worker, made.keeper, clerk, unknown)]
    refused.append(worker.post("assist", named(friend, mobile="09121112233")))
    assert {answer.status_code for answer in refused} == {422}
    assert all("گواهی ثبت نمی‌شود" in answer.content.decode() for answer in refused)
    assert worker.post("assist", named(friend)).status_code == 302
    code = world.by_code(sms, friend)
    assert Side(made, made.worker, sms).post("assist", {"code": code}).status_code >= 400  # another session
    assert worker.post("assist", {"code": code}).headers["Location"] == worker.at("sign")
    assert Signature.objects.get(side="witness").person == friend
    assert Entry.objects.filter(kind="contract.witnessed").count() == 1
    assert friend.name in worker.get("sign").content.decode()
    assert worker.signs("sign").status_code == 302
    made.contract.refresh_from_db()
    assert (made.contract.state, Signature.objects.filter(signed_at__isnull=False).count()) == ("signed", 3)


def test_a_contract_signed_by_hand_is_confirmed_by_code_and_only_for_the_words_that_were_printed(sms, time_machine):
    time_machine.move_to(NOW, tick=False)
    made = world.drafted()
    worker, keeper = Side(made, made.worker, sms), Side(made, made.keeper, sms)

    def lay():
        return keeper.post("on_paper", {"file": SimpleUploadedFile("قرارداد.pdf", PDF, "application/pdf")})

    assert keeper.post("on_paper", {}).status_code == 422
    assert lay().headers["Location"] == keeper.at("send")
    time_machine.move_to(NOW + timedelta(minutes=1), tick=False)
    drafting.save_part(made.contract, part="pay", told={"amount": 3_500_000}, by=made.keeps, at=NOW + timedelta(minutes=1))
    assert (keeper.asks("send").status_code, Version.objects.exists()) == (409, False)
    time_machine.move_to(NOW + timedelta(minutes=2), tick=False)
    assert lay().status_code == 302
    assert keeper.signs("send").status_code == 302
    words = proof.read(Version.objects.get().words)
    assert (words["origin"], len(words["annexes"])) == ("paper", 1)
    assert "نسخه امضاشده روی کاغذ" in worker.get("read").content.decode()
    worker.post("read")
    assert worker.signs("sign").status_code == 302
    made.contract.refresh_from_db()
    assert (made.contract.state, made.contract.origin) == ("signed", "paper")


def test_who_changes_his_mind_signs_here(sms, time_machine):
    time_machine.move_to(NOW, tick=False)
    made = world.drafted()
    keeper = Side(made, made.keeper, sms)
    keeper.post("on_paper", {"file": SimpleUploadedFile("قرارداد.pdf", PDF, "application/pdf")})
    assert keeper.post("on_paper", {"do": "leave"}).status_code == 302
    made.contract.refresh_from_db()
    assert (made.contract.origin, made.contract.annexes.filter(removed_at=None).count()) == ("here", 0)
    assert Side(made, made.worker, sms).get("on_paper").status_code == 404
