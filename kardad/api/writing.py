"""How the interface writes the law's own things as JSON: days twice, ratios exactly, what is not known as null."""

from datetime import date
from fractions import Fraction
from typing import Any

from kardad.kit import calendar
from kardad.law.holidays import ClosedDay
from kardad.law.instruments import Amount, Instrument, Law, Source, Value
from kardad.law.kinds import plain
from kardad.law.values import Reading


def days(**named: date | None) -> dict[str, str | None]:
    """Each day by its name: the Jalali one, and the Gregorian beside it."""
    written: dict[str, str | None] = {}
    for name, day in named.items():
        written[name] = calendar.jalali(day) if day else None
        written[f"{name}_gregorian"] = day.isoformat() if day else None
    return written


def value(one: Value, law: Law) -> dict[str, Any]:
    """A figure of the law with its days, its instrument, its sources and the readings not chosen."""
    return {
        "amount": _amount(one.amount),
        "exact": _exact(one.amount),
        **days(since=one.since, until=one.until),
        "status": one.status,
        "article": one.article or None,
        "instrument": _instrument(law.instruments[one.instrument]),
        "sources": [_source(source) for source in one.sources],
        "readings": [_reading(reading) for reading in one.readings],
        "how": one.how or None,
        "note": one.note or None,
    }


def holiday(row: ClosedDay) -> dict[str, Any]:
    """A closed day with its title and how well it is known."""
    return {
        **days(date=row.day),
        "title": row.title,
        "kind": row.kind,
        "status": row.status,
        "lunar": row.lunar or None,
        "announced_on": calendar.jalali(row.announced_on) if row.announced_on else None,
    }


def _amount(amount: Amount | None) -> Any:
    if isinstance(amount, tuple):
        return [one if isinstance(one, int) else {"up_to": one.up_to, "rate": plain(one.rate)} for one in amount]
    return amount if amount is None or isinstance(amount, bool) else plain(amount)


def _exact(amount: Amount | None) -> str | None:
    # 2/7 has no decimal: whoever computes with it needs the ratio.
    return str(amount) if isinstance(amount, Fraction) else None


def _instrument(one: Instrument) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "issuer": one.issuer,
        "number": one.number or None,
        **days(issued_on=one.issued_on, recorded_on=one.recorded_on),
        "status": one.status,
    }


def _source(one: Source) -> dict[str, Any]:
    return {"id": one.id, "title": one.title, "url": one.url or None, "kind": one.kind}


def _reading(one: Reading) -> dict[str, Any]:
    return {
        "amount": _amount(one.amount),
        "exact": _exact(one.amount),
        "says": one.says or None,
        "sources": [_source(source) for source in one.sources],
        "why_not": one.why_not,
    }
