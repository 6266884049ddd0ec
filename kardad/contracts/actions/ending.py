"""A contract ends: a side names the legal cause and shows it, both agree, or the day that was named has come."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from kardad.contracts import causes, flow, policy, signals, signing_kinds, terms
from kardad.contracts.actions import common, waiving, wording
from kardad.contracts.causes import Cause, Evidence
from kardad.contracts.models import Contract, Ending, Settlement, Version
from kardad.contracts.queries import settling as queries
from kardad.contracts.queries import standing
from kardad.contracts.queries.standing import Standing
from kardad.core.actor import SYSTEM, Actor
from kardad.core.files import InfectedFile
from kardad.core.models import StoredFile
from kardad.kit import calendar, records
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal

SIDES = {standing.EMPLOYER: "کارفرما", standing.WORKER: "کارگر", "office": "اداره کار"}
ALERT_DAYS = policy.SETTLE_WITHIN


class AlreadyEnding(Refusal):
    """An end was named already."""

    code = "ENDING_ALREADY"
    status = 409
    message = "برای این قرارداد پایانی ثبت شده است. نخست آن را در صفحه «پایان قرارداد» ببینید."


class NoSuchCause(BadInput):
    """No cause of the law has that name, or it is not named in this way."""

    code = "ENDING_NO_CAUSE"
    message = "چنین علتی نداریم."


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The end that a side names."""

    cause: str
    ends_on: date
    shown: Evidence = field(default_factory=Evidence)
    file: StoredFile | None = None


@transaction.atomic
def declare(place: Standing, named: Named, *, by: Actor, at: datetime) -> Ending:
    """The cause is on record with what shows it, the other side is told, and the contract ends with its day.

    Raises NotAllowed, NotYours, AlreadyEnding, NoSuchCause, InfectedFile and what `causes.ensure` raises.
    """
    contract, acts, cause = begin(place, named, causes.DECLARE, by=by, at=at)
    made = make(contract, place, named, state=Ending.State.GIVEN, at=at)
    note(contract, made, "contract.ending_named", by=acts, at=at)
    if made.ends_on > calendar.tehran_day(at):
        common.tell(contract, wording.OTHER[place.side], "contract.ending_named", at=at, cause=cause.title, day=calendar.long(made.ends_on))
    return wait_or_come(contract, made, by=acts, at=at)


@transaction.atomic
def propose(place: Standing, named: Named, *, by: Actor, at: datetime) -> Version:
    """An end by agreement lies ready for both signatures, this side's first. Raises as `declare`, and OneAtATime."""
    contract, _, cause = begin(place, named, causes.AGREE, by=by, at=at)
    return write(contract, place, named, cause, at=at)


def complete(contract: Contract, version: Version, *, by: Actor, at: datetime) -> None:
    """What was signed stands: it waits for its day, and a resignation from a contract with a term for the employer's yes (LL 25)."""
    made = Ending.objects.select_for_update().get(version=version, state=Ending.State.WAITING)
    made.signed_at = at
    if made.cause == "resignation" and contract.type != "permanent":
        made.state = Ending.State.OFFERED
        made.save()
        note(contract, made, "contract.resigned", by=by, at=at)
        common.tell(contract, standing.EMPLOYER, "contract.resignation_offered", at=at, **_resigned(made))
        return
    made.state = Ending.State.GIVEN
    made.save()
    note(contract, made, "contract.resigned" if made.cause == "resignation" else "contract.ending_agreed", by=by, at=at)
    if made.cause == "resignation":
        common.tell(contract, standing.EMPLOYER, "contract.resigned", at=at, **_resigned(made))
    wait_or_come(contract, made, by=by, at=at)


def _resigned(made: Ending) -> dict[str, str]:
    """The last day of who resigns, and until when he may take it back."""
    until = queries.taken_back_until(made)
    return {"day": calendar.long(made.ends_on), "until": calendar.long(calendar.tehran_day(until)) if until else ""}


def refused(contract: Contract, version: Version, *, by: Actor, at: datetime) -> None:
    """The other side did not agree: nothing ends."""
    Ending.objects.filter(version=version, state=Ending.State.WAITING).update(state=Ending.State.WITHDRAWN, closed_at=at)


def ensure(contract: Contract, version: Version, *, at: datetime) -> None:
    """Raises NotAllowed where the contract is not running any more."""
    if not flow.CONTRACT.allows(contract.state, "end", "system"):
        raise NotAllowed(flow="contract", state=contract.state, move="end", role="system")


@transaction.atomic
def come(pk: int, *, at: datetime) -> bool:
    """The last day that was named is over, and the contract has ended; safe against a second sweep."""
    found = Ending.objects.filter(pk=pk).select_related("contract").first()
    if found is None:
        return False
    contract = common.locked(found.contract)
    held = Ending.objects.select_for_update().filter(pk=pk, state=Ending.State.GIVEN, due_at__lte=at).first()
    if held is None:
        return False
    if not flow.CONTRACT.allows(contract.state, "end", SYSTEM.role):
        held.state, held.due_at, held.closed_at = Ending.State.WITHDRAWN, None, at  # renewed or void meanwhile
        held.save(update_fields=["state", "due_at", "closed_at"])
        return False
    _end(contract, held, by=SYSTEM, at=at)
    return True


def begin(place: Standing, named: Named, way: str, *, by: Actor, at: datetime) -> tuple[Contract, Actor, Cause]:
    """The contract, held, whose end may be named so by this side now."""
    contract = common.locked(place.contract)
    acts = common.acting(place, by)
    if not flow.CONTRACT.allows(contract.state, "end", acts.role):
        raise NotAllowed(flow="contract", state=contract.state, move="end", role=acts.role)
    cause = causes.find(named.cause)
    if cause is None or cause.way != way:
        raise NoSuchCause(field="cause")
    if named.file is not None and named.file.scan == StoredFile.Scan.INFECTED:
        raise InfectedFile(field="file")
    if way != causes.DECLARE:
        waiving.ensure_none("detail", named.shown.detail, about=waiving.DICTATED if way == causes.RESIGN else ())
    _clear(contract, at=at)
    causes.ensure(
        cause, terms.read(contract.terms), side=place.side, ends_on=named.ends_on, shown=named.shown, today=calendar.tehran_day(at)
    )
    return contract, acts, cause


def make(contract: Contract, place: Standing, named: Named, *, state: str, at: datetime, version: Version | None = None) -> Ending:
    """The row of it."""
    return Ending.objects.create(
        contract=contract,
        cause=named.cause,
        side=place.side,
        state=state,
        ends_on=named.ends_on,
        evidence=records.as_json(named.shown),
        file=named.file,
        version=version,
        by=place.person,
        made_at=at,
    )


def write(contract: Contract, place: Standing, named: Named, cause: Cause, *, at: datetime) -> Version:
    """The end that this side signs first, or alone, is frozen."""
    words = {
        "cause": named.cause,
        "title": cause.title,
        "by": place.side,
        "way": cause.way,
        "ends_on": named.ends_on.isoformat(),
        "detail": named.shown.detail.strip(),
        "worker": contract.worker_name,
        "employer": common.employer(contract),
        "job": contract.job,
    }
    version = wording.freeze(contract, Version.Kind.ENDING, words=words, at=at)
    make(contract, place, named, state=Ending.State.WAITING, at=at, version=version)
    return version


def wait_or_come(contract: Contract, made: Ending, *, by: Actor, at: datetime) -> Ending:
    """It ends now where its day has come, else when that day is over."""
    if made.ends_on <= calendar.tehran_day(at):
        return _end(contract, made, by=by, at=at)
    made.due_at = calendar.day_start_end(made.ends_on)[1]
    made.save(update_fields=["due_at"])
    return made


def note(contract: Contract, made: Ending, event: str, *, by: Actor, at: datetime) -> None:
    """What was named is in history and in the chain, without what either side wrote."""
    told = {"cause": causes.title(made.cause), "named_by": SIDES[made.side], "ends_on": made.ends_on.isoformat()}
    common.noted(contract, event, by=by, at=at, **told, evidence=made.file.sha256 if made.file else "")


def _clear(contract: Contract, *, at: datetime) -> None:
    """What nobody signed gives way, and what was refused or expired is over; raises AlreadyEnding for what stands."""
    found = Ending.objects.select_for_update(of=("self",)).filter(contract=contract).exclude(state=Ending.State.WITHDRAWN)
    for one in found.select_related("version"):
        if queries.is_stale(one):
            one.state, one.closed_at = Ending.State.WITHDRAWN, at
            one.save(update_fields=["state", "closed_at"])
        elif one.state == Ending.State.WAITING and one.version and not signing_kinds.signed(one.version):
            one.delete()
        else:
            raise AlreadyEnding


def _end(contract: Contract, made: Ending, *, by: Actor, at: datetime) -> Ending:
    """The contract, held, has ended by this cause and is being settled at once."""
    made.state, made.due_at, made.closed_at = Ending.State.DONE, None, at
    made.save()
    contract.ended_on, contract.end_cause, contract.ended_at, contract.due_at = made.ends_on, made.cause, at, None
    title = causes.title(made.cause)
    common.step(contract, "end", "contract.ended", by=by, at=at, cause=title, ended_on=made.ends_on.isoformat())
    signals.ended.send(Contract, contract=contract, at=at)
    due = _open_settlement(contract, at=at)
    common.step(contract, "open_settlement", "contract.settlement_opened", by=SYSTEM, at=at, due_on=due.isoformat())
    said = {"cause": title, "day": calendar.long(made.ends_on), "due": calendar.long(due)}
    for side in (standing.EMPLOYER, standing.WORKER):
        common.tell(contract, side, "contract.ended", at=at, **said)
    return made


def _open_settlement(contract: Contract, *, at: datetime) -> date:
    """The settlement is expected until so many days after the end; when they are over both are told. The last of these days."""
    due = (contract.ended_on or calendar.tehran_day(at)) + timedelta(days=ALERT_DAYS)
    empty = {"facts": "", "version": None, "refused_at": None, "paid_at": None, "paid_on": None, "amount": None, "method": "", "trace": ""}
    fresh = {**empty, "proof": None, "closed_at": None, "due_on": due, "changed_at": at, "alert_at": calendar.day_start_end(due)[1]}
    Settlement.objects.update_or_create(contract=contract, defaults=fresh, create_defaults={**fresh, "made_at": at})
    return due
