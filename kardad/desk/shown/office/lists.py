"""Lists of the desk's staff: whose turn it is and what presses, in pages that go on after the last row seen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.urls import reverse

from kardad.core.paging import Page, newest, oldest
from kardad.desk import catalogue, flow
from kardad.desk.models import NEAREST, Approval, Item, Message, Request
from kardad.kit import calendar, text

SOON = timedelta(hours=2)  # amber from here on
NUMBER_DIGITS = 6
NUMBER_YEARS = 3  # a bare number is sought in this year's series and the ones before it

# Chips of the queue: what each holds, and by which moment its rows are told, oldest first; "" is newest first.
STATES: dict[str, tuple[str, tuple[str, ...], str]] = {
    "submitted": ("سپرده‌نشده", ("submitted",), "submitted_at"),
    "review": ("در بررسی", ("in_review",), "submitted_at"),
    "client": ("منتظر متقاضی", ("info_requested", "invoiced", "partially_paid"), "submitted_at"),
    "working": ("در حال انجام", ("paid", "in_progress", "reopened"), "submitted_at"),
    "delivered": ("تحویل‌شده", ("delivered",), "submitted_at"),
    "ended": ("پایان‌یافته", flow.ENDED, ""),
}
SENT = tuple(state for state in flow.STATES if state != "draft")
OPEN = tuple(state for state in SENT if state not in flow.ENDED)
MINE: dict[str, str] = {"": "نوبت من", "waiting": "منتظر دیگران", "ended": "پایان‌یافته"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the queue is wanted, as the address says it; what cannot be read is as if it were not said."""

    state: str = ""
    group: str = ""
    expert: int | None = None
    is_breached: bool = False
    number: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Wanted":
        """The wish in an address."""
        state, group, expert = query.get("state", ""), query.get("group", ""), query.get("expert", "")
        return cls(
            state=state if state in STATES else "",
            group=group if group in catalogue.groups() else "",
            expert=int(expert[:18]) if expert.isascii() and expert.isdigit() else None,
            is_breached=query.get("breached") == "1",
            number=text.drop_unseen(text.to_ascii_digits(query.get("number", ""))).strip().upper()[:24],
        )

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self == Wanted()

    def address(self, **change: object) -> str:
        """The wish, changed in these points, as the query of an address."""
        changed = replace(self, **change)  # type: ignore[arg-type]
        told = {
            "state": changed.state,
            "group": changed.group,
            "expert": changed.expert or "",
            "breached": "1" if changed.is_breached else "",
            "number": changed.number,
        }
        return "?" + urlencode({key: value for key, value in told.items() if value})


@dataclass(frozen=True, slots=True)
class Row:
    """A request as a list shows it; the tone and the words say how its clock stands."""

    request: Request
    titles: str
    tone: str
    clock: str
    href: str

    @property
    def state(self) -> str:
        """The state in words of staff."""
        return staff_state(self.request.state)


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter as it is drawn."""

    title: str
    href: str
    is_current: bool


def staff_state(state: str) -> str:
    """The state's name as staff read it: «you» in a client's word is somebody else here."""
    return "منتظر مدارک متقاضی" if state == "info_requested" else flow.STATES[state]


def pressing(found: Request, *, at: datetime) -> tuple[str, str]:
    """How the nearest of the request's clocks stands, as a tone and in words."""
    due = [moment for moment in (found.clock_due_at, found.reply_due_at) if moment is not None]
    if not due:
        return "plain", "ساعت ایستاده" if found.clock_left is not None else ""
    left = min(due) - at
    if left < timedelta():
        return "bad", f"{_lasting(-left)} دیر شده"
    return ("wait" if left < SOON else "good"), f"{_lasting(left)} مانده"


def queue(wanted: Wanted, *, at: datetime) -> QuerySet[Any]:
    """The requests that were sent and fit the wish; unordered."""
    rows = _rows()
    if wanted.number:
        rows = rows.filter(number__in=_numbers(wanted.number, at))
    rows = rows.filter(state__in=STATES[wanted.state][1] if wanted.state else OPEN if wanted.is_breached else SENT)
    if wanted.group:
        codes = [one.code for one in catalogue.services().values() if one.group == wanted.group]
        rows = rows.filter(Exists(Item.objects.filter(request=OuterRef("pk"), service_code__in=codes)))
    if wanted.expert is not None:
        rows = rows.filter(assigned_to_id=wanted.expert)
    if wanted.is_breached:
        rows = rows.filter(due__lt=at)
    return rows


def unassigned(*, after: str = "") -> Page[Request]:
    """A page of what lies with nobody, oldest first."""
    return oldest(_rows().filter(state="submitted"), by="submitted_at", after=after)


def under_way(*, after: str = "") -> Page[Request]:
    """A page of what lies with experts and has a clock that runs, the most pressing first."""
    rows = _rows().filter(state__in=[state for state in OPEN if state != "submitted"], due__isnull=False)
    return oldest(rows, by="due", after=after)


def wanted_page(wanted: Wanted, *, after: str = "", at: datetime) -> Page[Request]:
    """A page of what fits the wish: by the clock where the late are wanted, oldest first in a state, else newest first."""
    rows = queue(wanted, at=at)
    if wanted.is_breached:
        return oldest(rows, by="due", after=after)
    by = STATES[wanted.state][2] if wanted.state else ""
    return oldest(rows, by=by, after=after) if by else newest(rows, after=after)


def mine(expert_id: int, *, part: str = "", after: str = "") -> Page[Request]:
    """A page of an expert's requests: those whose clock runs, the most pressing first; those that wait; those that ended."""
    rows = _rows().filter(assigned_to_id=expert_id)
    if part == "ended":
        return newest(rows.filter(state__in=flow.ENDED), after=after)
    rows = rows.filter(state__in=OPEN)
    if part == "waiting":
        return newest(rows.filter(due=None), after=after)
    return oldest(rows.filter(due__isnull=False), by="due", after=after)


def one(pk: int) -> Any:
    """A request as lists read it."""
    return _rows().get(pk=pk)


def drawn(rows: Sequence[Request], *, at: datetime, here: str = "") -> list[Row]:
    """The rows as lists show them; with `here`, each opens beside the queue instead of on a page of its own."""
    return [_drawn(one, at, here) for one in rows]


def state_chips(wanted: Wanted) -> list[Chip]:
    """The chips of states and of what is late."""
    chips = [Chip("اکنون", wanted.address(state="", is_breached=False), not wanted.state and not wanted.is_breached)]
    chips += [Chip(title, wanted.address(state=key, is_breached=False), wanted.state == key) for key, (title, _, _) in STATES.items()]
    return [*chips, Chip("مهلت گذشته", wanted.address(state="", is_breached=True), wanted.is_breached)]


def group_chips(wanted: Wanted) -> list[Chip]:
    """The chips of groups of services."""
    every = {"": "همه گروه‌ها"} | catalogue.groups()
    return [Chip(title, wanted.address(group=key), wanted.group == key) for key, title in every.items()]


def _rows() -> QuerySet[Any]:
    unread = Message.objects.filter(request=OuterRef("pk"), side="client", read_at=None)
    asked = Approval.objects.filter(request=OuterRef("pk"), state="asked")
    rows = Request.objects.annotate(has_unread=Exists(unread), is_asked=Exists(asked), due=NEAREST).select_related(
        "applicant", "organisation", "assigned_to"
    )
    return rows.prefetch_related("items")


def _drawn(found: Request, at: datetime, here: str) -> Row:
    titles = "، ".join(item.title for item in sorted(found.items.all(), key=lambda item: item.pk))
    page = reverse("desk_office:request", args=[found.pk])
    href = f"{here}{'&' if '?' in here and not here.endswith('?') else ''}open={found.pk}" if here else page
    return Row(found, titles, *pressing(found, at=at), href)


def _numbers(typed: str, at: datetime) -> list[str]:
    if not typed.isdigit() or len(typed) > NUMBER_DIGITS:
        return [typed]
    year = calendar.to_jalali(calendar.tehran_day(at)).year
    return [f"SR-{year - back}-{int(typed):0{NUMBER_DIGITS}d}" for back in range(NUMBER_YEARS)]


def _lasting(time: timedelta) -> str:
    minutes = int(time.total_seconds()) // 60
    if minutes < 60:
        return text.to_persian_digits(f"{max(minutes, 1)} دقیقه")
    hours = minutes // 60
    return text.to_persian_digits(f"{hours} ساعت" if hours < 48 else f"{hours // 24} روز")
