"""What is settled: the employer tells its facts, the law engine reckons it, both sign the statement, the worker may keep a claim back."""

from datetime import datetime, timedelta

from django.db import transaction

from kardad.contracts import causes, flow, proof, statement
from kardad.contracts.actions import common, sending, waiving, wording
from kardad.contracts.models import Contract, Settlement, Version
from kardad.contracts.queries import settling as queries
from kardad.contracts.queries import standing
from kardad.contracts.queries.standing import Standing
from kardad.contracts.statement import Facts, Statement
from kardad.core.actor import SYSTEM, Actor
from kardad.kit import calendar, money, records
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal

LONGEST_NOTE = 1000
MOST_OTHERS = 10


class NotEnded(Refusal):
    """Nothing is settled before the contract has ended."""

    code = "SETTLEMENT_NOT_ENDED"
    status = 409
    message = "تسویه پس از پایان قرارداد نوشته و امضا می‌شود."


class NoItems(BadInput):
    """A statement that says «received everything» and names nothing is worth nothing."""

    code = "SETTLEMENT_NO_ITEMS"
    message = "برگه تسویه بی ردیف نوشته نمی‌شود: هیچ طلبی در آن نیست."


class TakesTooMuch(BadInput):
    """More is taken off than is owed."""

    code = "SETTLEMENT_TAKES_TOO_MUCH"
    message = "کسورات از همه طلب‌ها بیشتر است. آن‌ها را بازبینی کنید."


class BeforePayment(BadInput):
    """A statement is not dated before the payment that it tells of."""

    code = "SETTLEMENT_BEFORE_PAYMENT"
    message = "برگه‌ای که از پرداخت می‌گوید، پیش از آن پرداخت نوشته نمی‌شود."


class PaidLess(BadInput):
    """What was paid is less than the statement comes to."""

    code = "SETTLEMENT_PAID_LESS"
    message = "مبلغ پرداخت‌شده از خالص برگه، {net}، کمتر است."


class SignedBefore(Refusal):
    """What both have signed is not changed."""

    code = "SETTLEMENT_SIGNED"
    status = 409
    message = "این تسویه را هر دو طرف امضا کرده‌اند."


class TooLateToUndo(Refusal):
    """The days in which a mistaken confirmation is taken back are over, or it is paid."""

    code = "SETTLEMENT_TOO_LATE_TO_UNDO"
    status = 409
    message = "امضای تسویه تا سه روز و تنها تا پیش از پرداخت پس گرفته می‌شود."


@transaction.atomic
def save(place: Standing, facts: Facts, *, by: Actor, at: datetime) -> Settlement:
    """The facts are kept, and the statement follows from them. Raises NotEnded, SignedBefore, Waives, BadFact, Silent, NoWage."""
    contract, row, _ = held(place, by)
    ensure_told(facts)
    queries.reckoned(contract, facts)
    row.facts, row.changed_at = records.as_json(facts), at
    row.save(update_fields=["facts", "changed_at"])
    return row


@transaction.atomic
def prepare(place: Standing, *, by: Actor, at: datetime) -> Version:
    """The statement is frozen and may be signed, its employer first.

    Raises NotEnded, SignedBefore, NoItems, TakesTooMuch, Waives, PaidLess, BeforePayment, OneAtATime, Silent.
    """
    contract, row, _ = held(place, by)
    if not queries.is_told(row):
        raise NoItems
    facts = queries.facts(row)
    found = queries.reckoned(contract, facts)
    ensure_sound(found)
    ensure_told(facts)
    if row.paid_at is not None:
        ensure_paid(row, found.net, at=at)
    row.refused_at = None  # what he did not sign was another statement
    row.save(update_fields=["refused_at"])
    return wording.freeze(contract, Version.Kind.SETTLEMENT, words=words(contract, row, facts, found, at=at), at=at)


def words(contract: Contract, row: Settlement, facts: Facts, found: Statement, *, at: datetime) -> dict[str, object]:
    """All that is signed: the items with their arithmetic, and how the money comes or came."""
    paid = {"paid_on": row.paid_on.isoformat(), "amount": row.amount, "trace": row.trace} if row.paid_on else {}
    return {
        **statement.words(found),
        "concluded_on": calendar.tehran_day(at).isoformat(),
        "cause": causes.title(contract.end_cause),
        "worker": contract.worker_name,
        "employer": common.employer(contract),
        "job": contract.job,
        "method": row.method or facts.method,
        "pays_until": facts.pays_until.isoformat() if facts.pays_until else "",
        "paid": paid,
        "note": facts.note.strip(),
    }


def ensure(contract: Contract, version: Version, *, at: datetime) -> None:
    """Raises NotEnded before the end, BeforePayment for a text that is older than the payment it tells of."""
    if contract.state != "in_settlement" or contract.ended_on is None:
        raise NotEnded
    told = proof.read(version.words)
    if told["paid"] and told["paid"]["paid_on"] > told["concluded_on"]:
        raise BeforePayment


def complete(contract: Contract, version: Version, *, by: Actor, at: datetime) -> None:
    """Both have signed; with the proof of its payment it is settled."""
    row = Settlement.objects.select_for_update().get(contract=contract)
    row.version, row.refused_at, row.alert_at = version, None, None
    row.save(update_fields=["version", "refused_at", "alert_at"])
    told = proof.read(version.words)
    kept = version.signatures.filter(side=standing.WORKER, signed_at__isnull=False).values_list("reserves", flat=True).first() or []
    common.noted(contract, "contract.settlement_signed", by=by, at=at, net=money.figures(told["net"]), reserved=len(kept))
    if row.paid_at is not None:
        settle(contract, row, at=at)


def refused(contract: Contract, version: Version, *, by: Actor, at: datetime) -> None:
    """Nobody is made to sign: the employer may deposit the money."""
    Settlement.objects.filter(contract=contract).update(refused_at=at)
    common.tell(contract, standing.EMPLOYER, "contract.settlement_deposit", at=at)


@transaction.atomic
def undo(place: Standing, *, by: Actor, at: datetime) -> Version:
    """The worker's mistaken confirmation is taken back while nothing is paid. Raises NotAllowed, TooLateToUndo."""
    contract = common.locked(place.contract)
    acts = common.acting(place, by)
    row = Settlement.objects.select_for_update().filter(contract=contract).first()
    if row is None or row.version_id is None or contract.state != "in_settlement" or acts.role != standing.WORKER:
        raise NotAllowed(flow="version", state=contract.state, move="undo", role=acts.role)
    until = queries.undone_until(row)
    if until is None or until <= at:
        raise TooLateToUndo
    version = Version.objects.select_for_update().get(pk=row.version_id)
    sending.close(version, "undo", role=flow.role_of(acts.role), at=at)
    row.version, row.alert_at = None, max(calendar.day_start_end(row.due_on)[1], at + timedelta(days=1))
    row.save(update_fields=["version", "alert_at"])
    common.noted(contract, "contract.settlement_undone", by=acts, at=at)
    common.tell(contract, standing.EMPLOYER, "contract.settlement_undone", at=at)
    return version


@transaction.atomic
def alert(pk: int, *, at: datetime) -> bool:
    """Both are told once that the settlement is late; safe against a second sweep."""
    found = Settlement.objects.filter(pk=pk).select_related("contract").first()
    if found is None:
        return False
    contract = common.locked(found.contract)
    row = Settlement.objects.select_for_update().filter(pk=pk, alert_at__lte=at).first()
    if row is None:
        return False
    row.alert_at = None
    row.save(update_fields=["alert_at"])
    if contract.state != "in_settlement":
        return False
    common.noted(contract, "contract.settlement_late", by=SYSTEM, at=at)
    for side in (standing.EMPLOYER, standing.WORKER):
        common.tell(contract, side, "contract.settlement_late", at=at)
    return True


def settle(contract: Contract, row: Settlement, *, at: datetime) -> None:
    """Signed by both and paid: the contract is settled; both rows are held."""
    row.closed_at, row.alert_at = at, None
    row.save(update_fields=["closed_at", "alert_at"])
    contract.settled_at = at
    common.step(contract, "settle", "contract.settled", by=SYSTEM, at=at)
    for side in (standing.EMPLOYER, standing.WORKER):
        common.tell(contract, side, "contract.settled", at=at)


def held(place: Standing, by: Actor) -> tuple[Contract, Settlement, Actor]:
    """The contract and its settlement, held, while its employer may write the statement. Raises NotAllowed, NotEnded, SignedBefore."""
    contract = common.locked(place.contract)
    acts = common.acting(place, by)
    if acts.role != standing.EMPLOYER:
        raise NotAllowed(flow="contract", state=contract.state, move="settle", role=acts.role)
    row = Settlement.objects.select_for_update().filter(contract=contract).first()
    if row is None or contract.state not in ("in_settlement", "settled"):
        raise NotEnded
    if row.version_id is not None or contract.state == "settled":
        raise SignedBefore
    return contract, row, acts


def ensure_sound(found: Statement) -> None:
    """Raises NoItems, TakesTooMuch."""
    if not any(one.amount for one in found.items):
        raise NoItems
    if found.net < 0:
        raise TakesTooMuch(field="advances")


def ensure_told(facts: Facts) -> None:
    """Raises Waives for a sentence by which somebody gives up what the law does not let go."""
    if len(facts.note) > LONGEST_NOTE:
        raise BadInput("این یادداشت بلند است؛ کوتاهش کنید.", field="note")
    waiving.ensure_none("note", facts.note, *(one.title for one in facts.others))


def ensure_paid(row: Settlement, net: int, *, at: datetime) -> None:
    """Raises PaidLess, BeforePayment."""
    if (row.amount or 0) < net:
        raise PaidLess(field="amount", net=money.grouped(net))
    if row.paid_on and row.paid_on > calendar.tehran_day(at):
        raise BeforePayment(field="paid_on")
