"""«What am I owed» through HTTP: the worked claim to the rial, the same numbers as the command, nothing kept of a stranger."""

import io
import json
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from hypothesis import given, settings
from hypothesis import strategies as st

from kardad import cli
from kardad.calc.models import SavedSheet
from kardad.calc.owed import answers, ends, outcome
from kardad.core.models import Draft
from kardad.kit import money, text
from kardad.law import instruments
from tests import factories
from tests.calc.owed_samples import EXAMPLE, TODAY, UNKNOWN, told, where

pytestmark = pytest.mark.django_db

# The multi-year claim: year, days, due base and seniority, due allowances, paid, shortfall.
TABLE = (
    (1400, 334, 295_645_110, 115_150_000, 385_000_000, 25_795_110),
    (1401, 365, 531_916_250, 167_533_333, 420_000_000, 279_449_583),
    (1402, 365, 700_136_720, 239_333_333, 420_000_000, 519_470_053),
    (1403, 321, 847_665_302, 241_500_000, 367_500_000, 721_665_302),
)
REST = (48_599_196, 87_795_000, 115_447_680, 139_317_263, 391_159_139, 301_375_469, 261_192_073, 1_546_380_048, 2_500_106_729)


@pytest.fixture(autouse=True)
def _today(clock):
    """Everything happens on 1 Azar 1404."""


def test_the_worked_claim_is_on_the_page_figure_by_figure(read):
    page = read(where("result", EXAMPLE))
    rows = {row.th.get_text(strip=True): row for row in page.select("[aria-labelledby=wages] tbody tr")}
    for year, *figures in TABLE:
        cells = [cell.get_text(" ", strip=True).split(" ")[0] for cell in rows[text.to_persian_digits(year)].select("td")]
        assert cells == [money.figures(figure) for figure in figures]
    whole = page.select_one("main").get_text(" ", strip=True)
    assert [figure for figure in REST if money.figures(figure) not in whole] == []
    assert "۹۸٫۶۶ روز" in whole
    assert page.select_one(".big").get_text(" ", strip=True) == "۲٬۵۰۰٬۱۰۶٬۷۲۹ ریال"


def test_every_cell_leads_to_its_working_and_the_wages_down_to_the_months(read):
    page = read(where("result", EXAMPLE))
    links = page.select("a.owed-link")
    assert len(links) == 4 + 4 + 1 + 1 + 4  # wages, bonuses, severance, leave, and the months of four years
    for link in links:
        working = page.select_one(link["href"])
        assert working.select("tbody tr")
        assert working.select("a[href^='/law/']"), link["href"]
    rows = [row.get_text(" ") for row in page.select_one("#how-wage-difference-1403").select("tbody tr")]
    assert sum("۱۴۰۳" in row and "از" not in row.split()[:8] for row in rows) == 11
    # Each figure of a month is told where it changed: what a day earns with its seniority, what a month's allowances are.
    told = [
        next(place for place, row in enumerate(rows) if row.startswith(words))
        for words in ("پایه سنوات", "مزد و سنوات", "حق مسکن", "فروردین ۱۴۰۳")
    ]
    assert told == sorted(told)
    assert "۱۵۴٬۷۰۰ × (۱ + ۲۲٪)" in rows[told[0]]
    assert "۲٬۳۸۸٬۷۲۸ + ۱۸۸٬۷۳۴" in rows[told[1]]
    assert "۹٬۰۰۰٬۰۰۰ + ۱۴٬۰۰۰٬۰۰۰" in rows[told[2]]


def test_wages_under_the_floor_are_computed_and_told_as_unlawful(read):
    page = read(where("result", EXAMPLE))
    told_of = page.select_one(".notice-warning").get_text(" ", strip=True)
    assert "خلاف قانون" in told_of
    assert "در ۳۵ ماه" in told_of  # from Farvardin 1401 on; 1400's 35,000,000 was above the bare minimum wage


@pytest.mark.parametrize("query", [EXAMPLE, UNKNOWN], ids=["known", "unknown"])
def test_both_ends_are_what_the_command_computes(query, monkeypatch, capsys, read):
    both = ends.of(told(query), instruments.current())
    page = read(where("result", query)).select_one(".big").get_text(" ", strip=True)
    for end in (both.low, both.high):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(end).encode())))
        assert cli.main(["calculate", "claim"]) == 0
        assert money.figures(json.loads(capsys.readouterr().out)["totals"]["total"]) in page


def test_what_is_not_known_makes_a_range_and_says_what_would_narrow_it(read):
    page = read(where("result", UNKNOWN))
    assert page.select_one(".big").get_text(" ", strip=True).startswith("بین ")
    rows = [row.get_text(" ", strip=True) for row in page.select("section[aria-labelledby=narrow] tbody tr")]
    assert len(rows) == 8
    assert any(row.startswith("مزد توافق‌شده") and "قرارداد کار" in row for row in rows)
    assert any(row.startswith("ساعت‌های بیش از عادی") and "ورود و خروج" in row for row in rows)


def test_years_of_which_the_law_is_silent_are_named_and_the_rest_is_computed(read):
    page = read(where("result", EXAMPLE.replace("from=1400-02-01", "from=1388-02-01")))
    assert "سال‌های ۱۳۸۸، ۱۳۸۹" in page.select_one(".notice-warning").get_text(" ", strip=True)
    assert "دست‌کم" in page.select_one(".answer h2").get_text()
    whole = outcome.of(told(EXAMPLE.replace("from=1400-02-01", "from=1388-02-01")), instruments.current())
    assert whole.low.totals["total"] is None
    assert page.select_one(".big").get_text(" ", strip=True) == f"{money.figures(whole.low.totals['total_known'])} ریال"


def test_work_that_ended_before_the_law_is_refused_with_a_way_back(read):
    query = EXAMPLE.replace("from=1400-02-01&to=1403-11-15", "from=1380-02-01&to=1385-11-15")
    page = read(where("result", query), status=409)
    assert "حدس" in page.select_one("main").get_text()
    assert page.select_one("main a")["href"].startswith("/calculators/owed/check/?from=1380-02-01")


def test_where_everything_was_received_nothing_is_owed(read):
    paid = "from=1403-01-01&to=1403-12-30&still=no&wage=minimum&pay=unknown&bonus=all&severance=all&leave_pay=all&insurance=all"
    page = read(where("result", f"{paid}&married=no&children=0&hours=none"))
    assert page.select_one(".big").get_text(" ", strip=True) == "۰ ریال"
    assert "طلبی برای حساب کردن نماند" in page.select_one("main").get_text()
    assert "صورتحساب بانکی" in page.select_one("main").get_text()  # what would tell the wages that were not known


def test_insurance_is_guided_and_not_computed(read):
    page = read(where("result", EXAMPLE))
    assert "احراز سابقه کار" in page.select_one("section[aria-labelledby=insurance]").get_text()
    assert (
        read(where("result", EXAMPLE.replace("insurance=none", "insurance=all"))).select_one("section[aria-labelledby=insurance]") is None
    )


def test_what_was_received_is_taken_off(read):
    part = EXAMPLE.replace("bonus=none", "bonus=part&bonus_in=1401_7795000").replace(
        "severance=none", "severance=part&severance_amount=1375469"
    )
    page = read(where("result", part))
    whole = page.select_one("main").get_text(" ", strip=True)
    assert "۸۰٬۰۰۰٬۰۰۰" in whole
    assert "۳۰۰٬۰۰۰٬۰۰۰" in whole
    assert "دریافت‌شده" in page.select_one("#how-severance-1403").get_text()


def test_the_child_allowance_waits_for_the_insured_days():
    def whole(insured):
        return outcome.of(told(EXAMPLE.replace("children=0", f"children=2&insured={insured}")), instruments.current()).span

    assert whole("none").low < whole("some&insured_days=400").low < whole("yes").low
    assert whole("unknown") == outcome.Span(whole("none").low, whole("yes").high)


LIVES = st.fixed_dictionaries(
    {
        "from": st.integers(1391, 1400).map(lambda year: f"{year}-07-10"),
        "to": st.integers(1401, 1404).map(lambda year: f"{year}-05-20"),
        "still": st.just("no"),
        "wage": st.sampled_from(["minimum", "unknown"]),
        "pay": st.sampled_from(["same", "none", "unknown"]),
        "pay_amount": st.integers(1_000_000, 200_000_000),
        "married": st.sampled_from(["yes", "no"]),
        "children": st.integers(0, 3),
        "insured": st.sampled_from(["yes", "none", "unknown"]),
        "leave": st.sampled_from(["none", "unknown"]),
        "hard": st.sampled_from(["yes", "no", "unknown"]),
        "hours": st.sampled_from(["none", "unknown"]),
        "kind": st.sampled_from(["overtime", "night", "friday", "holiday"]),
        **{name: st.sampled_from(["none", "all", "unknown"]) for name in ("bonus", "severance", "leave_pay", "insurance")},
    }
)


@settings(max_examples=40)
@given(LIVES)
def test_the_least_is_never_more_than_the_most_in_any_cell(life):
    found = outcome.of(told(urlencode(life)), instruments.current())
    cells = [cell.span for one in found.owed for cell in one.workings]
    assert [span for span in (*cells, found.span) if not 0 <= span.low <= span.high] == []
    assert sum(span.low for span in cells) == found.span.low
    assert sum(span.high for span in cells) == found.span.high
    assert found.ends.unknowns or not found.span.is_range


def test_nothing_is_kept_of_a_stranger(client):
    client.get(where("result", EXAMPLE))
    client.post(where("pay", EXAMPLE), {"pay": "same", "pay_amount": "۴۰٬۰۰۰٬۰۰۰"})
    assert (SavedSheet.objects.count(), Draft.objects.count(), Session.objects.count()) == (0, 0, 0)
    assert "sessionid" not in client.cookies
    assert cache.get("owed") is None


def test_a_stranger_who_wants_to_keep_it_is_led_to_log_in_and_back(client):
    answer = client.post(where("keep", EXAMPLE))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")
    assert SavedSheet.objects.count() == 0


def test_a_member_keeps_the_result_as_a_sheet(client):
    person = factories.person()
    client.force_login(person)
    assert client.post(where("keep", EXAMPLE))["Location"] == "/panel/sheets/"
    row = SavedSheet.objects.get(person=person)
    assert (row.calculator, row.sheet["totals"]["total"]) == ("claim", 2_500_106_729)
    assert row.title == "چقدر طلب دارم؟ از ۱۴۰۰/۰۲/۰۱ تا ۱۴۰۳/۱۱/۱۵"


def test_a_range_is_kept_as_two_sheets(client):
    client.force_login(factories.person())
    client.post(where("keep", UNKNOWN))
    low, high = SavedSheet.objects.order_by("pk")
    assert low.sheet["totals"]["total"] < high.sheet["totals"]["total"]
    assert (low.title[-6:], high.title[-6:]) == ("کمترین", "یشترین")


def test_the_link_of_the_full_calculator_gives_the_same_sum(read):
    link = next(a["href"] for a in read(where("result", EXAMPLE)).select("main a") if a["href"].startswith("/calculators/claim/"))
    assert "۲٬۵۰۰٬۱۰۶٬۷۲۹" in read(link).select_one(".big").get_text()


def test_an_incomplete_link_leads_to_the_first_question_that_is_open(client):
    answer = client.get(where("result", EXAMPLE.replace("&pay=same&pay_amount=35000000", "")))
    assert answer["Location"].startswith("/calculators/owed/pay/?from=1400-02-01")
    assert client.get(where("result", ""))["Location"] == "/calculators/owed/dates/"


def test_every_answer_of_the_result_is_in_its_link():
    assert answers.read(_Query(answers.pairs(told(UNKNOWN))), TODAY) == told(UNKNOWN)


class _Query(list):
    """Pairs that answer like the parameters of an address."""

    def getlist(self, key):
        return [value for name, value in self if name == key]
