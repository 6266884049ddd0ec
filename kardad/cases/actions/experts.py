"""Experts: a question put to one, his fee asked of who bears it (LP 97, 98), what follows when it is paid and when it is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kardad.billing.actions import invoices, refunds
from kardad.billing.models import Invoice
from kardad.cases import flow, policy
from kardad.cases.actions import deciding, decisions, fees
from kardad.cases.actions.common import free, locked, step
from kardad.cases.actions.noting import noted
from kardad.cases.models import Case, FilingFile, Referral, Seat
from kardad.cases.queries import decisions as decided
from kardad.cases.queries import experts as queries
from kardad.core.actor import SYSTEM, Actor
from kardad.inbox.actions import deadlines, notices, placing, telling
from kardad.inbox.models import Deadline, Delivery, Notice, Party
from kardad.inbox.queries import deliveries, dossiers
from kardad.kit import calendar, money, text
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput
from kardad.law import procedure
from kardad.people.models import Person
from kardad.work import actions as work

FEE, SUBJECT = "N5", "cases.referral"
WORK = WAITS, DECLINED = "expert.waits", "expert.declined"


class NotAnExpert(BadInput):
    """An official expert is asked, who has nothing to do with the case."""

    code = "EXPERT_NOT_FIT"
    message = "کارشناس باید پروانه فعال داشته باشد و طرف، نماینده یا عضو هیئت همین پرونده نباشد."


class BadOrder(BadInput):
    """An order to an expert has a question, a fee and days in which it is paid."""

    code = "EXPERT_ORDER"
    message = "پرسش، دستمزد و مهلت پرداخت را بنویسید. مهلت از ۱ تا {most} روز است."


class HasAccount(BadInput):
    """Who has an account pays his invoice there; only another's payment is noted by hand."""

    code = "EXPERT_FEE_BY_ACCOUNT"
    message = "برای این طرف صورتحساب صادر شده است؛ پرداخت آن خودکار ثبت می‌شود."


class Busy(Exception):
    """Somebody does something else with the case in this moment."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the board asks, of whom, for how many rials, within how many days; `asked_by` is None where the board itself wants it."""

    expert: Person
    question: str
    fee: int
    days: int
    asked_by: Party | None = None
    tariff_row: str = ""
    files: Sequence[FilingFile] = ()


@transaction.atomic
def refer(case: Case, order: Order, *, by: Actor, at: datetime) -> Referral:
    """The case waits for an expert; who bears the fee has the notice of it (N5) and its invoice, to be paid in the board's days.

    Raises NotSeated, NotAllowed, InTheMaking, NotAnExpert, BadOrder.
    """
    placing.ensure_authority()
    case = locked(case)
    chairing(case, by)
    flow.CASE.after(case.state, "refer", flow.role_of(by.role))
    hearing = decided.heard(case)
    if hearing is None:
        raise NotAllowed(flow="case", state=case.state, move="refer", role=by.role)
    if decided.in_the_making(case):
        raise decisions.InTheMaking
    _ensure_sound(case, order)
    payer = order.asked_by or _first_claimant(case)
    made = Referral.objects.create(
        case=case,
        hearing=hearing,
        asked_by=order.asked_by,
        payer=payer,
        expert=order.expert,
        question=order.question.strip(),
        fee=order.fee,
        tariff_row=order.tariff_row,
        days=order.days,
        pay_by=queries.last_day(case, order.days, at=at),
        ordered_at=at,
    )
    made.files.set(order.files)
    rule = queries.rule(made)
    told = {"referral": made.pk, "payer": payer.get_side_display(), "why": rule.title}
    step(case, "refer", "expert.referred", by=by, at=at, files=[one.file.sha256 for one in order.files], **told)
    _ask_fee(made, rule, at=at)
    return made


@transaction.atomic
def follow(invoice: Invoice, *, at: datetime) -> None:
    """With the fee paid the expert begins; he is told. What comes after the referral is over goes back.

    Raises Busy, for the invoice is held already: then it is told again later.
    """
    row = Referral.objects.filter(invoice=invoice).select_related("case").first()
    if row is None:
        return
    if free(row.case_id) is None:
        raise Busy
    found = Referral.objects.select_for_update(of=("self",)).select_related("case", "invoice").get(pk=row.pk)
    if found.state == "ordered" and invoice.state == "paid":
        _paid(found, by=SYSTEM, at=at)
    elif found.state in ("unpaid", "ended") and not invoice.refunds.exists():
        give_back(found, by=SYSTEM, at=at)


@transaction.atomic
def note_fee(case: Case, *, receipt: str, by: Actor, at: datetime) -> Referral:
    """A payer without an account paid at the bank, and the number of his receipt is kept; raises HasAccount.

    A receipt that is brought after the end of the referral is kept too, and its money goes back.
    """
    case, found = held(case, "note_fee", by, at_end=True)
    if found.invoice_id is not None:
        raise HasAccount(field="receipt")
    if by.role != policy.SECRETARY or found.receipt:
        raise NotAllowed(flow="referral", state=found.state, move="pay", role=by.role)
    found.receipt, found.noted_by_id = receipt[:80], by.somebody
    if found.state in queries.OPEN:
        return _paid(found, by=by, at=at)
    found.save(update_fields=["receipt", "noted_by_id"])
    noted(case, "expert.paid_late", by=by, at=at, referral=found.pk, rials=money.grouped(found.fee))
    give_back(found, by=by, at=at)
    return found


@transaction.atomic
def lapse(pk: int, *, at: datetime) -> bool:
    """The fee was not paid in time: the side has given that evidence up (LP 97), or the board decides without it (LP 98).

    False while a payment is under way, or anything is left of his days.
    """
    row = Referral.objects.select_related("case").get(pk=pk)
    case = locked(row.case)
    found = Referral.objects.select_for_update(of=("self",)).select_related("payer", "notice", "invoice").get(pk=pk)
    if found.state != "ordered" or not queries.is_fee_late(found, at) or not _is_unpaid(found, at=at):
        return False
    found.state = flow.REFERRAL.after(found.state, "lapse", "system")
    found.ended_at = at
    found.save(update_fields=["state", "ended_at"])
    rule = queries.rule(found)
    told = {"payer": found.payer.get_side_display(), "why": rule.title, "says": rule.says}
    step(case, "go_on", "expert.unpaid", by=SYSTEM, at=at, referral=found.pk, **told)
    give_back(found, by=SYSTEM, at=at)
    for seat in Seat.objects.filter(case=case, instance=case.instance, left_at=None).select_related("person").order_by("pk"):
        url = f"/office/cases/{case.pk}/decision/"
        telling.tell(seat.person, "expert.unpaid", about=found, url=url, at=at, number=number(case), says=rule.says)
    return True


def set_day(deadline: Deadline, *, at: datetime) -> None:
    """The fee is to be paid by the day that its service set going, and so is its invoice."""
    for found in Referral.objects.filter(notice=deadline.delivery.notice_id, state="ordered", payer=deadline.delivery.party_id):
        found.pay_by = deadline.hard_until
        found.save(update_fields=["pay_by"])
        if found.invoice is not None:
            invoices.put_off_due(found.invoice, to=calendar.day_start_end(deadline.hard_until)[1], by=SYSTEM, at=at)


def unset_day(delivery: Delivery, *, at: datetime) -> None:
    """Without a service no day of payment runs out."""
    for found in Referral.objects.filter(notice=delivery.notice_id, state="ordered", payer=delivery.party_id, invoice__isnull=False):
        if found.invoice is not None:
            invoices.put_off_due(found.invoice, to=at + policy.FEE_WAITS, by=SYSTEM, at=at)


def stop(notice: Notice | None, party: Party, *, at: datetime) -> None:
    """Nothing runs for the side from this notice any more: it has done what was asked, and is reminded no more."""
    record = deliveries.of_record(notice, party) if notice else None
    if record is not None:
        deadlines.undo(record, at=at)


def give_back(found: Referral, *, by: Actor, at: datetime) -> None:
    """Whatever was paid for an opinion that never came is asked back for the payer; without an account finance pays it to him."""
    if found.opinion_id is not None:
        return
    if found.invoice is None:
        fees.owe(found, by=by, at=at)
        return
    invoice = invoices.locked(found.invoice.pk)
    rials = refunds.left(invoice)
    if rials <= 0 or invoice.state not in refunds.REFUNDABLE:
        return
    asker = by if by.is_person else Actor(invoice.person_id, by.role)  # what the house does for nobody, it does for the payer
    refunds.request(invoice, rials=rials, reason="کارشناسی بی نظر کارشناس پایان یافت.", by=asker, at=at)
    noted(found.case, "expert.fee_back", by=by, at=at, referral=found.pk, rials=money.grouped(rials))


def tell_expert(found: Referral, *, at: datetime) -> None:
    """The expert knows that a question waits for him."""
    if found.expert is not None:
        office = found.case.office.name if found.case.office else ""
        url = f"/panel/expertise/{found.pk}/"
        telling.tell(found.expert, "expert.asked", about=found, url=url, at=at, number=number(found.case), office=office)


def number(case: Case) -> str:
    """The number by which people know the case."""
    return text.to_persian_digits(case.class_number or case.number or "")


def chairing(case: Case, by: Actor) -> Seat:
    """The actor's seat, from which he chairs the case; raises NotSeated."""
    seat = deciding.seat_of(case, by)
    if not seat.is_chair:
        raise deciding.NotSeated(flow="referral", state=case.state, move="lead", role=by.role)
    return seat


def held(case: Case, move: str, by: Actor, *, at_end: bool = False) -> tuple[Case, Referral]:
    """The case and the referral under way (or, at its end, the last one), held until the transaction ends; raises NotAllowed."""
    case = locked(case)
    rows = Referral.objects.select_for_update(of=("self",)).select_related("payer", "expert", "invoice", "opinion", "opinion_notice")
    found = rows.filter(case=case, state__in=queries.OPEN).first()
    if found is None and at_end:
        found = rows.filter(case=case).order_by("-pk").first()
    if found is None:
        raise NotAllowed(flow="referral", state=case.state, move=move, role=by.role)
    found.case = case
    return case, found


def _ensure_sound(case: Case, order: Order) -> None:
    fits = 1 <= order.days <= policy.FEE_DAYS and order.fee > 0
    if not order.question.strip() or not fits:
        raise BadOrder(field="question" if fits else "days", most=text.to_persian_digits(policy.FEE_DAYS))
    if not queries.grants(case).filter(person=order.expert).exists():
        raise NotAnExpert(field="expert")
    strange = order.asked_by is not None and order.asked_by.dossier_id != case.dossier_id
    if strange or any(one.case_id != case.pk for one in order.files):
        raise BadOrder(field="asked_by", most=text.to_persian_digits(policy.FEE_DAYS))


def _first_claimant(case: Case) -> Party:
    found = Party.objects.filter(dossier=case.dossier_id, side=Party.Side.CLAIMANT).order_by("pk").first()
    if found is None:
        raise LookupError(f"case {case.pk} has no claimant")
    return found


def _ask_fee(made: Referral, rule: procedure.Rule, *, at: datetime) -> None:
    """The invoice first, so that whoever hears of the service below finds it."""
    case = made.case
    if case.dossier is None:
        raise LookupError(f"case {case.pk} is not filed")
    made.invoice = _invoice(made, rule, at=at)
    if made.invoice is not None:
        made.fee = made.invoice.total  # with the tax, where there is one: what he pays is what LP 99 gives back
    said: dict[str, Any] = {"question": made.question, "amount": made.fee, "asked_by_party": made.asked_by_id is not None}
    said |= {"board": procedure.body(case.instance).title, "text": rule.says}
    made.notice = notices.draft(case.dossier, code=FEE, title=f"هزینه کارشناسی {number(case)}", says=said, days=made.days, by=SYSTEM, at=at)
    made.save(update_fields=["invoice", "fee", "notice"])
    notices.place(made.notice, to=[made.payer], by=SYSTEM, at=at)


def _invoice(made: Referral, rule: procedure.Rule, *, at: datetime) -> Invoice | None:
    """The invoice of who has an account; another pays at the bank."""
    people = dossiers.persons_of(made.payer)
    if not people:
        return None
    buyer = invoices.Buyer(person=people[0], organisation=made.payer.organisation, subject=(SUBJECT, made.pk), due_at=at + policy.FEE_WAITS)
    title = f"دستمزد کارشناس پرونده {number(made.case)}"
    line = invoices.Asked(service_code="expert_fee", title=title, unit_price=made.fee, reason=made.tariff_row or rule.title)
    return invoices.issue(buyer, asked=[line], by=SYSTEM, at=at)


def _is_unpaid(found: Referral, *, at: datetime) -> bool:
    """Whether its invoice asks for nothing any more; while a payment is under way or has come, it is not."""
    if found.invoice is None:
        return True
    invoice = invoices.locked(found.invoice.pk)
    if invoice.state in ("void", "partially_paid"):
        return True
    try:
        invoices.void(invoice, reason="مهلت پرداخت هزینه کارشناسی گذشت.", by=SYSTEM, at=at)
    except (invoices.PaymentOpen, NotAllowed):
        return False
    return True


def _paid(found: Referral, *, by: Actor, at: datetime) -> Referral:
    found.state = flow.REFERRAL.after(found.state, "pay", flow.role_of(by.role))
    found.paid_at = at
    found.save(update_fields=["state", "paid_at", "receipt", "noted_by_id"])
    case = found.case
    stop(found.notice, found.payer, at=at)
    noted(case, "expert.paid", by=by, at=at, referral=found.pk, rials=money.grouped(found.fee))
    tell_expert(found, at=at)
    work.open_item(WAITS, case, title=f"کارشناسی پرونده {number(case)}", role=policy.SECRETARY, at=at, office_id=case.office_id)
    return found
