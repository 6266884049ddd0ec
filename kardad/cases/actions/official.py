"""A petition that was filed at the office by its owner is followed here: what happened there is told, reminded of, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse

from kardad.cases import official, petition, policy
from kardad.cases.actions import common
from kardad.cases.models import Case, OfficialEntry
from kardad.cases.queries import official as queries
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.core.models import StoredFile
from kardad.inbox import actions as inbox
from kardad.inbox.actions import elsewhere
from kardad.inbox.models import Delivery, Dossier
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal

MOST: Final = 200  # entries of one petition
LONGEST: Final = timedelta(days=10 * 366)
REMIND: Final = (timedelta(days=3), timedelta(days=1))
REMIND_AT: Final = time(9)
NUMBERED: Final = ("filed", "notice", "enforcement")


class NotThere(BadInput):
    """What has happened lies behind, what is to come ahead, and nothing ten years away."""

    code = "OFFICIAL_DAY"
    message = "این روز درست نیست: آنچه شده است پیش از امروز است، و روز جلسه یا مهلت، امروز یا پس از آن."


class OutOfTurn(Refusal):
    """This cannot be next: it is not filed there yet, or it is over."""

    code = "OFFICIAL_TURN"
    message = "اکنون این را نمی‌شود ثبت کرد. نخست شماره ثبت اداره را بنویسید؛ و پس از پایان کار چیزی افزوده نمی‌شود."


class Lacks(BadInput):
    """Its number or its amount is missing."""

    code = "OFFICIAL_LACKS"
    message = "شماره یا مبلغ آن را بنویسید."


class TooMany(Refusal):
    """More than any procedure has."""

    code = "OFFICIAL_MANY"
    message = "برای این پرونده بیش از این نمی‌شود ثبت کرد."


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing: its kind, its day, and what else its kind has; of a notice its code (`law.notices`), days and pictures."""

    kind: str
    on: date
    hour: time | None = None
    number: str = ""
    place: str = ""
    amount: int | None = None
    text: str = ""
    code: str = ""
    days: int | None = None
    photos: Sequence[StoredFile] = ()


@transaction.atomic
def tell(case: Case, told: Told, *, by: Actor, at: datetime) -> OfficialEntry:
    """It stands in the petition's official course; a notice lies in the kartable with its deadline, a day to come will be reminded of.

    Pressed twice, it is told once. Raises OutOfTurn, NotThere, Lacks, TooMany, NotAllowed, and what `elsewhere.enter` raises.
    """
    case, rows = _held(case, by=by)
    if same := next((one for one in rows if _is_same(one, told, at=at)), None):
        return same
    _judge(rows, told, at=at)
    entry = OfficialEntry(case=case, kind=told.kind, on=told.on, hour=told.hour, number=told.number[:60], place=told.place[:160])
    entry.amount, entry.text, entry.made_at = told.amount, told.text, at
    if told.kind == "notice":
        entry.delivery = _enter(case, rows, told, by=by, at=at)
    entry.remind_due_at = _reminder(entry, at) if told.kind in official.AHEAD else None
    entry.save()
    record("official.told", case, by=by, at=at, what=entry.get_kind_display(), day=calendar.long(told.on))
    return entry


@transaction.atomic
def void(entry: OfficialEntry, *, by: Actor, at: datetime) -> None:
    """It was told by mistake: it counts no more and nobody is reminded of it; pressed twice, once."""
    _held(entry.case, by=by)
    found = OfficialEntry.objects.select_for_update(of=("self",)).select_related("delivery").get(pk=entry.pk)
    if found.voided_at is not None:
        return
    if found.kind == "filed" and queries.entries(found.case).exclude(pk=found.pk).exists():
        raise OutOfTurn
    found.voided_at, found.remind_due_at = at, None
    found.save(update_fields=["voided_at", "remind_due_at"])
    if found.delivery is not None and found.delivery.voided_at is None:
        elsewhere.forget(found.delivery, by=by, at=at)
    record("official.voided", found.case, by=by, at=at, what=found.get_kind_display(), day=calendar.long(found.on))


@transaction.atomic
def remind(pk: int, *, at: datetime) -> bool:
    """Its owner has been told once more that the day is near; safe against a second sweep."""
    rows = OfficialEntry.objects.select_for_update(skip_locked=True, of=("self",)).select_related("case__filer")
    found = rows.filter(pk=pk, remind_due_at__lte=at, voided_at=None).first()
    if found is None:
        return False
    found.remind_due_at = _reminder(found, at)
    found.save(update_fields=["remind_due_at"])
    if found.on < calendar.tehran_day(at):
        return False
    words = {"what": found.get_kind_display(), "day": calendar.long(found.on), "place": found.place or found.text[:80] or "اداره کار"}
    url = reverse("cases:official", args=[found.case.token])
    inbox.tell(found.case.filer, "official.soon", about=found, url=url, at=at, dossier=None, **words)
    return True


def _held(case: Case, *, by: Actor) -> tuple[Case, list[OfficialEntry]]:
    case = common.locked(case)
    if case.state != "prepared" or case.filer_id != by.person_id:
        raise NotAllowed(flow="case", state=case.state, move="tell", role=by.role)
    return case, list(queries.entries(case))


def _is_same(entry: OfficialEntry, told: Told, *, at: datetime) -> bool:
    """Whether this is what was told a moment ago."""
    words = (told.kind, told.on, told.hour, told.number[:60], told.place[:160], told.amount, told.text)
    was = (entry.kind, entry.on, entry.hour, entry.number, entry.place, entry.amount, entry.text)
    is_soon = at - entry.made_at < timedelta(seconds=policy.SAME_FILING)
    return is_soon and was == words and _paper(entry.delivery) == (told.code, told.days, sorted(one.sha256 for one in told.photos))


def _paper(delivery: Delivery | None) -> tuple[str, int | None, list[str]]:
    """What was told of a notice besides: its code, its days and its pictures; nothing where it was no notice."""
    if delivery is None:
        return "", None, []
    pictures = sorted(delivery.attachments.values_list("file__sha256", flat=True))
    return delivery.notice.code, delivery.notice.days, pictures


def _judge(rows: Sequence[OfficialEntry], told: Told, *, at: datetime) -> None:
    today = calendar.tehran_day(at)
    if len(rows) >= MOST:
        raise TooMany
    if told.kind not in official.picture(rows, today=today).next_kinds:
        raise OutOfTurn
    is_ahead = told.kind in official.AHEAD
    if abs(told.on - today) > LONGEST or (told.on < today if is_ahead else told.on > today):
        raise NotThere(field="on")
    if told.kind in NUMBERED and not told.number:
        raise Lacks(field="number")
    if told.kind == "money" and not told.amount:
        raise Lacks(field="amount")


def _enter(case: Case, rows: Sequence[OfficialEntry], told: Told, *, by: Actor, at: datetime) -> Delivery:
    """The notice as the kartable keeps papers of another body: in one folder of this petition, with its deadline."""
    held = petition.read(case.petition)
    earlier = next((one.delivery.notice.dossier_id for one in rows if one.delivery is not None), None)
    folder = Dossier.objects.get(pk=earlier) if earlier else None
    office = next((one.place for one in rows if one.kind == "filed" and one.place), held.workshop.city)
    said = elsewhere.Told(code=told.code, number=told.number, body=office, day=told.on, side="claimant", days=told.days, photos=told.photos)
    return elsewhere.enter(case.filer, said, dossier=folder, by=by, at=at)


def _reminder(entry: OfficialEntry, after: datetime) -> datetime | None:
    """The next morning on which its owner is reminded; None when all have passed."""
    mornings = (datetime.combine(entry.on - before, REMIND_AT, tzinfo=calendar.TEHRAN) for before in REMIND)
    return min((morning for morning in mornings if morning > after), default=None)
