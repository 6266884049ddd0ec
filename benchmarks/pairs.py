"""Alternating pairs: A B, then B A, as often as the run allows; the median of the pairs' ratios is what counts."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.ground import NotRun
from benchmarks.servers import Server
from benchmarks.visitor import Visitor

Sample = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a run may take."""

    pairs: int = 12
    seconds: float = 1.2  # one sample of the baseline
    starts: int = 6
    requests: int = 1_000  # over which new connections are counted
    visitors: int = 30  # who ask for a code in one sample
    log_ins: int = 4
    payslips: int = 1_000_000  # of the roster that is computed and stored


FULL = Pace()
QUICK = Pace(pairs=3, seconds=0.3, starts=1, requests=300, visitors=10, log_ins=2, payslips=100_000)
TINY = Pace(pairs=2, seconds=0.05, starts=1, requests=20, visitors=2, log_ins=1, payslips=2_000)


@dataclass(slots=True)
class Paired:
    """What two (or three) sides took in each round."""

    sides: list[list[float]] = field(default_factory=list)

    def typical(self, side: int) -> float:
        """The side's median."""
        return median(self.sides[side])

    def ratios(self, of: int, to: int) -> list[float]:
        """One side against another, pair by pair."""
        return [one / other for one, other in zip(self.sides[of], self.sides[to], strict=True) if other]


def alternate(samples: Sequence[Sample], *, rounds: int, patience: float = 100) -> Paired:
    """Each sample once a round, in turn from the left and from the right, so that drift hits all alike.

    On a machine that is busy otherwise half the rounds must do once the patience (seconds) is over.
    """
    found: list[list[float]] = [[] for _ in samples]
    until = time.monotonic() + patience
    for turn in range(rounds):
        if turn * 2 >= rounds and time.monotonic() > until:
            break
        order = range(len(samples)) if turn % 2 == 0 else reversed(range(len(samples)))
        for side in order:
            found[side].append(samples[side]())
    return Paired(found)


def cpu_a_request(server: Server, path: str, visitors: Sequence[Visitor], *, each: int) -> float:
    """Milliseconds of CPU a request, over so many requests of every visitor at once."""
    before = server.cpu()
    load(path, visitors, each=each)
    return (server.cpu() - before) / (each * len(visitors))


def load(path: str, visitors: Sequence[Visitor], *, each: int) -> None:
    """Every visitor asked so many times, all at once; NotRun when one answer was not 200.

    Connections are kept within one call and closed after it: a server ends those that wait while others have their turn.
    """
    bad: list[str] = []

    def ask(visitor: Visitor) -> None:
        try:
            for _ in range(each):
                if (status := visitor.get(path).status) != 200:
                    bad.append(str(status))
                    return
        except OSError as error:
            bad.append(repr(error))
        finally:
            visitor.close()

    threads = [threading.Thread(target=ask, args=(visitor,)) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if bad:
        raise NotRun(f"{path} answered {bad[0]}")
