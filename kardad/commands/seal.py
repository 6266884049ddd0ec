"""`kardad seal`: days without a root are closed after somebody has looked at the clock, however many they are."""

import sys
from argparse import ArgumentParser, Namespace

from kardad.commands import begin

NAME = "seal"
HELP = "close every day that is over, also more of them than sweeps dare; first make sure that the clock is right"


def add_arguments(parser: ArgumentParser) -> None:
    """The command takes nothing."""


def run(args: Namespace) -> int:
    """How many days were closed is printed."""
    begin()
    from django.utils import timezone

    from kardad.evidence import actions

    sys.stdout.write(f"{actions.close_days(at=timezone.now(), is_confirmed=True)} days\n")
    return 0
