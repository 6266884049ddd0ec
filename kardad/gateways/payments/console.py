"""A gateway for `make run`: a page of ours on which the newcomer pays, cancels or fails; no bank, no money.

The page, at `page_url`, is the billing room's. `GET ?authority=…` shows `bill(authority)` (404 for None) and one button for each
`Button`, clearly marked as a demo; a POST of one of them answers with `press(authority, button)`: a redirect, or a form that
is posted to the callback. It needs no log-in, as no bank's page does. Give it a `shelf` that all processes share.
"""

import sys
from collections.abc import Callable
from datetime import datetime
from typing import TextIO, TypeVar

from kardad.gateways.payments.outcomes import Trouble
from kardad.gateways.payments.port import Terms
from kardad.gateways.payments.twin import DEMO_TERMS, Shelf, Twin

T = TypeVar("T")


class Console(Twin):
    """Sends payers to `page_url`, and says on the console what was asked of the bank.

    Anyone can press any button: never choose it where money is real.
    """

    def __init__(
        self,
        *,
        page_url: str,
        name: str = "console",
        shelf: Shelf | None = None,
        terms: Terms = DEMO_TERMS,
        stream: TextIO | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        super().__init__(name, terms, page_url=page_url, shelf=shelf, now=now)
        self._stream = stream

    def _run(self, deed: str, reference: str, act: Callable[[], T], lost: Callable[[Trouble], T]) -> T:
        outcome = act()
        stream = self._stream or sys.stdout
        stream.write(f"[DEMO payment, no money] {deed} {reference} → {type(outcome).__name__}\n")
        stream.flush()
        return outcome
