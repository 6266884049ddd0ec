"""Zibal's own ways: the amount compared by us, the details of a repeated verify inquired, states of two tables."""

import pytest

from kardad.gateways.payments.outcomes import Begun, Claim, Differs, NotBegun, NotPaid, Paid, Reason, Standing, Trouble, Undone
from kardad.gateways.payments.zibal import REASONS, TROUBLES, Contract, Zibal
from tests.gateways.payments_bench import CALLBACK, MOBILE, RIALS, order
from tests.gateways.payments_wire import SILENCES, Wire, open_attempt, silent

TRACK = "9990061657"
OURS = open_attempt(TRACK, sale="")
NAMED = {"merchant": "zibal", "trackId": int(TRACK)}


@pytest.fixture
def zibal(dial):
    def build(*replies):
        wire = Wire(list(replies))
        return Zibal(Contract("zibal"), transport=dial("https://gateway.zibal.ir", wire=wire.transport())), wire

    return build


def said(result=100, **more):
    return {"result": result, "message": "…", **more}


def verified(**more):
    details = {"status": 1, "amount": RIALS, "refNumber": 987654, "cardNumber": "62741****44", "orderId": "1001"}
    return said(**{**details, "paidAt": "2025-11-22T10:00:00.5", **more})


def test_every_code_of_the_document_has_its_meaning():
    assert sorted(TROUBLES) == [102, 103, 104, 105, 106, 113, 114, 115]
    assert sorted(REASONS) == [3, *range(4, 13), 15, 16, 18]


def test_a_beginning_tells_rials_and_our_reference(zibal):
    gateway, wire = zibal(said(trackId=int(TRACK)))
    asked = order()
    begun = gateway.begin(asked)
    assert (type(begun), begun.authority, begun.way.method, begun.way.url) == (
        Begun,
        TRACK,
        "GET",
        f"https://gateway.zibal.ir/start/{TRACK}",
    )
    body = {"merchant": "zibal", "amount": RIALS, "callbackUrl": CALLBACK, "orderId": asked.reference, "mobile": MOBILE}
    assert wire.asked == [("POST", "/v1/request", body)]


@pytest.mark.parametrize("track", [None, "", 0, -5, "abc", 1.5, True])
def test_a_track_id_that_is_none_sends_nobody(zibal, track):
    gateway, _ = zibal(said(trackId=track))
    assert gateway.begin(order()) == NotBegun(provider="zibal", trouble=Trouble.GARBLED, code="100")


@pytest.mark.parametrize(("result", "trouble"), [*TROUBLES.items(), (199, Trouble.UNHEARD)])
def test_a_refusal_keeps_its_code(zibal, result, trouble):
    gateway, _ = zibal(said(result))
    assert gateway.begin(order()) == NotBegun(provider="zibal", trouble=trouble, code=str(result))
    verdict = gateway.verify(OURS)
    assert silent(verdict, trouble, "zibal")
    assert verdict.code == str(result)


def test_less_than_a_thousand_rials_is_not_asked_for(zibal):
    gateway, wire = zibal(said(trackId=1))
    assert gateway.begin(order(999)).trouble is Trouble.AMOUNT
    assert wire.seen == []


@pytest.mark.parametrize(("result", "already"), [(100, False), (201, True)])
def test_both_codes_of_success_are_paid(zibal, result, already):
    gateway, wire = zibal(verified(result=result))
    verdict = gateway.verify(OURS)
    assert isinstance(verdict, Paid)
    assert (verdict.code, verdict.already, verdict.rials, verdict.reference) == (str(result), already, RIALS, "987654")
    assert (verdict.card, verdict.trace, verdict.paid_at.isoformat()) == ("62741****44", TRACK, "2025-11-22T06:30:00.500000+00:00")
    assert wire.asked == [("POST", "/v1/verify", NAMED)]


def test_a_repeated_verify_without_details_is_inquired_and_stays_paid(zibal):
    gateway, wire = zibal(said(201), verified())
    verdict = gateway.verify(OURS)
    assert (type(verdict), verdict.already, verdict.code, verdict.reference) == (Paid, True, "201", "987654")
    assert [path for _, path, _ in wire.asked] == ["/v1/verify", "/v1/inquiry"]


@pytest.mark.parametrize(("reply", "trouble"), SILENCES)
def test_a_repeated_verify_whose_inquiry_is_silent_is_asked_again(zibal, reply, trouble):
    gateway, _ = zibal(said(201), reply)
    verdict = gateway.verify(OURS)
    assert verdict.trouble in (trouble, Trouble.UNPROVED)
    assert verdict.code == "201"


@pytest.mark.parametrize("then", [said(102), said(203), verified(amount=None), verified(status=2), verified(status=-1), (500, verified())])
def test_a_repeated_verify_that_cannot_be_proved_is_left_to_a_person(zibal, then):
    gateway, _ = zibal(said(201), then)
    assert silent(gateway.verify(OURS), Trouble.UNPROVED, "zibal")


def test_a_repeated_verify_of_a_payment_that_went_back_is_not_paid(zibal):
    gateway, _ = zibal(said(201), verified(status=18))
    assert gateway.verify(OURS) == NotPaid(provider="zibal", code="18", reason=Reason.REVERSED)


@pytest.mark.parametrize(("amount", "told"), [(RIALS - 1, RIALS - 1), (RIALS // 10, RIALS // 10), (str(RIALS + 5), RIALS + 5)])
def test_another_amount_fulfils_nothing(zibal, amount, told):
    gateway, _ = zibal(verified(amount=amount))
    assert gateway.verify(OURS) == Differs(provider="zibal", code="100", is_taken=True, rials=told, reference="987654")


@pytest.mark.parametrize("more", [{"amount": None}, {"amount": float(RIALS)}, {"orderId": "1002"}, {"status": 2}, {"status": -2}])
def test_a_yes_to_something_else_is_no_yes(zibal, more):
    gateway, _ = zibal(verified(**more))
    assert silent(gateway.verify(OURS), Trouble.UNPROVED, "zibal")


@pytest.mark.parametrize("ref", [None, 0, ""])
def test_without_a_number_of_the_bank_the_track_id_is_one(zibal, ref):
    gateway, _ = zibal(verified(refNumber=ref, cardNumber=None, orderId=""))
    assert (gateway.verify(OURS).reference, gateway.verify(OURS).card) == (TRACK, "")


@pytest.mark.parametrize("answer", [(500, verified()), verified(result=100.0), verified(result=None), verified(result=True), {"status": 1}])
def test_a_success_that_is_none_is_never_paid(zibal, answer):
    gateway, _ = zibal(answer)
    assert not isinstance(gateway.verify(OURS), Paid)


@pytest.mark.parametrize(("status", "reason"), [(None, Reason.UNPAID), (77, Reason.UNPAID), *REASONS.items()])
def test_what_is_not_paid_says_why_where_it_is_told(zibal, status, reason):
    gateway, _ = zibal(said(202, **({} if status is None else {"status": status})))
    assert gateway.verify(OURS) == NotPaid(provider="zibal", code="202", reason=reason)


@pytest.mark.parametrize(("status", "trouble"), [(-1, Trouble.WAITING), (-2, Trouble.BUSY), (1, Trouble.UNHEARD), (2, Trouble.UNHEARD)])
def test_not_paid_with_a_state_that_says_otherwise_is_unknown(zibal, status, trouble):
    gateway, _ = zibal(said(202, status=status))
    assert silent(gateway.verify(OURS), trouble, "zibal")


def test_a_track_id_the_bank_does_not_know_is_not_found(zibal):
    gateway, _ = zibal(said(203))
    assert gateway.verify(OURS) == NotPaid(provider="zibal", code="203", reason=Reason.NOT_FOUND)
    assert gateway.inquire(OURS).reason is Reason.NOT_FOUND


@pytest.mark.parametrize(("reply", "trouble"), SILENCES)
def test_silence_is_unknown_and_is_asked_once(zibal, reply, trouble):
    gateway, wire = zibal(reply)
    assert silent(gateway.verify(OURS), trouble, "zibal")
    assert gateway.begin(order()).trouble is trouble
    assert len(wire.seen) == 2
    assert (gateway.inquire(OURS).standing, gateway.inquire(OURS).trouble) == (Standing.UNKNOWN, trouble)


@pytest.mark.parametrize(
    ("params", "claim", "reason", "code"),
    [
        ({"success": "1", "status": "2"}, Claim.PAID, None, "2"),
        ({"success": "1"}, Claim.PAID, None, "success_1"),
        ({"success": "0", "status": "3"}, Claim.NOT_PAID, Reason.CANCELLED, "3"),
        ({"success": "0", "status": "5"}, Claim.NOT_PAID, Reason.INSUFFICIENT, "5"),
        ({"success": "0", "status": "12"}, Claim.NOT_PAID, Reason.CARD, "12"),
        ({"success": "0", "status": "-1"}, Claim.NOT_PAID, Reason.FAILED, "-1"),
        ({"success": "0"}, Claim.NOT_PAID, Reason.FAILED, "success_0"),
    ],
)
def test_a_callback_is_read_with_its_state(zibal, params, claim, reason, code):
    gateway, _ = zibal({})
    read = gateway.read({"trackId": TRACK, "orderId": "1001", **params}, OURS)
    assert (read.claim, read.reason, read.code) == (claim, reason, code)


def test_the_lazy_callback_tells_a_card_which_is_masked(zibal):
    gateway, _ = zibal({})
    read = gateway.read({"trackId": TRACK, "success": "1", "status": "2", "cardNumber": "6274129005473742"}, OURS)
    assert read.card == "627412******3742"


@pytest.mark.parametrize(
    ("params", "wrong"),
    [
        ({"success": "1", "status": "2", "orderId": "1001"}, "trackId"),
        ({"trackId": "1", "success": "1"}, "trackId"),
        ({"trackId": TRACK, "success": "1", "orderId": "1002"}, "orderId"),
        ({"trackId": TRACK}, "success"),
        ({"trackId": TRACK, "success": "yes"}, "success"),
    ],
)
def test_a_forged_callback_is_told_by_its_field(zibal, params, wrong):
    gateway, _ = zibal({})
    assert (gateway.read(params, OURS).claim, gateway.read(params, OURS).wrong) == (Claim.FORGED, wrong)


@pytest.mark.parametrize(
    ("status", "standing", "trouble"),
    [
        (1, Standing.VERIFIED, None),
        (2, Standing.HELD, None),
        (-1, Standing.WAITING, Trouble.WAITING),
        (-2, Standing.UNKNOWN, Trouble.BUSY),
        (99, Standing.UNKNOWN, Trouble.UNHEARD),
        *[(status, Standing.NOT_PAID, None) for status in REASONS],
    ],
)
def test_an_inquiry_tells_the_state(zibal, status, standing, trouble):
    gateway, wire = zibal(verified(status=status))
    found = gateway.inquire(OURS)
    assert (found.standing, found.trouble, found.code, found.reason) == (standing, trouble, str(status), REASONS.get(status))
    assert wire.asked == [("POST", "/v1/inquiry", NAMED)]


def test_it_settles_by_itself_and_gives_nothing_back(zibal):
    gateway, wire = zibal(said())
    assert gateway.settle(OURS) == gateway.reverse(OURS) == Undone(provider="zibal", trouble=Trouble.UNSUPPORTED)
    assert wire.seen == []
