"""An exchange for tests: every call that was placed lies in `placed`, and goes as it is told to."""

from kardad.gateways.calls.port import Bridge, Outcome, Placing, Stage


class Memory:
    """Places every call unless told otherwise; a call rings until `answer` or `end`."""

    def __init__(self, *, name: str = "memory") -> None:
        self.name = name
        self.reset()

    def reset(self) -> None:
        """No call was placed and nothing fails."""
        self.placed: list[Bridge] = []
        self._stages: dict[str, Stage] = {}
        self._failing: list[Outcome] = []

    def fail(self, outcome: Outcome, *, times: int = 1) -> None:
        """The next calls come to this outcome; an UNSURE one is placed all the same."""
        self._failing += [outcome] * times

    def answer(self, reference: str) -> None:
        """The expert has taken up this call."""
        self._stages[reference] = Stage.OPEN

    def end(self, reference: str) -> None:
        """The call is over."""
        self._stages[reference] = Stage.ENDED

    def place(self, bridge: Bridge) -> Placing:
        """PLACED, or what `fail` said; a reference is rung once."""
        outcome = self._failing.pop(0) if self._failing else Outcome.PLACED
        if outcome in (Outcome.PLACED, Outcome.UNSURE) and bridge.reference not in self._stages:
            self.placed.append(bridge)
            self._stages[bridge.reference] = Stage.RINGING
        return Placing(outcome=outcome, provider=self.name)

    def stage(self, reference: str) -> Stage:
        """Where the test has put the call; ENDED for one that was never placed."""
        return self._stages.get(reference, Stage.ENDED)
