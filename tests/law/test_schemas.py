"""The JSON Schema of every calculator is well made, takes what the calculator takes, and refuses what it refuses."""

import json

import pytest

from kardad.kit.refusal import BadInput
from kardad.law import calculators, facts
from tests.law import examples, shapes
from tests.law.engines import SHARES, lives
from tests.law.sheets import refused

pytestmark = pytest.mark.no_django

NAMES = list(calculators.ROOMS)


def schema(name):
    return calculators.named(name).schema()


def test_there_is_a_schema_for_each_of_the_fifteen_calculators():
    assert [one.name for one in calculators.every()] == NAMES
    assert len(NAMES) == len(SHARES) == 15


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_well_made_and_is_json(name):
    found = schema(name)
    assert shapes.faults(found) == []
    assert json.loads(json.dumps(found)) == found
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert (found["type"], found["additionalProperties"]) == ("object", False)
    assert found["title"]
    assert found["description"].endswith((".", "؟"))


@pytest.mark.parametrize("name", NAMES)
def test_each_field_has_a_title_in_persian(name):
    for field, one in schema(name)["properties"].items():
        if field != "policies":
            assert any("\u0600" <= letter <= "\u06ff" for letter in one["title"]), field


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_takes_every_life_that_the_calculator_answers(name):
    found = schema(name)
    for one in lives(name, 60, "shapes"):
        assert shapes.broken(found, json.loads(json.dumps(one))) == [], one


@pytest.mark.parametrize("one", examples.every(), ids=lambda one: one["id"])
def test_a_schema_takes_every_published_example(one):
    for asked in one["asked"]:
        assert shapes.broken(schema(asked["calculator"]), asked["inputs"]) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_takes_the_inputs_that_a_sheet_shows_again(name):
    found = schema(name)
    for one in lives(name, 10, "again"):
        read = facts.read(calculators.named(name).asks, {key: value for key, value in one.items() if key != "policies"})
        assert shapes.broken(found, _told(facts.write(read))) == []
        assert facts.read(calculators.named(name).asks, _told(facts.write(read))) == read or _rounded(one)


def _told(written):
    """The inputs of a sheet without what was not given and the Gregorian days beside the Jalali ones."""
    if isinstance(written, dict):
        return {key: _told(value) for key, value in written.items() if value is not None and not key.endswith("_gregorian")}
    return [_told(one) for one in written] if isinstance(written, list) else written


def _rounded(one):
    """Whether a ratio without an end was given, which JSON shows to four places."""
    return any("/" in str(value) for value in one.values())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("wrong", [None, True, -1, [], {}, "x", float("nan")])
def test_what_a_schema_refuses_in_a_needed_field_the_calculator_refuses_and_names(name, wrong):
    (one,) = lives(name, 1, "wrong")
    for field in schema(name)["required"]:
        given = {**one, field: wrong}
        assert shapes.broken(schema(name), given) != []
        no = refused(name, **given)
        assert isinstance(no, BadInput)
        assert no.field.split(".")[0] == field


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_field_is_refused_by_both(name):
    (one,) = lives(name, 1, "unknown")
    given = {**one, "wage": 1}
    assert shapes.broken(schema(name), given) == [".wage is unknown"]
    no = refused(name, **given)
    assert (no.code, no.field, no.details) == ("UNKNOWN_FACT", "wage", {"name": "wage"})
