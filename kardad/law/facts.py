"""Facts: what a calculation is asked with – a frozen dataclass whose fields say their kind, their title and when they are needed."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import date
from typing import Any, TypeVar

from kardad.law.kinds import BadFact, Kind, Month

F = TypeVar("F")


class UnknownFact(BadFact):
    """A fact was given that this calculation does not ask for."""

    code = "UNKNOWN_FACT"
    message = "این محاسبه چنین ورودی‌ای ندارد: {name}"


class MissingFact(BadFact):
    """A fact without which nothing can be computed was not given."""

    code = "MISSING_FACT"
    message = "«{title}» را بنویسید."


@dataclass(frozen=True)
class Asked:
    """One field of some facts, as pages and schemas see it; `attribute` is its name in Python, where `from` is `from_`."""

    name: str
    attribute: str
    kind: Kind
    title: str
    help: str
    required: bool
    default: Any


def asked(kind: Kind, title: str, *, help: str = "", default: Any = MISSING) -> Any:  # noqa: A002 -- the reader's word
    """A dataclass field that is asked for; without a default it must be given."""
    metadata = {"kind": kind, "title": title, "help": help}
    if default is MISSING:
        return field(metadata=metadata)
    if isinstance(default, dict):
        return field(default_factory=default.copy, metadata=metadata)
    return field(default=default, metadata=metadata)


_KNOWN: dict[type[Any], tuple[Asked, ...]] = {}
_NAMES: dict[type[Any], frozenset[str]] = {}


def of(shape: type[Any]) -> tuple[Asked, ...]:
    """What the dataclass asks, in its order."""
    if shape not in _KNOWN:
        _KNOWN[shape] = tuple(_asked(one) for one in fields(shape))
        _NAMES[shape] = frozenset(one.name for one in _KNOWN[shape])
    return _KNOWN[shape]


def read(shape: type[F], given: Any, *, within: str = "") -> F:
    """The facts of a JSON object; raises BadFact (unknown, missing, unreadable) naming the field; null means not given."""
    if not isinstance(given, Mapping):
        raise BadFact("یک شیء JSON لازم است.", field=within.rstrip(".") or None)
    wanted = of(shape)
    for name in given:
        if name not in _NAMES[shape]:
            raise UnknownFact(field=f"{within}{name}", name=name)
    found: dict[str, Any] = {}
    for one in wanted:
        raw = given.get(one.name)
        if raw is not None and raw != "":
            found[one.attribute] = one.kind.read(raw, f"{within}{one.name}")
        elif one.required:
            raise MissingFact(field=f"{within}{one.name}", title=one.title)
    return shape(**found)


def write(facts: Any) -> dict[str, Any]:
    """The facts as JSON: Jalali days with the Gregorian one beside them; what was not given and has no default is null."""
    written: dict[str, Any] = {}
    for one in of(type(facts)):
        value = getattr(facts, one.attribute)
        written[one.name] = None if value is None else one.kind.write(value)
        if isinstance(value, date):
            written[f"{one.name}_gregorian"] = value.isoformat()
    return written


def schema(shape: type[Any]) -> dict[str, Any]:
    """The JSON Schema of the object that `read` takes."""
    properties = {}
    for one in of(shape):
        properties[one.name] = {"title": one.title, **({"description": one.help} if one.help else {}), **one.kind.schema}
        if one.default is not None and not one.required and not isinstance(one.default, tuple | Mapping):
            properties[one.name]["default"] = one.kind.write(one.default)
    return {
        "type": "object",
        "properties": properties,
        "required": [one.name for one in of(shape) if one.required],
        "additionalProperties": False,
    }


def listed(shape: type[Any], *, most: int = 500) -> Kind:
    """A kind that is a list of records, each read by the dataclass `shape`."""

    def read_all(given: Any, name: str) -> tuple[Any, ...]:
        if not isinstance(given, list | tuple):
            raise BadFact("فهرستی از ردیف‌ها لازم است.", field=name)
        if len(given) > most:
            raise BadFact("تعداد ردیف‌ها بیش از اندازه است.", field=name, most=most)
        return tuple(read(shape, row, within=f"{name}.{place}.") for place, row in enumerate(given))

    return Kind("list", read_all, lambda rows: [write(row) for row in rows], {"type": "array", "items": schema(shape)}, record=shape)


def mapped(kind: Kind, names: tuple[str, ...]) -> Kind:
    """A kind that is an object whose keys are among `names` and whose values are of `kind`."""

    def read_all(given: Any, name: str) -> dict[str, Any]:
        if not isinstance(given, Mapping):
            raise BadFact("یک شیء JSON لازم است.", field=name)
        for key in given:
            if key not in names:
                raise UnknownFact(field=f"{name}.{key}", name=key)
        return {key: kind.read(value, f"{name}.{key}") for key, value in given.items() if value is not None}

    properties = {name: dict(kind.schema) for name in names}
    schema_ = {"type": "object", "properties": properties, "additionalProperties": False}
    return Kind("map", read_all, lambda value: {key: kind.write(one) for key, one in value.items()}, schema_)


def _asked(one: "Field[Any]") -> Asked:
    required = one.default is MISSING and one.default_factory is MISSING
    default = None if required else one.default_factory() if one.default_factory is not MISSING else one.default
    return Asked(one.name.rstrip("_"), one.name, one.metadata["kind"], one.metadata["title"], one.metadata["help"], required, default)


__all__ = ["Asked", "BadFact", "MissingFact", "Month", "UnknownFact", "asked", "listed", "mapped", "of", "read", "schema", "write"]
