"""Everybody who may come, each to the door of a page: who is meant by it, and now and then somebody else."""

from dataclasses import dataclass

from django.http import Http404

from kardad.cases import access
from kardad.cases.access import boards as boards_of
from kardad.cases.actions import filing
from kardad.cases.models import Hearing
from kardad.cases.queries import boards
from kardad.inbox.models import Party
from kardad.people.models import Person
from tests import factories
from tests.billing import world as money
from tests.cases import experts, petitions, world

WRONG = 0.12  # how often somebody comes whose deed it is not
POOL = {"DB": {"ministry": 4, "workers": 6, "employers": 6}, "DRB": {"state": 7, "workers": 8, "employers": 8}}


@dataclass
class Crowd:
    """Two offices with their secretaries, rooms and members, and everybody who was ever a side."""

    offices: list
    secretaries: dict
    others: list
    expert: Person

    @property
    def everybody(self):
        """Whoever may come by mistake."""
        return [*self.secretaries.values(), *self.others]


def crowd(monkeypatch, at):
    """The house before the first petition."""
    monkeypatch.setattr(world, "POOL", POOL)
    offices = [world.office(), world.office(city="ری")]
    secretaries = {}
    for one in offices:
        world.pool(one, at=at)
        secretaries[one.pk] = Person.objects.get(pk=world.secretary(one).person_id)
        for member in one.members.select_related("person"):
            factories.with_totp(member.person)
    others = [factories.person(level=2), factories.staff("manager"), *(one.members.first().person for one in offices)]
    money.seller(is_vat_registered=False)
    return Crowd(offices, secretaries, [*others, expert := experts.expert()], expert)


def begin(crowd, at):
    """A new petition, filed as pages would file it, both sides with an account."""
    worker, employer = factories.person(level=2, first_name="مریم"), factories.person(level=2, role="employer", first_name="سپهر")
    against = {"kind": "natural", "first_name": "سپهر", "last_name": "کریمی", "code": employer.particulars.code, "address": "تهران"}
    case = petitions.whole(worker, at=at, respondents=[against])
    crowd.others += [worker, employer]
    return filing.submit(case, by=factories.actor(worker), at=at).pk


def by(person, role="member"):
    return factories.actor(person, role)


def anybody(crowd, dice, right):
    """Mostly one whose deed it is."""
    right = [one for one in right if one is not None]
    is_wrong = dice.random() < WRONG and not getattr(dice, "is_sure", False)
    return dice.choice(crowd.everybody) if not right or is_wrong else dice.choice(right)


def secretary(crowd, case, dice):
    return by(anybody(crowd, dice, [crowd.secretaries.get(case.office_id)]), "secretary")


def member(crowd, case, dice, *, chair=False):
    seats = list(boards.panel(case))
    right = [one.person for one in seats if one.is_chair or not chair]
    return by(anybody(crowd, dice, right), "board_member")


def side(crowd, case, dice, at, *, side=None):
    rows = Party.objects.filter(dossier=case.dossier_id).select_related("person")
    right = [one.person for one in rows if side in (None, one.side)]
    right += [held.agent for one in rows for held in one.representations.filter(ended_at=None).select_related("agent")]
    return access.case(by(anybody(crowd, dice, right)), case.token, at=at)


def desk(crowd, case, dice, at):
    return boards_of.runs(secretary(crowd, case, dice), case.pk, now=at)


def reach(crowd, case, dice, at):
    """The session of the case and one who may run it."""
    hearing = Hearing.objects.filter(case=case).order_by("-pk").first()
    actor = secretary(crowd, case, dice) if dice.random() < 0.5 else member(crowd, case, dice)
    return boards_of.hearing(actor, hearing.pk if hearing else 0, now=at)


def chair(crowd, case, dice, at):
    hearing = Hearing.objects.filter(case=case).order_by("-pk").first()
    found, reach = boards_of.hearing(member(crowd, case, dice, chair=True), hearing.pk if hearing else 0, now=at)
    return found, reach.by if reach.is_chair else by(stranger(crowd))


def stranger(crowd):
    """Somebody with no office and no seat."""
    return crowd.others[0]


def some(found):
    """What the deed is about; who finds nothing does nothing."""
    if not found:
        raise Http404
    return found
