"""The end of a day: leaves for what has grown, a signed root over all leaves, and its time stamp."""

from datetime import date, datetime, timedelta

import structlog
from django.db import transaction

from kardad.core import outside
from kardad.evidence import canonical, chain, keys, merkle, queries, receipts, signing
from kardad.evidence.actions.keys import hold
from kardad.evidence.models import Chain, Leaf, Node, Root
from kardad.evidence.verifying import seals
from kardad.gateways.timestamp.port import Outcome

log = structlog.get_logger()
BATCH = 1_000
RETRY = timedelta(minutes=10)
MOST_AT_ONCE = 31


def close_days(*, at: datetime, is_confirmed: bool = False) -> int:
    """Every day that is over has its root; how many were made.

    So many days at once are rather a wrong clock than a long rest, and no root is ever taken back: those wait until somebody has looked.
    """
    days = queries.days_to_close(at)
    if len(days) > MOST_AT_ONCE and not is_confirmed:
        log.error("too many days to close at once: look at the clock", days=len(days))
        return 0
    return sum(close_day(day, at=at) for day in days)


def close_day(day: date, *, at: datetime) -> bool:
    """The day has its root over every chain that grew until its end; False when it had one. Killed, it is called again."""
    while _add_leaves(day):
        pass
    return _make_root(day, at=at)


@transaction.atomic
def _add_leaves(day: date) -> int:
    """Some of the chains that grew have their leaf; how many."""
    hold()
    if Root.objects.filter(day__gte=day).exists():
        return 0
    grown = list(Chain.objects.select_for_update().filter(grown_on__isnull=False, grown_on__lte=day).order_by("pk")[:BATCH])
    if not grown:
        return 0
    frontier = queries.frontier(queries.log_size())
    leaves, nodes = [], []
    for one in grown:
        hashed = merkle.leaf_hash(chain.leaf_data(one.token, bytes.fromhex(one.head), one.length))
        leaves.append(Leaf(index=frontier.size, chain=one, length=one.length, head=one.head, hash=hashed.hex()))
        nodes += [Node(level=level, place=place, hash=made.hex()) for (level, place), made in frontier.add(hashed)]
    Leaf.objects.bulk_create(leaves, batch_size=BATCH)
    Node.objects.bulk_create(nodes, batch_size=BATCH)
    Chain.objects.filter(pk__in=[one.pk for one in grown]).update(grown_on=None)
    return len(leaves)


@transaction.atomic
def _make_root(day: date, *, at: datetime) -> bool:
    held = hold()
    last = Root.objects.order_by("-day").first()
    if last is not None and last.day >= day:
        return False
    frontier = queries.frontier(queries.log_size())
    # A clock that went back must not make a root older than its key or the root before.
    made_at = max(at, held.since, last.made_at if last else at)
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
    signature = signing.to_text(keys.signer(held.key).sign(body))
    Root.objects.create(
        day=day,
        size=frontier.size,
        root=frontier.root().hex(),
        statement=body.decode(),
        signature=signature,
        made_at=made_at,
        stamp_due_at=at,
    )
    return True


def stamp_due(pk: int, *, at: datetime) -> bool:
    """The root has its time stamp, or is due again later; False when another has taken it. The network is asked outside of transactions."""
    stamper = outside.stamper()
    if stamper is None:
        return False
    due = Root.objects.filter(pk=pk, stamp="", stamp_due_at__lte=at)
    if not due.update(stamp_due_at=at + RETRY):
        return False
    root = Root.objects.get(pk=pk)
    outside.ensure_no_transaction()
    answer = stamper.stamp(seals.statement_digest(queries.root_json(root)))
    if answer.outcome != Outcome.STAMPED:
        log.warning("root not stamped", day=root.day.isoformat(), outcome=answer.outcome, code=answer.code)
        return False
    return bool(Root.objects.filter(pk=pk, stamp="").update(stamp=signing.to_text(answer.token)))
