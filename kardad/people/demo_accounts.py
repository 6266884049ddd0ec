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


def _member(code: str, role: str, title: str, try_this: str, **more: Any) -> Account:
    known = next(person for person in registry.PEOPLE if person.national_code == code)
    return Account(code, f"{known.first_name} {known.last_name}", role, title, try_this, known.mobile, known.birth, **more)


ACCOUNTS = (
    _member("9990001243", "worker", "کارگر", "پنل خود و تاریخچه‌اش را ببینید؛ برای نقش وکیل مدرک بفرستید."),
    _member("0001234560", "employer_natural", "کارفرمای حقیقی", "کد کارگاه بیفزایید؛ نماینده معرفی کنید."),
    Account(
        "9990002029",
        "نگار صالحی",
        "manager",
        "مدیر",
        "روش‌های احراز هویت را ببندید و باز کنید.",
        "09120000021",
        date(1984, 6, 4),
        is_staff=True,
    ),
    Account(
        "9990002061",
        "بابک نیکزاد",
        "reviewer",
        "بررس مدارک",
        "مدارک در انتظار را بررسی کنید.",
        "09120000022",
        date(1986, 1, 9),
        is_staff=True,
    ),
    Account(
        "7771230008",
        "شیرین فتحی",
        "officer",
        "متصدی باجه ونک",
        "با کد پیگیری یک نوبت، مراجعه‌ای را آغاز کنید.",
        "09120000023",
        date(1988, 9, 1),
        is_staff=True,
    ),
    Account(
        "9604040405", "کاوه مرادی", "officer", "متصدی باجه اصفهان", "تأیید دوم نوبت‌ها.", "09120000024", date(1982, 3, 17), is_staff=True
    ),
)
