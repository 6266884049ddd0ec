"""The engine agrees with a second counter that knows nothing of it: one day after another, from the files themselves."""

import random
import tomllib
from pathlib import Path

import jdatetime
import pytest

from kardad.kit import calendar as jalali
from kardad.law import askings, deadlines, holidays, rules

DATA = Path(holidays.__file__).parent / "data"
CALENDAR = holidays.load()
# Written from the domain's table of deadlines, not from the data.
LENGTHS = {
    "agent_service": 2,
    "invitation": 5,
    "verdict": 7,
    "objection": 15,
    "enforceable": 15,
    "appeal_decision": 30,
    "divan": 90,
    "divan_abroad": 180,
    "refused_return": 30,
    "resignation_revocation": 15,
    "unemployment": 30,
    "compliance": 10,
    "defect": 10,
    "opinion_objection": 7,
}
DUTIES = {"agent_service", "verdict", "appeal_decision"}
PROVINCES = ["تهران", "زنجان", "کرمان", "خراسان رضوی", "یزد"]
CASES_A_SEED, SEEDS = 150, range(10)


def official():
    found = {}
    for path in (DATA / "holidays").glob("*.toml"):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["days"]:
            found.setdefault(row["date"], []).append(row["title"])
    return found


def closures():
    return {(row["province"], row["date"]): row["title"] for row in tomllib.loads((DATA / "closures.toml").read_text("utf-8"))["days"]}


OFFICIAL, CLOSURES = official(), closures()


def tomorrow(written):
    year, month, number = map(int, written.split("-"))
    long = 31 if month < 7 else 30 if month < 12 or jdatetime.date(year, 1, 1).isleap() else 29
    if number < long:
        return f"{year}-{month:02}-{number + 1:02}"
    return f"{year}-{month + 1:02}-01" if month < 12 else f"{year + 1}-01-01"


def is_friday(written):
    return jdatetime.date(*map(int, written.split("-"))).weekday() == 6


def titles_of_a_closed_day(written, given, policy):
    titles = ["جمعه"] if is_friday(written) else []
    if policy["calendar"] != "fridays-only":
        titles += OFFICIAL.get(written, [])
    if policy["calendar"] == "offices" and (policy["province"], written) in CLOSURES:
        titles.append(CLOSURES[policy["province"], written])
    if written in given["closed_days"]:
        titles.append("روزی که تعطیل اعلام شده است")
    if written in given["obstructed_days"]:
        titles.append("روزی که مرجع امکان کار نداشت")
    return titles


def naive(name, given):
    """The three days and the titles of every day rolled over, by walking."""
    policy, today = given["policy"], given["served_on"]
    for _ in range(given.get("days") or LENGTHS[name]):
        today = tomorrow(today)
    full = today
    if name not in DUTIES and policy["exclude_action_day"]:
        today = tomorrow(today)
    before_the_hearing, last = full if today != full else yesterday_of(full, given["served_on"]), today
    rolled = {}
    while titles := titles_of_a_closed_day(today, given, policy):
        rolled[today] = titles
        last, today = today, tomorrow(today)
    if name == "invitation":
        return (before_the_hearing, last if rolled else before_the_hearing, today), rolled
    return (full, today, tomorrow(today)), rolled


def yesterday_of(written, start):
    while tomorrow(start) != written:
        start = tomorrow(start)
    return start


def a_day(chance):
    year, month = chance.randint(1395, 1405), chance.randint(1, 12)
    long = 31 if month < 7 else 30 if month < 12 or jdatetime.date(year, 1, 1).isleap() else 29
    return f"{year}-{month:02}-{chance.randint(1, long):02}"


def a_case(chance):
    name = chance.choice(sorted(LENGTHS))
    served_on = chance.choice([a_day(chance), a_day(chance), f"{chance.randint(1395, 1405)}-12-{chance.randint(1, 29):02}"])
    given = {"served_on": served_on, "closed_days": [], "obstructed_days": []}
    if name in {"invitation", "defect", "opinion_objection"} and chance.random() < 0.4:
        given["days"] = chance.randint(1, 60)
    end = served_on
    for _ in range((given.get("days") or LENGTHS[name]) - 2):
        end = tomorrow(end)
    for _ in range(chance.randint(0, 12)):
        if chance.random() < 0.5:
            given[chance.choice(["closed_days", "obstructed_days"])].append(end)
        end = tomorrow(end)
    given["policy"] = {
        "calendar": chance.choice(["official", "official", "fridays-only", "offices"]),
        "exclude_action_day": chance.random() < 0.7,
        "province": chance.choice(PROVINCES),
    }
    return name, given


@pytest.mark.parametrize("seed", SEEDS)
def test_an_independent_counter_agrees(seed):
    chance = random.Random(seed)
    moved = 0
    for _ in range(CASES_A_SEED):
        name, given = a_case(chance)
        found = deadlines.deadline(askings.read(rules.current().rule(name), given), calendar=CALENDAR)
        expected, rolled = naive(name, given)
        assert tuple(map(jalali.jalali, found.dates)) == expected, (name, given)
        said = {}
        for reason in found.reasons:
            if reason.kind in {"weekly", "holiday", "office", "given", "obstructed"}:
                said[jalali.jalali(reason.day)] = reason.why
        assert list(said) == list(rolled), (name, given)
        for written, titles in rolled.items():
            assert all(title in said[written] for title in titles), (name, given)
        moved += bool(rolled)
    assert moved > CASES_A_SEED / 5  # the cases try what they are meant to try


@pytest.mark.parametrize("seed", SEEDS)
def test_the_days_keep_their_order_and_every_reason_is_told(seed):
    chance = random.Random(f"order {seed}")
    for _ in range(60):
        name, given = a_case(chance)
        found = deadlines.deadline(askings.read(rules.current().rule(name), given), calendar=CALENDAR)
        assert found.asking.served_on < found.final_on
        assert found.safe_until <= found.hard_until < found.final_on
        assert (found.final_on - found.hard_until).days == 1
        days = [reason.day for reason in found.reasons]
        assert days == sorted(days)
        kinds = [reason.kind for reason in found.reasons]
        assert (kinds.count("start"), kinds.count("safe"), kinds.count("final")) == (1, 1, 1)
        assert found.is_estimated == ("estimate" in kinds)


def test_no_open_day_comes_earlier_when_more_days_are_closed():
    chance = random.Random("more")
    for _ in range(300):
        name, given = a_case(chance)
        rule = rules.current().rule(name)
        fewer = askings.read(rule, given | {"closed_days": [], "obstructed_days": []})
        more = askings.read(rule, given)
        assert deadlines.deadline(fewer, calendar=CALENDAR).hard_until <= deadlines.deadline(more, calendar=CALENDAR).hard_until
