"""The twins: the outbox of tests, and the console that sends nothing and says so."""

from kardad.gateways.mail.console import Console
from kardad.gateways.mail.memory import Memory
from kardad.gateways.mail.port import Outcome
from tests.gateways.mail.test_contract import LETTER


def test_the_outbox_holds_what_was_taken():
    memory = Memory()
    memory.send(LETTER)
    assert memory.outbox == memory.to(LETTER.to) == [LETTER]
    assert memory.to("other@example.ir") == []


def test_the_memory_fails_as_often_as_it_is_told():
    memory = Memory()
    memory.fail(Outcome.UNAVAILABLE, times=2)
    assert [memory.send(LETTER).outcome for _ in range(3)] == [Outcome.UNAVAILABLE, Outcome.UNAVAILABLE, Outcome.ACCEPTED]
    memory.fail(Outcome.REFUSED)
    assert [memory.send(LETTER).message_id for _ in range(2)] == ["", ""]
    assert len(memory.outbox) == 1


def test_a_letter_that_perhaps_left_lies_in_the_outbox():
    memory = Memory()
    memory.fail(Outcome.UNSURE)
    assert memory.send(LETTER).outcome is Outcome.UNSURE
    assert memory.outbox == [LETTER]


def test_the_console_says_that_nothing_was_sent(capsys):
    told = []
    Console(on_mail=told.append).send(LETTER)
    out = capsys.readouterr().out
    assert "[DEMO mail, nothing was sent] to ali@example.ir" in out
    assert LETTER.body in out
    assert told == [LETTER]
