"""A program that asks: JSON goes out and comes back, every error is held to the one shape."""

import json

import pytest
from django.test import Client

from kardad.api.shapes import Error

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/"
LINES = "application/x-ndjson"


class Program:
    """What asks the interface, with nothing but HTTP."""

    def __init__(self):
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)

    def get(self, path, **query):
        """The answer to a GET below /api/v1/."""
        return self.judged(self.client.get(ROOT + path, query))

    def post(self, path, body, kind="application/json", **headers):
        """The answer to a POST of JSON, or of raw bytes."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.judged(self.client.post(ROOT + path, raw, content_type=kind, **headers))

    def lines(self, path, *lines):
        """The answers to lines."""
        raw = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
        answer = self.judged(self.client.post(ROOT + path, raw, content_type=LINES))
        return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]

    @staticmethod
    def judged(answer):
        """The same answer, once its shape is proved."""
        assert not answer.cookies
        assert "Access-Control-Allow-Origin" not in answer.headers
        if answer.status_code >= 400:
            assert answer.headers["Content-Type"] == "application/json"
            Error.model_validate(answer.json())
            assert answer.json()["error"]["message"]
        return answer


@pytest.fixture
def program(db):
    """A program without cookies, tokens or patience for HTML."""
    return Program()


@pytest.fixture
def code(program):
    """The status and the code of an error."""
    return lambda answer: (answer.status_code, answer.json()["error"]["code"])
