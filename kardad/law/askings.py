"""A question about a deadline as it comes in JSON: read strictly, since a misspelt holiday would cost somebody his right."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from kardad.kit import calendar, text
from kardad.kit.refusal import BadInput
from kardad.law import holidays
from kardad.law.deadlines import CALENDARS, Asking, Policy
from kardad.law.rules import Rule

LONGEST: Final = 3660
MOST_DAYS: Final = 5000
KEYS: Final = ("served_on", "closed_days", "obstructed_days", "policy", "days")
POLICY_KEYS: Final = ("calendar", "exclude_action_day", "province")


class BadAsking(BadInput):
    """A part of the question cannot be read."""

    code = "BAD_DEADLINE_INPUT"
    message = "ورودی مهلت درست نیست."


def read(rule: Rule, given: Any) -> Asking:
    """The question that a JSON object asks of a deadline; raises BadAsking, BadDate, UnknownProvince naming the field."""
    given = _object(given, "", KEYS)
    if not given.get("served_on"):
        raise BadAsking("روزی را که مهلت از آن آغاز می‌شود بنویسید.", field="served_on")
    return Asking(
        rule=rule,
        served_on=_day(given["served_on"], "served_on"),
        days=_count(given.get("days")),
        closed=_days(given.get("closed_days"), "closed_days"),
        obstructed=_days(given.get("obstructed_days"), "obstructed_days"),
        policy=_policy(given.get("policy")),
    )


def _policy(given: Any) -> Policy:
    given = _object({} if given is None else given, "policy", POLICY_KEYS)
    named = given.get("calendar", "official")
    if named not in CALENDARS:
        raise BadAsking("تقویم یکی از این سه است: {names}.", field="policy.calendar", names="، ".join(CALENDARS))
    excludes = given.get("exclude_action_day", True)
    if not isinstance(excludes, bool):
        raise BadAsking("این سیاست درست یا نادرست است، نه چیز دیگر.", field="policy.exclude_action_day")
    province = given.get("province") or ""
    if not isinstance(province, str):
        raise BadAsking(field="policy.province")
    if named == "offices" and not province:
        raise BadAsking("برای تقویم ادارات، نام استان را بنویسید.", field="policy.province")
    return Policy(named, excludes, holidays.province_named(province, field="policy.province") if province else "")


def _object(given: Any, field: str, keys: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise BadAsking("یک شیء JSON بنویسید.", field=field or None)
    if strange := sorted(str(key) for key in given if key not in keys):
        raise BadAsking(
            "این نام را نمی‌شناسیم: {name}", field=".".join(filter(None, [field, strange[0]])), name=strange[0], known=list(keys)
        )
    return given


def _days(given: Any, field: str) -> dict[date, str]:
    given = [] if given is None else given
    if not isinstance(given, list) or len(given) > MOST_DAYS:
        raise BadAsking("فهرستی از روزها بنویسید.", field=field)
    found: dict[date, str] = {}
    for place, one in enumerate(given):
        where = f"{field}.{place}"
        titled = _object(one, where, ("date", "title")) if isinstance(one, Mapping) else {"date": one}
        title = titled.get("title") or ""
        if not isinstance(title, str):
            raise BadAsking(field=f"{where}.title")
        found[_day(titled.get("date"), where)] = text.display(title)
    return found


def _day(given: Any, field: str) -> date:
    if not isinstance(given, str):
        raise BadAsking("روز را چنین بنویسید: ۱۴۰۴-۰۷-۲۶", field=field)
    return calendar.parse_jalali(given, field=field)


def _count(given: Any) -> int | None:
    if given is None:
        return None
    digits = text.to_ascii_digits(given).strip() if isinstance(given, str) else given
    if isinstance(digits, str) and digits.isdecimal() and len(digits) < 6:
        digits = int(digits)
    if isinstance(digits, bool) or not isinstance(digits, int) or not 1 <= digits <= LONGEST:
        raise BadAsking("شمار روزها عددی درست از ۱ تا ۳۶۶۰ است.", field="days")
    return digits
