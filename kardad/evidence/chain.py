"""The chain of one dossier: what an entry is, how each stands on the one before, and what a leaf says of it. Knows no Django."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from kardad.evidence import canonical
from kardad.evidence.canonical import Json

BEGINNING: Final = bytes(32)  # what the first entry stands on
LINK: Final = b"\x02"
TOKEN_LENGTH: Final = 32


def moment(at: datetime) -> str:
    """An aware moment as the proof writes it: UTC, six digits of the second, Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def token(title: str, salt: str) -> str:
    """The chain's name: a commitment to the dossier's title, from which without the salt nothing can be read."""
    return sha256(canonical.encode({"salt": salt, "title": title})).hexdigest()[:TOKEN_LENGTH]


def entry(chain: str, seq: int, kind: str, *, actor: Mapping[str, Any], at: datetime, data: Mapping[str, Any]) -> Json:
    """The fact as it is hashed."""
    return {"actor": dict(actor), "at": moment(at), "chain": chain, "data": dict(data), "kind": kind, "seq": seq, "v": 1}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes entries of one actor and one moment: the canonical bytes of `entry`, whose members stand in the order of their names."""

    actor: str
    at: str

    @classmethod
    def of(cls, actor: Mapping[str, Any], at: datetime) -> "Writer":
        """The writer for what this actor does at this moment."""
        return cls(canonical.encode(dict(actor)).decode(), moment(at))

    def body(self, chain: str, seq: int, kind: str, data: Mapping[str, Any]) -> str:
        """The entry's canonical text; raises NotCanonical."""
        said = canonical.encode({"data": dict(data), "kind": kind, "seq": seq}).decode()[1:-1]
        return f'{{"actor":{self.actor},"at":"{self.at}","chain":"{chain}",{said},"v":1}}'


def digest(body: bytes) -> bytes:
    """SHA-256 of an entry's canonical bytes."""
    return sha256(body).digest()


def link(previous: bytes, entry_digest: bytes) -> bytes:
    """The hash of the entry that stands on `previous`."""
    return sha256(LINK + previous + entry_digest).digest()


def fold(head: bytes, digests: Iterable[bytes]) -> bytes:
    """The head after these further entries, of which only the digests are known."""
    for one in digests:
        head = link(head, one)
    return head


def leaf_data(chain: str, head: bytes, length: int) -> bytes:
    """What the log's leaf says: this chain has so many entries, and this is the hash of the last."""
    return f'{{"chain":"{chain}","head":"{head.hex()}","length":{length}}}'.encode()
