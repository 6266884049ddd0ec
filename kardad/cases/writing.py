"""The petition and its receipt as official papers: the fields of `documents/data/papers.toml` and the facts of their box."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from kardad.cases import petition as told
from kardad.cases import shares
from kardad.cases.models import Case
from kardad.cases.petition import Claimant, Item, Petition, Respondent
from kardad.kit import calendar, money
from kardad.kit.text import to_persian_digits
from kardad.law import claims

NOT_FILED: Final = "هنوز در اداره کار ثبت نشده است"
# The lines that identify a person or say where he lives; who has no need of them reads them masked.
CODE, MOBILE, POSTAL_CODE, HOME, ADDRESS = "کد ملی", "شماره همراه", "کد پستی", "اقامتگاه", "نشانی"
LONGEST_FACT: Final = 60  # letters: what the code on a paper can hold
Row = dict[str, str]


def petition(case: Case, held: Petition, *, office: str, stamp: str, at: datetime) -> dict[str, Any]:
    """`data` and `facts` of the official form (LP 31)."""
    number = to_persian_digits(case.number or "")
    data = {
        "stamp": stamp,
        "number": number,
        "filed_at": case.filed_at.isoformat() if case.filed_at else "",
        "office": office,
        "capacity": case.get_capacity_display() if case.capacity != "self" else "",
        **form(held),
        "signed_by": case.filer.name,
        "signed_at": at.isoformat(),
    }
    facts = [("خواهان", _short(held.claimant.name)), ("خوانده", _all(held)), ("اداره", office)]
    facts += [("شماره ثبت", number)] if number else [("وضعیت", NOT_FILED)]
    return {"data": data, "facts": facts}


def form(held: Petition) -> dict[str, Any]:
    """What the writer told, part by part, as the official form and the pages that show it have it."""
    return {
        "claimant": [*claimant(held.claimant), *heirs(held)],
        "respondents": [{"name": one.name, "rows": list(respondent(one))} for one in held.respondents],
        "workshop": list(workshop(held)),
        "employment": list(employment(held)),
        "items": [_item(one) for one in held.items],
        "total": held.total,
        "text": held.narrative.text,
        "witnesses": held.narrative.witnesses,
        "conciliation": list(conciliation(held)),
    }


def receipt(case: Case, held: Petition, *, at: datetime) -> dict[str, Any]:
    """`data` and `facts` of the receipt: both sides, the day and the number (LP 29), and the code by which the case is followed."""
    number, code = to_persian_digits(case.number or ""), case.dossier.tracking_code if case.dossier else ""
    items = [{"name": "خوانده", "detail": one.name} for one in held.respondents]
    items += [{"name": "خواسته", "detail": claims.claim(one.code).title} for one in held.items]
    office = case.office.name if case.office else ""
    data = {
        "deed": f"دادخواست شما به شماره {number} ثبت شد.",
        "at": at.isoformat(),
        "person": held.claimant.name,
        "tracking_code": code,
        "items": items,
        "note": f"دادخواست نزد «{office}» است. با این کد هر وقت بخواهید وضعیت پرونده را می‌بینید.",
    }
    day = calendar.long(calendar.tehran_day(at))
    facts = [("خواهان", _short(held.claimant.name)), ("خوانده", _all(held)), ("شماره ثبت", number), ("روز ثبت", day)]
    return {"data": data, "facts": facts, "title": "رسید ثبت دادخواست"}


def claimant(one: Claimant) -> Iterator[Row]:
    """The claimant line by line, what is empty left out."""
    if one.kind == "legal":
        yield from _rows(("نام", one.company_name), ("شناسه ملی", one.company_id), ("شماره ثبت", one.registration_number))
        yield from _rows(("صاحب امضا", one.signatory))
    else:
        year = to_persian_digits(one.birth_year) if one.birth_year else ""
        yield from _rows(("نام", one.name), ("نام پدر", one.father_name), ("سال تولد", year), (CODE, one.code))
    yield from _rows(("وارثِ", one.deceased), ("سهم از ارث", shares.said(one.share)))
    yield from _rows((MOBILE, _mobile(one.mobile)), (POSTAL_CODE, one.postal_code), (HOME, one.address))


def heirs(held: Petition) -> Iterator[Row]:
    """The other heirs, each with his share and whether it is claimed here; then what all of that comes to."""
    for one in held.heirs:
        said = f"{one.name}، سهم {shares.said(one.share)}{'؛ با نمایندگی همین خواهان' if one.mandate else ''}"
        yield from _rows(("وارث دیگر", said))
    if held.capacity == "heir" and held.claimed and held.total:
        yield from _rows(("آنچه اینجا خواسته می‌شود", f"{shares.said(shares.kept(held.claimed))} از جمع خواسته‌های مالی"))


def respondent(one: Respondent) -> Iterator[Row]:
    """A respondent line by line."""
    if one.kind == "unknown":
        yield from _rows(("نوشته تابلو", one.sign), ("پول را می‌داد", one.payer))
    elif one.kind == "legal":
        yield from _rows(("شناسه ملی", one.company_id), ("شماره ثبت", one.registration_number), ("صاحب امضا", one.signatory))
    else:
        yield from _rows((CODE, one.code))
    yield from _rows((MOBILE, _mobile(one.mobile)), (POSTAL_CODE, one.postal_code), (ADDRESS, one.address))


def workshop(held: Petition) -> Iterator[Row]:
    """The workshop line by line."""
    one = held.workshop
    place = f"{one.province}، {one.city}" if one.city else one.province
    yield from _rows(("نام", one.name), ("فعالیت", one.activity), ("کد کارگاه", one.code), ("استان و شهر", place))
    operating = {"yes": "دایر است", "no": "دایر نیست"}.get(one.is_operating, "")
    yield from _rows(("آخرین روز کار در آن", _day(one.last_day)), ("وضع", operating), ("کد پستی", one.postal_code), ("نشانی", one.address))
    yield from _rows(("بازرسی", "خواهان می‌خواهد بازرس کار به کارگاه برود" if held.narrative.wants_inspection else ""))


def employment(held: Petition) -> Iterator[Row]:
    """The work line by line."""
    one = held.employment
    yield from _rows(("شغل", one.job), ("نوع قرارداد", told.CONTRACTS.get(one.contract, "")), ("از", _day(one.started_on)))
    yield from _rows(("تا", _day(one.ended_on)), ("وضع کنونی", told.ENDS.get(one.end, "")), ("مزد ماه آخر", _rials(one.wage)))
    weekly = f"{to_persian_digits(one.weekly_hours)} ساعت" if one.weekly_hours else ""
    yield from _rows(("ساعت کار در هفته", weekly), ("نوع کار", told.SHIFTS.get(one.shift, "")), ("بیمه", told.INSURED.get(one.insured, "")))


def conciliation(held: Petition) -> Iterator[Row]:
    """What was tried before."""
    one = held.conciliation
    yield from _rows(("سازش در کارگاه", told.TRIED.get(one.tried, "")), ("روز", _day(one.on)), ("نزد", one.body), ("نتیجه", one.result))


def period(item: Item) -> str:
    """From when to when, in short."""
    if item.from_day is None or item.to_day is None:
        return ""
    return f"از {calendar.slashed(item.from_day)} تا {calendar.slashed(item.to_day)}"


def _item(item: Item) -> dict[str, Any]:
    said: dict[str, Any] = {"claim": claims.claim(item.code).title, "period": period(item), "text": item.text}
    said["way"] = told.WAYS.get(item.way, "") if item.way != "typed" else ""
    return said | ({"amount": item.amount} if item.amount is not None else {})


def _rows(*pairs: tuple[str, str]) -> Iterator[Row]:
    yield from ({"name": name, "said": said} for name, said in pairs if said)


def _all(held: Petition) -> str:
    first, *others = held.respondents
    name = _short(first.name)
    return f"{name} و {to_persian_digits(len(others))} خوانده دیگر" if others else name


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_FACT else name[: LONGEST_FACT - 1] + "…"


def _day(day: date | None) -> str:
    return calendar.slashed(day) if day else ""


def _rials(amount: int | None) -> str:
    return money.grouped(amount) if amount else ""


def _mobile(typed: str) -> str:
    return f"0{typed.removeprefix('+98')}" if typed.startswith("+98") else typed
