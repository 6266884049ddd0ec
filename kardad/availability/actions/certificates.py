"""What is known of an interval, signed: what was up, what was down, and what nobody knows."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from kardad.availability import parts, queries
from kardad.availability.actions import comparing
from kardad.availability.models import Certificate, Watch
from kardad.availability.spans import Span, State, totals
from kardad.core import limits
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.documents import actions as documents
from kardad.evidence import actions as evidence
from kardad.evidence import canonical, chain
from kardad.kit import calendar, text
from kardad.kit.refusal import Refusal

FORMAT = "kardad-availability/1"
A_DAY = 30
ROWS_PRINTED = 60
NOTE = "«نامعلوم» یعنی در آن زمان کسی نگاه نکرده است و هرگز به‌جای «برقرار» شمرده نمی‌شود. این برگ گفته خود سامانه درباره خودش است."
MORE = "بازه‌های دیگر در پرونده امضاشده آمده است."
FAILURES_SHOWN = 500
"""Every failed look is kept; a certificate carries so many of them, and its spans tell of all."""


class BadInterval(Refusal):
    """An interval begins before it ends, and what is to come cannot be certified."""

    code = "AVAILABILITY_INTERVAL"
    status = 422
    message = "بازه درست نیست. آغاز باید پیش از پایان باشد، و پایان نباید پس از اکنون باشد."


class RowsDiffer(Refusal):
    """Somebody changed the database by hand; nothing is certified from it."""

    code = "AVAILABILITY_DIFFERS"
    message = "آنچه از دسترس‌پذیری نگه داشته‌ایم با دفتر رویدادها یکی نیست؛ تا بررسی مدیر، گواهی از آن داده نمی‌شود. به مدیر گفتیم."


def certificate(part: str, *, since: datetime, until: datetime, person: Any | None, by: Actor, at: datetime) -> Certificate:
    """The site's signed word about one part (or all, for an empty one) in this interval, kept as it was signed.

    With a person it also tells of the messengers that text to him, and is his; without one, of all.
    Raises BadInterval, TooMany, RowsDiffer.
    """
    if not since < until <= at or (part and part not in parts.PARTS):
        raise BadInterval
    if not comparing.is_alike(queries.watches(part, person=person, until=until), since=since, until=until, at=at):
        raise RowsDiffer
    return _certified(part, since=since, until=until, person=person, by=by, at=at)


@transaction.atomic
def _certified(part: str, *, since: datetime, until: datetime, person: Any | None, by: Actor, at: datetime) -> Certificate:
    """The certificate is made and kept."""
    limits.allow("availability.certificate", str(by.person_id), limit=A_DAY, at=at, window=timedelta(days=1))
    since, until = (moment.replace(second=0, microsecond=0) for moment in (since, until))
    watched = list(queries.watches(part, person=person, until=until))
    body = canonical.encode(_statement(part, watched, queries.outages(person, since, until), since=since, until=until, at=at))
    key, signature = evidence.sealed(body)
    made = Certificate.objects.create(
        part=part,
        since=since,
        until=until,
        person_id=person.pk if person is not None else None,
        statement=body.decode(),
        key=key,
        signature=signature,
        made_at=at,
    )
    record("availability.certified", made, by=by, at=at, part=part, since=since.isoformat(), until=until.isoformat())
    _paper(made, watched, by=by, at=at)
    return made


def _paper(made: Certificate, watched: list[Watch], *, by: Actor, at: datetime) -> None:
    """The same on an official paper, which is printed and sealed later."""
    seen = [(watch, span) for watch in watched for span in queries.spans(watch, made.since, made.until)]
    rows = [(watch, span) for watch, span in seen if span.state is not State.UP]
    whole = totals(span for _, span in seen)
    probes = queries.looks(made.since, made.until, watched)
    data = {
        "since": made.since.isoformat(),
        "until": made.until.isoformat(),
        "outages": [_row(watch, span) for watch, span in rows[:ROWS_PRINTED]],
        "probes": probes.all,
        "reached": probes.well,
        "note": NOTE if len(rows) <= ROWS_PRINTED else f"{NOTE}\n{MORE}",
    }
    facts = [
        ("بخش", parts.titled(made.part) if made.part else "همه بخش‌ها"),
        ("از", calendar.with_time(made.since)),
        ("تا", calendar.with_time(made.until)),
        ("قطع، دقیقه", text.to_persian_digits(str(whole[State.DOWN] // 60))),
        ("نامعلوم، دقیقه", text.to_persian_digits(str(whole[State.UNKNOWN] // 60))),
    ]
    documents.issue("availability_certificate", made, data=data, facts=facts, by=by, at=at)


def _row(watch: Watch, span: Span) -> dict[str, str]:
    title, touched = parts.titled(watch.part), watch.group.removeprefix(parts.MESSENGER) or "همه"
    said = f"{title}، نامعلوم" if span.state is State.UNKNOWN else title
    return {"part": said, "began_at": span.began.isoformat(), "ended_at": span.ended.isoformat(), "touched": touched}


def _statement(
    part: str, watched: Iterable[Watch], outages: Iterable[queries.Outage], *, since: datetime, until: datetime, at: datetime
) -> dict[str, Any]:
    interval = {"since": chain.moment(since), "until": chain.moment(until), "made_at": chain.moment(at)}
    told = [_outage(one) for one in outages if part in ("", one.part)]
    lines = [_line(watch, since, until) for watch in watched]
    return {
        **interval,
        "format": FORMAT,
        "site": settings.SITE_URL,
        "part": part,
        "every_seconds": 60,
        "lines": lines,
        "outages": told,
        "v": 1,
    }


def _line(watch: Watch, since: datetime, until: datetime) -> dict[str, Any]:
    spans = queries.spans(watch, since, until)
    whole = totals(spans)
    return {
        "part": watch.part,
        "group": watch.group,
        "seconds": {state.value: whole[state] for state in State},
        "spans": [{"began": chain.moment(one.began), "ended": chain.moment(one.ended), "state": one.state.value} for one in spans],
        "failures": [
            {"at": chain.moment(one.at), "problem": one.problem, "took_ms": one.took_ms, "key": one.key, "signature": one.signature}
            for one in queries.failures(watch, since, until)[:FAILURES_SHOWN]
        ],
    }


def _outage(one: queries.Outage) -> dict[str, Any]:
    ended = chain.moment(one.ended) if one.ended else None
    return {"part": one.part, "group": one.group, "title": one.title, "began": chain.moment(one.began), "ended": ended}
