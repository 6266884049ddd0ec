"""Reads over counters: tickets and visits, what a ticket's person must show, what waits for an officer, a guardian's wards."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from kardad.core import crypto, history
from kardad.core.models import Event
from kardad.kit import calendar
from kardad.people import papers, particulars, policy
from kardad.people.models import Attempt, Paper, Person, RoleGrant, Ticket, Visit

GUARDIAN_CONSENT = "guardian"  # the consent that ties a ward's attempt to its guardian
NOBODY = 0  # whose own history an event is while no person stands behind an attempt; never the officer's

SEEN_IN_PERSON = 3  # the level an officer gives


def ticket(tracking: str) -> Ticket | None:
    """The ticket with this tracking code."""
    return Ticket.objects.select_related("attempt", "attempt__person").filter(attempt__tracking=tracking).first()


def whose(attempt: Attempt) -> int:
    """The person in whose history the attempt's events are read, or nobody yet."""
    return attempt.person_id or NOBODY


def guardian(attempt: Attempt) -> Person | None:
    """The guardian who began the attempt for a ward."""
    consent = attempt.consents.filter(text=GUARDIAN_CONSENT).select_related("person").first()
    return consent.person if consent else None


def expected_papers(attempt: Attempt) -> tuple[papers.Kind, ...]:
    """What the attempt's person must show at a counter: by role, or as a ward with a guardian."""
    if guardian(attempt) is None:
        return papers.of_role(attempt.role, "in_person")
    kinds = ("birth_certificate", "guardian_card", *(("guardianship",) if is_appointed(attempt) else ()))
    return tuple(papers.kinds()[key] for key in kinds)


def optional_papers(attempt: Attempt) -> tuple[papers.Kind, ...]:
    """What the person may show besides, and is never asked for."""
    expected = {kind.key for kind in expected_papers(attempt)}
    if guardian(attempt):
        return ()
    return tuple(kind for kind in papers.of_role(attempt.role, "optional") if kind.key not in expected)


def is_appointed(attempt: Attempt) -> bool:
    """Whether the guardian was appointed by a court, and so must show the appointment."""
    return particulars.typed(attempt).get("relation") == "appointed"


def initials(attempt: Attempt) -> str:
    """The first letters of the name, as much as an officer sees before the papers lie before him."""
    names = particulars.found(attempt) | {key: value for key, value in particulars.typed(attempt).items() if value}
    pair = (names.get("first_name"), names.get("last_name"))
    if not any(pair) and attempt.person:
        pair = (attempt.person.first_name, attempt.person.last_name)
    return " ".join(f"{name[0]}." for name in pair if name) or "–"


def account(attempt: Attempt) -> Person | None:
    """The account that the attempt will belong to, when one exists: its own person, or the proved owner of the code."""
    return attempt.person or Person.objects.filter(code_index=attempt.code_index, level__gt=0).first()


def has_password(person: Person) -> bool:
    """Whether someone can log in with a password."""
    return bool(person.password) and person.has_usable_password()


def is_taken(attempt: Attempt) -> bool:
    """Whether the code's account may be somebody else's work: never seen in person, not the ticket's own, and on another mobile."""
    owner = account(attempt)
    if owner is None or attempt.person_id or owner.level >= SEEN_IN_PERSON:
        return False
    mobile = particulars.typed(attempt).get("mobile", "")
    return owner.mobile_index != (particulars.mobile_index(mobile) if mobile else "")


def needs_password(attempt: Attempt) -> bool:
    """Whether the person must set a password at the counter to have an account to come back to."""
    owner = account(attempt)
    if guardian(attempt) or (owner and has_password(owner) and not is_taken(attempt)):
        return False
    return not particulars.typed(attempt).get("password_hash")


def running(attempt_ticket: Ticket) -> Visit | None:
    """The visit that is under way over the ticket."""
    return attempt_ticket.visits.filter(state="begun").select_related("officer", "office").first()


def last_look(attempt_ticket: Ticket) -> Visit | None:
    """The last finished visit of a first officer."""
    return attempt_ticket.visits.filter(state="finished", is_second=False).select_related("officer", "office").order_by("-pk").first()


def last_visit(attempt_ticket: Ticket, *, office_id: int) -> Visit | None:
    """The office's last finished visit over the ticket."""
    return attempt_ticket.visits.filter(state="finished", office_id=office_id).select_related("officer", "office").order_by("-pk").first()


def begun_by(officer_id: int) -> QuerySet[Visit]:
    """The officer's visits that are under way, oldest first."""
    return Visit.objects.filter(officer_id=officer_id, state="begun").select_related("ticket__attempt").order_by("began_at", "pk")


def visits_of_day(officer_id: int, at: datetime) -> QuerySet[Visit]:
    """The officer's visits of the Tehran day."""
    start, end = calendar.day_start_end(calendar.tehran_day(at))
    return Visit.objects.filter(officer_id=officer_id, began_at__gte=start, began_at__lt=end)


def awaiting_second(*, office_id: int, officer_id: int, at: datetime) -> QuerySet[Ticket]:
    """Tickets that wait for a second officer and were not seen by this officer or in this office, the soonest to expire first."""
    seen = Visit.objects.filter(ticket=OuterRef("pk"), state="finished")
    waiting = Ticket.objects.filter(state="second_needed", expires_at__gt=at).select_related("attempt")
    return (
        waiting.exclude(Exists(seen.filter(office_id=office_id)))
        .exclude(Exists(seen.filter(officer_id=officer_id)))
        .order_by("expires_at", "pk")
    )


def is_sampled(attempt: Attempt) -> bool:
    """Whether the ticket is among those that a second officer looks at: by a keyed hash, so that nobody can foresee or choose it."""
    return int(crypto.blind_index("second-look", attempt.tracking)[:8], 16) % 100 < policy.SECOND_LOOK_PERCENT


def wards(guardian_id: int) -> QuerySet[Person]:
    """The persons who stand under this guardian, by name."""
    return Person.objects.filter(guardian_id=guardian_id).order_by("sort_key", "pk")


def ward_attempts(guardian_id: int) -> QuerySet[Attempt]:
    """The attempts that the guardian began for wards, newest first."""
    return Attempt.objects.filter(consents__person_id=guardian_id, consents__text=GUARDIAN_CONSENT).select_related("ticket").order_by("-pk")


def open_ticket(code_index: str, *, office_id: int) -> Ticket | None:
    """A ticket that this office already filed for the same code and that is still good."""
    return Ticket.objects.filter(
        attempt__code_index=code_index, attempt__office_id=office_id, attempt__state="in_person", state__in=["open", "incomplete"]
    ).first()


def frozen_person(attempt: Attempt) -> Person | None:
    """The closed account behind the attempt's code."""
    return Person.objects.filter(code_index=attempt.code_index, state=Person.State.FROZEN).first() if attempt.code_index else None


def deceased_attempts(person: Person) -> QuerySet[Attempt]:
    """The attempts with this person's code over which a register reported a death."""
    return Attempt.objects.filter(code_index=person.code_index, error="IDV_DECEASED").order_by("pk")


def alive_reports(person: Person) -> QuerySet[Event]:
    """The officers' reports that the person stood before them, newest first."""
    return history.of(person).filter(name="person.alive_reported")


def scans(visit: Visit) -> QuerySet[Paper]:
    """The scans that lie with the visit."""
    return Paper.objects.filter(visit=visit, file__isnull=False).select_related("file").order_by("pk")


def staff_number(visit: Visit) -> int | None:
    """The number under which the visit's officer serves, as receipts show it."""
    return RoleGrant.objects.filter(person_id=visit.officer_id, role="officer").order_by("-pk").values_list("pk", flat=True).first()
