"""The room of what all local vendors have in common."""

from typing import Any, ClassVar

from tests.vendors.exchange import Answer, Call, Route, reply
from tests.vendors.world import World


class Vendor:
    """One vendor: its name, which is also its place on the local host, and its routes; a reset makes a new one."""

    name: ClassVar[str]
    # Keys that a rule may carry in `respond` beside those that every operation knows.
    extras: ClassVar[dict[str, set[str]]] = {}

    def __init__(self, world: World, url: str) -> None:
        self.world = world
        self.url = url
        self.ordered: dict[str, Any] = {}

    @property
    def routes(self) -> tuple[Route, ...]:
        """The operations of this vendor."""
        raise NotImplementedError

    def not_found(self, call: Call) -> Answer:
        """The vendor's words for a path that it does not have."""
        return reply({"message": "not found"}, 404)

    def wrong_method(self, call: Call) -> Answer:
        """The vendor's words for a path that it has under another method."""
        return reply({"message": "method not allowed"}, 405)
