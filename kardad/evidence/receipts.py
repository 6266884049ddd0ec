"""How receipts, dossiers, logs and statements are written, from what the database holds. Knows no Django."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from kardad.evidence import canonical, chain
from kardad.evidence.canonical import Json
from kardad.evidence.signing import Signer
from kardad.evidence.verifying import dossier, log, receipt


def statement(day: date, *, key: str, log: str, made_at: datetime, previous: bytes, root: bytes, size: int) -> Json:
    """What is signed of a day: the root over so many leaves, standing on the statement before."""
    return {
        "day": day.isoformat(),
        "key": key,
        "log": log,
        "made_at": chain.moment(made_at),
        "previous": previous.hex(),
        "root": root.hex(),
        "size": size,
        "v": 1,
    }


def statement_hash(statement: Mapping[str, Any] | None) -> bytes:
    """What the next statement calls `previous`; zeros before the first."""
    return sha256(canonical.encode(dict(statement))).digest() if statement else bytes(32)


def promise(token: str, seq: int, entry_hash: bytes, *, signer: Signer, at: datetime) -> Json:
    """The platform's word that this entry will be in the next root."""
    said = {"at": chain.moment(at), "chain": token, "hash": entry_hash.hex(), "key": signer.key, "seq": seq, "v": 1}
    return {"statement": said, "signature": signer.over(said)}


def seal(index: int, length: int, head: bytes, *, proof: Sequence[bytes], root: Json) -> Json:
    """A leaf of the chain with its way to a root."""
    leaf = {"head": head.hex(), "index": index, "length": length}
    return {"leaf": leaf, "proof": [one.hex() for one in proof], "root": root}


def of_entry(
    entry: Json, previous: bytes, *, title: str, salt: str, keys: Sequence[Json], seal: Json | None = None,
    rest: Iterable[bytes] = (), promise: Json | None = None,
) -> Json:  # fmt: skip
    """The receipt of one entry, by the seal that covers it or by a promise."""
    leaf = {name: seal["leaf"][name] for name in ("index", "length")} if seal else None
    return {
        "format": receipt.FORMAT,
        "title": title,
        "salt": salt,
        "entry": entry,
        "previous": previous.hex(),
        "hash": chain.link(previous, chain.digest(canonical.encode(entry))).hex(),
        "rest": [one.hex() for one in rest],
        "leaf": leaf,
        "proof": seal["proof"] if seal else None,
        "root": seal["root"] if seal else None,
        "promise": promise,
        "keys": list(keys),
    }


def header(token: str, length: int, made_at: datetime, *, title: str = "", salt: str = "", keys: Sequence[Json] | None = None) -> Json:
    """The first line of a dossier, or of a chain within a log."""
    said = {"format": dossier.FORMAT, "chain": token, "title": title, "salt": salt, "length": length, "made_at": chain.moment(made_at)}
    return said if keys is None else said | {"keys": list(keys)}


def log_header(log_id: str, made_at: datetime, keys: Sequence[Json]) -> Json:
    """The first line of a log."""
    return {"format": log.FORMAT, "log": log_id, "made_at": chain.moment(made_at), "keys": list(keys)}


def entry_line(body: bytes, entry_hash: bytes) -> bytes:
    """The line of an entry, whose bytes are canonical already."""
    return b'{"entry":%b,"hash":"%b"}\n' % (body, entry_hash.hex().encode())


def line(value: Json) -> bytes:
    """Any other line."""
    return canonical.encode(value) + b"\n"
