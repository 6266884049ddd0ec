"""How an enforcement and the Divan's part are told: where it stands, what came and what is left, what may be done now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse

from kardad.cases import flow, package, policy
from kardad.cases.access import Desk
from kardad.cases.models import Case, Divan, Enforcement
from kardad.cases.queries import enforcing as queries
from kardad.cases.queries.standing import Standing
from kardad.cases.queries.traces import Traces
from kardad.cases.shown import Deed
from kardad.inbox.models import Party
from kardad.kit import calendar, text

STATES: Final = {
    "requested": ("درخواست اجرا ثبت شد", "wait"),
    "sent": ("نزد اجرای احکام", "info"),
    "recalled": ("بازگردانده شد", "bad"),
    "ended": ("اجرا پایان یافت", "good"),
}
NEXT: Final = {
    "requested": "اداره بسته برگه‌ها را به اجرای احکام دادگاه محل کارگاه می‌فرستد.",
    "sent": "دادگاه اجراییه صادر می‌کند. هر پولی که برسد همین‌جا نوشته می‌شود تا مانده همیشه روشن باشد.",
    "recalled": "این درخواست دیگر دنبال نمی‌شود.",
    "ended": "کاری از این اجرا نمانده است.",
}
DIVAN: Final = {
    "open": ("در دیوان عدالت اداری؛ اجرا ادامه دارد", "wait"),
    "stayed": ("دستور موقت دیوان؛ اجرا متوقف است", "bad"),
    "quashed": ("دیوان رأی را نقض کرد", "bad"),
    "rejected": ("دیوان شکایت را نپذیرفت", "good"),
}
# Before a decision nothing follows one; a final one that is open again leaves its enforcement behind.
BEFORE: Final = frozenset(flow.STATES) - flow.ENDED - {"serving", "window", "final", "rehearing"}
FOLLOWS: Final = flow.ENDED | {"final", "rehearing"}
COLLECTED: Final = {"counted": ("رسیده", "good"), "asked": ("منتظر تأیید خواهان اجرا", "wait"), "refused": ("نرسیده", "bad")}


@dataclass(frozen=True, slots=True)
class Shown:
    """One enforcement as its pages show it."""

    row: Enforcement
    state: str
    tone: str
    next: str
    rest: int
    share: str
    collections: list[tuple[Any, str, str]]
    instalments: list[tuple[Any, str, str]]
    pieces: list[package.Piece]

    @property
    def is_open(self) -> bool:
        """Whether it runs."""
        return self.row.state in queries.OPEN

    @property
    def is_packed(self) -> bool:
        """Whether every paper of the package is sealed."""
        return all(one.is_ready for one in self.pieces)


@dataclass(frozen=True, slots=True)
class Deeds:
    """What a secretary may do: with the enforcement, seldom, and about the Divan."""

    main: list[Deed]
    others: list[Deed]
    divan: list[Deed]


def one(row: Enforcement, *, with_papers: bool, at: datetime) -> Shown:
    """The enforcement with its money; with its papers for who may have them."""
    state, tone = STATES[row.state]
    share = text.to_persian_digits(row.received * 100 // row.owed) if row.owed else "–"
    waits = COLLECTED if row.state == "sent" else COLLECTED | {"asked": ("بی‌پاسخ ماند", "plain")}
    money = [(each, *waits[each.state]) for each in row.collections.all()]
    plan = [(each, *_instalment(each, at)) for each in row.instalments.all()]
    pieces = package.pieces(row) if with_papers else []
    return Shown(row, state, tone, NEXT[row.state], row.owed - row.received, share, money, plan, pieces)


def every(case: Case, *, with_papers: bool, at: datetime) -> list[Shown]:
    """The enforcements of the case, newest first."""
    found = queries.followed(case)
    for row in found:
        row.case = case
    return [one(row, with_papers=with_papers and place == 0, at=at) for place, row in enumerate(found)]


def divans(case: Case) -> list[tuple[Divan, str, str]]:
    """What the Divan had of the case, with words and colour."""
    return [(row, *DIVAN[row.state]) for row in queries.divans(case)]


def is_stayed(divans: Sequence[tuple[Divan, str, str]]) -> bool:
    """Whether one of these stops what is enforced."""
    return any(row.state == "stayed" for row, _, _ in divans)


def ways(place: Standing, traces: Traces, *, at: datetime) -> list[tuple[str, str]]:
    """What a side can do about enforcement now: the label and the page; the request is not there before its day."""
    case = place.case
    if case.state in BEFORE and case.instance == flow.FIRST:
        return []
    found = [("اجرای رأی و پول رسیده", reverse("cases:enforcement", args=[case.token]))] if traces.has_followed else []
    is_free = not traces.has_followed or _is_free(case)
    if queries.is_creditor(place) and is_free and is_owed(case, place.parties, at=at):
        found.insert(0, ("درخواست اجرای رأی", reverse("cases:enforce", args=[case.token])))
    return found


def is_reached(case: Case, traces: Traces) -> bool:
    """Whether the desk is led to what follows a decision: where the case has come so far, and wherever something of it is left."""
    if case.state in BEFORE and case.instance == flow.FIRST:
        return False
    return case.state in FOLLOWS or traces.has_followed


def may_ask(case: Case, *, at: datetime) -> bool:
    """Whether something is owed that nobody enforces yet."""
    return _is_free(case) and is_owed(case, queries.parties(case), at=at)


def is_owed(case: Case, parties: Sequence[Party], *, at: datetime) -> bool:
    """Whether a decision that all these have been served still owes anything."""
    due = queries.due(case, today=calendar.tehran_day(at))
    return due is not None and due.is_something and not queries.unserved(due, parties)


def desk_deeds(case: Case, desk: Desk, rows: Sequence[Shown], divans: Sequence[tuple[Divan, str, str]]) -> Deeds:
    """What the secretary may do about what follows a final decision, the next step first; `rows` and `divans` are all of the case."""
    found = Deeds([], [], [])
    if not desk.may_run(case) or desk.by.role != policy.SECRETARY:
        return found
    running = next((one.row for one in rows if one.is_open), None)
    divan = next((row for row, _, _ in divans if row.state in ("open", "stayed")), None)
    if running is not None and running.state == "requested" and not is_stayed(divans):
        found.main.append(_deed("ارسال به اجرای احکام", "enforcement_send", running.pk))
    if running is not None and running.state == "sent":
        titles = {"money": "ثبت پول رسیده", "court": "شماره اجرای دادگاه", "allow": "تقسیط دادگاه"}
        found.main.extend(_deed(title, f"enforcement_{name}", running.pk) for name, title in titles.items())
        found.others.append(_deed("پایان اجرا", "enforcement_end", running.pk))
    if running is not None:
        found.others.append(_deed("بازگرداندن درخواست اجرا", "enforcement_recall", running.pk))
    found.main.extend(_deed("ثبت ارسال نامه بازگشت", "enforcement_return", pk) for pk in queries.returning(case))
    if divan is not None:
        titles = {"lift": "رفع دستور موقت"} if is_stayed(divans) else {"stay": "دستور موقت"}
        titles |= {"reject": "رد شکایت", "quash": "نقض رأی"}
        found.divan.extend(_deed(f"ثبت {title}", f"divan_{name}", divan.pk) for name, title in titles.items())
    elif case.state == "final":
        found.divan.append(_deed("ثبت شکایت در دیوان", "complain", case.pk))
    if flow.CASE.allows(case.state, "archive", policy.SECRETARY) and not queries.has_matter(case):
        found.main.append(_deed("بایگانی پرونده", "archive", case.pk))
    return found


def _is_free(case: Case) -> bool:
    """Whether nothing of it runs, and the Divan has stopped nothing."""
    return queries.open_of(case) is None and not queries.is_stayed(case)


def _deed(label: str, name: str, pk: int) -> Deed:
    return Deed(label, reverse(f"cases_office:{name}", args=[pk]))


def _instalment(row: Any, at: datetime) -> tuple[str, str]:
    if row.paid >= row.amount:
        return ("پرداخت شد", "good")
    late = queries.days_late(row, at=at)
    if late:
        return (f"{text.to_persian_digits(late)} روز عقب افتاده", "bad")
    return ("بخشی پرداخت شد" if row.paid else "در راه", "wait" if row.paid else "plain")
