"""Deadlines fall where the scenarios say, and say why, day by day."""

import pytest

from kardad.kit import calendar as jalali
from kardad.law import askings, deadlines, holidays, rules
from kardad.law.askings import BadAsking
from kardad.law.deadlines import BeyondCalendar, LengthIsFixed, NoLength
from kardad.law.holidays import CalendarSilent, ClosedDay, UnknownProvince
from kardad.law.rules import UnknownDeadline

CALENDAR = holidays.load()
FRIDAYS = {"calendar": "fridays-only"}


def day(written):
    return jalali.parse_jalali(written)


def asking(named, served_on, **given):
    return askings.read(rules.current().rule(named), {"served_on": served_on, **given})


def counted(named, served_on, calendar=CALENDAR, **given):
    return deadlines.deadline(asking(named, served_on, **given), calendar=calendar)


def days_of(deadline):
    return tuple(jalali.jalali(one) for one in deadline.dates)


def told(deadline):
    return [(jalali.jalali(reason.day), reason.kind) for reason in deadline.reasons]


def why(deadline, kind):
    return " ".join(reason.why for reason in deadline.reasons if reason.kind == kind)


# The scenarios of the domain: every Friday closed, and the dates they name.


@pytest.mark.parametrize(
    ("named", "served_on", "closed", "expected"),
    [
        ("verdict", "1404-07-20", [], ("1404-07-27", "1404-07-27", "1404-07-28")),  # SC-1, 3
        ("objection", "1404-07-26", [], ("1404-08-11", "1404-08-12", "1404-08-13")),  # SC-1, 4
        ("divan", "1404-09-10", [], ("1404-12-10", "1404-12-11", "1404-12-12")),  # SC-1, 7
        ("agent_service", "1404-09-08", ["1404-10-27"], ("1404-09-10", "1404-09-10", "1404-09-11")),  # SC-2, 2
        ("verdict", "1404-09-24", ["1404-10-27"], ("1404-10-01", "1404-10-01", "1404-10-02")),  # SC-2, 4
        ("objection", "1404-10-01", ["1404-10-27"], ("1404-10-16", "1404-10-17", "1404-10-18")),  # SC-2, 4
        ("objection", "1404-10-10", ["1404-10-27"], ("1404-10-25", "1404-10-28", "1404-10-29")),  # SC-2, 4
        ("verdict", "1404-06-01", [], ("1404-06-08", "1404-06-08", "1404-06-09")),  # SC-3, 3
        ("objection", "1404-06-08", [], ("1404-06-23", "1404-06-24", "1404-06-25")),  # SC-3, 4
    ],
)
def test_the_scenarios_come_out(named, served_on, closed, expected):
    assert days_of(counted(named, served_on, closed_days=closed, policy=FRIDAYS)) == expected


def test_the_double_roll_of_the_second_scenario_is_explained_day_by_day():
    deadline = counted("D4", "1404-10-10", closed_days=[{"date": "1404-10-27", "title": "تعطیلی اعلام‌شده"}], policy=FRIDAYS)
    assert told(deadline) == [
        ("1404-10-10", "start"),
        ("1404-10-25", "safe"),
        ("1404-10-26", "action"),
        ("1404-10-26", "weekly"),
        ("1404-10-27", "given"),
        ("1404-10-28", "last"),
        ("1404-10-29", "final"),
    ]
    assert why(deadline, "start") == (
        "روز «ابلاغ رأی به همان طرف» (چهارشنبه ۱۰ دی ۱۴۰۴) شمرده نمی‌شود؛ شمارش از فردای آن است (ماده ۴۴۵ قانون آیین دادرسی مدنی)."
    )
    assert "پنجشنبه ۲۵ دی ۱۴۰۴، روز ۱۵ از ۱۵ روز" in why(deadline, "safe")
    assert "تعطیل هفتگی (جمعه)" in why(deadline, "weekly")
    assert "تعطیلی اعلام‌شده" in why(deadline, "given")
    assert why(deadline, "last") == "یکشنبه ۲۸ دی ۱۴۰۴، آخرین روز مهلت است."


def test_the_duty_of_an_office_is_counted_plainly():
    deadline = counted("verdict", "1404-07-20", policy=FRIDAYS)
    assert told(deadline) == [("1404-07-20", "start"), ("1404-07-27", "safe"), ("1404-07-27", "last"), ("1404-07-28", "final")]
    assert "۴۴۵" not in why(deadline, "start")


def test_an_office_need_not_work_on_a_friday():
    deadline = counted("verdict", "1404-07-18", policy=FRIDAYS)  # seven days on is Friday 25 Mehr
    assert days_of(deadline) == ("1404-07-25", "1404-07-26", "1404-07-27")


# Months, leap years, Nowruz


def test_a_month_is_thirty_days_whatever_its_name():
    deadline = counted("divan", "1404-01-20", policy=FRIDAYS)
    assert deadline.days == 90
    assert deadline.safe_until == day("1404-04-17")  # not 1404-04-20
    assert "۹۰ روز (۳ ماه ۳۰ روزه، ماده ۴۴۳ قانون آیین دادرسی مدنی)" in why(deadline, "safe")
    assert counted("divan_abroad", "1404-01-20", policy=FRIDAYS).days == 180


@pytest.mark.parametrize(("served_on", "safe"), [("1403-12-20", "1404-01-05"), ("1404-12-20", "1405-01-06")])
def test_esfand_has_thirty_days_in_a_leap_year_only(served_on, safe):
    assert counted("objection", served_on, policy=FRIDAYS).safe_until == day(safe)


def test_a_deadline_rolls_over_the_whole_of_nowruz_and_names_each_day():
    deadline = counted("objection", "1404-12-13")
    assert days_of(deadline) == ("1404-12-28", "1405-01-05", "1405-01-06")
    rolled = [jalali.jalali(reason.day) for reason in deadline.reasons if reason.kind == "holiday"]
    assert rolled == ["1404-12-29", "1405-01-01", "1405-01-02", "1405-01-03", "1405-01-04"]
    words = why(deadline, "holiday")
    for title in ("تعطیل هفتگی (جمعه) و تعطیل رسمی «روز ملی شدن صنعت نفت ایران»", "«عید فطر» و تعطیل رسمی «آغاز نوروز»", "«عید نوروز»"):
        assert title in words
    assert not deadline.is_estimated


def test_the_thirtieth_of_esfand_is_a_day_off_too():
    deadline = counted("objection", "1403-12-13")
    assert [one for one in told(deadline) if one[1] == "holiday"][:3] == [
        ("1403-12-29", "holiday"),
        ("1403-12-30", "holiday"),
        ("1404-01-01", "holiday"),
    ]
    assert deadline.hard_until == day("1404-01-05")


def test_holidays_inside_the_period_do_not_lengthen_it():
    deadline = counted("objection", "1404-03-10")  # 14 and 15 Khordad lie inside
    assert deadline.safe_until == day("1404-03-25")


# Policies


def test_the_day_of_acting_may_be_counted():
    deadline = counted("objection", "1404-07-26", policy=FRIDAYS | {"exclude_action_day": False})
    assert days_of(deadline) == ("1404-08-11", "1404-08-11", "1404-08-12")
    assert "action" not in {kind for _, kind in told(deadline)}


def test_the_last_day_rolls_on_even_when_the_day_of_acting_counts():
    deadline = counted("objection", "1404-10-11", policy=FRIDAYS | {"exclude_action_day": False})
    assert days_of(deadline) == ("1404-10-26", "1404-10-27", "1404-10-28")


@pytest.mark.parametrize(("policy", "hard"), [({}, "1403-03-03"), ({"province": "زنجان"}, "1403-03-03")])
def test_closures_of_offices_count_only_for_those_who_say_so(policy, hard):
    assert counted("objection", "1403-02-18", policy=policy).hard_until == day(hard)


@pytest.mark.parametrize(("province", "hard"), [("زنجان", "1403-03-05"), ("تهران", "1403-03-03"), ("خراسان رضوی", "1403-03-05")])
def test_closures_of_offices_count_in_their_own_province(province, hard):
    deadline = counted("objection", "1403-02-18", policy={"calendar": "offices", "province": province})
    assert deadline.hard_until == day(hard)  # 3 Khordad is a Thursday, and offices are open on Thursdays
    assert ("تعطیل ادارات" in why(deadline, "office")) == (province != "تهران")


def test_a_day_on_which_the_body_could_not_act_rolls_on():
    lost = [{"date": "1404-08-12", "title": "قطع سامانه"}, "1404-08-05"]
    deadline = counted("objection", "1404-07-26", obstructed_days=lost, policy=FRIDAYS)
    assert days_of(deadline) == ("1404-08-11", "1404-08-13", "1404-08-14")
    assert [one for one in told(deadline) if one[1] == "obstructed"] == [("1404-08-12", "obstructed")]
    assert "قطع سامانه" in why(deadline, "obstructed")


# A hearing


def test_whole_days_lie_between_an_invitation_and_the_hearing():
    deadline = counted("invitation", "1404-07-26", policy=FRIDAYS)
    assert days_of(deadline) == ("1404-08-01", "1404-08-02", "1404-08-03")
    assert (deadline.final_on - day("1404-07-26")).days - 1 >= 5
    assert why(deadline, "final") == "شنبه ۳ آبان ۱۴۰۴، نخستین روزی است که جلسه می‌تواند برگزار شود."
    assert "last" not in {kind for _, kind in told(deadline)}


def test_a_default_length_says_that_it_is_one_and_may_be_set():
    assert counted("defect", "1404-07-01").as_json()["warnings"][0]["code"] == "DEFAULT_LENGTH"
    given = counted("defect", "1404-07-01", days=5, policy=FRIDAYS)
    assert given.as_json()["warnings"] == []
    assert given.safe_until == day("1404-07-06")


# Estimates and late holidays


def test_a_deadline_that_rolls_over_an_estimated_day_says_so():
    deadline = counted("objection", "1405-09-16")  # 2 Dey 1405 is the birthday of Imam Ali, as far as one knows
    assert days_of(deadline) == ("1405-10-01", "1405-10-03", "1405-10-04")
    assert deadline.is_estimated
    assert "برآورد است" in why(deadline, "estimate")
    assert "(برآورد)" in why(deadline, "holiday")
    assert deadline.as_json()["estimated"] is True


@pytest.mark.parametrize("served_on", ["1405-09-15", "1405-09-17"])  # ends the day before, the day after
def test_a_deadline_that_ends_beside_an_estimated_day_says_so_too(served_on):
    assert counted("objection", served_on).is_estimated


def test_a_deadline_far_from_any_moon_is_no_estimate():
    deadline = counted("objection", "1405-09-20")
    assert not deadline.is_estimated
    assert "estimate" not in {kind for _, kind in told(deadline)}


def test_fridays_alone_are_never_an_estimate():
    assert not counted("objection", "1405-09-16", policy=FRIDAYS).is_estimated


def test_a_late_holiday_moves_exactly_the_deadlines_that_rest_on_it():
    late = ClosedDay(day("1404-08-12"), "تعطیل عمومی", "extra", "sourced", announced_on=day("1404-08-10"))
    after = CALENDAR.plus(late)
    before = after.known_on(day("1404-08-09"))
    served = [f"1404-07-{number}" for number in range(20, 31)]
    open_ones = [asking("objection", one, policy=policy) for one in served for policy in ({}, FRIDAYS)]
    changes = deadlines.changed(open_ones, before=before, after=after, on=day("1404-08-10"))
    assert [jalali.jalali(change.asking.served_on) for change in changes] == ["1404-07-26"]
    assert changes[0].asking.policy.calendar == "official"
    assert days_of(changes[0].before) == ("1404-08-11", "1404-08-12", "1404-08-13")
    assert days_of(changes[0].after) == ("1404-08-11", "1404-08-13", "1404-08-14")
    assert changes[0].before.calendar_version != changes[0].after.calendar_version


def test_a_period_that_is_over_is_not_reopened():
    late = ClosedDay(day("1404-08-12"), "تعطیل عمومی", "extra", "sourced", announced_on=day("1404-08-14"))
    asked = [asking("objection", "1404-07-26")]
    assert deadlines.changed(asked, before=CALENDAR, after=CALENDAR.plus(late), on=day("1404-08-13")) == []
    assert len(deadlines.changed(asked, before=CALENDAR, after=CALENDAR.plus(late), on=day("1404-08-12"))) == 1


def test_the_calendar_of_the_day_gives_the_deadline_of_the_day_again():
    was = counted("objection", "1402-04-26", calendar=CALENDAR.known_on(day("1402-05-07")))
    now = counted("objection", "1402-04-26")
    assert (days_of(was)[1], days_of(now)[1]) == ("1402-05-11", "1402-05-14")


# What is written


def test_the_answer_is_written_with_both_calendars_and_both_versions():
    written = counted("objection", "1404-07-26").as_json()
    assert {name: written[name] for name in ("code", "name", "served_on", "safe_until", "hard_until", "final_on")} == {
        "code": "D4",
        "name": "objection",
        "served_on": "1404-07-26",
        "safe_until": "1404-08-11",
        "hard_until": "1404-08-12",
        "final_on": "1404-08-13",
    }
    assert written["final_on_gregorian"] == "2025-11-04"
    assert set(written["reasons"][0]) == {"date", "date_gregorian", "why", "kind"}
    assert written["rule_version"].startswith("1405-08-30.")
    assert written["calendar_version"] == CALENDAR.version
    assert written["policies"] == {"calendar": "official", "exclude_action_day": True, "province": None}
    assert written["source"]["article"] == "ماده ۱۵۹ قانون کار"
    assert [reason["date"] for reason in written["reasons"]] == sorted(reason["date"] for reason in written["reasons"])


def test_a_rule_is_found_by_name_and_by_code():
    found = rules.current()
    assert found.rule("d4") is found.rule("D۴") is found.rule("objection")
    assert found.rule("D7").name == "divan"
    assert {rule.code for rule in found.all} == {f"D{number}" for number in range(1, 16)}
    assert len({rule.version for rule in found.all}) == len(found.all)


# Refusals


def test_an_unknown_deadline_is_refused_with_the_names():
    with pytest.raises(UnknownDeadline) as refused:
        rules.current().rule("D16")
    assert "objection" in refused.value.details["codes"]


@pytest.mark.parametrize(("named", "told_why"), [("expert_fee", "هیئت تعیین می‌کند"), ("claim", "مهلت کلی گزارش نشده است")])
def test_a_deadline_without_a_length_is_refused_with_the_reason(named, told_why):
    with pytest.raises(NoLength, match=NoLength.code) as refused:
        counted(named, "1404-07-01")
    assert told_why in refused.value.text
    assert counted(named, "1404-07-01", days=7, policy=FRIDAYS).safe_until == day("1404-07-08")


@pytest.mark.parametrize("named", ["objection", "divan", "unemployment", "verdict"])
def test_the_length_that_a_statute_gives_cannot_be_set(named):
    with pytest.raises(LengthIsFixed):
        counted(named, "1404-07-01", days=20)


@pytest.mark.parametrize("served_on", ["1394-11-01", "1406-12-20", "1410-01-01"])
def test_years_without_holidays_are_refused_and_never_taken_as_open(served_on):
    with pytest.raises(CalendarSilent) as refused:
        counted("objection", served_on)
    assert refused.value.code == "CALENDAR_SILENT"
    assert counted("objection", served_on, policy=FRIDAYS).days == 15


def test_a_service_before_the_calendar_is_no_hindrance_when_the_end_lies_in_it():
    assert counted("divan", "1394-12-01").safe_until == day("1395-02-31")


def test_the_end_of_the_calendar_is_refused():
    with pytest.raises(BeyondCalendar):
        counted("objection", "1500-12-20", policy=FRIDAYS)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ([], None),
        ({}, "served_on"),
        ({"served_on": 14040726}, "served_on"),
        ({"served_on": "1404-07-31"}, "served_on"),
        ({"served_on": "1404-07-26", "closed_day": []}, "closed_day"),
        ({"served_on": "1404-07-26", "closed_days": "1404-08-12"}, "closed_days"),
        ({"served_on": "1404-07-26", "closed_days": ["1404-08-12", None]}, "closed_days.1"),
        ({"served_on": "1404-07-26", "closed_days": [{"date": "1404-08-12", "title": 5}]}, "closed_days.0.title"),
        ({"served_on": "1404-07-26", "closed_days": [{"day": "1404-08-12"}]}, "closed_days.0.day"),
        ({"served_on": "1404-07-26", "closed_days": ["1404-08-12"] * 5001}, "closed_days"),
        ({"served_on": "1404-07-26", "obstructed_days": ["1404-12-30"]}, "obstructed_days.0"),
        ({"served_on": "1404-07-26", "policy": "official"}, "policy"),
        ({"served_on": "1404-07-26", "policy": {"calendar": "fridays"}}, "policy.calendar"),
        ({"served_on": "1404-07-26", "policy": {"calendar": []}}, "policy.calendar"),
        ({"served_on": "1404-07-26", "policy": {"exclude_action_day": 0}}, "policy.exclude_action_day"),
        ({"served_on": "1404-07-26", "policy": {"calendar": "offices"}}, "policy.province"),
        ({"served_on": "1404-07-26", "policy": {"province": 7}}, "policy.province"),
        ({"served_on": "1404-07-26", "policy": {"thursdays": True}}, "policy.thursdays"),
        ({"served_on": "1404-07-26", "days": True}, "days"),
        ({"served_on": "1404-07-26", "days": 0}, "days"),
        ({"served_on": "1404-07-26", "days": 1.5}, "days"),
        ({"served_on": "1404-07-26", "days": "ده"}, "days"),
        ({"served_on": "1404-07-26", "days": 3661}, "days"),
    ],
    ids=str,
)
def test_a_question_that_cannot_be_read_is_refused_at_its_field(given, field):
    with pytest.raises((BadAsking, jalali.BadDate)) as refused:
        askings.read(rules.current().rule("defect"), given)
    assert refused.value.field == field


def test_an_unknown_province_is_refused():
    with pytest.raises(UnknownProvince) as refused:
        asking("objection", "1404-07-26", policy={"calendar": "offices", "province": "ری"})
    assert refused.value.field == "policy.province"


def test_figures_may_be_typed_in_persian():
    assert asking("defect", "۱۴۰۴/۰۷/۲۶", days="۱۲").days == 12


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (('counting = "court"', 'counting = "courtly"'), "counting or evidence"),
        (("length = 15", "length = 0"), "above zero"),
        (('name = "objection"', 'name = "verdict"'), "stands twice"),
        (('unit = "month"', 'unit = "year"'), "KeyError"),
    ],
)
def test_a_malformed_rule_is_refused_by_its_row(tmp_path, change, problem):
    path = tmp_path / "deadlines.toml"
    path.write_text(rules.DATA.read_text(encoding="utf-8").replace(*change, 1), encoding="utf-8")
    with pytest.raises(rules.BadRules, match=problem):
        rules.load(path)


def test_a_changed_rule_has_another_version_and_the_others_keep_theirs(tmp_path):
    path = tmp_path / "deadlines.toml"
    path.write_text(rules.DATA.read_text(encoding="utf-8").replace("length = 15", "length = 20", 1), encoding="utf-8")
    was, now = rules.current(), rules.load(path)
    changed = {rule.name for rule in was.all if now.rule(rule.name).version != rule.version}
    assert changed == {"objection"}
