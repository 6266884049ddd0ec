"""A final decision is carried out by the court of the workshop's place: asked for, sent, followed to the last rial, taken back (LL 166)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from kardad.cases import carrying_out, flow, policy, proof
from kardad.cases.actions import instalments, serving
from kardad.cases.actions.common import locked
from kardad.cases.actions.noting import noted
from kardad.cases.actions.reaching import tell_sides
from kardad.cases.models import Case, Enforcement, Instalment
from kardad.cases.queries import enforcing as queries
from kardad.cases.queries import standing
from kardad.cases.queries.standing import Standing
from kardad.core import hours
from kardad.core.actor import SYSTEM, Actor
from kardad.documents import actions as documents
from kardad.inbox.actions import certifying
from kardad.kit import calendar, money, text
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.people.models import Person
from kardad.work import actions as work
from kardad.work import queries as work_queries

SENDING: Final = "enforcement.send"
RETURNING: Final = "enforcement.return"
REPLACED: Final = "رأی تازه‌ای در این پرونده صادر شده که با رأی در حال اجرا یکی نیست. اجرای رأی تازه را می‌توان خواست."


class NotEnforceable(Refusal):
    """Nothing is enforced before it is final, and only what is still owed."""

    code = "ENFORCEMENT_NOT_YET"
    message = "اکنون نمی‌توان اجرای رأی را خواست. {why}"


class NotCreditor(NotAllowed):
    """Only the side to which the decision awards something asks for it."""

    code = "ENFORCEMENT_NOT_CREDITOR"
    message = "اجرای رأی را تنها طرفی می‌خواهد که رأی به سود اوست."


class NotServed(Refusal):
    """What the court is given is a copy of a decision that was served on everybody (enforcement bylaw, art. 3)."""

    code = "ENFORCEMENT_NOT_SERVED"
    message = "رأی هنوز به {who} ابلاغ نشده است. رونوشت رأیی به دادگاه می‌رود که به همه ابلاغ شده باشد."


class Stayed(Refusal):
    """While the Divan stays it, nothing of an enforcement goes on."""

    code = "ENFORCEMENT_STAYED"
    message = "دیوان عدالت اداری دستور توقف اجرا داده است. تا رفع آن، اجرا پیش نمی‌رود."


class RunningAlready(Refusal):
    """A decision is enforced once at a time."""

    code = "ENFORCEMENT_RUNNING"
    message = "اجرای این رأی پیش از این خواسته شده است."


class NoCourt(BadInput):
    """A package goes to a court that is named."""

    code = "ENFORCEMENT_COURT"
    message = "نام اجرای احکام یا شماره‌ای را که دادگاه داده است بنویسید."


class NoReason(BadInput):
    """Who takes back or ends an enforcement says why."""

    code = "ENFORCEMENT_REASON"
    message = "دلیل را بنویسید؛ هر دو طرف آن را می‌خوانند."


class WrongSchedule(BadInput):
    """The instalments of the court come to what is still owed, each with a day after the one before."""

    code = "ENFORCEMENT_SCHEDULE"
    message = "قسط‌ها باید درست به اندازه مانده ({rest}) باشند و روزهایشان پشت سر هم بیاید."


class WrongPlanDay(BadInput):
    """The court allows instalments after the decision, and not for ever."""

    code = "ENFORCEMENT_PLAN_DAY"
    message = "روز قسط‌ها میان صدور رأی ({first}) و {last} است. روز نخستین قسط و شمار قسط‌ها را بازبینی کنید."


@transaction.atomic
def request(place: Standing, *, iban: str = "", by: Actor, at: datetime) -> Enforcement:
    """The creditor has asked; the package is being printed and the desk is to send it. Raises the refusals above."""
    case, party = locked(place.case), place.party
    due = enforceable(place, case, at=at)
    if party is None:
        raise NotCreditor(flow="enforcement", state="", move="request", role=by.role)
    parties = queries.parties(case)
    try:
        with transaction.atomic():
            made = Enforcement.objects.create(
                case=case,
                decision=due.decision,
                party=party,
                iban=iban,
                owed=due.rest,
                orders=list(due.orders),
                court=carrying_out.court(case),
                requested_at=at,
            )
    except IntegrityError as error:
        raise RunningAlready from error
    noted(case, "enforcement.requested", by=by, at=at, enforcement=made.pk, decision=due.decision.number, owed=made.owed)
    if case.state == "final":
        serving.certify(case, at=at)
    services = queries.services(due)
    for delivery in services:
        if delivery.via != "elsewhere":
            certifying.certify_service(delivery, by=SYSTEM, at=at)
    papers = [(carrying_out.COPY, carrying_out.copy(case, due, services, parties))]
    papers += [(carrying_out.REQUEST, carrying_out.request(case, made, due, parties))]
    documents.issue_all(papers, made, chain=proof.chain(case, at=at), by=by, at=at)
    title = f"ارسال اجرای رأی {due.decision.number}"
    until = hours.after_days(at, policy.ENFORCE_DAYS)
    work.open_item(SENDING, made, title=title, role=policy.SECRETARY, at=at, due_at=until, office_id=case.office_id)
    others = [one for one in parties if one.pk != made.party_id]
    tell_sides(case, "enforcement.requested", to=others, about=made, url=page(case), at=at, owed=money.grouped(made.owed))
    return made


def enforceable(place: Standing, case: Case, *, at: datetime) -> queries.Due:
    """What the side may have carried out now; raises NotCreditor, NotEnforceable, NotServed, Stayed, RunningAlready."""
    if not queries.is_creditor(place):
        raise NotCreditor(flow="enforcement", state="", move="request", role="party")
    today = calendar.tehran_day(at)
    due = queries.due(case, today=today)
    if due is None:
        raise NotEnforceable(why=_not_yet(case, today) if case.state == "settled" else serving.why_not(case))
    if queries.open_of(case) is not None:
        raise RunningAlready
    if queries.is_stayed(case):
        raise Stayed
    if not due.is_something:
        raise NotEnforceable(why="از این رأی چیزی نمانده است که اجرا شود.")
    if waiting := queries.unserved(due, queries.parties(case)):
        raise NotServed(who=" و ".join(dict.fromkeys(one.name for one in waiting)))
    return due


@transaction.atomic
def send(enforcement: Enforcement, *, court: str, by: Actor, at: datetime) -> Enforcement:
    """The package is with the court, and the creditor knows where. Raises NoCourt, Stayed."""
    case, held = hold(enforcement)
    held.state = flow.ENFORCEMENT.after(held.state, "send", flow.role_of(by.role))
    named = text.display(court)
    if not named:
        raise NoCourt(field="court")
    if queries.is_stayed(case):
        raise Stayed
    held.court, held.sent_at = named[:160], at
    held.save(update_fields=["state", "court", "sent_at"])
    work.close_item(SENDING, held, outcome="sent", at=at)
    noted(case, "enforcement.sent", by=by, at=at, enforcement=held.pk, decision=held.decision.number)
    tell_sides(case, "enforcement.sent", to=[held.party], about=held, url=page(case), at=at, court=held.court)
    return held


@transaction.atomic
def note_court(enforcement: Enforcement, *, number: str, court: str = "", by: Actor, at: datetime) -> Enforcement:
    """The number under which the court has it is known to both sides; raises NoCourt, NotAllowed."""
    case, held = hold(enforcement)
    _may(case, held, "note_court", by=by, at=at)
    typed = text.display(number)
    if not typed:
        raise NoCourt(field="number")
    held.court_number, held.court = typed[:40], text.display(court)[:160] or held.court
    held.save(update_fields=["court_number", "court"])
    noted(case, "enforcement.court_noted", by=by, at=at, enforcement=held.pk)
    return held


@transaction.atomic
def allow(enforcement: Enforcement, *, schedule: Sequence[tuple[date, int]], by: Actor, at: datetime) -> Enforcement:
    """The instalments that the court allowed are the plan for what is still owed, in place of the plan before.

    Raises WrongSchedule, WrongPlanDay, NotAllowed.
    """
    case, held = hold(enforcement)
    _may(case, held, "allow", by=by, at=at)
    rest = held.owed - held.received
    days = [day for day, _ in schedule]
    fits = sum(amount for _, amount in schedule) == rest and all(amount > 0 for _, amount in schedule)
    if not schedule or len(schedule) > policy.INSTALMENTS or not fits or days != sorted(set(days)):
        raise WrongSchedule(field="count", rest=money.grouped(rest))
    _ensure_plan_days(held, days, at=at)
    queries.instalments(held).filter(paid=0).delete()
    kept = list(queries.instalments(held))
    last = queries.collections(held).filter(state="counted").order_by("-received_on").values_list("received_on", flat=True).first()
    for one in kept:  # what was paid of the plan before stays as it was paid, and is paid whole
        one.amount, one.paid_on = one.paid, one.paid_on or last
    Instalment.objects.bulk_update(kept, ["amount", "paid_on"])
    first = max((one.position for one in kept), default=0) + 1
    rows = [
        Instalment(case=case, enforcement=held, position=place, due_on=day, amount=amount, tell_due_at=instalments.first(day, at=at))
        for place, (day, amount) in enumerate(schedule, start=first)
    ]
    Instalment.objects.bulk_create(rows)
    noted(case, "enforcement.allowed", by=by, at=at, enforcement=held.pk, instalments=len(rows), rest=rest)
    count = text.to_persian_digits(len(rows))
    tell_sides(case, "enforcement.allowed", about=held, url=page(case), at=at, count=count, day=calendar.long(days[0]))
    return held


@transaction.atomic
def recall(enforcement: Enforcement, *, reason: str, by: Actor, at: datetime) -> Enforcement:
    """The request is taken back; where the court has it, the letter of recall is being printed. Raises NoReason."""
    case, held = hold(enforcement)
    was_sent = held.state == "sent"
    held.state = flow.ENFORCEMENT.after(held.state, "recall", flow.role_of(by.role))
    why = text.display(reason)
    if not why:
        raise NoReason(field="reason")
    held.reason, held.ended_at = why[:300], at
    held.save(update_fields=["state", "reason", "ended_at"])
    work.close_item(SENDING, held, outcome="recalled", at=at)
    if was_sent:
        told = carrying_out.recall(case, held, reason=why, at=at)
        documents.issue_all([(carrying_out.RECALL, told)], held, chain=proof.chain(case, at=at), by=by, at=at)
        title = f"فرستادن نامه بازگشت اجرای رأی {held.decision.number}"
        work.open_item(RETURNING, held, title=title, role=policy.SECRETARY, at=at, office_id=case.office_id)
    noted(case, "enforcement.recalled", by=by, at=at, enforcement=held.pk, decision=held.decision.number)
    tell_sides(case, "enforcement.recalled", about=held, url=page(case), at=at, reason=why)
    return held


@transaction.atomic
def note_return(enforcement: Enforcement, *, by: Actor, at: datetime) -> Enforcement:
    """The court has the letter of recall; once, and only where it had the request. Raises NotAllowed."""
    case, held = hold(enforcement)
    is_waiting = work_queries.is_open(RETURNING, held)
    if held.state != "recalled" or flow.role_of(by.role) != "secretary" or not is_waiting:
        raise NotAllowed(flow="enforcement", state=held.state, move="note_return", role=by.role)
    work.close_item(RETURNING, held, outcome="sent", at=at)
    noted(case, "enforcement.returned", by=by, at=at, enforcement=held.pk, decision=held.decision.number)
    return held


@transaction.atomic
def end(enforcement: Enforcement, *, reason: str, by: Actor, at: datetime) -> Enforcement:
    """Nothing of it is left to be carried out, or the creditor wants no more of it; both sides know. Raises NoReason, NotCreditor."""
    case, held = hold(enforcement)
    _may(case, held, "end", by=by, at=at)
    why = text.display(reason)
    if not why:
        raise NoReason(field="reason")
    return _ended(case, held, reason=why, by=by, at=at)


def paid_whole(case: Case, held: Enforcement, *, at: datetime) -> None:
    """With the last rial an enforcement that had nothing but money to bring is over; called inside a transaction."""
    if held.state == "sent" and held.received >= held.owed and not held.orders:
        _ended(case, held, reason="همه محکوم‌به به خواهان اجرا رسید.", by=SYSTEM, at=at)


@transaction.atomic
def call_back(case: Case, *, reason: str, at: datetime) -> Enforcement | None:
    """What runs is taken back by itself: the decision is final no more."""
    found = queries.open_of(case)
    return recall(found, reason=reason, by=SYSTEM, at=at) if found else None


@transaction.atomic
def superseded(case: Case, *, at: datetime) -> Enforcement | None:
    """A later decision of the case awards otherwise than the one that is being enforced: that enforcement is taken back.

    So it ends when an objection that came after finality was heard; where the late objection failed, enforcement was never touched.
    """
    found = queries.open_of(case)
    due = queries.due(case, today=calendar.tehran_day(at)) if found else None
    if found is None or due is None or due.decision.pk == found.decision_id:
        return None
    before = due.received - found.received
    if due.total - before == found.owed and list(due.orders) == found.orders:
        return found
    return recall(found, reason=REPLACED, by=SYSTEM, at=at)


@transaction.atomic
def corrected(case: Case, *, at: datetime) -> Enforcement | None:
    """A correction of what is being enforced sets what is owed anew, never below what was received (LP 103)."""
    found = queries.open_of(case)
    due = queries.due(case, today=calendar.tehran_day(at)) if found else None
    if found is None or due is None:
        return None
    case, held = hold(found)
    before = due.received - held.received  # what came through enforcements before this one
    held.owed, held.orders = max(due.total - before, held.received), list(due.orders)
    held.save(update_fields=["owed", "orders"])
    left = held.owed - held.received
    noted(case, "enforcement.corrected", by=SYSTEM, at=at, enforcement=held.pk, owed=held.owed)
    tell_sides(case, "enforcement.corrected", about=held, url=page(case), at=at, rest=money.grouped(left))
    paid_whole(case, held, at=at)
    return held


def hold(enforcement: Enforcement) -> tuple[Case, Enforcement]:
    """The enforcement and its case as they are now, the case first, held until the transaction ends."""
    case = locked(Case(pk=enforcement.case_id))
    found = Enforcement.objects.select_for_update(of=("self",)).select_related("decision", "party").get(pk=enforcement.pk)
    found.case = case
    return case, found


def page(case: Case) -> str:
    """Where the sides follow it."""
    return f"/panel/cases/{case.token}/enforcement/"


def is_creditors(case: Case, held: Enforcement, by: Actor, *, at: datetime) -> bool:
    """Whether the actor is the creditor of it, or stands for him."""
    person = Person.objects.filter(pk=by.person_id or 0).first()
    place = standing.of(case, person, at=at) if person else None
    return place is not None and place.party is not None and place.party.pk == held.party_id


def _may(case: Case, held: Enforcement, move: str, *, by: Actor, at: datetime) -> None:
    """The move is open to the actor's role, and of the sides to the creditor alone; raises NotAllowed, NotCreditor."""
    flow.ENFORCEMENT.after(held.state, move, flow.role_of(by.role))
    if flow.role_of(by.role) == "party" and not is_creditors(case, held, by, at=at):
        raise NotCreditor(flow="enforcement", state=held.state, move=move, role=by.role)


def _ensure_plan_days(held: Enforcement, days: Sequence[date], *, at: datetime) -> None:
    first, last = calendar.tehran_day(held.decision.issued_at or at), calendar.tehran_day(at + policy.COURT_PLAN_LASTS)
    if not first <= days[0] <= days[-1] <= last:
        raise WrongPlanDay(field="first_on", first=calendar.long(first), last=calendar.long(last))


def _not_yet(case: Case, today: date) -> str:
    day = queries.more_on(case, today=today)
    return f"زودترین روزی که اجرای این سازش را می‌توان خواست {calendar.long(day)} است." if day else "از این سازش چیزی نمانده است."


def _ended(case: Case, held: Enforcement, *, reason: str, by: Actor, at: datetime) -> Enforcement:
    held.state = flow.ENFORCEMENT.after(held.state, "end", flow.role_of(by.role))
    held.reason, held.ended_at = reason[:300], at
    held.save(update_fields=["state", "reason", "ended_at"])
    told: dict[str, Any] = {"enforcement": held.pk, "decision": held.decision.number, "received": held.received}
    noted(case, "enforcement.ended", by=by, at=at, **told, rest=held.owed - held.received)
    tell_sides(case, "enforcement.ended", about=held, url=page(case), at=at, reason=reason)
    return held
