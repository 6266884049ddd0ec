"""What the kartable decides by itself: when nobody is disturbed, what is looked at after how long, how often a code may be typed."""

from datetime import datetime, time, timedelta

from kardad.kit.calendar import TEHRAN

QUIET_FROM = time(22)
QUIET_UNTIL = time(7)
UNREAD_COUNTED = 99
SITTING = timedelta(minutes=30)  # who comes back sooner still sees what was new when he came
SEARCHED, FOUND = 500, 100  # letters that are opened to look for words in them, and how many of those that have them are shown
MISSED_DAYS = 7  # how long a day that went by stays among what is asked
ASKED_SHOWN, DOSSIERS_SHOWN, ANNOUNCED = 10, 50, 3
UNOPENED_AFTER = timedelta(days=5)  # a notice that nobody opened by then is somebody's work; it was served on its first day all the same
JOIN_TRIES, JOIN_WINDOW = 5, timedelta(hours=1)  # tracking codes that one person may type
NIGHT_FROM, NIGHT_UNTIL = time(0), time(6)  # when every dossier is held beside its chain
COMPARED_AT_ONCE = 200
AGENT_DAYS = 2  # LP 38: a process agent serves what he was handed within so many days

# When a party is reminded of a deadline: days after the service, and days before the last safe day, in the morning.
REMIND_AFTER, REMIND_BEFORE, REMIND_AT = (3,), (5, 1), time(9)


def due(at: datetime) -> datetime:
    """The first moment from `at` on at which a person may be disturbed: `at` itself, or seven in the morning in Tehran.

    One-time codes do not ask: somebody waits for them.
    """
    local = at.astimezone(TEHRAN)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return at
    day = local.date() + timedelta(days=1) if local.time() >= QUIET_FROM else local.date()
    return datetime.combine(day, QUIET_UNTIL, tzinfo=TEHRAN)
