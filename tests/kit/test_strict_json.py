"""JSON is read one way only, is bounded, and comes back as it went."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kardad.kit import strict_json
from kardad.kit.refusal import BadInput, Refusal

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(LEAVES, lambda below: st.lists(below) | st.dictionaries(st.text(), below), max_leaves=20)


@given(VALUES)
def test_what_was_written_is_read_again(value):
    assert strict_json.read(strict_json.write(value).encode()) == value


@given(VALUES)
def test_escaped_letters_are_read_as_the_letters(value):
    assert strict_json.read(json.dumps(value).encode()) == value


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(raw):
    try:
        value = strict_json.read(raw)
    except strict_json.BadJson:
        return
    assert strict_json.read(strict_json.write(value).encode()) == value


@pytest.mark.parametrize("raw", [b'{"a": 1, "a": 1}', b'[{"a": {"b": 1, "b": 2}}]', b'{"a": 1, "\\u0061": 2}'])
def test_a_name_that_stands_twice_is_refused_at_any_depth(raw):
    with pytest.raises(strict_json.BadJson):
        strict_json.read(raw)


@pytest.mark.parametrize("raw", [b"NaN", b"[Infinity]", b'{"a": -Infinity}', b"1e400", b"-1e400", b"9" * 5000, b"01", b"+1", b".5", b"1."])
def test_what_is_no_number_of_json_is_refused(raw):
    with pytest.raises(strict_json.BadJson):
        strict_json.read(raw)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_nesting_is_read_to_its_bound_and_no_further(opening):
    closing = {"[": "]", '{"a":': "}"}[opening]

    def nested(depth):
        return (opening * depth + "1" + closing * depth).encode()

    assert strict_json.read(nested(strict_json.DEEPEST))
    for depth in (strict_json.DEEPEST + 1, 500, 100_000):
        with pytest.raises(strict_json.BadJson):
            strict_json.read(nested(depth))


def test_brackets_inside_a_text_are_no_nesting():
    assert strict_json.read(json.dumps("[{" * 1000).encode()) == "[{" * 1000


@given(st.lists(st.binary(max_size=40).filter(lambda line: b"\n" not in line)))
def test_lines_that_are_not_blank_come_one_by_one(lines):
    found = [line.rstrip(b"\n") for line in strict_json.lines(io.BytesIO(b"\n".join(lines)))]
    assert found == [line for line in lines if line.strip()]


def test_answers_remember_the_gravest_thing_that_befell():
    def answer(given):
        if given == "refuse":
            raise Refusal
        if given == "bad":
            raise BadInput
        return {"is": given}

    each = strict_json.Answers(answer)
    assert (each.item(1), each.worst) == ({"is": 1}, 0)
    assert (each.item("refuse")["error"]["code"], each.worst) == ("REFUSED", 1)
    assert (each.line(b'"bad"')["error"]["code"], each.worst) == ("BAD_INPUT", 2)
    assert (each.line(b'"refuse"')["error"]["code"], each.worst) == ("REFUSED", 2)
