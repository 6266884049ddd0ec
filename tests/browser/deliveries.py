"""How the pages of hours, calls and papers are reached: a paid request, its expert, and what he made of it."""

from datetime import timedelta

from kardad.calc import actions as calc
from kardad.core.actor import SYSTEM
from kardad.desk.actions import deliverables, slots
from kardad.law import instruments
from tests import factories
from tests.billing import world as shop
from tests.desk import delivery_world as desk
from tests.desk import test_delivery_papers as papers

SUMMARY = "موضوع مزد و مرخصی بررسی شد و گام‌های بعدی گفته شد. " * 6


def call(world):
    """A paid phone item whose expert takes calls tomorrow morning."""
    held = desk.item(desk.request(assigned_to=desk.expert()), quantity=2, title="مشاوره تلفنی")
    morning = (world.now + timedelta(days=1)).replace(hour=5, minute=30, second=0, microsecond=0)
    slots.lay(held.request.assigned_to, starts_at=morning, ends_at=morning + timedelta(hours=3), by=SYSTEM, at=world.now)
    return held


def booked(world):
    """The same with its hour."""
    held = call(world)
    start = (world.now + timedelta(days=1)).replace(hour=6, minute=0, second=0, microsecond=0)
    told = {"expert": held.request.assigned_to, "starts_at": start, "may_record": True}
    return slots.hold(held, **told, by=desk.as_client(held.request), at=world.now)


def written(code="written", *, body=papers.OPINION):
    """A version that nobody was given, with the shop open and the invoice paid."""
    if not shop.tariff.Price.objects.exists():
        shop.open_shop()
    held = papers.paid(code, title={"written": "مشاوره کتبی قانون کار", "payslip": "تنظیم فیش حقوق"}.get(code, code))
    return papers.write(held, body)


def opinion():
    """An opinion that its client has."""
    row = written()
    return deliverables.release(row, by=papers.own(row.item), at=papers.NOW)


def figures():
    """Figures that wait for their second expert."""
    row = written("payslip", body=papers.figures())
    return deliverables.ask_signature(row, of=desk.expert(), by=papers.own(row.item), at=papers.NOW)


def of_client(make, arguments):
    """The client of what was made is logged in."""

    def visit(world):
        row = make(world)
        item = getattr(row, "item", row)
        world.enter(item.request.applicant)
        return arguments(row, item)

    return visit


def of_expert(make, arguments=lambda row: (row.pk,), who=lambda row: getattr(row, "item", row).request.assigned_to):
    """The expert of what was made is logged in."""

    def visit(world):
        row = make(world)
        world.enter(who(row), "totp")
        return arguments(row)

    return visit


def rated(world):
    """An item that was delivered and not judged."""
    return desk.item(
        desk.request(state="delivered", assigned_to=desk.expert()), "written", state="delivered", title="مشاوره کتبی قانون کار"
    )


def keeps(world):
    """An item of figures, whose expert has kept a sheet."""
    row = written("payslip", body=papers.figures())
    expert = row.item.request.assigned_to
    told = {"month": "1404-05", "married": True}
    calc.keep(
        expert,
        calculator="payslip",
        given=told,
        title="فیش مرداد",
        law=instruments.current(),
        by=factories.actor(expert, "expert"),
        at=world.now,
    )
    return row.item


VISITS = {
    "desk:slots": of_client(booked, lambda row, item: (item.request_id, item.pk)),
    "desk:slot_cancel": of_client(booked, lambda row, item: (row.pk,)),
    "desk:slot_report": of_client(booked, lambda row, item: (row.pk,)),
    "desk:deliverable": of_client(lambda world: opinion(), lambda row, item: (row.token,)),
    "desk:follow_up": of_client(lambda world: opinion(), lambda row, item: (row.token,)),
    "desk:rate": of_client(rated, lambda row, item: (item.request_id, item.pk)),
    "desk_office:calendar": of_expert(booked, lambda row: ()),
    "desk_office:call": of_expert(booked),
    "desk_office:paper_write": of_expert(keeps),
    "desk_office:deliverable": of_expert(lambda world: figures()),
    "desk_office:paper_signer": of_expert(lambda world: written("payslip", body=papers.figures())),
    "desk_office:paper_sign": of_expert(lambda world: figures(), who=lambda row: row.signer),
    "desk_office:paper_release": of_expert(lambda world: written()),
}
NOT_PAGES = {
    "desk:deliverable_workbook": "a download",
    "desk:deliverable_file": "a download",
    "desk_office:paper_workbook": "a download",
    "desk_office:paper_file": "a download",
    "desk_office:shift_lift": "takes a shift away and leads back",
    "desk_office:call_dial": "rings and leads back",
    "desk_office:call_note": "keeps what became of a call and leads back",
    "desk_office:call_miss": "keeps it and leads back",
    "desk_office:call_more": "tells a manager and leads back",
    "desk_office:call_end": "ends a service and leads back",
    "desk_office:call_settle": "closes a work item and leads back",
}
