"""How the page of figures says them: columns by month, shares, a table of offices; drawn on the server, time growing from the right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kardad.cases import counting, flow
from kardad.cases.counting import Month
from kardad.cases.models import Pace
from kardad.cases.queries.figures import Scope
from kardad.kit import text
from kardad.law import claims
from kardad.people.models import LabourOffice

WIDE, HIGH, FREE = 1000, 240, 6
CLAIMS_SHOWN: Final = 8
Counted = Mapping[tuple[str, date, str], int]


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle of the picture and the place of its colour."""

    x: int
    y: int
    width: int
    height: int
    colour: int


@dataclass(frozen=True, slots=True)
class Share:
    """A row with a bar as long as its share of the greatest, in thousandths; it grows from the right."""

    title: str
    count: int
    width: int
    tone: str = ""

    @property
    def rest(self) -> int:
        """Where the bar begins."""
        return 1000 - self.width


@dataclass(frozen=True, slots=True)
class Line:
    """An office, or a province, in the table."""

    title: str
    url: str
    filed: int
    ended: int
    open: int
    usual: int | None


def columns(months: Sequence[Month], found: Counted) -> tuple[list[Bar], list[tuple[str, int, int]]]:
    """The rectangles of petitions beside decisions by month, and the table behind them."""
    rows = [(one.title, of(found, "filed", one.first), of(found, "decided", one.first)) for one in months]
    most = max((max(filed, decided) for _, filed, decided in rows), default=0)
    bars: list[Bar] = []
    step = WIDE // max(len(rows), 1)
    for place, (_, *pair) in enumerate(rows):
        end = WIDE - place * step - FREE
        part = (step - 2 * FREE) // 2
        for number, value in enumerate(pair):
            height = (HIGH - 8) * value // most if most else 0
            if height:
                bars.append(Bar(end - (number + 1) * part, HIGH - height, part, height, number + 1))
    return bars, rows


def of(found: Counted, what: str, month: date | None = None, key: str | None = None) -> int:
    """How many of it, in the month and of the key where they are given."""
    return sum(n for (w, m, k), n in found.items() if w == what and (month is None or m == month) and (key is None or k == key))


def top_claims(found: Counted) -> list[Share]:
    """What is asked for most."""
    every: dict[str, int] = {}
    for (what, _, key), n in found.items():
        if what == "claim":
            every[key] = every.get(key, 0) + n
    rows = sorted(every.items(), key=lambda row: (-row[1], row[0]))[:CLAIMS_SHOWN]
    return _shares([(claims.claim(code).title, n, "") for code, n in rows])


def outcomes(found: Counted) -> list[Share]:
    """How the cases came to their end."""
    states = (counting.FINAL, "settled", "withdrawn", "annulled", "dismissed")
    rows = [(flow.STATES[state], of(found, "ended", key=state), flow.TONES.get(state, "info")) for state in states]
    return _shares([row for row in rows if row[1]])


def ages(found: Counted) -> list[Share]:
    """What lies open, by how long ago it was filed."""
    tones = {"m1": "good", "m2": "info", "m3": "wait", "more": "bad"}
    return _shares([(title, of(found, "open", key=key), tones[key]) for key, _, title in counting.AGES])


def ratio(found: Counted) -> str:
    """Decisions of the first board for each hundred petitions."""
    filed = of(found, "filed")
    return f"{text.to_persian_digits(100 * of(found, 'decided', key=flow.FIRST) // filed)}٪" if filed else "–"


def offices(rows: Sequence[LabourOffice], found: Mapping[tuple[int, str], int], paces: Mapping[int, Pace]) -> list[Line]:
    """The offices, the most filled first."""
    lines = [_line(one.name, f"?office={one.pk}", [one.pk], found, _usual(paces, one.pk)) for one in rows]
    return sorted(lines, key=lambda line: (-line.open, line.title))


def provinces(rows: Sequence[LabourOffice], found: Mapping[tuple[int, str], int]) -> list[Line]:
    """The provinces, the most filled first."""
    names = dict.fromkeys(one.province for one in rows)
    lines = [_line(name, f"?province={name}", [one.pk for one in rows if one.province == name], found, None) for name in names]
    return sorted(lines, key=lambda line: (-line.open, line.title))


def scope(rows: Sequence[LabourOffice], *, office: str, province: str) -> Scope:
    """What the address asks for among the offices that are reached: one, a province, or all of them."""
    one = next((row for row in rows if str(row.pk) == office), None) or (rows[0] if len(rows) == 1 else None)
    if one is not None:
        return Scope(one.name, (one.pk,), one)
    inside = [row for row in rows if row.province == province]
    if inside:
        return Scope(f"استان {province}", tuple(row.pk for row in inside))
    return Scope("همه اداره‌ها", tuple(row.pk for row in rows))


def facts(found: Counted, pace: Pace | None) -> list[tuple[str, str, str]]:
    """The numbers that matter: what each is, its value, what it means."""
    told: list[tuple[str, Any, str]] = [
        ("دادخواست در ۱۲ ماه", of(found, "filed"), ""),
        ("پرونده باز اکنون", of(found, "open"), ""),
        ("رأی بدوی به دادخواست", ratio(found), "در همین ۱۲ ماه"),
    ]
    if pace is not None and pace.usual_days is not None:
        told.append(("زمان معمول تا پایان", f"{pace.usual_days} روز", "نه پرونده از هر ده پرونده زودتر یا در همین زمان تمام شد"))
        told.append(("میانه", f"{pace.middle_days} روز", f"از {pace.cases} پرونده یک سال"))
    return [(title, text.to_persian_digits(value), text.to_persian_digits(note)) for title, value, note in told]


def _line(title: str, url: str, pks: Sequence[int], found: Mapping[tuple[int, str], int], usual: int | None) -> Line:
    filed, ended, opened = (sum(found.get((pk, what), 0) for pk in pks) for what in ("filed", "ended", "open"))
    return Line(title, url, filed, ended, opened, usual)


def _usual(paces: Mapping[int, Pace], pk: int) -> int | None:
    return paces[pk].usual_days if pk in paces else None


def _shares(rows: Sequence[tuple[str, int, str]]) -> list[Share]:
    most = max((n for _, n, _ in rows), default=0)
    return [Share(title, n, 1000 * n // most if most else 0, tone) for title, n, tone in rows]
