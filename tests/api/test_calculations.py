"""Calculations over HTTP: an object, a list, a stream of lines; each error in its place and in the one shape."""

import itertools
import json

import pytest

from kardad.api import asking, document, shapes
from kardad.kit import strict_json
from kardad.law import calculators, instruments

pytestmark = pytest.mark.django_db
FLOOR = {"on": "1404-05-01"}
DAILY_1404 = 3_463_656
EXAMPLES = document.examples()["calculations"]


def test_every_calculator_is_listed_with_a_working_schema_address(program):
    items = program.get("calculations").json()["items"]
    assert [one["name"] for one in items] == list(calculators.ROOMS)
    for one in items:
        assert program.client.get(one["schema_url"]).json() == calculators.named(one["name"]).schema()


@pytest.mark.parametrize("name", calculators.ROOMS)
def test_the_example_of_a_calculator_is_answered_by_the_sheet_of_the_law(program, name):
    answer = program.post(f"calculations/{name}", EXAMPLES[name])
    assert answer.status_code == 200
    assert answer.json() == json.loads(json.dumps(calculators.named(name).sheet(EXAMPLES[name], instruments.current()).as_json()))
    shapes.Sheet.model_validate(answer.json())


def test_brief_gives_the_totals_alone(program):
    answer = program.post("calculations/wage-floor?brief=true", FLOOR).json()
    assert list(answer) == ["totals"]
    assert answer["totals"]["daily"] == DAILY_1404


def test_a_list_is_answered_by_a_list_with_errors_in_their_places(program):
    answer = program.post("calculations/wage-floor?brief=1", [FLOOR, {"on": "x"}, {"on": "1380-01-01"}, None, FLOOR])
    assert answer.status_code == 200
    assert [one.get("error", {}).get("code") for one in answer.json()] == [None, "BAD_DATE", "LAW_SILENT", "BAD_FACT", None]


def test_lines_are_answered_by_lines(program):
    found = program.lines("calculations/wage-floor?brief=1", FLOOR, b"", b"{", {"on": "1380-01-01"}, b'{"on": NaN}', FLOOR)
    assert [one.get("error", {}).get("code") for one in found] == [None, "BAD_JSON", "LAW_SILENT", "BAD_JSON", None]
    assert found[0]["totals"]["daily"] == DAILY_1404


def test_a_line_that_is_too_long_is_refused_in_its_place(program):
    found = program.lines("calculations/wage-floor?brief=1", FLOOR, b"1" * (strict_json.LONGEST_LINE + 10), FLOOR)
    assert [one.get("error", {}).get("code") for one in found] == [None, "LINE_TOO_LONG", None]


def test_no_line_at_all_is_answered_by_none(program):
    assert program.lines("calculations/wage-floor", b" ", b"") == []


def test_lines_go_out_as_a_stream_and_not_as_one_piece(program):
    raw = b"\n".join([json.dumps(FLOOR).encode()] * 200)
    answer = program.client.post("/api/v1/calculations/wage-floor", raw, content_type="application/x-ndjson")
    pieces = list(answer.streaming_content)
    assert len(pieces) > 2
    assert len(b"".join(pieces).splitlines()) == 200


def test_more_lines_than_one_request_may_hold_end_with_a_refusal(program, monkeypatch):
    monkeypatch.setattr(asking, "MOST_LINES", 3)
    found = program.lines("calculations/wage-floor?brief=1", *[FLOOR] * 9)
    assert [one.get("error", {}).get("code") for one in found] == [None, None, None, "TOO_MANY_ITEMS"]


@pytest.fixture
def two_items_a_turn(monkeypatch, settings):
    """A clock by which each item takes half a second, and two turns a minute."""
    ticks = itertools.count()
    monkeypatch.setattr(asking, "thread_time", lambda: next(ticks) * 0.5)
    settings.API_PER_MINUTE = 2


def test_long_work_takes_more_turns_and_a_stream_ends_with_the_refusal(program, two_items_a_turn):
    found = program.lines("calculations/wage-floor?brief=1", *[FLOOR] * 9)
    assert [one.get("error", {}).get("code") for one in found] == [None, None, None, None, "TOO_MANY"]
    assert found[-1]["error"]["details"]["seconds"] > 0


def test_a_list_without_turns_left_has_the_refusal_in_every_further_place(program, two_items_a_turn):
    found = program.post("calculations/wage-floor?brief=1", [FLOOR] * 7).json()
    assert [one.get("error", {}).get("code") for one in found] == [None] * 4 + ["TOO_MANY"] * 3


def test_a_fault_of_ours_in_one_line_leaves_the_others_answered(program, monkeypatch):
    sheet = calculators.Calculator.sheet

    def broken(self, given, law):
        return 1 / 0 if given.get("on") == "1403-01-01" else sheet(self, given, law)

    monkeypatch.setattr(calculators.Calculator, "sheet", broken)
    found = program.lines("calculations/wage-floor?brief=1", FLOOR, {"on": "1403-01-01"}, FLOOR)
    assert [one.get("error", {}).get("code") for one in found] == [None, "FAILED", None]
    assert "ZeroDivision" not in json.dumps(found)


def test_a_fault_of_ours_is_told_without_its_inside(program, monkeypatch, code):
    monkeypatch.setattr(calculators.Calculator, "sheet", lambda *_: 1 / 0)
    answer = program.post("calculations/wage-floor", FLOOR)
    assert code(answer) == (500, "FAILED")
    assert "division" not in answer.content.decode()


@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        (b"", 400, "BAD_JSON"),
        (b"{", 400, "BAD_JSON"),
        (b"\xff", 400, "BAD_JSON"),
        (b'{"on": NaN}', 400, "BAD_JSON"),
        (b'{"on": "1404-01-01", "on": "1403-01-01"}', 400, "BAD_JSON"),
        (b'{"on": "\\ud800"}', 400, "BAD_JSON"),
        (b'{"\\ud800": 1}', 400, "BAD_JSON"),
        (b"[" * 90_000, 400, "BAD_JSON"),
        (b"7", 422, "BAD_FACT"),
        (b"null", 422, "BAD_FACT"),
        (b"{}", 422, "MISSING_FACT"),
        (b'{"on": 7}', 422, "BAD_FACT"),
        (b'{"on": "1404-13-01"}', 422, "BAD_DATE"),
        (b'{"on": "1404-05-01", "x": 1}', 422, "UNKNOWN_FACT"),
        (b'{"on": "1380-05-01"}', 409, "LAW_SILENT"),
    ],
)
def test_what_cannot_be_answered_is_told_with_its_own_status(program, code, body, status, named):
    assert code(program.post("calculations/wage-floor", body)) == (status, named)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", "text/json"])
def test_another_kind_of_body_is_not_read(program, code, kind):
    assert code(program.post("calculations/wage-floor", b"{}", kind=kind)) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_another_alphabet_or_a_packed_body_is_not_read(program, code):
    latin = program.post("calculations/wage-floor", b"{}", kind="application/json; charset=latin-1")
    packed = program.post("calculations/wage-floor", b"{}", headers={"Content-Encoding": "gzip"})
    assert [code(one)[0] for one in (latin, packed)] == [415, 415]


def test_a_body_that_is_too_long_is_refused_before_it_is_read(program, code):
    assert code(program.post("calculations/wage-floor", b" " * (asking.MOST_BYTES + 1))) == (413, "BODY_TOO_LARGE")
    told = program.client.post(
        "/api/v1/calculations/wage-floor", b"", content_type="application/x-ndjson", CONTENT_LENGTH=str(asking.MOST_BYTES_OF_LINES + 1)
    )
    assert code(program.judged(told)) == (413, "BODY_TOO_LARGE")


def test_a_body_that_no_form_of_the_site_takes_is_refused_in_the_same_shape(program, code):
    told = program.client.post("/api/v1/calculations/wage-floor", b"", content_type="application/json", CONTENT_LENGTH=str(10**12))
    assert code(program.judged(told)) == (413, "BODY_TOO_LARGE")


def test_a_body_without_its_length_is_refused(program, code):
    told = program.client.post(
        "/api/v1/calculations/wage-floor", b"{}", content_type="application/json", CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked"
    )
    assert code(program.judged(told)) == (411, "LENGTH_REQUIRED")


def test_a_longer_list_than_one_request_may_hold_is_refused(program, code):
    assert code(program.post("calculations/wage-floor", [{}] * (asking.MOST_ITEMS + 1))) == (413, "TOO_MANY_ITEMS")


def test_an_unknown_calculator_is_an_unknown_address(program, code):
    assert code(program.post("calculations/horoscope", FLOOR)) == (404, "UNKNOWN_CALCULATOR")
    assert code(program.get("calculations/horoscope/schema")) == (404, "UNKNOWN_CALCULATOR")


def test_a_parameter_that_cannot_be_read_is_named(program, code):
    answer = program.post("calculations/wage-floor?brief=perhaps", FLOOR)
    assert code(answer) == (422, "BAD_PARAMETER")
    assert answer.json()["error"]["field"] == "brief"


def test_a_repeated_question_with_the_same_key_has_the_same_answer(program):
    first, second = (program.post("calculations/wage-floor", FLOOR, headers={"Idempotency-Key": "a-1"}) for _ in range(2))
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
