"""Alternating pairs: A B, then B A, as often as the run allows; the median of the pairs' ratios is what counts."""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median

from benchmarks.ground import Ground, NotRun
from benchmarks.servers import Server, serving
from benchmarks.visitor import Visitor

Sample = Callable[[], float]
CONNECTIONS = 2


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
    posts: int = 100_000  # that are searched
    rows: int = 1_000_000  # of the large tables, beside a hundredth of them
    burst: int = 10_000  # texts that wait at once
    cases: int = 100_000  # beside a hundredth of them


FULL = Pace()
QUICK = Pace(
    pairs=3,
    seconds=0.3,
    starts=1,
    requests=300,
    visitors=10,
    log_ins=2,
    payslips=100_000,
    posts=20_000,
    rows=100_000,
    burst=1_000,
    cases=20_000,
)
TINY = Pace(
    pairs=2, seconds=0.05, starts=1, requests=20, visitors=2, log_ins=1, payslips=2_000, posts=500, rows=2_000, burst=50, cases=1_000
)


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


def beside(applications: Sequence[str], ground: Ground, path: str, cookies: dict[str, str], pace: Pace) -> Paired:
    """CPU milliseconds a request of every application, all under the same load of a few connections."""
    with ExitStack() as stack:
        servers = [stack.enter_context(serving(ground, application)) for application in applications]
        sides = [[Visitor(server.port, cookies=cookies) for _ in range(CONNECTIONS)] for server in servers]
        for visitors in sides:
            load(path, visitors, each=20)
        guess = cpu_a_request(servers[1], path, sides[1], each=20)
        each = max(5, int(pace.seconds * 1000 / max(guess, 1)))
        samples = [
            lambda server=server, visitors=visitors: cpu_a_request(server, path, visitors, each=each)
            for server, visitors in zip(servers, sides, strict=True)
        ]
        return alternate(samples, rounds=pace.pairs)


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
