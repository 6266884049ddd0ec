"""Batches: one deed on up to 500 cases, each in a transaction of its own, each with what came of it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

import structlog
from django.db import IntegrityError, transaction

from kardad.cases import policy
from kardad.cases.actions import hearings, intake, panels
from kardad.cases.models import Batch, BatchItem, Case
from kardad.cases.queries import sittings
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.inbox.actions import telling
from kardad.kit import calendar, text
from kardad.kit.refusal import BadInput, Refusal
from kardad.people.models import LabourOffice

log = structlog.get_logger()
State = BatchItem.State
BROKEN = "این یکی انجام نشد و به آن رسیدگی می‌شود؛ از صفحه خود پرونده انجامش دهید."


class NothingChosen(BadInput):
    """A batch has some cases, and not too many."""

    code = "BATCH_SIZE"
    message = "دست‌کم یک پرونده و در هر نوبت تا {most} پرونده انتخاب کنید."


class OutOfReach(Refusal):
    """Whoever began the batch may not touch this case any more."""

    code = "BATCH_REACH"
    message = "این پرونده اکنون از دسترس شما بیرون است."


class NoFreeTime(Refusal):
    """In the days that are looked through nobody's times meet."""

    code = "BATCH_NO_TIME"
    message = "در {days} روز پس از آن، زمانی که همه آزاد باشند نیست."


def _set(case: Case, given: Mapping[str, Any], *, by: Actor, at: datetime) -> str:
    """The case has the first time at which all who come are free."""
    first = max(sittings.earliest(case, at=at), date.fromisoformat(given["since"]) if given.get("since") else date.min)
    for start in range(0, policy.CALENDAR_DAYS, 7):  # week by week: the first free time is near
        since = first + timedelta(days=start)
        for slot in sittings.free(case, first=since, last=since + timedelta(days=6), at=at)[:1]:
            room = case.office.rooms.get(pk=slot.room) if case.office else None
            if room is not None:
                made = hearings.set_hearing(case, hearings.Wish(slot.starts_at, room), by=by, at=at)
                return f"{calendar.with_time(made.starts_at)}، {room.name}"
    raise NoFreeTime(days=text.to_persian_digits(policy.CALENDAR_DAYS))


def _transfer(case: Case, given: Mapping[str, Any], *, by: Actor, at: datetime) -> str:
    to = LabourOffice.objects.get(pk=given["to"])
    intake.transfer(case, to=to, reason=given["reason"], by=by, at=at)
    return to.name


def _accept(case: Case, given: Mapping[str, Any], *, by: Actor, at: datetime) -> str:
    return text.to_persian_digits(intake.accept(case, by=by, at=at).class_number or "")


def _receive(case: Case, given: Mapping[str, Any], *, by: Actor, at: datetime) -> str:
    intake.receive(case, by=by, at=at)
    return ""


def _commit(case: Case, given: Mapping[str, Any], *, by: Actor, at: datetime) -> str:
    panels.commit(case, by=by, at=at)
    return ""


def _draw(case: Case, given: Mapping[str, Any], *, by: Actor, at: datetime) -> str:
    panels.draw(case, by=by, at=at)
    return ""


Deed = Callable[..., str]
Reach = Callable[..., tuple[Case, Actor] | None]
DEEDS: Final[Mapping[str, tuple[str, Deed]]] = {
    "accept": ("پذیرش دادخواست", _accept),
    "receive": ("دریافت پرونده", _receive),
    "transfer": ("ارسال به اداره صالح", _transfer),
    "commit": ("انتشار اثر قرعه هیئت", _commit),
    "draw": ("کشیدن قرعه هیئت", _draw),
    "set_hearing": ("تعیین وقت در نخستین زمان آزاد", _set),
}


@transaction.atomic
def begin(deed: str, cases: Sequence[int], *, given: Mapping[str, Any], once: str, by: Actor, at: datetime) -> Batch:
    """The deed waits to be done on each of the cases; sent twice from one page it is one batch. Raises NothingChosen.

    Which of them the actor may touch is judged at each, when its turn comes.
    """
    wanted = list(dict.fromkeys(cases))
    if deed not in DEEDS or not wanted or len(wanted) > policy.BATCH:
        raise NothingChosen(most=text.to_persian_digits(policy.BATCH))
    key = hashlib.sha256(f"{by.somebody}:{once}".encode()).hexdigest()
    values = {"person_id": by.somebody, "level": by.level, "deed": deed, "given": dict(given), "made_at": at, "due_at": at}
    try:
        with transaction.atomic():
            made = Batch.objects.create(once=key, **values)
    except IntegrityError:
        return Batch.objects.get(once=key)
    known = set(Case.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    BatchItem.objects.bulk_create(BatchItem(batch=made, case_id=pk) for pk in wanted if pk in known)
    record("batch.begun", made, by=by, at=at, deed=DEEDS[deed][0], count=len(known))
    return made


def run(batch: Batch, *, reach: Reach, at: datetime, most: int = policy.BATCH) -> int:
    """So many of its cases that waited are done or refused, each by itself; whoever began it is told when none is left.

    `reach` judges at each case by what right he does it now (`access.batches.reached`).
    """
    done = 0
    for pk in list(batch.items.filter(state=State.WAITING).order_by("pk").values_list("pk", flat=True)[:most]):
        done += _one(pk, reach=reach, at=at)
    _finish(batch.pk, at=at)
    return done


def _one(pk: int, *, reach: Reach, at: datetime) -> bool:
    """The deed is done on one case together with the note that it was, or refused and noted; False where another does it now."""
    try:
        with transaction.atomic():
            item = _claimed(pk)
            if item is None:
                return False
            said = _deed(item, reach=reach, at=at)
            BatchItem.objects.filter(pk=pk).update(state=State.DONE, said=said[:300], at=at)
    except Refusal as refusal:
        BatchItem.objects.filter(pk=pk, state=State.WAITING).update(state=State.REFUSED, said=refusal.text[:300], at=at)
    except Exception:  # one case that breaks does not keep the others
        log.exception("batch_item", item=pk)
        BatchItem.objects.filter(pk=pk, state=State.WAITING).update(state=State.REFUSED, said=BROKEN, at=at)
    return True


def _claimed(pk: int) -> BatchItem | None:
    rows = BatchItem.objects.select_for_update(of=("self",), skip_locked=True).select_related("batch", "case")
    return rows.filter(pk=pk, state=State.WAITING).first()


def _deed(item: BatchItem, *, reach: Reach, at: datetime) -> str:
    """Done by the right that the person holds now; raises OutOfReach and the refusals of the deed."""
    batch = item.batch
    found = reach(batch, item.case_id, at=at)
    if found is None:
        raise OutOfReach
    case, by = found
    return DEEDS[batch.deed][1](case, batch.given, by=by, at=at)


@transaction.atomic
def _finish(pk: int, *, at: datetime) -> None:
    """Nothing waits in the batch any more, and whoever began it knows."""
    held = Batch.objects.select_for_update(of=("self",)).select_related("person").get(pk=pk)
    if held.done_at is not None or held.items.filter(state=State.WAITING).exists():
        return
    held.done_at, held.due_at = at, None
    held.save(update_fields=["done_at", "due_at"])
    done, refused = (text.to_persian_digits(held.items.filter(state=state).count()) for state in (State.DONE, State.REFUSED))
    url = f"/office/cases/batches/{held.pk}/"
    telling.tell(held.person, "batch.done", about=held, url=url, at=at, deed=DEEDS[held.deed][0], done=done, refused=refused)
