"""`python -m benchmarks`: measure, print one table, and end with 1 when a bar was missed."""

import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from subprocess import run

from benchmarks import ground as grounds
from benchmarks import law
from benchmarks.figures import Control, Figure, missed, table
from benchmarks.ground import Ground, NotRun
from benchmarks.of import (
    codes,
    connections,
    contracts,
    disputes,
    evidence,
    journey,
    lists,
    log_in,
    panel,
    papers,
    search,
    service,
    start,
    weight,
)
from benchmarks.pairs import FULL, QUICK, Pace
from benchmarks.servers import cores

PAPER = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- figures -->\n", "<!-- /figures -->\n"
Part = Callable[[Ground, Pace], list[Figure] | tuple[list[Figure], Control]]

EVERYTHING: dict[str, Part] = {
    "panel": panel.measure,
    "lists": lists.measure,
    "codes": codes.measure,
    "log_in": log_in.measure,
    "connections": connections.measure,
    "journey": journey.measure,
    "weight": weight.measure,
    "start": start.measure,
    "law": law.measure,
    "search": search.measure,
    "papers": papers.measure,
    "evidence": evidence.measure,
    "service": service.measure,
    "disputes": disputes.measure,
    "contracts": contracts.measure,
}
# On SQLite everything but what stands beside COPY; on PostgreSQL what the database takes part in.
DATABASES = {
    "SQLite": (grounds.sqlite, tuple(part for part in EVERYTHING if part not in ("service", "disputes", "contracts"))),
    "PostgreSQL": (
        grounds.postgres,
        ("panel", "lists", "codes", "connections", "journey", "law", "search", "evidence", "service", "disputes", "contracts"),
    ),
}


def people(pace: Pace) -> int:
    """How many members all parts use up."""
    return (
        panel.PEOPLE
        + lists.PEOPLE
        + codes.people(pace)
        + log_in.people(pace)
        + connections.PEOPLE
        + start.PEOPLE
        + service.PEOPLE
        + disputes.PEOPLE
        + contracts.PEOPLE
    )


def measure(
    pace: Pace, only: list[str] | None = None, *, databases: tuple[str, ...] = tuple(DATABASES)
) -> tuple[list[Figure], list[Control]]:
    """Every figure on each database; what could not be run says why."""
    figures: list[Figure] = []
    controls: list[Control] = []
    for name in databases:
        opened, parts = DATABASES[name]
        wanted = [part for part in parts if not only or part in only]
        try:
            if wanted:
                _on(opened(people(pace)), wanted, pace, figures, controls)
        except NotRun as reason:
            figures.append(Figure(name, missing=str(reason)))
    return figures, controls


def _on(opened: AbstractContextManager[Ground], wanted: list[str], pace: Pace, figures: list[Figure], controls: list[Control]) -> None:
    with opened as ground:
        for part in wanted:
            began = time.monotonic()
            try:
                found = EVERYTHING[part](ground, pace)
            except NotRun as reason:
                found = [Figure(f"{part} ({ground.name})", missing=str(reason))]
            figures += found[0] if isinstance(found, tuple) else found
            controls += [found[1]] if isinstance(found, tuple) and found[1].ratios else []
            sys.stderr.write(f"{ground.name}: {part} took {time.monotonic() - began:.0f} s\n")


def report(figures: list[Figure], controls: list[Control], *, is_quick: bool) -> str:
    """The table and what to think of it."""
    void = [control for control in controls if not control.holds]
    lines = [table([*figures, *(control.figure() for control in controls)])]
    if void:
        lines.append("VOID: the A/A control lies outside 0.95–1.05, so the CPU ratios of this run mean nothing.\n")
    if is_quick:
        lines.append("A quick run: few and short pairs, good to see that everything runs.\n")
    return "\n".join(lines)


def write(text: str) -> None:
    """The paper holds this table."""
    head, rest = PAPER.read_text(encoding="utf-8").split(BEGIN)
    tail = rest.split(END)[1]
    python, load = sys.version.split()[0], os.getloadavg()[2]
    stamp = f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC on {cores()} cores (load of the last 15 minutes {load:.1f}: the run itself"
    stamp += f" makes about 2), Python {python}, at {_commit()}.\n"
    PAPER.write_text(f"{head}{BEGIN}\n{stamp}\n{text}\n{END}{tail}", encoding="utf-8")


def _commit() -> str:
    def git(*words: str) -> str:
        return run(["git", *words], capture_output=True, text=True, check=False, cwd=PAPER.parent).stdout.strip()

    changed = bool(git("status", "--porcelain", "--", "../kardad"))
    return (git("rev-parse", "--short", "HEAD") or "no commit") + (" with changes" if changed else "")


def main() -> int:
    """0 when every bar was met or lay within the tolerance, 1 when one was missed, 2 when the control says that nothing was measured."""
    parser = ArgumentParser(prog="python -m benchmarks", description="Kardad's figures, each beside its baseline")
    parser.add_argument("--quick", action="store_true", help="few and short pairs (about a minute)")
    parser.add_argument("--full", action="store_true", help="100,000 texts at once, 1,000,000 cases (half an hour more)")
    parser.add_argument("--only", nargs="+", choices=tuple(EVERYTHING), help="only these parts")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    args = parser.parse_args()
    pace = replace(QUICK if args.quick else FULL, **({"burst": 100_000, "cases": 1_000_000} if args.full else {}))
    figures, controls = measure(pace, args.only)
    text = report(figures, controls, is_quick=args.quick)
    sys.stdout.write(text)
    if args.write:
        write(text)
    if missed(figures):
        return 1
    return 0 if all(control.holds for control in controls) else 2


if __name__ == "__main__":
    sys.exit(main())
