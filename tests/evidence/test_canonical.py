"""The quick way of writing canonical JSON writes the bytes of the slow one, and what has no canonical form is refused by both."""

from datetime import UTC, datetime
from enum import StrEnum

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from kardad.evidence import canonical, chain

pytestmark = pytest.mark.no_django
WHOLE = st.integers(-canonical.GREATEST, canonical.GREATEST)
PLAIN = st.none() | st.booleans() | WHOLE | st.text()
ANY = st.recursive(PLAIN, lambda one: st.lists(one) | st.dictionaries(st.text(), one), max_leaves=12)
AT = datetime(2026, 11, 22, 9, 30, 0, 123456, UTC)


class Via(StrEnum):
    """A word of ours."""

    ACCOUNT = "account"


def slow(value):
    """What the library writes, or that it refuses."""
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError):
        return None


@given(ANY)
def test_every_value_is_written_as_the_library_writes_it(value):
    assert canonical.encode(value) == slow(value)


@pytest.mark.parametrize("text", [*map(chr, range(0x100)), "\u2028\u2029", "\ufeff", "\U0001f600", "می‌خواهد", '\\"', "\x7f", "\uffff"])
def test_every_sign_is_written_as_the_library_writes_it(text):
    assert canonical.encode({"x": text, text: 1}) == slow({"x": text, text: 1})


def test_names_beyond_ascii_stand_in_the_order_of_their_utf_16():
    names = {"\U00010000": 1, "\ufb33": 2, "ی": 3, "z": 4}
    assert canonical.encode(names) == slow(names)


@pytest.mark.parametrize("value", [1.0, {"a": [float("nan")]}, 1 << 53, -(1 << 53), {1: "a"}, {"a": {2}}, "\ud800", [b"a"], {None: 1}])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(canonical.NotCanonical):
        canonical.encode({"data": value})


@given(st.dictionaries(st.text(max_size=5), PLAIN, max_size=5), st.integers(0, 9), st.sampled_from(["notice.placed", "x.y"]))
def test_a_writer_writes_the_canonical_entry(data, seq, kind):
    actor = {"for": "", "level": 3, "person": "a" * 32, "role": "secretary"}
    entry = chain.entry("0" * 32, seq, kind, actor=actor, at=AT, data=data)
    assert chain.Writer.of(actor, AT).body("0" * 32, seq, kind, data).encode() == slow(entry)


def test_a_word_of_ours_is_its_text():
    assert canonical.encode({"via": Via.ACCOUNT}) == b'{"via":"account"}' == slow({"via": Via.ACCOUNT})
