"""How the panel of who stands for others says his days: sessions day by day, and which of them he cannot both attend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from kardad.cases import shown
from kardad.cases.models import Case, Hearing
from kardad.inbox.models import Deadline, Representation
from kardad.kit import calendar
from kardad.law import rules


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session in his calendar."""

    hearing: Hearing
    whose: str
    board: str
    url: str
    has_clash: bool  # another one of his overlaps it


@dataclass(frozen=True, slots=True)
class Row:
    """A case that he has, as its list shows it."""

    case: Case
    whose: str
    side: str
    state: str
    tone: str
    url: str


@dataclass(frozen=True, slots=True)
class Day:
    """A last day that runs for one of those for whom he stands."""

    deadline: Deadline
    title: str
    whose: str
    url: str
    left: str
    tone: str


def days(sessions: Sequence[Hearing], whose: Mapping[int, Representation]) -> list[tuple[date, list[Meeting]]]:
    """His sessions by day; those that overlap are marked, so that he asks for another date in time."""
    found: dict[date, list[Meeting]] = {}
    for one in sessions:
        overlaps = any(other.pk != one.pk and other.starts_at < one.ends_at and one.starts_at < other.ends_at for other in sessions)
        stands = whose.get(one.case_id)
        url = reverse("cases:case", args=[one.case.token])
        made = Meeting(one, stands.party.name if stands else "", shown.board(one.instance), url, overlaps)
        found.setdefault(calendar.tehran_day(one.starts_at), []).append(made)
    return list(found.items())


def rows(cases: Sequence[Case], whose: Mapping[int, Representation]) -> list[Row]:
    """His cases."""
    return [
        Row(one, side.name, side.get_side_display(), shown.state(one), shown.tone(one), reverse("cases:case", args=[one.token]))
        for one in cases
        for side in ([whose[one.pk].party] if one.pk in whose else [])
    ]


def last_days(running: Sequence[Deadline], at: datetime) -> list[Day]:
    """What runs out for them, the soonest first; the last three days are marked."""
    today, known = calendar.tehran_day(at), rules.current()
    return [
        Day(
            one,
            known.rule(one.code).title,
            one.delivery.party.name,
            one.delivery.notice.dossier.url,
            calendar.relative(one.safe_until, today),
            "bad" if one.safe_until < today else "wait" if (one.safe_until - today).days <= 3 else "plain",
        )
        for one in running
    ]
