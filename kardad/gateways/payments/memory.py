"""A gateway for tests: a bank in memory whose answers get lost, or say something else, as the test wants."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar, cast

from kardad.gateways.payments.outcomes import Trouble, Way
from kardad.gateways.payments.port import Terms
from kardad.gateways.payments.twin import DEMO_TERMS, Button, Shelf, Twin

T = TypeVar("T")
Fate = Literal["", "before", "after"]
"""What befalls a deed: nothing, its question is lost, or it is done and its answer is lost."""


@dataclass(slots=True)
class _Script:
    deed: str
    fate: Fate
    outcome: Any
    left: int


class Memory(Twin):
    """Pays as told by `press`; `calls` holds each deed with its reference, in order.

    `fate(deed, reference)` decides for every deed that no script covers, so that a simulation can strike at random.
    """

    def __init__(
        self,
        *,
        name: str = "memory",
        terms: Terms = DEMO_TERMS,
        page_url: str = "https://bank.invalid/pay",
        shelf: Shelf | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        super().__init__(name, terms, page_url=page_url, shelf=shelf, now=now)
        self.reset()

    def reset(self) -> None:
        """No bill, no call, no script."""
        self._shelf.clear()
        self.calls: list[tuple[str, str]] = []
        self.fate: Callable[[str, str], Fate] = lambda deed, reference: ""
        self._scripts: list[_Script] = []

    def lose(self, deed: str, when: Literal["before", "after"] = "after", *, times: int = 1) -> None:
        """The next such deeds come to a time-out: before the bank heard of them, or after it did as asked."""
        self._scripts.append(_Script(deed, when, None, times))

    def answer(self, deed: str, outcome: object, *, times: int = 1) -> None:
        """The next such deeds do nothing and come to this outcome."""
        self._scripts.append(_Script(deed, "", outcome, times))

    def asked(self, deed: str) -> list[str]:
        """The references for which this was asked, in order."""
        return [reference for done, reference in self.calls if done == deed]

    def pay(self, authority: str) -> Way:
        """The payer's way back from a payment."""
        return self.press(authority, Button.PAY)

    def _run(self, deed: str, reference: str, act: Callable[[], T], lost: Callable[[Trouble], T]) -> T:
        with self._lock:
            self.calls.append((deed, reference))
            script = next((one for one in self._scripts if one.deed == deed and one.left), None)
            if script is not None:
                script.left -= 1
        if script is not None and script.outcome is not None:
            return cast(T, script.outcome)
        fate = script.fate if script is not None else self.fate(deed, reference)
        if fate == "before":
            return lost(Trouble.TIMEOUT)
        outcome = act()
        return lost(Trouble.TIMEOUT) if fate == "after" else outcome
