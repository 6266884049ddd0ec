"""The money of a settlement: paid with a trace or a paper to show for it, or deposited where the worker does not sign."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from kardad.contracts import proof, statement
from kardad.contracts.actions import common, settling
from kardad.contracts.models import Contract, Settlement
from kardad.contracts.queries import settling as queries
from kardad.contracts.queries import standing
from kardad.contracts.queries.standing import Standing
from kardad.core.actor import Actor
from kardad.core.files import InfectedFile
from kardad.core.models import StoredFile
from kardad.kit import calendar, money
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal


class NoProof(BadInput):
    """A payment is shown by the bank's number of it or by a paper."""

    code = "SETTLEMENT_NO_PROOF"
    message = "شماره پیگیری بانک را بنویسید یا تصویر رسید را پیوست کنید."


class PaidAlready(Refusal):
    """The payment is on record."""

    code = "SETTLEMENT_PAID"
    status = 409
    message = "پرداخت این تسویه ثبت شده است."


class NotRefused(BadInput):
    """Money is deposited only for a worker who does not sign."""

    code = "SETTLEMENT_NOT_REFUSED"
    message = "سپردن پول در حساب سپرده قانونی برای وقتی است که کارگر برگه تسویه را نپذیرفته باشد."


class TooEarly(BadInput):
    """A settlement is not paid before the contract began."""

    code = "SETTLEMENT_PAID_EARLY"
    message = "پرداخت تسویه پیش از آخرین روز کار ممکن نیست؛ آنچه پیش‌تر داده‌اید در کسورات می‌آید."


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What was paid, when, how, and what shows it."""

    paid_on: date
    amount: int
    method: str
    trace: str = field(default="", repr=False)
    proof: StoredFile | None = None


@transaction.atomic
def pay(place: Standing, payment: Payment, *, by: Actor, at: datetime) -> Contract:
    """The payment is on record, and what both have signed is settled.

    Raises NotAllowed, NotEnded, PaidAlready, NoProof, BeforePayment, TooEarly, NotRefused, PaidLess, InfectedFile.
    """
    contract = common.locked(place.contract)
    acts = common.acting(place, by)
    if acts.role != standing.EMPLOYER:
        raise NotAllowed(flow="contract", state=contract.state, move="settle", role=acts.role)
    row = Settlement.objects.select_for_update().filter(contract=contract).first()
    if row is None or contract.state not in ("in_settlement", "settled"):
        raise settling.NotEnded
    if row.paid_at is not None:
        raise PaidAlready
    _ensure(contract, row, payment, at=at)
    row.paid_on, row.amount, row.method, row.paid_at = payment.paid_on, payment.amount, payment.method, at
    row.trace, row.proof = payment.trace.strip(), payment.proof
    row.save()
    told = {"amount": money.figures(payment.amount), "how": statement.METHODS[payment.method], "paid_on": payment.paid_on.isoformat()}
    common.noted(contract, "contract.settlement_paid", by=acts, at=at, **told, paper=payment.proof.sha256 if payment.proof else "")
    common.tell(contract, standing.WORKER, "contract.settlement_paid", at=at, amount=money.grouped(payment.amount), how=told["how"])
    if row.version_id is not None:
        settling.settle(contract, row, at=at)
    return contract


def net(contract: Contract, row: Settlement) -> int | None:
    """What is to be paid: of the statement that both signed, else as it is reckoned now; None while nothing was told."""
    if row.version is not None:
        found: int = proof.read(row.version.words)["net"]
        return found
    return queries.reckoned(contract, queries.facts(row)).net if queries.is_told(row) else None


def _ensure(contract: Contract, row: Settlement, payment: Payment, *, at: datetime) -> None:
    if payment.method not in statement.METHODS:
        raise NoProof(field="method")
    if payment.method == "deposit" and row.refused_at is None:
        raise NotRefused(field="method")
    if not payment.trace.strip() and payment.proof is None:
        raise NoProof(field="trace")
    if payment.proof is not None and payment.proof.scan == StoredFile.Scan.INFECTED:
        raise InfectedFile(field="proof")
    if payment.paid_on > calendar.tehran_day(at):
        raise settling.BeforePayment("روز پرداخت نمی‌تواند در آینده باشد.", field="paid_on")
    if contract.ended_on and payment.paid_on < contract.ended_on:
        raise TooEarly(field="paid_on")
    due = net(contract, row)
    if due is None:
        raise settling.NoItems
    if payment.amount < due:
        raise settling.PaidLess(field="amount", net=money.grouped(due))
