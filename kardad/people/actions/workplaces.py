"""Workplace codes: each with the days from which and until which it was in force."""

from datetime import date, datetime

from django.db import transaction

from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit.refusal import BadInput, Refusal
from kardad.people.models import Organisation, Person, WorkplaceCode


class CodeInForce(Refusal):
    """The code is already on the list and in force."""

    code = "WORKPLACE_HELD"
    message = "این کد کارگاه در فهرست است و اعتبار دارد."


class WrongPeriod(BadInput):
    """A period that ends before it begins."""

    code = "WORKPLACE_PERIOD"
    message = "پایان اعتبار نمی‌تواند پیش از آغاز آن باشد."


class CodeEnded(Refusal):
    """The code's end was written before."""

    code = "WORKPLACE_ENDED"
    message = "پایان اعتبار این کد پیش‌تر ثبت شده است."


@transaction.atomic
def add(owner: Person | Organisation, *, code: str, title: str, valid_from: date, by: Actor, at: datetime) -> WorkplaceCode:
    """The code is in force for the owner from that day."""
    owner = type(owner).objects.select_for_update().get(pk=owner.pk)
    if owner.workplace_codes.filter(code=code, valid_to=None).exists():
        raise CodeInForce(field="code")
    row = owner.workplace_codes.create(code=code, title=title, valid_from=valid_from)
    record("workplace.added", row, by=by, at=at, title=title or "کارگاه")
    return row


@transaction.atomic
def end(row: WorkplaceCode, *, valid_to: date, by: Actor, at: datetime) -> WorkplaceCode:
    """The code was in force until that day; it stays on the list."""
    row = WorkplaceCode.objects.select_for_update().get(pk=row.pk)
    if row.valid_to is not None:
        raise CodeEnded
    if valid_to < row.valid_from:
        raise WrongPeriod(field="valid_to")
    row.valid_to = valid_to
    row.save(update_fields=["valid_to"])
    record("workplace.ended", row, by=by, at=at, title=row.title or "کارگاه")
    return row
