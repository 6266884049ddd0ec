"""The index beside the database: a folder on this machine, made from the rows alone and thrown away without loss.

Whoever searches first after a change brings the index up to date, unless another process is at it. What an index still names and
the database has dropped is found by nobody, because hits are read from the database.
"""

import json
import math
import shutil
import time
from collections.abc import Callable, Hashable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import structlog
from django.conf import settings
from django.db.models import Count, Max

from kardad.search import words
from kardad.search.models import Change, Entry, Store

log = structlog.get_logger()
VERSION = 2  # of the schema and of the words: another one is another index
OVERLAP = 1_000  # changes may be committed out of turn; the last ones are looked at again
HEAP = 30_000_000
BATCH = 2_000
MOST_KEPT = 2_000  # answers of an index, each of a text and a few numbers
A_FEW = 2_000  # changes that a search waits for; the rest is a sweep's
ALL = 10**9
TITLE_COUNTS = 3.0
ARTICLE_COUNTS = 4.0
KINDS_FIRST = {"calculator": 6.0, "service": 3.0}  # people search for the tool, not for a text about it


@dataclass
class Index:
    """An open index and what it has heard of."""

    folder: Path
    engine: Any
    last: int = 0
    seen: tuple[int, int | None, int] = (0, None, 0)  # the last look at the database: since which change, the newest, how many
    heard: set[int] = field(default_factory=set)
    looked_at: float = -math.inf
    lock: Lock = field(default_factory=Lock)
    kept: dict[Hashable, list[int]] = field(default_factory=dict)  # what was found since the index last changed

    def refresh(self) -> None:
        """The index knows a few changes more, looked for at most once in a while: a search that follows a search asks nothing."""
        if time.monotonic() - self.looked_at >= settings.SEARCH_FRESH:
            self.catch_up()
            self.looked_at = time.monotonic()

    def catch_up(self, *, most: int = A_FEW) -> bool:
        """The index knows `most` more of the committed changes, unless another process is writing; whether it wrote."""
        latest = Change.objects.filter(pk__gt=self.last - OVERLAP)
        told = latest.aggregate(newest=Max("pk"), many=Count("pk"))
        look = (self.last, told["newest"], told["many"])
        if look == self.seen or not self.lock.acquire(blocking=False):
            return False
        try:
            self._hear_again()
            if (told["newest"] or 0) < self.last:  # the database was put back to an earlier day
                self.last, self.heard = 0, set()
                latest = Change.objects.all()
            news = list(latest.order_by("pk").values_list("pk", "entry_id"))
            fresh = [(pk, entry) for pk, entry in news if pk not in self.heard]
            if not fresh:
                self.seen = look
                return False
            if not self._write([entry for _, entry in fresh[:most]], is_anew=not self.last):
                return False
            self.last = max([self.last, *(pk for pk, _ in fresh[:most])])
            self.heard = {pk for pk in self.heard | {pk for pk, _ in fresh[:most]} if pk > self.last - OVERLAP}
            _note(self)
            return True
        finally:
            self.lock.release()
            self.engine.reload()
            self.kept = {}

    def find(self, asked: list[words.Word], *, kinds: Iterable[str], least: int, limit: int) -> list[int]:
        """The ids of the entries that fit best, best first; each has at least so many of the words."""
        query = _query(self.engine.schema, asked, kinds=tuple(kinds), least=least)
        searcher = self.engine.searcher()
        hits = searcher.search(query, limit, count=False).hits
        return searcher.fast_field_values("entry", [address for _, address in hits]) if hits else []

    def keep(self, asked: Hashable, look: Callable[[], list[int]]) -> list[int]:
        """What a look finds, without looking again while the index is the same."""
        kept = self.kept  # a change of the index begins another one, and what was looked for before goes with the old
        found = kept.get(asked)
        if found is None:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            found = kept[asked] = look()
        return found

    def _write(self, entries: list[int], *, is_anew: bool) -> bool:
        """The entries are in the index as the database has them; False when another process is writing."""
        try:
            writer = self.engine.writer(HEAP, 1)
        except ValueError:
            return False
        if is_anew:
            writer.delete_all_documents()
        for start in range(0, len(entries), BATCH):
            some = entries[start : start + BATCH]
            writer.delete_documents_by_query(_these(self.engine.schema, some))
            for row in Entry.objects.filter(pk__in=some).iterator(chunk_size=BATCH):
                writer.add_document(_document(row))
        writer.commit()
        writer.wait_merging_threads()
        return True

    def _hear_again(self) -> None:
        with suppress(OSError, ValueError):
            told = json.loads((self.folder / "heard.json").read_text())
            self.last, self.heard = told["last"], set(told["heard"])


def opened() -> Index:
    """This machine's index of this database, made anew when there is none that can be used."""
    return _opened(settings.SEARCH_ROOT, _store())


def forget() -> None:
    """The next search opens its index again: for tests, and after another database was put in place."""
    _opened.cache_clear()
    _store.cache_clear()


@cache
def _opened(root: str, store: str) -> Index:
    import tantivy  # only who searches pays for it

    folder = Path(root) / f"{store}-{VERSION}"
    folder.mkdir(parents=True, exist_ok=True)
    for old in Path(root).iterdir():
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)
    try:
        engine = tantivy.Index(_schema(), path=str(folder), reuse=True)
    except (OSError, ValueError):
        log.warning("search index unreadable, made anew", folder=folder.name)
        shutil.rmtree(folder)
        folder.mkdir()
        engine = tantivy.Index(_schema(), path=str(folder), reuse=False)
    found = Index(folder, engine)
    found._hear_again()
    return found


@cache
def _store() -> str:
    return str(Store.objects.get_or_create(pk=1)[0].name)


def _schema() -> Any:
    import tantivy

    build = tantivy.SchemaBuilder()
    build.add_unsigned_field("entry", indexed=True, fast=True)
    build.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    for name in ("title", "text"):
        build.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return build.build()


def _document(row: Entry) -> Any:
    import tantivy

    made = tantivy.Document(kind=row.kind, title=" ".join(words.tokens(row.title)), text=" ".join(words.tokens(row.text)))
    made.add_unsigned("entry", row.pk)
    return made


def _these(schema: Any, entries: list[int]) -> Any:
    from tantivy import Query

    return Query.term_set_query(schema, "entry", entries)


def _query(schema: Any, asked: list[words.Word], *, kinds: tuple[str, ...], least: int) -> Any:
    from tantivy import Occur, Query

    each = Occur.Must if least == len(asked) else Occur.Should
    some = None if least == len(asked) else least
    text = Query.boolean_query([(each, _any_form(schema, word)) for word in asked], minimum_number_should_match=some)
    clauses = [(Occur.Must, text)]
    if kinds:
        any_kind = Query.boolean_query([(Occur.Should, Query.term_query(schema, "kind", one)) for one in kinds])
        clauses.append((Occur.Must, Query.const_score_query(any_kind, 0.0)))
    for kind, boost in KINDS_FIRST.items():
        if not kinds or kind in kinds:
            clauses.append((Occur.Should, Query.const_score_query(Query.term_query(schema, "kind", kind), boost)))
    return Query.boolean_query(clauses)


def _any_form(schema: Any, word: words.Word) -> Any:
    from tantivy import Occur, Query

    counts = ARTICLE_COUNTS if word.is_article else 1.0
    forms = [_form(schema, form, counts=counts if place == 0 else counts / 2) for place, form in enumerate(word.forms)]
    return forms[0] if len(forms) == 1 else Query.boolean_query([(Occur.Should, form) for form in forms])


def _form(schema: Any, form: str, *, counts: float) -> Any:
    from tantivy import Occur, Query

    parts = form.split()
    if len(parts) > 1:
        return Query.boolean_query([(Occur.Must, _form(schema, part, counts=counts)) for part in parts])
    weights = {"title": TITLE_COUNTS * counts, "text": counts}
    terms = [Query.boost_query(Query.term_query(schema, name, form), weight) for name, weight in weights.items()]
    return Query.boolean_query([(Occur.Should, term) for term in terms])


def _note(index: Index) -> None:
    told = json.dumps({"last": index.last, "heard": sorted(index.heard)})
    fresh = index.folder / "heard.json.new"
    fresh.write_text(told)
    fresh.replace(index.folder / "heard.json")
