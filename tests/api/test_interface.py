"""What holds of every address of the interface: its errors, its limit, and that nobody is remembered."""

import pytest
from django.contrib.sessions.models import Session

from kardad.core.requests import caller_ip

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["", "nothing", "calculations/", "law", "law/values/", "calendar", "calendar/1404/", "%00", "../v1/x"])
def test_an_address_that_is_not_there_is_told_in_the_one_shape(program, code, path):
    assert code(program.get(path)) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("get", "calculations/payslip", "POST"),
        ("delete", "calculations/payslip", "POST"),
        ("put", "deadlines/objection", "POST"),
        ("options", "deadlines/objection", "POST"),
        ("post", "calculations", "GET"),
        ("patch", "law/version", "GET"),
        ("post", "calendar/1404", "GET"),
    ],
)
def test_a_method_that_is_not_taken_is_told_with_those_that_are(program, code, method, path, allowed):
    answer = program.judged(getattr(program.client, method)(f"/api/v1/{path}"))
    assert code(answer) == (405, "METHOD_NOT_ALLOWED")
    assert allowed in answer.headers["Allow"]


@pytest.mark.parametrize("path", ["calculations", "law/version", "law/values", "calendar/1404", "deadlines"])
def test_head_is_answered_where_get_is(program, path):
    answer = program.client.head(f"/api/v1/{path}")
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_host_that_is_not_ours_is_told_in_the_one_shape(program, code):
    assert code(program.judged(program.client.get("/api/v1/law/version", headers={"host": "elsewhere.example"}))) == (400, "BAD_REQUEST")


def test_other_pages_keep_their_own_errors(program):
    assert program.client.get("/no-such-page/").headers["Content-Type"].startswith("text/html")


def test_past_the_limit_the_address_is_told_when_to_come_back(program, code, settings, clock):
    settings.API_PER_MINUTE = 2
    assert [program.get("law/version").status_code for _ in range(2)] == [200, 200]
    answer = program.get("law/version")
    assert code(answer) == (429, "TOO_MANY")
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    clock.shift(int(answer.headers["Retry-After"]))
    assert program.get("law/version").status_code == 200


def test_one_address_does_not_use_up_the_turns_of_another(program, settings):
    settings.API_PER_MINUTE = 1
    assert program.get("law/version").status_code == 200
    assert program.get("law/version").status_code == 429
    assert program.client.get("/api/v1/law/version", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_the_limit_counts_the_address_that_our_proxies_name(settings, rf):
    settings.TRUSTED_PROXIES = 1
    assert caller_ip(rf.get("/", headers={"X-Forwarded-For": "10.0.0.9, 203.0.113.9"})) == "203.0.113.9"


def test_a_stranger_gets_no_session_and_no_cookie(program):
    program.post("calculations/wage-floor", {"on": "1404-01-01"})
    program.get("law/values")
    assert Session.objects.count() == 0
    assert not program.client.cookies


def test_a_question_needs_no_token_against_forgery_and_reads_no_session(program, make):
    program.client.force_login(make.person(level=2))
    answer = program.post("calculations/wage-floor", {"on": "1404-01-01"}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 200
    assert "Vary" not in answer.headers or "Cookie" not in answer.headers["Vary"]


def test_an_answer_carries_the_headers_of_the_house(program):
    for answer in (program.get("law/version"), program.get("nothing")):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Request-ID"]
        assert int(answer.headers["Content-Length"]) == len(answer.content)
