"""Many entries at once, whole columns compared: each stands on the one before and is written as we write it, or nothing is said of any.

Knows no Django.
"""

from binascii import hexlify
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import add
from typing import Final

from kardad.evidence.chain import LINK
from kardad.evidence.verifying.entries import Row

BEGIN: Final = b'{"entry":'
HASH: Final = b',"hash":"'
END: Final = b'"}\n'
ACTOR: Final = b'{"actor":{'
LINE: Final = BEGIN + ACTOR
INSIDE: Final = len(ACTOR)
BEGINS: Final = slice(len(ACTOR))  # of an entry
LINE_BEGINS: Final = slice(len(LINE))
AFTER: Final = slice(-len(HASH) - 64 - len(END), None)  # what of a line stands after the entry
BODY: Final = slice(len(BEGIN), AFTER.start)
AT: Final = b'},"at":"'
MOMENT: Final = 27
DIGITS: Final = bytes.maketrans(b"123456789", b"000000000")
AT_ZEROS: Final = AT + b"0000-00-00T00:00:00.000000Z"
SHORT: Final = 4_096
TAILS: Final = [b',"seq":%d,"v":1}' % count for count in range(SHORT)]


class Kinds(dict[str, bytes]):
    """What stands in an entry of a kind; of those met so far it is kept."""

    def __missing__(self, kind: str) -> bytes:
        found = b',"kind":"%b"' % kind.encode()
        if len(self) < SHORT:
            self[kind] = found
        return found


KINDS: Final = Kinds()


@dataclass(frozen=True, slots=True)
class Run:
    """Entries in order that are good: the bytes and the hash of each, and their moments."""

    bodies: Sequence[bytes]
    heads: list[bytes]
    dated: bytes  # of each in turn the same letters and its moment

    def moment(self, place: int) -> bytes:
        """When the entry at this place was made."""
        end = len(AT_ZEROS) * (place + 1)
        return self.dated[end - MOMENT : end]

    @property
    def moments(self) -> bytes:
        """When each of them was made, one after the other."""
        return self.dated.replace(AT, b"")


class Form:
    """How the entries of one chain are written, and how the next of them are judged."""

    def __init__(self, token: str) -> None:
        self._chain = b'","chain":"%b","data":{' % token.encode()
        # From the brace of the data: where the chain's name begins, and before it the moment.
        self._named = 1 - len(self._chain)
        self._dated = self._named - len(AT_ZEROS)

    def lines(self, lines: Sequence[bytes], start: int, head: bytes) -> Run | None:
        """The run of these lines, the first of which has number `start` and stands on `head`; None when one of them does not."""
        if [line[LINE_BEGINS] for line in lines].count(LINE) != len(lines):
            return None
        run = self._run([line[BODY] for line in lines], _tails(start, len(lines)), head)
        if run is None:
            return None
        written = (END + HASH).join(map(hexlify, run.heads))
        return run if b"".join([line[AFTER] for line in lines]) == HASH + written + END else None

    def rows(self, pk: int, rows: Sequence[Row], start: int, head: bytes) -> Run | None:
        """The same of these rows of the chain with this key."""
        of, numbers, kinds, texts, hashes = zip(*rows, strict=True)
        count = len(rows)
        if of.count(pk) != count or numbers != tuple(range(start, start + count)):
            return None
        bodies = list(map(str.encode, texts))
        if [body[BEGINS] for body in bodies].count(ACTOR) != count:
            return None
        run = self._run(bodies, map(add, map(KINDS.__getitem__, kinds), _tails(start, count)), head)
        return run if run is not None and b"".join(run.heads).hex() == "".join(hashes) else None

    def _run(self, bodies: list[bytes], ends: Iterable[bytes], head: bytes) -> Run | None:
        # The first brace inside is that of the data; before it stand moment and chain, and in the actor there is none.
        named, dated = self._named, self._dated
        places = [body.find(b"{", INSIDE) for body in bodies]
        if [body[place + named : place + 1] for body, place in zip(bodies, places, strict=True)].count(self._chain) != len(bodies):
            return None
        moments = b"".join([body[place + dated : place + named] for body, place in zip(bodies, places, strict=True)])
        if moments.translate(DIGITS) != AT_ZEROS * len(bodies) or not all(map(bytes.endswith, bodies, ends)):
            return None
        heads = [head := sha256(LINK + head + digest).digest() for digest in [sha256(body).digest() for body in bodies]]
        return Run(bodies, heads, moments)


def _tails(start: int, count: int) -> list[bytes]:
    """How so many entries from this number on end."""
    if start + count <= SHORT:
        return TAILS[start : start + count]
    return [b',"seq":%d,"v":1}' % number for number in range(start, start + count)]
