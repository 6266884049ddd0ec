"""Mellat's own ways: SOAP by hand, two names that must both be ours, and settling after verifying."""

from datetime import UTC, datetime
from xml.etree import ElementTree as Tree

import pytest

from kardad.gateways.payments import soap
from kardad.gateways.payments.mellat import NAMESPACE, REASONS, TROUBLES, Contract, Mellat
from kardad.gateways.payments.outcomes import Begun, Claim, Done, NotBegun, NotPaid, Paid, Reason, Standing, Trouble, Undone
from tests.gateways.payments_bench import CALLBACK, RIALS, order
from tests.gateways.payments_wire import SILENCES, Wire, open_attempt, silent

CONTRACT = Contract("1234567", "user<&>", "pass&word")
REF = "AF82041a2Bf6989c7fF9"
SALE = "5142510"
OURS = open_attempt(REF, sale=SALE)
BACK = {"RefId": REF, "ResCode": "0", "SaleOrderId": "1001", "SaleReferenceId": SALE, "CardHolderPan": "610433****2233"}
ACCOUNT = {"terminalId": "1234567", "userName": "user<&>", "userPassword": "pass&word"}
NAMED = {**ACCOUNT, "orderId": "1001", "saleOrderId": "1001", "saleReferenceId": SALE}


@pytest.fixture
def mellat(dial):
    def build(*replies):
        wire = Wire(list(replies))
        moment = datetime(2025, 11, 22, 21, 5, 7, tzinfo=UTC)
        return Mellat(CONTRACT, transport=dial("https://bpm.shaparak.ir", wire=wire.transport()), now=lambda: moment), wire

    return build


def said(call, value, prefix="ns1"):
    """The bank's answer to a call."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><S:Envelope xmlns:S="{soap.ENVELOPE}"><S:Body>'
        f'<{prefix}:{call}Response xmlns:{prefix}="{NAMESPACE}"><return>{value}</return></{prefix}:{call}Response></S:Body></S:Envelope>'
    ).encode()


def verified(code):
    return said("bpVerifyRequest", code)


def heard(request):
    """The call and its values, as a bank reads them."""
    asked = Tree.fromstring(request.content)[0][0]
    return asked.tag.removeprefix(f"{{{NAMESPACE}}}"), {one.tag: one.text or "" for one in asked}


def test_the_codes_the_document_names_have_their_meaning():
    named = {"41": TROUBLES["41"], "17": REASONS["17"], "48": REASONS["48"], "421": TROUBLES["421"], "995": REASONS["995"]}
    assert list(named.values()) == [Trouble.DUPLICATE, Reason.CANCELLED, Reason.REVERSED, Trouble.SETTINGS, Reason.CARD]
    assert not set(TROUBLES) & set(REASONS)
    assert not {"0", "43", "45"} & {*TROUBLES, *REASONS}


def test_a_beginning_asks_in_soap_and_gives_a_form_with_the_ref_id(mellat):
    gateway, wire = mellat(said("bpPayRequest", f"0,{REF}"))
    asked = order()
    begun = gateway.begin(asked)
    assert (type(begun), begun.authority, begun.code) == (Begun, REF, "0")
    assert (begun.way.method, begun.way.url) == ("POST", "https://bpm.shaparak.ir/pgwchannel/startpay.mellat")
    assert (begun.way.fields, begun.way.needs_referrer) == ({"RefId": REF}, True)
    values = {
        **ACCOUNT,
        "orderId": asked.reference,
        "amount": str(RIALS),
        "localDate": "20251123",
        "localTime": "003507",
        "additionalData": "",
        "callBackUrl": CALLBACK,
        "payerId": "0",
    }
    assert heard(wire.seen[0]) == ("bpPayRequest", values)
    assert wire.seen[0].url.path == "/pgwchannel/services/pgw"
    assert wire.seen[0].headers["content-type"] == "text/xml; charset=utf-8"
    assert list(heard(wire.seen[0])[1]) == list(values)


@pytest.mark.parametrize(("code", "trouble"), [*TROUBLES.items(), ("777", Trouble.UNHEARD), ("17", Trouble.REFUSED)])
def test_a_refused_beginning_keeps_its_code(mellat, code, trouble):
    gateway, _ = mellat(said("bpPayRequest", code))
    assert gateway.begin(order()) == NotBegun(provider="mellat", trouble=trouble, code=code)


@pytest.mark.parametrize("value", ["0", "0,", "0, ", "0,a b", "0,<b/>", f"0,{REF},x"])
def test_a_ref_id_that_is_none_sends_nobody(mellat, value):
    gateway, _ = mellat(said("bpPayRequest", value))
    assert gateway.begin(order()).trouble is Trouble.GARBLED


@pytest.mark.parametrize(("code", "already"), [("0", False), ("43", True), ("45", True)])
def test_every_code_of_success_is_paid(mellat, code, already):
    gateway, wire = mellat(verified(code))
    assert gateway.verify(OURS) == Paid(provider="mellat", code=code, rials=RIALS, reference=SALE, already=already)
    assert [heard(one) for one in wire.seen] == [("bpVerifyRequest", NAMED)]


@pytest.mark.parametrize(("code", "reason"), REASONS.items())
def test_what_is_not_paid_is_not_paid(mellat, code, reason):
    gateway, _ = mellat(verified(code))
    assert gateway.verify(OURS) == NotPaid(provider="mellat", code=code, reason=reason)


@pytest.mark.parametrize(
    ("code", "trouble"), [*TROUBLES.items(), ("777", Trouble.UNHEARD), ("00", Trouble.UNHEARD), ("0,x", Trouble.UNHEARD)]
)
def test_every_other_code_of_a_verify_is_unknown(mellat, code, trouble):
    gateway, _ = mellat(verified(code))
    assert silent(gateway.verify(OURS), trouble, "mellat")
    assert gateway.verify(OURS).code == code


@pytest.mark.parametrize(("reply", "trouble"), SILENCES)
def test_silence_is_unknown_and_is_asked_once(mellat, reply, trouble):
    gateway, wire = mellat(reply)
    assert silent(gateway.verify(OURS), trouble, "mellat")
    assert gateway.begin(order()).trouble is trouble
    assert (gateway.inquire(OURS).standing, gateway.inquire(OURS).trouble) == (Standing.UNKNOWN, trouble)
    assert [(one.trouble, one.may_be_done) for one in (gateway.settle(OURS), gateway.reverse(OURS))] == [(trouble, True)] * 2
    assert len(wire.seen) == 6


@pytest.mark.parametrize(
    "body",
    [
        said("bpPayRequest", "0"),
        said("bpVerifyRequest", ""),
        verified("0").replace(b"return", b"result"),
        verified("0").replace(b"</S:Envelope>", b""),
        verified("0").replace(b"<S:Env", b'<!DOCTYPE x [<!ENTITY a "0">]><S:Env', 1),
        verified("0").replace(b"UTF-8", b"UTF-16").decode().encode("utf-16"),
        verified("0") + b" " * 70_000,
        b"\xff\xfe",
        f'<S:Envelope xmlns:S="{soap.ENVELOPE}"><S:Body><S:Fault><faultstring>0</faultstring></S:Fault></S:Body></S:Envelope>'.encode(),
    ],
)
def test_an_answer_that_is_none_is_never_paid(mellat, body):
    gateway, _ = mellat(body)
    assert silent(gateway.verify(OURS), Trouble.GARBLED, "mellat")


def test_a_yes_with_an_http_failure_is_no_yes(mellat):
    gateway, _ = mellat((500, verified("0")))
    assert silent(gateway.verify(OURS), Trouble.BUSY, "mellat")


@pytest.mark.parametrize("prefix", ["ns2", "bps"])
def test_the_prefixes_of_an_answer_do_not_matter(mellat, prefix):
    gateway, _ = mellat(said("bpVerifyRequest", " 0 ", prefix))
    assert isinstance(gateway.verify(OURS), Paid)


def test_without_a_callback_there_is_nothing_to_ask(mellat):
    gateway, wire = mellat(verified("0"))
    unreturned = open_attempt(REF, sale="")
    assert silent(gateway.verify(unreturned), Trouble.NO_SALE, "mellat")
    assert gateway.inquire(unreturned).trouble is Trouble.NO_SALE
    assert gateway.settle(unreturned).trouble is gateway.reverse(unreturned).trouble is Trouble.NO_SALE
    assert wire.seen == []


def test_a_callback_of_a_payment_tells_its_sale_and_card(mellat):
    gateway, _ = mellat({})
    read = gateway.read(BACK, OURS)
    assert (read.claim, read.sale, read.card, read.code) == (Claim.PAID, SALE, "610433****2233", "0")


@pytest.mark.parametrize(
    ("code", "reason"),
    [("17", Reason.CANCELLED), ("12", Reason.INSUFFICIENT), ("995", Reason.CARD), ("415", Reason.FAILED), ("777", Reason.FAILED)],
)
def test_a_callback_without_a_payment_has_a_reason_and_no_sale(mellat, code, reason):
    gateway, _ = mellat({})
    read = gateway.read({**BACK, "ResCode": code, "SaleReferenceId": "0"}, OURS)
    assert (read.claim, read.reason, read.sale, read.code) == (Claim.NOT_PAID, reason, "", code)


@pytest.mark.parametrize(
    ("params", "wrong"),
    [
        ({"RefId": ""}, "RefId"),
        ({"RefId": REF.lower()}, "RefId"),
        ({"SaleOrderId": ""}, "SaleOrderId"),
        ({"SaleOrderId": "1002"}, "SaleOrderId"),
        ({"ResCode": ""}, "ResCode"),
        ({"ResCode": "-1"}, "ResCode"),
        ({"SaleReferenceId": ""}, "SaleReferenceId"),
        ({"SaleReferenceId": "0"}, "SaleReferenceId"),
        ({"SaleReferenceId": "12a"}, "SaleReferenceId"),
        ({"SaleReferenceId": "9" * 20}, "SaleReferenceId"),
    ],
)
def test_a_forged_callback_is_told_by_its_field(mellat, params, wrong):
    gateway, _ = mellat({})
    read = gateway.read({**BACK, **params}, OURS)
    assert (read.claim, read.wrong, read.sale) == (Claim.FORGED, wrong, "")


@pytest.mark.parametrize(
    ("code", "standing", "trouble", "reason"),
    [
        ("0", Standing.VERIFIED, None, None),
        ("43", Standing.VERIFIED, None, None),
        ("45", Standing.VERIFIED, None, None),
        ("44", Standing.HELD, None, None),
        ("42", Standing.NOT_PAID, None, Reason.NOT_FOUND),
        ("48", Standing.NOT_PAID, None, Reason.REVERSED),
        ("421", Standing.UNKNOWN, Trouble.SETTINGS, None),
        ("777", Standing.UNKNOWN, Trouble.UNHEARD, None),
    ],
)
def test_an_inquiry_tells_whether_a_verify_was_heard(mellat, code, standing, trouble, reason):
    gateway, wire = mellat(said("bpInquiryRequest", code))
    found = gateway.inquire(OURS)
    assert (found.standing, found.trouble, found.reason, found.code) == (standing, trouble, reason, code)
    assert [heard(one) for one in wire.seen] == [("bpInquiryRequest", NAMED)]


@pytest.mark.parametrize(("deed", "call", "again"), [("settle", "bpSettleRequest", "45"), ("reverse", "bpReversalRequest", "48")])
def test_it_settles_and_gives_back_once(mellat, deed, call, again):
    gateway, wire = mellat(*[said(call, code) for code in ("0", again, "42", "421", "46", "777")])
    do = getattr(gateway, deed)
    assert do(OURS) == Done(provider="mellat", code="0")
    assert heard(wire.seen[0]) == (call, NAMED)
    assert do(OURS) == Done(provider="mellat", code=again, already=True)
    assert do(OURS) == Undone(provider="mellat", trouble=Trouble.NOT_FOUND, code="42")
    assert do(OURS) == Undone(provider="mellat", trouble=Trouble.SETTINGS, code="421")
    assert do(OURS) == Undone(provider="mellat", trouble=Trouble.REFUSED, code="46")
    assert do(OURS) == Undone(provider="mellat", trouble=Trouble.UNHEARD, code="777", may_be_done=True)


def test_settling_what_went_back_is_refused(mellat):
    gateway, _ = mellat(said("bpSettleRequest", "48"))
    assert gateway.settle(OURS) == Undone(provider="mellat", trouble=Trouble.REFUSED, code="48")


def test_no_secret_is_shown():
    assert "pass" not in repr(CONTRACT)
    assert "user<" not in repr(CONTRACT)
