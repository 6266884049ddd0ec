"""Two engines, written apart from the same document, agree to the rial on thousands of generated lives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.law.engines import SHARES, apart, drawn, lives
from tests.proofs import length

pytestmark = pytest.mark.no_django

# In every run of the tests, in pieces that machines can share.
LIVES = 5_500
PIECE = 100


def pieces(name, whole):
    """(name, how many lives, seed) of each piece of a calculator's share."""
    left = whole * SHARES[name] // 1_000
    return [(name, min(PIECE, left - start), start) for start in range(0, left, PIECE)]


HERE = [piece for name in SHARES for piece in pieces(name, LIVES)]
PROOF = [piece for name in SHARES for piece in pieces(name, length(50_000))]


def disagreements(name, count, seed):
    return [(one, found) for one in lives(name, count, seed) if (found := apart(name, one))][:3]


def test_more_than_five_thousand_lives_are_compared_in_every_run():
    assert sum(SHARES.values()) == 1_000
    assert sum(count for _, count, _ in HERE) > 5_000


@pytest.mark.parametrize(("name", "count", "seed"), HERE, ids=[f"{name}-{seed}" for name, _, seed in HERE])
def test_both_engines_agree(name, count, seed):
    assert disagreements(name, count, seed) == []


@pytest.mark.proof
@pytest.mark.parametrize(("name", "count", "seed"), PROOF, ids=[f"{name}-{seed}" for name, _, seed in PROOF])
def test_both_engines_agree_on_many_more_lives(name, count, seed):
    assert disagreements(name, count, f"proof {seed}") == []


@pytest.mark.parametrize("name", [name for name in SHARES if name != "gross-up"])
def test_both_engines_agree_on_lives_that_seek_the_smallest_difference(name):
    @settings(max_examples=20, derandomize=True, database=None)
    @given(st.data())
    def agree(data):
        assert apart(name, drawn(name, data.draw)) == {}

    agree()


def test_lives_are_rich():
    claims, slips = lives("claim", 200, 0), lives("payslip", 400, 0)
    for name in ("hours", "used_days", "daily", "claims", "children", "policies"):
        assert sum(name in one for one in claims) > 20, name
    assert {one.get("policies", {}).get("shortfall_netting") for one in claims} >= {"by_month", "over_year", "over_all"}
    assert any(one.get("policies", {}).get("tax_1404_flat_group") for one in slips)
    assert any("other_benefits" in one and "overtime_hours" in one for one in slips)


def test_a_difference_of_one_rial_is_seen(monkeypatch):
    from tests import oracle

    (one,) = lives("severance", 1, 3)
    assert apart("severance", one) == {}
    honest = oracle.CALCULATORS["severance"]
    wrong = {**oracle.CALCULATORS, "severance": lambda given: {"totals": {"severance": honest(given)["totals"]["severance"] + 1}}}
    monkeypatch.setattr(oracle, "CALCULATORS", wrong)
    assert list(apart("severance", one)) == ["severance"]
