"""What a petition still lacks before it may be filed (LP 31), each with the step that asks it. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from kardad.cases import shares, timing
from kardad.cases.petition import Claimant, Employment, Item, Petition, Respondent
from kardad.kit.text import to_persian_digits
from kardad.law import claims

# Every step in its order, as addresses name it and as the stepper shows it.
STEPS: Final = {
    "claimant": "خواهان",
    "respondents": "خوانده",
    "workshop": "کارگاه",
    "employment": "کار",
    "claims": "خواسته‌ها",
    "narrative": "شرح",
    "evidence": "مدرک‌ها",
    "conciliation": "سازش",
    "check": "بازبینی",
}
# What the office may ask again, field by field: the step in which it is mended, and its name.
FIELDS: Final = {
    "claimant": ("claimant", "مشخصات خواهان"),
    "claimant.address": ("claimant", "نشانی خواهان"),
    "claimant.mobile": ("claimant", "شماره همراه خواهان"),
    "respondents": ("respondents", "مشخصات خوانده"),
    "respondents.address": ("respondents", "نشانی خوانده"),
    "respondents.code": ("respondents", "کد ملی یا شناسه ملی خوانده"),
    "workshop": ("workshop", "مشخصات کارگاه"),
    "workshop.address": ("workshop", "نشانی کارگاه"),
    "employment": ("employment", "رابطه کار"),
    "employment.dates": ("employment", "تاریخ شروع و پایان کار"),
    "claims": ("claims", "خواسته‌ها"),
    "claims.period": ("claims", "دوره خواسته"),
    "claims.amount": ("claims", "مبلغ خواسته"),
    "narrative": ("narrative", "شرح دادخواست"),
    "evidence": ("evidence", "مدرک‌ها"),
    "evidence.mandate": ("evidence", "مدرک نمایندگی یا وکالت"),
    "evidence.heirs": ("evidence", "گواهی فوت و انحصار وراثت"),
    "conciliation": ("conciliation", "سازش در کارگاه"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing: which field, where it is asked, and how to mend it."""

    field: str
    step: str
    message: str


# The papers without which a capacity is only said; of a mandate staff have seen them (people.papers).
NEEDED: Final = {"heir": {"death": "گواهی فوت", "inheritance": "گواهی انحصار وراثت"}}


def missing(petition: Petition, *, today: date, have: Collection[str], known: Mapping[str, Any]) -> list[Gap]:
    """Everything that keeps the petition from being filed, in the order of its steps.

    `have` are the kinds of its papers, `known` is who the claimant is as the house knows him (`queries.identity`).
    """
    found = [
        *_of_identity(petition.claimant, known),
        *_of_claimant(petition.claimant, petition.capacity),
        *_of_heirs(petition),
        *_of_respondents(petition),
        *_of_workshop(petition, today),
        *_of_employment(petition.employment, petition.side, today),
        *_of_items(petition, today),
    ]
    if not petition.narrative.text:
        found.append(Gap("narrative", "narrative", "بنویسید چه پیش آمده است و چه می‌خواهید."))
    for kind, title in NEEDED.get(petition.capacity, {}).items():
        if kind not in have:
            found.append(Gap("evidence.heirs", "evidence", f"تصویر «{title}» را بگذارید."))
    if not petition.conciliation.tried:
        found.append(Gap("conciliation", "conciliation", "بگویید پیش از این در کارگاه برای سازش کوشیده‌اید یا نه."))
    found += [Gap(f"conciliation.{name}", "conciliation", why) for name, why in timing.of_conciliation(petition.conciliation.on, today)]
    return found


def _of_identity(told: Claimant, known: Mapping[str, Any]) -> Iterator[Gap]:
    """A petition is filed in the name of the one whose right it is, and of nobody else."""
    if any(getattr(told, name) != value for name, value in known.items()):
        yield Gap(
            "claimant.identity", "claimant", "نام و مشخصات خواهان آن نیست که تأیید شده است؛ گام «خواهان» را باز کنید و «ادامه» را بزنید."
        )


def _of_claimant(told: Claimant, capacity: str) -> Iterator[Gap]:
    wanted = {"address": "نشانی", "mobile": "شماره همراه"}
    if told.kind == "legal":
        wanted |= {"company_name": "نام شرکت", "company_id": "شناسه ملی شرکت", "signatory": "نام صاحب امضا"}
    else:
        wanted |= {"first_name": "نام", "last_name": "نام خانوادگی", "father_name": "نام پدر", "birth_year": "سال تولد", "code": "کد ملی"}
    if capacity == "heir":
        wanted |= {"deceased": "نام درگذشته", "share": "سهم شما از ارث"}
    for name, title in wanted.items():
        if not getattr(told, name):
            yield Gap(f"claimant.{name}", "claimant", f"{title} خواهان را بنویسید.")


def _of_heirs(petition: Petition) -> Iterator[Gap]:
    """Shares that can be read, of people who are named once, and no more than there is to inherit."""
    if petition.capacity != "heir":
        return
    parts = [shares.of(share) for share in (petition.claimant.share, *(heir.share for heir in petition.heirs))]
    if None in parts and petition.claimant.share:
        yield Gap("claimant.share", "heirs", shares.BadShare.message)
    if sum((part for part in parts if part), Fraction(0)) > 1:
        yield Gap("claimant.share", "heirs", "جمع سهم وارثان بیش از همه ارث است؛ سهم‌ها را از روی گواهی انحصار وراثت درست کنید.")
    codes = [code for code in (petition.claimant.code, *(heir.code for heir in petition.heirs)) if code]
    if len(set(codes)) < len(codes):
        yield Gap("claimant.heirs", "heirs", "کد ملی یک وارث را دو بار نوشته‌اید؛ یکی را بردارید.")


def _of_respondents(petition: Petition) -> Iterator[Gap]:
    if not petition.respondents:
        yield Gap("respondents", "respondents", "بنویسید از چه کسی شکایت دارید؛ دست‌کم یک خوانده لازم است.")
    seen = {petition.claimant.code or petition.claimant.company_id} - {""}
    for place, one in enumerate(petition.respondents, start=1):
        yield from _of_respondent(one, place)
        if one.identifier and one.identifier in seen:
            yield Gap("respondents.code", "respondents", f"کد خوانده {_nth(place)} را برای یک نفر دیگر هم نوشته‌اید؛ یکی را درست کنید.")
        seen.add(one.identifier)


def _of_respondent(one: Respondent, place: int) -> Iterator[Gap]:
    wanted = {
        "natural": {"first_name": "نام", "last_name": "نام خانوادگی", "address": "نشانی"},
        "legal": {"company_name": "نام شرکت", "address": "نشانی"},
        "unknown": {"address": "نشانی جایی که کار می‌کردید"},
    }.get(one.kind, {"kind": "نوع"})
    for name, title in wanted.items():
        if not getattr(one, name):
            yield Gap(f"respondents.{name}", "respondents", f"{title} خوانده {_nth(place)} را بنویسید.")
    if one.kind == "unknown" and not (one.sign or one.payer):
        yield Gap("respondents.sign", "respondents", f"برای خوانده {_nth(place)}، نوشته تابلو یا نام کسی را که پول می‌داد بنویسید.")


def _of_workshop(petition: Petition, today: date) -> Iterator[Gap]:
    for name, title in {"name": "نام", "province": "استان", "city": "شهر", "address": "نشانی"}.items():
        if not getattr(petition.workshop, name):
            yield Gap(f"workshop.{name}", "workshop", f"{title} کارگاه را بنویسید.")
    for name, why in timing.of_workshop(petition.workshop, petition.employment, today):
        yield Gap(f"workshop.{name}", "workshop", why)


def _of_employment(told: Employment, side: str, today: date) -> Iterator[Gap]:
    wanted = {"started_on": "تاریخ شروع کار", "contract": "نوع قرارداد", "end": "وضع کنونی کار"}
    if side == "worker":
        wanted["job"] = "شغل خود"
    for name, title in wanted.items():
        if not getattr(told, name):
            yield Gap(f"employment.{name}", "employment", f"{title} را بنویسید.")
    if told.end and told.end != "working" and told.ended_on is None:
        yield Gap("employment.ended_on", "employment", "آخرین روز کار را بنویسید.")
    for name, why in timing.of_employment(told, today):
        yield Gap(f"employment.{name}", "employment", why)


def _of_items(petition: Petition, today: date) -> Iterator[Gap]:
    if not petition.items:
        yield Gap("claims", "claims", "دست‌کم یک خواسته انتخاب کنید.")
    for item in petition.items:
        yield from _of_item(item, petition.employment, today)


def _of_item(item: Item, work: Employment, today: date) -> Iterator[Gap]:
    claim = claims.claim(item.code)
    if claim.needs_period and (item.from_day is None or item.to_day is None):
        yield Gap("claims.period", "claims", f"برای «{claim.title}» بنویسید از چه روزی تا چه روزی.")
    yield from (Gap("claims.period", "claims", why) for _, why in timing.of_item(item, work, today))
    if claim.kind == "money" and not item.way:
        yield Gap("claims.amount", "claims", f"بگویید مبلغ «{claim.title}» چگونه تعیین شود.")
    elif item.way in ("typed", "computed") and item.amount is None:
        yield Gap("claims.amount", "claims", f"مبلغ «{claim.title}» هنوز معلوم نیست؛ آن را بنویسید یا حساب کنید.")


def _nth(place: int) -> str:
    return to_persian_digits(place)
