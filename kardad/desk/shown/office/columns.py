"""The geometry of columns side by side, time growing from the right: pure arithmetic for pictures drawn on the server."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDE, HIGH = 1000, 260
GAP = 4  # of ten parts of a column's place, left free


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle of the picture and the place of its colour."""

    x: int
    y: int
    width: int
    height: int
    colour: int


def bars(columns: Sequence[Sequence[int]], *, is_stacked: bool) -> list[Bar]:
    """The rectangles of every column's figures: piled up, or side by side; nothing where every figure is nought."""
    tops = [sum(values) if is_stacked else max(values, default=0) for values in columns]
    most = max(tops, default=0)
    if not most:
        return []
    found = []
    for place, values in enumerate(columns):
        end = WIDE - place * WIDE // len(columns)
        start = WIDE - (place + 1) * WIDE // len(columns)
        free = (end - start) * GAP // 20
        found += _column(values, start + free, end - free, most, is_stacked=is_stacked)
    return found


def _column(values: Sequence[int], start: int, end: int, most: int, *, is_stacked: bool) -> list[Bar]:
    found, piled = [], 0
    part = (end - start) // (1 if is_stacked else len(values))
    for number, value in enumerate(values):
        height = (HIGH - 8) * value // most
        if height:
            x = start if is_stacked else end - (number + 1) * part
            found.append(Bar(x, HIGH - piled - height, part, height, number + 1))
        piled += height if is_stacked else 0
    return found
