"""A file of workers becomes drafts, or contracts that run already and were signed elsewhere; a row sent again makes nothing new."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from django.db import transaction

from kardad.calc.payroll import actions as rosters
from kardad.calc.roster.books import Book, EmptyRoster, RosterTooLarge
from kardad.contracts import flow, policy, terms
from kardad.contracts.actions import batching, common, drafting, numbering
from kardad.contracts.actions.batching import Done
from kardad.contracts.actions.drafting import For
from kardad.contracts.batches import Read, Row, Told
from kardad.contracts.models import Batch, BatchRow, Contract
from kardad.contracts.queries import checking, standing
from kardad.contracts.terms import Terms
from kardad.core import bulk, files
from kardad.core.actor import Actor
from kardad.core.history import record_many
from kardad.kit import calendar, text
from kardad.kit.refusal import Refusal
from kardad.people.models import Person

PART: Final = 50  # rows that are made in one transaction
GONE: Final = ("dropped", "rejected", "void", "expired")
TOLD: Final = 8  # findings of a row
LONGEST: Final = 200  # letters of one
THERE: Final = "برای این کارگر از همین روز، پیش‌تر قراردادی ساخته شده است؛ دوباره ساخته نشد."
KINDS: Final = (Batch.Kind.DRAFTS, Batch.Kind.TAKING_IN)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was sent: what its rows become, and the form that it came with."""

    kind: str
    once: str
    file_name: str


def begin(person: Person, whom: For, book: Book[Any], sent: Sent, *, by: Actor, at: datetime) -> Batch:
    """The file waits for its worker, sealed; sent again, it is the same batch.

    Raises EmptyRoster, RosterTooLarge, and what `batching.begin` does.
    """
    if there := batching.sent(sent.once, person):
        return there
    if book.lines - book.headings.row > policy.MOST_ROWS:
        raise RosterTooLarge(most=text.to_persian_digits(f"{policy.MOST_ROWS:,}".replace(",", "٬")))
    if next(book.rows(), None) is None:
        raise EmptyRoster
    stored = rosters.keep_roster(book, sent.file_name, owner_id=person.pk, at=at)
    told = {"kind": sent.kind, "headings": list(book.headings.written), "file": stored}
    expected = max(1, book.lines - book.headings.row)
    try:
        row, is_new = batching.begin(person, whom, once=sent.once, expected=expected, by=by, at=at, **told)
    except Refusal:
        files.drop(stored)
        raise
    if not is_new:
        files.drop(stored)
    return row


def work(row: Batch, read: Read, clock: batching.Clock, until: datetime) -> bool:
    """Part after part is made, until the file or the turn ends; whether it came to the end."""
    stored = row.file
    if stored is None:
        raise batching.Overtaken
    for part in _parts(islice(read(stored.name, files.read(stored), row.kind), row.done, None)):
        _make(row, part, at=clock())
        if clock() >= until:
            return False
    batching.end(row, at=clock())
    return True


def _parts(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while part := list(islice(rows, PART)):
        yield part


@transaction.atomic
def _make(row: Batch, part: list[Row], *, at: datetime) -> None:
    """The rows that can be read are contracts now, each once; all of the part or nothing of it."""
    held = batching.held(row)
    batching.ensure_keeps(held)
    batching.lock_employer(held)
    base = _base(held)
    good = [(one, _said(base, one.values)) for one in part if not one.wrong]
    found = {one.number: _wrong(one) for one in part if one.wrong}
    indexes = [drafting.worker_index(said) for _, said in good]
    known = _known(held, indexes)
    people = {one.code_index: one for one in Person.objects.filter(code_index__in=indexes, level__gte=1)}
    made: dict[int, tuple[Contract, Terms]] = {}
    for one, said in good:
        key = (drafting.worker_index(said), said.term.starts_on)
        if key in known:
            found[one.number] = Done(one.number, BatchRow.State.THERE, Told(who=said.worker.name, said=THERE), known[key])
            continue
        contract = _contract(held, said, people.get(key[0]), at=at)
        known[key] = contract
        made[one.number] = contract, said
    bulk.insert(contract for contract, _ in made.values())
    beside = checking.signed_of_workers(contract for contract, _ in made.values())
    for number, (contract, said) in made.items():
        told = Told(who=said.worker.name, found=_judged(contract, said, beside[contract.pk], at=at))
        found[number] = Done(number, BatchRow.State.MADE, told, contract)
    _record(held, [contract for contract, _ in made.values()], at=at)
    batching.keep(held, [found[one.number] for one in part], at=at)
    row.done = held.done


def _base(row: Batch) -> Terms:
    """What is known of the employer: as his newest contract says it, signed for by whoever sends the file."""
    earlier = Contract.objects.filter(organisation=row.organisation, employer=row.employer).order_by("-pk").first()
    known = drafting.known_employer(row.organisation, row.employer, row.person)
    if earlier is None:
        return Terms(employer=known)
    said = terms.read(earlier.terms).employer
    return Terms(employer=replace(said, name=known.name, company_id=known.company_id) if row.organisation_id else said)


def _said(base: Terms, values: Mapping[str, Mapping[str, Any]]) -> Terms:
    """The terms of a row; what only repeats another cell is filled in."""
    said = base
    for part, told in values.items():
        said = terms.told(said, part, told)
    pay = said.pay
    holder = pay.account_holder or (said.worker.name if pay.iban else "")
    return replace(said, pay=replace(pay, account_holder=holder, insured_from=pay.insured_from or said.term.starts_on))


def _known(row: Batch, indexes: Iterable[str]) -> dict[tuple[str, date | None], Contract]:
    """The employer's contracts with these workers that are not gone, by worker and first day."""
    rows = Contract.objects.filter(organisation=row.organisation, employer=row.employer, worker_index__in=list(indexes))
    return {(one.worker_index, one.starts_on): one for one in rows.exclude(state__in=GONE).exclude(worker_index="").order_by("-pk")}


def _contract(row: Batch, said: Terms, worker: Person | None, *, at: datetime) -> Contract:
    made = Contract(organisation_id=row.organisation_id, employer_id=row.employer_id, maker=row.person, made_at=at, changed_at=at)
    common.put(made, said, at=at)
    made.worker_index, made.worker = drafting.worker_index(said), worker
    if row.kind == Batch.Kind.TAKING_IN:
        made.origin = Contract.Origin.IMPORTED
        made.state = flow.CONTRACT.after(made.state, "take_in", standing.EMPLOYER)
        made.number, made.sent_at = numbering.next_number(at), at
    return made


def _judged(contract: Contract, said: Terms, beside: list[Contract], *, at: datetime) -> tuple[tuple[str, str], ...]:
    """What the law says of the contract, the gravest first; of one that runs already as of its first day."""
    is_running = contract.origin == Contract.Origin.IMPORTED
    day = said.term.starts_on if is_running else calendar.tehran_day(at)
    rows = checking.findings(contract, said, at=at, concluded_on=day, beside=beside)
    order = ("error", "warning", "info")
    rows_told = sorted(((one.severity, one.message[:LONGEST]) for one in rows), key=lambda one: order.index(one[0]))
    return tuple(rows_told[:TOLD])


def _record(row: Batch, made: list[Contract], *, at: datetime) -> None:
    """Each contract has its first event; who works by one that runs already is told that it stands here, and not signed."""
    is_running = row.kind == Batch.Kind.TAKING_IN
    event = "contract.taken_in" if is_running else "contract.begun"
    by = batching.actor(row)
    if not is_running:
        record_many(((event, one, {}) for one in made), by=by, at=at)
        return
    for one in made:
        common.noted(one, event, by=by, at=at)
        common.tell(one, standing.WORKER, event, at=at)


def _wrong(one: Row) -> Done:
    said = one.values.get("worker", {}).get("name", "")
    return Done(one.number, BatchRow.State.WRONG, Told(who=said, wrong=one.wrong, typed=one.typed))
