"""By when something must be done: the days counted one by one, with a reason for each that a person can read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from kardad.kit import calendar as jalali
from kardad.kit import text
from kardad.kit.refusal import BadInput, Refusal
from kardad.law.holidays import Calendar
from kardad.law.rules import Rule

DAY: Final = timedelta(days=1)
FRIDAY: Final = 6
CALENDARS: Final = ("official", "fridays-only", "offices")


class NoLength(Refusal):
    """The deadline has no length of its own, and none was given."""

    code = "DEADLINE_WITHOUT_LENGTH"
    message = "این مهلت طول ثابتی ندارد: {note}"


class LengthIsFixed(BadInput):
    """Somebody gave the days of a deadline whose length the law gives."""

    code = "DEADLINE_LENGTH_FIXED"
    message = "طول این مهلت را قانون گفته است و نمی‌توان آن را عوض کرد."


class BeyondCalendar(BadInput):
    """The result would lie after the last year that the Jalali calendar of ours knows."""

    code = "DEADLINE_BEYOND_CALENDAR"
    message = "پایان این مهلت از سال‌هایی که تقویم ما می‌شناسد بیرون است."


@dataclass(frozen=True, slots=True)
class Policy:
    """The readings of whoever asks: which days count as closed, and whether the day of acting counts."""

    calendar: str = "official"  # one of CALENDARS
    exclude_action_day: bool = True
    province: str = ""  # its name, needed for `offices`


@dataclass(frozen=True, slots=True)
class Asking:
    """A question: from which (Gregorian) day which deadline runs, and which days are closed or lost besides the calendar's."""

    rule: Rule
    served_on: date
    days: int | None = None
    closed: Mapping[date, str] = field(default_factory=dict)  # day -> title, "" when nobody said
    obstructed: Mapping[date, str] = field(default_factory=dict)
    policy: Policy = Policy()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a day matters: `kind` is start, safe, action, weekly, holiday, office, given, obstructed, last, final or estimate."""

    day: date
    kind: str
    why: str

    def as_json(self) -> dict[str, str]:
        """The reason as the interface promises it."""
        return {"date": jalali.jalali(self.day), "date_gregorian": self.day.isoformat(), "why": self.why, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Deadline:
    """The answer: the last safe day, the last day at law, the first day after, and every reason in order of days."""

    asking: Asking
    days: int
    safe_until: date
    hard_until: date
    final_on: date
    reasons: tuple[Reason, ...]
    calendar_version: str
    is_estimated: bool

    @property
    def dates(self) -> tuple[date, date, date]:
        """The three days that a deadline is about."""
        return self.safe_until, self.hard_until, self.final_on

    def as_json(self) -> dict[str, Any]:
        """The deadline as the interface promises it: Jalali days, the Gregorian beside each."""
        rule, policy = self.asking.rule, self.asking.policy
        written: dict[str, Any] = {"code": rule.code, "name": rule.name, "title": rule.title, "days": self.days, "counting": rule.counting}
        days = {"safe_until": self.safe_until, "hard_until": self.hard_until, "final_on": self.final_on}
        for name, day in {"served_on": self.asking.served_on, **days}.items():
            written |= {name: jalali.jalali(day), f"{name}_gregorian": day.isoformat()}
        is_default = rule.evidence == "unknown" and self.asking.days is None
        written |= {
            "reasons": [reason.as_json() for reason in self.reasons],
            "source": rule.source(),
            "rule_version": rule.version,
            "calendar_version": self.calendar_version,
            "estimated": self.is_estimated,
            "policies": {
                "calendar": policy.calendar,
                "exclude_action_day": policy.exclude_action_day,
                "province": policy.province or None,
            },
            "warnings": [{"code": "DEFAULT_LENGTH", "message": rule.note}] if is_default else [],
        }
        return written


@dataclass(frozen=True, slots=True)
class Change:
    """A deadline that another calendar moves."""

    asking: Asking
    before: Deadline
    after: Deadline


def deadline(asking: Asking, *, calendar: Calendar) -> Deadline:
    """The deadline with its reasons; raises NoLength, LengthIsFixed, CalendarSilent, BeyondCalendar.

    CPC 443: a month is thirty days. CPC 445: the day of service and the day of acting do not count. CPC 444: a last day
    on which the office is closed or cannot act moves to the first open one. `safe_until` is never later than `hard_until`.
    """
    rule, length = asking.rule, _length(asking)
    lead = rule.counting == "lead"
    full = asking.served_on + timedelta(days=length)
    extra = asking.policy.exclude_action_day and rule.counting != "plain"
    first = full + DAY if extra else full
    _judge(first, asking)
    shut = _Shut(asking, calendar)
    walked = list(shut.walk(first))
    opened = first + len(walked) * DAY
    _judge(opened, asking)
    final = opened if lead else opened + DAY
    # Between service and a hearing whole days must lie: the hearing, not the last of them, looks for an open day.
    safe = first - DAY if lead else full
    estimates = shut.estimates(first, opened)
    reasons = [*_counted(asking, length, safe), *_acting(asking, first, extra), *walked, *_ending(asking, final), *estimates]
    reasons.sort(key=lambda reason: reason.day)
    version = "fridays-only" if asking.policy.calendar == "fridays-only" else calendar.version
    return Deadline(asking, length, safe, final - DAY, final, tuple(reasons), version, bool(estimates))


def changed(askings: Iterable[Asking], *, before: Calendar, after: Calendar, on: date) -> list[Change]:
    """The deadlines whose dates differ under the calendar `after`, of those that are not over `on` that day under `before`."""
    changes = []
    for asking in askings:
        was = deadline(asking, calendar=before)
        if was.final_on <= on:
            continue
        now = deadline(asking, calendar=after)
        if now.dates != was.dates:
            changes.append(Change(asking, was, now))
    return changes


def _length(asking: Asking) -> int:
    rule = asking.rule
    if asking.days is not None:
        if not rule.may_be_set:
            raise LengthIsFixed(field="days", name=rule.name, days=rule.days)
        return asking.days
    if rule.days is None:
        raise NoLength(field="days", name=rule.name, note=rule.note)
    return rule.days


def _judge(day: date, asking: Asking) -> None:
    if jalali.to_jalali(day + 2 * DAY).year > jalali.LAST_YEAR:
        raise BeyondCalendar(field="served_on", served_on=jalali.jalali(asking.served_on))


class _Shut:
    """Which days are closed to the one who asks."""

    def __init__(self, asking: Asking, calendar: Calendar) -> None:
        self.asking = asking
        self.calendar = calendar
        self.is_dated = asking.policy.calendar != "fridays-only"

    def walk(self, day: date) -> Iterator[Reason]:
        """One reason for each day from `day` on that the deadline rolls over, up to the first open one."""
        while titles := [*self._firm(day), *self._moving(day)]:
            named = " و ".join(dict.fromkeys(title for _, title in titles))
            article = self.asking.rule.articles["closed"]
            # The more telling kind wins: a Nowruz that is a Friday is a holiday.
            kind = titles[1][0] if len(titles) > 1 and titles[0][0] == "weekly" else titles[0][0]
            moved = "جلسه" if self.asking.rule.counting == "lead" else "مهلت"
            yield Reason(day, kind, f"{jalali.long(day)}، {named}؛ این روز به حساب نمی‌آید و {moved} به روز بعد می‌رسد ({article}).")
            day += DAY

    def estimates(self, first: date, last: date) -> list[Reason]:
        """A line for every estimated holiday that the days from `first` to `last` rest on."""
        found: dict[date, Reason] = {}
        day = first
        while self.is_dated and day <= last:
            for row in () if self._firm(day) else self.calendar.estimates_near(day):
                why = f"تعطیلی «{row.title}» در {jalali.long(row.day)} برآورد است؛ با رؤیت ماه ممکن است یک روز جابه‌جا شود"
                found[row.day] = Reason(row.day, "estimate", f"{why} و این مهلت را تغییر دهد.")
            day += DAY
        return list(found.values())

    def _firm(self, day: date) -> list[tuple[str, str]]:
        titles = [("weekly", "تعطیل هفتگی (جمعه)")] if jalali.weekday(day) == FRIDAY else []
        if self.is_dated:
            titles += [("holiday", f"تعطیل رسمی «{row.title}»") for row in self.calendar.holidays(day) if not row.is_estimated]
        if self.asking.policy.calendar == "offices":
            titles += [("office", row.title) for row in self.calendar.closures(day, self.asking.policy.province)]
        if day in self.asking.closed:
            titles.append(("given", self.asking.closed[day] or "روزی که تعطیل اعلام شده است"))
        if day in self.asking.obstructed:
            titles.append(("obstructed", self.asking.obstructed[day] or "روزی که مرجع امکان کار نداشت"))
        return titles

    def _moving(self, day: date) -> list[tuple[str, str]]:
        if not self.is_dated:
            return []
        return [("holiday", f"تعطیل رسمی «{row.title}» (برآورد)") for row in self.calendar.holidays(day) if row.is_estimated]


def _counted(asking: Asking, length: int, safe: date) -> Iterator[Reason]:
    rule, served = asking.rule, asking.served_on
    because = f" ({rule.articles['counted']})" if rule.counting != "plain" else ""
    yield Reason(served, "start", f"روز «{rule.starts}» ({jalali.long(served)}) شمرده نمی‌شود؛ شمارش از فردای آن است{because}.")
    in_units = asking.days is None and rule.unit != "day"
    units = f" ({_fa(rule.length or 0)} {UNITS[rule.unit]} {_fa(rule.unit_days)} روزه، {rule.articles['units']})" if in_units else ""
    if rule.counting == "lead":
        yield Reason(safe, "safe", f"{_fa((safe - served).days)} روز کامل میان ابلاغ و جلسه تا پایان {jalali.long(safe)} است.")
        return
    shown = "آخرین روز مطمئن برای اقدام است" if rule.counting == "court" else "مهلت در این روز پر می‌شود"
    yield Reason(safe, "safe", f"{jalali.long(safe)}، روز {_fa(length)} از {_fa(length)} روز{units}؛ {shown}.")


def _acting(asking: Asking, first: date, extra: bool) -> Iterator[Reason]:  # noqa: FBT001 – a fact of the count, not a mode
    if extra and asking.rule.counting == "court":
        article = asking.rule.articles["counted"]
        yield Reason(first, "action", f"روز اقدام هم شمرده نمی‌شود ({article})؛ پس یک روز افزوده می‌شود: {jalali.long(first)}.")


def _ending(asking: Asking, final: date) -> Iterator[Reason]:
    if asking.rule.counting == "lead":
        yield Reason(final, "final", f"{jalali.long(final)}، نخستین روزی است که جلسه می‌تواند برگزار شود.")
        return
    last = final - DAY
    yield Reason(last, "last", f"{jalali.long(last)}، آخرین روز مهلت است.")
    yield Reason(final, "final", f"از آغاز {jalali.long(final)} مهلت گذشته است.")


UNITS: Final = {"day": "روز", "week": "هفته", "month": "ماه"}


def _fa(figure: int) -> str:
    return text.to_persian_digits(figure)
