"""Lines or rows that are taken many at a time, and may be put back. Knows no Django."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final, Generic, TypeVar

AT_ONCE: Final = 500
BYTES: Final = 1 << 18  # of a file, whose lines may be long

T = TypeVar("T")


class Ahead(Generic[T]):
    """What `more` gives, list after list until an empty one, one by one or so many at once."""

    def __init__(self, more: Callable[[], list[T]]) -> None:
        self._more = more
        self._held: list[T] = []
        self._place = 0

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        if self._place == len(self._held) and not self._fill():
            raise StopIteration
        self._place += 1
        return self._held[self._place - 1]

    def take(self, most: int) -> list[T]:
        """As many as there are at hand, but at least one until the end, and no more than that."""
        if self._place == len(self._held) and not self._fill():
            return []
        taken = self._held[self._place : self._place + most]
        self._place += len(taken)
        return taken

    def put_back(self, count: int) -> None:
        """So many of those taken last come again."""
        self._place -= count

    def _fill(self) -> bool:
        self._held, self._place = self._more(), 0
        return bool(self._held)


def lines_of(given: Iterable[bytes]) -> Ahead[bytes]:
    """The lines of a file, or of anything that gives lines."""
    if hasattr(given, "readlines"):
        return Ahead(lambda: given.readlines(BYTES))
    lines = iter(given)
    return Ahead(lambda: list(islice(lines, AT_ONCE)))
