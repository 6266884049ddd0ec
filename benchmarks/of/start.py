"""From the start to the first answer, and the memory of two workers: ours beside the bare application on the same server."""

import os
import subprocess
import sys
import time
from contextlib import closing

from benchmarks.figures import Figure
from benchmarks.ground import ROOT, Ground
from benchmarks.pairs import Pace, alternate
from benchmarks.servers import BARE, OURS, Server, free_port, serving, web
from benchmarks.visitor import Visitor

START_BAR, MEMORY_BAR, SECOND_START_BAR = 4.0, 1.8, 5.0
PATHS = ("/", "/verify/", "/join/", "/panel/", "/help/")  # a server that has worked, not one that has only begun
PEOPLE = 1


def measure(ground: Ground, pace: Pace) -> list[Figure]:
    """Start, memory, and the second `make run`."""
    (person,) = ground.take(PEOPLE)
    found = alternate([lambda: _start(ground, OURS, "/"), lambda: _start(ground, BARE, "/healthz")], rounds=pace.starts)
    start = Figure("start to first answer", found.typical(0), found.typical(1), "s", START_BAR, found.ratios(0, 1))
    weighed = alternate(
        [lambda: _weigh(ground, OURS, PATHS, person["session"]), lambda: _weigh(ground, BARE, PATHS[3:4], person["session"])],
        rounds=max(1, pace.starts // 3),
    )
    memory = Figure("memory of two workers (PSS)", weighed.typical(0), weighed.typical(1), "MB", MEMORY_BAR, weighed.ratios(0, 1))
    return [start, memory, _second_start(ground, max(1, pace.starts // 2))]


def _start(ground: Ground, application: str, path: str) -> float:
    port = free_port()
    server = Server(web(application, port), port=port, env=ground.env, log=ground.home / "start.log")
    try:
        return server.first_answer(path)
    finally:
        server.stop()


def _weigh(ground: Ground, application: str, paths: tuple[str, ...], session: str) -> float:
    with serving(ground, application) as server:
        for _ in range(8):  # several connections reach both workers
            with closing(Visitor(server.port, cookies={"sessionid": session})) as visitor:
                for path in paths:
                    visitor.get(path)
        return server.memory()


def _second_start(ground: Ground, times: int) -> Figure:
    """`kardad prepare --demo` and `kardad serve` with everything in place, as `make run` calls them."""
    env = ground.env | {"PORT": str(free_port())}
    prepare = [sys.executable, "-m", "kardad.cli", "prepare", "--demo"]
    subprocess.run(prepare, env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    took = []
    for _ in range(times):
        began = time.monotonic()
        subprocess.run(["scripts/setup", "requirements-dev.lock"], env=os.environ, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        subprocess.run(prepare, env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        port = free_port()
        serve = [sys.executable, "-m", "kardad.cli", "serve", "--port", str(port)]
        server = Server(serve, port=port, env=env, log=ground.home / "serve.log")
        try:
            server.first_answer("/")
            took.append(time.monotonic() - began)
        finally:
            server.stop()
    return Figure("`make run`, second start to first answer", sorted(took)[len(took) // 2], unit="s", bar=SECOND_START_BAR)
