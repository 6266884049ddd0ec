"""A bureau to test in: a tariff, two experts, two managers, a client – and requests in whatever state a test begins."""

from dataclasses import dataclass
from datetime import timedelta

from kardad.billing.actions import invoices as money
from kardad.billing.actions import receipts
from kardad.core.actor import SYSTEM, Actor
from kardad.core.models import StoredFile
from kardad.desk.actions import assigning, pricing, requests, reviewing, talking, timing, withdrawing, working
from kardad.desk.models import Request, Skill
from kardad.people.models import Person
from tests import factories
from tests.billing import world as shop
from tests.billing.test_receipts import receipt
from tests.conftest import NOW

RULES = "1405-09-01"
TEXT = "سلام. مزد مهر و آبان من پرداخت نشده است و می‌خواهم بدانم چه باید بکنم. 🙏"
WHY = "رقم عیدی در برگه نادرست است و باید اصلاح شود."
YES = dict.fromkeys(reviewing.CHECKS, True)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass
class Bureau:
    """Who is there; `client` is a worker, the experts know every group of services."""

    client: Person
    expert: Person
    other_expert: Person
    manager: Person
    other_manager: Person

    def by(self, role: str) -> Actor:
        """Whoever acts in this role: client, expert, manager, finance_officer or system."""
        known = {"client": (self.client, "member"), "expert": (self.expert, "expert"), "manager": (self.manager, "manager")}
        if role in known:
            return factories.actor(*known[role])
        return SYSTEM if role == "system" else shop.FINANCE


def open_bureau(*, takes_new: bool = False) -> Bureau:
    """A bureau with its tariff; experts get new requests by themselves only where a test wants so."""
    shop.open_shop()
    experts = [factories.staff("expert", factor=False, first_name=name) for name in ("مریم", "رضا")]
    for one in experts if takes_new else ():
        skilled(one)
    return Bureau(factories.person(), *experts, *[factories.staff("manager", factor=False, first_name=name) for name in ("زهرا", "امید")])


def skilled(expert, group="*", *, is_away=False):
    """The expert may be given requests of this group."""
    return Skill.objects.create(expert=expert, group=group, is_away=is_away)


def stored(owner, *, name="سند.pdf", scan=StoredFile.Scan.CLEAN):
    """A file of the person, already scanned unless told otherwise."""
    return StoredFile.objects.create(
        name=name, media_type="application/pdf", size=9, sha256="0" * 64, scan=scan, owner_id=owner.pk, stored_at=NOW
    )


def begun(bureau, *services, at=NOW, **more):
    """A draft that could be sent; asks for `settlement_calc` unless told otherwise."""
    client = factories.actor(bureau.client)
    return requests.begin(bureau.client, services=services or ("settlement_calc",), description=TEXT, by=client, at=at, **more)


def told(request, bureau, *, at=NOW):
    """The request with an answer to every question that its services must have answered, and every paper they want."""
    from kardad.desk import catalogue

    for item in request.items.order_by("pk"):
        service = catalogue.service(item.service_code)
        requests.fill(item, quantity=item.quantity, inputs=answers_to(service), by=bureau.by("client"), at=at)
        for paper in service.papers:
            if paper.required:
                files = [stored(bureau.client)]
                requests.attach(request, files=files, kind=paper.kind, item=item, by=bureau.by("client"), at=at)
    return request


def answers_to(service):
    """Something to every question of the service, first choices first."""
    given = {"number": 1, "rials": 100_000_000, "day": "2025-03-21", "month": "1404-08", "workplace_code": "1234567890"}
    found = {}
    for field in service.fields:
        first = field.choices[0][0] if field.choices else None
        found[field.name] = given.get(field.kind) or ([first] if field.kind == "ticks" else first or "متن پاسخ")
    return found


def submitted(bureau, *services, at=NOW, **more):
    """A request that was sent."""
    draft = told(begun(bureau, *services, at=at, **more), bureau, at=at)
    return requests.submit(draft, rules_version=RULES, by=bureau.by("client"), at=at)


def in_review(bureau, *services, at=NOW, **more):
    """A request that lies with the expert."""
    request = submitted(bureau, *services, at=at, **more)
    if request.state == "submitted":
        assigning.assign(request, expert=bureau.expert, by=bureau.by("manager"), at=at)
    return fresh(request)


def info_requested(bureau, *services, at=NOW):
    """A request for which the expert wants more."""
    request = in_review(bureau, *services, at=at)
    talking.ask(request, body="فیش آخر را بفرستید.", missing=["فیش حقوق آخر"], by=bureau.by("expert"), at=at)
    return fresh(request)


def redirected(bureau, at=NOW):
    """A request that was led to the public questions."""
    request = in_review(bureau, "written", at=at)
    reviewing.redirect(request.items.get(), checks=YES, by=bureau.by("expert"), at=at)
    return fresh(request)


def priced(bureau, *services, at=NOW):
    """A request under review whose services have the tariff's prices."""
    request = in_review(bureau, *services, at=at)
    for item in request.items.order_by("pk"):
        pricing.price(item, quantity=item.quantity, unit_price=None, by=bureau.by("expert"), at=at)
    return fresh(request)


def invoiced(bureau, *services, at=NOW):
    """A request whose invoice waits for the client."""
    request = priced(bureau, *services, at=at)
    pricing.invoice(request, by=bureau.by("expert"), at=at)
    return fresh(request)


def pay(request, rials=None, *, at=NOW):
    """So much of the invoice is paid by card – the rest of it when no sum is told – and the desk has heard of it."""
    invoice = fresh(request).invoice
    paid = receipts.submit(
        invoice, receipt=receipt(rials or invoice.balance, trace=f"{invoice.pk}{invoice.paid:09d}"), by=shop.CLIENT, at=at
    )
    receipts.approve(paid, by=shop.FINANCE, at=at)
    money.announce_due(invoice.pk, at=at)
    return fresh(request)


def partially_paid(bureau, *services, at=NOW):
    """A request half of which is paid."""
    request = invoiced(bureau, *services, at=at)
    return pay(request, request.invoice.total // 2, at=at)


def paid(bureau, *services, at=NOW):
    """A request that is paid."""
    return pay(invoiced(bureau, *services, at=at), at=at)


def in_progress(bureau, *services, at=NOW):
    """A request on which the expert works."""
    return fresh(working.start(paid(bureau, *services, at=at), by=bureau.by("expert"), at=at))


def done(request, bureau, *, at=NOW):
    """Every service of the request is with the client, and the request too."""
    for item in request.items.filter(state="in_progress"):
        working.item_delivered(item, by=bureau.by("expert"), at=at)
    return fresh(working.deliver(request, by=bureau.by("expert"), at=at))


def delivered(bureau, *services, at=NOW):
    """A request that was delivered."""
    return done(in_progress(bureau, *services, at=at), bureau, at=at)


def closed(bureau, at=NOW):
    """A request whose client accepted."""
    return fresh(requests.accept(delivered(bureau, at=at), by=bureau.by("client"), at=at))


def reopened(bureau, at=NOW):
    """A request that is being corrected."""
    return fresh(requests.reopen(delivered(bureau, at=at), reason=WHY, by=bureau.by("client"), at=at))


def rejected(bureau, at=NOW):
    """A request that two of the house rejected."""
    request = in_review(bureau, at=at)
    asked = reviewing.propose_rejection(request, code="out_of_scope", reason="مربوط به مالیات است.", by=bureau.by("expert"), at=at)
    reviewing.approve(asked, by=bureau.by("manager"), at=at)
    return fresh(request)


def expired(bureau, at=NOW):
    """A request whose papers never came."""
    request = info_requested(bureau, at=at)
    talking.say(request, body="هنوز پیدا نکرده‌ام.", by=bureau.by("client"), at=at)
    timing.end_due(request.pk, at=at + 7 * DAY)
    return fresh(request)


def cancelled(bureau, at=NOW):
    """A request that its client cancelled."""
    return fresh(requests.cancel(submitted(bureau, at=at), by=bureau.by("client"), at=at))


def draft(bureau, at=NOW):
    """A draft that could be sent."""
    return fresh(told(begun(bureau, at=at), bureau, at=at))


MAKERS = {
    "draft": draft,
    "submitted": submitted,
    "in_review": in_review,
    "info_requested": info_requested,
    "redirected_to_qa": redirected,
    "rejected": rejected,
    "invoiced": invoiced,
    "partially_paid": partially_paid,
    "paid": paid,
    "in_progress": in_progress,
    "delivered": delivered,
    "reopened": reopened,
    "closed": closed,
    "cancelled": cancelled,
    "expired": expired,
}


def request_in(state, bureau, at=NOW):
    """A request in this state, made by the deeds that lead there."""
    return MAKERS[state](bureau, at=at)


def withdrawn(request, bureau, *, at=NOW):
    """The refund of a client who wants his money back."""
    return withdrawing.withdraw(request, reason="دیگر لازم ندارم.", by=bureau.by("client"), at=at)


def fresh(row):
    """The row as it stands."""
    return type(row)._default_manager.get(pk=row.pk)


def states(request: Request):
    """The states of the request's items, in order."""
    return list(request.items.order_by("pk").values_list("state", flat=True))
