"""Notices from elsewhere: what another body served on a person, told by himself, for its deadline, reminders and a folder."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from kardad.core import limits
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.core.models import StoredFile
from kardad.inbox.actions import deadlines, holding, ruling, telling
from kardad.inbox.models import Attachment, Delivery, Dossier, Letter, Notice, Party
from kardad.kit import calendar, text
from kardad.kit.refusal import BadInput, Refusal
from kardad.law import notices as kinds
from kardad.people.models import Person
from kardad.people.models.verification import tracking_code

A_DAY = 30  # notices that one person may enter in a day
LONGEST = timedelta(days=10 * 366)


class NotYet(BadInput):
    """A paper cannot have been served on a day to come, nor before anybody's memory."""

    code = "ELSEWHERE_DAY"
    message = "روز ابلاغ باید امروز یا پیش از آن باشد، و نه پیش از ده سال گذشته."


class UnknownKind(BadInput):
    """We know no such kind of notice."""

    code = "ELSEWHERE_KIND"
    message = "گونه برگه را از فهرست انتخاب کنید."


class NotYours(Refusal):
    """The folder is another's, or one in which an office serves."""

    code = "ELSEWHERE_DOSSIER"
    message = "در این پرونده نمی‌توان برگه‌ای از جای دیگر گذاشت."


class TooManyEntered(limits.TooMany):
    """The day's notices are entered."""

    code = "ELSEWHERE_MANY"
    message = "امروز به اندازه کافی برگه ثبت کرده‌اید. فردا ادامه دهید."


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person says of a paper: its kind (`law.notices`), its number, who sent it, and the day on which it reached him."""

    code: str
    number: str
    body: str
    day: date
    title: str = ""
    side: str = Party.Side.RESPONDENT
    days: int | None = None  # of a deadline whose length the paper names
    photos: Sequence[StoredFile] = ()


@transaction.atomic
def enter(person: Person, told: Told, *, dossier: Dossier | None = None, by: Actor, at: datetime) -> Delivery:
    """The paper lies in a folder of the person's, a new one unless it is named, with its deadline.

    Nothing of it is evidence of ours: it says what its owner told. Raises UnknownKind, NotYet, NotYours, TooManyEntered.
    """
    if limits.hit_today("elsewhere", str(person.pk), at=at) > A_DAY:
        raise TooManyEntered
    if told.code not in kinds.every():
        raise UnknownKind(field="code")
    _judge_day(told.day, at)
    folder = _folder(person, dossier, told, by=by, at=at)
    party = Party.objects.filter(dossier=folder, person=person).first()
    if party is None:
        party = Party.objects.create(dossier=folder, side=told.side, person=person, name=person.name, added_at=at, joined_at=at)
    notice = _notice(folder, told, by=by, at=at)
    delivery = Delivery(notice=notice, party=party, via=Delivery.Via.ELSEWHERE, rung="told", placed_at=at, outside_number=told.number[:40])
    ruling.judge(delivery, [("told", told.day)], at=at)
    delivery.save()
    Attachment.objects.bulk_create([Attachment(delivery=delivery, file=one) for one in told.photos])
    day = calendar.long(told.day)
    record("elsewhere.entered", notice, by=by, at=at, person_id=person.pk, title=notice.title, day=day)
    words = {"title": notice.title, "body": told.body, "day": day}
    telling.tell(person, "elsewhere.entered", about=delivery, url=folder.url, at=at, dossier=folder, **words)
    deadlines.begin(delivery, at=at)
    return delivery


@transaction.atomic
def correct(delivery: Delivery, *, day: date, by: Actor, at: datetime) -> Delivery:
    """The paper was served on another day than its owner told first; its deadline begins anew, the old one stays to be read."""
    held = _own(delivery, by)
    _judge_day(day, at)
    held.served_on = None
    ruling.judge(held, [("told", day)], at=at)
    held.save(update_fields=["served_on", "effect", "rule"])
    deadlines.end(held, at=at)
    record("elsewhere.corrected", held.notice, by=by, at=at, title=held.notice.title, day=calendar.long(day))
    deadlines.begin(held, at=at)
    return held


@transaction.atomic
def forget(delivery: Delivery, *, by: Actor, at: datetime) -> None:
    """Its owner is reminded of it no more; it stays in the folder as put away."""
    held = _own(delivery, by)
    held.voided_at, held.void_reason = at, "به خواست صاحب آن کنار گذاشته شد."
    held.save(update_fields=["voided_at", "void_reason"])
    deadlines.end(held, at=at)
    Letter.objects.filter(delivery=held).update(until=None, asked="", archived_at=at)
    record("elsewhere.forgotten", held.notice, by=by, at=at, title=held.notice.title)


def _judge_day(day: date, at: datetime) -> None:
    today = calendar.tehran_day(at)
    if not today - LONGEST <= day <= today:
        raise NotYet(field="day")


def _notice(folder: Dossier, told: Told, *, by: Actor, at: datetime) -> Notice:
    return Notice.objects.create(
        dossier=folder,
        code=told.code,
        state="placed",
        title=(told.title or kinds.notice(told.code).title)[:160],
        says=json.dumps({"body": told.body}, ensure_ascii=False),
        days=told.days,
        made_by_id=by.somebody,
        made_at=at,
        placed_at=at,
    )


def _folder(person: Person, dossier: Dossier | None, told: Told, *, by: Actor, at: datetime) -> Dossier:
    if dossier is not None:
        if dossier.kind != Dossier.Kind.ELSEWHERE or dossier.owner_id != person.pk:
            raise NotYours
        return holding.dossier(dossier.pk)
    named = text.display(told.title or told.body)[:120] or "برگه‌ای از جای دیگر"
    made = Dossier.objects.create(kind=Dossier.Kind.ELSEWHERE, tracking_code=tracking_code(), title=named, owner=person, opened_at=at)
    record("elsewhere.opened", made, by=by, at=at, person_id=person.pk)
    return made


def _own(delivery: Delivery, by: Actor) -> Delivery:
    holding.of_delivery(delivery.pk)
    held = Delivery.objects.select_for_update().filter(pk=delivery.pk, via=Delivery.Via.ELSEWHERE, voided_at=None).first()
    if held is None or held.notice.dossier.owner_id != by.person_id:
        raise NotYours
    return held
