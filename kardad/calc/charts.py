"""The geometry of pictures drawn on the server: bars of parts and histories in steps, both growing from the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

WIDE, HIGH = 1000, 300
COLOURS = 8


@dataclass(frozen=True, slots=True)
class Slice:
    """One part of a bar: where its rectangle lies, its share of the whole in thousandths."""

    title: str
    amount: int
    colour: int
    x: int
    width: int
    share: int


@dataclass(frozen=True, slots=True)
class Piece:
    """What held from a day until a day (excluded); `amount` None is a gap."""

    since: date
    until: date
    amount: int | Fraction | None


@dataclass(frozen=True, slots=True)
class Steps:
    """A history in steps: the line's path, the gaps as (x, width), the greatest amount and the days under the picture."""

    path: str
    area: str
    gaps: tuple[tuple[int, int], ...]
    most: int | Fraction
    ticks: tuple[date, ...]
    marks: tuple[int, ...]


def bar(parts: Sequence[tuple[str, int]]) -> list[Slice]:
    """The parts that are more than nothing, laid side by side from the right; empty where fewer than two are."""
    parts = [(title, amount) for title, amount in parts if amount > 0]
    whole = sum(amount for _, amount in parts)
    found, passed = [], 0
    for place, (title, amount) in enumerate(parts):
        start, passed = passed * WIDE // whole, passed + amount
        end = passed * WIDE // whole
        share = (2000 * amount + whole) // (2 * whole)
        found.append(Slice(title, amount, place % COLOURS + 1, WIDE - end, end - start, share))
    return found if len(found) > 1 else []


def steps(pieces: Sequence[Piece], ticks: Sequence[date], marked: Sequence[date] = ()) -> Steps | None:
    """The picture of a history, the past at the right; None where there is nothing to compare."""
    known = [piece for piece in pieces if piece.amount is not None]
    most = max((piece.amount or 0 for piece in known), default=0)
    if len({piece.amount for piece in known}) < 2 or not most:
        return None
    first, last = pieces[0].since, pieces[-1].until
    whole = (last - first).days

    def x(day: date) -> int:
        return WIDE - WIDE * (day - first).days // whole

    def y(amount: int | Fraction) -> int:
        return HIGH - int(HIGH * Fraction(amount) / Fraction(most) * Fraction(95, 100))

    line, area, is_drawn = [], [], False
    for piece in pieces:
        if piece.amount is None:
            is_drawn = False
            continue
        height = y(piece.amount)
        line.append(f"{'L' if is_drawn else 'M'}{x(piece.since)} {height}L{x(piece.until)} {height}")
        area.append(f"M{x(piece.since)} {HIGH}V{height}H{x(piece.until)}V{HIGH}Z")
        is_drawn = True
    gaps = tuple((x(piece.until), x(piece.since) - x(piece.until)) for piece in pieces if piece.amount is None)
    return Steps("".join(line), "".join(area), gaps, most, tuple(ticks), tuple(x(day) for day in marked))
