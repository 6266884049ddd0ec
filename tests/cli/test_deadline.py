"""`kardad deadline` reads JSON, answers JSON, and refuses in Persian with a code."""

import io
import json
import subprocess
import sys

import pytest

from kardad import cli

SCENARIO = {"served_on": "1404-10-10", "closed_days": ["1404-10-27"], "policy": {"calendar": "fridays-only"}}


@pytest.fixture
def called(capsys, monkeypatch):
    def call(*argv, given=None, raw=None):
        written = raw if raw is not None else json.dumps(given).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(written)))
        code = cli.main(["deadline", *argv])
        out, err = capsys.readouterr()
        return code, out, json.loads(err)["error"] if err else None

    return call


def test_a_question_is_answered_as_the_interface_promises(called):
    code, out, error = called("objection", given=SCENARIO)
    assert (code, error) == (0, None)
    answer = json.loads(out)
    assert answer["code"] == "D4"
    assert [answer[name] for name in ("safe_until", "hard_until", "final_on")] == ["1404-10-25", "1404-10-28", "1404-10-29"]
    assert answer["rule_version"]
    assert all({"date", "why"} <= set(reason) for reason in answer["reasons"])


def test_it_answers_in_a_process_of_its_own_without_django():
    code = "import sys; from kardad import cli; code = cli.main(['deadline', 'D4']); assert 'django' not in sys.modules; sys.exit(code)"
    asked = json.dumps(SCENARIO).encode()
    done = subprocess.run([sys.executable, "-c", code], input=asked, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["hard_until"] == "1404-10-28"


def test_an_array_is_answered_by_an_array_with_errors_in_place(called):
    code, out, error = called("objection", given=[SCENARIO, {"served_on": "1404-13-01"}, {"served_on": "1410-01-01"}])
    assert (code, error) == (2, None)
    good, bad, refused = json.loads(out)
    assert good["hard_until"] == "1404-10-28"
    assert bad["error"]["code"] == "BAD_DATE"
    assert bad["error"]["field"] == "served_on"
    assert refused["error"]["code"] == "CALENDAR_SILENT"


def test_an_array_with_nothing_worse_than_a_refusal_ends_with_one(called):
    assert called("objection", given=[SCENARIO, {"served_on": "1410-01-01"}])[0] == 1
    assert called("objection", given=[])[:2] == (0, "[]\n")


def test_lines_are_answered_line_by_line(called):
    raw = b"\n".join([json.dumps(SCENARIO).encode(), b"{", b"", b'{"served_on": "1404-07-26"}']) + b"\n"
    code, out, _ = called("objection", "--lines", raw=raw)
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert [one.get("hard_until") or one["error"]["code"] for one in answers] == ["1404-10-28", "BAD_JSON", "1404-08-12"]


def test_the_list_names_every_deadline_with_its_source(called):
    code, out, _ = called("--list", raw=b"")
    listed = {one["name"]: one for one in map(json.loads, out.splitlines())}
    assert code == 0
    assert {"objection", "divan", "divan_abroad", "verdict", "invitation", "defect", "resignation_revocation", "unemployment"} <= set(
        listed
    )
    assert listed["divan"]["days"] == 90
    assert listed["claim"]["length"] is None


@pytest.mark.parametrize(
    ("argv", "raw", "code", "said"),
    [
        (["objektion"], b"{}", 2, "UNKNOWN_DEADLINE"),
        ([], b"{}", 2, "NO_DEADLINE_NAMED"),
        (["objection"], b"", 2, "BAD_JSON"),
        (["objection"], b"\xff\xfe", 2, "BAD_JSON"),
        (["objection"], b"[" * 100_000, 2, "BAD_JSON"),
        (["objection"], b'"1404-07-26"', 2, "BAD_DEADLINE_INPUT"),
        (["objection"], b'{"served_on": "1404-12-30"}', 2, "BAD_DATE"),
        (["objection"], b'{"served_on": "1404-07-26", "days": 20}', 2, "DEADLINE_LENGTH_FIXED"),
        (["claim"], b'{"served_on": "1404-07-26"}', 1, "DEADLINE_WITHOUT_LENGTH"),
        (["objection"], b'{"served_on": "1390-07-26"}', 1, "CALENDAR_SILENT"),
        (["objection"], b'{"served_on": "1500-12-29", "policy": {"calendar": "fridays-only"}}', 2, "DEADLINE_BEYOND_CALENDAR"),
    ],
)
def test_a_refusal_has_a_code_a_sentence_and_an_exit_code(called, argv, raw, code, said):
    ended, out, error = called(*argv, raw=raw)
    assert (ended, out, error["code"]) == (code, "", said)
    assert any("آ" <= letter <= "ی" for letter in error["message"])
