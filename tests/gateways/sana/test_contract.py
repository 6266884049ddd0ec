"""One contract for every way into the account: one key is one paper, and nothing is called arrived that nobody said had."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kardad.gateways.sana.console import Console
from kardad.gateways.sana.https import Contract, Https
from kardad.gateways.sana.memory import Memory
from kardad.gateways.sana.port import Kind, Outcome, Paper, State
from tests.gateways.conftest import MOMENT
from tests.vendors import sana as vendor

PAPER = Paper(
    key="letter-0007",
    kind=Kind.PERSON,
    identifier="9990001235",
    notice="N3",
    case="۱۴۰۴-۱",
    title="دعوت‌نامه",
    pdf=b"%PDF-1.7 paper",
    at=MOMENT,
)
HOUR = timedelta(hours=1)


class ByHttp:
    """The adapter, and the test's hand on the service behind it."""

    def __init__(self, server, line):
        self.service, self.server = server.vendors["sana"], server
        self.sana = Https(Contract(base_url=server.url("sana"), token=vendor.TOKEN), transport=line("sana"))

    def arrive(self, number, at):
        self.service.move(number, "arrived", at)

    def open(self, number, at):
        self.service.move(number, "opened", at)

    def give_up(self, number, state):
        self.service.move(number, state.value)

    def count(self):
        return len(self.service.papers)


class InMemory:
    """The twin that waits for the test."""

    def __init__(self):
        self.sana = Memory(now=lambda: MOMENT)

    def arrive(self, number, at):
        self.sana.arrive(number, at)

    def open(self, number, at):
        self.sana.open(number, at)

    def give_up(self, number, state):
        self.sana.give_up(number, state=state)

    def count(self):
        return len(self.sana.papers)


@pytest.fixture
def http(server, line):
    return ByHttp(server, line)


@pytest.fixture(params=["memory", "https"])
def bench(request):
    return InMemory() if request.param == "memory" else request.getfixturevalue("http")


@pytest.fixture(params=["memory", "https", "console"])
def sana(request):
    if request.param == "console":
        return Console(stream=io.StringIO(), now=lambda: MOMENT)
    return InMemory().sana if request.param == "memory" else request.getfixturevalue("http").sana


def test_a_paper_is_handed_over_under_their_number(sana):
    handover = sana.send(PAPER)
    assert (handover.outcome, handover.provider, handover.at) == (Outcome.HANDED_OVER, sana.name, MOMENT.astimezone(UTC))
    assert handover.number
    assert sana.send(replace(PAPER, key="letter-0008")).number != handover.number


def test_the_same_key_is_one_paper_and_another_paper_under_it_is_refused(sana):
    first = sana.send(PAPER)
    assert {sana.send(PAPER).number for _ in range(3)} == {first.number}
    other = sana.send(replace(PAPER, pdf=b"%PDF-1.7 another"))
    assert (other.outcome, other.number) == (Outcome.REFUSED, "")


def test_who_has_no_account_is_said_to_have_none(sana):
    handover = sana.send(replace(PAPER, identifier=vendor.WITHOUT_ACCOUNT))
    assert (handover.outcome, handover.number, handover.at) == (Outcome.NO_ACCOUNT, "", None)


def test_a_number_that_they_do_not_know_stands_nowhere(sana):
    assert (sana.status("1404-999999/../x").state, sana.status("1404-999999").code) == (State.UNKNOWN, "number")


def test_handed_over_is_not_arrived_and_arrived_is_not_opened(bench):
    number = bench.sana.send(PAPER).number
    assert bench.sana.status(number).state is State.WAITING
    bench.arrive(number, MOMENT + HOUR)
    standing = bench.sana.status(number)
    assert (standing.state, standing.arrived_at, standing.opened_at) == (State.ARRIVED, MOMENT + HOUR, None)
    bench.open(number, MOMENT + 50 * HOUR)
    standing = bench.sana.status(number)
    assert (standing.state, standing.arrived_at, standing.opened_at) == (State.OPENED, MOMENT + HOUR, MOMENT + 50 * HOUR)
    # Told late, told again: the same moments, and one paper.
    assert bench.sana.status(number) == standing
    assert bench.sana.send(PAPER).number == number
    assert bench.count() == 1


@pytest.mark.parametrize("state", [State.NO_ACCOUNT, State.FAILED])
def test_what_will_not_arrive_is_said_so(bench, state):
    number = bench.sana.send(PAPER).number
    bench.give_up(number, state)
    standing = bench.sana.status(number)
    assert (standing.state, standing.arrived_at) == (state, None)


@pytest.mark.parametrize("drop", [True, "after"])
def test_a_lost_answer_leaves_us_unsure_and_sending_again_makes_one_paper(http, server, drop):
    server.rule("sana", "send", times=1, drop=drop)
    assert http.sana.send(PAPER).outcome is Outcome.UNSURE
    assert len(server.calls("sana", "send")) == 1
    assert http.sana.send(PAPER).outcome is Outcome.HANDED_OVER
    assert http.count() == 1


@pytest.mark.parametrize(
    ("ordered", "outcome", "code"),
    [
        ({"status": 401}, Outcome.AUTH, "http_401"),
        ({"status": 403}, Outcome.AUTH, "http_403"),
        ({"status": 404}, Outcome.REFUSED, "http_404"),  # not their word that there is no account
        ({"status": 422, "body": {"error": "bad_addressee"}}, Outcome.REFUSED, "bad_addressee"),
        ({"status": 429}, Outcome.UNAVAILABLE, "http_429"),
        ({"status": 503}, Outcome.UNAVAILABLE, "http_503"),
        ({"status": 500}, Outcome.UNSURE, "http_500"),
        ({"status": 504}, Outcome.UNSURE, "http_504"),
        ({"status": 200, "body": "<html>"}, Outcome.UNSURE, "garbled"),
        ({"status": 201, "body": {"number": 7, "taken_at": "2025-11-22T10:00:00+03:30"}}, Outcome.UNSURE, "garbled"),
        ({"status": 201, "body": {"number": "1404-1", "taken_at": "yesterday"}}, Outcome.UNSURE, "garbled"),
        ({"status": 302, "headers": {"Location": "https://elsewhere.invalid"}}, Outcome.UNSURE, "http_302"),
        ({"sha256": "0" * 64}, Outcome.REFUSED, "digest"),
    ],
)
def test_what_they_say_is_what_becomes_of_the_paper(http, server, ordered, outcome, code):
    server.rule("sana", "send", **ordered)
    handover = http.sana.send(PAPER)
    assert (handover.outcome, handover.code, handover.number) == (outcome, code, "")


@pytest.mark.parametrize(
    ("ordered", "code"),
    [
        ({"state": "delivered"}, "garbled"),
        ({"state": "unknown"}, "garbled"),
        ({"number": "another"}, "garbled"),
        ({"state": "arrived"}, "times"),
        ({"arrived_at": "2025-11-22T10:00:00+03:30"}, "times"),
        # Their clock went back: what was opened before it arrived is not believed.
        ({"state": "opened", "arrived_at": "2025-11-22T10:00:00+03:30", "opened_at": "2025-11-22T09:00:00+03:30"}, "times"),
        ({"state": "arrived", "arrived_at": "2025-11-22T10:00:00"}, "times"),
        ({"status": 500}, "http_500"),
        ({"status": 401}, "http_401"),
        ({"drop": True}, "unreachable"),
    ],
)
def test_what_is_not_clear_is_unknown_and_never_service(http, server, ordered, code):
    number = http.sana.send(PAPER).number
    server.rule("sana", "status", **ordered)
    standing = http.sana.status(number)
    assert (standing.state, standing.code, standing.arrived_at, standing.opened_at) == (State.UNKNOWN, code, None, None)


def test_nothing_depends_on_our_own_clock(http, time_machine):
    number = http.sana.send(PAPER).number
    http.arrive(number, MOMENT + HOUR)
    before = http.sana.status(number)
    time_machine.move_to(datetime(2020, 1, 1, tzinfo=UTC))
    assert http.sana.status(number) == before
    assert http.sana.send(PAPER).number == number


def test_a_wrong_token_is_known_and_shows_nowhere(server, line):
    contract = Contract(base_url=server.url("sana"), token="wrong-token")
    assert Https(contract, transport=line("sana")).send(PAPER).outcome is Outcome.AUTH
    assert "wrong-token" not in repr(contract)
    assert PAPER.identifier not in repr(PAPER)


def test_a_service_that_is_not_there_took_nothing(dial):
    sana = Https(Contract(base_url="http://127.0.0.1:9", token="x"), transport=dial("http://127.0.0.1:9"))
    assert sana.send(PAPER).outcome is Outcome.UNAVAILABLE


def test_papers_do_not_travel_in_the_open():
    with pytest.raises(ValueError, match="https"):
        Contract(base_url="http://sana.example", token="x")


@pytest.mark.parametrize(
    "changed", [{"key": "short"}, {"key": "a b c d e f"}, {"identifier": "۹۹۹"}, {"pdf": b""}, {"at": MOMENT.replace(tzinfo=None)}]
)
def test_a_paper_that_cannot_be_is_not_made(changed):
    with pytest.raises(ValueError, match=r"has|is"):
        replace(PAPER, **changed)


def test_the_memory_fails_and_falls_silent_as_it_is_told():
    memory = Memory()
    memory.fail(Outcome.UNSURE, times=1)
    assert [memory.send(PAPER).outcome for _ in range(2)] == [Outcome.UNSURE, Outcome.HANDED_OVER]
    assert (len(memory.sent), len(memory.papers)) == (2, 1)
    memory.fail(Outcome.UNAVAILABLE)
    assert memory.send(replace(PAPER, key="letter-0009")).outcome is Outcome.UNAVAILABLE
    memory.be_silent()
    assert memory.status(next(iter(memory.papers))).code == "timeout"
    memory.reset()
    assert memory.send(PAPER).outcome is Outcome.HANDED_OVER


def test_the_console_says_that_nothing_was_sent_and_not_to_whom(capsys):
    sana = Console()
    number = sana.send(PAPER).number
    out = capsys.readouterr().out
    assert "[DEMO SANA, nothing was sent] N3 letter-0007 → handed_over" in out
    assert PAPER.identifier not in out
    assert sana.status(number).state is State.ARRIVED
