"""`kardad check-law`: what the legal data lacks, what it leaves open, and what lapses soon."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, Final, NamedTuple

from kardad.kit import calendar
from kardad.law import instruments
from kardad.law.instruments import Key, Law, Value

NAME = "check-law"
HELP = "tell what the legal data lacks, what it leaves open and what lapses soon; exit 1 when a year that has begun is incomplete"

# No payslip can be told without these; figures of the other groups are asked for less often.
NEEDED: Final = frozenset({"wages", "allowances", "seniority", "insurance", "tax"})
AHEAD: Final = timedelta(days=120)


class Gap(NamedTuple):
    """Days without a value, the last one excluded."""

    key: str
    start: date
    end: date


def add_arguments(parser: ArgumentParser) -> None:
    """The command takes a day to judge from; today, unless one is given."""
    parser.add_argument("--on", metavar="DAY", help="the Jalali day to judge from, such as 1405-08-30 (default: today in Tehran)")


def run(args: Namespace) -> int:
    """The findings are printed as JSON; 1 when data is malformed or a year that has begun lacks what every payslip needs."""
    on = calendar.parse_jalali(args.on, field="on") if args.on else calendar.tehran_day(datetime.now(UTC))
    try:
        law = instruments.current()
    except instruments.BadInstrument as fault:
        return _say({"malformed": str(fault)}, failed=True)
    found = list(gaps(law, on))
    return _say(_findings(law, on, found), failed=any(_fails(law, gap) for gap in found))


def gaps(law: Law, on: date) -> Iterator[Gap]:
    """The days from the first of 1390 to the end of the year of `on` on which a key has no value."""
    end = max(calendar.from_jalali(calendar.to_jalali(on).year + 1, 1, 1), instruments.FIRST_DAY)
    for key, what in law.keys.items():
        if what.lapse == "once":
            continue
        spans = law.spans(key)
        first = min(_existed_from(what, spans), end)
        # A gap is told in two where its excuse ends.
        for start, stop in pairwise(sorted({first, min(max(_excused_until(what), first), end), end})):
            yield from _gaps(key, spans, start, stop)


def _gaps(key: str, spans: Iterable[Value], start: date, end: date) -> Iterator[Gap]:
    for span in spans:
        if start < span.since and start < end:
            yield Gap(key, start, min(span.since, end))
        start = max(start, span.until or end)
    if start < end:
        yield Gap(key, start, end)


def _existed_from(key: Key, spans: tuple[Value, ...]) -> date:
    if key.first_year is None:
        return instruments.FIRST_DAY
    begun = [span.since for span in spans if calendar.to_jalali(span.since).year <= key.first_year]
    return begun[0] if begun else calendar.from_jalali(key.first_year, 1, 1)


def _excused_until(key: Key) -> date:
    return calendar.from_jalali(key.missing_before, 1, 1) if key.missing_before else instruments.FIRST_DAY


def _is_known(key: Key, gap: Gap) -> bool:
    return gap.end <= _excused_until(key)


def _fails(law: Law, gap: Gap) -> bool:
    what = law.keys[gap.key]
    return what.group in NEEDED and not _is_known(what, gap)


def _findings(law: Law, on: date, found: list[Gap]) -> dict[str, Any]:
    values = [value for key in law.keys for value in law.spans(key)]
    known = [gap for gap in found if _is_known(law.keys[gap.key], gap)]
    return {
        "on": calendar.jalali(on),
        "version": law.version,
        "complete_until": _complete_until(law, found),
        "gaps": [_told(law, gap) for gap in found if gap not in known],
        "known_gaps": [_told(law, gap) for gap in known],
        "unsourced": [_named(law, value) for value in values if not value.sources],
        "conflicts": sum(value.status == "conflict" for value in values),
        "secondary": sum(law.instruments[value.instrument].status == "secondary" for value in values),
        "values": len(values),
        "lapses": [{**_named(law, value), "days": (value.until - on).days} for value in values if value.until and _lapses(law, value, on)],
    }


def _complete_until(law: Law, found: list[Gap]) -> str | None:
    """The last Jalali day before the first on which some payslip cannot be told; None when none is in sight."""
    ends = [gap.start for gap in found if _fails(law, gap)]
    for key, what in law.keys.items():
        last = law.spans(key)[-1:]
        if what.group in NEEDED and last and last[0].until:
            ends.append(last[0].until)
    return calendar.jalali(min(ends) - timedelta(days=1)) if ends else None


def _lapses(law: Law, value: Value, on: date) -> bool:
    """Whether a value that holds today ends soon and nothing follows it."""
    if value.until is None or not value.since <= on < value.until <= on + AHEAD:
        return False
    return all(other.since != value.until for other in law.spans(value.key))


def _told(law: Law, gap: Gap) -> dict[str, Any]:
    what = law.keys[gap.key]
    days = {"from": calendar.jalali(gap.start), "until": calendar.jalali(gap.end)}
    return {"key": gap.key, "title": what.title, **days, "needed": what.group in NEEDED}


def _named(law: Law, value: Value) -> dict[str, Any]:
    days = {"from": calendar.jalali(value.since), "until": value.until and calendar.jalali(value.until)}
    return {"key": value.key, "title": law.keys[value.key].title, **days}


def _say(findings: dict[str, Any], *, failed: bool) -> int:
    sys.stdout.write(json.dumps(findings, ensure_ascii=False, indent=2) + "\n")
    return 1 if failed else 0
