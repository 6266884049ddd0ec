"""A row of the tariff as a small picture: its days against last year and the next, read from right to left, today marked."""

from datetime import date, timedelta

from django.utils.html import format_html
from django.utils.safestring import SafeString

REACH = timedelta(days=365)
WIDE, HIGH, THICK, TAIL = 160, 20, 8, 10
WORDS = {"now": "امروز جاری است", "ahead": "هنوز نرسیده است", "ended": "پایان یافته است", "asked": "منتظر تصویب است"}


def span(since: date, until: date | None, *, standing: str, on: date) -> SafeString:
    """The SVG; `standing` is a key of WORDS, and what it means is told beside it in words as well."""
    right, left = _place(since, on), _place(until, on) if until else TAIL - 2
    wide = max(right - left, 3)
    left = min(left, WIDE - wide)
    tail = "" if until else format_html('<path class="span-tail" d="M0 {}L{} 2V{}Z"/>', HIGH // 2, TAIL, HIGH - 2)
    return format_html(
        '<svg class="span span-{}" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">'
        '<path class="span-line" d="M0 {}H{}"/><rect class="span-bar" x="{}" y="{}" width="{}" height="{}" rx="3"/>{}'
        '<path class="span-today" d="M{} 1V{}"/></svg>',
        *(standing, WIDE, HIGH, WIDE, HIGH, WORDS[standing]),
        *(HIGH // 2, WIDE, left, (HIGH - THICK) // 2, wide, THICK, tail),
        *(WIDE // 2, HIGH - 1),
    )


def _place(day: date, on: date) -> int:
    """How far from the left edge a day stands; what is further away than a year stands at an edge."""
    passed = (day - (on - REACH)).days
    return WIDE - min(max(passed * WIDE // (2 * REACH.days), 0), WIDE)
