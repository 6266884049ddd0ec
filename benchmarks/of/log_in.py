"""A log-in with a password beside one run of its hash: what stands round the hash must not cost more than a tenth of it."""

import subprocess
import sys

from benchmarks.figures import Figure
from benchmarks.ground import ROOT, Ground, NotRun
from benchmarks.inside import PASSWORD
from benchmarks.pairs import Pace, alternate
from benchmarks.servers import OURS, Server, serving
from benchmarks.visitor import Visitor, captcha

PATH = "/login/"
BAR = 1.1
WARM = 2


def people(pace: Pace) -> int:
    """How many members the figure uses up."""
    return WARM + pace.log_ins


def measure(ground: Ground, pace: Pace) -> list[Figure]:
    """The figure of log-in on this ground."""
    command = [sys.executable, "-m", "benchmarks.inside", "hashes", "{}"]
    hasher = subprocess.Popen(command, env=ground.env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        with serving(ground, OURS) as server:
            turns = Turns(server)
            turns.log_ins([person["code"] for person in ground.take(WARM)])
            codes = [person["code"] for person in ground.take(pace.log_ins)]
            _hash(hasher, 1)
            found = alternate([lambda: turns.log_ins(codes), lambda: _hash(hasher, pace.log_ins)], rounds=pace.pairs)
    finally:
        hasher.communicate(timeout=20)
    return [
        Figure(
            f"password log-in, CPU ÷ one Argon2id run ({ground.name})",
            found.typical(0),
            found.typical(1),
            bar=BAR,
            ratios=found.ratios(0, 1),
        )
    ]


class Turns:
    """People who log in one after the other, each time from an address that was never seen."""

    def __init__(self, server: Server) -> None:
        self.server, self.seen = server, 0

    def log_ins(self, codes: list[str]) -> float:
        """Milliseconds of CPU a log-in; the page that shows the form was fetched before and is not counted."""
        ready = []
        for code in codes:
            self.seen += 1
            visitor = Visitor(self.server.port, address=f"10.9.{self.seen // 250}.{self.seen % 250}")
            ready.append((visitor, {"code": code, "password": PASSWORD} | captcha(visitor.get(PATH))))
        before = self.server.cpu()
        answers = [visitor.post(PATH, form) for visitor, form in ready]
        spent = self.server.cpu() - before
        for visitor, _ in ready:
            visitor.close()
        if bad := [answer.status for answer in answers if answer.status != 302]:
            raise NotRun(f"{PATH} answered {bad[0]}")
        return spent / len(codes)


def _hash(hasher: "subprocess.Popen[str]", count: int) -> float:
    hasher.stdin.write(f"{count}\n")
    hasher.stdin.flush()
    return float(hasher.stdout.readline()) / count
