"""`kardad review-answers`: after an update of the law's data, the answers that cite what changed are marked at once."""

import json
import sys
from argparse import ArgumentParser, Namespace

from kardad.commands import begin

NAME = "review-answers"
HELP = "compare what published answers cite with the law of this version; the sweep does the same"


def add_arguments(parser: ArgumentParser) -> None:
    """The command takes nothing."""


def run(args: Namespace) -> int:
    """How many answers were marked for review, and by which version of the law, is printed."""
    begin()
    from django.utils import timezone

    from kardad.law import instruments
    from kardad.qa.actions import living

    law, at = instruments.current(), timezone.now()
    done = {"law_version": law.version, "changed": living.review(law, at=at), "expired": living.expire(at=at)}
    sys.stdout.write(json.dumps(done) + "\n")
    return 0
