"""`kardad reseal`: after a new key was put in front of KARDAD_FIELD_KEYS, nothing stays sealed with an older one."""

import json
import sys
from argparse import ArgumentParser, Namespace

from kardad.commands import begin

NAME = "reseal"
HELP = "seal everything anew with the first of KARDAD_FIELD_KEYS; may be killed and repeated"


def add_arguments(parser: ArgumentParser) -> None:
    """The command takes nothing."""


def run(args: Namespace) -> int:
    """What was sealed with an older key is sealed with the current one; the counts are printed."""
    begin()
    from kardad.core import sealing
    from kardad.people.actions import resealing

    done = {"columns": sealing.reseal_columns(), "files": sealing.reseal_files(), "factors": resealing.reseal_factors()}
    sys.stdout.write(json.dumps(done) + "\n")
    return 0
