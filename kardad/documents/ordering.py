"""The text of a PDF in the order in which it is read. Pure.

The typesetter writes the words of a right-to-left line from its left end, each at its own place; whoever copies or searches
without knowing the marks for that gets the line backwards, and numbers too. Here the words are written from the right, and the
signs of numbers one by one; nothing moves on the page, since every word carries its place with it.
"""

import re
import zlib
from bisect import bisect_left
from functools import lru_cache

_HEAD = re.compile(rb"\d+ 0 obj\n<</Length \d+/Filter/FlateDecode>>\nstream\n")
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R")
_END = b"\nendstream\nendobj\n"
_BLOCK = re.compile(rb"(?<=\n)BT(?=[ /])(.*?)\nET\n", re.DOTALL)
_REVERSED = re.compile(rb"/ReversedChars BMC.*?\nEMC", re.DOTALL)
_PLAIN = re.compile(rb"( 0 Tr)(/f\d+ [\d.]+ Tf)( [-\d. ]+ Tm)(.*?)T[jJ]", re.DOTALL)
_PIECE = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f]*)>|(-?[\d.]+)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_GLYPH = 2  # bytes
LEVEL = 5  # of packing: a tenth larger than the tightest, in half the time


class NotOurs(ValueError):
    """The file is not laid out as the typesetter lays it out."""


def readable(pdf: bytes) -> bytes:
    """The same pages, their text in reading order; raises NotOurs for a file of another maker."""
    body, mark, tail = pdf.rpartition(b"xref\n0 ")
    rows, second, trailer = tail.partition(b"trailer\n")
    trailer = trailer.partition(b"startxref\n")[0]
    if not mark or not second or not trailer:
        raise NotOurs("no plain table of objects")
    places = [int(row[:10]) for row in rows.splitlines()[2:]]
    parts, moved, done, grown = [], [], 0, 0
    for number in sorted({int(found) for found in _CONTENTS.findall(body)}, key=lambda one: places[one - 1]):
        start = places[number - 1]
        head = _HEAD.match(body, start)
        if head is None:
            raise NotOurs("a page's content is packed in another way")
        end = body.index(_END, head.end())
        packed = zlib.compress(_BLOCK.sub(_block, zlib.decompress(body[head.end() : end])), LEVEL)
        written = b"%d 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n" % (number, len(packed)) + packed
        parts += [body[done:start], written]
        grown += len(written) - (end - start)
        moved.append((start, grown))
        done = end
    parts.append(body[done:])
    whole = b"".join(parts)
    return whole + _table(places, moved) + b"trailer\n" + trailer + b"startxref\n%d\n%%%%EOF" % len(whole)


def _table(places: list[int], moved: list[tuple[int, int]]) -> bytes:
    """Where each object lies, now that those after a rewritten one have moved."""
    starts = [start for start, _ in moved]
    shifts = [0, *(grown for _, grown in moved)]
    rows = [b"%010d 00000 n\r\n" % (place + shifts[bisect_left(starts, place)]) for place in places]
    return b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(places) + 1) + b"".join(rows)


def _block(found: re.Match[bytes]) -> bytes:
    inner = found[1]
    words = _REVERSED.findall(inner)
    if words:
        # Only where nothing else stands between them is their order ours to choose.
        return b"BT" + b"".join(reversed(words)) + b"\nET\n" if b"".join(words) == inner else found[0]
    sign = _PLAIN.fullmatch(inner)
    if sign is None:
        return found[0]
    mode, font, place, shown = sign.groups()
    # The font named anew ends one piece of text and begins the next where the pen stands.
    return b"BT" + mode + font + place + font.join(_pieces(shown)) + b"\nET\n"


@lru_cache(maxsize=4096)
def _pieces(shown: bytes) -> tuple[bytes, ...]:
    """Each sign alone, and each move of the pen between them."""
    found = []
    for literal, digits, moved in _PIECE.findall(shown):
        if moved:
            found.append(b"[%s]TJ" % moved)
            continue
        raw = bytes.fromhex(digits.decode()) if digits else _ESCAPE.sub(_unescaped, literal)
        found += [b"<%s>Tj" % raw[start : start + _GLYPH].hex().encode() for start in range(0, len(raw), _GLYPH)]
    return tuple(found)


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return bytes([int(sign, 8)]) if sign[:1].isdigit() else _NAMED.get(sign, sign)
