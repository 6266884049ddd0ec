"""What can go wrong on a notice's way, in words, and which lawful way is tried next."""

from dataclasses import dataclass
from typing import Final

KIND: Final = "delivery.failed"


@dataclass(frozen=True, slots=True)
class Problem:
    """What happened, what is done next in words, and by which channel; the channel is empty where a telephone call is the next thing."""

    title: str
    then: str
    via: str = ""


# Whoever has an account is served by arrival there (LP 131), whatever became of the SMS: on paper he is sent a copy for his information.
PROBLEMS: Final = {
    "unknown": Problem("نشانی و شماره‌ای برای خبر دادن نیست", "نسخه کاغذی فرستاده شود", "paper"),
    "blocked": Problem("شماره او پیامک خدماتی نمی‌پذیرد", "تلفن شود یا نسخه کاغذی فرستاده شود", "paper"),
    "failed": Problem("پیامک نرسید", "تلفن شود یا نسخه کاغذی فرستاده شود", "paper"),
    "bounced": Problem("رایانامه برگشت", "تلفن شود یا نسخه کاغذی فرستاده شود", "paper"),
    "unopened": Problem("پس از چند روز باز نشده است", "تلفن شود یا نسخه کاغذی فرستاده شود", "paper"),
    "no_account": Problem("در ثنا حساب ندارد", "کاغذی ابلاغ شود", "paper"),
    "refused": Problem("ثنا برگه را نپذیرفت", "کاغذی ابلاغ شود", "paper"),
    "returned": Problem("مأمور برگه را برگرداند", "دوباره سپرده شود؛ نشانی نامعلوم بود آگهی شود", "paper"),
}


def title(problem: str) -> str:
    """The work item's title: what happened and what comes next."""
    found = PROBLEMS[problem]
    return f"{found.title}: {found.then}"
