"""The calendar behind a secret address: each deadline a whole day, with its dossier and its reasons in words."""

import hashlib
from datetime import datetime, timedelta
from typing import Final

from kardad.core import outside
from kardad.inbox.models import Deadline, Feed
from kardad.inbox.queries import deadlines
from kardad.kit import calendar
from kardad.law import rules
from kardad.people.models import Person

SHOWN_AFTER: Final = timedelta(days=30)
MOST: Final = 200
RISKY: Final = "اختلالی به این مهلت خورده است و اداره هنوز تصمیم نگرفته؛ همین روز را آخرین روز بگیرید."


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def owner(secret: str) -> Person | None:
    """Whose calendar the secret opens; None for one that was revoked, and for whoever may not log in."""
    feed = Feed.objects.filter(digest=digest(secret)).select_related("person").first()
    return feed.person if feed and feed.person.is_active else None


def written(person: Person, *, at: datetime) -> bytes:
    """The person's deadlines as an iCalendar file: no name of a party, no content of a paper."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//Kardad//deadlines//FA")
    made.add("version", "2.0")
    made.add("x-wr-calname", "مهلت‌های من در کارداد")
    made.add("x-wr-timezone", "Asia/Tehran")
    since = calendar.tehran_day(at) - SHOWN_AFTER
    for deadline in deadlines.of_person(person.pk, since=since)[:MOST]:
        made.add_component(_event(deadline))
    return made.to_ical()


def _event(deadline: Deadline):
    from icalendar import Alarm, Event

    delivery = deadline.delivery
    title = rules.current().rule(deadline.code).title
    number = delivery.notice.number or delivery.outside_number
    told = [reason["why"] for reason in deadline.reasons]
    event, alarm = Event(), Alarm()
    event.add("uid", f"deadline-{delivery.pk}-{deadline.code}@kardad")
    event.add("dtstamp", deadline.computed_at)
    event.add("dtstart", deadline.safe_until)
    event.add("dtend", deadline.safe_until + timedelta(days=1))
    event.add("summary", f"{'⚠ ' if deadline.at_risk_since else ''}آخرین روز مطمئن: {title} ({number})")
    event.add("description", "\n".join([RISKY, *told] if deadline.at_risk_since else told))
    event.add("url", outside.site_address(delivery.notice.dossier.url))
    event.add("transp", "TRANSPARENT")
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(days=-1))
    event.add_component(alarm)
    return event
