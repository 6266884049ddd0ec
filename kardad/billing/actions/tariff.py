"""The tariff: rows proposed by one person, approved by another, ended by the next; an approved row is never altered."""

from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet

from kardad.billing import flow
from kardad.billing.models import Discount, Price, Proposal, Seller, VatRate
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.work import actions as work

Row = TypeVar("Row", bound=Proposal)
PROPOSERS = ("manager", "finance_officer")
TITLES: dict[type[Proposal], str] = {Price: "نرخ خدمت", VatRate: "نرخ مالیات", Seller: "مشخصات فروشنده", Discount: "کد تخفیف"}


class SamePerson(NotAllowed):
    """Nobody approves what he proposed or entered himself."""

    code = "BILLING_SAME_PERSON"
    message = "پیشنهاددهنده نمی‌تواند خودش تصویب کند؛ شخص دیگری باید آن را ببیند."


class OwnMoney(NotAllowed):
    """Nobody decides what he himself, as a buyer, pays or gets."""

    code = "BILLING_OWN_MONEY"
    message = "این پول از آنِ خودتان است؛ همکار دیگری باید درباره آن تصمیم بگیرد."


def ensure_not_own(holder: str, person_id: int | None, *, by: Actor, flow_name: str, move: str) -> None:
    """Whoever decides is neither the buyer nor the person who asked for him. Raises OwnMoney."""
    if by.somebody == person_id or holder == f"person:{by.somebody}":
        raise OwnMoney(flow=flow_name, state="", move=move, role=by.role)


class DatesTaken(Refusal):
    """Another approved row holds on some of these days."""

    code = "TARIFF_DATES_TAKEN"
    message = "برای بخشی از این بازه، ردیف تصویب‌شده دیگری هست. تاریخ آغاز یا پایان را عوض کنید."


class TooEarly(Refusal):
    """A row that would begin in the past would alter what was already priced."""

    code = "TARIFF_PAST"
    message = "تاریخ آغاز گذشته است؛ نرخ تازه از امروز یا پس از آن آغاز می‌شود."


class DatesWrong(BadInput):
    """The end comes before the beginning."""

    code = "TARIFF_DATES"
    message = "تاریخ پایان باید پس از تاریخ آغاز باشد."


class BadRow(BadInput):
    """A price of nothing, a rate over a whole, a discount that is neither percent nor sum."""

    code = "TARIFF_ROW"
    message = "مقدار این ردیف درست نیست؛ آن را بازبینی کنید."


def propose_price(service_code: str, *, rials: int, valid_from: date, valid_to: date | None, by: Actor, at: datetime) -> Price:
    """A price of the service waits for a second person."""
    if rials <= 0 or not service_code:
        raise BadRow(field="unit_price")
    return _propose(Price(service_code=service_code, unit_price=rials, valid_from=valid_from, valid_to=valid_to), by=by, at=at)


def propose_vat_rate(rate: int, *, legal_reference: str, valid_from: date, valid_to: date | None, by: Actor, at: datetime) -> VatRate:
    """A rate of the tax, of ten thousand, waits for a second person; it names the law that says so."""
    if not 0 <= rate <= 10_000:
        raise BadRow(field="rate")
    if not legal_reference.strip():
        raise BadRow("سند قانونی نرخ را بنویسید.", field="legal_reference")
    return _propose(VatRate(rate=rate, legal_reference=legal_reference, valid_from=valid_from, valid_to=valid_to), by=by, at=at)


def propose_seller(name: str, *, is_vat_registered: bool, valid_from: date, by: Actor, at: datetime, **told: str) -> Seller:
    """The seller's particulars (`legal_id`, `economic_code`, `address`) wait for a second person."""
    if not name.strip():
        raise BadRow(field="name")
    return _propose(Seller(name=name, is_vat_registered=is_vat_registered, valid_from=valid_from, **told), by=by, at=at)


def propose_discount(code: str, *, valid_from: date, valid_to: date | None, by: Actor, at: datetime, **off: int) -> Discount:
    """A discount (`percent` or `rials`, `per_buyer`) under this code waits for a second person."""
    row = Discount(code=code.strip().upper(), valid_from=valid_from, valid_to=valid_to, **off)
    if not row.code or (row.percent > 0) == (row.rials > 0) or not 0 <= row.percent <= 100 or row.rials < 0 or row.per_buyer < 1:
        raise BadRow(field="code")
    return _propose(row, by=by, at=at)


@transaction.atomic
def approve(row: Row, *, by: Actor, at: datetime) -> Row:
    """The row holds from its first day; the open row before it ends on that day."""
    row = _locked(row)
    row.state = flow.TARIFF.after(row.state, "approve", flow.role_of(by.role))
    if row.proposed_by_id == by.somebody:
        raise SamePerson
    if row.valid_from < calendar.tehran_day(at):
        raise TooEarly(field="valid_from")
    others = list(_others(row).filter(state="approved").filter(Q(valid_to=None) | Q(valid_to__gt=row.valid_from)).select_for_update())
    for other in others:
        if other.valid_to is not None or other.valid_from >= row.valid_from:
            if row.valid_to is None or other.valid_from < row.valid_to:
                raise DatesTaken(field="valid_from")
            continue
        if row.valid_to is not None:
            raise DatesTaken(field="valid_to")  # the days after this one would be left without a row
        other.valid_to = row.valid_from
        other.save(update_fields=["valid_to"])
    _decide(row, by=by, at=at)
    record("tariff.approved", row, by=by, at=at, what=TITLES[type(row)])
    return row


@transaction.atomic
def decline(row: Row, *, reason: str, by: Actor, at: datetime) -> Row:
    """The row never holds; its proposer may take it back himself."""
    row = _locked(row)
    mine = row.proposed_by_id == by.somebody and by.role == "finance_officer"
    row.state = flow.TARIFF.after(row.state, "withdraw" if mine else "decline", flow.role_of(by.role))
    row.reason = reason
    _decide(row, by=by, at=at)
    record("tariff.declined", row, by=by, at=at, what=TITLES[type(row)], reason=reason)
    return row


@transaction.atomic
def _propose(row: Row, *, by: Actor, at: datetime) -> Row:
    if by.role not in PROPOSERS:
        raise NotAllowed(flow="tariff", state="", move="propose", role=by.role)
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        raise DatesWrong(field="valid_to")
    if row.valid_from < calendar.tehran_day(at):
        raise TooEarly(field="valid_from")
    row.proposed_by_id, row.proposed_at = by.somebody, at
    row.save()
    work.open_item(f"tariff.{_name(row)}", row, title=f"تصویب {TITLES[type(row)]}", role="manager", at=at)
    record("tariff.proposed", row, by=by, at=at, what=TITLES[type(row)])
    return row


def _decide(row: Proposal, *, by: Actor, at: datetime) -> None:
    row.decided_by_id, row.decided_at = by.somebody, at
    row.save()
    work.close_item(f"tariff.{_name(row)}", row, outcome=row.state, at=at)


def _name(row: Proposal) -> str:
    return row._meta.model_name or ""


def _locked(row: Row) -> Row:
    return type(row)._default_manager.select_for_update().get(pk=row.pk)


def _others(row: Row) -> QuerySet[Any]:
    """The other rows of the same thing, all held in one order so that two approvals at once take turns."""
    kind: Any = type(row)
    same = {row.key_field: getattr(row, row.key_field)} if row.key_field else {}
    list(kind.objects.select_for_update().filter(**same).order_by("pk").values_list("pk", flat=True))
    return kind.objects.filter(**same).exclude(pk=row.pk).order_by("pk")
