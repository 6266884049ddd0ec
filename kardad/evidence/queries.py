"""Reads of proof: receipts, dossiers and the whole log as files, roots and keys as they are published, proofs between days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q

from kardad.core import outside
from kardad.evidence import canonical, chain, keys, merkle, receipts, signing
from kardad.evidence.canonical import Json
from kardad.evidence.merkle import Frontier, Place
from kardad.evidence.models import Chain, Entry, Key, Leaf, Node, Root
from kardad.gateways.timestamp import reading
from kardad.kit.calendar import tehran_day

STEP = 2_000


def chain_of(subject: models.Model) -> Chain | None:
    """The chain of a subject, where it has one."""
    return Chain.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).first()


def receipt(entry: Entry) -> Json:
    """The entry's receipt: under the first root that covers it, before that a promise."""
    of = entry.chain
    said: dict[str, Any] = {"title": of.title, "salt": of.salt, "keys": published_keys()}
    fact = canonical.decode_object(entry.body.encode())
    previous = _previous(entry)
    found = _seals(of.leaves.filter(length__gt=entry.seq).order_by("length")[:1])
    if not found:
        return receipts.of_entry(fact, previous, promise=_promise(entry), **said)
    after = of.entries.filter(seq__gt=entry.seq, seq__lt=found[0]["leaf"]["length"]).order_by("seq").values_list("body", flat=True)
    rest = [chain.digest(body.encode()) for body in after]
    return receipts.of_entry(fact, previous, seal=found[0], rest=rest, **said)


def dossier(of: Chain, *, papers: Iterable[tuple[str, str]] = (), made_at: datetime | None = None) -> Iterator[bytes]:
    """The lines of the exported dossier; `papers` are names and SHA-256 of files that entries name in `data.sha256`."""
    of = Chain.objects.get(pk=of.pk)
    wanted = {f'"sha256":"{digest}"': (name, digest) for name, digest in papers}
    found: list[Json] = []
    yield receipts.line(receipts.header(of.token, of.length, made_at or of.opened_at, title=of.title, salt=of.salt, keys=published_keys()))
    last = None
    for last in _entries(of):
        yield receipts.entry_line(last.body.encode(), bytes.fromhex(last.hash))
        for text in [text for text in wanted if text in last.body]:
            name, digest = wanted.pop(text)
            found.append({"paper": {"name": name, "sha256": digest, "seq": last.seq}})
    sealed = 0
    for seal in _seals(of.leaves.filter(length__lte=of.length).order_by("length")):
        sealed = seal["leaf"]["length"]
        yield receipts.line({"seal": seal})
    if last is not None and sealed <= last.seq:
        yield receipts.line({"promise": _promise(last)})
    yield from (receipts.line(one) for one in found)


def log(*, made_at: datetime) -> Iterator[bytes]:
    """The lines of the whole log up to its last root: leaves and roots, then every chain."""
    yield receipts.line(receipts.log_header(log_id(), made_at, published_keys()))
    roots = list(Root.objects.order_by("day"))
    leaves = Leaf.objects.select_related("chain").only("index", "length", "head", "chain__token").order_by("index")
    each = leaves.iterator(chunk_size=STEP)
    written = 0
    for root in roots:
        while written < root.size:
            leaf = next(each)
            yield receipts.line({"leaf": {"index": leaf.index, "chain": leaf.chain.token, "length": leaf.length, "head": leaf.head}})
            written += 1
        yield receipts.line({"root": root_json(root)})
    for of in Chain.objects.filter(length__gt=0).order_by("pk").iterator(chunk_size=STEP):
        yield receipts.line(receipts.header(of.token, of.length, made_at))
        yield from (receipts.entry_line(one.body.encode(), bytes.fromhex(one.hash)) for one in _entries(of))


def published_keys() -> list[Json]:
    """Every key as `/evidence/keys.json` has it, the first first."""
    return [
        {
            "key": one.key,
            "public": one.public,
            "from": chain.moment(one.since),
            "until": one.until and chain.moment(one.until),
            "lost_at": one.lost_at and chain.moment(one.lost_at),
            "endorsed_by": one.endorsed_by,
            "endorsement": one.endorsement,
        }
        for one in Key.objects.order_by("place")
    ]


def published() -> Json:
    """Whom to trust, as `/evidence/keys.json` has it."""
    return {"keys": published_keys(), "authorities": published_authorities()}


def published_authorities() -> list[str]:
    """The certificates behind our time stamps as `/evidence/keys.json` has them."""
    stamper = outside.stamper()
    return [signing.to_text(reading.certificate(root).dump()) for root in getattr(stamper, "roots", [])]


def root_json(root: Root) -> Json:
    """A root as it is published."""
    return {"statement": canonical.decode_object(root.statement.encode()), "signature": root.signature, "stamp": root.stamp}


def roots() -> models.QuerySet[Root]:
    """The roots, newest first."""
    return Root.objects.order_by("-day")


def due_stamps(at: datetime) -> models.QuerySet[Root]:
    """The roots that wait for their stamp, oldest first."""
    return Root.objects.filter(stamp="", stamp_due_at__lte=at).order_by("day")


def days_to_close(at: datetime) -> list[date]:
    """The days that are over and have no root, the first first."""
    last = Root.objects.order_by("-day").values_list("day", flat=True).first()
    first = Chain.objects.order_by("pk").values_list("opened_at", flat=True).first()
    if last is None and first is None:
        return []
    day = last + timedelta(days=1) if last else tehran_day(first or at)
    return [day + timedelta(days=number) for number in range((tehran_day(at) - day).days)]


def newest_root() -> Root | None:
    """The root of the last day that was closed."""
    return Root.objects.order_by("-day").first()


def consistency(old: Root, new: Root) -> Json:
    """The proof that the log of one day is the beginning of that of a later day."""
    proof = merkle.consistency(old.size, new.size, nodes)
    return {"from": root_json(old), "to": root_json(new), "proof": [one.hex() for one in proof]}


def log_id() -> str:
    """The log's name: that of its first key."""
    return Key.objects.order_by("place").values_list("key", flat=True)[0]


def log_size() -> int:
    """How many leaves there are."""
    last = Leaf.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def frontier(size: int) -> Frontier:
    """The tree's right edge at that size, from which it grows on."""
    places = merkle.edge_places(size)
    known = nodes(places)
    return Frontier(size, [known[place] for place in places])


def nodes(places: Iterable[Place]) -> dict[Place, bytes]:
    """The hashes of these complete nodes, in two statements at most."""
    by_level: dict[int, list[int]] = defaultdict(list)
    for level, place in places:
        by_level[level].append(place)
    leaves = by_level.pop(0, [])
    low = Leaf.objects.filter(index__in=leaves).values_list("index", "hash") if leaves else ()
    found = {(0, index): bytes.fromhex(said) for index, said in low}
    wanted = [Q(level=level, place__in=each) for level, each in by_level.items()]
    rows = Node.objects.filter(reduce(or_, wanted)).values_list("level", "place", "hash") if wanted else ()
    return found | {(level, place): bytes.fromhex(said) for level, place, said in rows}


def _entries(of: Chain) -> Iterator[Entry]:
    # By numbers and not by a server-side cursor: no transaction stands open while somebody downloads.
    start = 0
    while start < of.length:
        step = list(of.entries.filter(seq__gte=start, seq__lt=min(start + STEP, of.length)).order_by("seq"))
        yield from step
        start += STEP


def _previous(entry: Entry) -> bytes:
    if entry.seq == 0:
        return chain.BEGINNING
    return bytes.fromhex(Entry.objects.values_list("hash", flat=True).get(chain_id=entry.chain_id, seq=entry.seq - 1))


def _seals(leaves: Iterable[Leaf]) -> list[Json]:
    """The seals of those leaves that a root covers already."""
    found = []
    for leaf in leaves:
        root = Root.objects.filter(size__gt=leaf.index).order_by("day").first()
        if root is not None:
            proof = merkle.inclusion(leaf.index, root.size, nodes)
            found.append(receipts.seal(leaf.index, leaf.length, bytes.fromhex(leaf.head), proof=proof, root=root_json(root)))
    return found


def _promise(entry: Entry) -> Json:
    key = Key.objects.filter(until=None, lost_at=None).latest("place")
    return receipts.promise(
        entry.chain.token, entry.seq, bytes.fromhex(entry.hash), signer=keys.signer(key.key), at=max(entry.at, key.since)
    )
