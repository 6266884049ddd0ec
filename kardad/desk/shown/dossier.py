"""The file of one request: its items and money, its promise, what happened, what was said and shown, and similar public answers."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Max

from kardad.desk import answers, catalogue
from kardad.desk.answers import Told
from kardad.desk.models import Attachment, Item, Message, Request, Withdrawal
from kardad.desk.queries import requests as queries
from kardad.desk.queries import usual
from kardad.desk.shown import asking, promises, steps, timeline
from kardad.desk.shown.asking import File
from kardad.desk.shown.promises import Promise
from kardad.desk.shown.timeline import Moment
from kardad.kit.text import to_persian_digits
from kardad.qa import queries as qa
from kardad.qa.models import Question

MANY_MESSAGES: Final = 50
ITEMS: Final = {
    "pending": ("در انتظار بررسی", "plain"),
    "redirected": ("هدایت به پرسش و پاسخ", "plain"),
    "rejected": ("رد شد", "bad"),
    "priced": ("قیمت‌گذاری شد", "info"),
    "in_progress": ("در حال انجام", "info"),
    "delivered": ("تحویل شد", "good"),
    "cancelled": ("لغو شد", "plain"),
    "refunded": ("پول آن برگشت", "plain"),
}
REFUNDS: Final = {
    "requested": "منتظر موافقت مدیر",
    "approved": "پذیرفته شد؛ در صف واریز",
    "sent": "واریز شد؛ منتظر تأیید بانک",
    "done": "پول برگشت",
    "failed": "واریز نشد؛ دوباره فرستاده می‌شود",
    "declined": "پذیرفته نشد",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A service of the request as it stands."""

    item: Item
    amount: str
    state: str
    tone: str
    rials: int | None
    told: list[Told]
    may_be_rated: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A word of the conversation, with its files; `is_mine` from the client's side."""

    message: Message
    is_mine: bool
    who: str
    files: list[Attachment]


@dataclass(frozen=True, slots=True)
class Back:
    """Money that was asked back, and how far it came."""

    rials: int
    state: str
    is_open: bool  # a manager has not decided, and nothing goes on before he does


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that the page of a request shows; `rows` are the items with their hours, papers and ratings."""

    rows: list[Item]
    items: list[Asked]
    promise: Promise | None
    moments: list[Moment]
    talk: list[Said]
    files: list[File]
    asked_for: list[str]
    back: Back | None
    usual_days: int | None
    similar: list[Question] = field(default_factory=list)

    @property
    def has_papers(self) -> bool:
        """Whether something was released to the client."""
        return any(paper.released_at for item in self.rows for paper in item.deliverables.all())


def of(request: Request, *, at: datetime, may_pay: bool = True) -> Dossier:
    """The request as its client sees it at this moment; who may not pay the invoice is given no day for it."""
    items = list(request.items.select_related("rating").prefetch_related("appointments", "deliverables").order_by("pk"))
    said, back = _talk(request), _back(request)
    is_leaving = back is not None and back.is_open
    question = next((one.message for one in said if one.message.kind == Message.Kind.QUESTION), None)
    return Dossier(
        rows=items,
        items=_items(request, items),
        promise=None if is_leaving or (request.state in steps.UNPAID and not may_pay) else _promise(request, at=at),
        moments=timeline.of(request, is_leaving=is_leaving),
        talk=said,
        files=asking.files(request),
        asked_for=question.missing if question and request.state in ("info_requested", "expired") else [],
        back=back,
        usual_days=usual.days(*(item.service_code for item in items)) if request.state in ("submitted", "in_review") else None,
        similar=_similar(request, items),
    )


def _promise(request: Request, *, at: datetime) -> Promise | None:
    return promises.of(request, at=at, work_due_at=request.items.aggregate(last=Max("due_at"))["last"])


def _items(request: Request, items: list[Item]) -> list[Asked]:
    """Each item with the price that its invoice names."""
    lines = {line.service_code: line for line in request.invoice.lines.all()} if request.invoice else {}
    return [_asked(item, lines[item.service_code].amount if item.service_code in lines else None) for item in items]


def _asked(item: Item, rials: int | None) -> Asked:
    service = catalogue.services().get(item.service_code)
    label, tone = ITEMS[item.state]
    told = answers.told(service, item.inputs) if service else []
    unrated = item.state == "delivered" and not hasattr(item, "rating")
    amount = service.amount(item.quantity) if service else to_persian_digits(item.quantity)
    return Asked(item, amount, label, tone, rials, told, may_be_rated=unrated)


def _talk(request: Request) -> list[Said]:
    """What was said, newest first."""
    rows = list(queries.talk(request, is_staff=False)[:MANY_MESSAGES])
    files: dict[int, list[Attachment]] = {}
    for one in queries.files(request, is_staff=False).filter(message__in=rows):
        files.setdefault(one.message_id or 0, []).append(one)
    return [Said(row, row.side == "client", _who(row), files.get(row.pk, [])) for row in rows]


def _who(message: Message) -> str:
    if message.side == "client":
        return message.author.name if message.author else "متقاضی"
    return f"کارشناس، {message.author.name}" if message.author else "کارشناس"


def _back(request: Request) -> Back | None:
    found = Withdrawal.objects.filter(request=request).select_related("refund").order_by("-pk").first()
    state = found.refund.state if found else ""
    return Back(found.refund.rials, REFUNDS.get(state, ""), is_open=state == "requested") if found else None


def _similar(request: Request, items: list[Item]) -> list[Question]:
    """Published answers that may be enough, where the request was led there; the private words are only compared, never shown."""
    if not any(item.state == "redirected" for item in items):
        return []
    return list(qa.similar(f"{' '.join(item.title for item in items)} {request.description}", limit=3))
