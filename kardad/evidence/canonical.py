"""Canonical JSON (RFC 8785): one value, one sequence of bytes; whole numbers only. Knows no Django."""

import json
from typing import Any, Final, NoReturn

import rfc8785

Json = dict[str, Any]
LONGEST: Final = 17  # digits and sign of 2⁵³ − 1
GREATEST: Final = (1 << 53) - 1
# Where `_is_simple` holds this writes what RFC 8785 demands, and is many times faster (tests/evidence hold the two together).
_written = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), sort_keys=True).encode


class NotCanonical(ValueError):
    """A value has no canonical form here: a fraction, a member twice, a whole number beyond 2⁵³ − 1, or something that JSON has not."""


def encode(value: Any) -> bytes:
    """The canonical bytes; raises NotCanonical."""
    try:
        if _is_simple(value):
            return _written(value).encode()
        _refuse_fractions(value)
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as wrong:
        raise NotCanonical(str(wrong)) from None


def decode(raw: bytes) -> Any:
    """The value of JSON in UTF-8, canonical or not; raises NotCanonical when it could be read in two ways."""
    try:
        return json.loads(
            raw.decode("utf-8"), object_pairs_hook=_once, parse_int=_whole, parse_float=_no_fraction, parse_constant=_no_fraction
        )
    except (ValueError, RecursionError) as wrong:
        raise NotCanonical(str(wrong)) from None


def decode_object(raw: bytes) -> Json:
    """The same, where an object must stand."""
    value = decode(raw)
    if not isinstance(value, dict):
        raise NotCanonical("not an object")
    return value


def _is_simple(value: Any) -> bool:
    """Whether it is made of plain text, truth, nothing, whole numbers in range, lists, and objects whose members have ASCII names."""
    kind = type(value)
    if isinstance(value, str) or kind is bool or value is None:
        return True
    if kind is int:
        return -GREATEST <= value <= GREATEST
    if kind is dict:
        return all(type(name) is str and name.isascii() and _is_simple(one) for name, one in value.items())
    return (kind is list or kind is tuple) and all(_is_simple(one) for one in value)


def _refuse_fractions(value: Any) -> None:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, float):
            raise NotCanonical("a fraction")
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list | tuple):
            waiting += one


def _once(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a member twice")
    return found


def _whole(said: str) -> int:
    if said == "-0" or len(said) > LONGEST or abs(found := int(said)) >= 1 << 53:
        raise ValueError(f"no whole number that all read alike: {said[:20]}")
    return found


def _no_fraction(said: str) -> NoReturn:
    raise ValueError(f"a fraction: {said[:20]}")
