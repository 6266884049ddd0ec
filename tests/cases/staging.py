"""Who stands in every scene of the access matrix: those at no case of it, both sides, the panel."""

from datetime import timedelta
from types import SimpleNamespace

from kardad.cases.models import Capability, Member, Seat
from kardad.cases.queries import boards as sitting
from kardad.people.models import Person
from tests import factories
from tests.cases import boards, experts, world
from tests.conftest import NOW

BEFORE = NOW - timedelta(days=20)


def crowd():
    """Those who are the same in every scene: at no case of it."""
    elsewhere = world.office(city="ری")
    return {
        "secretary_elsewhere": Person.objects.get(pk=world.secretary(elsewhere).person_id),
        "manager": factories.staff("manager"),
        "expert": experts.expert(),
        "other_expert": experts.expert(),
        "staff": factories.staff("reviewer"),
        "finance": factories.staff("finance_officer"),
        "stranger": factories.person(level=2),
    }


def scene(made, **ids):
    """A scene: its people by role, its ids by word."""
    case = made.case
    ids = {"case": case.pk, "token": case.token, "one": 1, "office": case.office_id or 0, **ids}
    return SimpleNamespace(made=made, people=getattr(made, "people", {}), ids=ids)


def sides(made):
    """Both sides with who stands for them, and one who stood once."""
    agents = {name: factories.person(level=2, last_name=name) for name in ("claimant_agent", "respondent_agent", "former_agent")}
    held = {}
    for side in ("claimant", "respondent"):
        held[side] = made.sides[side].representations.create(agent=agents[f"{side}_agent"], began_at=BEFORE)
    made.sides["respondent"].representations.create(agent=agents["former_agent"], began_at=BEFORE - timedelta(days=9), ended_at=BEFORE)
    Capability.objects.create(representation=held["claimant"], can_object=True, can_settle=True, can_withdraw=True, recorded_at=BEFORE)
    Capability.objects.create(representation=held["respondent"], recorded_at=BEFORE)
    for side, party in made.sides.items():
        party.address, party.mobile = f"نشانی {side}", f"+98912000{len(side):04d}"
        party.save(update_fields=["address", "mobile"])
    made.people = {"claimant": made.worker, "respondent": made.employer, **agents}
    made.people["secretary"] = Person.objects.get(pk=made.secretary.person_id)
    return made


def panel(made):
    """Who sits in it, who did, and who sits elsewhere; each with his second factor."""
    seats = list(sitting.panel(made.case))
    taken = set(Seat.objects.filter(case=made.case).values_list("member", flat=True))
    free = Member.objects.filter(office=made.office, body=made.case.instance).exclude(pk__in=taken).order_by("pk")
    left = free.filter(is_chair=False)[0]
    told = {"draw": seats[0].draw, "case": made.case, "instance": made.case.instance, "taken_at": BEFORE}
    Seat.objects.create(member=left, person=left.person, left_at=BEFORE, reason="خویشاوندی", **told)
    other = world.filed(state="accepted", instance="DRB", at=BEFORE, at_office=made.office)
    elsewhere = boards.seat_panel(other.case, at=BEFORE)[0]
    made.people |= {"chair": seats[0].person, "member": seats[1].person, "former_member": left.person, "other_member": elsewhere.person}
    for name in ("chair", "member", "former_member", "other_member"):
        factories.with_totp(made.people[name])
    made.seats = seats
    return made
