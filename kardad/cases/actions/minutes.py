"""Minutes: written by one editor at a time, frozen by the first signature, which stands over their hash in the chain."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from kardad.cases import policy, proof
from kardad.cases.actions import hearings, holding
from kardad.cases.models import Hearing, Presence, Seat
from kardad.cases.queries import sittings
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal

PARTS: Final = {
    "claimant": "گفته‌های خواهان",
    "respondent": "گفته‌های خوانده",
    "papers": "سندهایی که نشان داده شد",
    "questions": "پرسش‌های هیئت و پاسخ‌ها",
    "orders": "دستورهای هیئت",
}


class Locked(Refusal):
    """What was signed is never changed."""

    code = "MINUTES_LOCKED"
    message = "صورتجلسه امضا شده است و دیگر تغییر نمی‌کند."


class NothingWritten(BadInput):
    """Nobody signs an empty page."""

    code = "MINUTES_EMPTY"
    message = "صورتجلسه هنوز نوشته نشده است."


class NotBegun(Refusal):
    """Nothing was said in a session that did not begin."""

    code = "MINUTES_NOT_BEGUN"
    message = "جلسه هنوز آغاز نشده است. پس از آغاز جلسه، صورتجلسه نوشته می‌شود."


class DayGone(Refusal):
    """What is written later is no minutes of that day."""

    code = "MINUTES_DAY_GONE"
    message = "صورتجلسه در همان روز جلسه نوشته می‌شود و روز این جلسه ({day}) گذشته است. آنچه ناگفته مانده است در جلسه تازه گفته می‌شود."


class NotThere(Refusal):
    """Only who was in the session signs."""

    code = "MINUTES_NOT_THERE"
    message = "تنها عضوی امضا می‌کند که در جلسه بوده است."


class OtherWords(Refusal):
    """The minutes changed since they were shown to the one who signs."""

    code = "MINUTES_CHANGED"
    message = "متن صورتجلسه پس از باز شدن این صفحه تغییر کرده است. آن را دوباره بخوانید و سپس امضا کنید."


def read(hearing: Hearing) -> dict[str, str]:
    """What is written, part by part; a part that nobody wrote is empty."""
    found = json.loads(hearing.minutes or "{}")
    return {part: found.get(part, "") for part in PARTS}


@transaction.atomic
def hold(hearing: Hearing, *, by: Actor, at: datetime) -> None:
    """The minutes are the actor's to write for a while; raises NotYet, NotBegun, DayGone, Locked, HeldByOther."""
    _writing(hearing, by, at=at)
    holding.hold(hearing.case, by=by, at=at)


@transaction.atomic
def write(hearing: Hearing, *, parts: Mapping[str, str], by: Actor, at: datetime) -> Hearing:
    """The minutes say this; raises NotYet, NotBegun, DayGone, Locked, HeldByOther."""
    hearing = _writing(hearing, by, at=at)
    holding.hold(hearing.case, by=by, at=at)
    said = {part: parts.get(part, "").strip() for part in PARTS}
    if said != read(hearing):
        hearing.minutes = json.dumps(said, ensure_ascii=False, sort_keys=True)
        hearing.save(update_fields=["minutes"])
        _note("minutes.written", hearing, by=by, at=at)
    return hearing


@transaction.atomic
def sign(hearing: Hearing, *, seen: str, by: Actor, at: datetime) -> Presence:
    """The member has signed what he saw; with the first signature the minutes are locked, and their hash is in the chain.

    `seen` is the hash of what the page showed. Raises NotThere, NothingWritten, OtherWords.
    """
    case, hearing = hearings.held(hearing)
    if by.role != policy.MEMBER or hearing.state not in ("closed", "adjourned"):
        raise NotAllowed(flow="hearing", state=hearing.state, move="sign", role=by.role)
    seat = Seat.objects.filter(case=case, instance=hearing.instance, person_id=by.somebody).order_by("-pk").first()
    presence = Presence.objects.filter(hearing=hearing, seat=seat, came_at__isnull=False).first() if seat else None
    if presence is None:
        raise NotThere
    if not any(read(hearing).values()):
        raise NothingWritten
    written = hearing.locked_hash or digest(hearing)
    if seen != written:
        raise OtherWords
    if presence.signed_at is not None:
        return presence
    if hearing.locked_at is None:
        hearing.locked_at, hearing.locked_hash = at, written
        hearing.save(update_fields=["locked_at", "locked_hash"])
        holding.release(case, by=by)
        _note("minutes.locked", hearing, by=by, at=at, hash=written)
    presence.signed_at = at
    presence.save(update_fields=["signed_at"])
    _note("minutes.signed", hearing, by=by, at=at, hash=written, seat=presence.seat_id or 0)
    return presence


def digest(hearing: Hearing) -> str:
    """SHA-256 over the words, the hours and who was there, member by member and side by side."""
    there = [
        {"seat": one.seat_id, "party": one.party_id, "by_whom": one.by_whom, "came": _told(one.came_at), "left": _told(one.left_at)}
        for one in sittings.presences(hearing)
    ]
    said: dict[str, Any] = {"hearing": hearing.pk, "minutes": read(hearing), "there": there}
    said |= {"opened": _told(hearing.opened_at), "closed": _told(hearing.closed_at), "ground": hearing.ground}
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()).hexdigest()


def unsigned(hearing: Hearing) -> list[Presence]:
    """The members who were there and have not signed yet."""
    return [one for one in sittings.presences(hearing) if one.seat_id and one.came_at and one.signed_at is None]


def ensure_writable(hearing: Hearing, *, at: datetime) -> None:
    """The session has begun, on this day, and nobody signed what was written of it; raises NotYet, NotBegun, DayGone, Locked."""
    if hearing.locked_at is not None:
        raise Locked
    if sittings.is_over(hearing, at=at):
        raise DayGone(day=calendar.long(calendar.tehran_day(hearing.starts_at)))
    hearings.ensure_today(hearing, at=at)
    if hearing.state == "set":
        raise NotBegun


def _writing(hearing: Hearing, by: Actor, *, at: datetime) -> Hearing:
    _, hearing = hearings.held(hearing)
    if by.role not in (policy.SECRETARY, policy.MEMBER) or hearing.state == "cancelled":
        raise NotAllowed(flow="hearing", state=hearing.state, move="write", role=by.role)
    ensure_writable(hearing, at=at)
    return hearing


def _told(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _note(event: str, hearing: Hearing, *, by: Actor, at: datetime, **data: Any) -> None:
    case = hearing.case
    proof.note(case, event, by=by, at=at, hearing=hearing.pk, **data)
    record(event, case, by=by, at=at, number=case.class_number or case.number or "", hearing=hearing.pk)
