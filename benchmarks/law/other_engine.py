"""openfisca-core in a process of its own: it lives in `.venv-bench`, which `make bench` fills from `requirements-bench.lock`."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.ground import ROOT, Ground, NotRun

PYTHON = ROOT / ".venv-bench" / "bin" / "python"


class OtherEngine:
    """The program that computes the same payslip with openfisca-core."""

    def __init__(self, process: subprocess.Popen[str], law: dict[str, Any]) -> None:
        self.process = process
        self.ask(law=law)

    def ask(self, **order: Any) -> dict[str, Any]:
        """The answer to an order; NotRun when the program ended instead."""
        if self.process.stdin is None or self.process.stdout is None:
            raise NotRun("openfisca-core has no pipe")
        try:
            self.process.stdin.write(json.dumps(order) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise NotRun("openfisca-core ended") from None
        line = self.process.stdout.readline()
        if not line:
            raise NotRun("openfisca-core ended")
        return json.loads(line)


@contextmanager
def started(ground: Ground, law: dict[str, Any]) -> Iterator[OtherEngine]:
    """The program with the law's figures told; NotRun where it is not installed."""
    if not PYTHON.exists():
        raise NotRun("openfisca-core is not installed: `make bench` puts it into .venv-bench")
    command = [str(PYTHON), "-m", "benchmarks.law.openfisca_rules"]
    with (ground.home / "openfisca.log").open("w") as log:
        process = subprocess.Popen(command, env=ground.env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            yield OtherEngine(process, law)
        finally:
            process.kill()
            process.communicate()
