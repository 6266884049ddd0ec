"""What of the site is looked at, and the words for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the site: its name, how it is looked at, and what the public reads while it does not answer."""

    key: str
    title: str
    how: str
    trouble: str
    text: str


PARTS = {
    part.key: part
    for part in (
        Part(
            "login",
            "ورود",
            "هر دقیقه صفحه ورود از بیرون باز می‌شود.",
            "صفحه ورود باز نمی‌شود",
            "سامانه خودش دید که صفحه ورود باز نمی‌شود. چند دقیقه دیگر دوباره تلاش کنید.",
        ),
        Part(
            "panel",
            "پنل",
            "هر دقیقه در پنل از بیرون زده می‌شود و باید به صفحه ورود راه بدهد.",
            "پنل باز نمی‌شود",
            "سامانه خودش دید که پنل باز نمی‌شود. چند دقیقه دیگر دوباره تلاش کنید.",
        ),
        Part(
            "storage",
            "ثبت و نگهداری",
            "هر دقیقه چیزی در پایگاه داده نوشته می‌شود.",
            "ثبت اطلاعات کند است یا انجام نمی‌شود",
            "سامانه خودش دید که نوشتن در پایگاه داده به‌درستی انجام نمی‌شود. اگر کاری ثبت نشد، کمی بعد دوباره بفرستید.",
        ),
        Part(
            "sms",
            "پیامک",
            "از روی سرنوشت آخرین پیامک‌ها دیده می‌شود؛ برای آزمودن پیامکی فرستاده نمی‌شود.",
            "پیامک‌ها نمی‌رسند",
            "آخرین پیامک‌هایی که از این راه رفته‌اند به گیرنده نرسیده‌اند. کد را با راه دیگری بخواهید.",
        ),
    )
}
MESSENGER = "messenger:"


def messenger_title(name: str) -> str:
    """Whom an outage of one messenger hits, as people read it."""
    return f"گیرندگان پیامک از راه {name}"


def titled(key: str, group: str = "") -> str:
    """A part, and of which group."""
    title = PARTS[key].title if key in PARTS else key
    return f"{title} ({group.removeprefix(MESSENGER)})" if group else title
