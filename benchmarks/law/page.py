"""The page of a calculator: CPU beside a bare Django view with a plain form, the same calculation, and the same bytes from one template."""

import json
from contextlib import ExitStack, closing
from urllib.parse import urlencode

from benchmarks.figures import Control, Figure
from benchmarks.ground import Ground, NotRun
from benchmarks.law import flat_page
from benchmarks.pairs import Pace, alternate, cpu_a_request, load
from benchmarks.servers import BARE, OURS, serving
from benchmarks.visitor import Answer, Visitor

BAR = 2
GIVEN = {"month": "1405-04", "daily": "6200000", "seniority_daily": "180000", "children": "2", "married": "true", "overtime_hours": "24"}
PATH = "/calculators/payslip/?" + urlencode(GIVEN)
SAME_BYTES = 0.02


def measure(ground: Ground, pace: Pace) -> tuple[list[Figure], Control]:
    """The figure, and the control of two bare servers."""
    figure = Figure(f"calculator page, CPU ({ground.name})", bar=BAR)
    with serving(ground, OURS) as ours:
        page = _asked(ours.port, PATH)
    template, fields = flat_page.template(page.text)
    (ground.flat / "calculator.html").write_text(template, encoding="utf-8")
    (ground.flat / "fields.json").write_text(json.dumps(fields, ensure_ascii=False), encoding="utf-8")
    with ExitStack() as stack:
        servers = [stack.enter_context(serving(ground, application)) for application in (OURS, BARE, BARE)]
        plain = _asked(servers[1].port, PATH)
        if flat_page.amounts(page.text) != flat_page.amounts(plain.text):
            figure.missing = "the bare page shows other amounts"
            return [figure], Control(ground.name)
        if abs(len(page.body) - len(plain.body)) > len(page.body) * SAME_BYTES:
            figure.missing = f"bytes differ: {len(page.body)} and {len(plain.body)}"
            return [figure], Control(ground.name)
        figure.note = f"{len(page.body)} and {len(plain.body)} bytes"
        sides = [[Visitor(server.port, address=f"10.0.1.{number}") for number in (1, 2)] for server in servers]
        for visitors in sides:
            load(PATH, visitors, each=20)
        guess = cpu_a_request(servers[1], PATH, sides[1], each=20)
        each = max(5, min(200, int(pace.seconds * 1000 / max(guess, 1))))
        samples = [
            lambda server=server, visitors=visitors: cpu_a_request(server, PATH, visitors, each=each)
            for server, visitors in zip(servers, sides, strict=True)
        ]
        found = alternate(samples, rounds=pace.pairs)
    figure.ours, figure.baseline, figure.ratios = found.typical(0), found.typical(1), found.ratios(0, 1)
    return [figure], Control(f"bare calculator page ({ground.name})", found.ratios(2, 1))


def _asked(port: int, path: str) -> Answer:
    """The second answer of a server."""
    with closing(Visitor(port)) as visitor:
        visitor.get(path)
        answer = visitor.get(path)
    if answer.status != 200:
        raise NotRun(f"{path} answered {answer.status}")
    return answer
