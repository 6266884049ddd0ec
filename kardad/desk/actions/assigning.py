"""Who works on a request: by skill and load, never its client, nobody away, and nobody who knows the other side's matter."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from kardad.core import hours
from kardad.core.actor import SYSTEM, Actor
from kardad.desk import catalogue, flow, policy
from kardad.desk.actions import clocks, common
from kardad.desk.actions.common import deed
from kardad.desk.models import Assignment, Item, Opponent, OwnSide, Request, Skill
from kardad.kit.refusal import BadInput, Refusal
from kardad.people.models import Membership, Person, RoleGrant
from kardad.work import actions as work

EVERY = "*"


class NoExpert(Refusal):
    """The person works here as no expert now, or is away."""

    code = "ASSIGN_NO_EXPERT"
    message = "این شخص اکنون کارشناس فعال نیست یا در مرخصی است. کارشناس دیگری انتخاب کنید."


class OwnRequest(Refusal):
    """Nobody works on a request of his own or of his organisation."""

    code = "ASSIGN_OWN"
    message = "کارشناس نمی‌تواند روی درخواست خودش یا سازمان خودش کار کند. کارشناس دیگری انتخاب کنید."


class Conflict(Refusal):
    """The expert works, or lately worked, for the other side; with whom is told to nobody."""

    code = "ASSIGN_CONFLICT"
    message = "سپردن این درخواست به این کارشناس تعارض منافع می‌سازد. کارشناس دیگری انتخاب کنید."


class SameExpert(Refusal):
    """The request lies with him already."""

    code = "ASSIGN_SAME"
    message = "این درخواست هم‌اکنون نزد همین کارشناس است."


class WhyMoved(BadInput):
    """A request is taken from an expert for a reason."""

    code = "ASSIGN_REASON"
    message = "دلیل جابه‌جایی را بنویسید."


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert as a manager weighs him; `conflict` never says with whom."""

    expert: Person
    open_count: int
    is_away: bool
    conflict: bool
    is_skilled: bool

    @property
    def may_be_given(self) -> bool:
        """Whether the request may be given to him."""
        return not self.is_away and not self.conflict


@deed
def assign(request: Request, *, expert: Person, by: Actor, at: datetime) -> Request:
    """T2: the request lies with the expert, who owes a first response counted from its sending."""
    request = common.locked(request.pk)
    common.move(request, "assign", by=by)
    _ensure_fit(request, expert, at=at)
    left = max(0, policy.FIRST_RESPONSE_HOURS * clocks.HOUR - hours.between(request.submitted_at or at, at))
    request.assigned_at = at
    clocks.start(request, "first_response", left, at=at)
    _give(request, expert, at=at)
    work.close_item("request.assign", request, outcome="assigned", at=at)
    common.note("request.assigned", request, by=by, at=at)
    return common.keep(request, at=at)


@deed
def assign_by_load(request: Request, *, at: datetime) -> Person | None:
    """The request lies with the least laden expert who is free for it, or still with nobody: then None."""
    request = common.locked(request.pk)
    return give_to_free(request, at=at) if request.state == "submitted" else None


def give_to_free(request: Request, *, at: datetime) -> Person | None:
    """The same for a request that the caller holds."""
    found = candidates(request, at=at)
    free = next((one for one in found if one.may_be_given and one.is_skilled and one.open_count < policy.FREE_UNDER), None)
    if free is None:
        return None
    assign(request, expert=free.expert, by=SYSTEM, at=at)
    request.refresh_from_db()
    return free.expert


@deed
def reassign(request: Request, *, expert: Person, reason: str, by: Actor, at: datetime) -> Request:
    """The request lies with another expert, for a reason; whatever clock runs, runs on."""
    request = common.locked(request.pk)
    if by.role != "manager" or request.state in (*flow.ENDED, "draft", "submitted"):
        raise common.forbid(request, "reassign", by=by)
    common.ensure_yours(request, "reassign", by=by)
    if not common.letters(reason):
        raise WhyMoved(field="reason")
    if request.assigned_to_id == expert.pk:
        raise SameExpert(field="expert")
    _ensure_fit(request, expert, at=at)
    work.close_item("request.assigned", request, outcome="moved", at=at)
    _give(request, expert, at=at)
    common.note("request.reassigned", request, by=by, at=at, reason=reason.strip())
    return common.keep(request, at=at)


def candidates(request: Request, *, at: datetime) -> list[Candidate]:
    """Every expert but the request's own people: who may be given it first, the skilled before others, the least laden first."""
    groups = {catalogue.service(code).group for code in request.items.values_list("service_code", flat=True)}
    grants = RoleGrant.objects.filter(role="expert", state="active", person__state=Person.State.ACTIVE, person__level=3)
    people = Person.objects.filter(pk__in=grants.values("person")).exclude(pk__in=_own_people(request)).order_by("pk")
    load = Q(requests_assigned__isnull=False) & ~Q(requests_assigned__state__in=flow.ENDED)
    experts = list(people.annotate(carried=Count("requests_assigned", filter=load)))
    skills: dict[int, list[Skill]] = {}
    for skill in Skill.objects.filter(expert__in=experts):
        skills.setdefault(skill.expert_id, []).append(skill)
    walled = conflicting(request, at=at)
    found = []
    for one in experts:
        held = skills.get(one.pk, [])
        known = {skill.group for skill in held}
        found.append(
            Candidate(
                expert=one,
                open_count=one.carried,
                is_away=any(skill.is_away for skill in held),
                conflict=one.pk in walled,
                is_skilled=bool(held) and (EVERY in known or groups <= known),
            )
        )
    return sorted(found, key=lambda one: (not one.may_be_given, not one.is_skilled, one.open_count, one.expert.pk))


def conflicting(request: Request, *, at: datetime) -> set[int]:
    """The experts who hold, or held in the last two years, a request of this one's other side."""
    theirs = OwnSide.objects.filter(index__in=request.opponents.values("index")).values("request")
    against_us = Opponent.objects.filter(index__in=request.own_sides.values("index")).values("request")
    since = at - policy.CONFLICT_LASTS
    lately = Q(ended_at=None) & (Q(request__ended_at=None) | Q(request__ended_at__gt=since)) | Q(ended_at__gt=since)
    rows = Assignment.objects.filter(lately).filter(Q(request__in=theirs) | Q(request__in=against_us)).exclude(request=request)
    return set(rows.values_list("expert_id", flat=True))


def ensure_somebody(request: Request, *, at: datetime) -> None:
    """Managers are asked to find another expert where the one of before works here no more, or is away."""
    if request.assigned_to_id is None or request.assigned_to_id not in _working():
        title = f"درخواست {request.shown_number}: کارشناس پیشین در دسترس نیست"
        work.open_item("request.assign", request, title=title, role="manager", at=at, office_id=request.office_id)


def work_minutes(item: Item) -> int:
    """The working minutes that are promised for the item."""
    service = catalogue.service(item.service_code)
    return (service.hours + (item.quantity - 1) // 10 * service.hours_per_ten) * clocks.HOUR


def _ensure_fit(request: Request, expert: Person, *, at: datetime) -> None:
    if expert.pk in _own_people(request):
        raise OwnRequest(field="expert")
    if expert.pk not in _working():
        raise NoExpert(field="expert")
    if expert.pk in conflicting(request, at=at):
        raise Conflict(field="expert")


def _working() -> set[int]:
    held = RoleGrant.objects.filter(role="expert", state="active", person__state=Person.State.ACTIVE, person__level=3)
    away = Skill.objects.filter(is_away=True)
    return set(held.exclude(person__in=away.values("expert")).values_list("person_id", flat=True))


def _own_people(request: Request) -> set[int]:
    found = {request.applicant_id, request.client_id} - {None}
    if request.organisation_id is not None:
        rows = Membership.objects.filter(organisation_id=request.organisation_id, state__in=["awaiting", "active"])
        found |= set(rows.values_list("person_id", flat=True))
    return {one for one in found if one is not None}


def _give(request: Request, expert: Person, *, at: datetime) -> None:
    Assignment.objects.filter(request=request, ended_at=None).update(ended_at=at)
    Assignment.objects.create(request=request, expert=expert, begun_at=at)
    request.assigned_to = expert
    title = f"درخواست {request.shown_number} به شما سپرده شد"
    item = work.open_item("request.assigned", request, title=title, role="expert", at=at, due_at=request.clock_due_at)
    item.assigned_to_id = expert.pk
    item.save(update_fields=["assigned_to_id"])
