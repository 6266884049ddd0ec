"""Money of a settlement's instalments: the creditor's word counts at once, the debtor's with the creditor's yes."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from kardad.cases import flow, policy, proof
from kardad.cases.actions import collecting, common
from kardad.cases.actions.settling import NoPower
from kardad.cases.models import Case, Instalment, Remittance
from kardad.cases.queries import settlements as queries
from kardad.cases.queries.standing import Standing
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.inbox.actions import telling
from kardad.inbox.models import Party
from kardad.inbox.queries import deliveries
from kardad.kit import calendar, money
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal


class TooMuch(BadInput):
    """No more is paid than is left of an instalment."""

    code = "REMIT_TOO_MUCH"
    message = "از این قسط {left} مانده است؛ بیش از آن ثبت نمی‌شود."


class NotYetPaid(BadInput):
    """Money is told of after it was paid."""

    code = "REMIT_FUTURE"
    message = "روز پرداخت نمی‌تواند در آینده باشد."


class BeforeSettlement(BadInput):
    """What was paid before there was a settlement is in its sum already, and pays no instalment of it."""

    code = "REMIT_BEFORE"
    message = "سازش در {day} پذیرفته شد. پولی که پیش از آن پرداخت شده قسط این سازش نیست؛ روزی از آن روز به بعد بنویسید."


class WaitsAlready(Refusal):
    """One word at a time waits for the creditor."""

    code = "REMIT_WAITS"
    message = "پرداختی که درباره این قسط گفته‌اید منتظر تأیید خواهان است."


@transaction.atomic
def remit(place: Standing, instalment: Instalment, *, amount: int, paid_on: date, by: Actor, at: datetime) -> Remittance:
    """The creditor has this money, or the debtor says so and the creditor is asked; pressed twice, it is told once.

    Raises TooMuch, NotYetPaid, BeforeSettlement, WaitsAlready, NoPower.
    """
    case, held, party = _held(place, instalment, "remit", by)
    said: dict[str, Any] = {"amount": amount, "paid_on": paid_on, "by_id": by.somebody}
    since = at - timedelta(seconds=policy.SAME_FILING)
    if same := Remittance.objects.filter(instalment=held, party=party, told_at__gt=since, **said).exclude(state="denied").first():
        return same
    left = held.amount - held.paid
    if not 0 < amount <= left:
        raise TooMuch(field="amount", left=money.grouped(left))
    if paid_on > calendar.tehran_day(at):
        raise NotYetPaid(field="paid_on")
    if paid_on < (agreed_on := queries.agreed_on(held, at=at)):
        raise BeforeSettlement(field="paid_on", day=calendar.long(agreed_on))
    is_creditor = place.side == Party.Side.CLAIMANT
    if not is_creditor and queries.waiting(held):
        raise WaitsAlready
    said |= {"told_at": at} | ({"state": "counted", "answered_at": at} if is_creditor else {"state": "told"})
    made = Remittance.objects.create(instalment=held, party=party, **said)
    if is_creditor:
        _count(case, held, made, by=by, at=at)
    _note(case, made, "remittance.counted" if is_creditor else "remittance.told", by=by, at=at)
    return made


@transaction.atomic
def confirm_remittance(place: Standing, remittance: Remittance, *, by: Actor, at: datetime) -> Remittance:
    """The creditor has what the debtor told of. Raises NotAllowed, TooMuch."""
    case, made, held = _answered(place, remittance, "confirm", by=by, at=at)
    left = held.amount - held.paid
    if made.amount > left:
        raise TooMuch(left=money.grouped(left))
    _count(case, held, made, by=by, at=at)
    _note(case, made, "remittance.counted", by=by, at=at)
    return made


@transaction.atomic
def deny_remittance(place: Standing, remittance: Remittance, *, by: Actor, at: datetime) -> Remittance:
    """The creditor has no such money. Raises NotAllowed."""
    case, made, _ = _answered(place, remittance, "deny", by=by, at=at)
    _note(case, made, "remittance.denied", by=by, at=at)
    return made


def _held(place: Standing, instalment: Instalment, move: str, by: Actor) -> tuple[Case, Instalment, Party]:
    case = common.locked(place.case)
    if place.party is None or place.side not in queries.AT_THE_TABLE:
        raise NotAllowed(flow="remittance", state="", move=move, role=by.role)
    if not place.may("settle"):
        raise NoPower
    rows = Instalment.objects.select_for_update(of=("self",)).select_related("settlement")
    held = rows.get(pk=instalment.pk, case=case, settlement__isnull=False)
    return case, held, place.party


def _answered(place: Standing, remittance: Remittance, move: str, *, by: Actor, at: datetime) -> tuple[Case, Remittance, Instalment]:
    case, held, _ = _held(place, remittance.instalment, move, by)
    made = Remittance.objects.select_for_update().get(pk=remittance.pk, instalment=held)
    if place.side != Party.Side.CLAIMANT:
        raise NotAllowed(flow="remittance", state=made.state, move=move, role=by.role)
    made.state, made.answered_at = flow.REMITTANCE.after(made.state, move, flow.role_of(by.role)), at
    made.save(update_fields=["state", "answered_at"])
    return case, made, held


def _count(case: Case, held: Instalment, made: Remittance, *, by: Actor, at: datetime) -> None:
    """The instalment is paid so far, and so is the enforcement that brings it: what is owed is one sum, whichever way it comes."""
    collecting.count_paid(case, made, by=by, at=at)
    held.paid += made.amount
    if held.paid == held.amount:
        held.paid_on = made.paid_on
    held.save(update_fields=["paid", "paid_on"])


def _note(case: Case, made: Remittance, event: str, *, by: Actor, at: datetime) -> None:
    number, held = case.class_number or case.number or "", made.instalment
    proof.note(case, event, by=by, at=at, instalment=held.pk, position=held.position, amount=made.amount, paid_on=made.paid_on.isoformat())
    record(event, made, by=by, at=at, number=number, position=held.position)
    words = {"number": number, "amount": money.grouped(made.amount), "day": calendar.long(made.paid_on)}
    for party in queries.sides(case):
        is_creditor = party.side == Party.Side.CLAIMANT
        if is_creditor == (event == "remittance.told"):
            for person in deliveries.readers(party, at=at)[0]:
                telling.tell(person, event, about=case, url=f"/panel/cases/{case.token}/settlement/", at=at, dossier=case.dossier, **words)
