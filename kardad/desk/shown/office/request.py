"""What the desk's staff see of one request: its items and answers, its talk, its files, the deeds that are open to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from kardad.desk import answers, catalogue, flow
from kardad.desk.models import Appointment, Attachment, Deliverable, Item, Message, Request
from kardad.desk.queries import requests as queries
from kardad.kit import text
from kardad.people import timeline

ITEM_STATES = {
    "pending": ("قیمت نخورده", "plain"),
    "redirected": ("هدایت به پرسش و پاسخ", "plain"),
    "rejected": ("رد شده", "bad"),
    "priced": ("قیمت خورده", "info"),
    "in_progress": ("در حال انجام", "info"),
    "delivered": ("تحویل شده", "good"),
    "cancelled": ("لغو شده", "plain"),
    "refunded": ("برگشت‌خورده", "plain"),
}
# Deeds of the flow that have a page of their own, by move; the first that is open is the main one.
PAGES = {
    "assign": "desk_office:assign",
    "start": "desk_office:start",
    "deliver": "desk_office:deliver",
    "redeliver": "desk_office:deliver",
    "invoice": "desk_office:price",
    "ask": "desk_office:ask",
}
WRITTEN = ("written_consultation", "calculation_file", "document_draft")
WORKING = ("in_progress", "reopened")
LABELS = {"invoice": "قیمت‌گذاری و صورتحساب"}


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that may be done now."""

    label: str
    href: str
    kind: str = "secondary"


@dataclass(frozen=True, slots=True)
class Asked:
    """An item with the answers its client gave, as words, and what may be done about it."""

    item: Item
    state: str
    tone: str
    told: tuple[answers.Told, ...]
    deeds: tuple[Deed, ...]
    deliverables: tuple[Deliverable, ...]
    appointments: tuple[Appointment, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A message as staff read it; `who` names its writer, `is_note` says that the client never sees it."""

    message: Message
    who: str
    is_client: bool
    is_note: bool
    missing: tuple[str, ...]
    files: tuple[Attachment, ...]


def deeds(found: Request, *, role: str, is_asked: bool) -> list[Deed]:
    """What this role may do with the request now, the next step first; while a manager is asked, nothing moves it."""
    moves = [one for one in flow.REQUEST.open_moves(found.state, role) if one.name in PAGES and _is_ripe(one.name, found)]
    moves.sort(key=lambda one: list(PAGES).index(one.name))
    nexts = [] if is_asked else [Deed(LABELS.get(one.name, one.label), _page(PAGES[one.name], found)) for one in moves]
    if not nexts and not is_asked and role == "expert" and found.state in WORKING:
        nexts = _still_to_give(found)
    if nexts:
        nexts[0] = Deed(nexts[0].label, nexts[0].href, "primary")
    is_open = found.state not in flow.ENDED
    further = [
        ("پیشنهاد رد درخواست", "reject", found.state == "in_review" and not is_asked),
        ("سپردن به کارشناس دیگر", "assign", role == "manager" and found.assigned_to_id is not None and is_open),
        ("نوشتن برای متقاضی", "say", is_open),
        ("یادداشت همکاران", "note", True),
        ("پرسیدن نظر همکار", "ask_opinion", is_open),
    ]
    return nexts + [Deed(label, _page(f"desk_office:{name}", found)) for label, name, is_shown in further if is_shown]


def _is_ripe(move: str, found: Request) -> bool:
    """Whether what the move waits for is there: enough money to begin, every service given to hand the request over."""
    if move in ("deliver", "redeliver"):
        live = [item.state for item in found.items.all() if item.state in flow.LIVE_ITEMS]
        return bool(live) and set(live) == {"delivered"}
    return move != "start" or _is_paid_enough(found)


def _still_to_give(found: Request) -> list[Deed]:
    """The first service that the client still waits for: its paper to write, or its call to make."""
    for item in found.items.all():
        if item.state != "in_progress":
            continue
        hour = None if item.delivery in WRITTEN else item.appointments.filter(state__in=("booked", "done")).order_by("-pk").first()
        if hour is None and item.delivery not in WRITTEN:
            continue
        if hour is not None and hour.state == "booked":
            return [Deed(f"تماس «{item.title}»", reverse("desk_office:call", args=[hour.pk]))]
        return [Deed(f"نوشتن «{item.title}»", reverse("desk_office:paper_write", args=[item.pk]))]
    return []


def _is_paid_enough(found: Request) -> bool:
    services = (catalogue.service(item.service_code) for item in found.items.all() if item.state in flow.LIVE_ITEMS)
    return found.state != "partially_paid" or all(one.deposit_ok for one in services)


def told(found: Request, *, most: int) -> list[timeline.Moment]:
    """What happened to the request, newest first, in sentences."""
    return [timeline.Moment(text.to_persian_digits(one.text), one.at) for one in timeline.of(found, most=most)]


def items(found: Request, *, role: str) -> list[Asked]:
    """The items of the request with what the client answered, their papers and what may be done about each."""
    rows = list(found.items.prefetch_related("deliverables__made_by", "appointments__expert").order_by("pk"))
    return [_asked(found, item, role) for item in rows]


def talk(rows: Iterable[Message], files: Sequence[Attachment]) -> list[Said]:
    """The messages as staff read them, each with its files."""
    return [_said(one, files) for one in rows]


def loose_files(files: Sequence[Attachment]) -> list[tuple[Attachment, str]]:
    """The files that came with no message, each with the name of the paper it is."""
    titles = {paper.kind: paper.title for one in catalogue.services().values() for paper in one.papers}
    return [(one, titles.get(one.kind, "")) for one in files if one.message_id is None]


def wanted_things(found: Request) -> list[str]:
    """What a question to the client may name as missing: papers and answers of the services he asked for."""
    things: list[str] = []
    for item in queries.live_items(found):
        service = catalogue.services().get(item.service_code)
        if service:
            things += [paper.title for paper in service.papers] + [one.label for one in service.fields]
    return list(dict.fromkeys(things))


def _page(name: str, found: Request) -> str:
    return reverse(name, args=[found.pk])


def _asked(found: Request, item: Item, role: str) -> Asked:
    service = catalogue.services().get(item.service_code)
    given = tuple(answers.told(service, item.inputs)) if service else ()
    shown: list[Deed] = []
    if found.state == "in_review" and flow.ITEM.allows(item.state, "redirect", role):
        shown.append(Deed("هدایت به پرسش و پاسخ", reverse("desk_office:redirect", args=[found.pk, item.pk])))
    was_held = any(one.state == "done" for one in item.appointments.all())  # what it brought may be mended
    if flow.ITEM.allows(item.state, "deliver", role) and (item.delivery in WRITTEN or was_held):
        shown.append(Deed("نوشتن و تحویل", reverse("desk_office:paper_write", args=[item.pk])))
    hours = tuple(one for one in item.appointments.all() if one.state not in ("released", "moved"))
    papers = sorted(item.deliverables.all(), key=lambda one: -one.version)
    return Asked(item, *ITEM_STATES[item.state], given, tuple(shown), tuple(papers), hours)


def _said(one: Message, files: Sequence[Attachment]) -> Said:
    who = one.author.name if one.author else "سامانه"
    return Said(
        one, who, one.side == "client", one.is_internal, tuple(one.missing), tuple(file for file in files if file.message_id == one.pk)
    )
