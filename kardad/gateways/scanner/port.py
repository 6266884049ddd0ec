"""What Kardad asks before it keeps a file: is it clean?"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Clean:
    """Nothing harmful was found."""


@dataclass(frozen=True, slots=True)
class Infected:
    """Something harmful was found; `name` is the scanner's word for it."""

    name: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Nothing was judged; `reason` is a short code (`unreachable`, `too_large`, `failed`)."""

    reason: str


Verdict = Clean | Infected | Unavailable


class Scanner(Protocol):
    """A way to judge a file."""

    name: str

    def scan(self, data: bytes) -> Verdict:
        """The verdict over the whole content; never raises for what the scanner did."""
