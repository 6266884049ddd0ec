"""`kardad demo`: the demo's people and places, made anew by the product's own actions."""

import sys
from argparse import ArgumentParser, Namespace
from datetime import timedelta

from kardad.commands import begin

NAME = "demo"
HELP = "make the demo data, in a demo without people"

LETTER = 77  # the seed of a scanned page


def add_arguments(parser: ArgumentParser) -> None:
    """The command takes nothing."""


def run(args: Namespace) -> int:
    """The demo accounts stand and are printed."""
    begin()
    from django.utils import timezone

    from kardad.availability import demo as past
    from kardad.billing import demo as money
    from kardad.calc import demo as sheets
    from kardad.cases import demo as cases
    from kardad.contracts import demo as contracts
    from kardad.core.actor import Actor
    from kardad.desk import catalogue
    from kardad.desk import demo as bureau
    from kardad.desk.demo import paper
    from kardad.inbox import demo as service
    from kardad.people import demo
    from kardad.people.models import Person
    from kardad.qa import demo as asked

    if Person.objects.exists():
        sys.stdout.write("demo data: already there\n")
        return 0
    at = timezone.now()
    made = demo.make(at=at)
    sheets.make(made, at=at)
    asked.make(made, at=at)
    of_role = {account.role: person for person, account in zip(made, demo.ACCOUNTS, strict=True)}
    by = {role: Actor(person.pk, role) for role, person in of_role.items()}
    finance, manager = by["finance_officer"], by["manager"]
    money.tariff(catalogue.services(), proposer=finance, approver=manager, at=at - timedelta(days=44))
    money.waiting(proposer=finance, at=at - timedelta(hours=3))
    money.affairs(of_role["employer_natural"], manager=manager, finance=finance, at=at)
    others = demo.others(at=at)
    letter = paper.pdf(LETTER)
    court = cases.stories(made, others, at=at, letter=letter)
    between = contracts.stories(made, others, at=at, letter=letter)
    bureau.make(made, at=at, beside=[*service.stories(made, at=at), *court, *between])
    past.make(at=at)
    sys.stdout.write(f"demo data: {len(demo.ACCOUNTS)} accounts, password {demo.PASSWORD}\n")
    return 0
