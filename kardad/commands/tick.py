"""`kardad tick`: the work that is due, once or for ever."""

import json
import sys
from argparse import ArgumentParser, Namespace

from kardad.commands import begin

NAME = "tick"
HELP = "run all due work once, or keep doing so with --forever"


def add_arguments(parser: ArgumentParser) -> None:
    """The command runs every sweep once unless told to go on."""
    parser.add_argument("--forever", action="store_true", help="run workers whose schedules call the sweeps, until stopped")


def run(args: Namespace) -> int:
    """How many rows each sweep dealt with is printed as JSON; 1 when one of them failed, which counts as -1."""
    begin()
    from django.utils import timezone

    from kardad.core import sweeps

    if args.forever:  # no sweep runs here: workers are forked from this process, and what draws papers has threads that no fork keeps
        sweeps.keep_schedules()
        return work()
    done = sweeps.run_all(timezone.now())
    sys.stdout.write(json.dumps(done) + "\n")
    return 1 if -1 in done.values() else 0


def work() -> int:
    """The workers of the job library ran until this process was told to stop."""
    from django_q.cluster import Cluster

    cluster = Cluster()
    cluster.start()
    guard = cluster.sentinel
    guard.join()
    return 0 if guard.exitcode == 0 else 1
