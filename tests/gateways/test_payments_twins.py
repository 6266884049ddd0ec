"""The two gateways without a bank: faults and scripts of the memory, the page and the shelf of the console; and building by settings."""

import io
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest

from kardad.gateways import choose
from kardad.gateways.payments.console import Console
from kardad.gateways.payments.memory import Memory
from kardad.gateways.payments.outcomes import Claim, NotPaid, Paid, Reason, Trouble, Undone, Unknown
from kardad.gateways.payments.port import Attempt, Terms
from kardad.gateways.payments.twin import DEMO_TERMS, Button, State
from tests.gateways.payments_bench import RIALS, Clock, attempt, carried, order

PAGE = "https://kardad.example/demo/pay/"


def paid(gateway):
    """An attempt that was paid and not verified."""
    asked = order()
    begun = gateway.begin(asked)
    gateway.press(begun.authority, Button.PAY)
    return attempt(begun, asked)


def test_a_script_answers_so_often_and_does_nothing():
    memory = Memory()
    ours = paid(memory)
    verdict = Unknown(provider="memory", trouble=Trouble.BUSY, code="-52")
    memory.answer("verify", verdict, times=2)
    assert [memory.verify(ours), memory.verify(ours)] == [verdict, verdict]
    assert (type(memory.verify(ours)), memory.verify(ours).already) == (Paid, True)
    assert memory.asked("verify") == [ours.reference] * 4


@pytest.mark.parametrize(("when", "already"), [("before", False), ("after", True)])
def test_a_fate_strikes_what_no_script_covers(when, already):
    memory = Memory()
    ours = paid(memory)
    memory.fate = lambda deed, reference: when if deed == "verify" else ""
    assert memory.verify(ours) == Unknown(provider="memory", trouble=Trouble.TIMEOUT)
    memory.fate = lambda deed, reference: ""
    assert memory.verify(ours).already is already


@pytest.mark.parametrize("deed", ["settle", "reverse"])
def test_a_lost_deed_may_be_done(deed):
    memory = Memory()
    ours = paid(memory)
    memory.lose(deed)
    assert getattr(memory, deed)(ours) == Undone(provider="memory", trouble=Trouble.TIMEOUT, may_be_done=True)


def test_a_reset_bank_remembers_nothing():
    memory = Memory()
    ours = paid(memory)
    memory.lose("verify", times=3)
    memory.reset()
    assert memory.verify(ours) == NotPaid(provider="memory", code="not_found", reason=Reason.NOT_FOUND)
    assert memory.calls == [("verify", ours.reference)]


def test_of_many_verifies_at_once_one_is_the_first():
    memory = Memory()
    ours = paid(memory)
    with ThreadPoolExecutor(8) as pool:
        verdicts = list(pool.map(lambda _: memory.verify(ours), range(64)))
    assert sorted(verdict.already for verdict in verdicts) == [False] + [True] * 63
    assert len({verdict.reference for verdict in verdicts}) == 1


def test_a_reference_is_taken_once():
    memory = Memory()
    asked = order()
    memory.begin(asked)
    assert memory.begin(asked).trouble is Trouble.DUPLICATE


def test_the_first_button_counts_and_the_way_back_stays_the_same():
    memory = Memory()
    begun = memory.begin(order())
    back = memory.press(begun.authority, Button.CANCEL)
    assert memory.press(begun.authority, Button.PAY) == back
    assert memory.bill(begun.authority).state is State.CANCELLED
    assert memory.bill("never given") is None
    with pytest.raises(KeyError):
        memory.press("never given", Button.PAY)


@pytest.mark.parametrize(
    ("button", "reason"), [("cancel", Reason.CANCELLED), ("insufficient", Reason.INSUFFICIENT), ("timeout", Reason.FAILED)]
)
def test_each_button_has_its_reason(button, reason):
    memory = Memory()
    asked = order()
    begun = memory.begin(asked)
    ours = attempt(begun, asked)
    read = memory.read(carried(memory.press(begun.authority, Button(button))), ours)
    assert (read.claim, read.reason) == (Claim.NOT_PAID, reason)
    assert memory.verify(ours).reason is reason


def test_a_page_closes_and_nobody_pays_there_any_more():
    clock = Clock()
    memory = Memory(now=clock)
    asked = order()
    begun = memory.begin(asked)
    clock.now += DEMO_TERMS.page_open_for + timedelta(seconds=1)
    assert carried(memory.press(begun.authority, Button.PAY))["status"] == "timeout"
    assert memory.verify(attempt(begun, asked)).reason is Reason.FAILED


def test_a_callback_that_came_before_the_money_went_back_still_reads_paid_and_is_not_paid():
    clock = Clock()
    memory = Memory(now=clock)
    ours = paid(memory)
    clock.now += DEMO_TERMS.returns_after + timedelta(seconds=1)
    assert memory.read(carried(memory.pay(ours.authority)), ours).claim is Claim.PAID
    assert memory.verify(ours).reason is Reason.REVERSED


@pytest.mark.parametrize("url", ["https://kardad.example/back/", "https://kardad.example/back/?lang=fa"])
def test_the_way_back_keeps_the_callbacks_own_address(url):
    memory = Memory()
    begun = memory.begin(order(callback_url=url))
    assert memory.pay(begun.authority).url.startswith(url + ("&" if "?" in url else "?") + "authority=")


def test_a_console_sends_to_its_page_and_says_what_was_asked_without_secrets():
    stream = io.StringIO()
    console = Console(page_url=PAGE, stream=stream)
    asked = order()
    begun = console.begin(asked)
    assert (begun.way.method, begun.way.url) == ("GET", f"{PAGE}?authority={begun.authority}")
    assert console.origin == "https://kardad.example"
    console.press(begun.authority, Button.PAY)
    console.verify(attempt(begun, asked))
    lines = stream.getvalue().splitlines()
    assert lines == [
        f"[DEMO payment, no money] {deed} {asked.reference} → {kind}" for deed, kind in (("begin", "Begun"), ("verify", "Paid"))
    ]


def test_consoles_of_one_shelf_are_one_bank():
    shelf = {}
    web, sweep = (Console(page_url=PAGE, shelf=shelf, stream=io.StringIO()) for _ in range(2))
    ours = paid(web)
    assert sweep.verify(ours).already is False
    assert web.verify(ours).already is True


def test_a_console_writes_to_the_standard_output(capsys):
    Console(page_url=PAGE).begin(order())
    assert capsys.readouterr().out.startswith("[DEMO payment, no money] begin ")


SETTINGS = {
    "zarinpal": (
        "kardad.gateways.payments.zarinpal.Zarinpal",
        {"merchant_id": "1344b5d4-0048-11e8-94db-005056a205be"},
        "https://payment.zarinpal.com",
    ),
    "zibal": ("kardad.gateways.payments.zibal.Zibal", {"merchant": "zibal"}, "https://gateway.zibal.ir"),
    "saman": ("kardad.gateways.payments.saman.Saman", {"terminal": "2015"}, "https://sep.shaparak.ir"),
    "mellat": ("kardad.gateways.payments.mellat.Mellat", {"terminal": "1", "user": "u", "password": "p"}, "https://bpm.shaparak.ir"),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_vendor_is_built_from_plain_settings_and_names_its_page(name):
    path, contract, origin = SETTINGS[name]
    gateway = choose.build(path, contract=contract)
    with closing(gateway._http):
        assert (gateway.name, gateway.origin) == (name, origin)


@pytest.mark.parametrize(
    ("name", "returns", "reverses", "habits"),
    [
        ("zarinpal", None, timedelta(minutes=30), "can_inquire can_reverse"),
        ("zibal", None, None, "can_inquire"),
        ("saman", timedelta(minutes=30), timedelta(minutes=50), "can_reverse needs_sale"),
        ("mellat", timedelta(minutes=20), timedelta(hours=3), "can_inquire can_reverse needs_sale needs_settle"),
    ],
)
def test_the_clocks_and_habits_are_those_of_the_document(name, returns, reverses, habits):
    path, contract, _ = SETTINGS[name]
    gateway = choose.build(path, contract=contract)
    with closing(gateway._http):
        terms = gateway.terms
    told = {habit for habit in ("can_inquire", "can_reverse", "needs_sale", "needs_settle") if getattr(terms, habit)}
    assert (terms.returns_after, terms.reverse_within, told) == (returns, reverses, set(habits.split()))


def test_an_attempt_of_another_reference_or_sale_is_not_found():
    memory = Memory()
    ours = paid(memory)
    other = Attempt(reference="9", rials=RIALS, authority=ours.authority)
    assert memory.verify(other).reason is Reason.NOT_FOUND
    assert memory.inquire(other).reason is Reason.NOT_FOUND
    assert memory.reverse(other).trouble is Trouble.NOT_FOUND


def test_a_bank_of_few_habits_says_what_it_does_not_do():
    memory = Memory(terms=Terms())
    ours = paid(memory)
    assert memory.inquire(ours).trouble is Trouble.UNSUPPORTED
    assert memory.reverse(ours).trouble is memory.settle(ours).trouble is Trouble.UNSUPPORTED


def test_what_was_never_paid_is_neither_settled_nor_given_back():
    memory = Memory(terms=Terms(needs_settle=True, can_reverse=True))
    asked = order()
    ours = attempt(memory.begin(asked), asked)
    assert memory.settle(ours).trouble is memory.reverse(ours).trouble is Trouble.REFUSED
    unknown = Attempt(reference="9", rials=RIALS, authority="never given")
    assert memory.settle(unknown).trouble is Trouble.NOT_FOUND


@pytest.mark.parametrize(("params", "wrong"), [({"status": "maybe"}, "status"), ({"status": "paid"}, "sale")])
def test_a_callback_of_the_twin_without_its_words_is_forged(params, wrong):
    memory = Memory(terms=Terms(needs_sale=True))
    ours = paid(memory)
    read = memory.read({"authority": ours.authority, "reference": ours.reference, **params}, ours)
    assert (read.claim, read.wrong) == (Claim.FORGED, wrong)
