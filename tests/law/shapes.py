"""JSON Schema (2020-12), as much of it as our schemas use: whether one is well made, and what a value breaks."""

import re

TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "null": lambda value: value is None,
}
WORDS = {"$schema", "title", "description", "default", "examples"}
RULES = {"type", "enum", "const", "anyOf", "pattern", "minimum", "maximum", "maxLength", "items", "uniqueItems"}
OBJECTS = {"properties", "required", "additionalProperties"}


def faults(schema, at="#"):
    """What is wrong with a schema itself."""
    if not isinstance(schema, dict):
        return [f"{at} is no object"]
    found = [f"{at} has the unknown word {word}" for word in set(schema) - WORDS - RULES - OBJECTS]
    found += [f"{at} has the unknown type {one}" for one in _types(schema) if one not in TYPES]
    found += [
        f"{at} requires {name}, which it does not have" for name in set(schema.get("required", ())) - set(schema.get("properties", ()))
    ]
    if not {"type", "enum", "const", "anyOf"} & set(schema):
        found.append(f"{at} says nothing of its type")
    if "pattern" in schema:
        re.compile(schema["pattern"])
    for name, one in schema.get("properties", {}).items():
        found += faults(one, f"{at}/{name}")
    for place, one in enumerate(schema.get("anyOf", ())):
        found += faults(one, f"{at}/{place}")
    if "items" in schema:
        found += faults(schema["items"], f"{at}/items")
    for one in (*schema.get("examples", ()), *([schema["default"]] if "default" in schema else [])):
        found += [f"{at}: its example {one!r} {problem}" for problem in broken(schema, one)]
    return found


def broken(schema, value, at=""):
    """What of a schema a value breaks."""
    found = []
    kinds = _types(schema)
    if kinds and not any(TYPES[one](value) for one in kinds):
        return [f"{at} is no {kinds}: {value!r}"]
    if "enum" in schema and not any(_equal(value, one) for one in schema["enum"]):
        found.append(f"{at} is none of {schema['enum']}: {value!r}")
    if "const" in schema and not _equal(value, schema["const"]):
        found.append(f"{at} is not {schema['const']}")
    if "anyOf" in schema and all(broken(one, value, at) for one in schema["anyOf"]):
        found.append(f"{at} fits none: {value!r}")
    if TYPES["number"](value) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        found.append(f"{at} is too small or too great: {value}")
    if isinstance(value, str):
        found += _of_text(schema, value, at)
    if isinstance(value, list):
        found += [problem for place, one in enumerate(value) for problem in broken(schema.get("items", {}), one, f"{at}.{place}")]
        if schema.get("uniqueItems") and len(set(map(repr, value))) < len(value):
            found.append(f"{at} repeats itself")
    return found + (_of_object(schema, value, at) if isinstance(value, dict) else [])


def _of_text(schema, value, at):
    found = []
    if "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{at} does not match: {value!r}")
    if len(value) > schema.get("maxLength", len(value)):
        found.append(f"{at} is too long")
    return found


def _of_object(schema, value, at):
    properties = schema.get("properties", {})
    found = [f"{at}.{name} is missing" for name in schema.get("required", ()) if name not in value]
    for name, one in value.items():
        if name in properties:
            found += broken(properties[name], one, f"{at}.{name}")
        elif schema.get("additionalProperties", True) is False:
            found.append(f"{at}.{name} is unknown")
    return found


def _types(schema):
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else kinds


def _equal(one, other):
    # True is not 1 in JSON.
    return one == other and isinstance(one, bool) == isinstance(other, bool)
