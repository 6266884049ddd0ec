"""The public pages of the services: what can be asked for, what it costs today, how long it takes."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.core.pages import page
from kardad.desk import catalogue
from kardad.desk.catalogue import AUDIENCES, DELIVERIES, Service, Stop
from kardad.desk.queries import usual
from kardad.desk.shown import prices
from kardad.desk.shown.prices import Shop
from kardad.kit import calendar
from kardad.ui import structured

TITLE = "خدمات قانون کار و بیمه"
ABOUT = "خدمات کارشناسان قانون کار و بیمه: مشاوره تلفنی و کتبی، محاسبه حقوق و تسویه، دادخواست، لایحه و قرارداد؛ با بهای امروز و زمان تحویل."


@dataclass(frozen=True, slots=True)
class Offer:
    """A service as a card shows it."""

    service: Service
    price: str
    tax: str

    @property
    def path(self) -> str:
        """The address of its page."""
        return reverse("desk:service", args=[self.service.code])


@dataclass(frozen=True, slots=True)
class Way:
    """What to know before asking, with the address of the page that may be enough."""

    stop: Stop

    @property
    def path(self) -> str:
        """The address of that page; empty where there is none."""
        name, *args = self.stop.to.split() or [""]
        return reverse(name, args=args) if name else ""


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Every service by its group, or those for one kind of reader."""
    asked = request.GET.get("for", "")
    role = asked if asked in AUDIENCES else ""
    shop = prices.shop(calendar.tehran_day(timezone.now()))
    groups = [(title, [offer(one, shop) for one in rows if not role or role in one.audience]) for title, rows in catalogue.by_group()]
    shown = [(title, rows) for title, rows in groups if rows]
    told = structured.page("WebPage", reverse("desk:services"), name=TITLE, description=ABOUT)
    return page(request, "desk/services.html", groups=shown, role=role, audiences=AUDIENCES, structured=told)


@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    """One service: what it gives, what it needs, its price and time, and the way to ask for it."""
    found = catalogue.services().get(code)
    if found is None or not found.is_offered:
        raise Http404
    shop = prices.shop(calendar.tehran_day(timezone.now()))
    return page(
        request,
        "desk/service.html",
        service=found,
        offer=offer(found, shop),
        rials=shop.unit(found),
        ways=[Way(stop) for stop in found.stops],
        delivery=DELIVERIES[found.delivery],
        audience=[AUDIENCES[one] for one in found.audience],
        usual=usual.days(found.code),
        structured=_told(found, shop),
    )


def offer(one: Service, shop: Shop) -> Offer:
    """The service with its price in words."""
    return Offer(one, shop.words(one), shop.tax(one) if shop.unit(one) is not None else "")


def _told(one: Service, shop: Shop) -> structured.Told:
    """The service as machines read it; a price only where there is one."""
    facts: dict[str, Any] = {
        "@type": "Service",
        "name": one.title,
        "description": one.text,
        "serviceType": DELIVERIES[one.delivery],
        "areaServed": "IR",
    }
    unit = shop.unit(one)
    if unit is not None:
        facts["offers"] = {"@type": "Offer", "price": unit, "priceCurrency": "IRR"}
    path, above = reverse("desk:service", args=[one.code]), ((TITLE, reverse("desk:services")),)
    return structured.page("WebPage", path, name=one.title, description=one.text, above=above, about=facts)
