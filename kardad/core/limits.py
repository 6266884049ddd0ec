"""Rate limits: one counted row a key and window, raised by one atomic statement on either database."""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from django.db import connection
from django.db.models import F

from kardad.core import crypto
from kardad.core.models import Counter
from kardad.kit import calendar
from kardad.kit.refusal import Refusal


class TooMany(Refusal):
    """A limit was reached; `seconds` says when to come back."""

    code = "TOO_MANY"
    status = 429
    message = "در این مدت بیش از اندازه تلاش شده است. کمی بعد دوباره بیایید."


def hit(what: str, whose: str, *, at: datetime, window: timedelta) -> int:
    """Count one more of `what` for `whose` in the running window and return the count so far.

    The counted row stays locked until the transaction ends, which serialises what is limited.
    """
    return _raise(_key(what, whose, int(at.timestamp() // window.total_seconds())), at + window)


def hit_today(what: str, whose: str, *, at: datetime) -> int:
    """Count one more in the Tehran calendar day and return the day's count so far."""
    day = calendar.tehran_day(at)
    return _raise(_key(what, whose, day), calendar.day_start_end(day)[1])


def today(what: str, whose: str, *, at: datetime) -> int:
    """The Tehran day's count so far."""
    row = Counter.objects.filter(key=_key(what, whose, calendar.tehran_day(at))).first()
    return row.count if row else 0


def allow(what: str, whose: str, *, limit: int, at: datetime, window: timedelta) -> None:
    """Count one more, or raise TooMany when that passes `limit`."""
    if hit(what, whose, at=at, window=window) > limit:
        raise TooMany(seconds=ceil(window.total_seconds() - at.timestamp() % window.total_seconds()))


def take_back(what: str, whose: str, *, at: datetime, window: timedelta) -> None:
    """The last hit does not count: what was counted before it was judged turned out well."""
    key = _key(what, whose, int(at.timestamp() // window.total_seconds()))
    Counter.objects.filter(key=key, count__gt=0).update(count=F("count") - 1)


def forget_old(at: datetime) -> int:
    """Drop the windows that have ended."""
    return Counter.objects.filter(ends_at__lt=at).delete()[0]


def _key(what: str, whose: str, bucket: object) -> str:
    return crypto.blind_index("limit", f"{what}|{_who(whose)}|{bucket}")


def _who(whose: str) -> str:
    """Who is counted: of an IPv6 address its /64, which one house has to itself; anything else as it is."""
    if ":" not in whose:
        return whose
    try:
        address = ip_address(whose)
    except ValueError:
        return whose
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address, 64), strict=False))


def _raise(key: str, ends_at: datetime) -> int:
    table = Counter._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, count, ends_at) VALUES (%s, 1, %s) "  # noqa: S608 – the name is our own
            f"ON CONFLICT (key) DO UPDATE SET count = {table}.count + 1 RETURNING count",
            [key, connection.ops.adapt_datetimefield_value(ends_at)],
        )
        return cursor.fetchone()[0]
