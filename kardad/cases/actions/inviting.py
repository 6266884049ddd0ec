"""Invitations: both sides have the day of a session, the respondent the petition with the first one; members know when they sit."""

from datetime import datetime
from typing import Any

from kardad.cases import flow
from kardad.cases.models import Case, Hearing
from kardad.cases.queries import boards, sittings
from kardad.core.actor import Actor
from kardad.inbox.actions import notices, telling
from kardad.inbox.models import Notice, Party
from kardad.kit import calendar
from kardad.law import claims, procedure

INVITATION, PETITION_COPY, PUT_OFF = "N1", "N3", "N4"


def invite(hearing: Hearing, before: Hearing | None, *, by: Actor, at: datetime) -> Notice:
    """Both sides have the invitation, and the respondent what is asked of him when it is the first."""
    case = hearing.case
    board = procedure.body(case.instance).title
    when = hearing.starts_at.astimezone(calendar.TEHRAN)
    place = "، ".join(filter(None, (hearing.room.address, hearing.room.name))) if hearing.room else ""
    says: dict[str, Any] = {"hearing_at": when.isoformat(), "place": place, "board": board, "must_attend": hearing.in_person}
    if hearing.remote_link:
        says["text"] = f"اگر نمی‌توانید بیایید، از این پیوند وارد جلسه شوید: {hearing.remote_link}"
    asked = [claims.claim(one.code).title for one in case.items.order_by("position")]
    dossier, day = sittings.dossier_of(case), calendar.tehran_day(hearing.starts_at)
    if before is not None and before.ground:
        why = procedure.rule(before.ground, calendar.tehran_day(at))
        says |= {"previous_at": before.starts_at.astimezone(calendar.TEHRAN).isoformat(), "reason": why.says}
        made = notices.draft(dossier, code=PUT_OFF, title=f"تجدید وقت جلسه {board}", says=says, day=day, by=by, at=at)
    else:
        says["claims"] = asked
        made = notices.draft(dossier, code=INVITATION, title=f"دعوت به جلسه {board}", says=says, day=day, by=by, at=at)
    notices.place(made, by=by, at=at)
    if case.instance == flow.FIRST and before is None:
        _show_petition(case, asked, by=by, at=at)
    return made


def _show_petition(case: Case, asked: list[str], *, by: Actor, at: datetime) -> None:
    """The respondents have what is asked of them (N3)."""
    dossier = sittings.dossier_of(case)
    if not Party.objects.filter(dossier=dossier, side=Party.Side.RESPONDENT).exists():
        return
    words = {"petition_number": case.number or "", "filed_on": calendar.tehran_day(case.filed_at or at).isoformat(), "claims": asked}
    notices.place(notices.draft(dossier, code=PETITION_COPY, title="نسخه دادخواست", says=words, by=by, at=at), by=by, at=at)


def tell_members(hearing: Hearing, *, at: datetime) -> None:
    """Whoever sits in the panel knows of the session."""
    number, when = hearing.case.class_number or hearing.case.number or "", calendar.with_time(hearing.starts_at)
    for seat in boards.panel(hearing.case):
        telling.tell(
            seat.person, "hearing.listed", about=hearing, url=f"/office/cases/hearings/{hearing.pk}/", at=at, number=number, when=when
        )
