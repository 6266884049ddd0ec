"""Reads over deadlines: which rule a notice sets going, what runs for a person, what is due, what an outage or a calendar touches."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from kardad.core.models import Incident
from kardad.inbox.models import Deadline, Delivery, Dossier, Notice, Outage
from kardad.inbox.queries import dossiers
from kardad.kit import calendar
from kardad.law import deadlines as law
from kardad.law import holidays, notices, rules
from kardad.law.rules import Rule

RUNNING: Final = Q(superseded_at=None)
# An outage of these keeps people from acting; that no text leaves, or a register is silent, keeps nobody.
PARTS: Final = frozenset({"site", "login", "panel", "storage"})


def rule_of(notice: Notice) -> Rule | None:
    """The deadline that the service of this notice sets going; None for one that informs, and for a summons: its day is the hearing's.

    A correction sets that of the corrected notice going anew.
    """
    kind = notices.notice(notice.code)
    if kind.restarts:
        if notice.corrects is None or notice.corrects.code not in kind.restarts:
            return None
        kind = notices.notice(notice.corrects.code)
    if not kind.starts:
        return None
    rule = rules.current().rule(kind.starts)
    return None if rule.counting == "lead" else rule


def policy_of(dossier: Dossier) -> law.Policy:
    """Whose closed days count: those of the offices of the dossier's province, where it has an office."""
    if dossier.office is None:
        return law.Policy()
    return law.Policy(calendar="offices", province=dossier.office.province)


def days_of(deadline: Deadline) -> int | None:
    """The days that somebody set, where the law leaves them open."""
    rule = rules.current().rule(deadline.code)
    return deadline.delivery.notice.days if rule.may_be_set else None


def obstructed_of(deadline: Deadline) -> Mapping[date, str]:
    """The days that were judged lost before."""
    return {date.fromisoformat(day): why for day, why in deadline.obstructed.items()}


def of(delivery: Delivery) -> Deadline | None:
    """The deadline that runs from the delivery."""
    return Deadline.objects.filter(RUNNING, delivery=delivery).order_by("pk").first()


def history_of(delivery: Delivery) -> QuerySet[Deadline]:
    """Every computation, the one that counts first."""
    return Deadline.objects.filter(delivery=delivery).order_by("superseded_at", "-pk")


def of_person(person_id: int, *, since: date) -> QuerySet[Deadline]:
    """What runs for the sides of a person and of those he represents, the soonest first; over no longer than `since`."""
    stands = Q(delivery__agent_id=person_id, delivery__party__in=dossiers.represented(person_id))
    mine = Q(delivery__party__in=dossiers.own_parties(person_id).order_by()) | stands
    kept = Q(delivery__notice__dossier__owner_id=person_id)
    rows = Deadline.objects.filter(RUNNING, mine | kept, hard_until__gte=since, delivery__is_copy=False)
    return rows.select_related("delivery__notice__dossier", "delivery__party").order_by("safe_until", "pk")


def of_dossier(dossier: Dossier) -> QuerySet[Deadline]:
    """What runs in the dossier, the soonest first."""
    rows = Deadline.objects.filter(RUNNING, delivery__notice__dossier=dossier)
    return rows.select_related("delivery__notice", "delivery__party").order_by("safe_until", "pk")


def is_over(deadline: Deadline, at: datetime, *, pending: Sequence[Incident] | None = None) -> bool:
    """Whether it has run out for certain: its day has come, no outage leaves it in doubt, none on its last days waits to be looked at.

    `pending` are those of `unsettled`, where they were read before.
    """
    if deadline.superseded_at is not None or deadline.at_risk_since is not None or calendar.tehran_day(at) < deadline.final_on:
        return False
    return not any(touches(one, deadline, at) for one in (unsettled(at) if pending is None else pending))


def unsettled(at: datetime) -> list[Incident]:
    """The outages that keep people from acting and go on, or are over and wait for somebody to look which deadlines they touched."""
    waiting = Outage.objects.filter(due_at__isnull=False).values("incident_id")
    late = Q(ended_at=None) | Q(ended_at__gt=at) | Q(pk__in=waiting)
    return list(Incident.objects.filter(late, part__in=PARTS, began_at__lte=at).order_by("pk"))


def touches(incident: Incident, deadline: Deadline, at: datetime) -> bool:
    """Whether the outage lies on the last days of the deadline, and was for everyone or for the places of its dossier."""
    first, last = calendar.day_start_end(deadline.safe_until)[0], calendar.day_start_end(deadline.hard_until)[1]
    if incident.began_at >= last or (incident.ended_at or at) < first:
        return False
    delivery = deadline.delivery
    if delivery.via == Delivery.Via.ELSEWHERE:  # no office of ours waits for what is due there
        return False
    office = delivery.notice.dossier.office if incident.group else None
    return incident.group in ({"", f"office:{office.pk}", f"province:{office.province}"} if office else {""})


def hits(deadline: Deadline, at: datetime) -> list[Incident]:
    """The outages on the last days of the deadline up to now, those that go on last."""
    first, last = calendar.day_start_end(deadline.safe_until)[0], calendar.day_start_end(deadline.hard_until)[1]
    if at < first:
        return []
    late = Q(ended_at=None) | Q(ended_at__gte=first)
    rows = Incident.objects.filter(late, part__in=PARTS, began_at__lt=last).order_by("ended_at", "pk")
    return [one for one in rows if touches(one, deadline, at)]


def due_reminders(at: datetime) -> QuerySet[Deadline]:
    """Deadlines of which somebody is reminded now, the longest due first."""
    return Deadline.objects.filter(RUNNING, remind_due_at__lte=at).order_by("remind_due_at", "pk")


def not_yet_checked(at: datetime) -> QuerySet[Deadline]:
    """What still runs and has not been looked at under today's calendar, the oldest first."""
    version = holidays.current().version
    other = Q(checked_version__lt=version) | Q(checked_version__gt=version)
    return Deadline.objects.filter(RUNNING, other, hard_until__gte=calendar.tehran_day(at)).order_by("pk")


def last_days(deadline: Deadline) -> set[date]:
    """Its last safe day, the last day, and what lies between them."""
    return {deadline.safe_until + timedelta(days=step) for step in range((deadline.hard_until - deadline.safe_until).days + 1)}


def touched(incident: Incident, at: datetime) -> QuerySet[Deadline]:
    """Deadlines on whose last days the outage lies or lay up to now, where it was; not those that are in doubt already."""
    first, last = calendar.tehran_day(incident.began_at), calendar.tehran_day(incident.ended_at or at)
    rows = Deadline.objects.filter(RUNNING, at_risk_since=None, safe_until__lte=last, hard_until__gte=first)
    rows = rows.exclude(delivery__via=Delivery.Via.ELSEWHERE)  # no office of ours waits for what is due there
    kind, _, which = incident.group.partition(":")
    if kind:
        places = {"office": "delivery__notice__dossier__office__pk", "province": "delivery__notice__dossier__office__province"}
        rows = rows.filter(**{places[kind]: which}) if kind in places else rows.none()
    return rows.select_related("delivery__notice__dossier__office", "delivery__party").order_by("pk")


def at_risk(office_id: int | None = None) -> QuerySet[Deadline]:
    """What an outage left in doubt, oldest first."""
    rows = Deadline.objects.filter(RUNNING, at_risk_since__isnull=False).select_related("delivery__notice__dossier", "delivery__party")
    return (rows if office_id is None else rows.filter(office_id=office_id)).order_by("at_risk_since", "pk")


def days_between(since: datetime, until: datetime) -> list[date]:
    """Each day in Tehran that the interval touches."""
    first, last = calendar.tehran_day(since), calendar.tehran_day(until)
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def outages_to_look_at(at: datetime) -> QuerySet[Outage]:
    """Outages whose deadlines nobody has looked at yet, the longest due first."""
    return Outage.objects.filter(due_at__lte=at).order_by("due_at", "pk")
