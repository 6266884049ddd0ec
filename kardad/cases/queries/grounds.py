"""Reads over the grounds of an adjournment: whether one holds of a session at a moment, and who may say that it does (2.5)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from kardad.cases import policy
from kardad.cases.models import Filing, Hearing, Presence
from kardad.cases.queries import experts, sittings
from kardad.inbox.models import Party
from kardad.inbox.queries import dossiers
from kardad.kit import calendar
from kardad.law import procedure

BY_BOARD: Final = frozenset({"limited_representative", "attendance_needed", "expert_pending"})  # what only who hears the case can find
AFTER_ITS_DAY: Final = frozenset({procedure.UNFINISHED, procedure.NO_MAJORITY})
ASKS: Final = (Party.Side.CLAIMANT, Party.Side.RESPONDENT)
IN_PERSON, BY_AGENT = sittings.WAYS["self"], sittings.WAYS["representative"]

NOT_YOURS: Final = "این سبب را تنها هیئت می‌پذیرد؛ یکی از اعضای هیئت باید آن را ثبت کند."
NOT_YET: Final = "این سبب در جلسه روشن می‌شود و هنوز زمان جلسه نرسیده است."
OVER: Final = "روز این جلسه گذشته است. سبب «به پایان نرسیدن جلسه در روز خود» را انتخاب کنید."


def why_not(hearing: Hearing, code: str, *, role: str, at: datetime) -> str:
    """Why the ground does not hold now, or is not this role's to say; empty where it holds."""
    if code in BY_BOARD and role != policy.MEMBER:
        return NOT_YOURS
    if code not in AFTER_ITS_DAY and sittings.is_over(hearing, at=at):
        return OVER
    return JUDGES[code](hearing, role, at)


def _no_quorum(hearing: Hearing, role: str, at: datetime) -> str:
    """LP 55, 56: counted at the hour of the session."""
    if at < hearing.starts_at:
        return NOT_YET
    return "شمار اعضای حاضر به حد نصاب می‌رسد؛ این سبب برقرار نیست." if sittings.quorum(hearing).is_met else ""


def _no_majority(hearing: Hearing, role: str, at: datetime) -> str:
    """LP 68: the votes say it."""
    return "نبود اکثریت از رأی اعضا برمی‌آید؛ پس از رأی‌گیری، رئیس هیئت از صفحه رأی جلسه را تجدید می‌کند."


def _limited_representative(hearing: Hearing, role: str, at: datetime) -> str:
    """LP 27: he says it in the session."""
    if _here(hearing).filter(by_whom=BY_AGENT).exists():
        return ""
    return "هیچ طرفی با نماینده در این جلسه حاضر نیست. نخست حضور نماینده را ثبت کنید."


def _attendance_needed(hearing: Hearing, role: str, at: datetime) -> str:
    """LL 162: of somebody who did not come himself."""
    if at < hearing.starts_at:
        return NOT_YET
    here = set(_here(hearing).filter(by_whom=IN_PERSON).values_list("party_id", flat=True))
    return "" if _asked(hearing).exclude(pk__in=here).exists() else "همه طرف‌ها خود در جلسه حاضرند."


def _defective_service(hearing: Hearing, role: str, at: datetime) -> str:
    """LP 57: what can still be served in time, or is healed by who came, is no defect."""
    here, today = set(_here(hearing).values_list("party_id", flat=True)), calendar.tehran_day(at)
    is_late = sittings.lawful_from(hearing.case, today) > calendar.tehran_day(hearing.starts_at)
    for one in sittings.invited(hearing):
        is_served = one.delivery is not None and one.delivery.served_on is not None
        if not one.is_in_time and (is_served or is_late) and one.party.pk not in here:
            return ""
    return "دعوت همه طرف‌ها به‌هنگام ابلاغ شده است یا هنوز می‌شود؛ یا طرفی که دعوت نشده بود خود آمده است."


def _joint_request(hearing: Hearing, role: str, at: datetime) -> str:
    """CPC 99: each side asks in writing since the session was set, or before the board that hears it."""
    heard = _here(hearing).filter(by_whom__in=(IN_PERSON, BY_AGENT)) if role == policy.MEMBER else Presence.objects.none()
    wrote = Filing.objects.filter(case=hearing.case_id, kind=Filing.Kind.APPLICATION, filed_at__gte=hearing.set_at, party__isnull=False)
    asked = {*heard.values_list("party_id", flat=True), *wrote.values_list("party_id", flat=True)}
    silent = "، ".join(one.name for one in _asked(hearing) if one.pk not in asked)
    if not silent:
        return ""
    return f"درخواست {silent} در پرونده نیست. هر طرف پس از دعوت، «درخواست» خود را در پرونده می‌گذارد یا در جلسه به هیئت می‌گوید."


def _expert_pending(hearing: Hearing, role: str, at: datetime) -> str:
    """LP 97, 98"""
    return "" if experts.current(hearing.case) else "پرونده اکنون نزد کارشناس نیست. ارجاع به کارشناسی پس از ختم جلسه از صفحه کارشناسی است."


def _unfinished(hearing: Hearing, role: str, at: datetime) -> str:
    return "" if sittings.is_over(hearing, at=at) else "روز این جلسه هنوز نگذشته است."


JUDGES: Final[Mapping[str, Callable[[Hearing, str, datetime], str]]] = {
    procedure.NO_QUORUM: _no_quorum,
    procedure.NO_MAJORITY: _no_majority,
    "limited_representative": _limited_representative,
    "attendance_needed": _attendance_needed,
    "defective_service": _defective_service,
    "joint_request": _joint_request,
    "expert_pending": _expert_pending,
    procedure.UNFINISHED: _unfinished,
}
"""Every adjournment rule of law/data/procedure.toml with what is looked at: the session, who asks, when."""


def _here(hearing: Hearing) -> QuerySet[Presence]:
    """The sides that are in the room."""
    return Presence.objects.filter(hearing=hearing, is_present=True, party__isnull=False)


def _asked(hearing: Hearing) -> QuerySet[Party]:
    """The sides whose dispute it is."""
    return dossiers.parties(sittings.dossier_of(hearing.case)).filter(side__in=ASKS)
