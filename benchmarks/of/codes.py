"""A code request and its check, rate limits and history on: CPU beside bare Django that does the same two requests."""

from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import Any

from benchmarks import shapes
from benchmarks.figures import Figure
from benchmarks.ground import Ground, NotRun
from benchmarks.pairs import Pace, alternate
from benchmarks.servers import BARE, OURS, Server, counted_log, serving
from benchmarks.visitor import Answer, Visitor

PATH = "/panel/account/step-up/"
BAR = 2.0
USES = 2  # how often a side sends to one person: both together stay within the five a day of a mobile
WARM = 8
TOKEN = "a" * 32


def people(pace: Pace) -> int:
    """How many members the figure uses up."""
    return -(-pace.pairs // USES) * pace.visitors + 2 * WARM + 2


def measure(ground: Ground, pace: Pace) -> list[Figure]:
    """The figure of codes on this ground; the panel's control stands for it too."""
    figure = Figure(f"code request + check, CPU ({ground.name})", bar=BAR)
    counted = [_counted(ground, application) for application in (OURS, BARE)]
    figure.missing = shapes.difference(*counted)
    if figure.missing:
        return [figure]
    figure.note = f"{counted[0].total()} statements in the two"
    asking = ground.take(-(-pace.pairs // USES) * pace.visitors)
    with ExitStack() as stack:
        servers = [stack.enter_context(serving(ground, application)) for application in (OURS, BARE)]
        sides = [Side(ground, server, asking, pace.visitors) for server in servers]
        for side in sides:
            side.warm()
        found = alternate([side.sample for side in sides], rounds=pace.pairs)
    figure.ours, figure.baseline, figure.ratios = found.typical(0), found.typical(1), found.ratios(0, 1)
    return [figure]


@dataclass(slots=True)
class Side:
    """One server and the people who ask it for codes, a batch a sample."""

    ground: Ground
    server: Server
    people: list[dict[str, Any]]
    size: int
    taken: int = field(default=0)

    def sample(self) -> float:
        """Milliseconds of CPU a person: one request for a code, one with the code."""
        start = self.taken // USES * self.size
        self.taken += 1
        return pair_of_requests(self.ground, self.server, self.people[start : start + self.size])

    def warm(self) -> None:
        """Every part of the two requests has run before."""
        pair_of_requests(self.ground, self.server, self.ground.take(WARM))


def pair_of_requests(ground: Ground, server: Server, members: list[dict[str, Any]]) -> float:
    """Milliseconds of CPU a person that the two requests took."""
    visitors = [_visitor(server.port, person, place) for place, person in enumerate(members)]
    ground.sent.write_text("")
    before = server.cpu()
    for visitor, person in visitors:
        _expect(visitor.post(PATH, {"do": "send"}, **{"x-bench-mobile": person["mobile"]}), PATH)
    spent = server.cpu() - before
    codes = dict(line.split() for line in ground.sent.read_text().splitlines())
    before = server.cpu()
    for visitor, person in visitors:
        _expect(visitor.post(PATH, {"code": codes[person["mobile"]]}), "/panel/account/")
    spent += server.cpu() - before
    for visitor, _ in visitors:
        visitor.close()
    return spent / len(members)


def _visitor(port: int, person: dict[str, Any], place: int) -> tuple[Visitor, dict[str, Any]]:
    address = f"10.{person['pk'] // 250 % 250}.{person['pk'] % 250}.{place % 250}"
    return Visitor(port, address=address, cookies={"sessionid": person["session"], "csrftoken": TOKEN}), person


def _expect(answer: Answer, to: str) -> Answer:
    if answer.status != 302 or answer.headers["location"] != to:
        raise NotRun(f"{PATH} answered {answer.status} {answer.headers.get('location', '')}")
    return answer


def _counted(ground: Ground, application: str) -> Counter[str]:
    (person,) = ground.take(1)
    with serving(ground, application, is_counted=True) as server, closing(_visitor(server.port, person, 0)[0]) as visitor:
        _expect(visitor.post(PATH, {"do": "send"}, **{"x-bench-mobile": person["mobile"]}), PATH)
        asked = shapes.last(counted_log(ground))
        code = ground.sent.read_text().split()[-1]
        _expect(visitor.post(PATH, {"code": code}), "/panel/account/")
    return asked + shapes.last(counted_log(ground))
