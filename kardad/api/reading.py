"""The OpenAPI document as a person reads it: operations under their headings, with rows instead of schemas."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from http.client import responses
from typing import Any, Final

from kardad.api.answers import JSON
from kardad.api.interface import interface

KINDS: Final = {
    "string": "متن",
    "integer": "عدد درست",
    "number": "عدد",
    "boolean": "true یا false",
    "array": "فهرست",
    "object": "شیء",
    "null": "null",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that an operation takes."""

    name: str
    title: str
    kind: str
    is_required: bool
    where: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation."""

    anchor: str
    method: str
    path: str
    summary: str
    about: str
    rows: tuple[Row, ...]
    example: str
    statuses: tuple[tuple[int, str], ...]


def document() -> dict[str, Any]:
    """The document itself."""
    found: dict[str, Any] = interface.get_openapi_schema()
    return found


@cache
def tags() -> dict[str, list[Operation]]:
    """The operations under their headings, in the order of the document."""
    grouped: dict[str, list[Operation]] = {}
    for path, methods in document()["paths"].items():
        for method, one in methods.items():
            grouped.setdefault(one["tags"][0], []).append(_operation(path, method, one))
    return grouped


def _operation(path: str, method: str, one: dict[str, Any]) -> Operation:
    body = one.get("requestBody", {}).get("content", {}).get(JSON, {})
    return Operation(
        anchor=one["operationId"],
        method=method.upper(),
        path=path,
        summary=one["summary"],
        about=one["description"],
        rows=(*_parameters(one), *_members(body)),
        example=json.dumps(body["example"], ensure_ascii=False) if body else "",
        statuses=tuple((status, responses[status]) for status in one["responses"]),
    )


def _parameters(one: dict[str, Any]) -> Iterator[Row]:
    for parameter in one["parameters"]:
        title = parameter.get("description", "")
        yield Row(parameter["name"], title, _kind(parameter["schema"]), parameter["required"], parameter["in"])


def _members(body: dict[str, Any]) -> Iterator[Row]:
    return _rows(_resolved(body["schema"]["anyOf"][0]), "") if body else iter(())


def _rows(schema: dict[str, Any], within: str) -> Iterator[Row]:
    for name, member in schema.get("properties", {}).items():
        found = _resolved(member)
        said = "؛ ".join(part for part in (found.get("title", ""), found.get("description", "")) if part and not part.isascii())
        yield Row(f"{within}{name}", said, _kind(found), name in schema.get("required", ()), "body")
        record = _resolved(found.get("items", {}))
        if "properties" in record:
            yield from _rows(record, f"{within}{name}[].")


def readings() -> tuple[Row, ...]:
    """The readings that may be chosen; in each the first choice is the default."""
    return tuple(_rows(document()["components"]["schemas"]["Policies"], ""))


def _kind(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " | ".join(json.dumps(one, ensure_ascii=False).strip('"') for one in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_kind(_resolved(one)) for one in schema["anyOf"]))
    kinds = schema.get("type", "object")
    return " | ".join(KINDS[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = document()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return found
