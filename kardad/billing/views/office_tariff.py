"""The tariff in the office: what services cost, the tax, the seller, discounts; proposed by one, approved by another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.safestring import SafeString

from kardad.billing import access, books, picture
from kardad.billing.actions import tariff as actions
from kardad.billing.forms import office_tariff as forms
from kardad.billing.models import Discount, Price, Proposal, Seller, VatRate
from kardad.core.actor import Actor
from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.kit import calendar, text
from kardad.people import timeline

TAKEN_BACK = "پیشنهاددهنده پس گرفت."


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the four lists of the tariff."""

    model: type[Proposal]
    title: str
    one: str
    room: str  # the URL name of one row
    form: type[forms.Dated]
    propose: Callable[..., Proposal]
    first: str  # the keyword that the action takes by place


KINDS = {
    "price": Kind(Price, "نرخ خدمت‌ها", "نرخ خدمت", "price", forms.Price, actions.propose_price, "service_code"),
    "vat": Kind(VatRate, "نرخ مالیات", "نرخ مالیات", "vat_rate", forms.Vat, actions.propose_vat_rate, "rate"),
    "seller": Kind(Seller, "فروشنده", "مشخصات فروشنده", "seller", forms.Seller, actions.propose_seller, "name"),
    "discount": Kind(Discount, "تخفیف‌ها", "کد تخفیف", "discount", forms.Discount, actions.propose_discount, "code"),
}
HEAD = ["ردیف", "مقدار", "از", "تا پایان", "در زمان", "وضعیت"]
TAGS = {
    "now": ("good", "جاری"),
    "ahead": ("info", "در راه"),
    "asked": ("wait", "منتظر تصویب"),
    "ended": ("plain", "پایان‌یافته"),
    "declined": ("bad", "پذیرفته نشد"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as its list shows it."""

    row: Proposal
    title: str
    standing: str
    tone: str
    words: str
    rate: str
    last_day: date | None
    picture: SafeString
    author: str


def tariff(request: HttpRequest) -> HttpResponse:
    """What holds today, what is coming, what waits for a second person and what ended, of one kind."""
    access.office(request.actor)
    on, key = calendar.tehran_day(timezone.now()), request.GET.get("of", "price")
    kind = _kind(key)
    live, found = list(books.unended(kind.model, on)), newest(books.past(kind.model, on), after=request.GET.get("after", ""))
    names, services = books.names(row.proposed_by_id for row in [*live, *found.rows]), books.services()
    shown = sorted((_shown(row, on, names, services) for row in live), key=lambda one: (text.sort_key(one.title), one.row.valid_from))
    today = {row.row.service_code for row in shown if row.standing == "now" and isinstance(row.row, Price)}
    return page(
        request,
        "billing/office/tariff.html",
        kinds=KINDS,
        room=f"billing_office:{kind.room}",
        head=HEAD,
        key=key,
        kind=kind,
        waiting=[row for row in shown if row.standing == "asked"],
        standing=[row for row in shown if row.standing != "asked"],
        past=[_shown(row, on, names, services) for row in found.rows],
        next_url=f"?of={key}&after={found.after}" if found.after else "",
        unpriced=[(code, title) for code, title in services.items() if code not in today] if key == "price" else [],
        gaps=_shut(books.vat_gaps(on), on) if key in ("price", "vat") else [],
        soon=on + books.SOON,
    )


def propose(request: HttpRequest, kind: str) -> HttpResponse:
    """One more row waits for a second person."""
    by, at = access.office(request.actor), timezone.now()
    told = _kind(kind)
    extra = {"services": books.services()} if kind == "price" else {}
    form = told.form(request.POST or None, today=calendar.tehran_day(at), initial=request.GET.dict(), **extra)
    if form.is_valid() and attempt(form, _propose, told, form, by, at):
        messages.success(request, "پیشنهاد شما ثبت شد و تا شخص دیگری تصویب نکند، اثری ندارد.")
        return redirect(f"billing_office:{told.room}", form.result.pk)
    return page(request, "billing/office/propose.html", form=form, kind=told, key=kind)


def row(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """One row: what it changes, who stands behind it, and the second person's word."""
    by, told, at = access.office(request.actor), KINDS[kind], timezone.now()
    found, on = get_object_or_404(told.model, pk=pk), calendar.tehran_day(at)
    if request.POST.get("do") == "withdraw" and found.proposed_by_id == by.person_id:
        form = forms.Judge({"verdict": forms.DECLINE, "reason": TAKEN_BACK})
    else:
        form = forms.Judge(request.POST or None)
    if form.is_valid() and attempt(form, _judge, found, form, request.actor, at):
        messages.success(request, "تصویب شد." if form.is_yes else "ثبت شد؛ این ردیف اثری ندارد.")
        return redirect(request.path)
    found = get_object_or_404(told.model, pk=pk) if form.is_bound else found
    names = books.names([found.proposed_by_id, found.decided_by_id])
    is_own = found.proposed_by_id == by.person_id
    before = books.neighbour(found)
    return page(
        request,
        "billing/office/tariff_row.html",
        form=form,
        found=found,
        kind=told,
        key=kind,
        shown=_shown(found, on, names, services := books.services()),
        before=before and _shown(before, on, names, services),
        decided_by=names.get(found.decided_by_id or 0, ""),
        is_own=is_own,
        may_judge=found.state == "proposed" and not is_own and "manager" in access.held(by),
        is_late=found.state == "proposed" and found.valid_from < on,
        events=timeline.of(found, most=10),
    )


def setup(request: HttpRequest) -> HttpResponse:
    """What is still missing before the first invoice."""
    access.office(request.actor)
    on = calendar.tehran_day(timezone.now())
    gaps = books.vat_gaps(on)
    checks = books.setup(on, gaps)
    return page(
        request,
        "billing/office/setup.html",
        checks=checks,
        gaps=_shut(gaps, on),
        soon=on + books.SOON,
        left=sum(not one.is_done for one in checks),
    )


def _kind(key: str) -> Kind:
    if key not in KINDS:
        raise Http404
    return KINDS[key]


def _propose(kind: Kind, form: forms.Dated, by: Actor, at: datetime) -> Proposal:
    told = form.told()
    return kind.propose(told.pop(kind.first), **told, by=by, at=at)


def _judge(found: Proposal, form: forms.Judge, actor: Actor, at: datetime) -> Proposal:
    if form.is_yes:
        return actions.approve(found, by=access.office(actor, "manager"), at=at)
    mine = found.proposed_by_id == actor.person_id
    by = access.office(actor) if mine else access.office(actor, "manager")
    return actions.decline(found, reason=form.cleaned_data["reason"], by=by, at=at)


def _shut(gaps: list[tuple[date, date]], on: date) -> list[tuple[date, date | None]]:
    """The stretches without a rate, each with its last day; None for the one whose end nobody sees."""
    return [(since, until - timedelta(days=1) if until < on + books.HORIZON else None) for since, until in gaps]


def _shown(row: Proposal, on: date, names: dict[int, str], services: dict[str, str]) -> Shown:
    standing = _standing(row, on)
    return Shown(
        row,
        _title(row, services),
        standing,
        *TAGS[standing],
        percent(row.rate) if isinstance(row, VatRate) else "",
        row.valid_to - timedelta(days=1) if row.valid_to else None,
        picture.span(row.valid_from, row.valid_to, standing="ended" if standing == "declined" else standing, on=on),
        names.get(row.proposed_by_id, ""),
    )


def percent(rate: int) -> str:
    """A rate of ten thousand as people write it: «۹٫۵٪»."""
    whole, rest = divmod(rate, 100)
    return text.to_persian_digits(f"{whole}٫{rest:02d}".rstrip("0") if rest else str(whole)) + "٪"


def _standing(row: Proposal, on: date) -> str:
    if row.state != "approved":
        return "asked" if row.state == "proposed" else "declined"
    if row.valid_to is not None and row.valid_to <= on:
        return "ended"
    return "now" if row.valid_from <= on else "ahead"


def _title(row: Proposal, services: dict[str, str]) -> str:
    if isinstance(row, Price):
        return services.get(row.service_code, row.service_code)
    if isinstance(row, VatRate):
        return "مالیات بر ارزش افزوده"
    return row.name if isinstance(row, Seller) else getattr(row, "code", "")
