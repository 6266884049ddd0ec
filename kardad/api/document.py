"""The OpenAPI document: what the operations say, with a path for each calculator whose body is the formula's own JSON Schema."""

import tomllib
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, Final

from kardad.api import asking
from kardad.api.answers import JSON
from kardad.api.shapes import DeadlineQuestion, Totals
from kardad.law import calculators, policies, rules
from kardad.law.calculators import Calculator

EXAMPLES: Final = Path(__file__).parent / "data" / "examples.toml"
ABOUT: Final = (
    "مبلغ‌ها ریال و عدد درست‌اند. تاریخ‌ها شمسی‌اند (سال، ماه و روز با خط تیره) و میلادی هر کدام کنارش می‌آید. رقم فارسی و عربی پذیرفته است. "
    "ورود، کلید و کوکی لازم نیست. هر خطا یک شکل دارد: کد ثابت، جمله فارسی، نام ورودی و جزئیات."
)
_CALCULATE: Final = "/api/v1/calculations/{name}"
_DEADLINE: Final = "/api/v1/deadlines/{code}"
_PARAMETERS: Final = {
    "brief": {"description": "فقط جمع‌ها، بی سطرها", "example": True},
    "year": {"description": "سال شمسی", "example": "1404"},
    "date": {"description": "روز شمسی", "example": "1404-07-26"},
    "on": {"description": "روز شمسی؛ بی آن، همه دوره‌ها", "example": "1404-05-31"},
    "key": {"description": "نام عدد قانونی", "example": "wage.daily_minimum"},
    "province": {"description": "نام استان، برای تعطیلی ادارات آن", "example": "تهران"},
    "name": {"description": "نام محاسبه"},
    "code": {"description": "نام یا کد مهلت"},
}
_STREAM: Final = "یک شیء در هر خط؛ پاسخ هم یک شیء در هر خط، به همان ترتیب. خط خالی نادیده گرفته می‌شود."


def complete(drawn: dict[str, Any]) -> dict[str, Any]:
    """The whole document from what the operations alone tell."""
    document = deepcopy(dict(drawn))
    schemas = document["components"]["schemas"]
    schemas["Policies"] = {"title": "برداشت‌ها، آنجا که عمل یکسان نیست", **policies.schema()}
    schemas |= _question_schemas()
    paths: dict[str, Any] = {}
    for path, methods in document["paths"].items():
        methods.pop("head", None)
        for operation in methods.values():
            _say_errors(operation)
        if path == _CALCULATE:
            paths |= {path.replace("{name}", one.name): _of_calculator(one, methods["post"], schemas) for one in calculators.every()}
        else:
            paths[path] = methods
    _ask(paths[_DEADLINE]["post"], {"$ref": "#/components/schemas/DeadlineQuestion"}, examples()["deadlines"]["objection"])
    _name_values(paths)
    document["paths"] = paths
    return document


@cache
def examples() -> dict[str, dict[str, Any]]:
    """A good question for each calculator, and for a deadline."""
    return tomllib.loads(EXAMPLES.read_text(encoding="utf-8"))


def _of_calculator(one: Calculator, drawn: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    name = f"{''.join(part.title() for part in one.name.split('-'))}Facts"
    schema = one.schema()
    del schema["$schema"]
    schema["properties"]["policies"] = {"$ref": "#/components/schemas/Policies"}
    schemas[name] = schema
    operation = deepcopy(drawn)
    operation |= {"operationId": f"calculate_{one.name.replace('-', '_')}", "summary": one.title}
    operation["description"] = f"{one.about} {drawn['description']}"
    operation["parameters"] = [parameter for parameter in operation["parameters"] if parameter["name"] != "name"]
    del operation["responses"][404]
    _ask(operation, {"$ref": f"#/components/schemas/{name}"}, examples()["calculations"][one.name])
    return {"post": operation}


def _ask(operation: dict[str, Any], schema: dict[str, Any], example: dict[str, Any]) -> None:
    """The operation takes one question, a list of them, or lines; and answers alike."""
    several = {"type": "array", "items": schema, "maxItems": asking.MOST_ITEMS}
    lines = {"schema": {"type": "string"}, "description": _STREAM}
    operation["requestBody"] = {
        "required": True,
        "content": {JSON: {"schema": {"anyOf": [schema, several]}, "example": example}, asking.LINES[0]: lines},
    }
    answer = operation["responses"][200]["content"][JSON]["schema"]
    if any(parameter["name"] == "brief" for parameter in operation["parameters"]):
        answer = {"anyOf": [answer, {"$ref": "#/components/schemas/Totals"}]}
    each = {"anyOf": [answer, {"$ref": "#/components/schemas/Error"}]}
    operation["responses"][200]["content"] = {
        JSON: {"schema": {"anyOf": [answer, {"type": "array", "items": each}]}},
        asking.LINES[0]: lines,
    }


def _question_schemas() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for shape in (DeadlineQuestion, Totals):
        schema = shape.model_json_schema(ref_template="#/components/schemas/{model}")
        found |= schema.pop("$defs", {})
        found[shape.__name__] = schema
    return found


def _say_errors(operation: dict[str, Any]) -> None:
    wait = {"description": "پس از چند ثانیه دوباره بپرسید", "schema": {"type": "integer"}}
    operation["responses"][429]["headers"] = {"Retry-After": wait}


def _name_values(paths: dict[str, Any]) -> None:
    """Every parameter says what it is; one that takes a name of a list says which."""
    lists = {"name": list(calculators.ROOMS), "code": [rule.name for rule in rules.current().all]}
    for methods in paths.values():
        for operation in methods.values():
            for parameter in operation["parameters"]:
                parameter.update(_PARAMETERS.get(parameter["name"], {}))
                if parameter["name"] in lists:
                    parameter["schema"]["enum"] = lists[parameter["name"]]
