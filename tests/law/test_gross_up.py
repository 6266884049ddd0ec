"""A net is found backwards to the rial, or refused with what is nearest."""

import pytest

from tests.law.sheets import line, refused, sheet, totals

pytestmark = pytest.mark.no_django


@pytest.mark.parametrize(
    "facts",
    [
        {"month": "1404-05", "net": 200_000_000},
        {"month": "1405-12", "net": 900_000_001, "children": 3, "married": True},
        {"month": "1403-12", "net": 123_456_789, "days": 17},
        {"month": "1404-07", "net": 300_000_000, "hired_on": "1399-07-15", "overtime_hours": "12.5"},
        {"month": "1404-07", "net": 1_500_000_000, "policies": {"tax_insurance_deduction": "none"}},
        {"month": "1404-07", "net": 40_000_000, "deductions": [{"amount": 800_000_000}]},
    ],
)
def test_the_payslip_of_the_wage_that_was_found_leaves_the_net(facts):
    found = sheet("gross-up", **facts)
    assert found["totals"]["net"] == facts["net"]
    again = totals("payslip", **{name: one for name, one in facts.items() if name != "net"}, daily=str(found["totals"]["daily"]))
    assert again == {name: one for name, one in found["totals"].items() if name != "daily"}
    assert line(found, "wanted")["amount"] == facts["net"]


def test_every_policy_that_may_matter_stands_on_the_sheet():
    assert sheet("gross-up", month="1404-05", net=200_000_000, policies={"child_taxable": False})["policies"]["child_taxable"] is False


def test_a_net_under_what_is_paid_anyhow_is_refused_with_the_least():
    no = refused("gross-up", month="1404-05", net=1)
    assert (no.code, no.field, no.status) == ("NO_SUCH_NET", "net", 409)
    # Housing and grocery less seven per cent.
    assert no.details == {"least": "۲۸٬۸۳۰٬۰۰۰"}
    assert "۲۸٬۸۳۰٬۰۰۰" in no.text


def test_a_net_that_the_rounding_of_many_lines_jumps_over_is_refused_with_its_neighbours():
    facts = {"month": "1404-07", "shift": 10, "overtime_hours": 20, "friday_hours": 8, "holiday_hours": 3}
    no = refused("gross-up", **facts, net=753_244_221)
    assert (no.code, no.details) == ("NO_SUCH_NET", {"below": "۷۵۳٬۲۴۴٬۲۲۰", "above": "۷۵۳٬۲۴۴٬۲۲۲"})
    for net in (753_244_220, 753_244_222):
        assert totals("gross-up", **facts, net=net)["net"] == net


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"daily": 5_000_000}, "daily"),
        ({"overrides": {"base": 5}}, "overrides.base"),
        ({"days": 0}, "days"),
        ({"days": 32}, "days"),
        ({"net": -1}, "net"),
        ({"net": 10**15 + 1}, "net"),
        ({"net": None}, "net"),
        ({"hired_on": "1404-06-01"}, "hired_on"),
        ({"days": 1, "deductions": [{"amount": 10**15}]}, "net"),
    ],
)
def test_what_cannot_be_is_refused_and_named(facts, field):
    no = refused("gross-up", **{"month": "1404-05", "net": 200_000_000, **facts})
    assert no.field == field


def test_a_month_without_a_ladder_is_refused_by_its_silence():
    no = refused("gross-up", month="1401-05", net=200_000_000)
    assert (no.code, no.details["key"]) == ("LAW_SILENT", "tax.salary_ladder")
    # Under the exemption the same month is answered.
    assert totals("gross-up", month="1401-05", net=50_000_000)["net"] == 50_000_000
