"""What the client got as an official paper: what is printed of each kind, what stands in its box, and how pages offer it."""

from collections.abc import Iterable
from typing import Any, Final

from kardad.calc import shown as calc
from kardad.desk import papers
from kardad.desk.actions.deliverables import SEALED_ONCE
from kardad.desk.models import Deliverable, Request
from kardad.desk.shown import delivery as shown
from kardad.documents import queries as documents
from kardad.documents.shown import Pdf, pdf
from kardad.kit import calendar, money
from kardad.kit.text import to_persian_digits

SUMS_IN_BOX: Final = 3
UNKNOWN: Final = "این عدد را نمی‌توان گفت"
EFFORT: Final = "تعهد ما کوشش کارشناسانه است، نه نتیجه: رأی و تصمیم با مرجع رسیدگی است و هیچ نتیجه‌ای وعده داده نمی‌شود."
INPUTS: Final = "اگر اطلاعاتی که داده‌اید کامل یا درست نباشد، نظر هم عوض می‌شود."
ATTACHED: Final = "رقم‌های فایل پیوست را دو کارشناس سنجیده‌اند؛ موتور محاسبه آن را دوباره حساب نکرده است."
Facts = list[tuple[str, str]]


def paper(row: Deliverable) -> tuple[dict[str, Any], Facts, str]:
    """What the paper says, what stands in its box, and its title."""
    told = shown.paper(row)
    data = {
        "service": row.item.title,
        "expert": shown.name(row.made_by),
        "second": shown.name(row.signed_by) if row.signed_by else "",
        "law_on": row.law_on.isoformat() if row.law_on else "",
        "parts": [*({"title": one.title, "lines": "\n".join(one.lines)} for one in told.parts), *_headed(told.text)],
        "sources": [{"name": one.name, "says": one.says, "caution": one.caution} for one in told.articles],
        "sheets": [_sheet(title, one) for title, one in told.sheets],
        "note": f"{ATTACHED}\n{EFFORT} {INPUTS}" if row.body.get("attached") else f"{EFFORT} {INPUTS}",
    }
    title = f"{row.get_kind_display()}: {row.item.title}"
    return data, _facts(row, told.sheets), title


def pdf_of(row: Deliverable) -> Pdf | None:
    """The paper as pages offer it."""
    return pdf(row, row.get_kind_display(), version=SEALED_ONCE, is_asked=row.paper_due_at is not None, among=documents.about([row]))


def _facts(row: Deliverable, sheets: Iterable[tuple[str, calc.Shown]]) -> Facts:
    request = row.item.request
    facts = [
        ("شماره سند", to_persian_digits(row.number)),
        ("نسخه", to_persian_digits(row.version)),
        ("برای", _client(request)),
        ("درخواست", to_persian_digits(request.number or "")),
        ("روز تحویل", calendar.slashed(calendar.tehran_day(row.released_at or row.made_at))),
    ]
    known = [(one.main.title, money.grouped(one.main.amount)) for _, one in sheets if one.main.amount is not None]
    return facts + (known if len(known) <= SUMS_IN_BOX else [])


def _client(request: Request) -> str:
    if request.organisation:
        return request.organisation.name
    return shown.name(request.client or request.applicant)


def _headed(text: Iterable[papers.Change]) -> list[dict[str, str]]:
    """The text in parts, each under its heading."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    for one in text:
        if one.is_heading:
            parts.append((one.line, []))
        elif one.line.strip():
            parts[-1][1].append(one.line)
    # A heading with nothing below it is a line of its own.
    return [{"title": title, "lines": "\n".join(lines)} if lines else {"lines": title} for title, lines in parts if title or lines]


def _sheet(title: str, one: calc.Shown) -> dict[str, Any]:
    told: dict[str, Any] = {
        "title": title,
        "answer": one.answer.rstrip(" :"),
        "given": [{"name": name, "said": said} for name, said in one.given],
    }
    if one.main.amount is not None:
        told["total"] = one.main.amount
    elif one.known is not None:
        told["said"] = f"دست‌کم {money.grouped(one.known)}"
    else:
        told["said"] = one.main.said or UNKNOWN
    bounds = [f"{bound.title}: {bound.said or money.grouped(bound.amount or 0)}" for bound in one.bounds]
    return told | {
        "rows": [*map(_row, one.rows), *({"title": total.title, "said": total.said, "amount": total.amount} for total in one.totals)],
        "months": [{"title": row.title, "amount": row.amount, "said": row.said} for row in one.months],
        "cautions": [*bounds, *(warned.message for warned in one.warnings)],
        "readings": [f"{choice.title} {choice.words}" for choice in one.choices],
        "law": f"قانون روز {calendar.long(one.on)}",
        "law_version": one.law_version,
    }


def _row(row: calc.Row) -> dict[str, Any]:
    return {
        "title": f"{row.title} ({row.part})" if row.part else row.title,
        "how": row.how.words,
        "formula": row.how.formula,
        "basis": "؛ ".join(f"{source.title} ({source.word})" for source in row.sources),
        "amount": row.amount,
        "said": row.said,
    }
