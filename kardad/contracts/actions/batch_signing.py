"""Many wordings signed by their employer with one code, which is good for exactly the list of their digests and for no other."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.db import transaction
from django.utils.crypto import constant_time_compare

from kardad.contracts import batches, proof, signing_kinds, terms
from kardad.contracts.actions import batching, common, providers, sending, signing, wording
from kardad.contracts.actions.batching import Done, State
from kardad.contracts.actions.signing import Answer, Given, Seen
from kardad.contracts.batches import Told
from kardad.contracts.models import Batch, BatchRow, Contract, Version
from kardad.contracts.queries import standing
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit import calendar, text
from kardad.kit.refusal import Refusal
from kardad.people import particulars
from kardad.people.actions import codes, sims
from kardad.people.models import Code

SCHEMA: Final = "kardad.signing-list/1"
LISTED: Final = (Batch.Kind.DRAFTS, Batch.Kind.ANNEXES)


class OtherDay(Refusal):
    """A contract is concluded on the day on which it is sent, and these words name another."""

    code = "CONTRACT_LIST_OTHER_DAY"
    message = "این فهرست برای امضای امروز نیست، چون روز بسته‌شدن قراردادها در متن آمده است. فهرست را دوباره آماده کنید."


class Broken(Refusal):
    """The list is not what it was when it was made ready: nothing of it is signed."""

    code = "CONTRACT_LIST_BROKEN"
    message = "این فهرست دست خورده است و امضا نمی‌شود. فهرست را دوباره آماده کنید."


def begin(of: Batch, *, once: str, by: Actor, at: datetime) -> Batch:
    """What the batch made is a list that waits to be frozen. Raises NoRows, NotYours."""
    count = _wanted(of).count()
    if of.kind not in LISTED or of.state != State.DONE or not count:
        raise batching.NoRows
    row, _ = batching.begin(of.person, batching.whom(of), once=once, expected=count, by=by, at=at, kind=Batch.Kind.SIGNING, of=of)
    return row


def work(row: Batch, clock: batching.Clock, until: datetime) -> bool:
    """The list is frozen, or, once the code was right, signed, one wording after another; whether it came to the end."""
    return _sign_rows(row, clock, until) if row.state == State.SIGNING else _freeze_rows(row, clock, until)


def ask(row: Batch, *, digest: str, knows: Iterable[str], seen: Seen, by: Actor, at: datetime, voice: bool = False) -> Code:
    """A code to his own SIM is on its way, good for this list and session alone.

    Raises Stale, OtherDay, Broken, NotKnown, NotYours, NoAuthority, SmsUnusable, CodeCooldown, CodeLimit.
    """
    _ensure_ready(row, digest, knows, at=at)
    first = row.rows.filter(state=BatchRow.State.READY).select_related("contract").order_by("place").first()
    place = standing.of(first.contract, row.person) if first and first.contract else None
    if place is None:
        raise common.NotYours
    signing.authority(place, at=at)
    mobile = sims.require(row.person, by=by, at=at)
    return codes.send(_code_for(row, mobile, seen), by=by, at=at, voice=voice)


def sign(row: Batch, *, code: str, digest: str, knows: Iterable[str], seen: Seen, by: Actor, at: datetime) -> Batch:
    """The code was right: the list is being signed, each wording by itself. Raises what `ask` raises, and what a wrong code raises."""
    told = frozenset(knows)
    _ensure_ready(row, digest, told, at=at)
    mobile = particulars.reachable(row.person)
    accepted = codes.accept(_code_for(row, mobile, seen), code, by=by, at=at)
    return _signed(row, accepted, told, particulars.mobile_index(mobile), seen, by=by, at=at)


def waiting(row: Batch, *, seen: Seen) -> Code | None:
    """The code that this session waits for."""
    what = _code_for(row, particulars.own(row.person).mobile, seen)
    found = codes.current(what)
    return found if found and found.session_key == what.session_key else None


def digest_of(row: Batch) -> str:
    """The SHA-256 of the list as it stands: the canonical JSON of every wording's contract, place and own digest, in order."""
    rows = row.rows.exclude(words="").order_by("place").values_list("place", "contract__token", "words")
    return proof.words({"schema": SCHEMA, "list": row.token, "items": [list(one) for one in rows]})[1]


def _wanted(of: Batch) -> Any:
    return of.rows.filter(state=BatchRow.State.MADE, contract__isnull=False)


def _freeze_rows(row: Batch, clock: batching.Clock, until: datetime) -> bool:
    for source in _sources(row):
        with transaction.atomic():
            held = batching.held(row)
            done, knows = _frozen(held, source, at=clock())
            held.knows = sorted({*held.knows, *knows})
            held.save(update_fields=["knows"])
            _keep(held, source, done, at=clock())
            row.done = held.done
        if clock() >= until:
            return False
    if not row.rows.filter(state=BatchRow.State.READY).exists():
        batching.end(row, at=clock())
        return True
    batching.end(row, at=clock(), state=State.READY, sha256=digest_of(row))
    return True


def _sources(row: Batch) -> Iterator[BatchRow]:
    """The rows that are still to be frozen: of the batch that made them, or of the list itself where they were chosen one by one."""
    whole = ("contract__organisation", "contract__employer", "contract__worker", "contract__predecessor", "version")
    if row.of is None:
        return iter(list(row.rows.filter(state=BatchRow.State.MADE).select_related(*whole).order_by("place")))
    return islice(_wanted(row.of).select_related(*whole).order_by("place").iterator(chunk_size=100), row.done, None)


def _keep(row: Batch, source: BatchRow, done: Done, *, at: datetime) -> None:
    """The list holds what became of this row."""
    if row.of is not None:
        batching.keep(row, [done], at=at)
        return
    source.state, source.told, source.words, source.version = done.state, batches.as_json(done.told), "", None
    for name, value in done.more:
        setattr(source, name, value)
    source.save()
    batching.counted(row, [done], at=at)


def _is_contract(row: Batch, source: BatchRow) -> bool:
    """Whether the words of the contract itself are signed; an annex whose words are gone is none."""
    return row.of.kind == Batch.Kind.DRAFTS if row.of else not source.words


def _frozen(row: Batch, source: BatchRow, *, at: datetime) -> tuple[Done, list[str]]:
    """The wording of one contract as it will be signed, or why it is not in the list."""
    contract, place, by = source.contract, source.place if row.of is None else row.done + 1, batching.actor(row)
    if contract is None:
        raise batching.Overtaken
    who = contract.worker_name
    try:
        here = standing.of(contract, row.person)
        if here is None:
            raise common.NotYours
        if _is_contract(row, source):
            with transaction.atomic():
                version = sending.freeze(here, by=by, at=at)
        else:
            version = _wording(source, at=at)
            version.contract = contract
    except sending.HasErrors as refusal:
        found = tuple((one.severity, one.message) for one in refusal.found if one.severity == "error")
        return Done(place, BatchRow.State.WRONG, Told(who=who, said=refusal.text, found=found), contract), []
    except Refusal as refusal:
        return Done(place, BatchRow.State.WRONG, Told(who=who, said=refusal.text), contract), []
    what = "" if version.kind == Version.Kind.CONTRACT or row.of else f"{signing_kinds.of(version).title}؛ "
    told = Told(who=who, said=what + _summary(contract))
    return Done(place, BatchRow.State.READY, told, contract, (("version", version), ("words", version.sha256))), list(version.knows)


def _wording(source: BatchRow, *, at: datetime) -> Version:
    """The wording as it was laid ready, while its employer has not signed it and its days last. Raises Stale, TooLate."""
    version = source.version
    if version is None or version.state != "open" or version.signatures.filter(side=standing.EMPLOYER, signed_at__isnull=False).exists():
        raise signing.Stale
    if version.until <= at:
        raise signing.TooLate
    return version


def _summary(contract: Contract) -> str:
    """The contract in a line, as the list shows it."""
    held = terms.read(contract.terms)
    days = f"از {calendar.slashed(held.term.starts_on)}" if held.term.starts_on else ""
    days += f" تا {calendar.slashed(held.term.ends_on)}" if held.term.ends_on else "، بدون روز پایان"
    wage = f"مزد {terms.BASES.get(held.pay.basis, '')} {held.pay.amount:,} ریال".replace(",", "٬") if held.pay.amount else ""
    return text.to_persian_digits("؛ ".join(one for one in (contract.job, days, wage) if one))


def _ensure_ready(row: Batch, digest: str, knows: Iterable[str], *, at: datetime) -> None:
    """Raises Stale, OtherDay, Broken, NotKnown unless exactly this list may be signed now."""
    if row.kind != Batch.Kind.SIGNING or row.state != State.READY or not constant_time_compare(row.sha256, digest):
        raise signing.Stale
    is_later = row.ready_at is not None and calendar.tehran_day(row.ready_at) != calendar.tehran_day(at)
    if is_later and row.rows.filter(state=BatchRow.State.READY, version__kind=Version.Kind.CONTRACT).exists():
        raise OtherDay
    if not constant_time_compare(digest_of(row), row.sha256):
        raise Broken
    if set(row.knows) - set(knows):
        raise signing.NotKnown(field="knows")


@transaction.atomic
def _signed(row: Batch, accepted: Code, knows: frozenset[str], mobile_index: str, seen: Seen, *, by: Actor, at: datetime) -> Batch:
    held = Batch.objects.select_for_update(of=("self",)).get(pk=row.pk)
    _ensure_ready(held, row.sha256, knows, at=at)
    batching.ensure_keeps(held)
    given = {"proof": json.dumps({"code": accepted.pk, "list": held.sha256}), "mobile": mobile_index, "knows": sorted(knows)}
    held.given = json.dumps(given | {"device": seen.device, "address": seen.address, "session": seen.session_key})
    held.state, held.due_at = State.SIGNING, at
    held.expected, held.done, held.made, held.tries = held.rows.filter(state=BatchRow.State.READY).count(), 0, 0, 0
    held.save()
    count = text.to_persian_digits(held.expected)
    record("contract_batch.signed", held, by=by, at=at, count=count, words=held.sha256)
    return held


def _sign_rows(row: Batch, clock: batching.Clock, until: datetime) -> bool:
    if not constant_time_compare(digest_of(row), row.sha256):
        raise Broken
    rows = row.rows.filter(state=BatchRow.State.READY).order_by("place")
    for pk in list(rows.values_list("pk", flat=True)):
        with transaction.atomic():
            held = batching.held(row)
            one = BatchRow.objects.select_for_update(of=("self",)).select_related("contract", "version").get(pk=pk)
            done = _sign_one(held, one, at=clock())
            one.state, one.told = done.state, batches.as_json(done.told)
            one.save(update_fields=["state", "told"])
            batching.counted(held, [done], at=clock())
        if clock() >= until:
            return False
    batching.end(row, at=clock())
    return True


def _sign_one(row: Batch, one: BatchRow, *, at: datetime) -> Done:
    """One wording bears the signature, or why it does not: what was changed since is not signed."""
    told, given = batches.told(one.told), json.loads(row.given)
    answer = Answer("", frozenset(given["knows"]))
    seen = Seen(device=given["device"], address=given["address"], session_key=given["session"])
    came = Given(given["proof"], answer, seen, listed=row.sha256)
    by, version, contract = batching.actor(row), one.version, one.contract
    try:
        with transaction.atomic():
            if version is None or contract is None or not constant_time_compare(version.sha256, one.words):
                raise signing.Stale
            version.contract = contract
            here = standing.of(contract, row.person)
            if here is None or here.side != standing.EMPLOYER:
                raise common.NotYours
            deed = sending.send_listed if version.kind == Version.Kind.CONTRACT else wording.sign_listed
            deed(here, version, came, mobile_index=given["mobile"], by=by, at=at)
    except Refusal as refusal:
        return Done(one.place, BatchRow.State.WRONG, Told(who=told.who, said=refusal.text), contract)
    return Done(one.place, BatchRow.State.SIGNED, told, contract)


def _code_for(row: Batch, mobile: str, seen: Seen) -> codes.For:
    """What a code for the list is bound to: the list, its digest, the SIM, the session."""
    bound = hashlib.sha256(f"{seen.session_key}|{row.sha256}".encode()).hexdigest()
    return codes.For(providers.PURPOSE, row, mobile, session_key=bound, ip=seen.address)
