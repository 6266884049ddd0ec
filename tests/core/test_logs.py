"""Logs: one JSON object a line, with the request's id, and never an identifier or a secret."""

import json
import logging

import pytest
import structlog

from kardad.core import logs
from kardad.core.requests import new_request_id
from tests import factories

SECRETS = {
    "national_code": "0000000001",
    "mobile": "+989990000001",
    "phone": "09990000001",
    "iban": "IR000000000000000000000001",
    "otp": "12345",
    "code": "ok",
    "password": "p",
    "token": "t",
    "client_secret": "s",
    "Authorization": "Bearer x",
    "set_cookie": "c",
    "birth_date": "1370-01-01",
    "api_key": "k",
    "apikey": "k",
    "body": "{}",
}


@pytest.fixture
def written(capsys):
    """The lines that reach standard error."""
    root = logging.getLogger()
    before = root.handlers, root.level, structlog.get_config()
    logs.configure({"level": "INFO"})
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    root.handlers, level, config = before
    root.setLevel(level)
    structlog.configure(**config)


@pytest.mark.parametrize("key", sorted(SECRETS))
def test_what_stands_under_a_denied_key_is_hidden(key):
    kept = logs.clean({key: SECRETS[key], "other": 1})
    assert kept == {key: "ok" if key == "code" else logs.HIDDEN, "other": 1}


@pytest.mark.parametrize(
    "text",
    [
        "کد 9990001235",
        "کد ۹۹۹۰۰۰۱۲۳۵",
        "کد ٩٩٩٠٠٠١٢٣٥",
        "+989121234567",
        "IR06 0120 0000 0000 1234 5678 90",
        "otp 123456",
        "https://vendor.example/v1/SECRETKEY/sms?mobile=1",
    ],
)
def test_numbers_and_addresses_in_a_text_are_hidden(text):
    shown = logs.scrub(text)
    assert logs.HIDDEN in shown
    assert not any(len(part) > 5 for part in "".join(c if c.isdigit() else " " for c in shown).split())
    assert "SECRETKEY" not in shown


def test_ids_and_short_figures_stay():
    assert logs.clean({"message": 12, "ratio": 0.5, "on": True, "none": None, "at": "2 rows"}) == {
        "message": 12,
        "ratio": 0.5,
        "on": True,
        "none": None,
        "at": "2 rows",
    }


def test_a_number_as_long_as_an_identifier_is_hidden_as_well():
    code = factories.national_code()
    assert logs.clean({"value": int("9" + code[1:])}) == {"value": logs.HIDDEN}


def test_lists_and_nested_objects_are_looked_through():
    kept = logs.clean({"rows": [{"mobile": "x"}, ("9990001235",)], "error": ValueError("9990001235")})
    assert kept == {"rows": [{"mobile": logs.HIDDEN}, [logs.HIDDEN]], "error": logs.HIDDEN}


def test_a_line_is_json_with_the_request_it_belongs_to(written):
    request_id = new_request_id()
    structlog.get_logger("kardad.test").info("sent", message=3, mobile="09990000001")
    (line,) = written()
    assert (line["event"], line["message"], line["mobile"]) == ("sent", 3, logs.HIDDEN)
    assert (line["level"], line["request_id"], line["logger"]) == ("info", request_id, "kardad.test")


def test_a_librarys_line_goes_through_the_same_filter(written):
    logging.getLogger("some.library").warning("asked for %s at %s", "9990001235", "https://vendor.example/key/1")
    (line,) = written()
    assert line["event"] == f"asked for {logs.HIDDEN} at https://vendor.example/{logs.HIDDEN}"


def test_a_traceback_is_written_without_the_numbers_in_it(written):
    try:
        raise ValueError("no such code: 9990001235")
    except ValueError:
        logging.getLogger("kardad").exception("failed")
        structlog.get_logger("kardad.test").exception("failed")
    lines = written()
    assert len(lines) == 2
    for line in lines:
        assert "ValueError" in line["exception"]
        assert "9990001235" not in json.dumps(line)


def test_libraries_that_write_keys_or_too_much_are_kept_quiet(written):
    logging.getLogger("httpx").info("GET https://vendor.example/key")
    logging.getLogger("django-q").info("created a task")
    assert written() == []
