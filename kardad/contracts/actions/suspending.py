"""A contract is suspended by a cause of the law, and its worker comes back (LL 14 to 20)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from kardad.contracts import flow, pauses
from kardad.contracts.actions import common, wording
from kardad.contracts.models import Contract, Pause
from kardad.contracts.queries.standing import Standing
from kardad.core.actor import Actor
from kardad.core.files import InfectedFile
from kardad.core.models import StoredFile
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput

LONGEST_NOTE = 1000


class NoSuchCause(BadInput):
    """The law knows no such suspension."""

    code = "PAUSE_NO_CAUSE"
    message = "یکی از علت‌ها را انتخاب کنید."


class NotShown(BadInput):
    """A suspension is shown, not only said."""

    code = "PAUSE_NOT_SHOWN"


class BadDay(BadInput):
    """It cannot be that day."""

    code = "PAUSE_DAY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """What a side records."""

    cause: str
    starts_on: date
    expected_on: date | None = None
    note: str = ""
    file: StoredFile | None = None


@transaction.atomic
def suspend(place: Standing, told: Suspension, *, by: Actor, at: datetime) -> Pause:
    """The contract stands without work and wage, and the other side is told.

    Raises NotAllowed, NotYours, NoSuchCause, NotShown, BadDay, InfectedFile.
    """
    contract = common.locked(place.contract)
    acts = common.acting(place, by)
    if not flow.CONTRACT.allows(contract.state, "suspend", acts.role):
        raise NotAllowed(flow="contract", state=contract.state, move="suspend", role=acts.role)
    cause = pauses.find(told.cause)
    if cause is None:
        raise NoSuchCause(field="cause")
    _ensure_shown(cause, told)
    _ensure_days(contract, cause, told, today=calendar.tehran_day(at))
    made = Pause.objects.create(
        contract=contract,
        cause=cause.name,
        starts_on=told.starts_on,
        expected_on=told.expected_on,
        note=told.note.strip()[:LONGEST_NOTE],
        file=told.file,
        side=place.side,
        by=place.person,
        made_at=at,
    )
    said = {"cause": cause.title, "evidence": told.file.sha256 if told.file else ""}
    common.step(contract, "suspend", "contract.suspended", by=acts, at=at, starts_on=told.starts_on.isoformat(), **said)
    day = calendar.long(told.starts_on)
    common.tell(contract, wording.OTHER[place.side], "contract.suspended", at=at, cause=cause.title, day=day)
    return made


@transaction.atomic
def resume(place: Standing, *, back_on: date, by: Actor, at: datetime) -> Contract:
    """The worker is back since that day, and the other side is told. Raises NotAllowed, NotYours, BadDay."""
    contract = common.locked(place.contract)
    acts = common.acting(place, by)
    if not flow.CONTRACT.allows(contract.state, "resume", acts.role):
        raise NotAllowed(flow="contract", state=contract.state, move="resume", role=acts.role)
    row = Pause.objects.select_for_update().filter(contract=contract, closed_at=None).first()
    if row is not None:
        if back_on <= row.starts_on:
            raise BadDay("روز بازگشت پس از روز آغاز تعلیق است.", field="back_on")
        if back_on > calendar.tehran_day(at):
            raise BadDay("بازگشت را همان روز که کار آغاز می‌شود یا پس از آن ثبت کنید.", field="back_on")
        _closed(row, back_on - timedelta(days=1), at=at)
    common.step(contract, "resume", "contract.resumed", by=acts, at=at, back_on=back_on.isoformat())
    common.tell(contract, wording.OTHER[place.side], "contract.resumed", at=at, day=calendar.long(back_on))
    return contract


def close(contract: Contract, *, at: datetime) -> None:
    """With the end of a contract, or of its renewed term, its suspension is over; the contract is held."""
    last = contract.ended_on or min(contract.ends_on or date.max, calendar.tehran_day(at))
    for row in Pause.objects.select_for_update().filter(contract=contract, closed_at=None):
        _closed(row, max(row.starts_on, last), at=at)


def _closed(row: Pause, last: date, *, at: datetime) -> None:
    row.ended_on, row.closed_at = last, at
    row.save(update_fields=["ended_on", "closed_at"])


def _ensure_shown(cause: pauses.Cause, told: Suspension) -> None:
    if "note" in cause.asks and len(told.note.strip()) < pauses.SHORTEST:
        raise NotShown("بنویسید چه شده است؛ دست‌کم ده حرف.", field="note")
    if "file" in cause.asks and told.file is None:
        raise NotShown("تصویر مدرک آن را پیوست کنید.", field="file")
    if told.file is not None and told.file.scan == StoredFile.Scan.INFECTED:
        raise InfectedFile(field="file")


def _ensure_days(contract: Contract, cause: pauses.Cause, told: Suspension, *, today: date) -> None:
    if contract.starts_on and told.starts_on < contract.starts_on:
        raise BadDay("تعلیق پیش از نخستین روز کار نیست.", field="starts_on")
    if told.starts_on > today:
        raise BadDay("تعلیق را از همان روز که کار می‌ایستد ثبت کنید، نه پیش از آن.", field="starts_on")
    if Pause.objects.filter(contract=contract, ended_on__gte=told.starts_on).exists():
        raise BadDay("این روز در تعلیق پیشین همین قرارداد است.", field="starts_on")
    if told.expected_on is None:
        return
    if told.expected_on < told.starts_on:
        raise BadDay("پایان تعلیق پیش از آغاز آن است.", field="expected_on")
    if cause.most is not None and (told.expected_on - told.starts_on).days >= cause.most:
        raise BadDay("این تعلیق از آنچه قانون برای آن گذاشته درازتر است.", field="expected_on")
