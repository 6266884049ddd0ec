"""`kardad calculate` answers as promised: one object, a list, a line at a time; each error in its place, the gravest as exit code."""

import io
import json
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from kardad import cli
from kardad.kit import strict_json
from kardad.law import calculators, instruments

SCRIPT = Path(sys.executable).parent / "kardad"
FLOOR = {"on": "1404-05-01"}
DAILY_1404 = 3_463_656
SHEET = [
    "calculator",
    "on",
    "on_gregorian",
    "law_version",
    "inputs",
    "lines",
    "totals",
    "policies",
    "bounds",
    "warnings",
]


def kardad(*argv, stdin=b""):
    return subprocess.run([SCRIPT, *argv], check=False, input=stdin, capture_output=True, timeout=120)


@pytest.fixture
def called(capsys, monkeypatch):
    """The exit code, standard output, and the error of a call inside this process."""

    def call(*argv, stdin=""):
        raw = stdin if isinstance(stdin, bytes) else (stdin if isinstance(stdin, str) else json.dumps(stdin)).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        code = cli.main(["calculate", *argv])
        out, err = capsys.readouterr()
        return code, out, json.loads(err)["error"] if err else None

    return call


def answers(out):
    return [json.loads(line) for line in out.splitlines()]


def test_an_object_is_answered_by_a_sheet(called):
    code, out, error = called("wage-floor", stdin=FLOOR)
    sheet = json.loads(out)
    assert (code, error) == (0, None)
    assert list(sheet) == SHEET
    assert (sheet["calculator"], sheet["on"], sheet["on_gregorian"]) == ("wage-floor", "1404-05-01", "2025-07-23")
    assert sheet["totals"]["daily"] == DAILY_1404
    assert sheet["law_version"] == instruments.current().version


def test_persian_digits_are_read_and_latin_ones_come_out(called):
    _, out, _ = called("wage-floor", stdin='{"on": "۱۴۰۴/۰۵/۰۱"}')
    assert json.loads(out)["inputs"]["on"] == "1404-05-01"


def test_brief_prints_the_totals_alone(called):
    code, out, _ = called("wage-floor", "--brief", stdin=FLOOR)
    assert code == 0
    assert list(json.loads(out)) == ["totals"]
    assert json.loads(out)["totals"]["monthly"] == DAILY_1404 * 30


def test_a_list_is_answered_by_a_list_with_errors_in_their_places(called):
    code, out, error = called("wage-floor", "--brief", stdin=[FLOOR, {"on": "1404-13-01"}, 7, FLOOR])
    found = json.loads(out)
    assert (code, error) == (2, None)
    assert [next(iter(one)) for one in found] == ["totals", "error", "error", "totals"]
    assert (found[1]["error"]["code"], found[1]["error"]["field"]) == ("BAD_DATE", "on")
    assert found[2]["error"]["code"] == "BAD_FACT"


def test_a_list_with_a_refusal_and_no_bad_input_ends_with_one(called):
    code, out, _ = called("wage-floor", "--brief", stdin=[FLOOR, {"on": "1380-01-01"}])
    assert code == 1
    assert json.loads(out)[1]["error"]["code"] == "LAW_SILENT"


def test_an_empty_list_is_answered_by_one(called):
    assert called("wage-floor", stdin="[]") == (0, "[]\n", None)


def test_a_refusal_of_the_only_object_goes_to_standard_error(called):
    code, out, error = called("wage-floor", stdin={"on": "1380-01-01"})
    assert (code, out) == (1, "")
    assert error["code"] == "LAW_SILENT"
    assert error["details"] == {"key": "wage.daily_minimum", "on": "1380-01-01"}


@pytest.mark.parametrize(
    ("stdin", "code"),
    [
        ("", "BAD_JSON"),
        ("{", "BAD_JSON"),
        ('{"on": "1404-05-01",}', "BAD_JSON"),
        ("{'on': 1}", "BAD_JSON"),
        ('{"on": "1404-05-01", "on": "1403-05-01"}', "BAD_JSON"),
        ('{"on": NaN}', "BAD_JSON"),
        ('{"on": -Infinity}', "BAD_JSON"),
        ('{"on": 1e999}', "BAD_JSON"),
        ('{"on": "\\ud800"}', "BAD_JSON"),
        (b'{"on": "\xff"}', "BAD_JSON"),
        ('{"on": ' + "9" * 5000 + "}", "BAD_JSON"),
        ("[" * 100_000, "BAD_JSON"),
        ('{"on": ' + "[" * 40 + "]" * 40 + "}", "BAD_JSON"),
        ("7", "BAD_FACT"),
        ('"1404-05-01"', "BAD_FACT"),
        ("null", "BAD_FACT"),
        ("{}", "MISSING_FACT"),
        ('{"on": null}', "MISSING_FACT"),
        ('{"On": "1404-05-01"}', "UNKNOWN_FACT"),
        ('{"on": "1404-05-01", "policies": {"moon": 1}}', "UNKNOWN_POLICY"),
        ('{"on": "1404-05-01", "policies": {"hour_divisor": "8"}}', "BAD_FACT"),
    ],
)
def test_bad_input_is_told_and_ends_with_two(called, stdin, code):
    ended, out, error = called("wage-floor", stdin=stdin)
    assert (ended, out) == (2, "")
    assert error["code"] == code
    assert set(error) == {"code", "message", "field", "details"}


def test_broken_json_is_told_by_its_place_and_not_repeated(called):
    _, _, error = called("wage-floor", stdin='{"on":\n "1404-05-01" "9990001235"}')
    assert (error["details"]["line"], error["details"]["column"]) == (2, 15)
    assert "9990001235" not in json.dumps(error)


def test_nesting_as_deep_as_facts_need_is_read():
    shallow = "[" * strict_json.DEEPEST + "]" * strict_json.DEEPEST
    assert strict_json.read(shallow.encode())


def test_a_mark_of_byte_order_is_no_fault(called):
    code, _, _ = called("wage-floor", stdin=b"\xef\xbb\xbf" + json.dumps(FLOOR).encode())
    assert code == 0


def test_every_line_is_answered_in_its_place_and_blank_ones_are_passed_over(called):
    lines = ['{"on": "1404-05-01"}', "", "  ", "{", '{"on": "1380-01-01"}', '{"on": "1403-05-01"}']
    code, out, error = called("wage-floor", "--lines", "--brief", stdin="\r\n".join(lines))
    found = answers(out)
    assert (code, error) == (2, None)
    assert [one.get("error", {}).get("code") for one in found] == [None, "BAD_JSON", "LAW_SILENT", None]


def test_lines_without_any_line_are_no_error(called):
    assert called("wage-floor", "--lines", stdin="\n") == (0, "", None)


def test_a_huge_line_is_refused_in_its_place_without_being_held(called):
    huge = b'{"on": "' + b"1" * (3 * strict_json.LONGEST_LINE) + b'"}'
    code, out, _ = called("wage-floor", "--lines", "--brief", stdin=b"\n".join([huge, json.dumps(FLOOR).encode(), huge]))
    assert code == 2
    assert [one.get("error", {}).get("code") for one in answers(out)] == ["LINE_TOO_LONG", None, "LINE_TOO_LONG"]


def test_a_line_of_just_the_longest_length_is_read(called):
    line = b'{"on": "1404-05-01"' + b" " * (strict_json.LONGEST_LINE - 20) + b"}"
    assert len(line) == strict_json.LONGEST_LINE
    code, out, _ = called("wage-floor", "--lines", "--brief", stdin=line + b"\n" + line)
    assert (code, len(answers(out))) == (0, 2)


def test_the_list_names_every_calculator_with_its_title(called):
    code, out, _ = called("--list")
    rows = [line.split("\t") for line in out.splitlines()]
    assert code == 0
    assert [name for name, _ in rows] == list(calculators.ROOMS)
    assert all(title for _, title in rows)


@pytest.mark.parametrize("name", calculators.ROOMS)
def test_the_schema_names_what_a_calculator_takes(called, name):
    code, out, _ = called(name, "--schema")
    schema = json.loads(out)
    assert code == 0
    assert schema["type"] == "object"
    assert set(schema["required"]) <= set(schema["properties"])
    assert "policies" in schema["properties"]


def test_an_unknown_calculator_is_named_with_those_there_are(called):
    code, _, error = called("horoscope", stdin=FLOOR)
    assert (code, error["code"]) == (2, "UNKNOWN_CALCULATOR")
    assert "payslip" in error["details"]["known"]


def test_no_calculator_at_all_is_bad_usage(called):
    code, _, error = called(stdin=FLOOR)
    assert (code, error["code"]) == (2, "NO_CALCULATOR_NAMED")


def test_the_console_script_ends_as_its_answers_did():
    assert kardad("calculate", "wage-floor", stdin=json.dumps(FLOOR).encode()).returncode == 0
    refused = kardad("calculate", "wage-floor", stdin=b'{"on": "1380-01-01"}')
    assert (refused.returncode, refused.stdout) == (1, b"")
    bad = kardad("calculate", "wage-floor", stdin=b"{")
    assert (bad.returncode, bad.stdout, json.loads(bad.stderr)["error"]["code"]) == (2, b"", "BAD_JSON")


def test_a_line_is_answered_before_the_next_is_asked_and_nothing_is_kept():
    program = [SCRIPT, "calculate", "wage-floor", "--lines", "--brief"]
    line = json.dumps(FLOOR).encode() + b"\n"
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as process:
        answer = io.BufferedReader(process.stdout)

        def ask(times):
            for _ in range(times):
                process.stdin.write(line)
                assert json.loads(answer.readline())["totals"]["daily"] == DAILY_1404
            return psutil.Process(process.pid).memory_info().rss

        after_few, after_many = ask(500), ask(5000)
        process.stdin.close()
        assert process.wait(timeout=60) == 0
    assert after_many - after_few < 2_000_000


def test_a_reader_that_leaves_early_is_no_fault():
    program = [SCRIPT, "calculate", "wage-floor", "--lines"]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        process.stdin.write(json.dumps(FLOOR).encode() + b"\n")
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


def test_calculating_never_loads_django():
    program = (
        "import sys, io; from kardad.cli import main;"
        'sys.stdin = io.TextIOWrapper(io.BytesIO(b\'{"month": "1404-05"}\'));'
        "code = main(['calculate', 'payslip']);"
        "sys.exit(code or any(name.split('.')[0] in ('django', 'numpy') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, timeout=60).returncode == 0
