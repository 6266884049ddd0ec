"""Every kind of entry that somebody proves has its Persian sentence, and every sentence is of a kind that somebody proves."""

import re
import string

from kardad.evidence import kinds
from tests.rules import reading

KIND = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
APPENDERS = ("append", "append_many")


def proven():
    """Every kind that is named in a call of `evidence.append` or `append_many`, and where."""
    return {
        text: f"{reading.name(path)}:{call.lineno}"
        for path in reading.code(reading.PACKAGE)
        for function, call in reading.calls(path)
        if function.rpartition(".")[2] in APPENDERS and "evidence" in function
        for argument in call.args
        for text in reading.strings(argument)
        if KIND.fullmatch(text)
    }


def test_every_kind_that_is_proven_has_a_sentence():
    assert {kind: place for kind, place in proven().items() if kind not in kinds.sentences()} == {}


def test_every_sentence_is_of_a_kind_that_the_code_says():
    said = {text for path in reading.code(reading.PACKAGE) for text in reading.strings(reading.tree(path))}
    nouns = {text.rstrip(".") for text in said if text.endswith(".")}
    unsaid = [kind for kind in kinds.sentences() if kind not in said and not _is_built(kind, said, nouns)]
    assert unsaid == []


def _is_built(kind, said, nouns):
    noun, deed = kind.split(".")
    return noun in nouns and deed in said


def test_a_sentence_ends_as_a_sentence_and_names_nobody():
    for kind, sentence in kinds.sentences().items():
        fields = [field for _, field, _, _ in string.Formatter().parse(sentence) if field]
        assert sentence.endswith((".", "؟")), kind
        assert all(field.isidentifier() for field in fields), kind
        assert not set(fields) & {"code", "mobile", "national_code", "name", "first_name", "last_name", "iban"}, kind
