"""Ages: who is old enough to be verified alone, and who still stands under a guardian."""

from datetime import date, datetime

from kardad.kit import calendar
from kardad.people import policy, refusals


def in_years(birth: date, on: date) -> int:
    """The whole years of someone born at `birth` (Gregorian dates)."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def majority_day(birth: date) -> date:
    """The day on which a guardian's authority ends; someone born on 29 February comes of age on 1 March of a common year."""
    try:
        return birth.replace(year=birth.year + policy.MAJORITY)
    except ValueError:
        return date(birth.year + policy.MAJORITY, 3, 1)


def is_minor(birth: date, *, at: datetime) -> bool:
    """Whether someone is under the age of majority at this moment in Tehran."""
    return in_years(birth, calendar.tehran_day(at)) < policy.MAJORITY


def require_possible(birth: date, *, at: datetime) -> None:
    """The birth date is one that a living person can have, or BirthImpossible."""
    today = calendar.tehran_day(at)
    if birth > today or in_years(birth, today) > policy.GREATEST_AGE:
        raise refusals.BirthImpossible(field="birth")
