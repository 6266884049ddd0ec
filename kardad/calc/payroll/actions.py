"""A roster is taken, computed part by part by whoever has the list, made into a workbook and forgotten; each step is safe to repeat."""

import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import Any

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from kardad.calc.models import PayrollList, PayrollPart
from kardad.calc.payroll import computing, notes, queries, writing
from kardad.calc.roster import books
from kardad.calc.roster.books import Book, EmptyRoster
from kardad.calc.roster.columns import Headings
from kardad.calc.roster.rows import Person as Row
from kardad.calc.roster.rows import Reader
from kardad.core import crypto, files, outside
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.core.models import StoredFile
from kardad.gateways.scanner.port import Clean, Infected
from kardad.kit import calendar, text
from kardad.kit.refusal import BadInput, Refusal
from kardad.law import instruments, policies
from kardad.law.instruments import Law
from kardad.law.kinds import Month
from kardad.people.models import Person

log = structlog.get_logger()
Clock = Callable[[], datetime]

# What is computed in the request itself, and all that a visitor may send.
AT_ONCE = 200
VISITORS_KEPT = timedelta(days=1)
KEPT = timedelta(days=30)
# One turn of a worker: other work waits behind it. A lease outlives every turn, so that only a dead worker is overtaken.
TURN = timedelta(seconds=45)
LEASE = timedelta(minutes=6)
MOST_TRIES = 5
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class LogInForMore(Refusal):
    """A visitor sent more people than are computed without an account."""

    code = "PAYROLL_LIST_LOG_IN"
    status = 403
    message = "بدون ورود تا {most} نفر حساب می‌شود. وارد شوید تا همین پرونده را کامل حساب کنیم، یا آن را کوتاه‌تر کنید."


class UsedForm(Refusal):
    """The form has already made a list that is somebody else's."""

    code = "PAYROLL_LIST_FORM_USED"
    message = "این فرم پیش‌تر فرستاده شده است. صفحه را دوباره باز کنید و پرونده را بفرستید."


class GaveUp(Refusal):
    """A list was begun several times and never came to its end."""

    code = "PAYROLL_LIST_GAVE_UP"
    status = 500
    message = "حساب این پرونده چند بار نیمه‌کاره ماند؛ اشکال از سوی ماست و ثبت شد. آن را به چند پرونده کوچک‌تر بخش کنید."


class Overtaken(Exception):
    """Another worker has the list by now, or it is gone."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was chosen beside the file; `once` names the form, so that it makes one list however often it is sent."""

    once: str
    file_name: str
    month: Month
    readings: dict[str, Any]
    rounding: int = 0
    title: str = ""


def begin(book: Book[Headings], *, sent: Sent, person: Person | None, law: Law, by: Actor, at: datetime) -> PayrollList:
    """A list waits to be computed, with its roster sealed; sent again, the same list. Raises EmptyRoster, LogInForMore, InfectedFile."""
    if made := _made(sent.once, person):
        return made
    some = sum(1 for _ in islice(book.rows(), AT_ONCE + 1))
    if not some:
        raise EmptyRoster
    if some > AT_ONCE and person is None:
        raise LogInForMore(most=text.to_persian_digits(AT_ONCE))
    stored = keep_roster(book, sent.file_name, owner_id=person.pk if person else None, at=at)
    row = PayrollList(
        once=sent.once,
        person=person,
        title=sent.title,
        month=f"{sent.month.year:04}-{sent.month.month:02}",
        policies=sent.readings,
        rounding=sent.rounding,
        law_version=law.version,
        expected=some if some <= AT_ONCE else max(book.lines - book.headings.row, some),
        headings=list(book.headings.written),
        notes=notes.of_book(book),
        roster=stored,
        due_at=at,
        created_at=at,
        expires_at=at + (KEPT if person else VISITORS_KEPT),
    )
    try:
        with transaction.atomic():
            row.save()
            record("payroll_list.begun", row, by=by, at=at, month=_said(row))
    except IntegrityError:
        files.drop(stored)
        return _made(sent.once, person) or row
    return row


def is_at_once(row: PayrollList) -> bool:
    """Whether the list is small enough to be computed in the request that brought it."""
    return row.expected <= AT_ONCE


def work(pk: int, *, clock: Clock) -> bool:
    """The list came as far as one turn allows, its end included; False when somebody else has it or nothing is due."""
    row = _claimed(pk, at=clock())
    if row is None:
        return False
    until = clock() + TURN
    # What the turn before left to write is written now, however long the turn has been.
    is_left = row.state == PayrollList.State.WRITING
    try:
        if row.tries > MOST_TRIES:
            log.error("payroll list given up", payroll_list=pk)
            raise GaveUp
        if not is_left:
            _compute(row, clock, until)
        if is_left or (row.state == PayrollList.State.WRITING and clock() < until):
            _write(row, clock)
        else:
            _release(row, at=clock())
    except (BadInput, GaveUp) as refusal:
        _fail(row, refusal, at=clock())
    except Overtaken:
        log.info("payroll list overtaken", payroll_list=pk)
    return True


@transaction.atomic
def _erased(row: PayrollList, event: str, *, by: Actor, at: datetime) -> list[StoredFile]:
    """The list is gone from the tables; what it kept in the storage is returned, to be dropped once that is certain."""
    held = PayrollList.objects.select_for_update().filter(pk=row.pk).first()
    if held is None:
        return []
    stored = [one for one in (held.roster, held.workbook) if one]
    record(event, held, by=by, at=at, person_id=held.person_id, month=_said(held))
    held.delete()
    return stored


def forget(row: PayrollList, *, by: Actor, at: datetime) -> None:
    """The list, its people and its files are gone; that there was one stays in the history."""
    for stored in _erased(row, "payroll_list.forgotten", by=by, at=at):
        files.drop(stored)


def expire(pk: int, *, at: datetime) -> int:
    """A list whose time is over is gone as if it had been deleted."""
    row = queries.expired(at).filter(pk=pk).first()
    if row is None:
        return 0
    for stored in _erased(row, "payroll_list.expired", by=SYSTEM, at=at):
        files.drop(stored)
    return 1


def _made(once: str, person: Person | None) -> PayrollList | None:
    row = PayrollList.objects.filter(once=once).first()
    if row and row.person_id != (person.pk if person else None):
        raise UsedForm
    return row


def keep_roster(book: Book[Any], name: str, *, owner_id: int | None, at: datetime) -> StoredFile:
    """The roster, scanned and sealed; it is read by us and never served, so one that waits for the scanner is no danger."""
    outside.ensure_no_transaction()
    verdict = outside.scanner().scan(book.source.raw)
    if isinstance(verdict, Infected):
        raise files.InfectedFile
    stored = _stored(book.source.raw, name, "text/csv" if book.source.encoding else WORKBOOK, owner_id, at)
    if not isinstance(verdict, Clean):
        stored.scan, stored.scan_due_at = StoredFile.Scan.WAITING, at + files.SCAN_RETRY
    stored.save()
    return stored


def _stored(raw: bytes, name: str, media_type: str, owner_id: int | None, at: datetime) -> StoredFile:
    """A file whose sealed bytes lie in the storage, not yet in its table."""
    stored = StoredFile(
        name=text.display(name)[-200:],
        media_type=media_type,
        size=len(raw),
        sha256=sha256(raw).hexdigest(),
        scan=StoredFile.Scan.CLEAN,
        owner_id=owner_id,
        stored_at=at,
    )
    default_storage.save(files.path_of(stored), ContentFile(crypto.seal_bytes(raw)))
    return stored


@transaction.atomic
def _claimed(pk: int, *, at: datetime) -> PayrollList | None:
    """The list, for this worker alone until its lease ends."""
    row = PayrollList.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, due_at__lte=at).first()
    if row is None:
        return None
    row.run, row.tries, row.due_at = secrets.token_hex(8), row.tries + 1, at + LEASE
    if row.state == PayrollList.State.WAITING:
        row.state = PayrollList.State.WORKING
    row.save(update_fields=["run", "tries", "due_at", "state"])
    return row


def _held(row: PayrollList) -> PayrollList:
    """The list locked, if it is still this worker's."""
    held = PayrollList.objects.select_for_update(of=("self",)).filter(pk=row.pk, run=row.run, due_at__isnull=False).first()
    if held is None:
        raise Overtaken
    return held


def _compute(row: PayrollList, clock: Clock, until: datetime) -> None:
    """Part after part is computed and kept, until the file or the turn ends; parts that are kept already are passed over."""
    stored = row.roster
    if stored is None:
        raise Overtaken
    book = books.opened(stored.name, files.read(stored))
    month = Month(*map(int, row.month.split("-")))
    people = Reader(book, month).people(after=row.done)
    law = instruments.current().known_on(calendar.parse_jalali(row.law_version.partition(".")[0]))
    readings = policies.read(row.policies)
    for part in _parts(people):
        _keep(row, part, computing.answers(part, month, law, readings), at=clock())
        if clock() >= until:
            return
    if not row.done:
        raise EmptyRoster
    with transaction.atomic():
        held = _held(row)
        held.state, held.expected, held.tries = PayrollList.State.WRITING, held.done, 0
        held.save(update_fields=["state", "expected", "tries"])
    row.state = held.state


def _parts(people: Iterator[Row]) -> Iterator[list[Row]]:
    while part := list(islice(people, queries.PART)):
        yield part


def _keep(row: PayrollList, part: Sequence[Row], answers: Sequence[computing.Answer | None], *, at: datetime) -> None:
    """A part lies sealed with its list, and the totals count it; both or neither."""
    kept = [computing.row(person, answer) for person, answer in zip(part, answers, strict=True)]
    sealed = crypto.seal(json.dumps(kept, ensure_ascii=False, separators=(",", ":")))
    with transaction.atomic():
        held = _held(row)
        control = computing.control(held.control)
        for person, answer in zip(part, answers, strict=True):
            control.add(person, answer, held.rounding)
        PayrollPart.objects.create(list=held, number=held.done // queries.PART, bad=sum(map(computing.is_bad, kept)), sealed=sealed)
        held.done += len(kept)
        held.control, held.tries, held.due_at = control.as_json(), 0, at + LEASE
        held.save(update_fields=["done", "control", "tries", "due_at"])
    row.done = held.done


def _write(row: PayrollList, clock: Clock) -> None:
    """The workbook lies with the list, which is done; the roster is not needed any more and gone."""
    row.refresh_from_db(fields=["control", "done", "notes"])
    made = _stored(writing.workbook(row), writing.name_of(row), WORKBOOK, row.person_id, clock())
    made.save()
    with transaction.atomic():
        held = _held(row)
        roster = held.roster
        held.state, held.workbook, held.roster = PayrollList.State.DONE, made, None
        held.due_at, held.finished_at = None, clock()
        held.save(update_fields=["state", "workbook", "roster", "due_at", "finished_at"])
        told = {"month": _said(held), "count": text.to_persian_digits(held.control["count"])}
        record("payroll_list.finished", held, by=SYSTEM, at=clock(), person_id=held.person_id, **told)
    row.state = held.state
    if roster:
        files.drop(roster)


@transaction.atomic
def _release(row: PayrollList, *, at: datetime) -> None:
    """The turn is over; whoever comes next goes on."""
    held = _held(row)
    held.due_at = at
    held.save(update_fields=["due_at"])


def _fail(row: PayrollList, refusal: Refusal, *, at: datetime) -> None:
    """The list says why it cannot be made; what was computed until then stays to be seen."""
    with transaction.atomic():
        held = _held(row)
        roster = held.roster
        held.state, held.failure, held.due_at, held.finished_at = PayrollList.State.FAILED, refusal.text[:300], None, at
        held.roster = None
        held.save(update_fields=["state", "failure", "due_at", "finished_at", "roster"])
        record("payroll_list.failed", held, by=SYSTEM, at=at, person_id=held.person_id, month=_said(held))
    if roster:
        files.drop(roster)


def _said(row: PayrollList) -> str:
    month = Month(*map(int, row.month.split("-")))
    return text.to_persian_digits(f"{calendar.month_name(month.month)} {month.year}")
