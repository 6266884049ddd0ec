"""A claim month by month from payslips: every rial of it adds up, and its words say which months they are."""

from datetime import date

import pytest
from django.test import Client

from kardad.calc import actions as calc
from kardad.cases import months, petition
from kardad.cases.actions import drafting
from kardad.kit import calendar, money
from kardad.law import instruments
from tests import factories
from tests.cases import petitions, world
from tests.conftest import NOW


def test_months_are_cut_at_both_ends_and_shared_by_days():
    first, last = calendar.from_jalali(1403, 11, 16), calendar.from_jalali(1404, 1, 10)
    found = months.of(first, last)
    assert [(one.year, one.month, one.days, one.length) for one in found] == [(1403, 11, 15, 30), (1403, 12, 30, 30), (1404, 1, 10, 31)]
    assert [one.due(31_000_000) for one in found] == [15_500_000, 31_000_000, 10_000_000]
    assert found[0].title == "بهمن ۱۴۰۳ (۱۵ روز)"
    assert len(months.of(date(1990, 1, 1), date(2025, 1, 1))) == months.MOST


def test_the_words_of_like_months_stand_together_and_replace_those_before():
    rows = [months.Row(one, 100, 30) for one in months.of(calendar.from_jalali(1404, 1, 1), calendar.from_jalali(1404, 3, 31))]
    rows += [months.Row(one, 100, 500) for one in months.of(calendar.from_jalali(1404, 4, 1), calendar.from_jalali(1404, 4, 31))]
    assert months.total(rows) == 210  # what was overpaid in Tir pays nothing else
    said = months.told("پیش از این هم گفته‌ام.", rows)
    assert said.startswith("پیش از این هم گفته‌ام.\nریز ماه‌ها: فروردین ۱۴۰۴ تا خرداد ۱۴۰۴، هر ماه")
    assert "تیر" not in said
    assert months.told(said, rows) == said
    assert len(months.told("ا" * 5000, rows)) <= months.LONGEST


@pytest.mark.django_db
def test_a_claim_is_summed_from_a_kept_payslip_and_what_came(client, clock, no_captcha):
    world.office()
    me = factories.person(level=2)
    client.force_login(me)
    factories.show(client, me)
    case = petitions.whole(me)
    by = factories.actor(me)
    span = {"from_day": calendar.from_jalali(1404, 1, 1), "to_day": calendar.from_jalali(1404, 3, 31)}
    drafting.put_item(case, place=1, told=span, by=by, at=NOW)
    row = calc.keep(me, calculator="payslip", given={"month": "1404-03"}, title="فیش خرداد", law=instruments.current(), by=by, at=NOW)
    monthly = int(row.sheet["totals"]["gross"])
    at = petitions.address(case, "petition_claim_months", 1)
    assert "فیش خرداد" in client.get(at).content.decode()
    shown = client.get(at, {"payslip": row.pk})
    assert [field.value() for _, field, _ in shown.context["form"].lines] == [money.figures(monthly)] * 3
    assert client.post(at, {"due_0": "ناخوانا"}).status_code == 422
    assert client.post(at, {"due_0": "5", "came_0": "9"}).status_code == 422  # nothing is owed
    typed = {f"due_{place}": str(monthly) for place in range(3)} | {"came_2": "1"}
    assert client.post(f"{at}?payslip={row.pk}", typed).status_code == 302
    case.refresh_from_db()
    item = petition.read(case.petition).items[0]
    assert (item.amount, item.way, item.sheet) == (3 * monthly - 1, "typed", row.sheet)
    assert "ریز ماه‌ها: فروردین ۱۴۰۴ تا اردیبهشت ۱۴۰۴" in item.text
    assert "ریز ماه‌ها" in client.get(petitions.address(case, "petition_check")).content.decode()
    other = Client()
    someone = factories.person(level=2)
    other.force_login(someone)
    assert other.get(at).status_code == 404
    others = [petitions.address(case, "petition_claim_months", place) for place in (2, 9)]
    for wrong in (f"{at}?payslip=999999", *others):
        assert client.get(wrong).status_code == 404
