"""A batch waits for a worker, is his alone for a turn, comes to its end or fails; each step is safe to repeat."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction

from kardad.contracts import batches
from kardad.contracts.actions import drafting
from kardad.contracts.actions.drafting import For
from kardad.contracts.batches import Told
from kardad.contracts.models import Batch, BatchRow, Contract
from kardad.core import files
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.kit import text
from kardad.kit.refusal import Refusal
from kardad.people.models import Organisation, Person

Clock = Callable[[], datetime]
State = Batch.State

# One turn of a worker: other work waits behind it. A lease outlives every turn, so that only a dead worker is overtaken.
TURN: Final = timedelta(seconds=45)
LEASE: Final = timedelta(minutes=6)
MOST_TRIES: Final = 5


class UsedForm(Refusal):
    """The form has already made a batch that is somebody else's."""

    code = "CONTRACT_BATCH_FORM_USED"
    message = "این فرم پیش‌تر فرستاده شده است. صفحه را دوباره باز کنید و از نو بفرستید."


class NoRows(Refusal):
    """There is nothing to do."""

    code = "CONTRACT_BATCH_EMPTY"
    message = "چیزی برای این کار پیدا نشد."


class GaveUp(Refusal):
    """A batch was begun several times and never came to its end."""

    code = "CONTRACT_BATCH_GAVE_UP"
    status = 500
    message = "این کار چند بار نیمه‌کاره ماند؛ اشکال از سوی ماست و ثبت شد. آنچه انجام شده می‌ماند؛ بقیه را دوباره بفرستید."


class Overtaken(Exception):
    """Another worker has the batch by now, or it is gone."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a row."""

    place: int
    state: str
    told: Told = field(default_factory=Told)
    contract: Contract | None = None
    more: tuple[tuple[str, Any], ...] = ()  # further fields of its BatchRow


def begin(person: Person, whom: For, *, once: str, expected: int, by: Actor, at: datetime, **values: Any) -> tuple[Batch, bool]:
    """A batch waits for its worker; sent again, it is the same one, and the second is False. Raises NotVerified, NotYours, UsedForm."""
    if person.level < 1:
        raise drafting.NotVerified
    drafting.ensure_theirs(person, whom)
    if there := sent(once, person):
        return there, False
    employer = None if whom.organisation else whom.principal or person
    row = Batch(
        once=once, organisation=whom.organisation, employer=employer, person=person, expected=expected, made_at=at, due_at=at, **values
    )
    try:
        with transaction.atomic():
            row.save()
            record("contract_batch.begun", row, by=by, at=at, what=row.get_kind_display(), count=text.to_persian_digits(expected))
    except IntegrityError:
        there = sent(once, person)
        if there is None:
            raise
        return there, False
    return row, True


def sent(once: str, person: Person) -> Batch | None:
    """The batch that this form made already. Raises UsedForm where it is somebody else's."""
    row = Batch.objects.filter(once=once).first()
    if row is not None and row.person_id != person.pk:
        raise UsedForm
    return row


def whom(row: Batch) -> For:
    """Whose contracts the batch is about."""
    return For(row.organisation, row.employer if row.employer_id != row.person_id else None)


def actor(row: Batch) -> Actor:
    """Who sent the batch, as he acts in it."""
    return Actor(row.person_id, "employer", level=row.person.level)


def lock_employer(row: Batch) -> None:
    """Nobody else makes contracts of this employer from a file until the transaction ends."""
    whose = Organisation.objects.filter(pk=row.organisation_id or 0) if row.organisation else Person.objects.filter(pk=row.employer_id or 0)
    whose.select_for_update().get()


@transaction.atomic
def claimed(pk: int, *, at: datetime) -> Batch | None:
    """The batch, for this worker alone until its lease ends."""
    row = Batch.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, due_at__lte=at).first()
    if row is None:
        return None
    row.run, row.tries, row.due_at = secrets.token_hex(8), row.tries + 1, at + LEASE
    if row.state == State.WAITING:
        row.state = State.WORKING
    row.save(update_fields=["run", "tries", "due_at", "state"])
    return row


def held(row: Batch) -> Batch:
    """The batch locked, if it is still this worker's."""
    found = Batch.objects.select_for_update(of=("self",)).filter(pk=row.pk, run=row.run, due_at__isnull=False).first()
    if found is None:
        raise Overtaken
    return found


def keep(row: Batch, found: list[Done], *, at: datetime) -> None:
    """What became of these rows stands with the batch, which the caller's transaction holds."""
    values = [
        BatchRow(batch=row, place=one.place, state=one.state, contract=one.contract, told=batches.as_json(one.told), **dict(one.more))
        for one in found
    ]
    BatchRow.objects.bulk_create(values)
    counted(row, found, at=at)


def counted(row: Batch, found: list[Done], *, at: datetime) -> None:
    """The batch that is held has dealt with so many rows more."""
    good = (BatchRow.State.MADE, BatchRow.State.READY, BatchRow.State.SIGNED)
    row.done += len(found)
    row.made += sum(one.state in good for one in found)
    row.bad += sum(one.state == BatchRow.State.WRONG for one in found)
    row.tries, row.due_at = 0, at + LEASE
    row.save(update_fields=["done", "made", "bad", "tries", "due_at"])


def end(row: Batch, *, at: datetime, state: str = State.DONE, **values: Any) -> None:
    """The batch is done, or ready for its code; its file is not needed any more and gone."""
    with transaction.atomic():
        found = held(row)
        file = found.file
        found.state, found.due_at, found.expected, found.file = state, None, found.done, None
        found.given = ""
        if state == State.READY:
            found.ready_at = at
        else:
            found.finished_at = at
        for name, value in values.items():
            setattr(found, name, value)
        found.save()
        if state == State.DONE:
            told = {"what": found.get_kind_display(), "count": text.to_persian_digits(found.made)}
            record("contract_batch.finished", found, by=SYSTEM, at=at, person_id=found.person_id, **told)
    if file:
        files.drop(file)


def fail(row: Batch, refusal: Refusal, *, at: datetime) -> None:
    """The batch says why it went no further; what was done until then stays."""
    with transaction.atomic():
        found = held(row)
        file = found.file
        found.state, found.failure, found.due_at, found.finished_at = State.FAILED, refusal.text[:300], None, at
        found.file, found.given = None, ""
        found.save()
        record("contract_batch.failed", found, by=SYSTEM, at=at, person_id=found.person_id, what=found.get_kind_display())
    if file:
        files.drop(file)


@transaction.atomic
def release(row: Batch, *, at: datetime) -> None:
    """The turn is over; whoever comes next goes on."""
    found = held(row)
    found.due_at = at
    found.save(update_fields=["due_at"])


def is_due(row: Batch) -> bool:
    """Whether work is left."""
    return row.state in (State.WAITING, State.WORKING, State.SIGNING)


def ensure_keeps(row: Batch) -> None:
    """Raises NotYours where its sender acts for the employer no more."""
    drafting.ensure_theirs(row.person, whom(row))
