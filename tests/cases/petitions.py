"""What tests of petitions type, step by step, and a petition that could be filed."""

from django.urls import reverse

from kardad.cases import petition
from kardad.cases.actions import drafting
from tests import factories
from tests.conftest import NOW

CLAIMANT = {
    "first_name": "مریم",
    "last_name": "کاظمی",
    "father_name": "حسین",
    "birth_year": "۱۳۷۰",
    "mobile": "۰۹۱۲۳۴۵۶۷۸۹",
    "address": "تهران، خیابان نمونه، پلاک ۱۲",
}
LEGAL = {"kind": "legal", "company_name": "شرکت سپهر نمونه", "company_id": "", "address": "تهران، جاده نمونه، کارگاه سپهر"}
NATURAL = {"kind": "natural", "first_name": "سپهر", "last_name": "راد", "address": "تهران"}
UNKNOWN = {"kind": "unknown", "sign": "تولیدی گلستان", "payer": "آقایی به نام اکبر", "address": "تهران، خیابان نمونه، پلاک ۱۴"}
WORKSHOP = {"name": "کارگاه سپهر", "province": "تهران", "city": "تهران", "address": "جاده نمونه، کیلومتر ۵", "is_operating": "yes"}
EMPLOYMENT = {
    "job": "جوشکار",
    "contract": "fixed",
    "started_on": "۱۴۰۲/۰۱/۰۱",
    "end": "dismissal",
    "ended_on": "1404/06/31",
    "wage": "۱۵۰٬۰۰۰٬۰۰۰",
    "married": "yes",
    "children": "۱",
}
NARRATIVE = {"text": "از فروردین ۱۴۰۴ مزد نگرفته‌ام.\nهر بار گفتند ماه بعد. ۶ ماه منتظر ماندم."}
CONCILIATION = {"tried": "yes", "on": "۱۴۰۴/۰۷/۰۱", "body": "مدیر کارگاه", "result": "نپذیرفت."}


def whole(person, *, at=NOW, side="worker", whom=None, respondents=None, **narrative):
    """A draft of the person that lacks nothing, as the actions make it."""
    by = factories.actor(person)
    case = drafting.begin(person, whom or drafting.For(side), by=by, at=at)
    known = {
        "father_name": "حسین",
        "birth_year": 1370,
        "address": "تهران، خیابان نمونه",
        "mobile": "+989123456789",
        "code": factories.national_code(),
    }
    held = petition.read(case.petition)
    told = {name: value for name, value in known.items() if held.claimant.kind == "natural" and not getattr(held.claimant, name)}
    told |= {"address": known["address"], "mobile": known["mobile"]}
    for step, values in (
        ("claimant", told),
        ("workshop", WORKSHOP),
        ("employment", {"job": "جوشکار", "contract": "fixed", "started_on": NOW.date().replace(year=2023), "end": "working"}),
        ("narrative", NARRATIVE | narrative),
        ("conciliation", {"tried": "no"}),
    ):
        drafting.save_step(case, step=step, told=values, by=by, at=at)
    for place, one in enumerate(
        respondents or [{"kind": "natural", "first_name": "سپهر", "last_name": "راد", "address": "تهران"}], start=1
    ):
        drafting.put_respondent(case, place=place, told=one, by=by, at=at)
    drafting.add_items(case, codes=["W01", "W19"] if side == "worker" else ["E01"], by=by, at=at)
    if side == "worker":
        span = {"from_day": NOW.date().replace(month=3), "to_day": NOW.date().replace(month=9)}
        drafting.put_item(case, place=1, told=span | {"way": "typed", "amount": 180_000_000}, by=by, at=at)
    case.refresh_from_db()
    return case


def fill(case, *, by, at=NOW):
    """A draft whose claimant is known lacks nothing more."""
    drafting.save_step(case, step="workshop", told=WORKSHOP, by=by, at=at)
    drafting.put_respondent(case, place=1, told=NATURAL, by=by, at=at)
    fill_rest(case, by=by, at=at)


def fill_rest(case, *, by, at=NOW):
    """A co-worker's draft, which knows the workshop and the respondents already, lacks nothing more."""
    known = {"father_name": "حسین", "birth_year": 1370, "address": "تهران، خیابان نمونه"}
    work = {"job": "جوشکار", "contract": "oral", "started_on": NOW.date().replace(year=2023), "end": "working"}
    for step, told in {"claimant": known, "employment": work, "narrative": NARRATIVE, "conciliation": {"tried": "no"}}.items():
        drafting.save_step(case, step=step, told=told, by=by, at=at)
    drafting.add_items(case, codes=["W19"], by=by, at=at)


def address(case, name, *more):
    """The address of a page of the petition."""
    return reverse(f"cases:{name}", args=[case.token, *more])
