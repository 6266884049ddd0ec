"""Hours and papers as pages show them: days with free hours, the rule that holds for a move, the parts of a paper, a week of shifts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from kardad.calc import shown as calc
from kardad.desk import flow, papers, policy
from kardad.desk.models import Appointment, Deliverable, Item, Request, Shift
from kardad.desk.queries import delivery as queries
from kardad.desk.queries.delivery import Free
from kardad.kit import calendar, text
from kardad.law.articles import Article
from kardad.people.models import Person

STATES: Final[Mapping[str, tuple[str, str]]] = flow.HOURS
BY_HOUR: Final = ("phone_consultation", "training_session")
CALLS: Final[Mapping[str, tuple[str, str]]] = {
    "placing": ("در حال برقراری", "wait"),
    "ringing": ("زنگ خورد؛ نتیجه گفته نشده", "wait"),
    "answered": ("پاسخ داد", "good"),
    "no_answer": ("پاسخ نداد", "bad"),
    "failed": ("برقرار نشد", "plain"),
}


NOTICES: Final = (policy.FREE_CANCEL, policy.LATE_CANCEL, timedelta.min)
LEFT: Final[Mapping[tuple[bool, int], str]] = {  # whether another hour may stand for it, and how long before: a day, four hours, less
    (True, 0): "بیش از ۲۴ ساعت مانده است؛ می‌توانید ساعت دیگری بگیرید یا همه پول را پس بگیرید.",
    (True, 1): "کمتر از ۲۴ ساعت مانده است. به جای آن ساعت دیگری می‌توانید بگیرید؛ اگر انصراف بدهید، نیمی از پول برمی‌گردد.",
    (False, 1): "کمتر از ۲۴ ساعت مانده است و جابه‌جایی‌های شما به کار رفته است؛ اگر انصراف بدهید، نیمی از پول برمی‌گردد.",
    (True, 2): "کمتر از ۴ ساعت مانده است؛ این نوبت استفاده‌شده به حساب می‌آید، مگر جابه‌جایی سالانه خود را به کار ببرید و ساعت دیگری بگیرید.",
    (
        False,
        2,
    ): "کمتر از ۴ ساعت مانده است و جابه‌جایی سالانه شما به کار رفته است؛ این نوبت استفاده‌شده به حساب می‌آید و مدیر خدمت را پایان می‌دهد.",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One free hour as a radio button."""

    key: str
    clock: str
    expert: str


@dataclass(frozen=True, slots=True)
class Day:
    """The free hours of a day."""

    title: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Hours:
    """What the page of hours tells: the hour there is, what may be done with it, and what else is free."""

    own: list[Day]
    others: list[Day]
    minutes: str
    state: str
    tone: str
    last: Appointment | None
    is_booked: bool
    may_report: bool
    report_from: datetime | None
    moves: str
    is_used_up: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A headed part of a paper; `lines` are its paragraphs."""

    name: str
    title: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it is read."""

    parts: list[Part]
    articles: list[Article]
    sheets: list[tuple[str, calc.Shown]]
    text: list[papers.Change]
    changes: list[papers.Change]
    before: Deliverable | None
    day: date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A quarter of a shift: free, held, or somebody's."""

    clock: str
    state: str
    appointment: Appointment | None


@dataclass(frozen=True, slots=True)
class Column:
    """A day of the week picture."""

    day: date
    name: str
    is_today: bool
    shifts: list[tuple[Shift, list[Cell]]]


def hours(item: Item, held: Appointment | None, free: Sequence[Free], *, is_used_up: bool, at: datetime) -> Hours:
    """What the client is told about the hours of an item; none is offered for one that is used up."""
    free = [] if is_used_up else free
    own_id = item.request.assigned_to_id
    last = held or queries.last_appointment(item)
    state, tone = STATES[last.state] if last else ("نوبتی نگرفته‌اید", "wait")
    report_from = held.starts_at + policy.EXPERT_LATE if held is not None and held.state == "booked" else None
    return Hours(
        own=_days([one for one in free if one.expert.pk == own_id]),
        others=_days([one for one in free if one.expert.pk != own_id]),
        minutes=text.to_persian_digits(str(item.quantity * policy.SLOT_MINUTES)),
        state=state,
        tone=tone,
        last=last,
        is_booked=held is not None and held.state == "booked",
        may_report=report_from is not None and at >= report_from,
        report_from=report_from,
        moves=_moves(held, at=at) if held is not None and held.state == "booked" else "",
        is_used_up=is_used_up,
    )


def left(row: Appointment, *, right: Appointment.Cause | None, until: date | None, at: datetime) -> str:
    """What giving the hour back now means: whether another may stand for it, and what goes back; `until` is the law's last day for that."""
    before = row.starts_at - at
    told = LEFT[right is not None, next(place for place, least in enumerate(NOTICES) if before >= least)]
    if until is None or before >= policy.FREE_CANCEL or calendar.tehran_day(at) > until:
        return told
    return f"{told} تا {calendar.long(until)} مهلت قانونی انصراف است و اگر تا پایان آن انصراف بدهید، همه پول برمی‌گردد."


def paper(row: Deliverable, *, is_staff: bool = False) -> Paper:
    """The paper by its parts; a document also beside the version before that its reader may see."""
    body, kind = row.body, row.kind
    before = _before(row, is_staff=is_staff) if kind == Deliverable.Kind.DOCUMENT else None
    parts = [Part(name, papers.PARTS[name], _lines(body.get(name, ""))) for name in papers.PARTS if body.get(name)]
    if kind == Deliverable.Kind.CALCULATION and body.get("words"):
        parts = [Part("words", "توضیح", _lines(body["words"]))]
    return Paper(
        parts=parts,
        articles=papers.cited(body),
        sheets=[(one["title"], calc.of(one["sheet"])) for one in body.get("sheets", ())],
        text=papers.lines(body.get("text", "")),
        changes=papers.changes(before.body.get("text", ""), body.get("text", "")) if before else [],
        before=before,
        day=row.law_on,
    )


def after_release(item: Item) -> str:
    """What of the item's request is still to do once a paper was released, in a sentence of its expert."""
    request = Request.objects.get(pk=item.request_id)  # as it is now, whatever the caller has read before
    if request.state == "delivered" and request.due_at is not None:
        return f"درخواست تحویل شد؛ متقاضی تا {calendar.long(calendar.tehran_day(request.due_at))} تأیید می‌کند یا اصلاح می‌خواهد."
    left = [one.title for one in request.items.filter(state__in=flow.LIVE_ITEMS).exclude(state="delivered").order_by("pk")]
    return f"مانده است: {'، '.join(f'«{title}»' for title in left)}." if left else ""


def is_last(item: Item) -> bool:
    """Whether every other service of the request is delivered, so that the request goes with this one."""
    others = item.request.items.filter(state__in=flow.LIVE_ITEMS).exclude(pk=item.pk)
    return item.request.state in ("in_progress", "reopened") and not others.exclude(state="delivered").exists()


def left_to_write(item: Item) -> list[Item]:
    """What of the request is still to be written and given."""
    return list(item.request.items.filter(state="in_progress").exclude(delivery__in=BY_HOUR).order_by("pk"))


def client_may(row: Deliverable) -> dict[str, bool]:
    """What the client may do with the paper."""
    is_live = row.recalled_at is None
    is_opinion = is_live and row.kind == Deliverable.Kind.OPINION
    return {
        "follow_up": is_opinion and not row.item.deliverables.filter(follow_up__isnull=False).exists(),
        "workbook": is_live and row.kind == Deliverable.Kind.CALCULATION and bool(row.body.get("sheets")),
        "rate": is_live and queries.may_rate(row.item),
    }


def week(start: date, shifts: Sequence[Shift], *, today: date) -> list[Column]:
    """Seven days from a Saturday, each with its shifts and their quarters."""
    by_day: dict[date, list[tuple[Shift, list[Cell]]]] = {}
    for shift in shifts:
        cells = [_cell(slot.starts_at, slot.appointment) for slot in sorted(shift.slots.all(), key=lambda one: one.starts_at)]
        by_day.setdefault(calendar.tehran_day(shift.starts_at), []).append((shift, cells))
    days = [start + timedelta(days=place) for place in range(7)]
    return [Column(day, calendar.weekday_name(day), day == today, by_day.get(day, [])) for day in days]


def week_start(day: date) -> date:
    """The Saturday of this day's week."""
    return day - timedelta(days=calendar.weekday(day))


def name(person: Person) -> str:
    """A person as staff are named to clients."""
    return f"{person.first_name} {person.last_name}"


def _days(free: Sequence[Free]) -> list[Day]:
    return [
        Day(calendar.long(one.day), [Choice(free.key, calendar.clock(free.starts_at), name(free.expert)) for free in one.hours])
        for one in queries.by_day(free)
    ]


def _moves(row: Appointment, *, at: datetime) -> str:
    before = row.starts_at - at
    if before >= policy.FREE_CANCEL:
        return "تا ۲۴ ساعت پیش از نوبت، جابه‌جایی آزاد است."
    if before >= policy.LATE_CANCEL:
        return "کمتر از ۲۴ ساعت مانده است: یک بار می‌توانید رایگان جابه‌جا کنید."
    return "کمتر از ۴ ساعت مانده است: فقط سالی یک بار می‌توان چنین نوبتی را جابه‌جا کرد."


def _before(row: Deliverable, *, is_staff: bool) -> Deliverable | None:
    return queries.papers_of(row.item, is_staff=is_staff).filter(version__lt=row.version).first()


def _lines(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.strip()]


def _cell(starts_at: datetime, appointment: Appointment | None) -> Cell:
    return Cell(calendar.clock(starts_at), appointment.state if appointment else "free", appointment)


def call(row: Appointment) -> dict[str, Any]:
    """The tries of a call with their outcome in words, and what comes next."""
    rows = list(row.calls.order_by("pk"))
    outcomes = [one.outcome for one in rows]
    is_answered = "answered" in outcomes or row.item.delivery == "training_session"  # a session is not held over the bridge
    return {
        "tries": [(one, *CALLS[one.outcome]) for one in rows],
        "is_ringing": bool(outcomes) and outcomes[-1] in ("ringing", "placing"),
        "is_answered": is_answered,
        "is_missed": not is_answered and outcomes.count("no_answer") >= policy.CALL_TRIES,
    }
