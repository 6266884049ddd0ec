"""The accounts of the demo, as a newcomer is told of them; no Django here, so that a command may print them at once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from kardad.gateways.registry import demo as registry

PASSWORD = "demo-kardad-1405"  # noqa: S105 – printed on the demo's home page
TOTP_SECRET = "JBSWY3DPEHPK3PXP"  # noqa: S105 – the well-known example secret; the demo page shows its codes


@dataclass(frozen=True, slots=True)
class Account:
    """One demo account as a newcomer sees it."""

    code: str
    name: str
    role: str
    title: str
    try_this: str
    mobile: str
    birth: date
    is_staff: bool = False
    firm: str = ""
    joined_as: str = ""  # the role in which he joined, where his own is given to him later


def _member(code: str, role: str, title: str, try_this: str, **more: Any) -> Account:
    known = next(person for person in (*registry.PEOPLE, *registry.BUREAU, *registry.COURT) if person.national_code == code)
    return Account(code, f"{known.first_name} {known.last_name}", role, title, try_this, known.mobile, known.birth, **more)


LAST_MEMBER = 10  # of OTHERS: the two after him claim

ACCOUNTS = (
    _member(
        "9990001243",
        "worker",
        "کارگر",
        "درخواست‌هایش را باز کنید: صورتحسابی را بپردازید، نوبت فردا را ببینید؛ در «دعواهای من» پرونده‌ها را در هر مرحله دنبال کنید؛ "
        "در «قراردادهای من» قراردادی را بخوانید و امضا کنید.",
    ),
    _member(
        "0001234560",
        "employer_natural",
        "کارفرمای حقیقی",
        "فایل محاسبات تحویل‌شده را بررسی کنید؛ صورتحساب دوبخشی را ببینید؛ در دعواهایی که خوانده آن‌اید لایحه بدهید یا اعتراض کنید؛ "
        "در «قراردادهای من» قراردادی را تمام کنید، اصلاح کنید یا تسویه کنید.",
    ),
    _member(
        "9990002101",
        "practitioner",
        "فعال حوزه کار",
        "دفتر موکلان را ببینید؛ صورتحساب درخواست یک موکل را بپردازید؛ موکل تازه‌ای دعوت کنید.",
    ),
    _member(
        "9990002029",
        "manager",
        "مدیر",
        "نمای مدیر را ببینید؛ درخواستی را به کارشناس بسپارید؛ درباره یک مبلغ، یک استرداد و یک اعتراض تصمیم بگیرید.",
        is_staff=True,
    ),
    _member(
        "9990002061",
        "reviewer",
        "بررس مدارک",
        "مدارک در انتظار را بررسی کنید.",
        is_staff=True,
    ),
    _member(
        "9990002071",
        "finance_officer",
        "امور مالی",
        "رسید کارت‌به‌کارتی و پرداختی را که بانک روشن نکرد بررسی کنید؛ تعرفه پیشنهاد دهید؛ دفتر حساب را ببینید.",
        is_staff=True,
    ),
    _member(
        "9990002088",
        "expert",
        "کارشناس",
        "به پیام متقاضی پاسخ دهید؛ دادخواست نیمه‌کاره را تحویل دهید؛ پرسش همگانی تازه را پاسخ دهید.",
        is_staff=True,
    ),
    _member(
        "9990002096",
        "expert",
        "کارشناس دوم",
        "محاسبه‌ای را که منتظر امضای دوم است بررسی و امضا کنید؛ درخواست دیرشده را پاسخ دهید.",
        is_staff=True,
    ),
    _member(
        "9990002118",
        "secretary",
        "دبیر",
        "در «دعواها» دادخواستی را بپذیرید، وقت جلسه بگذارید، رأیی را ابلاغ کنید؛ برگه‌ای را به مأمور بسپارید.",
        is_staff=True,
    ),
    _member(
        "7771230008",
        "officer",
        "متصدی باجه ونک",
        "با کد پیگیری یک نوبت، مراجعه‌ای را آغاز کنید.",
        is_staff=True,
    ),
    _member("9604040405", "officer", "متصدی باجه اصفهان", "تأیید دوم نوبت‌ها.", is_staff=True),
    _member(
        "9990003009",
        "board_member",
        "رئیس هیئت تشخیص",
        "«جلسه‌های من» را ببینید؛ جلسه پیش رو، متن رأی و رأی‌گیری؛ رأیی را پس از رأی همه صادر کنید.",
        is_staff=True,
    ),
    _member("9990003017", "board_member", "عضو هیئت تشخیص", "رأیی که منتظر نظر شماست بخوانید و رأی بدهید.", is_staff=True),
    _member(
        "9990003033",
        "board_member",
        "رئیس هیئت حل اختلاف",
        "«جلسه‌های من» را ببینید؛ رأی تجدیدنظری که منتظر نظر شماست، پرونده نزد کارشناس و جلسه پیش رو.",
        is_staff=True,
    ),
    _member(
        "9990003122",
        "lawyer",
        "وکیل",
        "در «دعواهای من» پرونده دو موکل را دنبال کنید؛ به رأی بدوی به وکالت کارفرما اعتراض کنید.",
        joined_as="practitioner",
    ),
    _member("9990003130", "official_expert", "کارشناس رسمی", "پرسشی را که هیئت از شما دارد ببینید و نظر بدهید.", joined_as="practitioner"),
)

# Who has an account and no place in the list: they sit in boards beside the listed, or claim.
OTHERS = tuple(
    _member(one.national_code, "board_member" if place < LAST_MEMBER else "worker", "", "")
    for place, one in enumerate(registry.COURT[5:], start=1)
)
