"""Zarinpal's own ways: codes in either half of the answer, the currency always told, the amount compared by the bank."""

import httpx
import pytest

from kardad.gateways.payments.outcomes import (
    Begun,
    Claim,
    Differs,
    Done,
    Inquiry,
    NotBegun,
    NotPaid,
    Paid,
    Reason,
    Standing,
    Trouble,
    Undone,
)
from kardad.gateways.payments.port import Order
from kardad.gateways.payments.zarinpal import REASONS, SANDBOX, TROUBLES, Contract, Zarinpal
from tests.gateways.payments_bench import CALLBACK, MOBILE, RIALS, order
from tests.gateways.payments_wire import SILENCES, Wire, open_attempt, silent

MERCHANT = "1344b5d4-0048-11e8-94db-005056a205be"
AUTHORITY = "A" + "0" * 26 + "k7Xq2Lm9Z"
OURS = open_attempt(AUTHORITY, sale="")
LISTED = [*range(-19, -8), *range(-41, -29), -50, -51, -52, -53, -54, -60, -61, -62, -63]


@pytest.fixture
def zarinpal(dial):
    def build(*replies):
        wire = Wire(list(replies))
        return Zarinpal(Contract(MERCHANT), transport=dial("https://payment.zarinpal.com", wire=wire.transport())), wire

    return build


def good(**data):
    return {"data": {"code": 100, "message": "Success", **data}, "errors": []}


def bad(code, data=()):
    return {"data": list(data), "errors": {"message": "…", "code": code, "validations": []}}


def test_every_code_of_the_document_has_its_meaning():
    assert sorted({*TROUBLES, *REASONS, -50}) == sorted(LISTED)


def test_a_beginning_tells_currency_callback_and_our_reference(zarinpal):
    gateway, wire = zarinpal(good(authority=AUTHORITY, fee_type="Merchant", fee=100))
    asked = order()
    begun = gateway.begin(asked)
    assert begun == Begun(provider="zarinpal", authority=AUTHORITY, way=begun.way, code="100")
    assert (begun.way.method, begun.way.url, begun.way.fields) == ("GET", f"https://payment.zarinpal.com/pg/StartPay/{AUTHORITY}", {})
    body = {
        "merchant_id": MERCHANT,
        "amount": RIALS,
        "currency": "IRR",
        "callback_url": CALLBACK,
        "description": asked.description,
        "metadata": {"order_id": asked.reference, "mobile": MOBILE},
    }
    assert wire.asked == [("POST", "/pg/v4/payment/request.json", body)]


def test_the_bank_is_told_no_mobile_that_was_not_given_and_no_long_story(zarinpal):
    gateway, wire = zarinpal(good(authority=AUTHORITY))
    gateway.begin(Order(reference="7", rials=RIALS, callback_url=CALLBACK, description="ش" * 900))
    assert wire.asked[0][2]["metadata"] == {"order_id": "7"}
    assert len(wire.asked[0][2]["description"]) == 500


def test_the_sandbox_is_another_address(dial):
    wire = Wire([good(authority="S" + AUTHORITY[1:])])
    gateway = Zarinpal(Contract(MERCHANT, SANDBOX), transport=dial(SANDBOX, wire=wire.transport()))
    assert gateway.begin(order()).way.url.startswith(f"{SANDBOX}/pg/StartPay/S")
    assert gateway.origin == SANDBOX


@pytest.mark.parametrize("authority", [None, "", "A123", AUTHORITY + "0", "B" + AUTHORITY[1:], AUTHORITY[:-1] + "/", 12])
def test_an_authority_that_is_none_sends_nobody(zarinpal, authority):
    gateway, _ = zarinpal(good(authority=authority))
    assert gateway.begin(order()) == NotBegun(provider="zarinpal", trouble=Trouble.GARBLED, code="100")


@pytest.mark.parametrize("status", [200, 400, 422])
@pytest.mark.parametrize(("code", "trouble"), TROUBLES.items())
def test_a_refused_beginning_keeps_the_code_whatever_the_http_status(zarinpal, code, trouble, status):
    gateway, _ = zarinpal((status, bad(code)))
    assert gateway.begin(order()) == NotBegun(provider="zarinpal", trouble=trouble, code=str(code))


def test_more_than_the_gateway_takes_is_not_asked_for(zarinpal):
    gateway, wire = zarinpal(good(authority=AUTHORITY))
    assert gateway.begin(order(1_000_000_001)).trouble is Trouble.AMOUNT
    assert wire.seen == []


@pytest.mark.parametrize(("code", "already"), [(100, False), (101, True)])
def test_both_codes_of_success_are_paid(zarinpal, code, already):
    answer = {"data": {"code": code, "card_hash": "1E", "card_pan": "502229******5995", "ref_id": 201, "fee": 0}, "errors": []}
    gateway, wire = zarinpal(answer)
    paid = Paid(provider="zarinpal", code=str(code), rials=RIALS, reference="201", already=already, card="502229******5995")
    assert gateway.verify(OURS) == paid
    assert wire.asked == [
        ("POST", "/pg/v4/payment/verify.json", {"merchant_id": MERCHANT, "amount": RIALS, "authority": AUTHORITY}),
    ]


@pytest.mark.parametrize("ref", [None, 0, "0", ""])
def test_without_a_number_of_the_bank_the_authority_is_one(zarinpal, ref):
    gateway, _ = zarinpal(good(ref_id=ref))
    assert gateway.verify(OURS).reference == AUTHORITY


def test_a_card_told_in_full_is_masked(zarinpal):
    gateway, _ = zarinpal(good(ref_id=5, card_pan="5022291234565995"))
    assert gateway.verify(OURS).card == "502229******5995"


def test_another_amount_is_told_by_the_bank_and_takes_nothing(zarinpal):
    gateway, _ = zarinpal((422, bad(-50)))
    assert gateway.verify(OURS) == Differs(provider="zarinpal", code="-50", is_taken=False)


@pytest.mark.parametrize(("code", "reason"), REASONS.items())
def test_what_is_not_paid_is_not_paid(zarinpal, code, reason):
    gateway, _ = zarinpal(bad(code))
    assert gateway.verify(OURS) == NotPaid(provider="zarinpal", code=str(code), reason=reason)


@pytest.mark.parametrize(("code", "trouble"), [*TROUBLES.items(), (-999, Trouble.UNHEARD), ("-52", Trouble.BUSY)])
def test_every_other_code_of_a_verify_is_unknown(zarinpal, code, trouble):
    gateway, _ = zarinpal(bad(code))
    verdict = gateway.verify(OURS)
    assert silent(verdict, trouble, "zarinpal")
    assert verdict.code == str(code)


@pytest.mark.parametrize(
    "answer",
    [
        {"data": {"code": 100, "ref_id": 1}, "errors": {"code": -51}},
        {"data": {"code": 100, "ref_id": 1}, "errors": {"code": -52}},
        (500, good(ref_id=1)),
        good(code=100.0),
        good(code=True),
        good(code=None),
        good(code=0),
        {"data": [{"code": 100}], "errors": []},
        {"data": [], "errors": []},
        {"code": 100},
    ],
)
def test_a_success_that_is_none_is_never_paid(zarinpal, answer):
    gateway, _ = zarinpal(answer)
    assert not isinstance(gateway.verify(OURS), Paid)
    assert not isinstance(gateway.begin(order()), Begun)


@pytest.mark.parametrize(("reply", "trouble"), SILENCES)
def test_silence_is_unknown_and_is_asked_once(zarinpal, reply, trouble):
    gateway, wire = zarinpal(reply)
    assert silent(gateway.verify(OURS), trouble, "zarinpal")
    assert gateway.begin(order()) == NotBegun(provider="zarinpal", trouble=trouble, code=gateway.begin(order()).code)
    assert gateway.reverse(OURS).trouble is trouble
    assert len(wire.seen) == 4
    assert (gateway.inquire(OURS).standing, gateway.inquire(OURS).trouble) == (Standing.UNKNOWN, trouble)


@pytest.mark.parametrize(("status", "reason"), [("OK", None), ("NOK", Reason.FAILED)])
def test_a_callback_tells_ok_or_nok(zarinpal, status, reason):
    gateway, wire = zarinpal({})
    read = gateway.read({"Authority": AUTHORITY, "Status": status}, OURS)
    assert (read.claim, read.reason, read.code) == (Claim.NOT_PAID if reason else Claim.PAID, reason, status)
    assert wire.seen == []


@pytest.mark.parametrize(
    ("params", "wrong"),
    [
        ({}, "Authority"),
        ({"Authority": "", "Status": "OK"}, "Authority"),
        ({"Authority": AUTHORITY[:-1] + "0", "Status": "OK"}, "Authority"),
        ({"Authority": AUTHORITY.lower(), "Status": "OK"}, "Authority"),
        ({"Authority": AUTHORITY}, "Status"),
        ({"Authority": AUTHORITY, "Status": "ok"}, "Status"),
    ],
)
def test_a_forged_callback_is_told_by_its_field(zarinpal, params, wrong):
    gateway, _ = zarinpal({})
    read = gateway.read(params, OURS)
    assert (read.claim, read.wrong, read.reason) == (Claim.FORGED, wrong, None)


@pytest.mark.parametrize(
    ("state", "standing", "reason"),
    [
        ("PAID", Standing.HELD, None),
        ("VERIFIED", Standing.VERIFIED, None),
        ("IN_BANK", Standing.WAITING, None),
        ("FAILED", Standing.NOT_PAID, Reason.FAILED),
        ("REVERSED", Standing.NOT_PAID, Reason.REVERSED),
        ("MAYBE", Standing.UNKNOWN, None),
    ],
)
def test_an_inquiry_tells_the_state(zarinpal, state, standing, reason):
    gateway, wire = zarinpal(good(status=state))
    found = gateway.inquire(OURS)
    assert (found.standing, found.reason, found.code) == (standing, reason, state)
    assert wire.asked == [("POST", "/pg/v4/payment/inquiry.json", {"merchant_id": MERCHANT, "authority": AUTHORITY})]


@pytest.mark.parametrize(("code", "standing"), [(-54, Standing.NOT_PAID), (-51, Standing.NOT_PAID), (-10, Standing.UNKNOWN)])
def test_an_inquiry_may_fail_like_a_verify(zarinpal, code, standing):
    gateway, _ = zarinpal(bad(code))
    found = gateway.inquire(OURS)
    assert (found.standing, found.code) == (standing, str(code))


def test_an_inquiry_is_asked_again_when_no_answer_came(zarinpal):
    gateway, wire = zarinpal(httpx.ReadTimeout, httpx.ConnectError, good(status="PAID"))
    assert gateway.inquire(OURS) == Inquiry(provider="zarinpal", standing=Standing.HELD, code="PAID")
    assert len(wire.seen) == 3


def test_money_goes_back_once(zarinpal):
    gateway, wire = zarinpal(good(), bad(-61))
    assert gateway.reverse(OURS) == Done(provider="zarinpal", code="100")
    assert wire.asked == [("POST", "/pg/v4/payment/reverse.json", {"merchant_id": MERCHANT, "authority": AUTHORITY})]
    assert gateway.reverse(OURS) == Undone(provider="zarinpal", trouble=Trouble.REFUSED, code="-61", may_be_done=True)


@pytest.mark.parametrize(
    ("code", "trouble", "may_be_done"),
    [(-60, Trouble.REFUSED, False), (-62, Trouble.SETTINGS, False), (-63, Trouble.TOO_LATE, False), (-999, Trouble.UNHEARD, True)],
)
def test_money_that_does_not_go_back_says_why(zarinpal, code, trouble, may_be_done):
    gateway, _ = zarinpal(bad(code))
    assert gateway.reverse(OURS) == Undone(provider="zarinpal", trouble=trouble, code=str(code), may_be_done=may_be_done)


def test_it_settles_by_itself_and_shows_no_secret(zarinpal):
    gateway, _ = zarinpal({})
    assert gateway.settle(OURS).trouble is Trouble.UNSUPPORTED
    assert MERCHANT not in repr(Contract(MERCHANT))
