"""What each bank does to a payment gateway beyond the common contract: its own traps, spoken by the local vendor server."""

from dataclasses import replace

import pytest

from kardad.gateways.payments import mellat, saman, zarinpal, zibal
from kardad.gateways.payments.asking import ask_again
from kardad.gateways.payments.outcomes import Begun, Claim, Differs, Done, NotBegun, NotPaid, Paid, Standing, Trouble, Undone, Unknown
from tests.gateways.payments_bench import RIALS, VENDORS, VendorBench, attempt, order
from tests.vendors import credentials as keys

NAMES = [vendor.name for vendor in VENDORS]


@pytest.fixture
def at(server, line):
    """A bench at the bank of this name."""

    def sit_down(name):
        vendor = next(one for one in VENDORS if one.name == name)
        return VendorBench(vendor.make(server.url(name), line(name)), vendor, server)

    return sit_down


def come_back(bench, button="pay"):
    """A payment from its beginning to its callback, with what was read there."""
    asked = order()
    begun = bench.gateway.begin(asked)
    assert isinstance(begun, Begun), begun
    ours = attempt(begun, asked)
    params = bench.press(begun, button)
    read = bench.gateway.read(params, ours)
    return replace(ours, sale=read.sale), params, read


@pytest.mark.parametrize("name", NAMES)
def test_a_callback_brought_twice_reads_the_same_and_is_verified_once(at, name):
    bench = at(name)
    ours, params, read = come_back(bench)
    kept = bench.server.callbacks(name)[-1].fields
    assert kept == params
    assert bench.gateway.read(kept, ours) == read
    verdicts = [bench.gateway.verify(ours) for _ in range(2)]
    assert [(type(one), one.already) for one in verdicts] == [(Paid, False), (Paid, True)]


FORGERIES = {
    "zarinpal": {"Status": "OK"},
    "zibal": {"success": 1, "status": 2},
    "saman": {"State": "OK", "Status": 2, "RefNum": "made-up", "RRN": "14226000001", "TraceNo": "100001"},
    "mellat": {"ResCode": 0, "SaleReferenceId": "514251999999"},
}


@pytest.mark.parametrize("name", NAMES)
def test_a_callback_forged_on_its_way_pays_nothing(at, name):
    bench = at(name)
    bench.server.rule(name, "press", callback=FORGERIES[name], times=1)
    ours, _, read = come_back(bench, "cancel")
    assert read.claim is Claim.PAID
    assert isinstance(bench.gateway.verify(ours), NotPaid | Unknown)


@pytest.mark.parametrize(("name", "hint"), [("zarinpal", {"Status": "NOK"}), ("zibal", {"success": 0, "status": 3})])
def test_a_payment_that_came_back_as_not_paid_is_paid_when_the_bank_says_so(at, name, hint):
    bench = at(name)
    bench.server.rule(name, "press", callback=hint, times=1)
    ours, _, read = come_back(bench)
    assert read.claim is Claim.NOT_PAID
    assert isinstance(ask_again(bench.gateway, ours), Paid)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("zibal", {"bare": True}),
        ("saman", {"bare": True}),
        ("saman", {"success": False}),
        ("saman", {"bare": True, "success": False}),
    ],
)
def test_already_verified_is_never_not_paid_however_little_is_told_with_it(at, name, said):
    bench = at(name)
    ours, _, _ = come_back(bench)
    bench.lose("verify", "after")
    assert isinstance(bench.gateway.verify(ours), Unknown)
    bench.server.rule(name, "verify", times=1, **said)
    again = bench.gateway.verify(ours)
    assert isinstance(again, Paid | Unknown), again
    cleared = bench.gateway.verify(ours)
    assert (type(cleared), cleared.already, cleared.rials) == (Paid, True, RIALS)


@pytest.mark.parametrize("name", ["zibal", "saman"])
@pytest.mark.parametrize("told", [RIALS // 10, RIALS - 1, RIALS * 10])
def test_another_amount_told_by_the_bank_fulfils_nothing(at, name, told):
    bench = at(name)
    ours, _, _ = come_back(bench)
    bench.server.rule(name, "verify", amount=told, times=1)
    verdict = bench.gateway.verify(ours)
    assert (type(verdict), verdict.is_taken) == (Differs, True)
    assert verdict.rials == told


@pytest.mark.parametrize("status", [200, 400, 401, 404, 422])
def test_zarinpals_refusals_mean_the_same_under_any_status(at, status):
    bench = at("zarinpal")
    for operation in ("request", "verify", "inquiry", "reverse"):
        bench.server.rule("zarinpal", operation, error_status=status)
    asked = order()
    begun = bench.gateway.begin(asked)
    ours = attempt(begun, asked)
    waiting = bench.gateway.verify(ours)
    assert isinstance(waiting, Unknown) or (isinstance(waiting, NotPaid) and not waiting.is_final)
    assert isinstance(bench.gateway.reverse(ours), Undone)
    bench.press(begun, "pay")
    wrong = bench.gateway.verify(replace(ours, rials=RIALS + 10))
    assert isinstance(wrong, Differs), wrong
    assert isinstance(bench.gateway.verify(ours), Paid)
    assert bench.gateway.inquire(ours).standing is Standing.VERIFIED


STRANGERS = {
    "zarinpal": lambda url, line: zarinpal.Zarinpal(zarinpal.Contract("7e1f0c7a-0000-4000-8000-000000000000", url), transport=line),
    "zibal": lambda url, line: zibal.Zibal(zibal.Contract("nobody", url), transport=line),
    "saman": lambda url, line: saman.Saman(saman.Contract("1", url), transport=line),
    "mellat": lambda url, line: mellat.Mellat(mellat.Contract(keys.MELLAT_TERMINAL, keys.MELLAT_USER, "wrong", url), transport=line),
}


@pytest.mark.parametrize("name", NAMES)
def test_wrong_settings_are_told_as_such_and_never_as_not_paid(at, line, name):
    bench = at(name)
    stranger = STRANGERS[name](bench.server.url(name), line(name))
    refused = stranger.begin(order())
    assert (type(refused), refused.trouble) == (NotBegun, Trouble.SETTINGS)
    ours, _, _ = come_back(bench)
    verdict = stranger.verify(ours)
    assert (type(verdict), verdict.trouble) == (Unknown, Trouble.SETTINGS)
    assert isinstance(bench.gateway.verify(ours), Paid)


SENSELESS = [{"status": 500}, {"status": 502, "body": "<html>down</html>"}, {"body": "<html>maintenance</html>"}, {"body": {}}]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("said", SENSELESS)
def test_an_answer_that_makes_no_sense_leaves_the_payment_unknown(at, name, said):
    bench = at(name)
    ours, _, _ = come_back(bench)
    bench.server.rule(name, bench.vendor.deeds["verify"], times=1, **said)
    assert isinstance(bench.gateway.verify(ours), Unknown)
    assert bench.asked("verify") == 1
    assert isinstance(bench.gateway.verify(ours), Paid)


@pytest.mark.parametrize("name", NAMES)
def test_an_address_that_is_not_registered_begins_nothing(at, name):
    bench = at(name)
    begun = bench.gateway.begin(order(callback_url="https://evil.example/back/"))
    # Saman looks at where the payer comes from, not at where he goes.
    assert isinstance(begun, Begun if name == "saman" else NotBegun)


def test_zarinpal_is_asked_in_rials_and_keeps_the_second_phase(at):
    bench = at("zarinpal")
    bench.gateway.begin(order())
    asked = bench.server.calls("zarinpal", "request")[-1].json
    assert (asked["amount"], asked["currency"]) == (RIALS, "IRR")
    assert not asked.get("metadata", {}).get("auto_verify")


def test_mellats_callback_must_name_our_order_as_well_as_our_reference(at):
    bench = at("mellat")
    _, other, _ = come_back(bench)
    ours, params, _ = come_back(bench)
    for forged in ({"SaleOrderId": other["SaleOrderId"]}, {"RefId": other["RefId"]}, {"RefId": params["RefId"].swapcase()}):
        assert bench.gateway.read({**params, **forged}, ours).claim is Claim.FORGED


def test_mellats_order_number_begins_one_payment(at):
    bench = at("mellat")
    asked = order()
    assert isinstance(bench.gateway.begin(asked), Begun)
    again = bench.gateway.begin(asked)
    assert (type(again), again.trouble) == (NotBegun, Trouble.DUPLICATE)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_settlement_may_be_done_and_is_asked_for_again(at, when):
    bench = at("mellat")
    ours, _, _ = come_back(bench)
    bench.gateway.verify(ours)
    bench.server.rule("mellat", "bpSettleRequest", drop=True if when == "before" else "after", times=1)
    lost = bench.gateway.settle(ours)
    assert (type(lost), lost.may_be_done) == (Undone, True)
    again = bench.gateway.settle(ours)
    assert (type(again), again.already) == (Done, when == "after")


@pytest.mark.parametrize(("name", "operation"), [("zarinpal", "reverse"), ("saman", "reverse"), ("mellat", "bpReversalRequest")])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_reversal_may_be_done(at, name, operation, when):
    bench = at(name)
    ours, _, _ = come_back(bench)
    bench.gateway.verify(ours)
    bench.server.rule(name, operation, drop=True if when == "before" else "after", times=1)
    lost = bench.gateway.reverse(ours)
    assert (type(lost), lost.may_be_done) == (Undone, True)
    again = bench.gateway.reverse(ours)
    assert isinstance(again, Done) or again.may_be_done, again
    assert isinstance(bench.gateway.verify(ours), NotPaid | Unknown)


def test_a_settled_sale_does_not_go_back(at):
    bench = at("mellat")
    ours, _, _ = come_back(bench)
    bench.gateway.verify(ours)
    bench.gateway.settle(ours)
    refused = bench.gateway.reverse(ours)
    assert isinstance(refused, Undone), refused
    assert isinstance(bench.gateway.verify(ours), Paid)


@pytest.mark.parametrize(("name", "minutes"), [("mellat", 20), ("saman", 30)])
def test_money_that_nobody_asked_for_is_told_as_gone_back(at, name, minutes):
    bench = at(name)
    ours, _, _ = come_back(bench)
    bench.server.clock(f"2025-11-22T10:{minutes}:00+03:30")
    kept = bench.gateway.verify(ours)
    assert isinstance(kept, Paid)
    late, _, _ = come_back(bench)
    bench.server.clock(f"2025-11-22T11:{minutes}:00+03:30")
    gone = bench.gateway.verify(late)
    assert isinstance(gone, NotPaid)
    assert gone.is_final
    assert isinstance(ask_again(bench.gateway, late), NotPaid)
    assert isinstance(bench.gateway.verify(ours), Paid)


def test_samans_pages_close_with_their_tokens(at):
    bench = at("saman")
    asked = order()
    begun = bench.gateway.begin(asked)
    bench.server.clock("2025-11-22T10:20:01+03:30")
    with pytest.raises(AssertionError, match="410"):
        bench.press(begun, "pay")
    assert isinstance(bench.gateway.verify(attempt(begun, asked)), NotPaid | Unknown)
