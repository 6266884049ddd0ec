"""How letters stand in the list of the kartable."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from kardad.core.paging import Page
from kardad.inbox import kinds
from kardad.inbox.models import Letter
from kardad.kit import text

SOON = 3  # days before a last day at which it is shown as short


@dataclass(frozen=True, slots=True)
class Row:
    """A letter with what the list says beside it; `tone` is that of its last day."""

    letter: Letter
    group: str
    is_new: bool
    tone: str


@dataclass(frozen=True, slots=True)
class News:
    """What came since the person last looked."""

    since: datetime
    count: str
    groups: str


def row(letter: Letter, *, since: datetime | None, today: date) -> Row:
    """The letter as its line says it."""
    is_new = since is not None and letter.at > since and not letter.is_read
    return Row(letter, kinds.GROUPS.get(letter.group, ""), is_new, _tone(letter.until, today))


@dataclass(frozen=True, slots=True)
class Folder:
    """Letters of one dossier that lie together; without a title they stand under no heading."""

    title: str
    rows: list[Row]


def folders(rows: list[Row], *, are_parted: bool) -> list[Folder]:
    """The letters in their order, those of one dossier drawn together among the unread and among the read."""
    if not are_parted:
        return [Folder("", rows)] if rows else []
    parted: dict[tuple[bool, int | None], list[Row]] = {}
    for one in rows:
        parted.setdefault((one.letter.is_read, one.letter.dossier_id), []).append(one)
    if len(parted) == 1 and next(iter(parted))[1] is None:
        return [Folder("", rows)]
    return [Folder(_folder(found[0].letter), found) for found in parted.values()]


def _folder(letter: Letter) -> str:
    of = letter.dossier.title if letter.dossier else "نامه‌های دیگر"
    return f"{of}، خوانده‌شده" if letter.is_read else of


def news(page: Page[Letter], since: datetime) -> News | None:
    """How many of the newest letters came since, and of which groups; None when nothing did."""
    fresh = [one for one in page.rows if one.at > since]
    if not fresh:
        return None
    count = text.to_persian_digits(len(fresh))
    groups = Counter(kinds.GROUPS.get(one.group, "") for one in fresh)
    is_more = bool(page.after) and len(fresh) == len(page.rows)
    return News(since, f"بیش از {count}" if is_more else count, "، ".join(title for title, _ in groups.most_common() if title))


def _tone(until: date | None, today: date) -> str:
    if until is None:
        return ""
    if until < today:
        return "bad"
    return "wait" if (until - today).days <= SOON else "info"
