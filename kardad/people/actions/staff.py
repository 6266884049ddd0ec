"""Staff: appointed and relieved by a manager, never by themselves; a new machine's first manager comes from the command line."""

from datetime import datetime

from django.db import transaction

from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.kit import text
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.people import particulars, roles
from kardad.people.actions import roles as grants
from kardad.people.models import LabourOffice, Person, RoleGrant

STAFF_LEVEL = 3


class PersonUnknown(BadInput):
    """Nobody with a verified identity bears this code."""

    code = "STAFF_UNKNOWN"
    message = "کسی با این کد ملی، با هویت تأییدشده، حساب ندارد. نخست خودش احراز هویت کند."


class NotYourself(NotAllowed):
    """Nobody raises or relieves himself."""

    code = "STAFF_SELF"
    message = "نقش خودتان را نمی‌توانید عوض کنید؛ مدیر دیگری باید این کار را بکند."


class OfficeNeeded(BadInput):
    """An officer sits at a counter of some office."""

    code = "STAFF_OFFICE"
    message = "متصدی باجه باید دفتر داشته باشد؛ دفتر او را انتخاب کنید."


class OfficeUnknown(BadInput):
    """No such office, or it is closed."""

    code = "STAFF_NO_OFFICE"
    message = "چنین دفتری باز نیست."


class NotSeen(BadInput):
    """Staff are people whom someone has seen in person."""

    code = "STAFF_LEVEL"
    message = "هویت این شخص حضوری تأیید نشده است. اصل کارت ملی او را ببینید و گزینه آن را علامت بزنید."


class HasStaffRole(Refusal):
    """The person holds this staff role."""

    code = "STAFF_HELD"
    message = "این شخص همین نقش را دارد."


def find(national_code: str) -> Person:
    """The verified, active person who bears this code, or PersonUnknown."""
    index = particulars.code_index(Person.Kind.IRAN, national_code)
    person = Person.objects.filter(code_index=index, level__gte=1, state=Person.State.ACTIVE).first()
    if person is None:
        raise PersonUnknown(field="national_code")
    return person


def office_of(pk: int | None) -> LabourOffice | None:
    """The open office of that number, None for none, or OfficeUnknown."""
    if pk is None:
        return None
    found = LabourOffice.objects.filter(pk=pk, is_open=True).first()
    if found is None:
        raise OfficeUnknown(field="office")
    return found


@transaction.atomic
def appoint(person: Person, *, role: str, office: LabourOffice | None, was_seen: bool, by: Actor, at: datetime) -> RoleGrant:
    """The person holds the staff role, bound to the office; whoever appoints answers for having seen him in person."""
    if role not in roles.STAFF or (by != SYSTEM and by.role != "manager"):
        raise NotAllowed(flow="staff", state="", move="appoint", role=by.role)
    if person.pk == by.person_id:
        raise NotYourself
    if role == "officer" and office is None:
        raise OfficeNeeded(field="office")
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.level < STAFF_LEVEL:
        if not was_seen:
            raise NotSeen(field="was_seen")
        _vouch(person, by=by, at=at)
    if person.grants.filter(role=role, state__in=["pending", "incomplete", "active"]).exists():
        raise HasStaffRole(field="role")
    grant = RoleGrant.objects.create(person=person, role=role, state="active", office=office, asked_at=at, decided_at=at)
    place = office.name if office else ""
    record("staff.appointed", grant, by=by, at=at, person_id=person.pk, role=roles.title(role), office=place)
    if by.is_person:
        record("staff.appointed_by_me", grant, by=by, at=at, who=person.name, role=roles.title(role))
    return grant


@transaction.atomic
def relieve(grant: RoleGrant, *, reason: str, by: Actor, at: datetime) -> RoleGrant:
    """The person's staff role has ended, from his next request on."""
    if by.role != "manager" or grant.role not in roles.STAFF:
        raise NotAllowed(flow="staff", state=grant.state, move="relieve", role=by.role)
    if grant.person_id == by.person_id:
        raise NotYourself
    return grants.end(grant, reason=reason, by=by, at=at)


def _vouch(person: Person, *, by: Actor, at: datetime) -> None:
    person.level, person.level_at, person.level_method = STAFF_LEVEL, at, "appointment"
    person.save(update_fields=["level", "level_at", "level_method"])
    record("person.level_changed", person, by=by, at=at, person_id=person.pk, to=text.to_persian_digits(person.level), method="appointment")
