"""`kardad check` answers as promised, in this process and in its own."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from kardad import cli
from kardad.commands import check
from kardad.kit import ids
from kardad.kit.refusal import Refusal

SHAPE = ["valid", "normalised", "masked", "problem"]


def kardad(*argv, stdin=b"", env=None):
    return subprocess.run([sys.executable, "-m", "kardad.cli", *argv], check=False, input=stdin, capture_output=True, timeout=60, env=env)


@pytest.fixture
def called(capsys, monkeypatch):
    def call(*argv, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = cli.main(list(argv))
        out, err = capsys.readouterr()
        return code, [json.loads(line) for line in out.splitlines()], json.loads(err) if err else None

    return call


@pytest.mark.parametrize(
    ("kind", "value", "normalised", "masked"),
    [
        ("national-code", "۹۹۹ ۰۰۰۱۲۳۵", "9990001235", "999•••••35"),
        ("company-id", "99900012303", "99900012303", "999••••••03"),
        ("foreigner-code", "990000000001", "990000000001", "990•••••••01"),
        ("mobile", "(0912)0000001", "+989120000001", "0912•••0001"),
        ("iban", "ir81 0100000000000001000003", "IR810100000000000001000003", "IR••••••••••••••••••••0003"),
        ("postal-code", "14983-70910", "1498370910", "14983•••••"),
        ("workshop-code", "0183630045", "0183630045", "018•••••45"),
        ("jalali-date", "۱۴۰۳/۱۲/۳۰", "1403-12-30", "1403-••-••"),
    ],
)
def test_a_valid_value_of_each_kind_is_normalised_and_masked(called, kind, value, normalised, masked):
    code, answers, error = called("check", kind, value)
    assert (code, error) == (0, None)
    assert answers == [{"valid": True, "normalised": normalised, "masked": masked, "problem": None}]
    assert list(answers[0]) == SHAPE


@pytest.mark.parametrize("kind", check.KINDS)
def test_an_invalid_value_is_an_answer_and_not_a_failure(called, kind):
    code, answers, error = called("check", kind, "12")
    assert (code, error) == (0, None)
    assert list(answers[0]) == SHAPE
    assert (answers[0]["valid"], answers[0]["normalised"], answers[0]["masked"]) == (False, None, None)
    assert answers[0]["problem"]


def test_short_values_are_never_padded(called):
    _, answers, _ = called("check", "national-code", "102030405")
    assert answers[0]["problem"] == "کد ملی ۱۰ رقم دارد؛ ۹ رقم نوشته‌اید. صفرهای اول را هم بنویسید."


def test_an_unusual_postal_code_is_valid_and_warned_about(called):
    _, answers, _ = called("check", "postal-code", "2341666958")
    assert answers[0]["valid"] is True
    assert answers[0]["warning"] == "کد پستی را بازبینی کنید؛ چنین ترکیبی کمیاب است."


@pytest.mark.parametrize("value", ["-999000123", "-x", "--help", "-h", "+989120000001", ""])
def test_a_value_may_begin_with_any_sign_or_be_empty(called, value):
    code, answers, error = called("check", "mobile", value)
    assert (code, error, len(answers)) == (0, None, 1)


def test_a_double_hyphen_before_the_value_is_not_the_value(called):
    assert called("check", "national-code", "--", "9990001235")[1][0]["valid"] is True


def test_lines_are_answered_one_by_one_and_an_empty_line_is_a_value(called):
    code, answers, _ = called("check", "national-code", "-", stdin="9990001235\n\n۹۹۹۰۰۰۱۲۳۶\r\n9990001243".encode())
    assert code == 0
    assert [answer["valid"] for answer in answers] == [True, False, False, True]
    assert answers[1]["problem"] == "کد ملی را بنویسید؛ ۱۰ رقم است."


def test_bytes_that_are_no_text_make_an_invalid_value_and_the_rest_is_answered(called):
    code, answers, error = called("check", "national-code", "-", stdin=b"\xff\xfe\n9990001235\n")
    assert (code, error) == (0, None)
    assert [answer["valid"] for answer in answers] == [False, True]


def test_no_lines_are_no_answers(called):
    assert called("check", "mobile", "-") == (0, [], None)


@pytest.mark.parametrize(
    ("argv", "error_code", "field"),
    [
        ([], "BAD_USAGE", None),
        (["burn"], "BAD_USAGE", None),
        (["check"], "BAD_USAGE", None),
        (["--wrong", "check"], "BAD_USAGE", None),
        (["check", "passport", "1"], "UNKNOWN_KIND", "kind"),
        (["check", "insurance-number", "1"], "UNKNOWN_KIND", "kind"),
        (["check", "mobile"], "NOT_ONE_VALUE", "value"),
        (["check", "mobile", "1", "2"], "NOT_ONE_VALUE", "value"),
    ],
)
def test_a_command_that_cannot_be_read_exits_2_with_the_error_object(called, argv, error_code, field):
    code, answers, error = called(*argv)
    assert (code, answers) == (2, [])
    assert list(error["error"]) == ["code", "message", "field", "details"]
    assert (error["error"]["code"], error["error"]["field"]) == (error_code, field)


def test_a_refusal_exits_1(called, monkeypatch):
    def refuse(args):
        raise Refusal("امروز نه.")

    monkeypatch.setattr(check, "run", refuse)
    code, answers, error = called("check", "mobile", "1")
    assert (code, answers, error["error"]["message"]) == (1, [], "امروز نه.")


def test_a_fault_of_ours_shows_where_it_happened_and_neither_traceback_nor_value(called, monkeypatch):
    def stumble(typed):
        raise KeyError(typed)

    monkeypatch.setitem(ids.KINDS, "mobile", stumble)
    code, answers, error = called("check", "mobile", "09120000001")
    assert (code, answers) == (70, [])
    assert error["error"]["code"] == "FAULT"
    assert error["error"]["details"]["fault"] == "KeyError"
    assert error["error"]["details"]["at"].startswith("test_check.py:")
    assert "09120000001" not in json.dumps(error)


def test_an_interrupted_command_says_nothing(called, monkeypatch):
    def interrupt(args):
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "run", interrupt)
    assert called("check", "mobile", "1") == (130, [], None)


def test_every_command_of_the_list_keeps_the_convention():
    for name in cli.COMMANDS:
        command = cli._module(name)
        assert name == command.NAME
        assert command.HELP
        assert callable(command.add_arguments)
        assert callable(command.run)


def test_the_command_runs_in_its_own_process():
    done = kardad("check", "national-code", "۹۹۹۰۰۰۱۲۳۵")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == {"valid": True, "normalised": "9990001235", "masked": "999•••••35", "problem": None}


def test_errors_go_to_standard_error_in_its_own_process():
    done = kardad("check", "passport", "1")
    assert (done.returncode, done.stdout) == (2, b"")
    assert json.loads(done.stderr)["error"]["code"] == "UNKNOWN_KIND"


def test_persian_comes_out_even_where_the_terminal_speaks_ascii():
    done = kardad("check", "mobile", "", env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode())["problem"].startswith("شماره همراه")


def test_an_argument_that_is_no_text_is_judged_all_the_same():
    done = kardad("check", "mobile", b"\xff\xfe")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["valid"] is False


def test_a_reader_that_leaves_early_is_no_fault():
    program = [sys.executable, "-m", "kardad.cli", "check", "mobile", "-"]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        process.stdin.write(b"09120000001\n" * 5000)
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


def test_help_is_given_for_the_whole_and_for_the_command():
    assert b"check" in kardad("--help").stdout
    done = kardad("check", "--help")
    assert done.returncode == 0
    assert b"jalali-date" in done.stdout


def test_judging_an_identifier_never_loads_django():
    program = (
        "import sys; from kardad.cli import main; code = main(['check', 'mobile', '09120000001']);"
        "sys.exit(code or any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, timeout=60).returncode == 0


def test_the_pure_kit_never_loads_django():
    rooms = sorted(path.stem for path in Path(ids.__file__).parent.parent.glob("*.py") if path.stem != "__init__")
    program = f"import sys; from kardad.kit import {', '.join(rooms)}, ids; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == 0
