"""What other rooms' rows say beside the chains: a room that keeps what entries tell answers here for its rows."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple


class Difference(NamedTuple):
    """A row that is not what the entries of a chain say; without a chain where none knows of it."""

    chain: str
    seq: int | None  # the last entry about it; None where no entry tells of it
    row: str  # table, number and what differs


Comparing = Callable[[], Iterator[Difference]]
COMPARED: Final[list[Comparing]] = []


def register(comparing: Comparing) -> Comparing:
    """Register how a room compares its rows with the chains, in few statements and in memory that does not grow."""
    if comparing not in COMPARED:
        COMPARED.append(comparing)
    return comparing


def differences() -> Iterator[Difference]:
    """Every row of every room that differs from what is proven of it."""
    for comparing in COMPARED:
        yield from comparing()
