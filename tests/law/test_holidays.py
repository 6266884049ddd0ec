"""The calendar of closed days: whole, dated, honest about what is an estimate, and of a new version when it changes."""

from datetime import date, timedelta

import pytest

from kardad.kit import calendar as jalali
from kardad.kit.refusal import Refusal
from kardad.law import holidays
from kardad.law.holidays import BadHolidays, CalendarSilent, ClosedDay, UnknownProvince

YEARS = range(1395, 1407)
RECORDED = jalali.parse_jalali("1405-08-30")
CALENDAR = holidays.load()


def day(written):
    return jalali.parse_jalali(written)


def titles(written):
    return [row.title for row in CALENDAR.holidays(day(written))]


@pytest.mark.parametrize("year", YEARS)
def test_every_year_has_the_solar_holidays_of_the_act(year):
    solar = {jalali.jalali(row.day)[5:] for row in CALENDAR.year(year) if row.kind == "solar"}
    expected = {"01-01", "01-02", "01-03", "01-04", "01-12", "01-13", "03-14", "03-15", "11-22", "12-29"}
    assert solar == expected | ({"12-30"} if jalali.is_leap(year) else set())


def test_the_leap_years_are_those_of_the_calendar():
    assert [year for year in YEARS if jalali.is_leap(year)] == [1395, 1399, 1403]


def test_every_lunar_year_has_each_lunar_holiday_once():
    named = {}
    for row in CALENDAR.rows:
        if row.lunar:
            year, month, number = map(int, row.lunar.split("-"))
            named.setdefault(year, []).append((month, min(number, 29) if (month, number) in {(2, 29), (2, 30)} else number))
    whole = {(1, 9), (1, 10), (2, 20), (2, 28), (2, 29), (3, 8), (3, 17), (6, 3), (7, 13), (7, 27), (8, 15), (9, 21)}
    whole |= {(10, 1), (10, 2), (10, 25), (12, 10), (12, 18)}
    for year in range(1439, 1449):
        assert sorted(named[year]) == sorted(whole), year
    # The holiday of 8 Rabi al-Awwal is younger than 1395.
    assert sorted(named[1438]) == sorted(whole - {(3, 8)})


def test_days_of_one_lunar_month_agree_on_its_first_day():
    months = {}
    for row in CALENDAR.rows:
        if row.lunar:
            year, month, number = map(int, row.lunar.split("-"))
            months.setdefault((year, month), set()).add(row.day - timedelta(days=number - 1))
    assert {month: days for month, days in months.items() if len(days) > 1} == {}


@pytest.mark.parametrize(
    ("written", "title"),
    [
        # As printed in the official calendars and the press of these years.
        ("1395-07-21", "عاشورای حسینی"),
        ("1395-09-10", "شهادت امام رضا"),
        ("1396-09-06", "شهادت امام حسن عسکری"),
        ("1401-02-13", "عید فطر"),
        ("1401-03-06", "شهادت امام جعفر صادق"),
        ("1403-01-22", "عید فطر"),
        ("1403-04-05", "عید غدیر خم"),
        ("1403-06-22", "شهادت امام حسن عسکری"),
        ("1405-03-06", "عید قربان"),
        ("1405-04-03", "تاسوعای حسینی"),
    ],
)
def test_known_days_fall_where_they_fell(written, title):
    assert title in titles(written)


def test_a_day_may_be_two_holidays():
    assert titles("1405-01-01") == ["عید فطر", "آغاز نوروز"]


def test_past_days_are_sourced_and_lunar_days_ahead_are_estimates():
    for row in CALENDAR.rows:
        assert row.status in {"sourced", "derived"} or row.kind == "lunar"
        assert row.is_estimated == (row.kind == "lunar" and row.day > RECORDED)


def test_every_day_names_its_source_in_the_head_of_its_file():
    for path in (holidays.DATA / "holidays").glob("*.toml"):
        assert path.read_text(encoding="utf-8").startswith(f"# Official holidays of {path.stem}")
    assert {row.source for row in CALENDAR.rows} >= {"law", "library", "decree-134370"}
    assert all(row.source for row in CALENDAR.rows)


def test_outside_its_years_the_calendar_is_silent_and_does_not_say_open():
    for written in ("1394-12-29", "1407-01-01"):
        with pytest.raises(CalendarSilent) as refused:
            CALENDAR.holidays(day(written))
        assert refused.value.details["on"] == written
        assert "حدس نمی‌زنیم" in refused.value.text
    with pytest.raises(CalendarSilent):
        CALENDAR.year(1407)


def test_what_was_announced_late_was_not_known_before():
    late = day("1402-05-11")
    assert CALENDAR.known_on(day("1402-05-07")).holidays(late) == ()
    assert [row.title for row in CALENDAR.known_on(day("1402-05-08")).holidays(late)] == ["تعطیل عمومی به سبب گرما"]


def test_an_act_can_make_a_holiday_after_the_calendar_was_printed():
    new = day("1396-09-06")
    assert CALENDAR.known_on(day("1396-01-19")).holidays(new) == ()
    assert CALENDAR.known_on(day("1396-01-20")).holidays(new) != ()


def test_a_holiday_that_moves_is_one_withdrawn_and_one_announced():
    was = ClosedDay(day("1406-12-08"), "عید فطر", "lunar", "estimated", lunar="1449-10-01", withdrawn_on=day("1406-12-07"))
    now = ClosedDay(day("1406-12-09"), "عید فطر", "lunar", "sourced", lunar="1449-10-01", announced_on=day("1406-12-07"))
    calendar = holidays.Calendar([was, now], [1406])
    assert [row.day for row in calendar.in_force] == [now.day]
    assert [row.day for row in calendar.known_on(day("1406-12-06")).in_force] == [was.day]
    assert [row.day for row in calendar.known_on(day("1406-12-07")).in_force] == [now.day]


def test_a_version_follows_the_content_and_nothing_else():
    again = holidays.load()
    assert again.version == CALENDAR.version
    assert holidays.Calendar(reversed(CALENDAR.rows), CALENDAR.years).version == CALENDAR.version
    one = ClosedDay(day("1406-05-20"), "تعطیل عمومی", "extra", "sourced", announced_on=day("1406-05-18"))
    later = CALENDAR.plus(one)
    assert later.version != CALENDAR.version
    assert later.known_on(day("1406-05-17")).version == CALENDAR.version
    assert later.known_on(day("1406-05-17")).known_on(day("1406-05-30")).version == CALENDAR.version
    assert later.known_on(day("1406-05-18")).version == later.version


def test_closures_belong_to_one_province_and_are_no_official_holiday():
    closed = day("1403-03-03")
    assert [row.province for row in CALENDAR.closures(closed, "زنجان")] == ["زنجان"]
    assert CALENDAR.closures(closed, "تهران") == ()
    assert CALENDAR.holidays(closed) == ()
    assert CALENDAR.known_on(day("1403-03-01")).closures(closed, "زنجان") == ()


def test_a_province_is_found_however_it_is_spelt():
    assert len(holidays.provinces()) == 31
    assert holidays.province_named("آذربايجان  شرقی") == "آذربایجان شرقی"
    with pytest.raises(UnknownProvince):
        holidays.province_named("تهرون")


def test_an_estimate_is_near_a_day_and_its_neighbours():
    estimated = day("1406-12-08")
    moving = ClosedDay(estimated, "عید فطر", "lunar", "estimated", lunar="1449-10-01")
    calendar = holidays.Calendar([moving], [1406])
    near = [step for step in range(-3, 4) if calendar.estimates_near(estimated + timedelta(days=step))]
    assert near == [-1, 0, 1]


GOOD = {
    "date": '"1404-01-01"',
    "gregorian": "2025-03-21",
    "title": '"عید"',
    "kind": '"solar"',
    "status": '"sourced"',
    "source": '"law"',
}


def written(folder, **changes):
    (folder / "holidays").mkdir(exist_ok=True)
    row = {name: value for name, value in (GOOD | changes).items() if value is not None}
    lines = ["year = 1404", '[sources]\nlaw = "act"', "[[days]]", *(f"{name} = {value}" for name, value in row.items())]
    (folder / "holidays" / "1404.toml").write_text("\n".join(lines), encoding="utf-8")
    (folder / "closures.toml").write_text('[sources]\nnews = "press"\n', encoding="utf-8")
    return folder


def test_a_well_made_file_is_read(tmp_path):
    calendar = holidays.load(written(tmp_path))
    assert [row.day for row in calendar.holidays(date(2025, 3, 21))] == [date(2025, 3, 21)]
    assert calendar.years == {1404}


@pytest.mark.parametrize(
    "changes",
    [
        {"date": '"1404-13-01"'},
        {"date": '"1403-01-01"', "gregorian": None},
        {"gregorian": "2025-03-22"},
        {"title": '""'},
        {"title": None},
        {"kind": '"office"'},
        {"kind": '"weekly"'},
        {"kind": '"lunar"'},
        {"lunar": '"1446-09-20"'},
        {"status": '"guessed"'},
        {"source": '"nowhere"'},
        {"province": '"تهران"'},
        {"announced_on": '"1404-01-01"', "withdrawn_on": '"1403-12-01"'},
    ],
    ids=str,
)
def test_a_malformed_row_is_refused_by_file_and_row(tmp_path, changes):
    with pytest.raises(BadHolidays, match=r"1404\.toml, day 1"):
        holidays.load(written(tmp_path, **changes))


def test_a_day_that_stands_twice_is_refused(tmp_path):
    path = written(tmp_path) / "holidays" / "1404.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text[text.index("\n[[days]]") :], encoding="utf-8")
    with pytest.raises(BadHolidays, match="stands twice"):
        holidays.load(tmp_path)


def test_a_file_that_is_no_toml_is_refused_by_name(tmp_path):
    (written(tmp_path) / "closures.toml").write_text("[[days]\n", encoding="utf-8")
    with pytest.raises(BadHolidays, match=r"closures\.toml"):
        holidays.load(tmp_path)


def test_a_closure_without_a_province_is_refused(tmp_path):
    row = '[[days]]\ndate = "1404-02-02"\ntitle = "آلودگی هوا"\nkind = "office"\nstatus = "sourced"\nsource = "news"\n'
    path = written(tmp_path) / "closures.toml"
    path.write_text(path.read_text(encoding="utf-8") + row, encoding="utf-8")
    with pytest.raises(BadHolidays, match="names its province"):
        holidays.load(tmp_path)


def test_the_silence_of_the_calendar_is_a_refusal_and_no_fault():
    assert issubclass(CalendarSilent, Refusal)
    assert CalendarSilent.status == 409
