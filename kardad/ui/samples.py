"""What the gallery shows: made-up people and dates that look like the real ones."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html

from kardad.kit import calendar
from kardad.law import askings, deadlines, holidays, rules
from kardad.ui import fields

PARTS = {
    "ground": "رنگ، حرف، فاصله",
    "buttons": "دکمه‌ها و پیوندها",
    "fields": "فیلدهای فرم",
    "choices": "انتخاب‌ها",
    "messages": "پیام‌ها و وضعیت‌ها",
    "facts": "داده‌ها، جدول و کدها",
    "steps": "گام‌ها و خط زمان",
    "deadlines": "مهلت‌ها",
    "cards": "کارت‌ها و فهرست‌ها",
    "figures": "عددها و نمودار",
    "window": "پنجره نخستین بازدید",
    "question": "صفحه پرسش",
    "check": "صفحه بازبینی پاسخ‌ها",
    "done": "صفحه پایان کار",
    "binding": "صفحه کار بازگشت‌ناپذیر",
    "paper": "برگه چاپی",
    "desk": "میز کارمند",
}
COLOURS = {
    "ground": "زمینه",
    "surface": "سطح",
    "sunken": "سطح فرورفته",
    "ink": "متن",
    "muted": "متن کم‌رنگ",
    "action": "کنش",
    "blue": "نخستین بازدید",
    "good": "انجام شد",
    "wait": "فرصت کم است",
    "bad": "رد یا زیان",
    "info": "آگاهی",
}
NATIONAL_CODE, MOBILE, IBAN = "0001234560", "+989120000001", "IR810100000000000001000003"


class Typed(forms.Form):
    """Every typed field."""

    national_code = fields.NationalCode(help_text="کدی که روی کارت ملی شماست.")
    mobile = fields.Mobile(help_text="خط باید به نام خود شما باشد.")
    birth = fields.JalaliDate(label="تاریخ تولد", latest=date(2010, 3, 20))
    name = fields.Name(label="نام و نام خانوادگی")
    iban = fields.Iban(required=False)
    postal_code = fields.PostalCode(required=False)
    foreign_birth = fields.GregorianDate(label="تاریخ تولد میلادی", required=False)
    email = fields.Email(required=False)
    code = fields.OneTimeCode(help_text=format_html('کدی که به تلفن <bdi dir="ltr">{}</bdi> فرستادیم.', "۰۹۱۲•••۰۰۰۱"))
    password = fields.Password(new=True, label="رمز عبور تازه")
    story = fields.LongText(label="چه رخ داد؟", required=False, max_length=500)
    paper = fields.Upload(label="تصویر کارت ملی")
    captcha = fields.Captcha()


class Chosen(forms.Form):
    """Every field that offers a choice."""

    role = fields.Cards(
        label="شما در این کار چه نقشی دارید؟",
        help_text="نقش را بعد هم می‌توانید تغییر دهید.",
        cards=[
            fields.Card("worker", "کارگر", "در جایی کار می‌کنید و مشمول قانون کار هستید."),
            fields.Card("employer", "کارفرمای حقیقی", "کارگاه به نام خود شماست.", badge="رایج"),
            fields.Card("lawyer", "وکیل", "پروانه وکالت دارید.", note="پروانه را کارشناس بررسی می‌کند."),
            fields.Card("expert", "کارشناس رسمی", "پروانه کارشناسی دارید.", closed="تا شنبه بسته است."),
        ],
    )
    province = fields.Choice(label="استان محل کار", choices=[("", "انتخاب کنید"), ("23", "تهران"), ("04", "اصفهان"), ("07", "فارس")])
    foreign = fields.Radios(label="تابعیت ایرانی دارید؟", choices=[("yes", "بله"), ("no", "نه، تبعه خارجی هستم")])
    wants = fields.Ticks(label="از چه چیز باخبر شوید؟", choices=[("sms", "پیامک"), ("email", "رایانامه")])
    rules = fields.Tick(label="قوانین پنل را خوانده‌ام و می‌پذیرم.")


class Asked(forms.Form):
    """What the page of a question asks."""

    national_code = fields.NationalCode(help_text="آن را از روی کارت ملی بنویسید، با صفرهای اول.")
    mobile = fields.Mobile(help_text="خط باید به نام خود شما باشد؛ کد به همین شماره می‌رود.")
    birth = fields.JalaliDate(label="تاریخ تولد", latest=date(2010, 3, 20))


def shown(slug: str, *, wrong: bool, at: datetime) -> dict[str, Any]:
    """What the room of that name needs, well or full of errors."""
    today = calendar.tehran_day(at)
    ground: dict[str, Any] = {
        "now": at,
        "today": today,
        "soon": today + timedelta(days=3),
        "national_code": NATIONAL_CODE,
        "mobile": MOBILE,
        "iban": IBAN,
        "tracking": "7K3MQ9XD2RTAP",
        "amount": 77_000_000,
        "colours": COLOURS,
        "steps": ["نقش شما", "مشخصات", "کد تأیید", "پایان"],
        "link": "https://example.ir/verify/follow/",
    }
    form = {"fields": typed, "choices": chosen, "question": asked}.get(slug)
    if form:
        ground["form"] = form(wrong=wrong)
    if slug in {"steps", "desk"}:
        ground["events"] = events(at)
    if slug == "deadlines":
        ground["deadlines"] = counted()
    if slug == "figures":
        ground |= drawn()
    return ground


def typed(*, wrong: bool) -> forms.Form:
    """The typed fields, empty or each with its error."""
    if not wrong:
        return Typed()
    given = {"national_code": "001234567", "mobile": "0912", "birth": "1404/13/01", "code": "12", "password": "1234567890", "iban": "IR81"}
    paper = SimpleUploadedFile("card.pdf", b"not a pdf")
    return Typed(given | {"captcha_token": "old"}, MultiValueDict({"paper": [paper]}))


def chosen(*, wrong: bool) -> forms.Form:
    """The choices, untouched or each with its error."""
    return Chosen({"role": "expert"}) if wrong else Chosen()


def asked(*, wrong: bool) -> forms.Form:
    """The question, with an answer that is wrong or before any answer."""
    return Asked({"national_code": "۰۰۱۲۳۴۵۶۷", "mobile": "۰۹۱۲۰۰۰۰۰۰۱", "birth": ""}) if wrong else Asked()


def drawn() -> dict[str, Any]:
    """Three months of petitions and decisions, and how they ended."""
    months = [("مهر", 120, 90), ("آبان", 160, 140), ("آذر", 80, 150)]
    bars = [
        {"x": 1000 - 333 * place - 150 * (kind + 1), "y": 240 - count, "width": 140, "height": count, "colour": kind + 1}
        for place, (_, *counts) in enumerate(months)
        for kind, count in enumerate(counts)
    ]
    ends = [("قطعی", 90, ""), ("سازش", 45, "wait"), ("رد", 18, "bad")]
    shares = [{"title": title, "count": n, "width": 1000 * n // 90, "rest": 1000 - 1000 * n // 90, "tone": tone} for title, n, tone in ends]
    return {"months": months, "bars": bars, "shares": shares}


def counted() -> dict[str, dict[str, Any]]:
    """Deadlines as the engine answers them: over Nowruz, over months, before a hearing, on an estimated holiday."""
    asked = {"nowruz": ("objection", "1404-12-13"), "months": ("divan", "1404-07-10"), "hearing": ("invitation", "1404-07-26")}
    asked["moon"] = ("objection", "1405-09-16")
    found = {}
    for name, (rule, served_on) in asked.items():
        asking = askings.read(rules.current().rule(rule), {"served_on": served_on})
        found[name] = deadlines.deadline(asking, calendar=holidays.current()).as_json()
    return found


def events(at: datetime) -> list[dict[str, Any]]:
    """A short history with its present and its future."""
    return [
        {"text": "پیامک نتیجه فرستاده می‌شود.", "state": "expected", "note": "تا دو روز کاری پس از بررسی مدارک."},
        {"text": "کارشناس مدارک شما را بررسی می‌کند.", "state": "now", "at": at - timedelta(hours=2)},
        {"text": "پروانه وکالت را فرستادید.", "at": at - timedelta(days=1), "by": "شما، در نقش وکیل"},
        {"text": "هویت شما تأیید شد.", "at": at - timedelta(days=3), "note": "سطح یک", "href": "#main"},
    ]
