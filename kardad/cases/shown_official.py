"""How the list of one's cases shows those that an office has: its number, where it stands there, the next day, the money."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse

from kardad.cases import official, petition
from kardad.cases.models import Case, OfficialEntry
from kardad.cases.official import Picture
from kardad.cases.queries import official as queries
from kardad.cases.shown_following import Row
from kardad.kit import calendar, money
from kardad.kit.text import to_persian_digits

TONES: Final = {"": "wait", "closed": "plain"}


def rows(cases: Sequence[Case], *, at: datetime) -> dict[int, Row]:
    """Case -> its row; only those that were filed at an office, all of them in one statement."""
    told, today = queries.followed(cases, at=at), calendar.tehran_day(at)
    return {one.pk: _row(one, told[one.pk], official.picture(told[one.pk], today=today)) for one in cases if one.pk in told}


def _row(case: Case, entries: Sequence[OfficialEntry], found: Picture) -> Row:
    held = petition.read(case.petition)
    url = reverse("cases:official", args=[case.token])
    first_and_last = (*found.numbers[:1], *found.numbers[1:][-1:])  # the others stand on its own page
    number = "، ".join(f"{title} {number}" for title, number in first_and_last)
    until = min((day for one in entries if (day := getattr(one, "until", None))), default=None)
    days = [f"مهلت تا {calendar.long(until)}"] if until else []
    days = ([_day(found.ahead)] if isinstance(found.ahead, OfficialEntry) else []) + days
    tone = TONES.get(found.stage, "info")
    return Row(url, number, f"دادخواست علیه {held.respondents[0].name}", found.words, tone, None, "", tuple(days), _money(found))


def _day(ahead: OfficialEntry) -> str:
    hour = to_persian_digits(f"، ساعت {ahead.hour:%H:%M}") if ahead.hour else ""
    return f"{ahead.get_kind_display()}: {calendar.long(ahead.on)}{hour}"


def _money(found: Picture) -> str:
    if found.owed is not None:
        return f"رسید {money.grouped(found.received)}، مانده {money.grouped(found.owed)}"
    return f"رسید {money.grouped(found.received)}" if found.received else ""
