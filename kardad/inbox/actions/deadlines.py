"""Deadlines of a service: computed by the law, kept with their reasons, computed anew when what they rest on changes."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.core.models import Incident
from kardad.inbox import flow, marks, policy, proof, signals
from kardad.inbox.actions import holding, telling
from kardad.inbox.models import Deadline, Delivery, Letter
from kardad.inbox.queries import deadlines as queries
from kardad.inbox.queries import deliveries
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from kardad.law import deadlines as law
from kardad.law import holidays, rules
from kardad.work import actions as work

AT_RISK: Final = "deadline.at_risk"
GOES_ON: Final = "در روزهای پایانی این مهلت «{part}» از {began} در دسترس نیست."
TOUCHED: Final = "در روزهای پایانی این مهلت «{part}» از {began} تا {ended} در دسترس نبود."


class NotAtRisk(Refusal):
    """Nobody doubts this deadline, or somebody has decided before."""

    code = "DEADLINE_NOT_AT_RISK"
    message = "درباره این مهلت پیش‌تر تصمیم گرفته شده است."


class GoesOn(Refusal):
    """Which days an outage took is known once it is over."""

    code = "OUTAGE_GOES_ON"
    message = "این اختلال هنوز ادامه دارد. پس از پایان آن درباره مهلت تصمیم بگیرید."


@transaction.atomic
def begin(delivery: Delivery, *, at: datetime) -> Deadline | None:
    """The deadline that this service sets going runs; None where the law names none, or its length is nobody's to know yet."""
    rule = queries.rule_of(delivery.notice)
    if rule is None or delivery.is_copy or delivery.served_on is None:
        return None
    current = Deadline.objects.select_for_update().filter(delivery=delivery, code=rule.code, superseded_at=None).first()
    if current is not None:
        return current
    cause = Deadline.Cause.CORRECTED if delivery.notice.corrects_id else Deadline.Cause.SERVED
    try:
        found = _computed(delivery, delivery.notice.days if rule.may_be_set else None, {})
    except law.NoLength:
        return None
    made = _kept(delivery, found, cause=cause, at=at)
    _told(made, before=None, at=at)
    return _looked_at(made, before=None, at=at)


@transaction.atomic
def recompute(deadline: Deadline, *, cause: str, at: datetime, obstructed: Mapping[date, str] | None = None) -> Deadline | None:
    """The deadline as today's calendar gives it, besides the days on which the office could not be reached; None when no day moved.

    The earlier computation stays and says that it no longer counts. What was over before stays over, and what was in doubt for an
    outage stays so unless that outage is why it moves; days that come to lie on another outage are in doubt anew.
    """
    held = _current(deadline)
    if held is None or (held.final_on <= calendar.tehran_day(at) and held.at_risk_since is None):
        return None
    lost = {**queries.obstructed_of(held), **(obstructed or {})}
    found = _computed(held.delivery, queries.days_of(held), lost)
    if found.dates == (held.safe_until, held.hard_until, held.final_on):
        held.checked_version = found.calendar_version
        held.save(update_fields=["checked_version"])
        return None
    held.superseded_at, held.remind_due_at = at, None
    held.save(update_fields=["superseded_at", "remind_due_at"])
    made = _kept(held.delivery, found, cause=cause, at=at, before=held)
    _told(made, before=held, at=at)
    return _looked_at(made, before=held, at=at)


@transaction.atomic
def undo(delivery: Delivery, *, at: datetime) -> int:
    """Nothing runs from a service that is void; what was computed stays to be read."""
    held = end(delivery, at=at)
    for one in held:
        work.close_item(AT_RISK, one, outcome="voided", at=at)
        proof.served(delivery, "deadline.undone", by=SYSTEM, at=at, deadline=one.code)
        record("deadline.undone", one, by=SYSTEM, at=at, number=delivery.notice.number or "")
    Letter.objects.filter(delivery=delivery).update(until=None, asked="")
    return len(held)


def end(delivery: Delivery, *, at: datetime) -> list[Deadline]:
    """What ran from the delivery runs no more, and stays to be read; called inside a transaction."""
    held = list(Deadline.objects.select_for_update().filter(delivery=delivery, superseded_at=None))
    for one in held:
        one.superseded_at, one.remind_due_at = at, None
        one.save(update_fields=["superseded_at", "remind_due_at"])
    return held


@transaction.atomic
def flag(deadline: Deadline, incident: Incident, *, at: datetime) -> bool:
    """Office and party know that an outage touched the last days; until somebody has decided, it does not become final by itself."""
    held = _current(deadline)
    if held is None or held.at_risk_since is not None:
        return False
    said = {"part": incident.title, "began": calendar.with_time(incident.began_at)}
    over = TOUCHED.format(ended=calendar.with_time(incident.ended_at), **said) if incident.ended_at else GOES_ON.format(**said)
    held.at_risk_since, held.risk = at, over[:200]
    held.save(update_fields=["at_risk_since", "risk"])
    number = held.delivery.notice.number or ""
    _ask(held, at=at)
    told = {"deadline": held.code, "incident": incident.pk, "mark": marks.of("risk", held)}
    proof.served(held.delivery, "deadline.at_risk", by=SYSTEM, at=at, **told)
    record("deadline.at_risk", held, by=SYSTEM, at=at, number=number)
    _tell_readers(held, AT_RISK, at=at, number=number, risk=held.risk)
    return True


@transaction.atomic
def settle_risk(deadline: Deadline, *, lost: Mapping[date, str], reason: str, by: Actor, at: datetime) -> Deadline:
    """A member of staff judged the outage: the days that were `lost` do not count (CPC 444), or, with none, the deadline stands.

    Raises NotAtRisk, GoesOn, and NotAllowed for whoever is not staff.
    """
    if by.role not in flow.STAFF or by == SYSTEM:
        raise NotAllowed(flow="deadline", state="at_risk", move="settle", role=by.role)
    held = _current(deadline)
    if held is None or held.at_risk_since is None:
        raise NotAtRisk
    if any(one.ended_at is None for one in queries.hits(held, at)):
        raise GoesOn
    work.close_item(AT_RISK, held, outcome="extended" if lost else "stands", at=at)
    record("deadline.risk_settled", held, by=by, at=at, number=held.delivery.notice.number or "", reason=reason)
    proof.served(held.delivery, "deadline.risk_settled", by=by, at=at, deadline=held.code, lost=sorted(day.isoformat() for day in lost))
    moved = recompute(held, cause=Deadline.Cause.OUTAGE, at=at, obstructed=lost)
    if moved is not None:
        return moved
    held.refresh_from_db()
    held.at_risk_since, held.risk = None, ""
    held.save(update_fields=["at_risk_since", "risk"])
    _tell_readers(held, "deadline.stands", at=at, number=held.delivery.notice.number or "", reason=reason)
    return held


def _looked_at(deadline: Deadline, *, before: Deadline | None, at: datetime) -> Deadline:
    """An outage on a last day that was none before leaves it in doubt: of those that are over no sweep looks at it a second time.

    The last days of before were looked at, and what was given back was judged.
    """
    fresh = queries.last_days(deadline) - (queries.last_days(before) if before else set()) - set(queries.obstructed_of(deadline))
    for incident in queries.hits(deadline, at):
        if fresh.isdisjoint(queries.days_between(incident.began_at, incident.ended_at or at)):
            continue
        if flag(deadline, incident, at=at):
            deadline.refresh_from_db(fields=["at_risk_since", "risk"])
        break
    return deadline


def _ask(deadline: Deadline, *, at: datetime) -> None:
    """The secretary has to judge the outage."""
    title = f"مهلت ابلاغیه {deadline.delivery.notice.number or ''} در اختلال سامانه"[:120]
    work.open_item(AT_RISK, deadline, title=title, role="secretary", at=at, office_id=deadline.office_id)


def _current(deadline: Deadline) -> Deadline | None:
    holding.of_delivery(deadline.delivery_id)
    held = Deadline.objects.select_for_update().filter(pk=deadline.pk, superseded_at=None).first()
    if held is not None:
        held.delivery = Delivery.objects.select_related("notice__dossier__office", "party").get(pk=held.delivery_id)
    return held


def _computed(delivery: Delivery, days: int | None, obstructed: Mapping[date, str]) -> law.Deadline:
    rule, served_on = queries.rule_of(delivery.notice), delivery.served_on
    if rule is None or served_on is None:
        raise LookupError(f"delivery {delivery.pk} sets nothing going")
    asking = law.Asking(rule, served_on, days, obstructed=obstructed, policy=queries.policy_of(delivery.notice.dossier))
    return law.deadline(asking, calendar=holidays.current())


def _kept(delivery: Delivery, found: law.Deadline, *, cause: str, at: datetime, before: Deadline | None = None) -> Deadline:
    doubted = before if before and cause != Deadline.Cause.OUTAGE else None
    made = Deadline(
        delivery=delivery,
        code=found.asking.rule.code,
        cause=cause,
        served_on=found.asking.served_on,
        safe_until=found.safe_until,
        hard_until=found.hard_until,
        final_on=found.final_on,
        reasons=[reason.as_json() for reason in found.reasons],
        obstructed={day.isoformat(): why for day, why in found.asking.obstructed.items()},
        rule_version=found.asking.rule.version,
        calendar_version=found.calendar_version,
        checked_version=found.calendar_version,
        computed_at=at,
        reminded=list(before.reminded) if before else [],
        at_risk_since=doubted.at_risk_since if doubted else None,
        risk=doubted.risk if doubted else "",
        office_id=delivery.office_id,
    )
    made.remind_due_at = next_reminder(made, at)
    made.save()
    return made


def next_reminder(deadline: Deadline, after: datetime) -> datetime | None:
    """The next morning on which the party is reminded; None when all have passed."""
    days = [deadline.served_on + timedelta(days=days) for days in policy.REMIND_AFTER]
    days += [deadline.safe_until - timedelta(days=days) for days in policy.REMIND_BEFORE]
    mornings = (datetime.combine(day, policy.REMIND_AT, tzinfo=calendar.TEHRAN) for day in days if day > deadline.served_on)
    return min((morning for morning in mornings if morning > after), default=None)


@transaction.atomic
def remind(pk: int, *, at: datetime) -> bool:
    """The party was reminded once for this morning; safe against a second sweep. A reminder whose day is over is not sent late."""
    held = Deadline.objects.select_for_update(skip_locked=True).filter(pk=pk, remind_due_at__lte=at, superseded_at=None).first()
    if held is None or held.remind_due_at is None:
        return False
    held.delivery = Delivery.objects.select_related("notice__dossier", "party").get(pk=held.delivery_id)
    left = (held.safe_until - calendar.tehran_day(at)).days
    morning = calendar.tehran_day(held.remind_due_at)
    held.reminded, held.remind_due_at = [*held.reminded, morning.isoformat()], next_reminder(held, at)
    held.save(update_fields=["reminded", "remind_due_at"])
    if left < 0:
        return False
    title = rules.current().rule(held.code).title
    number = held.delivery.notice.number or held.delivery.outside_number
    _tell_readers(held, "deadline.reminder", at=at, what=title, day=calendar.long(held.safe_until), number=number)
    return True


def _told(made: Deadline, *, before: Deadline | None, at: datetime) -> None:
    delivery, number = made.delivery, made.delivery.notice.number or ""
    title = rules.current().rule(made.code).title
    Letter.objects.filter(delivery=delivery).update(until=made.safe_until, asked=title[:120])
    days = {"safe_until": made.safe_until.isoformat(), "hard_until": made.hard_until.isoformat(), "final_on": made.final_on.isoformat()}
    versions = {"rule": made.rule_version, "calendar": made.calendar_version}
    kind = "deadline.moved" if before else "deadline.began"
    if delivery.via != Delivery.Via.ELSEWHERE:
        proof.served(delivery, kind, by=SYSTEM, at=at, deadline=made.code, cause=made.cause, **days, **versions)
    record(kind, made, by=SYSTEM, at=at, number=number, day=calendar.long(made.hard_until))
    if before:
        work.close_item(AT_RISK, before, outcome="moved", at=at)
        if made.at_risk_since is not None:
            _ask(made, at=at)
        words = {"what": title, "number": number, "cause": made.get_cause_display()}
        _tell_readers(made, kind, at=at, before=calendar.long(before.safe_until), day=calendar.long(made.safe_until), **words)
    signals.deadline_changed.send(Deadline, deadline=made, before=before, at=at)


def _tell_readers(deadline: Deadline, event: str, *, at: datetime, **words: str) -> None:
    """Each of the party's readers has a letter; what came from elsewhere has its owner alone."""
    delivery = deadline.delivery
    dossier = delivery.notice.dossier
    readers = [dossier.owner] if dossier.owner else deliveries.readers(delivery.party, at=at)[0]
    for person in readers:
        telling.tell(person, event, about=deadline, url=dossier.url, at=at, dossier=dossier, **words)
