"""The arithmetic of invoices, and parts of the tax that add up to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kardad.billing import sums

RIALS = st.integers(0, 10**13)


@pytest.mark.parametrize(
    ("taxable", "vat", "total"),
    [(7_000_000, 700_000, 7_700_000), (12_345_675, 1_234_568, 13_580_243), (2_333_333, 233_333, 2_566_666)],
)
def test_the_tax_is_rounded_once_and_half_up(taxable, vat, total):
    foot = sums.total_of([taxable], rate=1000)
    assert (foot.vat, foot.total) == (vat, total)


def test_a_discount_comes_before_the_tax_and_never_below_nothing():
    assert sums.total_of([1_000_000], percent_off=10, rate=1000) == sums.Sums(1_000_000, 100_000, 900_000, 90_000, 990_000)
    assert sums.total_of([1_000_000], rials_off=5_000_000, rate=1000) == sums.Sums(1_000_000, 1_000_000, 0, 0, 0)


@given(st.lists(RIALS, max_size=8), st.integers(0, 100), RIALS, st.integers(0, sums.WHOLE))
def test_every_foot_adds_up_in_whole_rials(prices, percent, rials, rate):
    foot = sums.total_of(prices, percent_off=percent, rials_off=rials, rate=rate)
    assert foot.subtotal == sum(prices)
    assert 0 <= foot.discount <= foot.subtotal
    assert foot.taxable == foot.subtotal - foot.discount
    assert foot.total == foot.taxable + foot.vat
    assert abs(foot.vat * sums.WHOLE - foot.taxable * rate) * 2 <= sums.WHOLE
    assert {type(one) for one in (foot.discount, foot.vat, foot.total)} == {int}


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=8), st.integers(0, sums.WHOLE))
def test_the_tax_in_the_parts_given_back_is_the_tax(parts, rate):
    total = sum(parts)
    vat = total * rate // (sums.WHOLE + rate)
    given_back, shares = 0, []
    for part in parts:
        shares.append(sums.share_of_vat(vat, total, before=given_back, now=part))
        given_back += part
    assert sum(shares) == vat
    assert all(0 <= share <= part for share, part in zip(shares, parts, strict=True))
