"""A database full of proof, loaded as fast as it takes it: chains of equal length, closed after half and after all of their entries."""

from datetime import date, timedelta
from hashlib import sha256

from django.core.management.color import no_style
from django.db import connection, transaction

from kardad.evidence import actions, canonical, merkle, queries, receipts, signing
from kardad.evidence import chain as links
from kardad.evidence import keys as files
from kardad.evidence.models import Chain, Root
from tests.conftest import NOW

EACH = 100
DAY = date(2025, 11, 22)
COLUMNS = {
    "evidence_chain": "id, token, subject_type, subject_id, title, salt, office_id, length, head, grown_on, opened_at",
    "evidence_entry": "chain_id, seq, kind, body, hash",
    "evidence_leaf": '"index", chain_id, length, head, hash',
    "evidence_node": "level, place, hash",
}
STEP = 20_000


def fill(count, *, each=EACH):
    """So many entries in chains of `each`; two leaves a chain, two roots."""
    actions.ensure_key()
    frontier = merkle.Frontier()
    heads, rows = [], []
    chains = range(1, count // each + 1)
    with transaction.atomic():
        opened = [_chain(number, each) for number in chains]
        load("evidence_chain", opened)
        for number in chains:
            token = opened[number - 1][1]
            made, halves = _entries(number, token, each)
            rows += made
            heads.append((token, halves))
            if len(rows) >= STEP:
                load("evidence_entry", rows)
                rows = []
        load("evidence_entry", rows)
        for half, length in enumerate((each // 2, each)):
            _close(frontier, [(token, length, halves[half]) for token, halves in heads], DAY + timedelta(days=half))
        with connection.cursor() as cursor:
            for number, (_, halves) in zip(chains, heads, strict=True):
                cursor.execute("UPDATE evidence_chain SET head = %s WHERE id = %s", [halves[1].hex(), number])
            for statement in connection.ops.sequence_reset_sql(no_style(), [Chain]):
                cursor.execute(statement)


def _chain(number, each):
    token = sha256(b"chain %d" % number).hexdigest()[:32]
    return (number, token, "tests.thing", number, "", "", None, each, "", None, _moment(NOW))


def _entries(number, token, each):
    """The rows of one chain, and its hash in the middle and at the end."""
    rows, head, halves = [], links.BEGINNING, []
    for seq in range(each):
        at = NOW + timedelta(seconds=seq, microseconds=number % 7)
        kind = ("notice.placed", "service.opened")[seq % 2]
        body = (
            f'{{"actor":{{"for":"","level":2,"person":"0123456789abcdef0123456789abcdef","role":"worker"}},"at":"{links.moment(at)}",'
            f'"chain":"{token}","data":{{"address":"{number}-{seq}","channel":"inbox","notice":{seq},"paper":"{token}"}},'
            f'"kind":"{kind}","seq":{seq},"v":1}}'
        )
        head = links.link(head, links.digest(body.encode()))
        rows.append((number, seq, kind, body, head.hex()))
        if seq + 1 in (each // 2, each):
            halves.append(head)
    return rows, halves


def _moment(at):
    return at.isoformat() if connection.vendor == "postgresql" else at.strftime("%Y-%m-%d %H:%M:%S" + (".%f" if at.microsecond else ""))


def _close(frontier, grown, day):
    leaves, nodes = [], []
    for number, (token, length, head) in enumerate(grown, start=1):
        hashed = merkle.leaf_hash(links.leaf_data(token, head, length))
        leaves.append((frontier.size, number, length, head.hex(), hashed.hex()))
        nodes += [(level, place, made.hex()) for (level, place), made in frontier.add(hashed)]
    load("evidence_leaf", leaves)
    load("evidence_node", nodes)
    last = Root.objects.order_by("-day").first()
    held = actions.ensure_key()
    made_at = NOW + (day - DAY + timedelta(days=1))
    statement = receipts.statement(
        day,
        key=held.key,
        log=queries.log_id(),
        made_at=made_at,
        previous=receipts.statement_hash(canonical.decode_object(last.statement.encode()) if last else None),
        root=frontier.root(),
        size=frontier.size,
    )
    body = canonical.encode(statement)
    signature = signing.to_text(files.signer(held.key).sign(body))
    said = {"root": frontier.root().hex(), "statement": body.decode(), "signature": signature}
    Root.objects.create(day=day, size=frontier.size, made_at=made_at, **said)


def load(table, rows):
    """The rows are in the table: COPY on PostgreSQL, prepared inserts on SQLite."""
    if not rows:
        return
    columns = COLUMNS[table]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
