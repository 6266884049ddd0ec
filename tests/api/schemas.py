"""Whether a value is what a JSON Schema says: the few words of JSON Schema that our document uses, and no others."""

import re

TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}
TOLD = {"title", "description", "default", "examples", "example", "$schema"}


def problems(value, schema, document, at="$"):
    """Every place in which the value is not what the schema says; raises KeyError for a word of JSON Schema not known here."""
    return [problem for word, said in schema.items() if word not in TOLD for problem in WORDS[word](value, said, schema, document, at)]


def _ref(value, said, schema, document, at):
    name = said.removeprefix("#/components/schemas/")
    return problems(value, document["components"]["schemas"][name], document, at)


def _type(value, said, schema, document, at):
    kinds = [said] if isinstance(said, str) else said
    return [] if any(TYPES[kind](value) for kind in kinds) else [f"{at}: {value!r} is not {said}"]


def _any_of(value, said, schema, document, at):
    each = [problems(value, one, document, at) for one in said]
    return [] if [] in each else min(each, key=len)


def _properties(value, said, schema, document, at):
    if not isinstance(value, dict):
        return []
    return [problem for name, one in said.items() if name in value for problem in problems(value[name], one, document, f"{at}.{name}")]


def _additional(value, said, schema, document, at):
    extra = set(value) - set(schema.get("properties", ())) if isinstance(value, dict) else ()
    if isinstance(said, bool):
        return [f"{at}.{name}: not expected" for name in extra if not said]
    return [problem for name in extra for problem in problems(value[name], said, document, f"{at}.{name}")]


def _required(value, said, schema, document, at):
    return [f"{at}.{name}: missing" for name in said if isinstance(value, dict) and name not in value]


def _items(value, said, schema, document, at):
    if not isinstance(value, list):
        return []
    return [problem for place, one in enumerate(value) for problem in problems(one, said, document, f"{at}.{place}")]


def _that(holds, kind):
    def judge(value, said, schema, document, at):
        return [] if not TYPES[kind](value) or holds(value, said) else [f"{at}: {value!r} against {said!r}"]

    return judge


WORDS = {
    "$ref": _ref,
    "type": _type,
    "anyOf": _any_of,
    "properties": _properties,
    "additionalProperties": _additional,
    "required": _required,
    "items": _items,
    "enum": lambda value, said, schema, document, at: [] if value in said else [f"{at}: {value!r} is none of {said}"],
    "const": lambda value, said, schema, document, at: [] if value == said else [f"{at}: {value!r} is not {said!r}"],
    "pattern": _that(lambda value, said: re.search(said, value), "string"),
    "maxLength": _that(lambda value, said: len(value) <= said, "string"),
    "minimum": _that(lambda value, said: value >= said, "number"),
    "maximum": _that(lambda value, said: value <= said, "number"),
    "minItems": _that(lambda value, said: len(value) >= said, "array"),
    "maxItems": _that(lambda value, said: len(value) <= said, "array"),
    "uniqueItems": _that(lambda value, said: not said or all(one not in value[:place] for place, one in enumerate(value)), "array"),
}
