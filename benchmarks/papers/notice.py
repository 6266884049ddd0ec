"""The notice that all hands print: one page, distinct each time."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

from kardad.documents import papers, rendering
from kardad.documents.papers import Paper
from kardad.documents.rendering import Face, House

KIND = "N8"
MADE = datetime(2025, 11, 22, 6, 30, tzinfo=UTC)
HOUSE = House("کارداد", "«کارداد» سامانه اداره کار برای امور کارگر و کارفرماست.", "https://kardad.example")
REASONS = (
    "رسیدهای پرداخت مهر و آبان ۱۴۰۳ که در جلسه در دسترس نبود پیدا شده و پیوست است؛ جمع آن‌ها با فهرست بانک می‌خواند.",
    "ساعت‌های اضافه‌کاری از روی دفتر ورود و خروج شمرده نشده است و نسخه‌ای از فایل Excel کارگاه نیز می‌تواند آن را نشان دهد.",
)
_numbers = count(1)


def paper() -> Paper:
    """Its kind."""
    return papers.paper(KIND)


def face() -> Face:
    """One that nobody has printed before."""
    number = next(_numbers)
    case = f"۱۴۰۴-{number:06d}"
    data: dict[str, Any] = {
        "case_number": case,
        "office": "اداره تعاون، کار و رفاه اجتماعی شهرستان نمونه",
        "board": "هیئت حل اختلاف، شعبه ۲",
        "claimant": f"خواهان شماره {number}",
        "respondent": "شرکت سپهر نمونه (سهامی خاص)",
        "decision_number": f"۱۴۰۴/د/{number}",
        "objector": "شرکت سپهر نمونه",
        "objected_on": "2025-11-21",
        "items": ["تفاوت مزد سال ۱۴۰۳", "اضافه‌کاری", "عیدی و پاداش", "مرخصی مانده"],
        "grounds": "\n".join(REASONS),
    }
    facts = [("شماره پرونده", case), ("گیرنده", f"خواهان شماره {number}"), ("سمت", "خواهان"), ("روز اعتراض", "جمعه ۳۰ آبان ۱۴۰۴")]
    return Face(
        number=f"1404-{number:08d}", title=paper().title, made_at=MADE, facts=facts, data=data,
        code=f"{HOUSE.site}/check/#k1.{number:08d}{'aB3-' * 150}.{'c' * 86}",
    )  # fmt: skip


def inputs() -> Iterator[dict[str, str]]:
    """What the typesetter is given, ready before it is measured."""
    while True:
        yield rendering.spoken_for(paper(), face(), HOUSE)
