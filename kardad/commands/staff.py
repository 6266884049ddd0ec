"""`kardad staff`: the first member of staff of a new machine; whoever may run it answers for having seen the person."""

import json
import sys
from argparse import ArgumentParser, Namespace

from kardad.commands import begin
from kardad.kit import ids
from kardad.people import roles

NAME = "staff"
ROLES = tuple(key for key, role in roles.ROLES.items() if role.is_staff)
HELP = f"give a verified person a staff role: {', '.join(ROLES)}"


def add_arguments(parser: ArgumentParser) -> None:
    """The command takes a national code and a role, and the office of an officer."""
    parser.add_argument("national_code", metavar="NATIONAL_CODE", help="of a person who has an account at level 1 or above")
    parser.add_argument("role", metavar="ROLE", choices=ROLES, help=", ".join(ROLES))
    parser.add_argument("--office", metavar="ID", type=int, help="the labour office, counter or branch where the person works")


def run(args: Namespace) -> int:
    """The person holds the role at level 3; prints who and which, never the code."""
    code = ids.national_code.require(args.national_code)

    begin()
    from django.utils import timezone

    from kardad.core.actor import SYSTEM
    from kardad.people.actions import staff

    grant = staff.appoint(
        staff.find(code), role=args.role, office=staff.office_of(args.office), was_seen=True, by=SYSTEM, at=timezone.now()
    )
    told = {"person": grant.person_id, "role": grant.role, "office": grant.office_id, "needs_second_factor": True}
    sys.stdout.write(json.dumps(told) + "\n")
    return 0
