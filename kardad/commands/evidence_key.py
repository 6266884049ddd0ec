"""`kardad evidence-key`: the key that signs proof is replaced by a new one, or declared lost."""

import json
import sys
from argparse import ArgumentParser, Namespace

from kardad.commands import begin

NAME = "evidence-key"
HELP = "show the keys of proof; rotate: a new key, endorsed by the present one; lose KEY: what KEY signs from now on counts for nothing"


def add_arguments(parser: ArgumentParser) -> None:
    """The command takes a deed, and the key that was lost."""
    deeds = parser.add_subparsers(dest="deed", metavar="DEED", required=True)
    deeds.add_parser("show", help="every key, the first first")
    deeds.add_parser("rotate", help="a new key signs from now on")
    lose = deeds.add_parser("lose", help="declare a key lost or stolen; a new one signs that nobody endorses")
    lose.add_argument("key", metavar="KEY", help="the name of the key, 16 hexadecimal digits")


def run(args: Namespace) -> int:
    """The keys after the deed are printed as they are published; print and keep the first and every one after a lost key."""
    begin()
    from django.utils import timezone

    from kardad.core.actor import SYSTEM
    from kardad.evidence import actions, queries

    actions.ensure_key()
    if args.deed == "rotate":
        actions.rotate_key(by=SYSTEM, at=timezone.now())
    elif args.deed == "lose":
        actions.lose_key(args.key, by=SYSTEM, at=timezone.now())
    sys.stdout.write(json.dumps(queries.published_keys(), ensure_ascii=False) + "\n")
    return 0
