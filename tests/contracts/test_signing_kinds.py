"""What is signed beside the contract: a room registers its kind; both sign, one refuses, nobody comes, one reserves."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.http import Http404

from kardad.contracts import access, papers, signing_kinds, sweeps
from kardad.contracts.actions import answering, common, signing, wording
from kardad.contracts.models import Version
from kardad.evidence.models import Entry
from kardad.inbox.models import Letter
from kardad.kit.refusal import Refusal
from tests.contracts import world
from tests.contracts.world import NOW

pytestmark = pytest.mark.django_db
KIND = "sample"  # of no room


class NotToday(Refusal):
    """The room does not want it now."""

    code = "TEST_NOT_TODAY"
    message = "امروز نه."


@pytest.fixture
def done(monkeypatch):
    """What the kind set going; `done.closed` keeps anybody from signing."""

    class Room(list):
        closed = False

        def complete(self, contract, version, *, by, at):
            self.append((contract.pk, version.number, by.role))

        def ensure(self, contract, version, *, at):
            if self.closed:
                raise NotToday

    room = Room()
    monkeypatch.setattr(signing_kinds, "_KINDS", {})
    monkeypatch.setattr(papers, "ask", lambda version, **_: None)  # a kind of no room has no paper
    items = {"reservable": lambda version: [("overtime", "اضافه‌کار")], "ensure": room.ensure}
    signing_kinds.register(KIND, title="باطل کردن", template="x.html", told=lambda version: {}, complete=room.complete, **items)
    return room


def drawn(made, words="متن نخست", at=NOW):
    """The wording lies before whoever signs it first."""
    with transaction.atomic():
        return wording.freeze(common.locked(made.contract), KIND, words={"text": words}, at=at)


def signs(made, actor, version, sms, *, reserves=(), key="k", at=NOW):
    """This side signs by its code."""
    here, person = world.place(made, actor), made.keeper if actor.person_id == made.keeper.pk else made.worker
    seen = signing.Seen(session_key=key, device=key, address=key)
    signing.ask(here, version, seen=seen, by=actor, at=at)
    answer = signing.Answer(world.by_code(sms, person), frozenset(), frozenset(reserves))
    return wording.sign(here, version, answer, seen=seen, by=actor, at=at)


def test_both_sign_in_order_and_the_room_completes_once(sms, done):
    made = world.signed(sms=sms)
    later = NOW + timedelta(minutes=10)
    version = drawn(made, at=later)
    assert drawn(made, at=later).pk == version.pk
    version = drawn(made, "متن دوم", at=later)
    assert Version.objects.filter(kind=KIND).count() == 1
    with pytest.raises(Http404):
        access.version(world.place(made, made.works), KIND, 1)
    signs(made, made.keeps, version, sms, key="desk", at=later)
    assert done == []
    assert Letter.objects.filter(event="contract.wording_waits", person=made.worker).count() == 1
    with pytest.raises(wording.OneAtATime):
        drawn(made, "متن سوم", at=later)
    here = world.place(made, made.works)
    version = answering.read(here, access.version(here, KIND, 1), by=made.works, at=later)
    with pytest.raises(wording.NotReservable):
        wording.sign(here, version, signing.Answer("1", reserves=frozenset({"wage"})), seen=signing.Seen(), by=made.works, at=later)
    signs(made, made.works, version, sms, reserves=["overtime"], key="phone", at=later)
    version.refresh_from_db()
    assert (done, version.state) == ([(made.contract.pk, 1, "worker")], "signed")
    assert version.signatures.get(side="worker").reserves == ["overtime"]
    assert Entry.objects.filter(kind="contract.wording_read").count() == 1


def test_a_room_that_refuses_takes_the_signature_back(sms, done):
    made = world.signed(sms=sms)
    later = NOW + timedelta(minutes=10)
    version = drawn(made, at=later)
    done.closed = True
    with pytest.raises(NotToday):
        signs(made, made.keeps, version, sms, at=later)
    assert not version.signatures.filter(signed_at__isnull=False).exists()


def test_a_wording_is_refused_with_a_reason_recalled_or_expires(sms, done):
    made = world.signed(sms=sms)
    later = NOW + timedelta(minutes=10)
    version = drawn(made, at=later)
    signs(made, made.keeps, version, sms, at=later)
    here = world.place(made, made.works)
    with pytest.raises(wording.NoReason):
        wording.refuse(here, version, reason=" ", by=made.works, at=later)
    wording.refuse(here, version, reason="نمی‌خواهم", by=made.works, at=later)
    second = drawn(made, at=later)
    assert (second.number, wording.recall(world.place(made, made.keeps), second, by=made.keeps, at=later).state) == (2, "signed")
    third = drawn(made, at=later)
    assert [sweeps.lapse_wordings(third.until - timedelta(seconds=1)), sweeps.lapse_wordings(third.until)] == [0, 1]
    assert list(Version.objects.filter(kind=KIND).order_by("number").values_list("state", flat=True)) == ["refused", "recalled", "expired"]
    assert done == []
