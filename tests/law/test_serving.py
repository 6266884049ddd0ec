"""Service: what counts, from which day, with which effect – and which channel a notice takes."""

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kardad.kit import calendar
from kardad.law import serving
from kardad.law.evidence import BadRow
from kardad.law.serving import Happening, NoRule, Rows

MEHR_6, MEHR_9 = calendar.from_jalali(1404, 7, 6), calendar.from_jalali(1404, 7, 9)
BEFORE = calendar.from_jalali(1391, 1, 1)


def test_arrival_in_the_account_is_service_and_opening_makes_it_actual_on_the_same_day():
    arrived = serving.ruling("account", [Happening("placed", MEHR_6)])
    opened = serving.ruling("account", [Happening("opened", MEHR_9), Happening("placed", MEHR_6)])
    assert (arrived.served_on, arrived.effect, arrived.title) == (MEHR_6, "legal", "ابلاغ قانونی")
    assert (opened.served_on, opened.effect, opened.title) == (MEHR_6, "actual", "ابلاغ واقعی")
    assert [article.id for article in arrived.rules[0].cited] == ["lp-131"]


def test_a_text_message_that_was_delivered_is_no_service():
    told = serving.ruling("account", [Happening("notified", MEHR_6)])
    assert (told.served_on, told.effect, told.title) == (None, "", "")


@pytest.mark.parametrize(
    ("what", "effect"),
    [
        ("handed", "actual"),
        ("representative", "actual"),
        ("relative", "legal"),
        ("office", "legal"),
        ("refused", "legal"),
        ("absent", "legal"),
        ("published", "legal"),
        ("returned", ""),
    ],
)
def test_a_paper_counts_by_whom_the_agent_met(what, effect):
    assert serving.ruling("paper", [Happening(what, MEHR_6)]).effect == effect


def test_a_first_call_in_vain_does_not_count_and_the_second_does():
    tried = serving.ruling("paper", [Happening("returned", MEHR_6), Happening("relative", MEHR_9)])
    assert (tried.served_on, tried.effect) == (MEHR_9, "legal")


def test_before_its_rule_began_nothing_is_guessed():
    with pytest.raises(NoRule):
        serving.ruling("account", [Happening("placed", BEFORE)])
    with pytest.raises(NoRule):
        serving.ruling("pigeon", [Happening("placed", MEHR_6)])


def test_what_no_source_says_is_not_presented_as_certain():
    for row in serving.every().counts:
        assert bool(row.caution) == (row.status != "sourced")
    assert serving.every().rule("sana", "arrived", MEHR_9).caution


@given(st.lists(st.tuples(st.sampled_from(["placed", "notified", "opened"]), st.dates(date(2020, 1, 1), date(2030, 1, 1))), max_size=6))
def test_what_is_learnt_later_never_moves_the_day_later_nor_lowers_the_effect(happened):
    rank = {"": 0, "legal": 1, "actual": 2}
    seen = [Happening(*one) for one in happened]
    for count in range(len(seen)):
        less, more = serving.ruling("account", seen[:count]), serving.ruling("account", seen[: count + 1])
        assert rank[less.effect] <= rank[more.effect]
        assert less.served_on is None or (more.served_on is not None and more.served_on <= less.served_on)
    assert len({(one.served_on, one.effect) for one in (serving.ruling("account", order) for order in permutations(seen[:4]))}) <= 1


def test_the_channel_is_the_account_unless_there_is_none_or_the_office_reads_the_report_of_sana_so():
    rows = serving.every()
    assert rows.channel("N7", MEHR_6, has_account=True) == "account"
    assert rows.channel("N7", MEHR_6, has_account=False, policy="sana") == "paper"
    assert rows.channel("N7", MEHR_6, has_account=True, policy="sana") == "sana"
    assert rows.channel("N1", MEHR_6, has_account=True, policy="sana") == "account"
    assert rows.channel("N7", calendar.from_jalali(1404, 6, 31), has_account=True, policy="sana") == "account"
    assert rows.channel("N1", BEFORE, has_account=True) == "paper"


def test_a_malformed_row_is_refused_by_its_name():
    row = {"via": "account", "what": "placed", "since": "1398-01-05", "effect": "legal", "articles": ["lp-131"], "status": "sourced"}
    channel = {"since": "1398-01-05", "choices": ["account"], "kinds": [], "articles": [], "status": "sourced"}
    assert isinstance(serving.load({"counts": [row], "channels": [channel]}), Rows)
    for wrong in (row | {"effect": "perhaps"}, row | {"articles": ["lp-0"]}, row | {"status": "sure"}):
        with pytest.raises(BadRow, match="account placed"):
            serving.load({"counts": [wrong], "channels": []})
    with pytest.raises(BadRow, match="channels 1398-01-05"):
        serving.load({"counts": [], "channels": [channel | {"kinds": ["N99"]}]})


def test_the_version_changes_with_the_data():
    assert serving.every().version != serving.load({"counts": [], "channels": []}).version
