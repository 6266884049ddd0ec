"""Servers under measurement: started, asked for their first answer, weighed, and ended by their own id."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import psutil

from benchmarks.ground import ROOT, Ground, NotRun

WORKERS = 2
THREADS = 4  # a worker, as `kardad serve` has it
PATIENCE = 60
OURS = "kardad.wsgi"
BARE = "benchmarks.bare.wsgi"
SCHEDULED = 2  # CPUCLOCK_SCHED of the kernel's clock ids


class Server:
    """A process tree that answers on a loopback port."""

    def __init__(self, command: list[str], *, port: int, env: dict[str, str], log: Path) -> None:
        self.port, self.log = port, log
        self.began = time.monotonic()
        with log.open("ab") as out:
            self.process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=out, stderr=out, start_new_session=True)

    def first_answer(self, path: str = "/healthz") -> float:
        """Seconds from the start to the first answer below 500."""
        until = self.began + PATIENCE
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise NotRun(f"a server ended at once: {self.log.read_text()[-200:]}")
            try:
                return self._ask(path)
            except OSError:
                time.sleep(0.005)
        raise NotRun("a server did not answer")

    def _ask(self, path: str) -> float:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            status = connection.getresponse().status
        finally:
            connection.close()
        if status >= 500:
            raise NotRun(f"{path} answered {status}: {self.log.read_text()[-200:]}")
        return time.monotonic() - self.began

    def tree(self) -> list[psutil.Process]:
        """The process and everything under it."""
        top = psutil.Process(self.process.pid)
        return [top, *top.children(recursive=True)]

    def cpu(self) -> float:
        """Milliseconds of CPU that the tree has used, threads that ended included."""
        return sum(cpu_of(process.pid) for process in self.tree())

    def memory(self, *, of: str = "") -> float:
        """Megabytes of the tree, shared pages counted by their share; `of` keeps the processes whose command names it."""
        chosen = [one for one in self.tree() if of in " ".join(one.cmdline())]
        return sum(one.memory_full_info().pss for one in chosen) / 1_000_000

    def stop(self) -> None:
        """The tree is gone."""
        tree = self.tree() if self.process.poll() is None else []
        if tree:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for left in psutil.wait_procs(tree[1:], timeout=5)[1]:
            left.kill()


def cpu_of(pid: int) -> float:
    """Milliseconds of CPU of one process by the kernel's own clock of it: /proc tells only hundredths of a second."""
    return time.clock_gettime_ns((~pid << 3) | SCHEDULED) / 1_000_000


def web(application: str, port: int, *, workers: int = WORKERS) -> list[str]:
    """The command of a web server: the one that `kardad serve` starts, for whichever application."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", str(THREADS), "--blocking-threads-idle-timeout", "600"]
    command += ["--workers-kill-timeout", "1"]  # kept connections would hold up the end
    return [*command, "--log-level", "warning", f"{application}:application"]


@contextmanager
def serving(ground: Ground, application: str, *, is_counted: bool = False, workers: int = WORKERS) -> Iterator[Server]:
    """A warm-up's worth of time is the caller's affair; the server has answered once."""
    port, env = free_port(), ground.env
    if is_counted:
        env |= {"BENCH_APP": application, "BENCH_LOG": str(counted_log(ground))}
    log = ground.home / f"{application}-{port}.log"
    server = Server(web("benchmarks.counted" if is_counted else application, port, workers=workers), port=port, env=env, log=log)
    try:
        server.first_answer()
        yield server
    finally:
        server.stop()


def counted_log(ground: Ground) -> Path:
    """Where a counted server writes."""
    return ground.home / "counted"


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cores() -> int:
    """The cores that this run may use."""
    return len(os.sched_getaffinity(0))
