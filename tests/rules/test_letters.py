"""Every letter that somebody tells has its words, and every kind of letter is told by somebody."""

import ast
import re
import tomllib

import pytest

from kardad.inbox import kinds
from tests.rules import reading

EVENT = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
ROWS = {path.parents[1]: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(reading.PACKAGE.glob("*/data/letters.toml"))}
APPS = sorted(
    {
        path.parents[len(path.relative_to(reading.PACKAGE).parts) - 2]
        for path in reading.code(reading.PACKAGE)
        if "inbox" in path.read_text("utf-8") and path.parent != reading.PACKAGE
    }
)
PRIVATE = {"reason", "title", "missing", "name", "who", "text", "body", "opponent"}  # what a stranger must not read on a locked telephone
LONGEST_SMS = 180


def last(function):
    """The name of a function without its module."""
    return function.rpartition(".")[2]


def told_in(app):
    """Every event that is named in a call of `inbox.tell`, or of a function of this app that hands it on, and where."""
    handing_on = {"inbox.tell"}
    while True:
        more = {
            one.name
            for path in reading.code(app)
            for one in reading.functions(path)
            for call in ast.walk(one)
            if isinstance(call, ast.Call) and _called(call) & handing_on
        } - handing_on
        if not more:
            break
        # Only what takes the event from its caller hands it on.
        takers = {one.name for path in reading.code(app) for one in reading.functions(path) if _takes_event(one)}
        if not more & takers:
            break
        handing_on |= more & takers
    return {
        text: f"{reading.name(path)}:{call.lineno}"
        for path in reading.code(app)
        for _, call in reading.calls(path)
        if _called(call) & handing_on
        for argument in call.args
        for text in reading.strings(argument)
        if EVENT.fullmatch(text)
    }


def _called(call):
    said = ast.unparse(call.func)
    return {said, last(said)}


def _takes_event(one):
    return "event" in {argument.arg for argument in (*one.args.posonlyargs, *one.args.args, *one.args.kwonlyargs)}


def is_said(event, app):
    """Whether the code of the app names the event, whole or built from its two words."""
    noun, _, deed = event.partition(".")
    trees = [reading.tree(path) for path in reading.code(app)]
    said = {text for tree in trees for text in reading.strings(tree)}
    return event in said or (f"{noun}." in said and deed in said)


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_every_letter_that_is_told_has_a_row_in_its_own_app(app):
    rows = ROWS.get(app, {})
    assert {event: place for event, place in told_in(app).items() if event not in rows} == {}


@pytest.mark.parametrize("app", sorted(ROWS), ids=lambda app: app.name)
def test_every_row_is_told(app):
    assert [event for event in ROWS[app] if not is_said(event, app)] == []


def test_the_rule_sees_letters_told_directly_and_handed_on():
    seen = {event for app in APPS for event in told_in(app)}
    assert {"qa.recalled", "payment.succeeded", "request.submitted"} <= seen


def test_an_sms_names_the_house_and_nothing_private_and_stays_short():
    for kind in kinds.kinds().values():
        if not kind.sms:
            continue
        assert kind.sms.startswith("{operator}: "), kind.event
        assert not kind.sms_names & PRIVATE, kind.event
        assert len(kind.sms) <= LONGEST_SMS, kind.event
        assert "http" not in kind.sms, kind.event


def test_words_end_as_words_do():
    for kind in kinds.kinds().values():
        assert not kind.title.endswith("."), kind.event
        assert kind.text.endswith((".", "؟", "}")), kind.event
        assert all(name.isidentifier() for name in kind.names), kind.event


def test_what_cannot_be_switched_off_is_sent_by_sms():
    assert [kind.event for kind in kinds.kinds().values() if kind.always and not kind.sms] == []
