"""Every event has a sentence, and every sentence has an event."""

import ast
import string
from functools import cache

from kardad.core import history
from tests.rules import reading

# Who takes the name of an event, and at which place among its arguments; the others hand it on to the first.
RECORDERS = {"record": 0, "note": 0, "_note": 0, "noted": 1, "step": 2}


@cache
def recorded() -> dict[str, list[str]]:
    """Every name that `record` is called with, and where."""
    found: dict[str, list[str]] = {}
    for path in reading.code(reading.PACKAGE):
        for function, call in reading.calls(path):
            place = RECORDERS.get(function.rsplit(".", 1)[-1])
            if place is not None and len(call.args) > place:
                for name in _names(call.args[place], path):
                    found.setdefault(name, []).append(f"{reading.name(path)}:{call.lineno}")
    return found


def _names(node: ast.AST, path) -> list[str]:
    said = [text for text in reading.strings(node) if "." in text]
    if isinstance(node, ast.Name):  # the name was chosen some lines above, or is an argument
        for other in ast.walk(reading.tree(path)):
            if isinstance(other, ast.Assign) and any(isinstance(target, ast.Name) and target.id == node.id for target in other.targets):
                said += [text for text in reading.strings(other.value) if "." in text]
            if isinstance(other, ast.Call):
                said += [text for text in reading.strings(other) if text in history.sentences()]
    return said


@cache
def built(path) -> bool:
    """Whether the file builds names of events from parts."""
    return any(
        isinstance(call.args[0], ast.JoinedStr) for function, call in reading.calls(path) if function.endswith("record") and call.args
    )


def test_every_event_has_a_sentence():
    assert {name: places for name, places in recorded().items() if name not in history.sentences()} == {}


def test_every_sentence_has_an_event():
    parts = [reading.tree(path) for path in reading.code(reading.PACKAGE)]
    said = {text for tree in parts for text in reading.strings(tree)}
    unused = [name for name in history.sentences() if name not in recorded() and not _is_built(name, said)]
    assert unused == []


def _is_built(name: str, said: set[str]) -> bool:
    noun, deed = name.split(".")
    return any(built(path) and f"{noun}." in path.read_text(encoding="utf-8") for path in reading.code(reading.PACKAGE)) and deed in said


def test_a_sentence_ends_as_a_sentence_and_names_only_words():
    for name, sentence in history.sentences().items():
        fields = [field for _, field, _, _ in string.Formatter().parse(sentence) if field]
        assert sentence.endswith((".", "؟", "}")), name
        assert all(field.isidentifier() for field in fields), name
        assert not set(fields) & {"code", "mobile", "national_code", "birth", "iban", "password"}, name
