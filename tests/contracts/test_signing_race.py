"""Two presses at once on the real database: a contract is signed once, sent once, answered in one way, and numbered once."""

import pytest
from django.db import connection

from kardad.contracts.actions import answering, sending, signing, writing
from kardad.contracts.models import Contract, Delivery, Series, Signature
from kardad.evidence.models import Entry
from tests.cases.test_votes_race import at_once
from tests.contracts import world
from tests.contracts.pages import held_of
from tests.contracts.world import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="the quick database has one writer"),
]


def test_two_presses_at_once_send_and_sign_once_and_one_answer_counts(sms):
    made = world.drafted()
    here, seen = world.place(made, made.keeps), signing.Seen(session_key="desk")
    version = sending.freeze(here, by=made.keeps, at=NOW)
    signing.ask(here, version, seen=seen, by=made.keeps, at=NOW)
    code = world.by_code(sms, made.keeper)
    given = {"code": code, "knows": version.knows, "seen": seen, "by": made.keeps, "at": NOW}
    found = at_once(*[lambda: sending.send(here, version, **given)] * 3)
    assert found.count(None) == 1
    assert set(found) - {None} <= {"OTP_USED", "CONTRACT_SIGNED", "CONTRACT_STALE", "OTP_EXPIRED"}
    made.contract.refresh_from_db()
    assert (made.contract.state, Signature.objects.count()) == ("sent", 1)
    here = world.place(made, made.works)
    version = answering.read(here, world.open_version(made), by=made.works, at=NOW)
    seen = signing.Seen(session_key="phone")
    signing.ask(here, version, seen=seen, by=made.works, at=NOW)
    given = {"code": world.by_code(sms, made.worker), "knows": version.knows, "seen": seen, "by": made.works, "at": NOW}
    found = at_once(
        lambda: answering.sign(here, version, **given),
        lambda: answering.sign(here, version, **given),
        lambda: sending.recall(world.place(made, made.keeps), by=made.keeps, at=NOW),
        lambda: answering.reject(here, version, reason="نه", by=made.works, at=NOW),
    )
    assert found.count(None) == 1
    contract = Contract.objects.get()
    is_signed = contract.state == "signed"
    assert contract.state in ("signed", "draft", "rejected")
    assert Signature.objects.filter(side="worker", signed_at__isnull=False).count() == is_signed
    assert (Delivery.objects.count(), Series.objects.count()) == (4 * is_signed, int(is_signed))
    kinds = list(Entry.objects.order_by("seq").values_list("kind", flat=True))
    assert len([kind for kind in kinds if kind in ("contract.signed", "contract.recalled", "contract.rejected")]) == 1


def test_two_who_save_at_once_and_one_who_sends_meanwhile_lose_no_word(sms):
    made = world.drafted()
    seen, here = writing.mark(held_of(made.contract), "work"), world.place(made, made.keeps)
    version, desk = sending.freeze(here, by=made.keeps, at=NOW), signing.Seen(session_key="desk")
    signing.ask(here, version, seen=desk, by=made.keeps, at=NOW)
    code = world.by_code(sms, made.keeper)

    def save(place):
        return lambda: writing.save(made.contract, part="work", told={"place": place}, seen=seen, by=made.keeps, at=NOW)

    found = at_once(
        save("شیراز، کارگاه یک"),
        save("شیراز، کارگاه دو"),
        lambda: sending.send(here, version, code=code, knows=version.knows, seen=desk, by=made.keeps, at=NOW),
    )
    assert found.count(None) == 1
    if Contract.objects.get().state == "sent":  # then the words that were signed are the contract's
        assert held_of(Contract.objects.get()) == world.sound(made)
    else:
        assert not Signature.objects.filter(signed_at__isnull=False).exists()
