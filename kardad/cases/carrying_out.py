"""What the papers of enforcement say: the certified copy of the served decision, the request to the court, the letter of recall."""

from datetime import date, datetime
from typing import Any, Final

from kardad.cases import bargaining, petition, wording
from kardad.cases.models import Case, Decision, Enforcement
from kardad.cases.queries import decisions
from kardad.cases.queries.enforcing import Due
from kardad.core.operator import operator
from kardad.inbox.models import Delivery, Party
from kardad.kit import calendar, money
from kardad.kit.text import to_persian_digits

COPY, REQUEST, RECALL = "certified_decision", "enforcement_request", "enforcement_recall"
BASIS: Final = {
    "DB": "مهلت اعتراض همه طرف‌ها گذشت و کسی در مهلت اعتراض نکرد (ماده ۱۵۹ قانون کار)",
    "DRB": "رأی هیئت حل اختلاف با صدور قطعی است (ماده ۱۶۶ قانون کار)",
    "settled": "سازش طرف‌ها که مرجع رسیدگی آن را تأیید کرده است",
}
ATTACHED: Final = (
    "رونوشت گواهی‌شده رأی قطعی ابلاغ‌شده",
    "گواهی ابلاغ رأی به هر یک از طرف‌ها",
    "گواهی قطعیت",
)
LONGEST: Final = 60  # letters of one fact on a paper
Row = dict[str, str]


def basis(case: Case) -> str:
    """Why the decision is final."""
    return BASIS["settled"] if case.state == "settled" else BASIS[case.instance]


def attached(case: Case) -> list[str]:
    """What goes with the request; a settlement is no verdict that became final."""
    return list(ATTACHED[:2] if case.state == "settled" else ATTACHED)


def court(case: Case) -> str:
    """The court of the workshop's place as the request begins with it (enforcement bylaw, art. 2)."""
    told = petition.read(case.petition).workshop
    city = told.city or (case.office.city if case.office else "")
    return f"اجرای احکام مدنی دادگستری {city}".strip()


def workshop(case: Case) -> str:
    """Where the workshop is."""
    told = petition.read(case.petition).workshop
    named = "، ".join(part for part in (told.name, told.province, told.city, told.address) if part)
    return named or _office(case)


def copy(case: Case, due: Due, services: list[Delivery], parties: list[Party]) -> dict[str, Any]:
    """`data` and `facts` of the certified copy: the decision word for word, its correction, its services, why it is final."""
    found = due.decision
    found.case = case
    said = wording.says(found)
    keep = {name: said[name] for name in ("board", "findings", "total", "expert_fee", "members") if name in said}
    words = said.get("text") or said.get("reasons") or ""
    number, day = found.number or "", _day(found.issued_at)
    data: dict[str, Any] = {"case_number": _number(case), "office": _office(case), "decision_number": number, "decided_on": day}
    data |= sides(parties) | keep
    data |= {"final_on": _final(case, found), "because": basis(case), "services": [_service(one) for one in services]}
    data |= {"text": words} if words else {}
    data.setdefault("total", found.total)
    if due.reading.pk != found.pk:
        told = {"number": due.reading.number or "", "on": _day(due.reading.issued_at)}
        data |= {"correction": told | {"was": due.reading.was, "becomes": due.reading.text}, "total": due.reading.total}
    facts = [("شماره رأی", to_persian_digits(number)), ("تاریخ رأی", _slashed(found.issued_at))]
    facts += [("پرونده", to_persian_digits(_number(case))), ("جمع محکوم‌به", money.grouped(data.get("total", due.total)))]
    return {"data": data, "facts": facts}


def request(case: Case, made: Enforcement, due: Due, parties: list[Party]) -> dict[str, Any]:
    """`data` and `facts` of the request: who asks of whom, by which decision, what is left, and what is attached (form 5.5)."""
    debtors = [one for one in parties if one.side != made.party.side]
    data: dict[str, Any] = {
        "court": made.court,
        "case_number": _number(case),
        "office": _office(case),
        "decision_number": due.decision.number or "",
        "decided_on": _day(due.decision.issued_at),
        "final_on": _final(case, due.decision),
        "because": basis(case),
        "creditor": _rows(made.party),
        "debtors": [{"name": one.name, "rows": _rows(one)} for one in debtors],
        "workshop": workshop(case),
        "items": _items(due.reading),
        "total": due.total,
        "owed": made.owed,
        "attachments": attached(case),
        "requested_at": made.requested_at.astimezone(calendar.TEHRAN).isoformat(),
    }
    data |= {"received": due.received} if due.received else {}
    data |= {"iban": made.iban} if made.iban else {}
    facts = [("شماره رأی", to_persian_digits(due.decision.number or "")), ("خواهان اجرا", _short(made.party.name))]
    facts += [("محکوم‌علیه", _short("، ".join(one.name for one in debtors) or "–")), ("مانده محکوم‌به", money.grouped(made.owed))]
    return {"data": data, "facts": facts}


def recall(case: Case, made: Enforcement, *, reason: str, at: datetime) -> dict[str, Any]:
    """`data` and `facts` of the letter that takes the request back from the court."""
    data: dict[str, Any] = {
        "court": made.court,
        "case_number": _number(case),
        "office": _office(case),
        "decision_number": made.decision.number or "",
        "creditor": made.party.name,
        "received": made.received,
        "owed": made.owed,
        "reason": reason,
        "recalled_on": _day(at),
    }
    data |= {"court_number": made.court_number} if made.court_number else {}
    data |= {"sent_on": _day(made.sent_at)} if made.sent_at else {}
    facts = [("شماره رأی", to_persian_digits(made.decision.number or "")), ("پرونده", to_persian_digits(_number(case)))]
    facts += [("شماره اجرا", to_persian_digits(made.court_number))] if made.court_number else []
    return {"data": data, "facts": facts}


def sides(parties: list[Party]) -> dict[str, str]:
    """Both sides as every paper of the case names them."""
    return {side: "، ".join(one.name for one in parties if one.side == side) or "–" for side in ("claimant", "respondent")}


def _items(decision: Decision) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for one in decisions.findings(decision):
        if one.amount or one.order:
            row: dict[str, Any] = {"claim": wording.item(one.item)}
            found.append(row | ({"amount": one.amount} if one.amount else {}) | ({"order": one.order} if one.order else {}))
    if decision.expert_fee:
        found.append({"claim": "هزینه کارشناسی (ماده ۹۹ آیین دادرسی کار)", "amount": decision.expert_fee})
    return found


def _rows(party: Party) -> list[Row]:
    told = (("نام", party.name), ("سمت در پرونده", party.get_side_display()), ("نشانی", party.address))
    return [{"name": name, "said": said} for name, said in told if said]


def _service(one: Delivery) -> dict[str, str]:
    who, day = f"{one.party.name} ({one.party.get_side_display()})", one.served_on.isoformat() if one.served_on else ""
    return {"party": who, "served_on": day, "notice": to_persian_digits(one.notice.number or "")}


def _final(case: Case, decision: Decision) -> str:
    return case.final_on.isoformat() if case.final_on else _day(decision.issued_at)


def _number(case: Case) -> str:
    return case.class_number or case.number or ""


def _office(case: Case) -> str:
    return case.office.name if case.office else operator().name


def _day(moment: datetime | None) -> str:
    if moment is None:
        raise LookupError("a day that is not there yet is on no paper")
    return calendar.tehran_day(moment).isoformat()


def _slashed(moment: datetime | None) -> str:
    return calendar.slashed(calendar.tehran_day(moment)) if moment else ""


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def plan(rest: int, *, count: int, first_on: date, advance: int = 0, advance_on: date | None = None) -> list[tuple[date, int]]:
    """Equal monthly instalments of a sum on the same day of each Jalali month, in whole rials: the last one takes what does not divide."""
    rows = [(advance_on, advance)] if advance and advance_on else []
    rows += [(one.due_on, one.amount) for one in bargaining.parts(rest - advance, count, first_on)]
    return rows
