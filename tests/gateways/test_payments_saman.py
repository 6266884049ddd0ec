"""Saman's own ways: a payment known by its RefNum only, a yes proved by number, terminal and both amounts."""

import pytest

from kardad.gateways.payments.outcomes import Begun, Claim, Differs, Done, NotBegun, NotPaid, Paid, Reason, Standing, Trouble, Undone
from kardad.gateways.payments.saman import REASONS, REFUSALS, TROUBLES, Contract, Saman
from tests.gateways.payments_bench import CALLBACK, MOBILE, RIALS, order
from tests.gateways.payments_wire import SALE, SILENCES, Wire, open_attempt, silent

TERMINAL = "2015"
TOKEN = "2c3c1fefac5a48geb9f9be7e445dd9b2"
OURS = open_attempt(TOKEN)
BACK = {
    "MID": TERMINAL,
    "TerminalId": TERMINAL,
    "State": "OK",
    "Status": "2",
    "RRN": "14226761817",
    "RefNum": SALE,
    "ResNum": "1001",
    "TraceNo": "100428",
    "Amount": str(RIALS),
    "SecurePan": "621986****8080",
    "HashedCardNumber": "ab",
}


@pytest.fixture
def saman(dial):
    def build(*replies):
        wire = Wire(list(replies))
        return Saman(Contract(TERMINAL), transport=dial("https://sep.shaparak.ir", wire=wire.transport())), wire

    return build


def said(result=0, success=None, **detail):
    told = {
        "RRN": "14226761817",
        "RefNum": SALE,
        "MaskedPan": "621986****8080",
        "HashedPan": "b9",
        "TerminalNumber": int(TERMINAL),
        "OrginalAmount": RIALS,
        "AffectiveAmount": RIALS,
        "StraceDate": "2025-11-22 10:00:00",
        "StraceNo": "100428",
    }
    success = result == 0 if success is None else success
    return {"TransactionDetail": told | detail, "ResultCode": result, "ResultDescription": "…", "Success": success}


def bare(result):
    return {"TransactionDetail": None, "ResultCode": result, "ResultDescription": "…", "Success": False}


def test_every_code_of_the_document_has_its_meaning():
    assert {0, 2, *REASONS, *TROUBLES} == {0, 2, 5, -2, -6, -104, -105, -106}


def test_a_beginning_gives_a_form_with_the_token(saman):
    gateway, wire = saman({"status": 1, "token": TOKEN})
    asked = order()
    begun = gateway.begin(asked)
    assert (type(begun), begun.authority, begun.code) == (Begun, TOKEN, "1")
    assert (begun.way.method, begun.way.url) == ("POST", "https://sep.shaparak.ir/OnlinePG/OnlinePG")
    assert begun.way.fields == {"Token": TOKEN, "GetMethod": ""}
    assert begun.way.needs_referrer
    body = {
        "action": "token",
        "TerminalId": TERMINAL,
        "Amount": RIALS,
        "ResNum": asked.reference,
        "RedirectUrl": CALLBACK,
        "CellNumber": MOBILE,
    }
    assert wire.asked == [("POST", "/onlinepg/onlinepg", body)]


@pytest.mark.parametrize(("code", "trouble"), [*REFUSALS.items(), ("8", Trouble.SETTINGS), (77, Trouble.UNHEARD)])
def test_a_refusal_keeps_its_code(saman, code, trouble):
    gateway, _ = saman({"status": -1, "errorCode": code, "errorDesc": "…"})
    assert gateway.begin(order()) == NotBegun(provider="saman", trouble=trouble, code=str(code))


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 1},
        {"status": 1, "token": ""},
        {"status": 1, "token": 5},
        {"status": 1, "token": "a b"},
        {"token": TOKEN},
        (500, {"status": 1, "token": TOKEN}),
    ],
)
def test_a_token_that_is_none_sends_nobody(saman, answer):
    gateway, _ = saman(answer)
    assert isinstance(gateway.begin(order()), NotBegun)


@pytest.mark.parametrize(("result", "already"), [(0, False), (2, True)])
def test_both_codes_of_success_are_paid(saman, result, already):
    gateway, wire = saman(said(result))
    verdict = gateway.verify(OURS)
    assert isinstance(verdict, Paid)
    assert (verdict.code, verdict.already, verdict.rials, verdict.reference) == (str(result), already, RIALS, SALE)
    assert (verdict.trace, verdict.rrn, verdict.card) == ("100428", "14226761817", "621986****8080")
    assert verdict.paid_at.isoformat() == "2025-11-22T06:30:00+00:00"
    assert wire.asked == [("POST", "/verifyTxnRandomSessionkey/ipg/VerifyTransaction", {"RefNum": SALE, "TerminalNumber": 2015})]


@pytest.mark.parametrize(
    ("detail", "paid"),
    [({"OrginalAmount": RIALS - 1}, RIALS - 1), ({"AffectiveAmount": 1000}, 1000), ({"OrginalAmount": str(RIALS * 10)}, RIALS * 10)],
)
@pytest.mark.parametrize("result", [0, 2])
def test_another_amount_fulfils_nothing_and_must_go_back(saman, detail, paid, result):
    gateway, _ = saman(said(result, **detail))
    assert gateway.verify(OURS) == Differs(provider="saman", code=str(result), is_taken=True, rials=paid, reference=SALE)


@pytest.mark.parametrize(
    "answer",
    [
        said(RefNum=SALE.lower()),
        said(RefNum=None),
        said(TerminalNumber=2016),
        said(TerminalNumber=None),
        said(OrginalAmount=None),
        said(OrginalAmount=float(RIALS)),
        said(success=False),
        bare(0),
        bare(2),
        {"ResultCode": 0, "Success": True},
        {"ResultCode": 0, "Success": True, "TransactionDetail": []},
    ],
)
def test_a_yes_that_is_not_proved_to_be_ours_is_no_yes(saman, answer):
    gateway, _ = saman(answer)
    assert silent(gateway.verify(OURS), Trouble.UNPROVED, "saman")


@pytest.mark.parametrize(
    "answer", [(500, said()), {**said(), "ResultCode": None}, {**said(), "ResultCode": 0.0}, {**said(), "ResultCode": False}]
)
def test_a_success_that_is_none_is_never_paid(saman, answer):
    gateway, _ = saman(answer)
    assert not isinstance(gateway.verify(OURS), Paid)


@pytest.mark.parametrize(("result", "reason"), REASONS.items())
def test_what_is_not_paid_is_finally_not_paid(saman, result, reason):
    gateway, _ = saman(bare(result))
    verdict = gateway.verify(OURS)
    assert verdict == NotPaid(provider="saman", code=str(result), reason=reason)
    assert verdict.is_final


@pytest.mark.parametrize(
    ("result", "trouble"), [(-104, Trouble.SETTINGS), (-105, Trouble.SETTINGS), (-106, Trouble.SETTINGS), (-1, Trouble.UNHEARD)]
)
def test_every_other_code_is_unknown(saman, result, trouble):
    gateway, _ = saman(bare(result))
    assert silent(gateway.verify(OURS), trouble, "saman")
    undone = gateway.reverse(OURS)
    assert (type(undone), undone.trouble, undone.may_be_done) == (Undone, trouble, trouble is Trouble.UNHEARD)


@pytest.mark.parametrize(("reply", "trouble"), SILENCES)
def test_silence_is_unknown_and_is_asked_once(saman, reply, trouble):
    gateway, wire = saman(reply)
    assert silent(gateway.verify(OURS), trouble, "saman")
    assert gateway.begin(order()).trouble is trouble
    assert (gateway.reverse(OURS).trouble, gateway.reverse(OURS).may_be_done) == (trouble, trouble is not Trouble.SETTINGS)
    assert len(wire.seen) == 4


def test_without_a_callback_there_is_nothing_to_ask(saman):
    gateway, wire = saman(said())
    unreturned = open_attempt(TOKEN, sale="")
    assert silent(gateway.verify(unreturned), Trouble.NO_SALE, "saman")
    assert gateway.reverse(unreturned).trouble is Trouble.NO_SALE
    assert gateway.inquire(OURS).standing is Standing.UNKNOWN
    assert wire.seen == []


def test_a_callback_of_a_payment_tells_its_sale_and_card(saman):
    gateway, _ = saman({})
    read = gateway.read(BACK, OURS)
    assert (read.claim, read.sale, read.card, read.code) == (Claim.PAID, SALE, "621986****8080", "2")


@pytest.mark.parametrize("amount", ["1", "", "-5", "abc"])
def test_the_amount_of_a_callback_is_not_listened_to(saman, amount):
    gateway, _ = saman({})
    assert gateway.read({**BACK, "Amount": amount}, OURS) == gateway.read(BACK, OURS)


@pytest.mark.parametrize(
    ("params", "reason", "code"),
    [
        ({"State": "CanceledByUser", "Status": "1"}, Reason.CANCELLED, "1"),
        ({"State": "CanceledByUser", "Status": ""}, Reason.CANCELLED, "CanceledByUser"),
        ({"State": "Failed", "Status": "3"}, Reason.FAILED, "3"),
        ({"State": "SessionIsNull", "Status": "4"}, Reason.FAILED, "4"),
        ({"State": "", "Status": "12"}, Reason.FAILED, "12"),
    ],
)
def test_a_callback_without_a_payment_has_a_reason_and_no_sale(saman, params, reason, code):
    gateway, _ = saman({})
    read = gateway.read({**BACK, "RefNum": "", **params}, OURS)
    assert (read.claim, read.reason, read.sale, read.code) == (Claim.NOT_PAID, reason, "", code)


@pytest.mark.parametrize(
    ("params", "wrong"),
    [
        ({"ResNum": ""}, "ResNum"),
        ({"ResNum": "1002"}, "ResNum"),
        ({"TerminalId": "2016"}, "TerminalId"),
        ({"RefNum": ""}, "RefNum"),
        ({"RefNum": "a b"}, "RefNum"),
        ({"RefNum": "x" * 129}, "RefNum"),
        ({"State": "", "Status": ""}, "Status"),
        ({"State": "OK", "Status": "3"}, "Status"),
        ({"State": "Failed", "Status": "2"}, "Status"),
    ],
)
def test_a_forged_callback_is_told_by_its_field(saman, params, wrong):
    gateway, _ = saman({})
    read = gateway.read({**BACK, **params}, OURS)
    assert (read.claim, read.wrong, read.sale) == (Claim.FORGED, wrong, "")


def test_money_goes_back_once(saman):
    gateway, wire = saman(said(0), said(2), bare(5), bare(-6), bare(-2))
    assert gateway.reverse(OURS) == Done(provider="saman", code="0")
    assert wire.asked == [("POST", "/verifyTxnRandomSessionkey/ipg/ReverseTransaction", {"RefNum": SALE, "TerminalNumber": 2015})]
    assert gateway.reverse(OURS) == Done(provider="saman", code="2", already=True)
    assert gateway.reverse(OURS) == Done(provider="saman", code="5", already=True)
    assert gateway.reverse(OURS) == Undone(provider="saman", trouble=Trouble.TOO_LATE, code="-6")
    assert gateway.reverse(OURS) == Undone(provider="saman", trouble=Trouble.NOT_FOUND, code="-2")


def test_it_settles_by_itself(saman):
    gateway, _ = saman({})
    assert gateway.settle(OURS).trouble is Trouble.UNSUPPORTED
