"""The law, the calendar and the deadlines over HTTP say what the law's own rooms say."""

import json
from datetime import date

import pytest

from kardad.api import shapes
from kardad.law import askings, deadlines, holidays, instruments, rules

pytestmark = pytest.mark.django_db
DAILY = "law/values/wage.daily_minimum"
QUESTION = {"served_on": "1404-07-26", "closed_days": ["1404-10-27"]}


def test_every_key_is_listed_and_its_address_answers(program):
    items = program.get("law/values").json()["items"]
    assert [one["key"] for one in items] == list(instruments.current().keys)
    for one in items:
        history = program.client.get(one["url"]).json()
        shapes.History.model_validate(history)
        assert [held["since_gregorian"] for held in history["items"]] == [
            span.since.isoformat() for span in instruments.current().spans(one["key"])
        ]


def test_a_value_of_a_day_comes_with_its_days_its_instrument_and_its_sources(program):
    answer = program.get(DAILY, on="۱۴۰۴/۰۵/۳۱").json()
    shapes.ValueOn.model_validate(answer)
    assert (answer["on"], answer["on_gregorian"]) == ("1404-05-31", "2025-08-22")
    assert answer["law_version"] == instruments.current().version
    held = answer["value"]
    assert (held["amount"], held["exact"], held["since"], held["until"]) == (3_463_656, None, "1404-01-01", "1405-01-01")
    assert held["since_gregorian"] == "2025-03-21"
    assert held["sources"]
    assert held["instrument"]["title"]


def test_a_ratio_is_given_exactly_beside_its_decimal(program):
    held = program.get("law/values/insurance.employee_rate", on="1404-01-01").json()["value"]
    assert (held["amount"], held["exact"]) == (0.07, "7/100")


def test_a_ladder_and_a_list_of_months_are_given_whole(program):
    ladder = program.get("law/values/tax.salary_ladder", on="1404-01-01").json()["value"]["amount"]
    assert ladder[0] == {"up_to": 240_000_000, "rate": 0}
    assert ladder[-1]["up_to"] is None
    months = program.get("law/values/hours.required_monthly", on="1404-01-01").json()["value"]["amount"]
    assert len(months) == 12


def test_the_other_reading_of_a_conflict_stays_visible(program):
    conflicts = [
        held
        for key in instruments.current().keys
        for held in program.get(f"law/values/{key}").json()["items"]
        if held["status"] == "conflict" and held["readings"]
    ]
    assert conflicts
    assert all(reading["why_not"] for held in conflicts for reading in held["readings"])


def test_a_day_on_which_the_law_is_silent_is_refused_and_not_guessed(program, code):
    answer = program.get(DAILY, on="1380-01-01")
    assert code(answer) == (409, "LAW_SILENT")
    assert answer.json()["error"]["details"] == {"key": "wage.daily_minimum", "on": "1380-01-01"}


@pytest.mark.parametrize("on", ["", "1404-13-01", "2025-01-01", "yesterday"])
def test_a_day_that_is_none_is_bad_input(program, code, on):
    answer = program.get(DAILY, on=on)
    assert code(answer) == (422, "BAD_DATE")
    assert answer.json()["error"]["field"] == "on"


def test_an_unknown_key_is_an_unknown_address(program, code):
    assert code(program.get("law/values/wage.moon")) == (404, "UNKNOWN_LEGAL_KEY")


def test_the_version_names_every_set_of_data(program):
    answer = program.get("law/version").json()
    shapes.Version.model_validate(answer)
    assert answer["law_version"] == instruments.current().version
    assert answer["calendar_version"] == holidays.current().version
    assert set(answer["deadlines"]) == {rule.name for rule in rules.current().all}


def test_a_day_is_told_by_both_calendars_with_its_holidays(program):
    answer = program.get("calendar/days/1404-01-01").json()
    shapes.Day.model_validate(answer)
    assert (answer["date_gregorian"], answer["weekday"], answer["weekday_name"]) == ("2025-03-21", 6, "جمعه")
    assert (answer["is_friday"], answer["is_holiday"]) == (True, True)
    assert [row["title"] for row in answer["holidays"]] == [row.title for row in holidays.current().holidays(date(2025, 3, 21))]


def test_a_day_beyond_the_known_calendar_says_so_instead_of_calling_it_open(program):
    answer = program.get("calendar/days/1300-01-01").json()
    assert (answer["holidays"], answer["is_holiday"], answer["is_estimated"]) == (None, None, False)
    assert [one["code"] for one in answer["warnings"]] == ["CALENDAR_SILENT"]


def test_a_closure_of_offices_is_told_for_the_province_that_was_asked_about(program, code):
    row = next(row for row in holidays.current().in_force if row.kind == "office")
    from kardad.kit import calendar

    path = f"calendar/days/{calendar.jalali(row.day)}"
    assert program.get(path).json()["closures"] == []
    assert [one["title"] for one in program.get(path, province=row.province).json()["closures"]] == [row.title]
    assert code(program.get(path, province="Atlantis")) == (422, "UNKNOWN_PROVINCE")


def test_a_year_has_its_months_and_holidays_and_says_which_are_estimated(program):
    answer = program.get("calendar/1404").json()
    shapes.Year.model_validate(answer)
    assert (answer["days"], len(answer["months"]), answer["is_leap"]) == (365, 12, False)
    assert len(answer["holidays"]) == len(holidays.current().year(1404))
    assert {row["status"] for row in program.get("calendar/1406").json()["holidays"]} >= {"estimated"}


@pytest.mark.parametrize(
    ("path", "status", "named"),
    [
        ("calendar/1300", 409, "CALENDAR_SILENT"),
        ("calendar/2025", 422, "BAD_DATE"),
        ("calendar/spring", 422, "BAD_FACT"),
        ("calendar/-1", 422, "BAD_FACT"),
        ("calendar/days/1404-12-30", 422, "BAD_DATE"),
        ("calendar/days/now", 422, "BAD_DATE"),
    ],
)
def test_what_is_no_day_and_no_year_is_refused(program, code, path, status, named):
    assert code(program.get(path)) == (status, named)


def test_a_deadline_is_the_same_object_as_on_the_command_line(program):
    answer = program.post("deadlines/objection", QUESTION).json()
    shapes.Deadline.model_validate(answer)
    asking = askings.read(rules.current().rule("objection"), QUESTION)
    assert answer == json.loads(json.dumps(deadlines.deadline(asking, calendar=holidays.current()).as_json()))
    assert program.post("deadlines/d4", QUESTION).json() == program.post("deadlines/D4", QUESTION).json()


def test_deadlines_take_lists_and_lines_too(program):
    answer = program.post("deadlines/objection", [QUESTION, {}])
    assert [one.get("error", {}).get("code") for one in answer.json()] == [None, "BAD_DEADLINE_INPUT"]
    assert len(program.lines("deadlines/objection", QUESTION, QUESTION)) == 2


def test_every_deadline_is_listed(program):
    answer = program.get("deadlines").json()
    shapes.DeadlineRules.model_validate(answer)
    assert [one["name"] for one in answer["items"]] == [rule.name for rule in rules.current().all]


def test_an_unknown_deadline_is_an_unknown_address(program, code):
    assert code(program.post("deadlines/doomsday", QUESTION)) == (404, "UNKNOWN_DEADLINE")


def test_a_bad_question_about_a_deadline_names_its_field(program, code):
    answer = program.post("deadlines/objection", {"served_on": "1404-07-26", "policy": {"calendar": "moon"}})
    assert code(answer) == (422, "BAD_DEADLINE_INPUT")
    assert answer.json()["error"]["field"] == "policy.calendar"
