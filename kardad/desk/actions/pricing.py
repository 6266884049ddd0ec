"""The estimate by the tariff of the day, and the invoice that follows; what an expert may not ask for alone waits for a manager."""

from dataclasses import dataclass
from datetime import date, datetime

from kardad.billing import policy as money_policy
from kardad.billing import queries as billing
from kardad.billing import sums
from kardad.billing.actions import invoices
from kardad.billing.actions.invoices import Asked, Buyer
from kardad.billing.models import Invoice
from kardad.core.actor import Actor
from kardad.desk import catalogue, flow, policy
from kardad.desk.actions import clocks, common, endings
from kardad.desk.actions.common import deed
from kardad.desk.models import Approval, Item, Request
from kardad.desk.queries import requests as queries
from kardad.kit import calendar, money
from kardad.kit.refusal import BadInput, Refusal
from kardad.kit.text import to_persian_digits
from kardad.work import actions as work

OVER_LIMIT = "مبلغ از سقف کارشناس بیشتر است"
DIFFERS = "نرخ «{title}» بیش از {percent} درصد با تعرفه فرق دارد"
NO_TARIFF = "«{title}» در تعرفه امروز نرخی ندارد"
BY_FROZEN = "نرخی که مدیر در روز برآورد دید"


class NotPriced(Refusal):
    """Every service that goes on has a price before the invoice."""

    code = "INVOICE_NOT_PRICED"
    message = "برای این خدمت‌ها هنوز نرخ تعیین نشده است: {titles}."


class WaitsForManager(Refusal):
    """A manager has been asked about this request and has not answered."""

    code = "REQUEST_WAITS_FOR_MANAGER"
    message = "این درخواست منتظر نظر مدیر است. تا پاسخ او صبر کنید یا خواسته خود را پس بگیرید."


class PriceChanged(Refusal):
    """The tariff changed between the look and the press."""

    code = "INVOICE_PRICE_CHANGED"
    message = "نرخ‌ها از وقتی صفحه را دیدید عوض شده است؛ مبلغ اکنون {total} است. آن را ببینید و دوباره صادر کنید."


class WhyByHand(BadInput):
    """A price by hand says why."""

    code = "PRICE_REASON"
    message = "مبلغی که با تعرفه فرق دارد دلیل می‌خواهد؛ دلیل را بنویسید."


class BadQuantity(BadInput):
    """A quantity is a whole number over nothing, a price is whole rials."""

    code = "PRICE_QUANTITY"
    message = "تعداد باید دست‌کم یک و مبلغ عدد درست ریال باشد."


class TooDear(BadInput):
    """A quantity or a sum that no service of ours can have: a slip of the hand."""

    code = "PRICE_TOO_DEAR"
    message = "این تعداد یا مبلغ بسیار بزرگ است؛ صفرها را بازبینی کنید."


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """A service as it would stand on the invoice; `tariff` is what the tariff of the day says, None where it says nothing."""

    item: Item
    unit_price: int
    tariff: int | None

    @property
    def amount(self) -> int:
        """Price by quantity."""
        return self.unit_price * self.item.quantity

    @property
    def is_by_hand(self) -> bool:
        """Whether it differs from the tariff."""
        return self.unit_price != self.tariff


@dataclass(frozen=True, slots=True)
class Estimate:
    """The invoice as it would be now; `needs` says in Persian why a manager must agree, `unpriced` are titles without a price."""

    lines: tuple[EstimateLine, ...]
    sums: sums.Sums
    vat_rate: int
    needs: tuple[str, ...]
    unpriced: tuple[str, ...]


@deed
def price(item: Item, *, quantity: int, unit_price: int | None, reason: str = "", by: Actor, at: datetime) -> Item:
    """The service has a price: the tariff's of the day of the invoice, or one by hand with its reason."""
    request, item = common.locked_item(item)
    _ensure_reviewed(request, "price", by=by)
    state = flow.ITEM.after(item.state, "price", flow.role_of(by.role))
    if quantity < 1 or (unit_price is not None and (type(unit_price) is not int or unit_price < 0)):
        raise BadQuantity(field="quantity")
    row = billing.price(item.service_code, calendar.tehran_day(at))
    if unit_price is None and row is None:
        raise invoices.NoPrice(title=item.title)
    by_hand = unit_price is not None and (row is None or unit_price != row.unit_price)
    if by_hand and not common.letters(reason):
        raise WhyByHand(field="reason")
    each = unit_price if unit_price is not None else row.unit_price if row else 0
    if max(quantity, quantity * each) > policy.GREATEST_SUM or quantity > policy.GREATEST_QUANTITY:
        raise TooDear(field="quantity")
    item.state, item.quantity = state, quantity
    item.unit_price, item.price_reason = (unit_price, reason.strip()) if by_hand else (None, "")
    item.save(update_fields=["state", "quantity", "unit_price", "price_reason"])
    common.note("request.priced", request, by=by, at=at, title=item.title)
    common.keep(request, at=at)
    return item


def estimate(request: Request, *, discount_code: str = "", at: datetime) -> Estimate:
    """The invoice as it would be at this moment; nothing is written. Raises NoSeller, NoVatRate, NoSuchDiscount."""
    on = calendar.tehran_day(at)
    _, vat_row = invoices.tax_of(on)
    found = billing.discount(discount_code, on) if discount_code.strip() else None
    if discount_code.strip() and found is None:
        raise invoices.NoSuchDiscount(field="discount_code")
    items = list(queries.live_items(request))
    lines, unpriced = [], []
    for item in items:
        line = _line(item, on)
        if line is None or item.state != "priced":
            unpriced.append(item.title)
        if line is not None:
            lines.append(line)
    rate = vat_row.rate if vat_row else 0
    off = {"percent_off": found.percent, "rials_off": found.rials} if found else {}
    foot = sums.total_of([line.amount for line in lines], rate=rate, **off)
    return Estimate(tuple(lines), foot, rate, tuple(_needs(lines, foot.total)), tuple(unpriced))


@deed
def invoice(request: Request, *, discount_code: str = "", seen_total: int | None = None, by: Actor, at: datetime) -> Invoice | Approval:
    """T7: the client has the invoice, or a manager is asked first. With `seen_total`, raises PriceChanged when it is another by now."""
    request = common.locked(request.pk)
    _ensure_reviewed(request, "invoice", by=by)
    flow.REQUEST.after(request.state, "invoice", flow.role_of(by.role))
    found = estimate(request, discount_code=discount_code, at=at)
    if found.unpriced or not found.lines:
        raise NotPriced(titles="، ".join(found.unpriced) or "همه")
    if seen_total is not None and seen_total != found.sums.total:
        raise PriceChanged(total=money.grouped(found.sums.total))
    if found.needs and flow.role_of(by.role) == "expert":
        return _ask_manager(request, found, discount_code, by=by, at=at)
    asked = [_asked(line.item, line.item.unit_price, line.item.price_reason) for line in found.lines]
    return issue(request, asked, discount_code=discount_code, by=by, at=at)


def issue(request: Request, asked: list[Asked], *, discount_code: str, by: Actor, at: datetime) -> Invoice:
    """The client has the invoice for these lines; the caller holds the request, whose clock stands until he pays."""
    common.move(request, "invoice", by=by)
    buyer = Buyer(person=request.buyer, organisation=request.organisation, subject=("desk.request", request.pk))
    made = invoices.issue(buyer, asked=asked, discount_code=discount_code, by=by, at=at)
    request.invoice = made
    request.first_response_at = request.first_response_at or at
    clocks.stop(request, at=at)
    endings.settle(request, at=at)
    work.close_item("request.assigned", request, outcome="invoiced", at=at)
    common.note("request.invoiced", request, by=by, at=at, total=money.grouped(made.total))
    common.keep(request, at=at)
    return made


def frozen(approval: Approval, request: Request) -> list[Asked]:
    """The lines that the manager sees and agrees to: a tariff that changed since changes none of them."""
    items = {item.pk: item for item in request.items.all()}
    return [
        _asked(items[row["item"]], row["unit_price"], row["reason"] or BY_FROZEN, quantity=row["quantity"])
        for row in approval.data["lines"]
    ]


def ensure_nobody_asked(request: Request) -> None:
    """No manager is being waited for. Raises WaitsForManager."""
    if request.approvals.filter(state="asked").exists():
        raise WaitsForManager


def _ensure_reviewed(request: Request, name: str, *, by: Actor) -> None:
    if request.state != "in_review" or not common.is_staff(by):
        raise common.forbid(request, name, by=by)
    common.ensure_yours(request, name, by=by)
    ensure_nobody_asked(request)


def _line(item: Item, on: date) -> EstimateLine | None:
    row = billing.price(item.service_code, on)
    tariff = row.unit_price if row else None
    each = item.unit_price if item.unit_price is not None else tariff
    return None if each is None else EstimateLine(item, each, tariff)


def _needs(lines: list[EstimateLine], total: int) -> list[str]:
    found = [OVER_LIMIT] if total > money_policy.EXPERT_LIMIT else []
    percent = policy.PRICE_DIFFERS_PERCENT
    for line in lines:
        if line.tariff is None:
            found.append(NO_TARIFF.format(title=line.item.title))
        elif abs(line.unit_price - line.tariff) * 100 > line.tariff * percent:
            found.append(DIFFERS.format(title=line.item.title, percent=to_persian_digits(percent)))
    return found


def _asked(item: Item, unit_price: int | None, reason: str, *, quantity: int | None = None) -> Asked:
    service = catalogue.service(item.service_code)
    return Asked(service_code=service.code, title=item.title, quantity=quantity or item.quantity, unit_price=unit_price, reason=reason)


def _ask_manager(request: Request, found: Estimate, discount_code: str, *, by: Actor, at: datetime) -> Approval:
    lines = [
        {
            "item": line.item.pk,
            "title": line.item.title,
            "quantity": line.item.quantity,
            "unit_price": line.unit_price,
            "tariff": line.tariff,
            "reason": line.item.price_reason,
        }
        for line in found.lines
    ]
    approval = Approval.objects.create(
        request=request,
        kind=Approval.Kind.INVOICE,
        data={"lines": lines, "discount_code": discount_code, "total": found.sums.total},
        reason="؛ ".join(found.needs)[:500],
        asked_by_id=by.somebody,
        asked_at=at,
    )
    work.open_item("request.approval", approval, title=f"صورتحساب درخواست {request.shown_number}", role="manager", at=at)
    common.note("request.invoice_asked", request, by=by, at=at)
    common.keep(request, at=at)
    return approval
