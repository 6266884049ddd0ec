"""Reads of search: what fits a question."""

from collections.abc import Sequence
from dataclasses import dataclass

from kardad.search import index, words
from kardad.search.models import Entry

TITLES = {
    "calculator": "محاسبه",
    "service": "خدمت",
    "question": "پرسش و پاسخ",
    "guide": "راهنمای تاریخ‌دار",
    "help": "راهنما",
    "law": "قانون",
}
LONGEST = 200  # letters of a question; the rest is not read
LONGEST_TEXT, MANY_WORDS = 1_500, 40  # of a text that others are compared with
FEW = 3  # fewer hits than this, and texts that hold only some of the words are shown too
BEFORE, SHOWN, LOOKED_AT = 6, 26, 400  # words
SPARE = 10  # read beyond the limit, for entries dropped since


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry as a list of results shows it, with the words of its text around what was asked."""

    entry: Entry
    around: str

    @property
    def kind(self) -> str:
        """What kind of thing it is, in Persian."""
        return TITLES.get(self.entry.kind, "")


def hits(asked: str, *, kinds: Sequence[str] = (), limit: int = 20) -> list[Hit]:
    """What fits the question, with a piece of its text."""
    wanted = {form for word in words.question(asked[:LONGEST]) for form in word.forms}
    return [Hit(row, _around(row.text, wanted)) for row in find(asked, kinds=kinds, limit=limit)]


def find(asked: str, *, kinds: Sequence[str] = (), limit: int = 20) -> list[Entry]:
    """The entries that fit the question best, best first: those with every word, and when they are few those with most of them."""
    said = words.question(asked[:LONGEST])
    if not said:
        return []
    here = index.opened()
    here.refresh()
    ids = here.find(said, kinds=kinds, least=len(said), limit=limit + SPARE)
    if len(ids) < FEW and len(said) > 1:
        ids += [pk for pk in here.find(said, kinds=kinds, least=(len(said) + 1) // 2, limit=limit + SPARE) if pk not in ids]
    return _rows(ids, limit)


def alike(text: str, *, kinds: Sequence[str] = (), limit: int = 20) -> list[Entry]:
    """The entries that share the most telling words with a text, two of them at least where it has two."""
    here = index.opened()
    here.refresh()
    text, kinds = text[:LONGEST_TEXT], tuple(kinds)
    return _rows(here.keep((text, kinds, limit), lambda: _alike(here, text, kinds, limit)), limit, "kind", "key", "title", "url")


def _alike(here: index.Index, text: str, kinds: tuple[str, ...], limit: int) -> list[int]:
    said = words.question(text)[:MANY_WORDS]
    return here.find(said, kinds=kinds, least=min(2, len(said)), limit=limit + SPARE) if said else []


def _rows(ids: list[int], limit: int, *columns: str) -> list[Entry]:
    entries = Entry.objects.only(*columns) if columns else Entry.objects.all()
    rows = entries.in_bulk(ids[:limit])
    if len(rows) < min(limit, len(ids)):  # some were dropped since the index heard of them
        rows |= entries.in_bulk(ids[limit:])
    return [rows[pk] for pk in ids if pk in rows][:limit]


def _around(text: str, wanted: set[str]) -> str:
    said = text.split()
    first = next((place for place, word in enumerate(said[:LOOKED_AT]) if wanted & set(words.tokens(word))), 0)
    start = max(0, first - BEFORE)
    shown = " ".join(said[start : start + SHOWN])
    return ("… " if start else "") + shown + (" …" if len(said) > start + SHOWN else "")
