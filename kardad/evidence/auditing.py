"""The whole proof in the database, read once from end to end in memory that does not grow: `kardad verify --database`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain as chained
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

from django.db import connection, transaction

from kardad.core import crypto
from kardad.evidence import chain, merkle, queries, rows
from kardad.evidence.models import Root
from kardad.evidence.verifying.ahead import Ahead
from kardad.evidence.verifying.entries import Row
from kardad.evidence.verifying.links import Links
from kardad.evidence.verifying.log import Roots, cover
from kardad.evidence.verifying.seals import Trust
from kardad.evidence.verifying.verdict import Verdict

FORMAT: Final = "kardad-database/1"
STEP: Final = 500
Progress = Callable[[int], None]

LEAVES = (
    'SELECT l."index", l.length, l.head, l.hash, c.token FROM evidence_leaf l JOIN evidence_chain c ON c.id = l.chain_id ORDER BY l."index"'
)
NODES = "SELECT level, place, hash FROM evidence_node ORDER BY id"
CHAINS = "SELECT id, token, length, head FROM evidence_chain ORDER BY id"
TITLES = "SELECT token, title, salt FROM evidence_chain WHERE title <> '' OR salt <> '' ORDER BY id"
MARKS = "SELECT chain_id, length, head FROM evidence_leaf ORDER BY chain_id, length"
ENTRIES = "SELECT chain_id, seq, kind, body, hash FROM evidence_entry ORDER BY chain_id, seq"
NOTHING: Final[tuple[None, Iterator[Any]]] = (None, iter(()))


class Held(NamedTuple):
    """A chain's row."""

    pk: int
    token: str
    length: int
    head: str


def audit(*, keys: Any = None, progress: Progress = lambda count: None) -> Verdict:
    """The verdict on everything that the database holds, by our own published keys unless others are given."""
    verdict = Verdict(FORMAT)
    trust = Trust.of(queries.published() if keys is None else keys)
    with _one_moment():
        _judge_log(Roots(verdict, trust), verdict)
        _judge_chains(verdict, progress)
        _judge_titles(verdict)
        for one in rows.differences():
            verdict.find("ROW_DIFFERS", one.chain, one.seq, detail=one.row)
    return verdict.settle(is_one_chain=False)


def _judge_log(roots: Roots, verdict: Verdict) -> None:
    """Every root is that of the leaves before it, and the nodes are those of the leaves."""
    due = iter(Root.objects.order_by("day").iterator(chunk_size=STEP))
    root = next(due, None)
    nodes = _rows(NODES)
    for index, length, head, said, token in _rows(LEAVES):
        while root is not None and root.size == roots.frontier.size:
            roots.close(queries.root_json(root))
            root = next(due, None)
        leaf = merkle.leaf_hash(chain.leaf_data(token, bytes.fromhex(head), length))
        if index != roots.frontier.size or leaf.hex() != said:
            verdict.find("ROOT_BROKEN", token, length - 1)
        for (level, place), made in roots.frontier.add(leaf):
            if next(nodes, None) != (level, place, made.hex()):
                verdict.find("ROOT_BROKEN", token, length - 1)
    while root is not None:
        roots.close(queries.root_json(root))
        root = next(due, None)


def _judge_chains(verdict: Verdict, progress: Progress) -> None:
    """Every chain's entries stand on one another and are what the leaves say."""
    steps = _steps(ENTRIES, progress)
    ahead: Ahead[Row] = Ahead(lambda: next(steps, []))
    marks = groupby(_rows(MARKS), key=itemgetter(0))
    marked, leaves = next(marks, NOTHING)
    for held in map(Held._make, _rows(CHAINS)):
        links = Links(held.token, verdict, length=held.length)
        if marked == held.pk:
            links.marks = {length: bytes.fromhex(head) for _, length, head in leaves}
            marked, leaves = next(marks, NOTHING)
        links.take(held.pk, ahead)
        _finish(links, held)
        cover(links, verdict)
    row = next(ahead, None)
    if row is not None:  # of a chain that is none
        verdict.find("ENTRY_INSERTED", "", row[1])


def _judge_titles(verdict: Verdict) -> None:
    """Every title that is not erased is the one that the chain's token commits to."""
    for token, sealed, salt in _rows(TITLES):
        try:
            title = crypto.unseal(sealed) if sealed else ""
        except crypto.Unsealable:
            title = None
        if title is None or chain.token(title, salt) != token:
            verdict.find("TITLE_ALTERED", token)


def _finish(links: Links, held: Held) -> None:
    if not links.problems and not links.marks and links.count == held.length and held.head != (links.head.hex() if links.count else ""):
        links.tell("CHAIN_REWRITTEN", max(held.length - 1, 0))
    links.finish()


def _rows(statement: str) -> Iterator[Any]:
    return chained.from_iterable(_steps(statement))


def _steps(statement: str, progress: Progress = lambda count: None) -> Iterator[list[Any]]:
    count = 0
    cursor = connection.chunked_cursor()
    cursor.execute(statement)
    try:
        while step := cursor.fetchmany(STEP):
            yield step
            count += len(step)
            progress(count)
    finally:
        cursor.close()


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything is read as it was in one moment, and nobody who writes waits."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:  # a transaction of Django's would take SQLite's one place for writing
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
