"""Reads over boards: who may be drawn for a case and why not, who sits, where a place is vacant."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from kardad.cases import drawing, flow, policy
from kardad.cases.drawing import Candidate, Place
from kardad.cases.models import Case, Draw, Member, Relation, Room, Seat
from kardad.cases.queries import groups
from kardad.inbox.models import Party, Representation
from kardad.kit import calendar
from kardad.law import procedure
from kardad.people.models import Membership, Person, RoleGrant

SEATING = groups.SEATING


def members(offices: frozenset[int] | None) -> QuerySet[Member]:
    """The mandates of these offices (None: of all), those in force first, newest first."""
    rows = Member.objects.select_related("person", "office", "workplace").order_by("ended_at", "-pk")
    return rows if offices is None else rows.filter(office__in=offices)


def in_force(at: datetime) -> QuerySet[Member]:
    """The mandates of people who may sit at this moment."""
    day = calendar.tehran_day(at)
    held = RoleGrant.objects.filter(person_id=OuterRef("person_id"), role=policy.MEMBER, state="active")
    rows = Member.objects.filter(Exists(held), ended_at=None, since__lte=day, until__gt=day, person__state=Person.State.ACTIVE)
    return rows.order_by("pk")


def expiring(offices: frozenset[int] | None, *, at: datetime, within: timedelta = timedelta(days=60)) -> QuerySet[Member]:
    """The mandates that end soon, the soonest first."""
    day = calendar.tehran_day(at)
    return members(offices).filter(ended_at=None, until__gt=day, until__lte=day + within).order_by("until", "pk")


def rooms(offices: frozenset[int] | None) -> QuerySet[Room]:
    """The rooms of these offices, the open ones first."""
    rows = Room.objects.select_related("office").order_by("-is_open", "office_id", "pk")
    return rows if offices is None else rows.filter(office__in=offices)


def panel(case: Case, instance: str = "") -> QuerySet[Seat]:
    """Who sits in the case, the chair first."""
    rows = Seat.objects.filter(case=case, instance=instance or case.instance, left_at=None)
    return rows.select_related("member", "person").order_by("-is_chair", "member__kind", "pk")


def vacancies(case: Case) -> tuple[Place, ...]:
    """The places of the case's board that nobody has, the chair's first."""
    board = procedure.body(case.instance)
    sitting = list(panel(case))
    taken = Counter(seat.member.kind for seat in sitting)
    places = [Place(one.kind) for one in board.members for _ in range(one.seats - taken[one.kind])]
    if not any(seat.is_chair for seat in sitting):
        # Where every seat of the chair's kind is taken, one of them takes the chair; that is no draw.
        where = next((place for place, one in enumerate(places) if one.kind == board.chair), None)
        if where is not None:
            places[where] = Place(board.chair, is_chair=True)
    return tuple(sorted(places, key=lambda one: not one.is_chair))


def has_own(case: Case) -> bool:
    """Whether a panel of its own draw sits in the case, which then is heard for itself."""
    return panel(case).filter(draw__case=case).exists()


def waiting(case: Case) -> Draw | None:
    """The draw whose hash is published and whose members are not drawn yet."""
    return Draw.objects.filter(case=case, instance=case.instance, drawn_at=None).order_by("-pk").first()


def draws(case: Case) -> QuerySet[Draw]:
    """Every draw of the case, newest first."""
    return Draw.objects.filter(case=case).order_by("-pk")


def candidates(case: Case, *, at: datetime) -> tuple[Candidate, ...]:
    """Everybody whose mandate is in force in the case's board, with his load, and why he is out where he is: of it, or of its group."""
    found = list(in_force(at).filter(office_id=case.office_id, body=case.instance).select_related("person"))
    loads = loads_of(found, at=at)
    out = {one.pk: "" for one in found}
    for heard in (case, *groups.heard_with(case)):
        reasons = _reasons(heard, [one.person_id for one in found])
        for one in found:
            why = reasons.get(one.person_id, "")
            if heard.pk != case.pk and why in (drawing.SEATED, drawing.LEFT):
                why = ""  # he sits there because he sits here
            out[one.pk] = out[one.pk] or why
    return tuple(Candidate(one.pk, one.kind, loads[one.pk], one.is_chair, out[one.pk]) for one in found)


def loads_of(found: list[Member], *, at: datetime) -> dict[int, int]:
    """How many cases each has had of late; who came since begins where the least laden of his kind stands."""
    since = at - timedelta(days=policy.LOAD_DAYS)
    rows = Seat.objects.filter(member__in=found, taken_at__gte=since).order_by().values("member_id").annotate(many=Count("pk"))
    loads = {one.pk: 0 for one in found} | {row["member_id"]: row["many"] for row in rows}
    begun = calendar.tehran_day(since)
    for one in found:
        elders = [loads[other.pk] for other in found if other.kind == one.kind and other.since <= begun]
        if one.since > begun and elders:
            loads[one.pk] = max(loads[one.pk], min(elders))
    return loads


def is_sat_against(person_id: int, case: Case) -> str:
    """Why the person must not sit in the case; empty when nothing is known."""
    return _reasons(case, [person_id]).get(person_id, "")


def barred(case: Case) -> list[tuple[Seat, str]]:
    """Who sits in the case and, by what is known of its sides now, must not; and why."""
    seats = list(panel(case).select_related("case"))
    found = _reasons(case, [one.person_id for one in seats])
    return [(one, found[one.person_id]) for one in seats if found.get(one.person_id) in drawing.NEAR]


def _reasons(case: Case, persons: list[int]) -> dict[int, str]:
    """Person -> why he is out; of several reasons the gravest."""
    sides = list(Party.objects.filter(dossier=case.dossier).select_related("person", "organisation"))
    agents = list(Representation.objects.filter(party__in=sides).select_related("agent"))
    firms = [one.organisation_id for one in sides if one.organisation_id]
    indexes = {one.code_index for one in sides} | {one.person.code_index for one in sides if one.person}
    indexes |= {one.organisation.company_index for one in sides if one.organisation} | {one.agent.code_index for one in agents}
    near = Relation.objects.filter(member__in=persons, code_index__in=indexes - {"", None})
    work = Membership.objects.filter(person__in=persons, organisation__in=firms, state="active")
    jobs = Member.objects.filter(person__in=persons, workplace__in=firms, ended_at=None)
    seats = Seat.objects.filter(case=case, person__in=persons)
    names = {one.person.code_index: one.person_id for one in sides if one.person}
    own = Person.objects.filter(pk__in=persons, code_index__in=indexes - {"", None, *names}).values_list("pk", flat=True)
    is_agent = {one.agent_id for one in agents}
    found: dict[int, str] = {}
    _put(found, seats.filter(instance=case.instance, left_at=None).values_list("person_id", flat=True), drawing.SEATED)
    _put(found, seats.filter(left_at__isnull=False).values_list("person_id", flat=True), drawing.LEFT)
    _put(found, seats.filter(~Q(instance=case.instance)).values_list("person_id", flat=True), drawing.EARLIER)
    _put(found, work.values_list("person_id", flat=True), drawing.WORKPLACE)
    _put(found, jobs.values_list("person_id", flat=True), drawing.WORKPLACE)
    _put(found, near.values_list("member_id", flat=True), drawing.RELATION)
    _put(found, is_agent, drawing.REPRESENTATIVE)
    _put(found, {case.filer_id, case.claimant_id, *names.values(), *(pk for pk in own if pk not in is_agent)}, drawing.SIDE)
    return found


def _put(found: dict[int, str], persons: Iterable[int | None], reason: str) -> None:
    found.update(dict.fromkeys((pk for pk in persons if pk), reason))


def is_running(case: Case) -> bool:
    """Whether a board still has work in the case."""
    return case.state not in flow.ENDED and case.state != "final"


def sitting_of(person_id: int) -> QuerySet[Seat]:
    """The running cases in whose present board the person sits, newest first."""
    rows = Seat.objects.filter(person_id=person_id, left_at=None, instance=F("case__instance"))
    return rows.exclude(case__state__in=[*flow.ENDED, "final"]).select_related("case", "case__dossier").order_by("-pk")
