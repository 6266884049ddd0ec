"""The document tells the truth: every operation answers with a status and a shape that it names, whatever it is asked."""

import json
import string
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kardad.api import document as written
from kardad.law import calculators, policies
from tests.api.conftest import LINES, Program
from tests.api.schemas import problems

pytestmark = pytest.mark.django_db
# The database is one for all examples: what they leave there are counted turns alone.
FUZZ = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
OPERATIONS = [
    (path, method)
    for path in (
        *(f"/api/v1/calculations/{name}" for name in calculators.ROOMS),
        "/api/v1/deadlines/{code}",
    )
    for method in ("post",)
] + [
    (path, "get")
    for path in (
        "/api/v1/calculations",
        "/api/v1/calculations/{name}/schema",
        "/api/v1/law/version",
        "/api/v1/law/values",
        "/api/v1/law/values/{key}",
        "/api/v1/calendar/days/{date}",
        "/api/v1/calendar/{year}",
        "/api/v1/deadlines",
    )
]
POSTS = [path for path, method in OPERATIONS if method == "post"]
GETS = [path for path, method in OPERATIONS if method == "get"]

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20)
NEAR = st.sampled_from(["1404-05-31", "1399-12-30", "1390-01-01", "1500-12-29", "۱۴۰۴/۰۵/۳۱", "1404-05", "minimum", "", "0", "1e9", "22/3"])
NUMBERS = st.integers(-1, 10**16) | st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([0, 1, 29, 365, 40_000, 10**15])
LEAVES = st.none() | st.booleans() | NUMBERS | WORDS | NEAR
VALUES = st.recursive(LEAVES, lambda below: st.lists(below, max_size=3) | st.dictionaries(WORDS, below, max_size=3), max_leaves=6)


@pytest.fixture(autouse=True)
def _many_turns(settings):
    settings.API_PER_MINUTE = 100_000


@pytest.fixture(scope="module")
def told():
    """The document as a program reads it."""
    from kardad.api.interface import interface

    return json.loads(json.dumps(interface.get_openapi_schema()))


def judge(answer, path, method, told):
    """The answer has a status that the document names, and its shape."""
    operation = told["paths"][path][method]
    assert str(answer.status_code) in operation["responses"], (answer.status_code, answer.content)
    assert answer.status_code < 500, answer.content
    schema = operation["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]
    assert problems(answer.json(), schema, told) == []


def good(path, told):
    """The example that the document gives for a body."""
    return told["paths"][path]["post"]["requestBody"]["content"]["application/json"]["example"]


def address(path, told, method, **values):
    """The address with the document's own examples in it, or other values."""
    for parameter in told["paths"][path][method]["parameters"]:
        if parameter["in"] == "path":
            sample = parameter.get("example") or parameter["schema"]["enum"][0]
            path = path.replace(f"{{{parameter['name']}}}", quote(values.get(parameter["name"], sample), safe=""))
    return path.removeprefix("/api/v1/")


def test_the_document_is_served_and_is_openapi(program, told):
    answer = program.get("openapi.json")
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.json() == told
    assert told["openapi"] == "3.1.0"
    assert sorted((path, method) for path, methods in told["paths"].items() for method in methods) == sorted(OPERATIONS)


def test_every_name_of_an_operation_is_used_once(told):
    names = [one["operationId"] for methods in told["paths"].values() for one in methods.values()]
    assert len(names) == len(set(names))
    assert all(set(name) <= set(string.ascii_lowercase + "_") for name in names)


def test_every_reference_leads_somewhere(told):
    def walk(node):
        if isinstance(node, dict):
            if "$ref" in node:
                yield node["$ref"].removeprefix("#/components/schemas/")
            for one in node.values():
                yield from walk(one)
        elif isinstance(node, list):
            for one in node:
                yield from walk(one)

    assert set(walk(told)) <= set(told["components"]["schemas"])


@pytest.mark.parametrize("name", calculators.ROOMS)
def test_the_body_of_a_calculator_is_its_formulas_own_schema(told, name):
    body = told["paths"][f"/api/v1/calculations/{name}"]["post"]["requestBody"]["content"]["application/json"]["schema"]["anyOf"][0]
    schema = told["components"]["schemas"][body["$ref"].rsplit("/", 1)[-1]]
    own = json.loads(json.dumps(calculators.named(name).schema()))
    assert own.pop("$schema").endswith("2020-12/schema")
    assert schema["properties"].pop("policies") == {"$ref": "#/components/schemas/Policies"}
    assert own["properties"].pop("policies") == json.loads(json.dumps(policies.schema()))
    assert told["components"]["schemas"]["Policies"]["properties"] == json.loads(json.dumps(policies.schema()))["properties"]
    schema["properties"]["policies"] = {"$ref": "#/components/schemas/Policies"}
    assert {**schema, "properties": {key: one for key, one in schema["properties"].items() if key != "policies"}} == own


def test_every_example_is_for_a_calculator_that_is_there():
    assert list(written.examples()["calculations"]) == list(calculators.ROOMS)


@pytest.mark.parametrize("path", POSTS)
def test_the_example_of_the_document_is_what_it_says_and_is_answered(program, told, path):
    schema = told["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert problems(good(path, told), schema, told) == []
    answer = program.post(address(path, told, "post"), good(path, told))
    assert answer.status_code == 200, answer.content
    judge(answer, path, "post", told)


@pytest.mark.parametrize("path", GETS)
def test_a_read_is_answered_as_the_document_says(program, told, path):
    answer = program.get(address(path, told, "get"))
    assert answer.status_code == 200
    judge(answer, path, "get", told)


@pytest.mark.parametrize("path", POSTS)
@FUZZ
@given(body=VALUES)
def test_whatever_body_is_sent_the_answer_is_documented(db, told, path, body):
    judge(Program().post(address(path, told, "post"), body), path, "post", told)


@pytest.mark.parametrize("path", POSTS)
@FUZZ
@given(data=st.data())
def test_an_example_with_strange_members_is_answered_as_documented(db, told, path, data):
    body = dict(good(path, told))
    schema = told["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]["anyOf"][0]
    members = list(told["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]["properties"])
    for name in data.draw(st.lists(st.sampled_from(members), min_size=1, max_size=3, unique=True)):
        if data.draw(st.booleans()) and name in body:
            del body[name]
        else:
            body[name] = data.draw(VALUES)
    judge(Program().post(address(path, told, "post"), [body]), path, "post", told)
    judge(Program().post(address(path, told, "post"), body), path, "post", told)


@pytest.mark.parametrize("path", [path for path in GETS if "{" in path])
@FUZZ
@given(value=(WORDS | NEAR).filter(lambda text: text and "/" not in text and text not in (".", "..")), on=WORDS | NEAR)
def test_whatever_an_address_names_the_answer_is_documented(db, told, path, value, on):
    for name in ("name", "key", "date", "year"):
        if f"{{{name}}}" in path:
            judge(Program().get(address(path, told, "get", **{name: value})), path, "get", told)
    judge(Program().get(address(path, told, "get"), on=on, province=on), path, "get", told)


@FUZZ
@given(raw=st.binary(max_size=200))
def test_whatever_bytes_are_sent_the_answer_is_documented(db, told, raw):
    path = "/api/v1/calculations/wage-floor"
    judge(Program().post("calculations/wage-floor", raw), path, "post", told)
    answer = Program().client.post(path, b"{}\n" + raw, content_type=LINES)
    lines = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]
    assert all(problems(line, {"$ref": "#/components/schemas/Error"}, told) == [] for line in lines)
