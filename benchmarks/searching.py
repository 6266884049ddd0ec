"""Posts and questions of the search benchmark, and the three ways to answer them; run inside a Django of ours on the ground's database.

Run as `python -m benchmarks.searching '{"posts": 100000, "questions": 300, "passes": 3}'`; answers JSON: milliseconds of every question by
each way, and how many of a full ranking's first twenty ours has found.
"""

import json
import math
import os
import random
import sys
import time
from collections import Counter
from itertools import accumulate
from typing import Any

TITLE, BODY, TOP = 8, 60, 20
WORDS = 20_000
FREQUENT = 300  # questions are asked of the most frequent words, as people ask
LETTERS = "ابپتجچخدرزسشصطعغفقکگلمنوهی"
K1, B, TITLE_COUNTS = 1.2, 0.75, 3.0
ARABIC = str.maketrans("یک", "يك")


def main() -> None:
    """Make the posts, ask every question each way, compare with a full ranking."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kardad.settings")
    django.setup()
    given = json.loads(sys.argv[1])
    dice = random.Random(1405)
    vocabulary, weights = _vocabulary(dice)
    posts = [dice.choices(vocabulary, cum_weights=weights, k=TITLE + BODY) for _ in range(given["posts"])]
    asked = [_asked(dice, vocabulary, weights, place) for place in range(given["questions"])]
    took = _put(posts)
    ways = {"ours": _ours(), "tantivy": _tantivy(posts)}
    times = _timed(ways, asked, passes=given["passes"])
    if _is_postgres():  # after the others: a table written anew is being cleaned up for a while
        times |= _timed({"ts_rank": _ts_rank()}, asked, passes=given["passes"])
    found = _found(ways["ours"], posts, [plain for _, plain in asked[: given.get("compared", 60)]])
    sys.stdout.write(json.dumps({"times": times, "found": found, "indexed": took}) + "\n")


def _vocabulary(dice: random.Random) -> tuple[list[str], list[float]]:
    words = list(dict.fromkeys("".join(dice.choices(LETTERS, k=dice.randint(4, 8))) for _ in range(WORDS * 2)))
    # Words that the lexicon would change are no words of this vocabulary: every way is given the same ones.
    from kardad.search.words import tokens

    same = [word for word in words if tokens(word) == [word]][:WORDS]
    return same, list(accumulate(1 / (place + 10) for place in range(len(same))))


def _asked(dice: random.Random, words: list[str], weights: list[float], place: int) -> tuple[str, list[str]]:
    """A question as it is typed (every third with Arabic letters), and its plain words."""
    plain = dice.choices(words[:FREQUENT], cum_weights=weights[:FREQUENT], k=2)
    typed = " ".join(plain)
    return (typed.translate(ARABIC) if place % 3 == 0 else typed), plain


def _put(posts: list[list[str]]) -> float:
    from django.utils import timezone

    from kardad.search import index
    from kardad.search.models import Change, Entry

    at = timezone.now()
    rows = [
        Entry(
            kind="question", key=str(n), title=" ".join(post[:TITLE]), text=" ".join(post[TITLE:]), url=f"/q/{n}/", digest="", changed_at=at
        )
        for n, post in enumerate(posts)
    ]
    Entry.objects.all().delete()
    Change.objects.all().delete()
    Entry.objects.bulk_create(rows, batch_size=2_000)
    Change.objects.bulk_create([Change(entry_id=pk) for pk in Entry.objects.values_list("pk", flat=True)], batch_size=5_000)
    before = time.monotonic()
    index.opened().catch_up(most=index.ALL)
    return time.monotonic() - before


def _ours() -> Any:
    from kardad.search import queries

    return lambda typed, plain: [int(row.key) for row in queries.find(typed, kinds=("question",), limit=TOP)]


def _tantivy(posts: list[list[str]]) -> Any:
    import tantivy

    build = tantivy.SchemaBuilder()
    build.add_integer_field("id", stored=True)
    for name in ("title", "text"):
        build.add_text_field(name, tokenizer_name="whitespace")
    engine = tantivy.Index(build.build())
    writer = engine.writer(100_000_000, 2)
    for number, post in enumerate(posts):
        writer.add_document(tantivy.Document(id=number, title=" ".join(post[:TITLE]), text=" ".join(post[TITLE:])))
    writer.commit()
    writer.wait_merging_threads()
    engine.reload()

    def ask(typed: str, plain: list[str]) -> list[int]:
        searcher = engine.searcher()
        query = engine.parse_query(" ".join(plain), ["title", "text"], field_boosts={"title": TITLE_COUNTS}, conjunction_by_default=True)
        return [searcher.doc(address)["id"][0] for _, address in searcher.search(query, TOP).hits]

    return ask


def _is_postgres() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"


def _ts_rank() -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE search_entry ADD COLUMN bench tsvector")
        cursor.execute(
            "UPDATE search_entry SET bench = setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', text), 'D')"
        )
        cursor.execute("CREATE INDEX bench_words ON search_entry USING gin (bench)")
        cursor.execute("ANALYZE search_entry")

    def ask(typed: str, plain: list[str]) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT key FROM search_entry, to_tsquery('simple', %s) asked"
                " WHERE bench @@ asked ORDER BY ts_rank(bench, asked) DESC LIMIT %s",
                [" & ".join(plain), TOP],
            )
            return [int(key) for (key,) in cursor.fetchall()]

    return ask


def _timed(ways: dict[str, Any], asked: list[tuple[str, list[str]]], *, passes: int) -> dict[str, list[list[float]]]:
    """Milliseconds of every question in every pass, the ways taking turns from both sides; a pass before them is not counted."""
    times: dict[str, list[list[float]]] = {name: [] for name in ways}
    for turn in range(passes + 1):
        here: dict[str, list[float]] = {name: [] for name in ways}
        for place, (typed, plain) in enumerate(asked):
            order = list(ways.items())
            for name, ask in order if place % 2 else reversed(order):
                before = time.perf_counter()
                ask(typed, plain)
                here[name].append((time.perf_counter() - before) * 1000)
        if turn:
            for name, found in here.items():
                times[name].append(found)
    return times


def _found(ours: Any, posts: list[list[str]], asked: list[list[str]]) -> list[int]:
    """How many of the first twenty of a full BM25 ranking ours has among its own, for each question; equals of the twentieth count too."""
    counts = []
    lengths = [sum(len(post[:TITLE]) for post in posts) / len(posts), sum(len(post[TITLE:]) for post in posts) / len(posts)]
    holding = {word: [Counter(), Counter()] for plain in asked for word in plain}
    for number, post in enumerate(posts):
        for place, part in enumerate((post[:TITLE], post[TITLE:])):
            for word in part:
                if word in holding:
                    holding[word][place][number] += 1
    for plain in asked:
        scores = _scores(plain, holding, posts, lengths)
        best = sorted(scores.values(), reverse=True)[:TOP]
        least = best[-1] - 1e-3 if best else 0.0
        counts.append(sum(scores.get(number, 0.0) >= least for number in ours(" ".join(plain), plain)) + TOP - len(best))
    return counts


def _scores(plain: list[str], holding: dict[str, list[Counter[int]]], posts: list[list[str]], lengths: list[float]) -> dict[int, float]:
    matches = set.intersection(*(set(holding[word][0]) | set(holding[word][1]) for word in plain))
    scores = dict.fromkeys(matches, 0.0)
    for word in plain:
        for place, boost in ((0, TITLE_COUNTS), (1, 1.0)):
            held = holding[word][place]
            rarity = math.log(1 + (len(posts) - len(held) + 0.5) / (len(held) + 0.5))
            for number in matches & held.keys():
                length = len(posts[number][:TITLE]) if place == 0 else len(posts[number][TITLE:])
                many = held[number]
                scores[number] += boost * rarity * many * (K1 + 1) / (many + K1 * (1 - B + B * length / lengths[place]))
    return scores


if __name__ == "__main__":
    main()
