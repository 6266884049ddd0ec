"""Hearings: set with both sides invited, begun when the board may sit, closed, put off on a ground of the law, cancelled."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import transaction

from kardad.cases import flow, policy, proof, scheduling
from kardad.cases.actions import common, grouping, inviting
from kardad.cases.models import Case, Hearing, Presence, Room
from kardad.cases.queries import grounds as queries
from kardad.cases.queries import groups, sittings
from kardad.cases.scheduling import FIRM, PERSON, ROOM, Key, Slot
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.inbox.actions import placing
from kardad.inbox.models import Party
from kardad.kit import calendar, text
from kardad.kit.refusal import BadInput, Refusal
from kardad.law import procedure
from kardad.people.models import Organisation, Person
from kardad.work import actions as work

NO_DATE = "dates.none"  # every offered date was taken in the meantime
UNFINISHED = "hearing.unfinished"  # its day went by and nobody closed it


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


class TooFar(Refusal):
    """No case waits so long for its session; a year that was mistyped is told."""

    code = "HEARING_TOO_FAR"
    message = "جلسه دیرتر از {day} تعیین نمی‌شود. سال و ماه را دوباره ببینید، یا روز نزدیک‌تری انتخاب کنید."


class HourShut(Refusal):
    """Boards meet while the office works."""

    code = "HEARING_HOUR_SHUT"
    message = "جلسه از ساعت {first} زودتر آغاز نمی‌شود و تا ساعت {last} پایان می‌یابد. ساعت دیگری انتخاب کنید."


class Clash(Refusal):
    """Somebody or the room is taken at that time."""

    code = "HEARING_CLASH"
    message = "در این ساعت {who} آزاد نیست: {why}. ساعت دیگری انتخاب کنید."


class DayOver(Refusal):
    """The sides were invited for a day that is over: nothing happens in the session any more; another date is set and served."""

    code = "HEARING_DAY_OVER"
    message = (
        "این جلسه برای {when} بود و روز آن گذشته است. آن را به سبب «به پایان نرسیدن جلسه در روز خود» تجدید کنید تا وقت تازه ابلاغ شود."
    )


class BadLink(BadInput):
    """What the sides press to come from afar is an address of the web."""

    code = "HEARING_LINK"
    message = "پیوند جلسه باید نشانی کاملی باشد که با https:// آغاز می‌شود؛ مانند https://jalase.example/12."


class WrongRoom(BadInput):
    """A hearing is in an open room of the case's office."""

    code = "HEARING_ROOM"
    message = "یکی از اتاق‌های باز همین اداره را انتخاب کنید."


class NotYet(Refusal):
    """Nothing happens in a session before its hour."""

    code = "HEARING_NOT_YET"
    message = "جلسه برای {when} تعیین شده است. آغاز، حضور و صورتجلسه از {minutes} دقیقه پیش از آن ثبت می‌شود."


class HourAhead(Refusal):
    """Who was invited for an hour is waited for until then."""

    code = "HEARING_HOUR_AHEAD"
    message = "{who} برای ساعت {when} دعوت شده است و هنوز نیامده است. پیش از آن ساعت جلسه ختم نمی‌شود."


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


NO_TIME: Final = (TooEarly, TooFar, DayShut, HourShut, Clash, WrongRoom)  # why a time that was offered is none any more


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

    Raises PanelIncomplete, BadLink, WrongRoom, TooEarly, TooFar, DayShut, HourShut, Clash.
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
    if wish.remote_link and not _is_of_the_web(wish.remote_link):
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
    hearing.notice = inviting.invite(hearing, before, by=by, at=at)
    hearing.save(update_fields=["notice"])
    inviting.tell_members(hearing, at=at)
    return hearing


@transaction.atomic
def open_hearing(hearing: Hearing, *, by: Actor, at: datetime) -> Hearing:
    """The session runs; raises NotYet, DayOver, NoQuorum, NotInvited."""
    case, hearing = held(hearing)
    state = flow.HEARING.after(hearing.state, "open", flow.role_of(by.role))
    ensure_today(hearing, at=at)
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
    """The hearing is over and the board deliberates; the members are counted once more. Raises DayOver, HourAhead, NoQuorum."""
    case, hearing = held(hearing)
    hearing.state = flow.HEARING.after(hearing.state, "close", flow.role_of(by.role))
    ensure_today(hearing, at=at)
    if at < hearing.starts_at and _absent(hearing):
        raise HourAhead(when=calendar.clock(hearing.starts_at), who="، ".join(one.name for one in _absent(hearing)))
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
    if ground != procedure.NO_MAJORITY:  # which the votes alone say, whatever the session's state
        flow.HEARING.after(hearing.state, "adjourn", flow.role_of(by.role))
    rule = ground_of(hearing, ground, by=by, at=at)
    hearing.state = flow.HEARING.after(hearing.state, "adjourn", flow.role_of(by.role))
    hearing.ground = rule.code
    hearing.save(update_fields=["state", "ground"])
    case.next_at = None
    work.close_item(UNFINISHED, hearing, outcome="adjourned", at=at)
    common.step(case, "adjourn", "hearing.adjourned", by=by, at=at, hearing=hearing.pk, ground=rule.code, why=rule.title)
    return hearing


@transaction.atomic
def cancel(hearing: Hearing, *, by: Actor, at: datetime) -> Hearing:
    """There is no such session: the case ended before it. The caller moves the case."""
    case, hearing = held(hearing)
    hearing.state = flow.HEARING.after(hearing.state, "cancel", flow.role_of(by.role))
    hearing.save(update_fields=["state"])
    work.close_item(UNFINISHED, hearing, outcome="cancelled", at=at)
    _note("hearing.cancelled", case, hearing, by=by, at=at)
    return hearing


def grounds(hearing: Hearing, *, by: Actor, at: datetime) -> list[tuple[procedure.Rule, str]]:
    """Every ground of this board, with why who asks may not put the session off on it now; empty where he may."""
    found = []
    for rule in procedure.rules("adjournment", calendar.tehran_day(at), hearing.instance):
        try:
            ground_of(hearing, rule.code, by=by, at=at)
        except Refusal as refusal:
            found.append((rule, refusal.text))
        else:
            found.append((rule, ""))
    return found


def ground_of(hearing: Hearing, code: str, *, by: Actor, at: datetime) -> procedure.Rule:
    """The rule of the ground, if it holds now, is not spent in the case and is for who asks to say; raises BadGround, GroundSpent."""
    rules = {one.code: one for one in procedure.rules("adjournment", calendar.tehran_day(at), hearing.instance)}
    rule = rules.get(code)
    if rule is None:
        raise BadGround(field="ground")
    times = int(rule.value)
    used = Hearing.objects.filter(case=hearing.case_id, ground=code).exclude(pk=hearing.pk).count()
    if times and used >= times:
        raise GroundSpent(field="ground", title=rule.title, times=text.to_persian_digits(times))
    if why := queries.why_not(hearing, code, role=by.role, at=at):
        raise BadGround(why, field="ground")
    return rule


def ensure_possible(case: Case, slot: Slot, *, at: datetime) -> None:
    """Room and all who come are held until the transaction ends, and are free then.

    Raises WrongRoom, TooEarly, TooFar, DayShut, HourShut, Clash.
    """
    room = Room.objects.select_for_update().filter(pk=slot.room, office_id=case.office_id, is_open=True).first()
    if room is None:
        raise WrongRoom(field="room")
    _ensure_hours(case, slot, at=at)
    who = sittings.keys(case, at=at)
    _hold(who)
    taken = sittings.busy(who | {Key(ROOM, slot.room)}, slot.starts_at, slot.ends_at, at=at, but=case)
    for one in scheduling.clashes(slot, who, taken):
        raise Clash(field="hour", who=named(one.key), why=one.why)


def _ensure_hours(case: Case, slot: Slot, *, at: datetime) -> None:
    """The session is on a day and in the hours in which it may be; raises TooEarly, TooFar, DayShut, HourShut."""
    day, first, last = calendar.tehran_day(slot.starts_at), sittings.earliest(case, at=at), calendar.tehran_day(at + policy.HORIZON)
    if day < first:
        raise TooEarly(field="day", day=calendar.long(first))
    if day > last:
        raise TooFar(field="day", day=calendar.long(last))
    if not sittings.is_open_day(case, day):
        raise DayShut(field="day", day=calendar.long(day))
    opens, shuts = (datetime.combine(day, hour, tzinfo=calendar.TEHRAN) for hour in (policy.FIRST_HOUR, policy.LAST_HOUR))
    if slot.starts_at < opens or slot.ends_at > shuts:
        raise HourShut(field="hour", first=calendar.clock(opens), last=calendar.clock(shuts))


def ensure_today(hearing: Hearing, *, at: datetime) -> None:
    """It is the session's own day, and not long before its hour; raises NotYet, DayOver."""
    if sittings.is_early(hearing, at=at):
        minutes = text.to_persian_digits(policy.EARLY // timedelta(minutes=1))
        raise NotYet(when=calendar.with_time(hearing.starts_at), minutes=minutes)
    if sittings.is_over(hearing, at=at):
        raise DayOver(when=calendar.with_time(hearing.starts_at))


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


def _is_of_the_web(link: str) -> bool:
    """Whether it is an address by which a browser comes somewhere, safely and to a host."""
    try:
        found = urlsplit(link)
        return found.scheme == "https" and bool(found.hostname) and found.port != 0 and not any(sign.isspace() for sign in link)
    except ValueError:  # no host can be read of it, or no port
        return False


def _hold(who: set[Key]) -> None:
    """Two who set a session with one of these people wait for each other, whichever case and office each sits at."""
    people = sorted(one.pk for one in who if one.kind == PERSON)
    firms = sorted(one.pk for one in who if one.kind == FIRM)
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))
    list(Organisation.objects.select_for_update(no_key=True).filter(pk__in=firms).order_by("pk").values_list("pk"))


def _absent(hearing: Hearing) -> list[Party]:
    """The sides that are not in the room."""
    here = Presence.objects.filter(hearing=hearing, is_present=True, party__isnull=False).values("party")
    return list(Party.objects.filter(dossier=sittings.dossier_of(hearing.case)).exclude(pk__in=here).order_by("pk"))


def _note(event: str, case: Case, hearing: Hearing, *, by: Actor, at: datetime, **data: Any) -> None:
    proof.note(case, event, by=by, at=at, hearing=hearing.pk, **data)
    record(event, case, by=by, at=at, number=case.class_number or case.number or "", hearing=hearing.pk)
