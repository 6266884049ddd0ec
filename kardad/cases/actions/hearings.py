"""Hearings: set with both sides invited, begun when the board may sit, closed, put off on a ground of the law, cancelled."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from kardad.cases import flow, policy, proof, scheduling
from kardad.cases.actions import common, grouping
from kardad.cases.models import Case, Hearing, Presence, Room
from kardad.cases.queries import boards, groups, sittings
from kardad.cases.scheduling import FIRM, PERSON, ROOM, Key, Slot
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.inbox.actions import notices, placing, telling
from kardad.inbox.models import Notice, Party
from kardad.kit import calendar, text
from kardad.kit.refusal import BadInput, Refusal
from kardad.law import claims, procedure
from kardad.people.models import Organisation, Person
from kardad.work import actions as work

INVITATION, PETITION_COPY, PUT_OFF = "N1", "N3", "N4"
NO_DATE = "dates.none"  # every offered date was taken in the meantime


class PanelIncomplete(Refusal):
    """A date is for a board that is whole."""

    code = "PANEL_INCOMPLETE"
    message = "هیئت این پرونده هنوز کامل نیست. نخست قرعه اعضا را بکشید."


class TooEarly(Refusal):
    """There would be too few days between service and session."""

    code = "HEARING_TOO_EARLY"
    message = "جلسه زودتر از {day} نمی‌شود: میان ابلاغ دعوت و جلسه باید فاصله قانونی باشد."


class DayShut(Refusal):
    """The office is closed that day."""

    code = "HEARING_DAY_SHUT"
    message = "اداره در {day} بسته است. روز دیگری انتخاب کنید."


class Clash(Refusal):
    """Somebody or the room is taken at that time."""

    code = "HEARING_CLASH"
    message = "در این ساعت {who} آزاد نیست: {why}. ساعت دیگری انتخاب کنید."


class DayOver(Refusal):
    """The sides were invited for a day that is over; another date is set and served."""

    code = "HEARING_DAY_OVER"
    message = "این جلسه برای {when} بود و روز آن گذشته است. جلسه را تجدید کنید تا وقت تازه ابلاغ شود."


class BadLink(BadInput):
    """What the sides press to come from afar is an address of the web."""

    code = "HEARING_LINK"
    message = "پیوند جلسه باید با https:// آغاز شود."


class WrongRoom(BadInput):
    """A hearing is in an open room of the case's office."""

    code = "HEARING_ROOM"
    message = "یکی از اتاق‌های باز همین اداره را انتخاب کنید."


class NotYet(Refusal):
    """A session does not begin before its hour."""

    code = "HEARING_NOT_YET"
    message = "جلسه برای {when} تعیین شده است و هنوز آغاز نمی‌شود."


class NoQuorum(Refusal):
    """Too few members are in the room."""

    code = "HEARING_NO_QUORUM"
    message = "{there} عضو حاضر است و {wanted} عضو لازم است. یا عضو دیگری بیاید، یا جلسه را تجدید کنید."


class NotInvited(Refusal):
    """A side that is not here was not duly invited: the board cannot hear the case without it (LP 57)."""

    code = "HEARING_NOT_INVITED"
    message = "دعوت {who} درست یا به‌هنگام ابلاغ نشده و خود او هم نیامده است. جلسه را به سبب ابلاغ نادرست تجدید کنید."


class BadGround(BadInput):
    """The law has no such ground for this board, or it does not hold now."""

    code = "ADJOURN_GROUND"
    message = "با این سبب نمی‌توان جلسه را تجدید کرد."


class GroundSpent(Refusal):
    """The ground was used as often as the law lets it be."""

    code = "ADJOURN_SPENT"
    message = "جلسه پیش از این به سبب «{title}» تجدید شده است و این سبب تنها {times} بار پذیرفته می‌شود. هیئت باید رسیدگی کند."


@dataclass(frozen=True, slots=True)
class Wish:
    """What a hearing shall be: when, where, whether the board wants the sides themselves (LP 57), a link for who is far away."""

    starts_at: datetime
    room: Room
    in_person: bool = False
    remote_link: str = ""


@transaction.atomic
def set_hearing(case: Case, wish: Wish, *, by: Actor, at: datetime) -> Hearing:
    """The case has its session and both sides are invited: N1 (with N3 the first time), N4 after one that was put off.

    Raises PanelIncomplete, BadLink, WrongRoom, TooEarly, DayShut, Clash.
    """
    placing.ensure_authority()
    case = common.locked(case, besides=groups.of_group(case))
    grouping.share(groups.head(case), at=at)
    made = _set(case, wish, by=by, at=at)
    for one in groups.sharing(case):  # co-workers before the same panel are heard in the same session
        if flow.CASE.allows(one.state, "set_hearing", flow.role_of(by.role)):
            _set(common.locked(one), wish, by=by, at=at)
    return made


def _set(case: Case, wish: Wish, *, by: Actor, at: datetime) -> Hearing:
    """One case has its session; called with the case held."""
    flow.CASE.after(case.state, "set_hearing", flow.role_of(by.role))
    if not sittings.is_ready(case):
        raise PanelIncomplete
    if wish.remote_link and urlsplit(wish.remote_link)[:1] != ("https",):
        raise BadLink(field="remote_link")
    slot = Slot(wish.starts_at, wish.starts_at + policy.HEARING_LENGTH, wish.room.pk)
    ensure_possible(case, slot, at=at)
    before = sittings.of_case(case).filter(instance=case.instance).first()
    when = calendar.with_time(slot.starts_at)
    hearing = Hearing.objects.create(
        case=case,
        instance=case.instance,
        position=before.position + 1 if before else 1,
        room=wish.room,
        office=wish.room.office,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        remote_link=wish.remote_link,
        in_person=wish.in_person,
        set_by_id=by.person_id or 0,  # 0: the house, by the dates that the sides left
        set_at=at,
    )
    case.next_at = slot.starts_at
    work.close_item(NO_DATE, case, outcome="set", at=at)
    common.step(case, "set_hearing", "hearing.set", by=by, at=at, hearing=hearing.pk, when=when)
    hearing.notice = _invite(hearing, before, by=by, at=at)
    hearing.save(update_fields=["notice"])
    _tell_members(hearing, at=at)
    return hearing


@transaction.atomic
def open_hearing(hearing: Hearing, *, by: Actor, at: datetime) -> Hearing:
    """The session runs; raises NotYet, DayOver, NoQuorum, NotInvited."""
    case, hearing = held(hearing)
    state = flow.HEARING.after(hearing.state, "open", flow.role_of(by.role))
    if at < hearing.starts_at - policy.EARLY:
        raise NotYet(when=calendar.with_time(hearing.starts_at))
    if calendar.tehran_day(at) > calendar.tehran_day(hearing.starts_at):
        raise DayOver(when=calendar.with_time(hearing.starts_at))
    ensure_quorum(hearing)
    here = set(Presence.objects.filter(hearing=hearing, is_present=True, party__isnull=False).values_list("party_id", flat=True))
    for one in sittings.invited(hearing):
        if not one.is_in_time and one.party.pk not in here:  # who comes all the same heals what was wrong
            raise NotInvited(who=one.party.name)
    hearing.state, hearing.opened_at = state, at
    hearing.save(update_fields=["state", "opened_at"])
    _note("hearing.opened", case, hearing, by=by, at=at, members=sittings.quorum(hearing).count)
    return hearing


@transaction.atomic
def close_hearing(hearing: Hearing, *, by: Actor, at: datetime) -> Hearing:
    """The hearing is over and the board deliberates; the members are counted once more. Raises NoQuorum."""
    case, hearing = held(hearing)
    hearing.state = flow.HEARING.after(hearing.state, "close", flow.role_of(by.role))
    ensure_quorum(hearing)
    hearing.closed_at = at
    hearing.save(update_fields=["state", "closed_at"])
    case.next_at = None
    common.step(case, "hold", "hearing.closed", by=by, at=at, hearing=hearing.pk)
    return hearing


@transaction.atomic
def adjourn(hearing: Hearing, *, ground: str, by: Actor, at: datetime) -> Hearing:
    """The session is put off on a ground of the law, which is not spent; a new date is then set. Raises BadGround, GroundSpent.

    What is closed is put off by the votes alone (`issuing.renew`), or waits for an expert.
    """
    case, hearing = held(hearing)
    rule = ground_of(hearing, ground, at=at)
    hearing.state = flow.HEARING.after(hearing.state, "adjourn", flow.role_of(by.role))
    hearing.ground = rule.code
    hearing.save(update_fields=["state", "ground"])
    case.next_at = None
    common.step(case, "adjourn", "hearing.adjourned", by=by, at=at, hearing=hearing.pk, ground=rule.code, why=rule.title)
    return hearing


@transaction.atomic
def cancel(hearing: Hearing, *, by: Actor, at: datetime) -> Hearing:
    """There is no such session: the case ended before it. The caller moves the case."""
    case, hearing = held(hearing)
    hearing.state = flow.HEARING.after(hearing.state, "cancel", flow.role_of(by.role))
    hearing.save(update_fields=["state"])
    _note("hearing.cancelled", case, hearing, by=by, at=at)
    return hearing


def grounds(hearing: Hearing, *, at: datetime) -> list[procedure.Rule]:
    """The grounds on which this session may still be put off."""
    found = []
    for rule in procedure.rules("adjournment", calendar.tehran_day(at), hearing.instance):
        try:
            found.append(ground_of(hearing, rule.code, at=at))
        except Refusal:
            continue
    return found


def ground_of(hearing: Hearing, code: str, *, at: datetime) -> procedure.Rule:
    """The rule of the ground, if it holds now and is not spent in the case; raises BadGround, GroundSpent."""
    rules = {one.code: one for one in procedure.rules("adjournment", calendar.tehran_day(at), hearing.instance)}
    rule = rules.get(code)
    if rule is None:
        raise BadGround(field="ground")
    if code == procedure.NO_QUORUM and sittings.quorum(hearing).is_met:
        raise BadGround("شمار اعضای حاضر به حد نصاب می‌رسد؛ این سبب برقرار نیست.", field="ground")
    if code == procedure.NO_MAJORITY:
        raise BadGround("نبود اکثریت از رأی اعضا برمی‌آید؛ پس از رأی‌گیری، رئیس هیئت از صفحه رأی جلسه را تجدید می‌کند.", field="ground")
    times = int(rule.value)
    used = Hearing.objects.filter(case=hearing.case_id, ground=code).exclude(pk=hearing.pk).count()
    if times and used >= times:
        raise GroundSpent(field="ground", title=rule.title, times=text.to_persian_digits(times))
    return rule


def ensure_possible(case: Case, slot: Slot, *, at: datetime) -> None:
    """Room and all who come are held until the transaction ends, and are free then; raises WrongRoom, TooEarly, DayShut, Clash."""
    room = Room.objects.select_for_update().filter(pk=slot.room, office_id=case.office_id, is_open=True).first()
    if room is None:
        raise WrongRoom(field="room")
    day, first = calendar.tehran_day(slot.starts_at), sittings.earliest(case, at=at)
    if day < first:
        raise TooEarly(field="day", day=calendar.long(first))
    if not sittings.is_open_day(case, day):
        raise DayShut(field="day", day=calendar.long(day))
    who = sittings.keys(case, at=at)
    _hold(who)
    taken = sittings.busy(who | {Key(ROOM, slot.room)}, slot.starts_at, slot.ends_at, at=at, but=case)
    for one in scheduling.clashes(slot, who, taken):
        raise Clash(field="hour", who=named(one.key), why=one.why)


def ensure_quorum(hearing: Hearing) -> None:
    """Enough members are in the room; raises NoQuorum."""
    told = sittings.quorum(hearing)
    if not told.is_met:
        raise NoQuorum(there=text.to_persian_digits(told.count), wanted=text.to_persian_digits(told.wanted))


def held(hearing: Hearing) -> tuple[Case, Hearing]:
    """The hearing and its case as they are now, the case first, held until the transaction ends."""
    case = common.locked(Case(pk=hearing.case_id))
    found = Hearing.objects.select_for_update(of=("self",)).select_related("room", "notice").get(pk=hearing.pk)
    found.case = case
    return case, found


def named(key: Key) -> str:
    """What a refusal calls whoever is busy."""
    if key.kind == ROOM:
        return Room.objects.get(pk=key.pk).name
    return Organisation.objects.get(pk=key.pk).name if key.kind == FIRM else Person.objects.get(pk=key.pk).name


def _hold(who: set[Key]) -> None:
    """Two who set a session with one of these people wait for each other, whichever case and office each sits at."""
    people = sorted(one.pk for one in who if one.kind == PERSON)
    firms = sorted(one.pk for one in who if one.kind == FIRM)
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))
    list(Organisation.objects.select_for_update(no_key=True).filter(pk__in=firms).order_by("pk").values_list("pk"))


def _invite(hearing: Hearing, before: Hearing | None, *, by: Actor, at: datetime) -> Notice:
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


def _tell_members(hearing: Hearing, *, at: datetime) -> None:
    number, when = hearing.case.class_number or hearing.case.number or "", calendar.with_time(hearing.starts_at)
    for seat in boards.panel(hearing.case):
        telling.tell(
            seat.person, "hearing.listed", about=hearing, url=f"/office/cases/hearings/{hearing.pk}/", at=at, number=number, when=when
        )


def _note(event: str, case: Case, hearing: Hearing, *, by: Actor, at: datetime, **data: Any) -> None:
    proof.note(case, event, by=by, at=at, hearing=hearing.pk, **data)
    record(event, case, by=by, at=at, number=case.class_number or case.number or "", hearing=hearing.pk)
