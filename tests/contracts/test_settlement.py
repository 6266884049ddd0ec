"""A settlement from its facts to its payment: who may, in which state, what is refused, what both sign, what is taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from kardad.contracts import flow, proof
from kardad.contracts.actions import paying, settling, waiving, wording
from kardad.contracts.actions.paying import Payment
from kardad.contracts.models import Contract, Ending, Settlement
from kardad.contracts.queries import settling as queries
from kardad.contracts.statement import Facts, Other
from kardad.core.models import StoredFile
from kardad.inbox.models import Letter
from kardad.kit.flow import NotAllowed
from tests.contracts import test_ending as ends
from tests.contracts.world import day

AT = datetime(2025, 9, 27, 6, 0, tzinfo=UTC)  # 1404-07-05
PAID_ON = day("1404-07-04")


@pytest.fixture
def made(db, sms):
    """A contract of 6,000,000 a day that ended with its term."""
    found = ends.running(sms, pay={"amount": 6_000_000})
    ends.declared(found, at=AT)
    return found


def saved(made, facts=None, *, at=AT):
    return settling.save(ends.side_of(made, "employer")[0], facts or Facts(), by=made.keeps, at=at)


def prepared(made, facts=None, *, at=AT):
    saved(made, facts, at=at)
    return settling.prepare(ends.side_of(made, "employer")[0], by=made.keeps, at=at)


def paid(made, *, at=AT, amount=10**9, method="bank", trace="۹۱۲۳۴۵", paid_on=PAID_ON, file=None):
    payment = Payment(paid_on=paid_on, amount=amount, method=method, trace=trace, proof=file)
    return paying.pay(ends.side_of(made, "employer")[0], payment, by=made.keeps, at=at)


def signed(made, sms, *, reserves=(), at=AT):
    version = prepared(made, at=at)
    ends.gave(made, "employer", version, sms, at=at)
    ends.gave(made, "worker", version, sms, at=at, reserves=reserves)
    version.refresh_from_db()
    return version


def test_it_is_settled_when_both_have_signed_and_the_payment_is_shown(made, sms):
    version = signed(made, sms, reserves=("overtime",))
    words = proof.read(version.words)
    amounts = {one["code"]: one["amount"] for one in words["items"]}
    assert (amounts["severance"], amounts["bonus"]) == (91_726_027, 158_853_703)
    assert words["net"] == words["gross"] - words["less"] == sum(amounts.values())
    assert version.signatures.get(side="worker").reserves == ["overtime"]
    assert Contract.objects.get().state == "in_settlement"
    with pytest.raises(paying.NoProof):
        paid(made, trace="")
    with pytest.raises(settling.BeforePayment):
        paid(made, paid_on=day("1404-07-06"))
    with pytest.raises(paying.TooEarly):
        paid(made, paid_on=day("1404-06-30"))
    with pytest.raises(settling.PaidLess):
        paid(made, amount=words["net"] - 1)
    with pytest.raises(paying.NotRefused):
        paid(made, method="deposit")
    paid(made, amount=words["net"])
    contract = Contract.objects.get()
    assert (contract.state, contract.settled_at) == ("settled", AT)
    assert Letter.objects.filter(event="contract.settled").count() == 2
    with pytest.raises(paying.PaidAlready):
        paid(made)
    with pytest.raises(settling.SignedBefore):
        saved(made)


def test_what_was_paid_first_stands_in_the_statement_and_the_last_signature_settles(made, sms):
    saved(made)
    paid(made, amount=400_000_000)
    version = settling.prepare(ends.side_of(made, "employer")[0], by=made.keeps, at=AT)
    assert proof.read(version.words)["paid"] == {"paid_on": PAID_ON.isoformat(), "amount": 400_000_000, "trace": "۹۱۲۳۴۵"}
    ends.gave(made, "employer", version, sms, at=AT)
    ends.gave(made, "worker", version, sms, at=AT)
    assert Contract.objects.get().state == "settled"


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (Facts(advances=10**11), settling.TakesTooMuch),
        (Facts(bonus_paid=(1404,), used_leave="400", note=""), None),
    ],
)
def test_a_statement_never_takes_more_than_is_owed(made, facts, why):
    if why is None:
        assert prepared(made, facts).state == "open"
        return
    with pytest.raises(why):
        prepared(made, facts)


def test_a_text_that_gives_up_rights_or_has_no_items_is_refused(made):
    for told in (
        Facts(note="همه حقوق خود را گرفتم و هیچ ادعایی ندارم."),
        Facts(note="کارگر از حق بی مه انصراف می‌دهد."),
        Facts(others=(Other(title="پاداش؛ کارگر دیگر هیچ طلبی از کارفرما ندارد", amount=1),)),
    ):
        with pytest.raises(waiving.Waives):
            saved(made, told)
    with pytest.raises(settling.NoItems):
        settling.prepare(ends.side_of(made, "employer")[0], by=made.keeps, at=AT)
    with pytest.raises(settling.NoItems):
        paid(made)
    assert not made.contract.versions.filter(kind="settlement").exists()


def test_a_mistaken_confirmation_is_taken_back_for_three_days_while_nothing_is_paid(made, sms):
    signed(made, sms)
    place, actor = ends.side_of(made, "worker")
    until = AT + timedelta(days=3)
    with pytest.raises(NotAllowed):
        settling.undo(ends.side_of(made, "employer")[0], by=made.keeps, at=AT)
    with pytest.raises(settling.TooLateToUndo):
        settling.undo(place, by=actor, at=until)
    assert settling.undo(place, by=actor, at=until - timedelta(seconds=1)).state == "undone"
    assert queries.settlement(made.contract).version is None
    again = signed(made, sms, at=AT + timedelta(days=2, hours=23, minutes=59, seconds=59, microseconds=1))
    assert again.number == 2
    paid(made, at=AT + timedelta(days=3))
    with pytest.raises(NotAllowed):
        settling.undo(ends.side_of(made, "worker")[0], by=made.works, at=AT + timedelta(days=3))


def test_nobody_is_made_to_sign_and_the_money_may_be_deposited(made, sms):
    version = prepared(made)
    ends.gave(made, "employer", version, sms, at=AT)
    wording.refuse(ends.side_of(made, "worker")[0], version, reason="اضافه‌کاری من نیست", by=made.works, at=AT)
    assert Letter.objects.filter(event="contract.settlement_deposit", person=made.keeper).exists()
    file = StoredFile.objects.create(name="r.pdf", media_type="application/pdf", size=1, sha256="b" * 64, scan="clean", stored_at=AT)
    paid(made, method="deposit", trace="", file=file)
    contract, row = Contract.objects.get(), Settlement.objects.get()
    assert (contract.state, row.method, row.proof) == ("in_settlement", "deposit", file)
    again = settling.prepare(ends.side_of(made, "employer")[0], by=made.keeps, at=AT + timedelta(minutes=10))
    assert (again.number, Settlement.objects.get().refused_at) == (2, None)
    ends.gave(made, "employer", again, sms, at=AT + timedelta(minutes=10))
    ends.gave(made, "worker", again, sms, at=AT + timedelta(minutes=10))
    assert Contract.objects.get().state == "settled"


def test_an_item_that_is_not_there_cannot_be_kept_back(made, sms):
    version = prepared(made)
    ends.gave(made, "employer", version, sms, at=AT)
    with pytest.raises(wording.NotReservable):
        ends.gave(made, "worker", version, sms, at=AT, reserves=("trial_rest",))


@pytest.mark.parametrize("side", ["employer", "worker"])
def test_only_the_employer_writes_and_pays_and_only_while_it_is_being_settled(made, sms, side):
    saved(made)
    version = settling.prepare(ends.side_of(made, "employer")[0], by=made.keeps, at=AT)
    place, actor = ends.side_of(made, side)
    for state in sorted(flow.CONTRACT.states):
        Contract.objects.filter(pk=made.contract.pk).update(state=state)
        place, actor = ends.side_of(made, side) if state != "draft" else (place, actor)
        if side == "employer" and state == "in_settlement":
            continue
        why = (NotAllowed,) if side == "worker" else (settling.NotEnded, settling.SignedBefore)
        for deed in (
            lambda: settling.save(place, Facts(), by=actor, at=AT),  # noqa: B023 – called at once
            lambda: settling.prepare(place, by=actor, at=AT),  # noqa: B023
        ):
            with pytest.raises(why):
                deed()
        if state not in ("in_settlement", "settled"):
            payment = Payment(paid_on=PAID_ON, amount=10**9, method="bank", trace="۱")
            with pytest.raises((*why, NotAllowed)):
                paying.pay(place, payment, by=actor, at=AT)
            with pytest.raises(settling.NotEnded):
                settling.ensure(Contract.objects.get(), version, at=AT)


def test_no_settlement_is_signed_before_the_end(made, sms):
    version = prepared(made)
    Contract.objects.update(state="active", ended_on=None)
    with pytest.raises(settling.NotEnded):
        ends.gave(made, "employer", version, sms, at=AT)
    assert not version.signatures.filter(signed_at__isnull=False).exists()


def test_the_reckoning_knows_who_ended_the_trial_what_the_decision_said_and_what_was_renewed(db, sms):
    made = ends.running(sms)
    contract = made.contract
    ends.declared(made, "trial", "employer", ends_on=day("1404-01-20"), at=AT)
    contract.refresh_from_db()
    assert queries.ended(contract).trial_until == day("1404-01-30")
    Ending.objects.update(side="worker")
    assert queries.ended(contract).trial_until is None
    Contract.objects.update(end_cause="ruling")
    Ending.objects.update(cause="ruling", evidence='{"is_unjustified": true}')
    contract.refresh_from_db()
    assert queries.ended(contract).severance == "unjustified_dismissal"
    first = Contract.objects.get()
    first.pk, first.token, first.number, first.state, first.starts_on = None, "earlier", None, "renewed", day("1403-07-01")
    first.signed_at = None
    first.save()
    contract.predecessor = first
    assert queries.ended(contract).since == day("1403-07-01")
    first.state = "settled"
    assert queries.ended(contract).since == day("1404-01-01")
