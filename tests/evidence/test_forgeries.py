"""Whatever is done to a receipt, a dossier or a log is found: any byte, any line; and in a dossier the entry is named."""

import json

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from kardad.evidence import canonical, receipts, signing
from kardad.evidence.verifying import verify
from tests.evidence import making

pytestmark = pytest.mark.no_django
HOUSE, HELD = making.house()
KEYS = HOUSE.keys
RECEIPT = canonical.encode(HOUSE.receipt(HELD, 7))
DOSSIER = HOUSE.dossier(HELD, [("برگه.pdf", making.PAPER, 20)])
LOG = HOUSE.log()
ENTRIES = range(1, 51)  # lines of the dossier
UNVOUCHED = ("keys", "made_at", "name")  # docs/evidence.md: nobody answers for these


def first(lines):
    verdict = verify(lines, keys=KEYS)
    return (verdict.problems[0].problem, verdict.problems[0].seq) if verdict.problems else None


def meaning(lines):
    """What is left of a file without what nobody vouches for; None when it is no JSON."""
    try:
        return [{key: value for key, value in canonical.decode_object(line).items() if key not in UNVOUCHED} for line in lines]
    except canonical.NotCanonical:
        return None


def flipped(raw, place, bit):
    return raw[:place] + bytes([raw[place] ^ 1 << bit]) + raw[place + 1 :]


@given(st.integers(0, len(RECEIPT) - 1), st.integers(0, 7))
@hypothesis(max_examples=300)
def test_any_bit_of_a_receipt_counts(place, bit):
    altered = flipped(RECEIPT, place, bit)
    assert first(altered) is not None or meaning([altered]) == meaning([RECEIPT])


@given(st.sampled_from(ENTRIES), st.data())
@hypothesis(max_examples=200)
def test_any_bit_of_an_entry_is_found_and_the_entry_named(number, data):
    place = data.draw(st.integers(0, len(DOSSIER[number]) - 2))
    altered = flipped(DOSSIER[number], place, data.draw(st.integers(0, 7)))
    if b"\n" in altered[:-1] or not altered.strip():
        return  # two lines now
    lines = [*DOSSIER[:number], altered, *DOSSIER[number + 1 :]]
    assert first(lines) == ("ENTRY_ALTERED", number - 1)


@given(st.sampled_from(ENTRIES), st.sampled_from(ENTRIES))
@hypothesis(max_examples=150)
def test_an_entry_dropped_repeated_or_elsewhere_is_named(one, other):
    low, high = sorted((one, other))
    line = DOSSIER[one]
    without = DOSSIER[:one] + DOSSIER[one + 1 :]
    assert first(without) == ("ENTRY_MISSING" if one < 50 else "CHAIN_CUT", one - 1)
    assert first([*DOSSIER[: high + 1], DOSSIER[low], *DOSSIER[high + 1 :]]) == ("ENTRY_INSERTED", low - 1)
    if low != high:
        swapped = list(DOSSIER)
        swapped[low], swapped[high] = DOSSIER[high], DOSSIER[low]
        assert first(swapped) == ("ENTRY_MOVED", low - 1)
        assert first([*without[:other], line, *without[other:]]) == ("ENTRY_MOVED", low - 1)


@given(st.sampled_from(range(len(DOSSIER))), st.data())
@hypothesis(max_examples=200)
def test_no_bit_of_what_stands_around_the_entries_goes_unseen(number, data):
    if number in ENTRIES:
        return
    place = data.draw(st.integers(0, len(DOSSIER[number]) - 2))
    lines = [*DOSSIER[:number], flipped(DOSSIER[number], place, data.draw(st.integers(0, 7))), *DOSSIER[number + 1 :]]
    if number == len(DOSSIER) - 1:
        assert first(lines) is not None or b'"name"' in DOSSIER[number]
    else:
        assert first(lines) is not None or meaning(lines[number : number + 1]) == meaning(DOSSIER[number : number + 1])


@given(st.sampled_from(range(len(LOG))), st.data())
@hypothesis(max_examples=200)
def test_no_bit_and_no_line_of_a_log_goes_unseen(number, data):
    line = LOG[number]
    place = data.draw(st.integers(0, len(line) - 2))
    altered = [*LOG[:number], flipped(line, place, data.draw(st.integers(0, 7))), *LOG[number + 1 :]]
    assert first(altered) is not None or b'"made_at"' in line
    assert first([*LOG[:number], *LOG[number + 1 :]]) is not None


def test_a_gap_over_a_seal_of_a_log_is_named_by_its_first_entry():
    begins = next(place for place, line in enumerate(LOG) if b'{"entry"' in line)
    assert first([*LOG[: begins + 19], *LOG[begins + 23 :]]) == ("ENTRY_MISSING", 19)


def test_a_forger_with_the_whole_file_in_hand_lacks_the_key():
    """He writes everything anew and signs with a key of his own; the file is in itself whole."""
    forger = making.House(signer=making.signer(9), keys=[making.published(making.signer(9))])
    held = forger.open()
    forger.grow(held, 5)
    forger.close()
    assert verify(forger.dossier(held), keys=forger.keys).is_valid
    assert first(forger.dossier(held)) == ("SIGNER_UNKNOWN", 4)
    # Naming his key after ours does not help: a key's name is its hash.
    forger.keys[0]["key"] = KEYS[0]["key"]
    assert signing.read_keys(forger.keys) == {}


def test_a_dossier_written_by_another_hand_is_the_same_dossier():
    loose = [json.dumps(json.loads(line), ensure_ascii=True, indent=None).encode() for line in DOSSIER]
    assert verify(loose, keys=KEYS).is_valid
    assert verify(b"\r\n".join(loose), keys=KEYS).covers.entries == 50


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b"null", b'{"format":1}', b"\xff", b"%PDF-1.7", b'{"a":1,"a":2}', b"[" * 100_000, b'{"format":"kardad-dossier/1"}'],
)
def test_what_is_none_of_ours_is_said_to_be_so(raw):
    assert first(raw) == ("NOT_READABLE", None)


def test_fractions_and_doubled_members_have_no_canonical_form():
    for value in (1.0, {"a": [0.5]}, 1 << 53, float("nan"), {"a": "\ud800"}, object()):
        with pytest.raises(canonical.NotCanonical):
            canonical.encode(value)
    for raw in (b'{"a":1.0}', b'{"a":1,"a":1}', b"NaN"):
        with pytest.raises(canonical.NotCanonical):
            canonical.decode(raw)
    assert canonical.encode({"ب": 1, "a": "é\u200c", "A": [True, None]}) == '{"A":[true,null],"a":"é\u200c","ب":1}'.encode()
    assert receipts.statement_hash(None) == bytes(32)
