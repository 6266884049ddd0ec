"""`kardad demo`: the demo's people and places, made anew by the product's own actions."""

import sys
from argparse import ArgumentParser, Namespace

from kardad.commands import begin

NAME = "demo"
HELP = "make the demo data, in a demo without people"


def add_arguments(parser: ArgumentParser) -> None:
    """The command takes nothing."""


def run(args: Namespace) -> int:
    """The demo accounts stand and are printed."""
    begin()
    from django.utils import timezone

    from kardad.calc import demo as sheets
    from kardad.people import demo
    from kardad.people.models import Person

    if Person.objects.exists():
        sys.stdout.write("demo data: already there\n")
        return 0
    at = timezone.now()
    sheets.make(demo.make(at=at), at=at)
    sys.stdout.write(f"demo data: {len(demo.ACCOUNTS)} accounts, password {demo.PASSWORD}\n")
    return 0
