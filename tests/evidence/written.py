"""Proofs written from docs/evidence.md alone, without any code of the room: what the page must read, whoever wrote it."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

NOON = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TITLE = {"salt": "0f" * 16, "title": "پرونده «مزد» ۱۲"}
CHAIN = hashlib.sha256(rfc8785.dumps(TITLE)).hexdigest()[:32]
LOG = "00000000000000aa"
NONE = bytes(32)


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def b64(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def moment(at):
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Signer:
    """A key and its public record; endorsed by an elder if there is one."""

    def __init__(self, seed=b"first", *, elder=None, begins=NOON - timedelta(days=90), **times):
        self.private = Ed25519PrivateKey.from_private_bytes(sha(seed))
        raw = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        said = {"from": moment(begins), "key": sha(raw).hex()[:16], "public": b64(raw), "v": 1}
        self.id = said["key"]
        self.record = {name: said[name] for name in ("key", "public", "from")}
        self.record |= {"until": None, "lost_at": None, "endorsed_by": "", "endorsement": ""}
        self.record |= {name: moment(at) for name, at in times.items()}
        if elder:
            self.record |= {"endorsed_by": elder.id, "endorsement": elder.sign(rfc8785.dumps(said))}

    def sign(self, payload):
        return b64(self.private.sign(payload))


def entry(seq, *, kind="service.opened", chain=CHAIN, **data):
    actor = {"for": "", "level": 2, "person": sha(b"person").hex(), "role": "worker"}
    at = moment(NOON + timedelta(minutes=min(seq, 10**6)))
    return {"actor": actor, "at": at, "chain": chain, "data": {"n": seq, "letter": f"نامه {seq}", **data}, "kind": kind, "seq": seq, "v": 1}


def hashes(entries):
    """The hash of every entry of a chain."""
    found, previous = [], NONE
    for one in entries:
        previous = sha(b"\x02", previous, sha(rfc8785.dumps(one)))
        found.append(previous)
    return found


def tree(leaves):
    """The root over hashed leaves (RFC 6962, 2.1)."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha(b"\x01", tree(leaves[:split]), tree(leaves[split:]))


def path(index, leaves):
    """The proof that a leaf stands in the tree (RFC 6962, 2.1.1)."""
    if len(leaves) == 1:
        return []
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    if index < split:
        return [*path(index, leaves[:split]), tree(leaves[split:])]
    return [*path(index - split, leaves[split:]), tree(leaves[:split])]


def leaf(head, length, chain=CHAIN):
    return sha(b"\x00", rfc8785.dumps({"chain": chain, "head": head.hex(), "length": length}))


def others(count, start=0):
    return [leaf(sha(b"head", str(n).encode()), 3, sha(str(n).encode()).hex()[:32]) for n in range(start, start + count)]


def root(leaves, signer, *, made_at=NOON, stamp=None):
    statement = {"day": made_at.date().isoformat(), "key": signer.id, "log": LOG, "made_at": moment(made_at)}
    statement |= {"previous": "0" * 64, "root": tree(leaves).hex(), "size": len(leaves), "v": 1}
    said = rfc8785.dumps(statement)
    signature = signer.private.sign(said)
    return {"statement": statement, "signature": b64(signature), "stamp": stamp(said + signature) if stamp else ""}


def receipt(entries, seq, signer, *, stamp=None, made_at=NOON):
    """The receipt of one entry, sealed among the chains of others."""
    heads = hashes(entries)
    leaves = [*others(5), leaf(heads[-1], len(entries)), *others(3, 5)]
    return {
        "format": "kardad-receipt/1",
        **TITLE,
        "entry": entries[seq],
        "previous": (heads[seq - 1] if seq else NONE).hex(),
        "hash": heads[seq].hex(),
        "rest": [sha(rfc8785.dumps(one)).hex() for one in entries[seq + 1 :]],
        "leaf": {"index": 5, "length": len(entries)},
        "proof": [one.hex() for one in path(5, leaves)],
        "root": root(leaves, signer, stamp=stamp, made_at=made_at),
        "promise": None,
        "keys": [signer.record],
    }


def promise(one, head, signer):
    """The platform's word that an entry will be in the next root."""
    statement = {"at": one["at"], "chain": CHAIN, "hash": head.hex(), "key": signer.id, "seq": one["seq"], "v": 1}
    return {"statement": statement, "signature": signer.sign(rfc8785.dumps(statement))}


def seals(heads, lengths, signer):
    """A seal after each of these lengths, a day apart, in a log that grows."""
    leaves, found = [], []
    for day, length in enumerate(lengths):
        leaves += [*others(3, 10 * day), leaf(heads[length - 1], length)]
        index = len(leaves) - 1
        leaves += others(2, 10 * day + 5)
        proof = [one.hex() for one in path(index, leaves)]
        seal = {
            "leaf": {"index": index, "length": length, "head": heads[length - 1].hex()},
            "proof": proof,
            "root": root(leaves, signer, made_at=NOON + timedelta(days=day)),
        }
        found.append({"seal": seal})
    return found


def dossier(entries, lengths, signer, papers=()):
    """The lines of an exported dossier, as objects."""
    header = {
        "format": "kardad-dossier/1",
        "chain": CHAIN,
        **TITLE,
        "length": len(entries),
        "made_at": moment(NOON),
        "keys": [signer.record],
    }
    heads = hashes(entries)
    lines = [{"entry": one, "hash": head.hex()} for one, head in zip(entries, heads, strict=True)]
    found = [{"paper": {"name": name, "sha256": entries[seq]["data"]["sha256"], "seq": seq}} for name, seq in papers]
    young = [] if lengths[-1] == len(entries) else [{"promise": promise(entries[-1], heads[-1], signer)}]
    return [header, *lines, *seals(heads, lengths, signer), *young, *found]


def jsonl(lines):
    return b"".join(rfc8785.dumps(line) + b"\n" for line in lines)


def code(facts, signer, *, made_at=NOON):
    """The fragment of a paper's QR code."""
    paper = {"facts": facts, "id": "0" * 32, "key": signer.id, "kind": "notice", "made_at": moment(made_at), "v": 1}
    payload = rfc8785.dumps(paper)
    return f"#k1.{b64(payload)}.{signer.sign(payload)}"
