"""Dates: who cannot come says so beforehand; of the dates offered each side may strike out some, and one is always left."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from kardad.cases import flow, policy, proof, scheduling
from kardad.cases.actions import hearings
from kardad.cases.actions.common import locked
from kardad.cases.models import Case, Hearing, Proposal, Unavailable, Veto
from kardad.cases.queries import groups, sittings
from kardad.cases.queries.standing import Standing
from kardad.core import hours
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.inbox.actions import placing, telling
from kardad.inbox.models import Party
from kardad.inbox.queries import deliveries, dossiers
from kardad.kit import calendar, text
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.people.models import Person


class BadDays(BadInput):
    """The last day comes before the first, or both are over, or they are too many."""

    code = "UNAVAILABLE_DAYS"
    message = "این روزها درست نیست: روز پایان پس از روز آغاز باشد، گذشته نباشد و بیش از {most} روز نشود."


class TooManyDays(BadInput):
    """A case does not wait for a side that is never free."""

    code = "UNAVAILABLE_MOST"
    message = (
        "در هر پرونده تا {most} روز پیش رو را می‌توانید بگویید که نمی‌آیید، و {told} روز را گفته‌اید. "
        "برای غیبت بیشتر، نماینده معرفی کنید یا لایحه بفرستید."
    )


class OfferOpen(Refusal):
    """Dates are on offer now."""

    code = "DATES_OPEN"
    message = "برای این پرونده زمان‌هایی پیشنهاد شده است و هنوز پاسخ آن‌ها نرسیده است."


class OfferOver(Refusal):
    """Nothing is struck out any more."""

    code = "DATES_OVER"
    message = "مهلت پاسخ به این زمان‌ها تمام شده است."


class AnswersOpen(Refusal):
    """Somebody may still strike out a date."""

    code = "DATES_ANSWERS_OPEN"
    message = "طرف‌ها تا {until} فرصت پاسخ دارند. پیش از آن زمانی انتخاب نمی‌شود، مگر همه پاسخ داده باشند."


class NoneLeft(Refusal):
    """What was offered became impossible in the meantime."""

    code = "DATES_NONE_LEFT"
    message = "هیچ یک از زمان‌های مانده دیگر آزاد نیست. زمان‌های تازه‌ای پیشنهاد کنید."


@transaction.atomic
def tell_away(person: Person, *, from_day: date, to_day: date, why: str, case: Case | None, by: Actor, at: datetime) -> Unavailable:
    """No session of his is set on these days: of this case, or, for a member of boards, of any; pressed twice, told once.

    Raises BadDays, TooManyDays.
    """
    today, most = calendar.tehran_day(at), policy.CALENDAR_DAYS * 3
    if to_day < from_day or to_day < today or (to_day - from_day).days > most:
        raise BadDays(field="to_day", most=text.to_persian_digits(most))
    Person.objects.select_for_update().get(pk=person.pk)
    days: dict[str, Any] = {"person": person, "case": case, "from_day": from_day, "to_day": to_day}
    if same := Unavailable.objects.filter(**days).first():
        return same
    if case is not None:
        _ensure_few(person, case, from_day, to_day, today=today)
    made = Unavailable.objects.create(**days, why=why, told_at=at)
    record("away.told", made, by=by, at=at, since=calendar.slashed(from_day), until=calendar.slashed(to_day))
    return made


def _ensure_few(person: Person, case: Case, from_day: date, to_day: date, *, today: date) -> None:
    """Raises TooManyDays where all that he told of in this case and that is still to come would be more than a case waits for."""
    rows = Unavailable.objects.filter(person=person, case=case, to_day__gte=today).values_list("from_day", "to_day")
    told = {day for since, until in rows for day in _days(max(since, today), until)}
    if len(told | set(_days(max(from_day, today), to_day))) > policy.AWAY_DAYS:
        raise TooManyDays(field="to_day", most=text.to_persian_digits(policy.AWAY_DAYS), told=text.to_persian_digits(len(told)))


def _days(since: date, until: date) -> Iterator[date]:
    return (since + timedelta(days=one) for one in range((until - since).days + 1))


@transaction.atomic
def propose(case: Case, *, by: Actor, at: datetime) -> list[Proposal]:
    """N×attendees+1 free dates are offered to the sides, so that one is left whatever each strikes out; raises OfferOpen, TooFewDates."""
    placing.ensure_authority()
    case = locked(case)
    flow.CASE.after(case.state, "set_hearing", flow.role_of(by.role))
    if not sittings.is_ready(case):
        raise hearings.PanelIncomplete
    if any(one.answer_by > at for one in current(case)):
        raise OfferOpen
    answer_by = hours.after_days(at, policy.ANSWER_DAYS)
    first = sittings.earliest(case, at=answer_by)
    found = sittings.free(case, first=first, last=first + timedelta(days=policy.OFFER_DAYS), at=at)
    sides = list(dossiers.parties(sittings.dossier_of(case)))
    chosen = scheduling.propose(found, attendees=len(sides), vetoes=policy.VETOES)
    round_ = 1 + max(Proposal.objects.filter(case=case).values_list("round", flat=True), default=0)
    made = Proposal.objects.bulk_create(
        Proposal(case=case, round=round_, starts_at=one.starts_at, room_id=one.room, offered_at=at, answer_by=answer_by) for one in chosen
    )
    _note("dates.offered", case, by=by, at=at, round=round_, dates=[one.starts_at.isoformat() for one in made])
    number, until = case.class_number or case.number or "", calendar.with_time(answer_by)
    for person in {one.pk: one for side in sides for one in deliveries.readers(side, at=at)[0]}.values():
        telling.tell(person, "dates.offered", about=case, url=f"/panel/cases/{case.token}/dates/", at=at, number=number, until=until)
    return made


@transaction.atomic
def strike(place: Standing, proposal: Proposal, *, by: Actor, at: datetime) -> Veto:
    """The side cannot come on that date; twice is once. Raises OfferOver, NoVetoLeft."""
    case = locked(proposal.case)
    offered = current(case)
    side = None if place.is_represented else place.party
    if side is None or side.dossier_id != case.dossier_id or proposal.pk not in {one.pk for one in offered}:
        raise NotAllowed(flow="dates", state=case.state, move="strike", role=by.role)
    if proposal.answer_by <= at or any(one.chosen_at for one in offered):
        raise OfferOver
    struck = struck_by(case, offered, at=at)
    after = scheduling.strike(struck, attendee=side.pk, dated=proposal.pk, vetoes=policy.VETOES)
    if not scheduling.left([one.pk for one in offered], after):
        raise scheduling.NoVetoLeft(limit=text.to_persian_digits(policy.VETOES))
    made, is_new = Veto.objects.get_or_create(proposal=proposal, person=place.person, defaults={"at": at})
    if is_new:
        _note("dates.struck", case, by=by, at=at, proposal=proposal.pk, party=side.pk)
    return made


@transaction.atomic
def choose(case: Case, *, by: Actor, at: datetime) -> Hearing:
    """The first offered date that nobody struck out and that is still free is the session's; raises AnswersOpen, NoneLeft."""
    case = locked(case, besides=groups.of_group(case))
    offered = current(case)
    if not offered or any(one.chosen_at for one in offered):
        raise NotAllowed(flow="dates", state=case.state, move="choose", role=by.role)
    struck = struck_by(case, offered, at=at)
    if offered[0].answer_by > at and not _all_answered(case, struck):
        raise AnswersOpen(until=calendar.with_time(offered[0].answer_by))
    left = set(scheduling.left([one.pk for one in offered], struck))
    for one in offered:
        if one.pk in left and one.room is not None:
            try:
                made = hearings.set_hearing(case, hearings.Wish(one.starts_at, one.room), by=by, at=at)
            except hearings.NO_TIME:
                continue
            one.chosen_at = at
            one.save(update_fields=["chosen_at"])
            return made
    raise NoneLeft


def end(case: Case, *, by: Actor, at: datetime) -> int:
    """Nothing is on offer any more, for the case goes where these rooms are not; how many dates were. Called with the case held."""
    waiting = [] if any(one.chosen_at for one in current(case)) else [one.pk for one in current(case)]
    if waiting:
        Proposal.objects.filter(pk__in=waiting).update(ended_at=at)
        _note("dates.ended", case, by=by, at=at)
    return len(waiting)


def current(case: Case) -> list[Proposal]:
    """The dates of the last offer that stands, in their order."""
    rows = list(Proposal.objects.filter(case=case).select_related("room", "case").order_by("-round", "starts_at"))
    return [one for one in rows if one.round == rows[0].round and one.ended_at is None]


def struck_by(case: Case, offered: Sequence[Proposal], *, at: datetime) -> dict[int, frozenset[int]]:
    """Side -> the offered dates it struck out, by whoever spoke for it."""
    vetoes = list(Veto.objects.filter(proposal__in=[one.pk for one in offered]).order_by("pk"))
    found: dict[int, frozenset[int]] = {}
    for side in dossiers.parties(sittings.dossier_of(case)) if vetoes else []:
        speaks = _speakers(side)
        found[side.pk] = frozenset(one.proposal_id for one in vetoes if one.person_id in speaks)
    return found


def _speakers(side: Party) -> set[int]:
    """Everybody who spoke for the side so far: who stood for it before counts too."""
    return {one.pk for one in dossiers.persons_of(side)} | set(side.representations.values_list("agent_id", flat=True))


def _all_answered(case: Case, struck: dict[int, frozenset[int]]) -> bool:
    """Whether every side struck out as many as it may."""
    return all(len(struck.get(side.pk, ())) >= policy.VETOES for side in dossiers.parties(sittings.dossier_of(case)))


def _note(event: str, case: Case, *, by: Actor, at: datetime, **data: object) -> None:
    proof.note(case, event, by=by, at=at, **data)
    record(event, case, by=by, at=at, number=case.class_number or case.number or "")
