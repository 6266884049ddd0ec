"""`kardad check-law` tells what is missing, and fails only for a year that has begun."""

import json
import subprocess
import sys

import pytest
import time_machine

from kardad import cli
from kardad.commands import check_law
from kardad.law import instruments
from tests.law import laws
from tests.law.laws import HEAD, KEYS, day, value


@pytest.fixture
def called(capsys):
    def call(*argv):
        code = cli.main(["check-law", *argv])
        out, err = capsys.readouterr()
        return code, json.loads(out) if out else None, json.loads(err) if err else None

    return call


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A small law of one needed yearly key for 1390 and 1391, and one that is not needed."""

    def use(keys, **files):
        law = instruments.load(laws.written(tmp_path, keys=keys, **files))
        monkeypatch.setattr(instruments, "current", lambda: law)

    return use


WAGE = KEYS.split('["gift"]')[0]
HOURS = '["need"]\ntitle = "موظف"\nunit = "hours"\nlapse = "yearly"\ngroup = "hours"\n'


def wage(year):
    return HEAD + value(start=f"{year}-01-01", until=f"{year + 1}-01-01")


def test_the_law_of_today_is_complete(called):
    code, found, error = called("--on", "1405-08-30")
    assert (code, error) == (0, None)
    assert (found["gaps"], found["unsourced"]) == ([], [])
    assert (found["on"], found["complete_until"]) == ("1405-08-30", "1405-12-29")
    assert found["version"] == instruments.current().version
    assert found["secondary"] == found["values"] > 100
    assert found["conflicts"] >= 11


def test_old_gaps_of_tax_are_known_and_do_not_fail(called):
    _, found, _ = called("--on", "1405-08-30")
    assert [(gap["key"], gap["from"], gap["until"]) for gap in found["known_gaps"]] == [
        ("tax.monthly_exemption", "1390-01-01", "1401-01-01"),
        ("tax.salary_ladder", "1390-01-01", "1402-01-01"),
        ("hours.required_monthly", "1390-01-01", "1404-01-01"),
    ]
    assert found["known_gaps"][1]["title"] == "پله‌های مالیات حقوق"


def test_a_year_that_has_begun_without_its_circular_fails(called):
    code, found, _ = called("--on", "1406-01-01")
    assert code == 1
    assert {(gap["from"], gap["until"]) for gap in found["gaps"]} == {("1406-01-01", "1407-01-01")}
    assert [gap["key"] for gap in found["gaps"] if gap["needed"]] == [
        "wage.daily_minimum", "wage.other_levels_percent", "wage.other_levels_fixed", "allowance.housing", "allowance.grocery",
        "allowance.marriage", "seniority.base", "tax.monthly_exemption", "tax.salary_ladder",
    ]  # fmt: skip
    assert [gap["key"] for gap in found["gaps"] if not gap["needed"]] == ["hours.required_monthly"]
    assert found["complete_until"] == "1405-12-29"


def test_what_lapses_within_120_days_is_told(called):
    assert called("--on", "1405-08-29")[1]["lapses"] == []
    lapses = called("--on", "1405-08-30")[1]["lapses"]
    assert {"key": "wage.daily_minimum", "title": "حداقل مزد روزانه", "from": "1405-01-01", "until": "1406-01-01", "days": 120} in lapses
    assert len(lapses) == 10


def test_what_is_followed_by_another_value_does_not_lapse(called, small):
    small(WAGE, one=wage(1390), two=wage(1391))
    assert called("--on", "1390-12-01")[1]["lapses"] == []
    assert [lapse["until"] for lapse in called("--on", "1391-12-01")[1]["lapses"]] == ["1392-01-01"]


def test_a_year_left_out_between_two_is_a_gap(called, small):
    small(WAGE, one=wage(1390), three=wage(1392))
    code, found, _ = called("--on", "1392-05-01")
    assert (code, found["complete_until"]) == (1, "1390-12-29")
    assert [(gap["from"], gap["until"]) for gap in found["gaps"]] == [("1391-01-01", "1392-01-01")]


def test_a_year_that_lacks_its_end_is_a_gap(called, small):
    small(WAGE, one=HEAD + value(start="1390-01-01", until="1390-12-01"))
    code, found, _ = called("--on", "1390-02-01")
    assert code == 1
    assert [(gap["from"], gap["until"]) for gap in found["gaps"]] == [("1390-12-01", "1391-01-01")]


def test_what_not_every_payslip_needs_is_told_without_failing(called, small):
    small(WAGE + HOURS, one=wage(1390))
    code, found, _ = called("--on", "1390-02-01")
    assert code == 0
    assert [(gap["key"], gap["needed"]) for gap in found["gaps"]] == [("need", False)]


def test_a_gap_is_excused_only_up_to_its_year(called, small):
    small(WAGE.replace('group = "wages"', 'group = "wages"\nmissing_before = 1391'), two=wage(1392))
    code, found, _ = called("--on", "1392-02-01")
    assert code == 1
    assert [(gap["from"], gap["until"]) for gap in found["known_gaps"]] == [("1390-01-01", "1391-01-01")]
    assert [(gap["from"], gap["until"]) for gap in found["gaps"]] == [("1391-01-01", "1392-01-01")]


def test_before_a_thing_existed_there_is_no_gap(called, small):
    gift = KEYS[KEYS.index('["gift"]') : KEYS.index('["rate"]')]
    small(gift, there=HEAD + value(key="gift", start="1393-05-01", until="1394-01-01"))
    assert called("--on", "1393-06-01")[1]["gaps"] == []
    code, found, _ = called("--on", "1394-01-01")
    assert (code, [(gap["from"], gap["until"]) for gap in found["gaps"]]) == (1, [("1394-01-01", "1395-01-01")])


def test_a_thing_that_exists_without_any_value_is_a_gap(called, small):
    small(WAGE + KEYS[KEYS.index('["gift"]') : KEYS.index('["rate"]')], one=wage(1390))
    assert called("--on", "1390-06-01")[0] == 0
    code, found, _ = called("--on", "1393-06-01")
    assert (code, [gap["from"] for gap in found["gaps"] if gap["key"] == "gift"]) == (1, ["1393-01-01"])


def test_a_law_without_an_end_is_complete_without_one(called, small):
    small(KEYS[KEYS.index('["rate"]') : KEYS.index('["given"]')], act=HEAD + value(key="rate", start="1390-01-01", until=None, amount="1"))
    code, found, _ = called("--on", "1400-01-01")
    assert (code, found["complete_until"], found["gaps"]) == (0, None, [])


def test_malformed_data_is_told_with_its_row_and_fails(called, monkeypatch, tmp_path):
    folder = laws.written(tmp_path, decree=HEAD + value(amount="-1"))
    monkeypatch.setattr(instruments, "current", lambda: instruments.load(folder))
    code, found, error = called("--on", "1392-02-01")
    assert (code, error) == (1, None)
    assert found["malformed"].startswith("decree.toml, values 1: amount is no number")


@time_machine.travel("2027-03-20 20:31:00+00:00", tick=False)
def test_the_day_is_tehrans_own(called):
    # Half past midnight of 1 Farvardin 1406 in Tehran, still the evening before in London.
    code, found, _ = called()
    assert (code, found["on"]) == (1, "1406-01-01")


def test_a_day_that_is_none_is_bad_input(called):
    code, found, error = called("--on", "1405-13-01")
    assert (code, found) == (2, None)
    assert (error["error"]["code"], error["error"]["field"]) == ("BAD_DATE", "on")


def test_before_the_law_begins_nothing_is_missing():
    assert list(check_law.gaps(instruments.current(), day("1380-05-05"))) == []


def test_checking_the_law_never_loads_django():
    program = (
        "import sys; from kardad.cli import main; code = main(['check-law', '--on', '1405-08-30']);"
        "sys.exit(code or any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, timeout=60).returncode == 0
