"""What all payment gateways share: orders, clocks, the reading of numbers and cards, and asking again."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import httpx
import pytest

from kardad.gateways.payments import reading
from kardad.gateways.payments.asking import ask_again
from kardad.gateways.payments.outcomes import FINAL, Inquiry, NotPaid, Reason, Standing, Trouble, Unknown, Way
from kardad.gateways.payments.port import CAREFUL, Attempt, Order, Terms
from kardad.gateways.transport import Reply
from tests.gateways.payments_payer import Payer


@pytest.mark.parametrize("reference", ["", "0", "012", "-1", "1a", "۱۲", "1" * 19, "1\n", 12])
def test_a_reference_is_a_number_that_every_bank_takes(reference):
    with pytest.raises(ValueError, match="18 digits"):
        Order(reference=reference, rials=1, callback_url="https://a.example/", description="x")
    with pytest.raises(ValueError, match="18 digits"):
        Attempt(reference=reference, rials=1, authority="a")


@pytest.mark.parametrize(("rials", "error"), [(1.0, TypeError), ("1", TypeError), (True, TypeError), (0, ValueError), (-5, ValueError)])
def test_an_amount_is_whole_rials_over_zero(rials, error):
    with pytest.raises(error):
        Order(reference="1", rials=rials, callback_url="https://a.example/", description="x")
    with pytest.raises(error):
        Attempt(reference="1", rials=rials, authority="a")


def test_where_a_document_tells_no_clock_the_shortest_one_counts():
    assert Terms().verify_within == CAREFUL == timedelta(minutes=10)
    assert Terms(returns_after=timedelta(minutes=20)).verify_within == timedelta(minutes=20)


@pytest.mark.parametrize(
    ("value", "number"),
    [(5, 5), ("5", 5), (" 005 ", 5), ("-51", -51), (5.0, None), ("5.0", None), ("۵", None), ("", None), (True, None), (None, None)],
)
def test_only_a_whole_number_is_a_number(value, number):
    assert reading.whole(value) == number


def test_a_number_too_long_to_be_one_is_none():
    assert reading.whole("9" * 5000) is None


@pytest.mark.parametrize(
    ("card", "shown"),
    [
        ("5022291234565995", "502229******5995"),
        ("502229******5995", "502229******5995"),
        ("502229xxxxxx5995", "502229******5995"),
        ("5022-2912-3456-5995", "502229******5995"),
        ("6274129005473742", "627412******3742"),
        ("62741****44", "62741****44"),
        (5022291234565995, "502229******5995"),
        (None, ""),
        ("", ""),
        ("not told", ""),
    ],
)
def test_a_card_shows_at_most_six_and_four_digits(card, shown):
    assert reading.masked(card) == shown


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2025-11-22T10:00:00.500000", datetime(2025, 11, 22, 6, 30, 0, 500000, tzinfo=UTC)),
        ("2025-11-22 10:00:00", datetime(2025, 11, 22, 6, 30, tzinfo=UTC)),
        ("2025-11-22T10:00:00Z", datetime(2025, 11, 22, 10, 0, tzinfo=UTC)),
        ("2025-11-22T10:00:00+00:00", datetime(2025, 11, 22, 10, 0, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
        (1732250000, None),
    ],
)
def test_a_moment_without_an_offset_is_tehrans(value, moment):
    assert reading.moment(value) == moment


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (200, Trouble.GARBLED),
        (404, Trouble.GARBLED),
        (401, Trouble.SETTINGS),
        (403, Trouble.SETTINGS),
        (429, Trouble.BUSY),
        (502, Trouble.BUSY),
    ],
)
def test_an_answer_without_a_code_says_nothing_about_the_money(status, trouble):
    assert reading.unanswered(Reply(status, b"", None)) is trouble


def test_only_what_a_bank_never_takes_back_is_final():
    assert {reason for reason in Reason if NotPaid(provider="p", code="", reason=reason).is_final} == FINAL
    assert {Reason.NOT_FOUND, Reason.EXPIRED, Reason.REVERSED} == FINAL


OPEN = Attempt(reference="1", rials=1, authority="a")


class Scripted:
    """A gateway that stands where it is told, and tells what it was asked."""

    def __init__(self, *, can_inquire=True, **found):
        self.terms = SimpleNamespace(can_inquire=can_inquire)
        self.found, self.asked = found, []

    def inquire(self, attempt):
        self.asked.append("inquire")
        return Inquiry(provider="p", code="7", **self.found)

    def verify(self, attempt):
        self.asked.append("verify")
        return "verdict"


@pytest.mark.parametrize("standing", [Standing.HELD, Standing.VERIFIED])
def test_money_that_is_there_is_verified(standing):
    gateway = Scripted(standing=standing)
    assert ask_again(gateway, OPEN) == "verdict"
    assert gateway.asked == ["inquire", "verify"]


def test_a_bank_without_inquiry_is_asked_to_verify():
    gateway = Scripted(can_inquire=False, standing=Standing.UNKNOWN)
    assert ask_again(gateway, OPEN) == "verdict"
    assert gateway.asked == ["verify"]


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        ({"standing": Standing.NOT_PAID, "reason": Reason.CANCELLED}, NotPaid(provider="p", code="7", reason=Reason.CANCELLED)),
        ({"standing": Standing.WAITING, "trouble": Trouble.WAITING}, Unknown(provider="p", code="7", trouble=Trouble.WAITING)),
        ({"standing": Standing.UNKNOWN, "trouble": Trouble.BUSY}, Unknown(provider="p", code="7", trouble=Trouble.BUSY)),
    ],
)
def test_without_money_nothing_is_verified(found, verdict):
    gateway = Scripted(**found)
    assert ask_again(gateway, OPEN) == verdict
    assert gateway.asked == ["inquire"]


PAGE = (
    '<form method="post" action="/press"><input type="hidden" name="key" value="k"><button name="what" value="pay">پرداخت</button></form>'
)
BACK = "https://kardad.example/pay/back/x/"


@pytest.mark.parametrize("way", [Way("GET", "https://bank.example/start/1"), Way("POST", "https://bank.example/start", {"Token": "t"})])
@pytest.mark.parametrize("by", ["redirect", "form"])
def test_the_payer_of_these_tests_walks_to_the_page_and_back(way, by):
    seen = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append((request.method, request.url.path, request.content.decode()))
        if request.url.path != "/press":
            return httpx.Response(200, html=PAGE)
        if by == "redirect":
            return httpx.Response(302, headers={"location": f"{BACK}?Status=OK&Authority="})
        return httpx.Response(
            200, html=f'<form method="post" action="{BACK}"><input name="Status" value="OK"><input name="Authority"></form>'
        )

    assert Payer(wire=httpx.MockTransport(handle)).press(way, "pay", BACK) == {"Status": "OK", "Authority": ""}
    assert seen[0][0] == way.method
    assert seen[0][2] == ("Token=t" if way.method == "POST" else "")
    assert seen[1] == ("POST", "/press", "key=k&what=pay")
