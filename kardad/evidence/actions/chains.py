"""Chains are opened, and entries stand on one another."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from kardad.core import bulk
from kardad.core.actor import Actor
from kardad.evidence import chain, kinds
from kardad.evidence.actions.keys import ensure_key
from kardad.evidence.models import Chain, Entry
from kardad.evidence.names import pseudonym
from kardad.kit.calendar import tehran_day

BLANK = Entry()
Fact = tuple[Chain, str, dict[str, Any]]


@transaction.atomic
def open_chain(subject: models.Model, *, title: str, office_id: int | None, at: datetime) -> Chain:
    """The subject has its chain; called again, the same chain, whose title stays as it was."""
    salt = secrets.token_hex(16)
    fresh = {"token": chain.token(title, salt), "title": title, "salt": salt, "office_id": office_id, "opened_at": at}
    found, is_new = Chain.objects.get_or_create(subject_type=subject._meta.label_lower, subject_id=subject.pk, defaults=fresh)
    if is_new:
        ensure_key()  # whoever has an entry can be given a receipt
    return found


def begin_chain(subject: models.Model, *, title: str, office_id: int | None, at: datetime) -> Chain:
    """As `open_chain`, for a subject that has just been made and so has none yet."""
    salt = secrets.token_hex(16)
    label, token = subject._meta.label_lower, chain.token(title, salt)
    values = {"token": token, "title": title, "salt": salt, "office_id": office_id, "opened_at": at}
    ensure_key()
    return Chain.objects.create(subject_type=label, subject_id=subject.pk, **values)


def append(of: Chain, kind: str, *, by: Actor, at: datetime, **data: Any) -> Entry:
    """The fact is the chain's last entry, inside the caller's transaction; the chain's row is locked until that ends.

    `data` holds dates as text, codes, digests and plain ids – no fraction, and nothing that somebody may ask to have erased.
    """
    (entry,) = append_many([(of, kind, data)], by=by, at=at)
    return entry


def append_many(facts: Iterable[Fact], *, by: Actor, at: datetime) -> list[Entry]:
    """Every fact is an entry of its chain, in the order given; two who append never wait for each other in a ring."""
    given = list(facts)
    if not connection.in_atomic_block:
        raise RuntimeError("an entry was appended outside a transaction")
    if unknown := {kind for _, kind, _ in given} - set(kinds.sentences()):
        raise LookupError(f"no sentence for the kind of entry {sorted(unknown)}")
    wanted = sorted({of.pk for of, _, _ in given})
    locked = {one.pk: one for one in Chain.objects.select_for_update().filter(pk__in=wanted).defer("title").order_by("pk")}
    writer = chain.Writer.of(_actor(by), at)
    entries = [_follow(locked[of.pk], kind, writer=writer, at=at, data=data) for of, kind, data in given]
    bulk.insert(entries)
    bulk.update(locked.values(), ["length", "head", "grown_on"])
    for of, _, _ in given:
        row = locked[of.pk]
        of.length, of.head, of.grown_on = row.length, row.head, row.grown_on
    return entries


def _follow(row: Chain, kind: str, *, writer: chain.Writer, at: datetime, data: dict[str, Any]) -> Entry:
    body = writer.body(row.token, row.length, kind, data)
    previous = bytes.fromhex(row.head) if row.head else chain.BEGINNING
    hashed = chain.link(previous, chain.digest(body.encode())).hex()
    entry = bulk.like(BLANK, seq=row.length, kind=kind, body=body, hash=hashed)
    entry.chain = row
    row.length, row.head = row.length + 1, hashed
    row.grown_on = row.grown_on or tehran_day(at)
    return entry


def _actor(by: Actor) -> dict[str, Any]:
    """Who acts, as proof keeps it: a pseudonym, which without the index key leads to nobody."""
    whom, _, pk = by.on_behalf_of.partition(":")
    other = f"person:{pseudonym(pk)}" if whom == "person" else by.on_behalf_of
    return {"for": other, "level": by.level, "person": pseudonym(by.person_id) if by.is_person else "", "role": by.role}
