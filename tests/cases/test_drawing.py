"""The draw of a panel: promised before, the same whenever it is made again, never with whom it must not have, fair in load."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kardad.cases import drawing
from kardad.cases.drawing import Candidate, Place, Pool

PANEL = (Place("ministry", is_chair=True), Place("workers"), Place("employers"))
KINDS = ("ministry", "workers", "employers")
A_KIND = 8
REASONS = list(drawing.REASONS)


def pool(loads=None, out=None, number="1404-00001"):
    members = (
        Candidate(
            place * A_KIND + n, kind, (loads or {}).get(place * A_KIND + n, 0), kind == "ministry", (out or {}).get(place * A_KIND + n, "")
        )
        for place, kind in enumerate(KINDS)
        for n in range(A_KIND)
    )
    return Pool(number, "DB", PANEL, tuple(members))


def test_a_vector_that_any_other_hand_can_compute():
    assert drawing.commitment("secret") == "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"
    assert [one.member for one in drawing.draw(pool(), secret="secret")] == [one.member for one in drawing.draw(pool(), secret="secret")]
    assert drawing.weight(3, 3) == 64
    assert drawing.weight(5, 3) == 16
    assert drawing.weight(400, 3) == 1


@given(st.text(min_size=1, max_size=16), st.dictionaries(st.integers(0, 23), st.integers(0, 50)), st.sets(st.integers(0, 23), max_size=16))
def test_a_draw_made_again_from_its_record_is_the_same_and_a_touched_record_is_not(secret, loads, gone):
    asked = pool(loads, dict.fromkeys(gone, drawing.RELATION))
    try:
        picks = drawing.draw(asked, secret=secret)
    except drawing.TooFew:
        assert any(all(place * A_KIND + n in gone for n in range(A_KIND)) for place in range(3))
        return
    kept = drawing.read(asked.as_json())
    assert kept == asked
    shown = {"secret": secret, "commitment": drawing.commitment(secret), "result": picks}
    assert drawing.replay(kept, **shown).holds
    assert not drawing.replay(kept, **shown | {"secret": secret + "x"}).is_promised
    other = next(n for n in range(A_KIND, 2 * A_KIND) if n != picks[1].member)
    assert not drawing.replay(kept, **shown | {"result": (picks[0], replace(picks[1], member=other), picks[2])}).is_same
    excluded = pool(loads, dict.fromkeys(gone, drawing.SIDE) | {picks[2].member: drawing.SIDE})
    assert not drawing.replay(excluded, **shown).is_clean
    assert drawing.digest(kept, picks) != drawing.digest(excluded, picks)


def test_a_kind_without_members_is_named_and_nobody_is_drawn():
    out = {A_KIND + n: drawing.WORKPLACE for n in range(A_KIND)}
    with pytest.raises(drawing.TooFew) as told:
        drawing.draw(pool(out=out), secret="s", titles={"workers": "نماینده کارگران"})
    assert "نماینده کارگران" in told.value.text


def test_who_may_not_chair_is_never_drawn_to_chair_and_no_chair_is_spent():
    members = (Candidate(1, "state", 0, may_chair=True), *(Candidate(n, "state", 0) for n in range(2, 6)))
    asked = Pool("1", "DRB", (Place("state"), Place("state"), Place("state", is_chair=True)), members)
    for n in range(50):
        picks = drawing.draw(asked, secret=str(n))
        assert [one.member for one in picks if one.is_chair] == [1]
        assert len({one.member for one in picks}) == 3


def simulate(draws):
    """So many cases one after another, each with some members who must not hear it; the loads at the end."""
    loads = dict.fromkeys(range(3 * A_KIND), 0)
    run = random.Random(1404)
    for n in range(draws):
        out = {place * A_KIND + run.randrange(A_KIND): run.choice(REASONS) for place in range(3) for _ in range(run.randrange(4))}
        picks = drawing.draw(pool(loads, out, f"1404-{n:06d}"), secret=str(run.random()))
        for pick in picks:
            assert pick.member not in out
            loads[pick.member] += 1
    for place in range(3):
        kind = [loads[place * A_KIND + n] for n in range(A_KIND)]
        assert sum(kind) == draws
        assert (max(kind) - min(kind)) / (sum(kind) / A_KIND) <= 0.10
    return loads


def test_ten_thousand_draws_hold_no_forbidden_member_and_spread_the_load():
    simulate(10_000)


@pytest.mark.proof
def test_a_hundred_thousand_draws_hold_no_forbidden_member_and_spread_the_load():
    loads = simulate(100_000)
    print({"least": min(loads.values()), "most": max(loads.values())})
