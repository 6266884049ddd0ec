"""A QR code, quickly: byte mode, level M, one mask. Pure.

The library that makes codes spends on one as long as the typesetter on three pages. It draws here, once a version and process, what
all codes of a version share; the rest is laid over it. Tests hold every version to the library's own code, square by square.
"""

import base64
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, zip_longest
from operator import itemgetter
from typing import Any

MASK = 3  # any of the eight is read; to weigh them all against each other costs more than the page
POLYNOMIAL = 0x11D
BYTE_MODE, PADS = 0b0100, (0xEC, 0x11)
SMALL, LARGE, FIRST_LARGE = 8, 16, 10  # bits of the length, and the version from which it has more


class TooLong(ValueError):
    """No version holds so much."""


@dataclass(frozen=True, slots=True)
class Version:
    """What all codes of one version share: where each bit goes, what stands there without any, and how the words are parted."""

    number: int
    width: int
    places: "itemgetter[int]"  # of every square: the bit of the message that lies there, or the end's 0 or 1
    blocks: tuple[tuple[int, int], ...]  # words of the message, words of correction
    ground: int  # the squares where every bit is 0

    @property
    def words(self) -> int:
        """How many words of message it holds."""
        return sum(held for held, _ in self.blocks)

    @property
    def holds(self) -> int:
        """How many bytes of content it holds: mode and length take the rest."""
        return self.words - (2 if self.number < FIRST_LARGE else 3)


def picture(content: bytes) -> str:
    """The code as SVG that holds its squares as a picture of black and white points, as many as there are squares."""
    version = _fitting(len(content))
    rows = matrix(content, version)
    width = version.width
    padding = -width % 8
    # In a PNG of one bit a point 1 is white.
    lines = b"".join(
        b"\0" + (~(int(rows[start : start + width], 2) << padding) & ((1 << (width + padding)) - 1)).to_bytes((width + padding) // 8, "big")
        for start in range(0, width * width, width)
    )
    head = struct.pack(">IIBBBBB", width, width, 1, 0, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + _part(b"IHDR", head) + _part(b"IDAT", zlib.compress(lines, 6)) + _part(b"IEND", b"")
    href = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {width}" width="{width}" height="{width}">'
        f'<image width="{width}" height="{width}" image-rendering="optimizeSpeed" href="{href}"/></svg>'
    )


def matrix(content: bytes, version: Version | None = None) -> str:
    """The squares row by row as 1 (black) and 0."""
    version = version or _fitting(len(content))
    words = _interleaved(_message(content, version), version)
    bits = bin(int.from_bytes(b"\1" + words, "big"))[3:] + "0" * 8
    squares = int("".join(version.places(bits)), 2) ^ version.ground
    return bin(squares | 1 << version.width**2)[3:]


def _message(content: bytes, version: Version) -> bytes:
    size = SMALL if version.number < FIRST_LARGE else LARGE
    bits = BYTE_MODE << size | len(content)
    whole = ((bits << 8 * len(content) | int.from_bytes(content, "big")) << 4).to_bytes((8 * len(content) + size + 8) // 8, "big")
    missing = version.words - len(whole)
    return whole + bytes(PADS * (missing // 2 + 1))[:missing]


def _interleaved(message: bytes, version: Version) -> bytes:
    data, correction, start = [], [], 0
    for held, added in version.blocks:
        block = message[start : start + held]
        data.append(block)
        correction.append(_corrected(block, added))
        start += held
    return bytes(word for word in chain.from_iterable(chain(zip_longest(*data), zip(*correction, strict=True))) if word is not None)


def _corrected(block: bytes, added: int) -> bytes:
    """The remainder of the block by the generator: the words that mend it."""
    table, rest, kept = _multiples(added), 0, (1 << 8 * added) - 1
    last = 8 * (added - 1)
    for word in block:
        rest = (rest << 8 & kept) ^ table[word ^ rest >> last]
    return rest.to_bytes(added, "big")


@lru_cache(maxsize=32)
def _multiples(added: int) -> tuple[int, ...]:
    """Every multiple of the generator polynomial of this degree, without its first word."""
    generator = [1]
    root = 1
    for _ in range(added):
        generator = [one ^ _times(other, root) for one, other in zip([*generator, 0], [0, *generator], strict=True)]
        root = _times(root, 2)
    return tuple(int.from_bytes(bytes(_times(factor, one) for one in generator[1:]), "big") for factor in range(256))


def _times(one: int, other: int) -> int:
    found = 0
    while other:
        if other & 1:
            found ^= one
        one = one << 1 ^ (POLYNOMIAL if one & 0x80 else 0)
        other >>= 1
    return found


def _fitting(length: int) -> Version:
    for number in range(1, 41):
        version = _version(number)
        if version.holds >= length:
            return version
    raise TooLong(length)


@lru_cache(maxsize=40)
def _version(number: int) -> Version:
    import segno
    from segno import consts

    rows: Any = consts.ECC[number][consts.ERROR_LEVEL_M]  # type: ignore[index]
    blocks = tuple((row.num_data, row.num_total - row.num_data) for row in rows for _ in range(row.num_blocks))
    width = 17 + 4 * number
    order = list(_walk(number, width))
    total = 8 * sum(held + added for held, added in blocks)
    place = dict.fromkeys(range(width * width), total)  # a bit past the end is 0
    place.update({square: bit for bit, square in enumerate(order) if bit < total})
    version = Version(number, width, itemgetter(*(place[square] for square in range(width * width))), blocks, 0)
    # What is left of the library's own code when the message's bits are taken away is the same in all; a full one, for it pads otherwise.
    full = bytes(version.holds)
    drawn = segno.make_qr(full, error="m", boost_error=False, mask=MASK, version=number, mode="byte")
    whole = int("".join("1" if square else "0" for row in drawn.matrix_iter(border=0) for square in row), 2)
    return replace(version, ground=whole ^ int(matrix(full, version), 2))


def _walk(number: int, width: int) -> Iterator[int]:
    """The squares that carry the message, in the order in which it is laid: in pairs of columns from the right, up and down."""
    taken = _taken(number, width)
    upwards = True
    for right in [*range(width - 1, 6, -2), 5, 3, 1]:
        for row in range(width - 1, -1, -1) if upwards else range(width):
            for column in (right, right - 1):
                if (row, column) not in taken:
                    yield row * width + column
        upwards = not upwards


def _taken(number: int, width: int) -> set[tuple[int, int]]:
    """The squares of the patterns that find, align and time a code and say its version and format."""
    from segno import consts

    found = {(6, place) for place in range(width)} | {(place, 6) for place in range(width)}
    for top, left, height, wide in ((0, 0, 9, 9), (0, width - 8, 9, 8), (width - 8, 0, 8, 9)):
        found |= _block(top, left, height, wide)
    if number >= 7:
        found |= _block(0, width - 11, 6, 3) | _block(width - 11, 0, 3, 6)
    if number > 1:
        centres = consts.ALIGNMENT_POS[number - 2]
        corners = {(6, 6), (6, centres[-1]), (centres[-1], 6)}
        for row in centres:
            for column in centres:
                if (row, column) not in corners:
                    found |= _block(row - 2, column - 2, 5, 5)
    return found


def _block(top: int, left: int, height: int, wide: int) -> set[tuple[int, int]]:
    return {(row, column) for row in range(top, top + height) for column in range(left, left + wide)}


def _part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
