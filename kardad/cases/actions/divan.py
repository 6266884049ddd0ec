"""The Administrative Justice Court: what it has of a final decision, and what its orders do to enforcement and to the case (T24–T27)."""

from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction

from kardad.cases import flow
from kardad.cases.actions import common, enforcing, panels
from kardad.cases.actions.noting import noted
from kardad.cases.actions.reaching import tell_sides
from kardad.cases.models import Case, Divan
from kardad.cases.queries import decisions
from kardad.cases.queries import enforcing as queries
from kardad.core.actor import Actor
from kardad.inbox.models import Party
from kardad.kit import calendar, text
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal

QUASHED: Final = "دیوان عدالت اداری رأی را نقض کرد"


class NoNumber(BadInput):
    """A complaint at the Divan has a number there."""

    code = "DIVAN_NUMBER"
    message = "شماره پرونده دیوان را بنویسید."


class WrongDay(BadInput):
    """An order is not older than what it is about, and not of a day to come."""

    code = "DIVAN_DAY"
    message = "روزی میان {first} و امروز بنویسید."


class NotServed(Refusal):
    """The days of a complaint begin with the service of the decision on the one who complains."""

    code = "DIVAN_NOT_SERVED"
    message = "رأی هنوز به {who} ابلاغ نشده است و مهلت شکایت از ابلاغ آغاز می‌شود. نخست ابلاغ رأی به این طرف را ثبت کنید."


class OpenAlready(Refusal):
    """One complaint at a time lies with the Divan."""

    code = "DIVAN_OPEN"
    message = "شکایت دیگری از این رأی هنوز در دیوان است. نخست نتیجه آن را ثبت کنید."


@transaction.atomic
def complain(case: Case, *, party: Party, number: str, opened_on: date, by: Actor, at: datetime) -> Divan:
    """The complaint of a side stands in the file, marked where it is late; by itself it stops nothing.

    Raises NoNumber, NotServed, WrongDay, OpenAlready.
    """
    held = common.locked(case)
    found = decisions.merits(held, held.instance)
    if flow.role_of(by.role) != "secretary" or held.state != "final" or found is None or party.dossier_id != held.dossier_id:
        raise NotAllowed(flow="divan", state=held.state, move="complain", role=by.role)
    typed = text.display(number)
    if not typed:
        raise NoNumber(field="number")
    served_on = queries.served_on(found, party)
    if served_on is None:
        raise NotServed(who=party.name)
    _ensure_day(opened_on, max(served_on, held.final_on or served_on), at=at, field="opened_on")
    told = {"case": held, "decision": found, "party": party, "number": typed[:40], "opened_on": opened_on}
    is_late = opened_on > queries.divan_until(held, found, party)
    try:
        with transaction.atomic():
            made = Divan.objects.create(**told, is_late=is_late, recorded_at=at)
    except IntegrityError as error:
        raise OpenAlready from error
    said = {"divan": made.pk, "decision": found.number, "on": opened_on.isoformat(), "is_late": is_late}
    noted(held, "divan.opened", by=by, at=at, side=party.get_side_display(), **said)
    tell_sides(held, "divan.opened", about=made, url=enforcing.page(held), at=at, side=str(party.get_side_display()))
    return made


@transaction.atomic
def stay(divan: Divan, *, on: date, note: str = "", by: Actor, at: datetime) -> Divan:
    """The interim order stands in the file: enforcement does not go on."""
    case, held = _moved(divan, "stay", on=on, note=note, by=by, at=at)
    held.stayed_on, held.lifted_on = on, None
    return _kept(case, held, "divan.stayed", by=by, at=at)


@transaction.atomic
def lift(divan: Divan, *, on: date, note: str = "", by: Actor, at: datetime) -> Divan:
    """The stay is over: enforcement goes on where it stood."""
    case, held = _moved(divan, "lift", on=on, note=note, by=by, at=at)
    held.lifted_on = on
    return _kept(case, held, "divan.lifted", by=by, at=at)


@transaction.atomic
def reject(divan: Divan, *, on: date, note: str = "", by: Actor, at: datetime) -> Divan:
    """The complaint failed: the decision is as final as before, and a stay is over."""
    case, held = _moved(divan, "reject", on=on, note=note, by=by, at=at)
    held.ended_on = on
    return _kept(case, held, "divan.rejected", by=by, at=at)


@transaction.atomic
def quash(divan: Divan, *, on: date, note: str = "", by: Actor, at: datetime) -> Divan:
    """The decision is quashed: enforcement is taken back, its panel is no more, a new one hears the case again (Divan act 63)."""
    case, held = _moved(divan, "quash", on=on, note=note, by=by, at=at)
    held.ended_on = on
    enforcing.call_back(case, reason=f"{QUASHED}. پرونده دوباره رسیدگی می‌شود.", at=at)
    panels.dissolve(case, reason=QUASHED, by=by, at=at)
    case.final_on = None
    held.save()
    common.step(case, "quash", "divan.quashed", by=by, at=at, divan=held.pk, decision=held.decision.number, on=on.isoformat())
    tell_sides(case, "divan.quashed", about=held, url=f"/panel/cases/{case.token}/", at=at, day=calendar.long(on))
    return held


def _moved(divan: Divan, move: str, *, on: date, note: str, by: Actor, at: datetime) -> tuple[Case, Divan]:
    """The case and the record, held, after the move; raises NotAllowed, WrongDay."""
    case = common.locked(Case(pk=divan.case_id))
    held = Divan.objects.select_for_update(of=("self",)).select_related("decision", "party").get(pk=divan.pk)
    held.state = flow.DIVAN.after(held.state, move, flow.role_of(by.role))
    _ensure_day(on, max(day for day in (held.opened_on, held.stayed_on, held.lifted_on) if day), at=at, field="on")
    held.note = text.display(note)[:300] or held.note
    return case, held


def _kept(case: Case, held: Divan, event: str, *, by: Actor, at: datetime) -> Divan:
    held.save()
    day = held.ended_on or held.lifted_on or held.stayed_on or calendar.tehran_day(at)
    noted(case, event, by=by, at=at, divan=held.pk, on=day.isoformat(), runs=queries.open_of(case) is not None)
    tell_sides(case, event, about=held, url=enforcing.page(case), at=at, day=calendar.long(day))
    return held


def _ensure_day(day: date, first: date, *, at: datetime, field: str) -> None:
    if not first <= day <= calendar.tehran_day(at):
        raise WrongDay(field=field, first=calendar.long(first))
