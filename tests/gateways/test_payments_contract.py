"""One contract for every payment gateway: paid means paid, once, for us and in full; whatever is not clear is asked again."""

import logging
from datetime import timedelta

import pytest

from kardad.gateways.payments.asking import ask_again
from kardad.gateways.payments.outcomes import (
    Begun,
    Claim,
    Differs,
    Done,
    NotBegun,
    NotPaid,
    Paid,
    Reason,
    Standing,
    Trouble,
    Undone,
    Unknown,
)
from kardad.gateways.payments.port import Attempt
from tests.gateways.payments_bench import CALLBACK, MOBILE, RIALS, TWINS, VENDORS, VendorBench, attempt, order, twin

LOST = {Trouble.TIMEOUT, Trouble.UNREACHABLE}
MINUTE = timedelta(minutes=1)


@pytest.fixture(params=[*TWINS, *VENDORS], ids=lambda one: one if isinstance(one, str) else one.name)
def bench(request):
    if isinstance(request.param, str):
        return twin(request.param)
    vendor, server, line = request.param, request.getfixturevalue("server"), request.getfixturevalue("line")
    return VendorBench(vendor.make(server.url(vendor.name), line(vendor.name)), vendor, server)


def begin(bench, rials=RIALS):
    """An order, what the bank made of it, and the attempt in our rows."""
    asked = order(rials)
    begun = bench.gateway.begin(asked)
    assert isinstance(begun, Begun), begun
    return begun, attempt(begun, asked)


def come_back(bench, button="pay"):
    """A payment from its beginning to its callback."""
    begun, ours = begin(bench)
    params = bench.press(begun, button)
    read = bench.gateway.read(params, ours)
    return Attempt(reference=ours.reference, rials=ours.rials, authority=ours.authority, sale=read.sale), params, read


def test_a_begun_payment_has_a_name_and_a_way_to_the_banks_page(bench):
    begun, _ = begin(bench)
    assert begun.provider == bench.gateway.name
    assert begun.authority
    assert begun.way.url.startswith(bench.gateway.origin + "/")
    assert bool(begun.way.fields) == (begun.way.method == "POST")


def test_no_two_payments_have_one_name(bench):
    assert begin(bench)[0].authority != begin(bench)[0].authority


def test_what_was_paid_is_verified_with_our_amount_and_the_banks_number(bench):
    ours, _, read = come_back(bench)
    assert (read.claim, read.reason) == (Claim.PAID, None)
    assert bool(read.sale) or not bench.gateway.terms.needs_sale
    verdict = bench.gateway.verify(ours)
    assert isinstance(verdict, Paid), verdict
    assert (verdict.rials, verdict.already, verdict.provider) == (RIALS, False, bench.gateway.name)
    assert verdict.reference
    assert verdict.code
    shown = verdict.card or read.card
    assert "*" in shown
    assert sum(letter.isdigit() for letter in shown) <= 10


def test_a_second_verify_says_already_and_the_same_number(bench):
    ours, _, _ = come_back(bench)
    first, second = bench.gateway.verify(ours), bench.gateway.verify(ours)
    assert isinstance(second, Paid), second
    assert (second.already, second.rials, second.reference) == (True, RIALS, first.reference)


def test_two_payments_have_two_numbers(bench):
    verdicts = [bench.gateway.verify(come_back(bench)[0]) for _ in range(2)]
    assert verdicts[0].reference != verdicts[1].reference


@pytest.mark.parametrize(
    ("button", "reasons"),
    [
        ("cancel", {Reason.CANCELLED, Reason.FAILED}),
        ("insufficient", {Reason.INSUFFICIENT, Reason.CARD, Reason.FAILED}),
        ("timeout", {Reason.FAILED, Reason.EXPIRED, Reason.CANCELLED, Reason.UNPAID, Reason.CARD}),
    ],
)
def test_who_did_not_pay_comes_back_with_a_reason_and_is_not_verified(bench, button, reasons):
    ours, _, read = come_back(bench, button)
    assert read.claim is Claim.NOT_PAID
    assert read.reason in reasons
    assert isinstance(bench.gateway.verify(ours), NotPaid | Unknown)
    assert isinstance(ask_again(bench.gateway, ours), NotPaid | Unknown)


def test_a_callback_reads_the_same_however_often_it_comes_and_nothing_is_asked(bench):
    ours, params, read = come_back(bench)
    asked = bench.asked("verify")
    assert [bench.gateway.read(params, ours) for _ in range(3)] == [read] * 3
    assert bench.asked("verify") == asked


def test_a_callback_of_another_payment_is_forged(bench):
    _, params, _ = come_back(bench)
    _, ours = begin(bench)
    read = bench.gateway.read(params, ours)
    assert read.claim is Claim.FORGED
    assert read.wrong
    assert (read.sale, read.reason) == ("", None)


@pytest.mark.parametrize("params", [{}, {"Status": "OK"}, {"status": "paid"}, {"success": "1"}, {"ResCode": "0"}, {"State": "OK"}])
def test_a_callback_that_names_no_payment_is_forged(bench, params):
    assert bench.gateway.read(params, begin(bench)[1]).claim is Claim.FORGED


def test_a_callback_that_only_says_paid_pays_nothing(bench):
    ours, params, _ = come_back(bench, "cancel")
    read = bench.gateway.read({**params, **bench.looks_paid}, ours)
    assert read.claim is Claim.PAID
    believed = Attempt(reference=ours.reference, rials=ours.rials, authority=ours.authority, sale=read.sale)
    assert isinstance(bench.gateway.verify(believed), NotPaid | Unknown)


def test_the_sale_of_another_payment_never_pays_under_a_number_of_its_own(bench):
    paid, _, _ = come_back(bench)
    number = bench.gateway.verify(paid).reference
    _, ours = begin(bench)
    verdict = bench.gateway.verify(Attempt(reference=ours.reference, rials=RIALS, authority=ours.authority, sale=paid.sale))
    # One bank binds a sale to nothing of ours: there the number gives it away, which is why it is kept unique.
    assert isinstance(verdict, NotPaid | Unknown) or verdict.reference == number


def test_who_is_still_at_the_bank_may_pay_yet(bench):
    begun, ours = begin(bench)
    verdict = bench.gateway.verify(ours)
    assert isinstance(verdict, Unknown) or (isinstance(verdict, NotPaid) and not verdict.is_final)
    read = bench.gateway.read(bench.press(begun, "pay"), ours)
    late = Attempt(reference=ours.reference, rials=ours.rials, authority=ours.authority, sale=read.sale)
    assert isinstance(bench.gateway.verify(late), Paid)


def test_another_amount_than_was_asked_fulfils_nothing(bench):
    ours, _, _ = come_back(bench)
    other = Attempt(reference=ours.reference, rials=RIALS + 1, authority=ours.authority, sale=ours.sale)
    verdict = bench.gateway.verify(other)
    assert isinstance(verdict, Differs) == bench.tells_amount


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_verify_is_unknown_is_asked_once_and_is_cleared_up_by_asking_again(bench, when):
    ours, _, _ = come_back(bench)
    bench.lose("verify", when)
    verdict = bench.gateway.verify(ours)
    assert isinstance(verdict, Unknown), verdict
    assert verdict.trouble in LOST
    assert bench.asked("verify") == 1
    cleared = ask_again(bench.gateway, ours)
    assert isinstance(cleared, Paid), cleared
    assert (cleared.already, cleared.rials) == (when == "after", RIALS)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_beginning_sends_nobody_and_is_asked_once(bench, when):
    bench.lose("begin", when)
    lost = bench.gateway.begin(order())
    assert isinstance(lost, NotBegun), lost
    assert lost.trouble in LOST
    assert bench.asked("begin") == 1
    begin(bench)


def test_what_is_not_verified_in_time_goes_back(bench):
    ours, _, _ = come_back(bench)
    terms = bench.gateway.terms
    bench.wait(terms.verify_within + MINUTE)
    verdict = bench.gateway.verify(ours)
    if terms.returns_after is None:
        assert not isinstance(verdict, Differs)  # the document names no clock, so any clear answer will do
    else:
        assert isinstance(verdict, NotPaid), verdict
        assert verdict.is_final


def test_what_is_verified_in_time_stays(bench):
    ours, _, _ = come_back(bench)
    bench.wait(bench.gateway.terms.verify_within - MINUTE)
    assert isinstance(bench.gateway.verify(ours), Paid)
    bench.wait(3 * MINUTE)
    assert isinstance(bench.gateway.verify(ours), Paid)


def test_an_inquiry_tells_where_it_stands_and_changes_nothing(bench):
    ours, _, _ = come_back(bench)
    before = bench.gateway.inquire(ours)
    first = bench.gateway.verify(ours)
    after = bench.gateway.inquire(ours)
    assert (type(first), first.already) == (Paid, False)
    if bench.gateway.terms.can_inquire:
        assert (before.standing, after.standing) == (Standing.HELD, Standing.VERIFIED)
    else:
        assert (before.standing, before.trouble) == (Standing.UNKNOWN, Trouble.UNSUPPORTED)


def test_an_inquiry_about_who_has_not_paid_yet_never_says_paid(bench):
    _, ours = begin(bench)
    assert bench.gateway.inquire(ours).standing in (Standing.WAITING, Standing.UNKNOWN)
    verdict = ask_again(bench.gateway, ours)
    assert isinstance(verdict, Unknown)
    assert verdict.trouble in (Trouble.WAITING, Trouble.NO_SALE)


def test_a_bank_that_needs_it_settles_once(bench):
    ours, _, _ = come_back(bench)
    bench.gateway.verify(ours)
    first, second = bench.gateway.settle(ours), bench.gateway.settle(ours)
    if bench.gateway.terms.needs_settle:
        assert [(type(one), one.already) for one in (first, second)] == [(Done, False), (Done, True)]
        assert isinstance(bench.gateway.verify(ours), Paid)
    else:
        assert (type(first), first.trouble) == (Undone, Trouble.UNSUPPORTED)


def test_what_is_not_verified_is_not_settled(bench):
    ours, _, _ = come_back(bench)
    assert isinstance(bench.gateway.settle(ours), Undone)


def test_a_payment_that_went_back_is_not_paid(bench):
    ours, _, _ = come_back(bench)
    bench.gateway.verify(ours)
    first, second = bench.gateway.reverse(ours), bench.gateway.reverse(ours)
    if not bench.gateway.terms.can_reverse:
        assert (type(first), first.trouble) == (Undone, Trouble.UNSUPPORTED)
        return
    assert isinstance(first, Done), first
    assert (isinstance(second, Done) and second.already) or second.may_be_done
    verdict = bench.gateway.verify(ours)
    assert isinstance(verdict, NotPaid | Unknown), verdict


def test_a_payment_goes_back_only_in_time(bench):
    ours, _, _ = come_back(bench)
    bench.gateway.verify(ours)
    within = bench.gateway.terms.reverse_within
    if within is not None:
        bench.wait(within + MINUTE)
    assert isinstance(bench.gateway.reverse(ours), Undone)


def test_an_amount_the_gateway_does_not_take_begins_nothing(bench):
    terms = bench.gateway.terms
    assert terms.bears(RIALS)
    least, most = terms.least, terms.most
    outside = [rials for rials in (least - 1, most and most + 1) if rials]
    refused = [bench.gateway.begin(order(rials)) for rials in outside]
    assert [(type(one), one.trouble) for one in refused] == [(NotBegun, Trouble.AMOUNT)] * len(outside)


def test_a_payment_the_bank_never_heard_of_is_not_paid(bench):
    begun, ours = begin(bench)
    strange = begun.authority[:-3] + "000"
    verdict = bench.gateway.verify(Attempt(reference=ours.reference, rials=RIALS, authority=strange, sale="987654321"))
    assert isinstance(verdict, NotPaid | Unknown)


def test_nothing_that_opens_a_payment_is_printed_or_logged(bench, caplog):
    caplog.set_level(logging.DEBUG)
    asked = order()
    begun = bench.gateway.begin(asked)
    ours = attempt(begun, asked)
    read = bench.gateway.read(bench.press(begun, "pay"), ours)
    ours = attempt(begun, asked, read.sale)
    bench.gateway.verify(ours)
    secrets = {begun.authority, MOBILE, CALLBACK, read.sale or begun.authority}
    printed = repr([asked, begun, ours, read])
    logged = caplog.text
    assert [one for one in secrets if one in printed or one in logged] == []
