"""Reads of delivery: free hours, calls to make, papers and their versions, what clients thought of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, QuerySet

from kardad.desk import catalogue, flow, policy
from kardad.desk.models import Appointment, Deliverable, Item, Rating, Shift, Skill, Slot, Withdrawal
from kardad.kit import calendar
from kardad.people.models import Person

QUARTER = timedelta(minutes=policy.SLOT_MINUTES)
LEAD = timedelta(minutes=30)  # an hour that begins sooner is not offered
NOT_HELD = ("missed", "cancelled")  # the hours that are used when the client has no right to another one


@dataclass(frozen=True, slots=True)
class Free:
    """Some quarters of one expert, one after another, that nobody has taken."""

    expert: Person
    starts_at: datetime
    minutes: int

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.expert.pk}~{self.starts_at:%Y%m%dT%H%M%z}"


@dataclass(frozen=True, slots=True)
class FreeDay:
    """The free hours of one day, by the clock."""

    day: date
    hours: list[Free]


def experts_for(item: Item) -> list[Person]:
    """Who may give the hour: the expert of the request first, then others with the skill who are not away and not parties to it."""
    request = item.request
    group = catalogue.service(item.service_code).group
    able = Skill.objects.filter(Q(group=group) | Q(group="*"), is_away=False).values("expert_id")
    rows = Person.objects.filter(pk__in=able, state=Person.State.ACTIVE, grants__role="expert", grants__state="active").distinct()
    others = rows.exclude(pk__in=[pk for pk in (request.applicant_id, request.client_id, request.assigned_to_id) if pk]).order_by("pk")
    return [*([request.assigned_to] if request.assigned_to else []), *others]


def free_hours(item: Item, *, at: datetime, experts: Iterable[Person] | None = None) -> list[Free]:
    """What may be taken for the item, a quarter a unit, in the coming days: by expert in their order, then by time."""
    able, wanted = list(experts if experts is not None else experts_for(item)), item.quantity
    span = (at + LEAD, at + policy.SLOTS_AHEAD)
    rows = Slot.objects.filter(expert__in=able, appointment=None, starts_at__range=span).values_list("expert_id", "starts_at")
    taken: dict[int, set[datetime]] = {}
    for expert_id, starts_at in rows:
        taken.setdefault(expert_id, set()).add(starts_at)
    return [
        Free(expert, start, wanted * policy.SLOT_MINUTES)
        for expert in able
        for start in sorted(taken.get(expert.pk, ()))
        if all(start + QUARTER * step in taken[expert.pk] for step in range(1, wanted))
    ]


def by_day(found: Iterable[Free]) -> list[FreeDay]:
    """The hours under their days in Tehran, in order."""
    days: dict[date, list[Free]] = {}
    for one in sorted(found, key=lambda free: free.starts_at):
        days.setdefault(calendar.tehran_day(one.starts_at), []).append(one)
    return [FreeDay(day, hours) for day, hours in days.items()]


def open_appointment(item: Item) -> Appointment | None:
    """The hour that is held or booked for the item."""
    return item.appointments.filter(state__in=("held", "booked")).select_related("expert").first()


def last_appointment(item: Item) -> Appointment | None:
    """The last hour of the item that was more than a thought."""
    return item.appointments.exclude(state="released").select_related("expert").order_by("-pk").first()


def calls_of(expert_id: int) -> QuerySet[Appointment]:
    """The calls that an expert has still to make, the next one first."""
    rows = Appointment.objects.filter(expert_id=expert_id, state="booked").select_related("item__request__applicant")
    return rows.order_by("starts_at", "pk")


def shifts(start: datetime, end: datetime, *, expert_id: int | None = None) -> QuerySet[Shift]:
    """The shifts that begin in this span, by expert and time, with their slots."""
    rows = Shift.objects.filter(starts_at__gte=start, starts_at__lt=end).select_related("expert").prefetch_related("slots__appointment")
    if expert_id is not None:
        rows = rows.filter(expert_id=expert_id)
    return rows.order_by("starts_at", "pk")


def papers_of(item: Item, *, is_staff: bool) -> QuerySet[Deliverable]:
    """The versions of what the item brings, newest first; the client sees those that were released."""
    rows = item.deliverables.select_related("made_by", "signed_by", "signer").order_by("-version")
    return rows if is_staff else rows.filter(released_at__isnull=False)


def latest(item: Item) -> Deliverable | None:
    """The last version of what the item brings, in whatever state."""
    return item.deliverables.order_by("-version").first()


def to_sign(person_id: int) -> QuerySet[Deliverable]:
    """The papers that wait for this expert's signature, oldest first."""
    rows = Deliverable.objects.filter(signer_id=person_id, signed_by=None, released_at=None, recalled_at=None)
    return rows.select_related("item__request", "made_by").order_by("pk")


def may_rate(item: Item) -> bool:
    """Whether the client may say now what he thought of the item: it was delivered and he has not said it yet."""
    is_over = item.state == "delivered" and item.request.state in ("delivered", "closed")
    return is_over and not Rating.objects.filter(item=item).exists()


def ratings_by_expert(start: datetime, end: datetime) -> Sequence[Mapping[str, object]]:
    """For each expert of a request that was rated in this span: `expert`, `average`, `count`; best first."""
    rows = Rating.objects.filter(at__gte=start, at__lt=end, item__request__assigned_to__isnull=False)
    found = rows.values(expert=F("item__request__assigned_to")).annotate(average=Avg("score"), count=Count("pk"))
    return list(found.order_by("-average", "expert"))


def ratings_by_service(start: datetime, end: datetime) -> Sequence[Mapping[str, object]]:
    """For each service that was rated in this span: `service`, `average`, `count`; best first."""
    rows = Rating.objects.filter(at__gte=start, at__lt=end)
    found = rows.values(service=F("item__service_code")).annotate(average=Avg("score"), count=Count("pk"))
    return list(found.order_by("-average", "service"))


def due(rows: QuerySet[Appointment], field: str, at: datetime) -> list[int]:
    """The ids of the rows whose time has come, oldest first."""
    return list(rows.filter(**{f"{field}__lte": at}).order_by(field, "pk").values_list("pk", flat=True)[:200])


def holds_over(at: datetime) -> list[int]:
    """Hours that were held and not paid in time."""
    return due(Appointment.objects.filter(state="held"), "held_until", at)


def reminders_due(at: datetime) -> list[int]:
    """Hours of which the client is to be reminded now."""
    return due(Appointment.objects.filter(state__in=("booked", "missed")), "remind_at", at)


def lapsed(at: datetime) -> list[int]:
    """Hours that were missed so long ago that none may stand for them, of services that wait for one and on whose money nobody decides."""
    waiting = {"item__state__in": ("priced", "in_progress"), "item__request__state__in": flow.PAID_STATES}
    later = Appointment.objects.filter(item=OuterRef("item"), pk__gt=OuterRef("pk")).exclude(state="released")
    asked = Withdrawal.objects.filter(request=OuterRef("item__request"), refund__state="requested")
    rows = Appointment.objects.filter(~Exists(later), ~Exists(asked), state="missed", **waiting)
    return due(rows, "ended_at", at - policy.MISSED_LASTS)


def paid_states() -> tuple[str, ...]:
    """The states of a request in which an hour is booked as soon as it is chosen."""
    return tuple(state for state in flow.PAID_STATES if state not in ("partially_paid", "delivered"))


def due_papers(at: datetime) -> QuerySet[Deliverable]:
    """The released versions whose official paper is to be asked for."""
    return Deliverable.objects.filter(paper_due_at__lte=at).order_by("paper_due_at", "pk")
