"""Both ways to sign keep one contract: what is proven is this person's, over these words, asked for in this session, and counts once."""

import base64
import json
from functools import cache

import pytest

from kardad.contracts.actions import answering, providers, sending, signing
from kardad.core import outside
from kardad.gateways.signature import memory, reading
from kardad.gateways.signature.port import Outcome
from kardad.kit.refusal import Refusal
from kardad.people import particulars
from tests.contracts import world
from tests.contracts.world import NOW

pytestmark = pytest.mark.django_db
SEEN = signing.Seen(session_key="phone")


@pytest.fixture(params=["code", "certificate"])
def way(request, sms, monkeypatch):
    """One of the ways, a contract that its worker has read, and the answer that is right."""
    service = memory.Memory(now=lambda: NOW)
    monkeypatch.setattr(outside, "signer", cache(lambda: service))
    made = world.sent(sms=sms)
    here = world.place(made, made.works)
    version = answering.read(here, world.open_version(made), by=made.works, at=NOW)

    def ask(seen=SEEN):
        signing.ask(here, version, seen=seen, by=made.works, at=NOW, said=signing.Answer("", provider=request.param))
        return world.by_code(sms, made.worker) if request.param == "code" else memory.PIN

    def sign(code, seen=SEEN):
        answer = signing.Answer(code)
        done = answering.complete
        return signing.sign(here, version, answer, seen=seen, then=lambda *held: done(*held, at=NOW), by=made.works, at=NOW)

    return made, version, ask, sign


def test_the_right_answer_signs_once_and_another_session_or_answer_does_not(way):
    made, version, ask, sign = way
    with pytest.raises(Refusal):
        sign("246810")
    right = ask()
    for wrong in ("000001", ""):
        with pytest.raises(Refusal):
            sign(wrong)
    with pytest.raises(Refusal):
        sign(right, signing.Seen(session_key="another"))
    assert not version.signatures.filter(side="worker", signed_at__isnull=False).exists()
    assert sign(right).state == "signed"
    with pytest.raises(signing.SignedAlready):
        sign(right)
    row = version.signatures.get(side="worker")
    assert (row.provider in providers.KINDS, bool(row.proof), made.contract.pk) == (True, True, version.contract_id)


@pytest.mark.parametrize("way", ["certificate"], indirect=True)
def test_a_certificates_proof_holds_for_its_person_and_words_alone_and_faults_are_told(way):
    made, version, ask, sign = way
    service = outside.signer()
    for outcome in (Outcome.UNKNOWN, Outcome.UNAVAILABLE):
        service.fail(outcome)
        with pytest.raises(providers.NoCertificate):
            ask()
    service.fail(None)
    sign(ask())
    kept = json.loads(version.signatures.get(side="worker").proof)
    raw = [base64.urlsafe_b64decode(kept[name] + "==") for name in ("signature", "certificate")]
    his, digest = particulars.own(made.worker).code, bytes.fromhex(version.sha256)
    good = {"holder": his, "roots": service.roots, "at": NOW}
    assert reading.holds(digest, *raw, **good)
    assert not reading.holds(digest[::-1], *raw, **good)
    assert not reading.holds(digest, *raw, **good | {"holder": particulars.own(made.keeper).code})
    assert not reading.holds(digest, *raw, **good | {"roots": memory.Memory(now=lambda: NOW).roots})
    assert not reading.holds(digest, *raw, **good | {"at": NOW.replace(year=2035)})
    assert not reading.holds(digest, b"", b"", **good)
    with pytest.raises(ValueError, match="32 bytes"):
        service.ask(b"short", his)


def test_a_house_without_the_service_signs_by_codes_alone(sms, settings):
    settings.GATEWAYS = settings.GATEWAYS | {"signature": []}
    outside.forget()
    made = world.drafted()
    here = world.place(made, made.keeps)
    version = sending.freeze(here, by=made.keeps, at=NOW)
    with pytest.raises(providers.NoCertificate):
        signing.ask(here, version, seen=SEEN, by=made.keeps, at=NOW, said=signing.Answer("", provider="certificate"))
