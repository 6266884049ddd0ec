"""What the paper of a contract prints: every clause of the ministry's form (services.md 4.2), read from the words that were signed."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from kardad.contracts import monthly, reading
from kardad.contracts.terms import Terms
from kardad.kit import calendar, ids, records
from kardad.kit.text import to_ascii_digits, to_persian_digits
from kardad.law import articles, instruments
from kardad.law.contract_rules import Security
from kardad.law.instruments import Silent

Row = dict[str, str]
ROWS: Final = ("employer", "worker", "work", "term", "hours", "pay")
# What stands in a table or a list of its own.
APART: Final = ("work.duties", "term.stops.", "pay.amount", "pay.steps.", "pay.allowances.")
BY_LAW: Final = (
    ("بیمه", "ll-148"),
    ("عیدی و پاداش", "bonus-1370"),
    ("حق سنوات", "ll-24"),
    ("مرخصی", "ll-64"),
    ("مرخصی مانده", "ll-66"),
    ("تعطیل هفتگی", "ll-62"),
)
FOR_A_TERM: Final = "ll-24"  # what it gives belongs to contracts with an end
COPIES: Final = (
    "کارگر: در پنل او، همیشه و رایگان",
    "کارفرما: در پنل او",
    "شورای اسلامی کار یا نماینده کارگران: هر جا که در کارگاه هست",
    "اداره کار: بسته برگه و داده که از صفحه قرارداد گرفته می‌شود",
)
WAGES: Final = {"daily": "مزد روزانه", "monthly": "مزد ماهانه", "hourly": "مزد ساعتی", "piece": "مزد تضمین‌شده روزانه (کارمزدی)"}


def clauses(words: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the paper `contract` that come from its words."""
    held: Terms = records.of(Terms, words["terms"])
    data: dict[str, Any] = {
        "concluded_on": words["concluded_on"],
        "follows": words.get("follows", ""),
        "duties": held.work.duties,
        "stops": [f"از {calendar.slashed(one.starts_on)} تا {calendar.slashed(one.ends_on)}" for one in held.term.stops],
        "fixed": _fixed(held),
        "ending": list(held.ending.terms),
        "notice_days": held.ending.notice_days,
        "others": list(held.others.terms),
        "securities": [_security(one) for one in held.others.securities],
        "copies": list(COPIES),
        "annexes": [{"title": one["title"] or "بی‌نام", "sha256": digits(one["sha256"])} for one in words.get("annexes", [])],
    }
    return data | _parts(words, held) | _wage(held)


def digits(sha256: str) -> str:
    """A digest in groups that are compared by eye."""
    return " ".join(sha256[place : place + 8] for place in range(0, len(sha256), 8))


def length(first: date, last: date) -> str:
    """How long it is from the first day to the last, both counted: «۶ ماه», «۱ سال و ۲ ماه و ۳ روز»."""
    start, after, months = calendar.to_jalali(first), last.toordinal() + 1, 0
    while _later(start, months + 1) <= after:
        months += 1
    parts = [(months // 12, "سال"), (months % 12, "ماه"), (after - _later(start, months), "روز")]
    return " و ".join(f"{to_persian_digits(count)} {unit}" for count, unit in parts if count)


def _later(start: calendar.Jalali, months: int) -> int:
    """The day so many Jalali months after a day, counted from the beginning of time; the month's last where it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return calendar.from_jalali(year, month + 1, min(start.day, calendar.month_length(year, month + 1))).toordinal()


def _parts(words: Mapping[str, Any], held: Terms) -> dict[str, list[Row]]:
    """The fields that stand side by side, part by part."""
    found: dict[str, list[Row]] = {name: [] for name in ROWS}
    for part in reading.parts(words):
        if part.name in found:
            told = (one for one in part.rows if not one.path.startswith(APART))
            found[part.name] = [{"name": one.label, "said": WRITTEN.get(one.path, str)(one.said)} for one in told]
    found["employer"] += _natural(held)
    if held.term.starts_on and held.term.ends_on:
        found["term"].append({"name": "مدت", "said": length(held.term.starts_on, held.term.ends_on)})
    return found


def _natural(held: Terms) -> list[Row]:
    """What the form asks of an employer who is a person."""
    one = held.employer
    told: Iterable[tuple[str, str]] = (
        ("تاریخ تولد", calendar.long(one.born_on) if one.born_on else ""),
        ("شماره شناسنامه", one.birth_certificate_number),
    )
    return [{"name": name, "said": said} for name, said in told if said] if one.kind == "natural" else []


def _wage(held: Terms) -> dict[str, Any]:
    """The wage with its later steps, and every monthly benefit: what the decrees give in the first month, then what both agreed on."""
    pay = held.pay
    try:
        months = monthly.pays(held, instruments.current())
    except Silent:
        months = ()
    decreed = months[0].benefits if months else ()
    rows = [{"title": one.title, "detail": "مصوبه مزد", "amount": one.amount} for one in decreed]
    agreed = ((one, "توافق دو طرف، جزو مزد ثابت" if one.is_wage else "توافق دو طرف") for one in pay.allowances)
    rows += [{"title": one.title, "detail": detail, "amount": one.monthly} for one, detail in agreed]
    return {
        "wage": {"basis": WAGES.get(pay.basis, pay.basis), "amount": pay.amount or 0},
        "steps": [{"since": one.since.isoformat(), "amount": one.amount} for one in pay.steps],
        "benefits": rows,
        "benefits_note": _of_month(months[0]) if decreed else "",
    }


def _of_month(month: monthly.Pay) -> str:
    days = to_persian_digits(month.days)
    said = f"آنچه مصوبه می‌دهد برای {days} روز کار در {month.title} حساب شده است؛"
    return f"{said} با هر مصوبه تازه، رقم تازه جای آن را می‌گیرد."


def _fixed(held: Terms) -> list[Row]:
    """What the law puts into every contract, in our words, each with its place and how sure we are of it."""
    wanted = [(title, articles.article(place)) for title, place in BY_LAW if place != FOR_A_TERM or held.work.type != "permanent"]
    named = [(title, one, "؛ ".join(part for part in (one.name, one.caution) if part)) for title, one in wanted]
    return [{"title": title, "says": one.says, "basis": basis} for title, one, basis in named]


def _security(one: Security) -> dict[str, Any]:
    told = {"kind": reading.SECURITIES.get(one.kind, one.kind), "number": one.number, "amount": one.amount, "purpose": one.purpose}
    return told | {"returned_on": one.returned_on.isoformat() if one.returned_on else ""}


def _local(phone: str) -> str:
    return to_persian_digits(ids.local_mobile(to_ascii_digits(phone))) if phone.startswith("+") else phone


def _grouped(iban: str) -> str:
    return " ".join(iban[place : place + 4] for place in range(0, len(iban), 4)) if ids.KINDS["iban"](iban).valid else iban


# Numbers that are written as people read them.
WRITTEN: Final[Mapping[str, Callable[[str], str]]] = {"pay.iban": _grouped, "worker.mobile": _local, "employer.phone": _local}
