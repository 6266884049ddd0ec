"""The append-only Merkle tree of RFC 6962 §2.1: roots and proofs from complete subtrees. Knows no Django.

A node is named by its level (0 for leaves) and its place at that level from the left; it is complete when all its leaves are there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Final

Place = tuple[int, int]
Span = tuple[int, int]  # of leaves, the end excluded
Fetch = Callable[[Iterable[Place]], dict[Place, bytes]]

EMPTY: Final = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The complete subtrees at the right edge: all that is needed to add leaves and to say the root."""

    def __init__(self, size: int = 0, edge: Sequence[bytes] = ()) -> None:
        self.size = size
        self.edge = list(edge)  # from the largest subtree to the smallest

    def add(self, leaf: bytes) -> list[tuple[Place, bytes]]:
        """The leaf stands at the end; the inner nodes that it completed are returned."""
        completed = []
        place, level = self.size, 0
        while place & 1:
            leaf = node_hash(self.edge.pop(), leaf)
            place, level = place >> 1, level + 1
            completed.append(((level, place), leaf))
        self.edge.append(leaf)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """The root over all leaves so far."""
        return _join(self.edge)


def edge_places(size: int) -> list[Place]:
    """The complete subtrees of a tree of that size, from the largest to the smallest."""
    return list(_complete((0, size)))


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root()


def inclusion(index: int, size: int, fetch: Fetch) -> list[bytes]:
    """The audit path of a leaf in the tree of that size (§2.1.1); `fetch` gives the complete nodes that are asked for."""
    if not 0 <= index < size:
        raise IndexError(index)
    return _hashes(_path(index, (0, size)), fetch)


def consistency(old: int, new: int, fetch: Fetch) -> list[bytes]:
    """The proof that the tree of `new` leaves begins with that of `old` (§2.1.2)."""
    if not 0 <= old <= new:
        raise IndexError(old)
    return _hashes(_subproof(old, (0, new)), fetch) if 0 < old < new else []


def leads_to(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the path leads from the leaf at this place to the root of the tree of that size."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def grows(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether the proof shows that the tree of `new` leaves begins with that of `old`."""
    if old in (0, new):
        return not proof and (old_root == new_root if old == new else old_root == EMPTY)
    if not 0 < old < new:
        return False
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def _path(index: int, span: Span) -> list[Span]:
    found = []
    start, end = span
    while end - start > 1:
        middle = start + _half(end - start)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]


def _subproof(old: int, span: Span) -> list[Span]:
    # RFC 6962 §2.1.2, without its recursion: the right sides are walked into, what was left out is the proof.
    found = []
    start, end = span
    while end != old:
        middle = start + _half(end - start)
        if old <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return ([(start, end)] if start else []) + found[::-1]


def _half(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


def _complete(span: Span) -> Iterator[Place]:
    start, end = span
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def _hashes(spans: list[Span], fetch: Fetch) -> list[bytes]:
    places = [list(_complete(span)) for span in spans]
    known = fetch([place for each in places for place in each])
    return [_join([known[place] for place in each]) for each in places]


def _join(edge: Sequence[bytes]) -> bytes:
    if not edge:
        return EMPTY
    found = edge[-1]
    for left in reversed(edge[:-1]):
        found = node_hash(left, found)
    return found
