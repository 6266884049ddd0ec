"""Methods: staff switch the ways of verification on and off, with a reason that visitors read."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput
from kardad.people import methods
from kardad.people.models import Method, Person


class ReasonNeeded(BadInput):
    """No method changes without a reason."""

    code = "METHOD_REASON"
    message = "دلیل را بنویسید."


class HoursWrong(BadInput):
    """Only one end of the opening hours, or an end before the beginning."""

    code = "METHOD_HOURS"
    message = "ساعت آغاز و پایان را با هم بنویسید؛ پایان پس از آغاز است."


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours in Tehran time; none of both means always."""

    opens_at: time | None = None
    closes_at: time | None = None


@transaction.atomic
def switch(key: str, *, is_enabled: bool, reason: str, hours: Hours, by: Actor, at: datetime) -> Method:
    """The method is on or off at once, in these hours; the reason is on record and, when off, on the verification page."""
    shown = methods.find(key)
    if by.role != "manager" or shown is None:
        raise NotAllowed(flow="method", state=key, move="switch", role=by.role)
    if not reason.strip():
        raise ReasonNeeded(field="reason")
    if (hours.opens_at is None) != (hours.closes_at is None) or (hours.opens_at and hours.closes_at and hours.opens_at >= hours.closes_at):
        raise HoursWrong(field="closes_at")
    Method.objects.get_or_create(key=key, defaults=methods.shipped()[key])
    method = Method.objects.select_for_update().get(key=key)
    method.is_enabled, method.disabled_reason = is_enabled, "" if is_enabled else reason
    method.opens_at, method.closes_at = hours.opens_at, hours.closes_at
    method.save()
    manager = Person.objects.get(pk=by.person_id or 0)
    event = "method.opened" if is_enabled else "method.closed"
    record(event, manager, by=by, at=at, key=key, method=method.title, reason=reason)
    return method
