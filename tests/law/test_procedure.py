"""Boards sit and decide as the law counts, and every dated rule of procedure is well formed."""

import copy
import itertools
import re

import pytest

from kardad.kit.calendar import parse_jalali
from kardad.law import articles, evidence, procedure
from kardad.law.evidence import BadRow
from kardad.law.procedure import ABSTAINS, Decision, ImpossibleBoard, Renewal, UnknownRule, Vote

DB, DRB = procedure.bodies()
TODAY = parse_jalali("1405-08-30")
MINISTRY, WORKERS, EMPLOYERS, STATE = "ministry", "workers", "employers", "state"
NINE = [WORKERS] * 3 + [EMPLOYERS] * 3 + [STATE] * 3


def votes(kinds, *opinions):
    return [Vote(kind, opinion) for kind, opinion in zip(kinds, opinions, strict=True)]


def nine(agreeing, against=0, *, abstaining=0):
    """So many members of the DRB for and against, and so many that hold nothing."""
    opinions = ["accept"] * agreeing + ["reject"] * against + [ABSTAINS] * abstaining
    return votes(NINE[: len(opinions)], *opinions)


def test_the_first_instance_is_three_and_the_second_nine():
    assert (DB.code, DB.seats, DB.quorum, DB.chair) == ("DB", 3, 3, MINISTRY)
    assert (DRB.code, DRB.seats, DRB.quorum, DRB.chair) == ("DRB", 9, 7, STATE)
    assert procedure.body("DRB") is DRB
    with pytest.raises(UnknownRule):
        procedure.body("COURT")


@pytest.mark.parametrize("missing", [MINISTRY, WORKERS, EMPLOYERS])
def test_the_diagnosis_board_sits_only_with_all_three(missing):
    everyone = {MINISTRY: 1, WORKERS: 1, EMPLOYERS: 1}
    assert procedure.quorate(DB, everyone)
    assert not procedure.quorate(DB, {**everyone, missing: 0})


def test_the_dispute_resolution_board_sits_with_seven_of_nine_whoever_they_are():
    for workers, employers, state in itertools.product(range(4), repeat=3):
        present = {WORKERS: workers, EMPLOYERS: employers, STATE: state}
        assert procedure.quorate(DRB, present) == (workers + employers + state >= 7)


@pytest.mark.parametrize("present", [{MINISTRY: 2, WORKERS: 1}, {STATE: 1, WORKERS: 1, EMPLOYERS: 1}, {MINISTRY: -1, WORKERS: 1}])
def test_members_the_board_does_not_have_are_a_fault_of_the_count(present):
    with pytest.raises(ImpossibleBoard):
        procedure.quorate(DB, present)


@pytest.mark.parametrize(
    ("opinions", "agreed"),
    [
        (("accept", "accept", "accept"), 3),
        (("accept", "accept", "reject"), 2),
        (("reject", "accept", "accept"), 2),
        (("accept", ABSTAINS, "accept"), 2),
    ],
)
def test_two_of_three_decide_in_the_diagnosis_board_and_the_minority_is_kept(opinions, agreed):
    result = procedure.decided(DB, votes((MINISTRY, WORKERS, EMPLOYERS), *opinions))
    assert isinstance(result, Decision)
    assert (result.opinion, result.agreed, result.needed) == ("accept", agreed, 2)
    assert [vote.opinion for vote in result.dissent] == [opinion for opinion in opinions if opinion != "accept"]


@pytest.mark.parametrize("opinions", [("accept", "reject", "partly"), ("accept", ABSTAINS, ABSTAINS), (ABSTAINS, ABSTAINS, ABSTAINS)])
def test_three_opinions_or_too_many_silent_renew_the_session(opinions):
    result = procedure.decided(DB, votes((MINISTRY, WORKERS, EMPLOYERS), *opinions))
    assert isinstance(result, Renewal)
    assert (result.reason, result.articles) == (procedure.NO_MAJORITY, ("lp-68",))
    assert "تجدید" in result.message


def test_two_members_of_the_diagnosis_board_decide_nothing_even_when_they_agree():
    result = procedure.decided(DB, votes((MINISTRY, WORKERS), "accept", "accept"))
    assert isinstance(result, Renewal)
    assert result.reason == procedure.NO_QUORUM


@pytest.mark.parametrize("present", [7, 8, 9])
def test_five_who_agree_decide_in_the_dispute_resolution_board_and_four_do_not(present):
    won = procedure.decided(DRB, nine(5, present - 5))
    assert isinstance(won, Decision)
    assert (won.agreed, won.needed, len(won.dissent)) == (5, 5, present - 5)
    lost = procedure.decided(DRB, nine(4, 0, abstaining=present - 4))
    assert isinstance(lost, Renewal)
    assert lost.reason == procedure.NO_MAJORITY


def test_a_relative_majority_of_nine_is_none():
    assert isinstance(procedure.decided(DRB, nine(4, 3, abstaining=2)), Renewal)


def test_six_unanimous_members_are_no_quorum():
    result = procedure.decided(DRB, nine(6))
    assert isinstance(result, Renewal)
    assert result.reason == procedure.NO_QUORUM


def test_nobody_present_decides_nothing():
    assert isinstance(procedure.decided(DRB, []), Renewal)


def test_ten_members_are_a_fault():
    with pytest.raises(ImpossibleBoard):
        procedure.decided(DRB, [*nine(9), Vote(STATE, "accept")])


def test_the_grounds_to_adjourn_say_how_often():
    often = {rule.code: rule.value for rule in procedure.rules("adjournment", TODAY)}
    assert often == {
        "no_quorum": 0,
        "no_majority": 0,
        "limited_representative": 1,
        "attendance_needed": 1,
        "defective_service": 0,
        "joint_request": 1,
        "expert_pending": 0,
        "unfinished": 0,
    }
    assert "attendance_needed" not in {rule.code for rule in procedure.rules("adjournment", TODAY, "DB")}


def test_a_rule_holds_from_its_day():
    before, since = parse_jalali("1398-01-04"), parse_jalali("1398-01-05")
    assert procedure.rule("arrival_is_service", since).value == 0
    with pytest.raises(UnknownRule):
        procedure.rule("arrival_is_service", before)
    assert "arrival_is_service" not in {rule.code for rule in procedure.rules("service", before)}


def test_a_period_is_named_and_never_a_number_here():
    named = {rule.code: rule.deadline for rule in procedure.every() if rule.deadline}
    assert named["invitation_lead"] == "D2"
    assert named["divan_does_not_stay"] == "D7"
    known = {row["code"] for row in evidence.read("deadlines.toml")["rules"]}
    assert {code for code in named.values() if not re.fullmatch(r"D\d+", code)} == set()
    assert set(named.values()) <= known


def test_rules_are_well_formed():
    codes = [rule.code for rule in procedure.every()]
    assert len(codes) == len(set(codes))
    for rule in procedure.every():
        assert re.fullmatch("[a-z_]+", rule.code)
        assert rule.title
        assert rule.says.endswith(".")
        assert rule.deadline or rule.unit
        assert bool(rule.caution) == (rule.status != "sourced")
        articles.cited(rule.articles)
        if rule.status == "sourced":
            assert rule.articles, rule.code
    assert {rule.group for rule in procedure.every()} == set(procedure.GROUPS)


def test_a_group_that_is_none_of_ours_is_a_fault():
    with pytest.raises(UnknownRule):
        procedure.rules("appeal", TODAY)


def spoilt(change):
    data = copy.deepcopy(evidence.read("procedure.toml"))
    change(data)
    return data


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["bodies"]["DRB"].update(agreeing={7: 5, 8: 5}),
        lambda data: data["bodies"]["DRB"].update(agreeing={7: 3, 8: 5, 9: 5}),
        lambda data: data["bodies"]["DB"].update(agreeing={3: 4}),
        lambda data: data["bodies"]["DB"].update(chair="judge"),
        lambda data: data["bodies"]["DB"].update(status="sure"),
        lambda data: data["bodies"]["DB"].update(articles=["ll-9999"]),
        lambda data: data["rules"][0].update(group="else"),
        lambda data: data["rules"][0].update(bodies=["COURT"]),
        lambda data: data["rules"][0].update({"until": "1391-01-01"}),
    ],
)
def test_malformed_data_is_refused(change):
    with pytest.raises(BadRow):
        procedure.load(spoilt(change))
