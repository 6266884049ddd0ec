"""The pages of decisions: a case that a board has heard, in each step from the first word to finality."""

from datetime import timedelta

from django.db import transaction
from django.test import override_settings

from kardad.cases.actions import decisions, objections
from kardad.cases.queries import standing
from kardad.people.models import Person
from tests import factories
from tests.cases import boards

FOUND = {1: 180_000_000, 2: "rejected"}
WEEK = timedelta(days=7)


@transaction.atomic
def heard(world, *, enter="chair"):
    """A board has heard the case a day ago; its chair, its secretary or the employer is logged in."""
    made = boards.heard(at=world.now - timedelta(days=1))
    entered(world, made, enter)
    return made


def entered(world, made, who):
    """That person of the case is logged in."""
    if who == "chair":
        world.enter(factories.with_totp(made.seats[0].person), "totp")
    elif who == "secretary":
        world.enter(Person.objects.get(pk=made.secretary.person_id), "totp")
    else:
        world.enter(getattr(made, who))


@transaction.atomic
def drafted(world, *, found=None):
    """The board is writing."""
    made = heard(world)
    made.draft = boards.written(made, FOUND if found is None else found, at=world.now, text="پس از شنیدن سخن دو طرف و دیدن مدارک:")
    return made


@transaction.atomic
def voting(world, *, votes=0):
    """The board votes; so many have."""
    made = drafted(world)
    chair = boards.member(made.seats[0])
    made.draft = decisions.propose(made.draft, by=chair, at=world.now)
    for seat in made.seats[3 - votes :]:
        decisions.vote(made.draft, by=boards.member(seat), at=world.now, version=1, opinion="agree", dissent="")
    return made


def renewable(world):
    """Too few are left to decide."""
    made = voting(world)
    type(made.seats[2]).objects.filter(pk=made.seats[2].pk).update(left_at=world.now)
    return made


@transaction.atomic
@override_settings(OPERATOR="authority")
def issued(world, *, enter="chair", ago=timedelta(days=2), is_served=True):
    """The decision is there, served or not."""
    at = world.now - ago
    made = boards.heard(at=at - timedelta(days=1))
    made.decision = (boards.served if is_served else boards.issued)(made, FOUND, at=at)
    entered(world, made, enter)
    return made


@transaction.atomic
@override_settings(OPERATOR="authority")
def late(world, *, enter="secretary", at_board=False):
    """The employer objected when his days were over."""
    made = issued(world, enter=enter, ago=10 * WEEK)
    place = standing.of(made.case, made.employer, at=world.now)
    said = {"items": made.items[1:], "grounds": "رسیدها پیدا شده است.", "excuse": "در بیمارستان بودم."}
    made.late = objections.object(place, by=factories.actor(made.employer), at=world.now, **said)
    if at_board:
        made.case.refresh_from_db()
        made.seats = boards.hear(made, at=world.now)
        entered(world, made, "chair")
        decisions.draft(made.case, kind="merits", by=boards.member(made.seats[0]), at=world.now)
    return made


def case(make, **how):
    """The number of the case."""
    return lambda world: (make(world, **how).case.pk,)


def token(**how):
    """The token of a case whose decision was served."""
    return lambda world: (issued(world, enter="employer", **how).case.token,)


def _ruled(world):
    made = late(world, at_board=True)
    return made.case.pk, made.late.pk


def _corrected(world):
    made = issued(world)
    return made.case.pk, made.decision.pk


VISITS = {
    "cases_office:decision": case(voting, votes=2),
    "cases_office:decision_draft": case(heard),
    "cases_office:decision_find": lambda world: (drafted(world).case.pk, 1),
    "cases_office:decision_write": case(drafted),
    "cases_office:decision_propose": case(drafted),
    "cases_office:decision_redraft": case(voting),
    "cases_office:decision_vote": case(voting),
    "cases_office:decision_issue": case(voting, votes=3),
    "cases_office:decision_renew": case(renewable),
    "cases_office:decision_drop": case(drafted),
    "cases_office:objection_rule": _ruled,
    "cases_office:decision_correct": _corrected,
    "cases_office:decisions": case(issued, enter="secretary"),
    "cases_office:decision_serve": lambda world: (issued(world, enter="secretary", is_served=False).decision.pk,),
    "cases_office:objection_send_up": lambda world: (late(world).late.pk,),
    "cases:decisions": token(),
    "cases:object": token(),
    "cases:certify": token(),
}
