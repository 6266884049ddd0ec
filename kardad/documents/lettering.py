"""Which characters the house's font can print: PDF/A forbids a paper with one that it cannot. Pure."""

import struct
from functools import lru_cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
INSTEAD = "\N{REPLACEMENT CHARACTER}"
_SEGMENTS, _GROUPS = 4, 12  # the two kinds of character map that fonts of today have


@lru_cache(maxsize=1)
def printable() -> frozenset[int]:
    """Every character that both weights of the font have."""
    weights = [covered(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset.intersection(*weights)


def fit(value: Any) -> Any:
    """The same data in which no text has a character that cannot be printed; one stands for each of those."""
    if isinstance(value, str):
        known = printable()
        return "".join(char if ord(char) in known else INSTEAD for char in value)
    if isinstance(value, dict):
        return {name: fit(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [fit(one) for one in value]
    return value


def covered(font: bytes) -> frozenset[int]:
    """The characters of a TrueType font, read from its character maps."""
    found: set[int] = set()
    for tag, start in _tables(font):
        if tag == b"cmap":
            (count,) = struct.unpack_from(">H", font, start + 2)
            for place in range(count):
                (offset,) = struct.unpack_from(">I", font, start + 8 + 8 * place)
                found |= _mapped(font, start + offset)
    return frozenset(found)


def _tables(font: bytes) -> list[tuple[bytes, int]]:
    (count,) = struct.unpack_from(">H", font, 4)
    rows = [struct.unpack_from(">4sIII", font, 12 + 16 * place) for place in range(count)]
    return [(tag, offset) for tag, _, offset, _ in rows]


def _mapped(font: bytes, at: int) -> set[int]:
    (kind,) = struct.unpack_from(">H", font, at)
    if kind == _GROUPS:
        (count,) = struct.unpack_from(">I", font, at + 12)
        groups = [struct.unpack_from(">III", font, at + 16 + 12 * place) for place in range(count)]
        return {code for first, last, _ in groups for code in range(first, last + 1)}
    if kind != _SEGMENTS:
        return set()
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    count = doubled // 2
    lasts = struct.unpack_from(f">{count}H", font, at + 14)
    firsts = struct.unpack_from(f">{count}H", font, at + 16 + doubled)
    return {code for first, last in zip(firsts, lasts, strict=True) for code in range(first, last + 1)} - {0xFFFF}
