"""A work diary begins and grows: whatever is written stands in its chain from that moment on, and nothing of it is changed."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from kardad.contracts import diaries, policy, proof
from kardad.contracts.diaries import About, Told
from kardad.contracts.models import Diary, DiaryEntry
from kardad.core import limits
from kardad.core.actor import Actor
from kardad.core.files import InfectedFile
from kardad.core.history import record
from kardad.core.models import StoredFile
from kardad.evidence import actions as evidence
from kardad.evidence.models import Entry
from kardad.kit import calendar, text
from kardad.kit.refusal import BadInput, Refusal
from kardad.people.models import Person

TITLE: Final = "دفترچه کار"
A_DAY: Final = timedelta(days=1)
SHORTEST: Final = 3  # letters of what happened
ROLE: Final = "worker"
NEEDS: Final = {"hours": ("starts", "ends"), "payment": ("amount",), "message": ("text",), "file": ("file",), "event": ("text",)}


class TooManyDiaries(Refusal):
    """One diary a workplace; not hundreds."""

    code = "DIARY_TOO_MANY"
    message = "بیست دفترچه دارید. در یکی از همان‌ها بنویسید."


class Full(Refusal):
    """The diary is full."""

    code = "DIARY_FULL"
    message = "این دفترچه پر است. برای همین کار دفترچه دیگری آغاز کنید."


class Lacking(BadInput):
    """Something that such an entry is about was not told."""

    code = "DIARY_LACKING"
    message = "این را هم بنویسید."


class BadHours(BadInput):
    """Those hours cannot be."""

    code = "DIARY_HOURS"
    message = "استراحت از همه ساعت‌های آن روز بیشتر است. ساعت‌ها را بازبینی کنید."


class NotYet(BadInput):
    """Of a day that has not come nothing is written."""

    code = "DIARY_DAY"
    message = "از روزی که هنوز نیامده چیزی نوشته نمی‌شود."


class Corrected(Refusal):
    """Something else corrects it already."""

    code = "DIARY_CORRECTED"
    message = "این نوشته پیش‌تر اصلاح شده است. تازه‌ترین نوشته را اصلاح کنید."


@transaction.atomic
def begin(person: Person, told: About, *, by: Actor, at: datetime) -> Diary:
    """The person has a diary of this workplace, and its heading is proven. Raises TooManyDiaries, Lacking."""
    Person.objects.select_for_update().get(pk=person.pk)
    if Diary.objects.filter(person=person).count() >= policy.MOST_DIARIES:
        raise TooManyDiaries
    if not told.workplace.strip():
        raise Lacking(field="workplace")
    said, digest = proof.words(diaries.heading(told))
    made = Diary.objects.create(person=person, about=said, sha256=digest, made_at=at, written_at=at)
    _noted(made, "diary.begun", by=by, at=at, sha256=digest)
    return made


@transaction.atomic
def write(diary: Diary, told: Told, *, file: StoredFile | None = None, by: Actor, at: datetime) -> DiaryEntry:
    """Another entry stands in the diary and in its chain. Raises Lacking, BadHours, NotYet, Full, TooMany, InfectedFile."""
    return _written(_locked(diary), replace(told, is_void=False), file=file, corrects=None, by=by, at=at)


@transaction.atomic
def correct(entry: DiaryEntry, told: Told, *, file: StoredFile | None = None, by: Actor, at: datetime) -> DiaryEntry:
    """A further entry says what is right instead, or that it was not so at all; the one that it corrects stays as it was.

    Raises Corrected, and what `write` raises.
    """
    diary = _locked(entry.diary)
    was = DiaryEntry.objects.select_related("file").get(pk=entry.pk, diary=diary)
    if was.is_void or DiaryEntry.objects.filter(corrects=was).exists():
        raise Corrected
    if not told.text.strip():
        raise Lacking("بنویسید چه چیز را و چرا اصلاح می‌کنید.", field="text")
    kept = None if told.is_void else file or was.file
    bare = Told(kind=was.kind, on=was.on, text=told.text, is_void=True) if told.is_void else replace(told, kind=was.kind)
    return _written(diary, bare, file=kept, corrects=was, by=by, at=at)


def _locked(diary: Diary) -> Diary:
    return Diary.objects.select_for_update().get(pk=diary.pk)


def _written(diary: Diary, told: Told, *, file: StoredFile | None, corrects: DiaryEntry | None, by: Actor, at: datetime) -> DiaryEntry:
    told = replace(told, text=told.text.strip())
    if not told.is_void:
        _ensure_whole(told, file)
    if told.on > calendar.tehran_day(at):
        raise NotYet(field="on")
    if diary.length >= policy.MOST_ENTRIES:
        raise Full
    limits.allow("diary", str(diary.person_id), limit=policy.ENTRIES_A_DAY, at=at, window=A_DAY)
    number = diary.length + 1
    stands_for = corrects.number if corrects else None
    said, digest = proof.words(diaries.words(told, number=number, corrects=stands_for, file=file.sha256 if file else ""))
    noted = {"position": number, "sha256": digest, "on": told.on.isoformat(), "what": str(DiaryEntry.Kind(told.kind).label)}
    if corrects:
        entry = _noted(diary, "diary.corrected", by=by, at=at, instead_of=corrects.number, **noted)
    else:
        entry = _noted(diary, "diary.written", by=by, at=at, **noted)
    made = DiaryEntry.objects.create(
        diary=diary,
        number=number,
        kind=told.kind,
        on=told.on,
        words=said,
        sha256=digest,
        minutes=told.minutes,
        amount=told.amount,
        is_void=told.is_void,
        file=file,
        corrects=corrects,
        seq=entry.seq,
        written_at=at,
    )
    diary.length, diary.written_at = number, at
    diary.save(update_fields=["length", "written_at"])
    return made


def _noted(diary: Diary, event: str, *, by: Actor, at: datetime, **data: Any) -> Entry:
    """It is in the owner's history and the last entry of the diary's chain."""
    acts = by.acting_as(ROLE, on_behalf_of="")
    record(event, diary, by=acts, at=at, **data)
    chain = evidence.open_chain(diary, title=TITLE, office_id=None, at=at)
    return evidence.append(chain, event, by=acts, at=at, **data)


def _ensure_whole(told: Told, file: StoredFile | None) -> None:
    """What such an entry is about was told, and it can be so."""
    if told.kind not in NEEDS:
        raise Lacking(field="kind")
    if file is not None and file.scan == StoredFile.Scan.INFECTED:
        raise InfectedFile(field="file")
    for name in NEEDS[told.kind]:
        if (file if name == "file" else getattr(told, name)) in (None, ""):
            raise Lacking(field=name)
    if "text" in NEEDS[told.kind] and len(text.display(told.text)) < SHORTEST:
        raise Lacking("چند کلمه بنویسید که چه شد.", field="text")
    if told.minutes is not None and told.minutes <= 0:
        raise BadHours(field="rest")
