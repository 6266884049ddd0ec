"""Signing through the pages: the employer sends, the worker reads, asks, rejects or signs; every attack meets its refusal."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kardad.contracts.actions import drafting
from kardad.contracts.models import Contract, Delivery, Signature, Version
from kardad.inbox.models import Letter
from tests import factories
from tests.contracts import pages, world
from tests.contracts.world import NOW

pytestmark = pytest.mark.django_db


class Side:
    """One person at his own browser."""

    def __init__(self, made, person, sms, *, ip="10.0.0.1"):
        self.made, self.person, self.sms = made, person, sms
        self.client = Client(REMOTE_ADDR=ip)
        self.client.force_login(person)

    def at(self, name, *args):
        return reverse(f"contracts:{name}", args=[self.made.contract.token, *args])

    def get(self, name, *args):
        return self.client.get(self.at(name, *args))

    def post(self, name, data=None, *args):
        return self.client.post(self.at(name, *args), data or {})

    def digest(self, name, *args):
        """The words that the page shows."""
        return re.search(r'name="words" value="([0-9a-f]{64})"', self.get(name, *args).content.decode())[1]

    def asks(self, name, *args, **more):
        """A code is asked for these words; the answer."""
        return self.post(name, {"do": "send", "words": self.digest(name, *args)} | more, *args)

    def signs(self, name, *args, code=None, **more):
        """The code is asked for and given; the answer."""
        self.asks(name, *args, **more)
        code = code or world.by_code(self.sms, self.person)
        return self.post(name, {"words": self.digest(name, *args), "code": code} | more, *args)


@pytest.fixture
def sides(sms, time_machine):
    """A draft; its keeper and its worker, each at a browser."""
    time_machine.move_to(NOW, tick=False)
    made = world.drafted()
    keeper, worker = Side(made, made.keeper, sms), Side(made, made.worker, sms, ip="10.0.0.2")
    return made, keeper, worker


def ways(side):
    """Where the contract's page leads this side."""
    return {address.rstrip("/").rpartition("/")[2] for _, address in side.get("contract").context["ways"]}


def state(made):
    made.contract.refresh_from_db()
    return made.contract.state


def test_a9_by_pages_the_place_of_work_is_corrected_and_the_second_version_signed_by_both(sides, time_machine):
    made, keeper, worker = sides
    assert worker.get("read").status_code == 404
    assert ways(keeper) >= {"review", "send"}
    assert keeper.signs("send").status_code == 302
    assert state(made) == "sent"
    assert (ways(keeper) >= {"recall", "read"}, "read" in ways(worker), "sign" in ways(worker)) == (True, True, False)
    first = made.contract.versions.get()
    assert [keeper.get(name).status_code for name in ("correct", "reject", "sign", "send")] == [404] * 4
    assert worker.get("sign").headers["Location"] == worker.at("read")
    shown = worker.get("read").content.decode()
    assert "شهرک صنعتی" in shown
    assert "همه متن را خواندم" in shown
    assert "ماهی چقدر می‌گیرید؟" in shown
    assert "۱۰۳٬۹۰۹٬۶۸۰" in shown  # thirty days of the least wage of 1404
    assert worker.post("read", {"do": "read"}).status_code == 302
    paths = {row.path: name for _, _, rows in worker.get("correct").context["form"].shown for row, asked in rows for name in [asked.name]}
    nothing = worker.post("correct", {})
    assert nothing.status_code >= 400
    assert worker.post("correct", {paths["work.place"]: "شیراز، کارگاه شماره ۲", "wish_999": "جعلی"}).status_code == 302
    assert state(made) == "revision_requested"
    assert first.corrections.get().field == "work.place"
    assert "کارگاه شماره ۲" in keeper.get("send").content.decode()
    there = {"place": "شیراز، کارگاه شماره ۲"}
    assert pages.send(keeper.client, made.contract, "work", pages.typed(world.sound(made), "work") | there).status_code == 302
    time_machine.move_to(NOW + timedelta(minutes=5), tick=False)
    assert keeper.signs("send").status_code == 302
    changed = worker.get("compare", 2).content.decode()
    assert "شهرک صنعتی" in changed
    assert "کارگاه شماره ۲" in changed
    assert worker.get("compare", 1).status_code == 404
    worker.post("read")
    done = worker.signs("sign")
    assert (done.status_code, state(made)) == (302, "signed")
    assert Delivery.objects.count() == 4
    mine = Signature.objects.get(side="worker")
    assert (mine.alarms, mine.sha256) == ([], made.contract.versions.get(number=2).sha256)
    assert "امضا شده" in worker.get("read").content.decode()


def test_words_that_changed_under_the_signer_are_not_signed_and_a_digest_is_not_forged(sides):
    made, keeper, _ = sides
    seen = keeper.digest("send")
    keeper.asks("send")
    code = world.by_code(keeper.sms, made.keeper)
    drafting.save_part(made.contract, part="pay", told={"amount": 3_500_000}, by=made.keeps, at=NOW)
    stale = keeper.post("send", {"words": seen, "code": code})
    assert (stale.status_code, state(made)) == (409, "draft")
    now = keeper.digest("send")
    assert now != seen
    assert keeper.post("send", {"words": now, "code": code}).status_code >= 400  # a code of the older words
    assert keeper.post("send", {"words": "0" * 64, "code": code}).status_code == 409
    assert (state(made), Signature.objects.filter(signed_at__isnull=False).count()) == ("draft", 0)


def test_a_code_serves_once_in_one_session_for_one_person(sides, sms):
    made, keeper, worker = sides
    keeper.signs("send")
    worker.post("read")
    worker.asks("sign")
    code = world.by_code(sms, made.worker)
    digest = worker.digest("sign")
    elsewhere = Side(made, made.worker, sms)
    assert elsewhere.post("sign", {"words": digest, "code": code}).status_code >= 400
    assert keeper.post("sign", {"words": digest, "code": code}).status_code == 404
    for stranger in (factories.person(level=2), factories.person(level=2, role="employer")):
        other = Side(made, stranger, sms)
        assert {other.get(name).status_code for name in ("send", "read", "sign", "correct", "reject", "recall", "reopen")} == {404}
        assert other.post("sign", {"words": digest, "code": code}).status_code == 404
    assert state(made) == "sent"
    assert worker.post("sign", {"words": digest, "code": code}).status_code == 302
    assert worker.post("sign", {"words": digest, "code": code}).headers["Location"] == made.contract.url  # pressed twice
    assert worker.post("sign", {"words": "0" * 64, "code": code}).status_code == 404
    assert Signature.objects.filter(side="worker").count() == 1
    visitor = Client().get(worker.at("sign"))
    assert (visitor.status_code, "/login/" in visitor.headers["Location"]) == (302, True)


def test_the_last_second_signs_and_the_next_does_not(sides, sms, time_machine):
    made, keeper, worker = sides
    keeper.signs("send")
    worker.post("read")
    until = made.contract.versions.get().until
    time_machine.move_to(until - timedelta(minutes=1), tick=False)
    worker.asks("sign")
    code, digest = world.by_code(sms, made.worker), worker.digest("sign")
    time_machine.move_to(until, tick=False)
    late = worker.post("sign", {"words": digest, "code": code})
    assert (late.status_code, state(made)) == (409, "sent")
    time_machine.move_to(until - timedelta(microseconds=1), tick=False)
    assert (worker.post("sign", {"words": digest, "code": code}).status_code, state(made)) == (302, "signed")


def test_the_same_browser_and_the_same_sim_are_noticed(sides, sms):
    _, keeper, worker = sides
    keeper.signs("send")
    worker.client.cookies["kardad_device"] = keeper.client.cookies["kardad_device"].value
    worker.post("read")
    worker.signs("sign")
    assert Signature.objects.get(side="worker").alarms == ["same_device"]
    assert "دو طرف با یک مرورگر امضا کرده‌اند" in keeper.get("read").content.decode()


def test_one_mobile_does_not_sign_for_both(sides):
    made, keeper, worker = sides
    keeper.signs("send")
    worker.post("read")
    Signature.objects.update(mobile_index=made.worker.mobile_index)
    one_sim = worker.asks("sign")
    assert (one_sim.status_code >= 400, "با همین شماره" in one_sim.content.decode()) == (True, True)
    assert not Signature.objects.filter(side="worker").exists()


def test_warnings_are_known_by_both_before_a_code_leaves(sides, sms):
    made, keeper, worker = sides
    drafting.save_part(
        made.contract, part="others", told={"terms": ("کارگر هر کاری که کارفرما بگوید انجام می‌دهد.",)}, by=made.keeps, at=NOW
    )
    page = keeper.get("send")
    codes = [code for code, _ in page.context["form"].fields["knows"].choices]
    assert codes
    sent = len(sms.outbox)
    assert (keeper.asks("send").status_code, len(sms.outbox)) == (422, sent)
    assert keeper.asks("send", knows=[*codes, "C99"]).status_code == 422
    assert keeper.signs("send", knows=codes).status_code == 302
    worker.post("read")
    assert worker.asks("sign").status_code == 422
    assert worker.asks("sign", knows=codes).status_code == 302
    assert [box.data["selected"] for box in worker.get("sign").context["form"]["knows"]] == [True] * len(codes)
    code = world.by_code(sms, made.worker)
    assert worker.post("sign", {"words": worker.digest("sign"), "code": code}).status_code == 422
    assert worker.post("sign", {"words": worker.digest("sign"), "code": code, "knows": codes}).status_code == 302
    assert Signature.objects.get(side="worker").knows == sorted(codes)


def test_what_the_law_forbids_shows_no_deed_and_is_not_sent_by_a_forged_post(sides, sms):
    made, keeper, _ = sides
    drafting.save_part(made.contract, part="pay", told={"amount": 3_400_000}, by=made.keeps, at=NOW)
    page = keeper.get("send").content.decode()
    assert ('name="do"' in page, "قرارداد فرستاده نمی‌شود" in page) == (False, True)
    form = keeper.get("send").context["form"]
    answer = keeper.post("send", {"do": "send", "words": form.digest})
    assert (answer.status_code >= 400, Version.objects.exists(), state(made)) == (True, False, "draft")


def test_the_employer_takes_it_back_and_the_worker_rejects_what_comes_again(sides, sms, time_machine):
    made, keeper, worker = sides
    keeper.signs("send")
    assert worker.post("recall").status_code == 404
    assert keeper.get("recall").status_code == 200
    assert (keeper.post("recall").status_code, state(made)) == (302, "draft")
    assert (worker.get("sign").status_code, worker.get("correct").status_code) == (404, 404)
    time_machine.move_to(NOW + timedelta(minutes=3), tick=False)
    assert keeper.signs("send").status_code == 302
    assert worker.post("reject", {"reason": ""}).status_code == 422
    assert (worker.post("reject", {"reason": "حقوق کم است"}).status_code, state(made)) == (302, "rejected")
    assert worker.post("reject", {"reason": "باز هم"}).status_code == 404
    assert Letter.objects.filter(event="contract.rejected", person=made.keeper).count() == 1
    Contract.objects.update(state="expired")
    assert worker.post("reopen").status_code == 404
    assert (keeper.post("reopen").status_code, state(made)) == (302, "draft")


def test_the_other_sides_numbers_are_masked(sides):
    made, keeper, worker = sides
    drafting.save_part(made.contract, part="employer", told={"national_code": world.code_of(made.keeper)}, by=made.keeps, at=NOW)
    keeper.signs("send")
    shown = worker.get("read").content.decode()
    assert world.code_of(made.keeper) not in shown
    assert world.code_of(made.worker) in shown
