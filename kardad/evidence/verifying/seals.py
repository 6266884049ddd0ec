"""Whom a signature is believed, and whether a seal, a root or a promise is good. Knows no Django."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from kardad.evidence import canonical, chain, merkle, signing
from kardad.evidence.canonical import Json, NotCanonical
from kardad.evidence.signing import Key
from kardad.evidence.verifying.entries import is_first_version, is_number, unhex
from kardad.evidence.verifying.verdict import Verdict

STATEMENT: Final = {"day", "key", "log", "made_at", "previous", "root", "size", "v"}
PROMISE: Final = {"at", "chain", "hash", "key", "seq", "v"}


class NotSealed(ValueError):
    """A seal, root or promise is not of the promised shape."""


@dataclass(slots=True)
class Trust:
    """The keys that are believed, those that a file only claims, and the time-stamping authorities (DER)."""

    known: dict[str, Key] = field(default_factory=dict)
    claimed: dict[str, Key] = field(default_factory=dict)
    authorities: list[bytes] = field(default_factory=list)

    @classmethod
    def of(cls, keys: Any) -> "Trust":
        """The trust of a published list: `{"keys": […], "authorities": […]}`, or the bare list of keys."""
        listed = keys.get("authorities", []) if isinstance(keys, dict) else []
        return cls(signing.read_keys(keys), authorities=[signing.from_text(one) for one in listed])

    def beside(self, claimed: Any) -> "Trust":
        """The same trust where a file brings keys of its own: those that a trusted key endorsed are trusted too."""
        brought = signing.read_keys(claimed)
        return Trust(signing.trusted(self.known, brought.values()), brought, self.authorities)

    def key(self, name: str) -> Key | None:
        """The key of that name, believed or only claimed."""
        return self.known.get(name) or self.claimed.get(name)


@dataclass(slots=True)
class Place:
    """Where in a chain something was found, for the problems' sake."""

    verdict: Verdict
    trust: Trust
    chain: str = ""
    seq: int | None = None

    def find(self, problem: str, detail: str = "") -> None:
        """The problem is told with this place."""
        self.verdict.find(problem, self.chain, self.seq, detail)


def judge_root(root: Any, place: Place) -> tuple[Json, str | None]:
    """The statement of a root and the moment of its good stamp; what is wrong with signature, key and stamp is told. Raises NotSealed."""
    statement = root.get("statement") if isinstance(root, dict) else None
    texts = ("signature", "stamp")
    if not isinstance(statement, dict) or set(root) != {"statement", *texts} or not all(isinstance(root[name], str) for name in texts):
        raise NotSealed("root")
    _require(statement, STATEMENT, texts=("day", "key", "log", "made_at", "previous", "root"), numbers=("size", "v"))
    stamped, is_from_authority = _stamped(root, place.trust)
    judge_signature(statement, root["signature"], statement["made_at"], place, saved_at=stamped if is_from_authority else None)
    if root["stamp"] and stamped is None:
        place.find("STAMP_BAD")
    return statement, stamped


def read_promise(promise: Any) -> Json:
    """The statement of a promise; raises NotSealed."""
    statement = promise.get("statement") if isinstance(promise, dict) else None
    if not isinstance(statement, dict) or set(promise) != {"statement", "signature"} or not isinstance(promise["signature"], str):
        raise NotSealed("promise")
    _require(statement, PROMISE, texts=("at", "chain", "hash", "key"), numbers=("seq", "v"))
    return statement


def judge_promise(promise: Json, place: Place, *, is_over_it: bool) -> None:
    """What is wrong with a promise that was read is told."""
    statement: Json = promise["statement"]
    judge_signature(statement, promise["signature"], statement["at"], place)
    if not is_over_it:
        place.find("SEAL_BROKEN")


def leads(leaf: Json, head: bytes, token: str, proof: Sequence[bytes], statement: Json) -> bool:
    """Whether a chain of this head stands in the tree that the statement is about."""
    data = chain.leaf_data(token, head, leaf["length"])
    return merkle.leads_to(merkle.leaf_hash(data), leaf["index"], statement["size"], proof, unhex(statement["root"]))


def read_proof(value: Any) -> list[bytes]:
    """The hashes of a proof; raises NotSealed."""
    if not isinstance(value, list):
        raise NotSealed("proof")
    try:
        return [unhex(one) for one in value]
    except ValueError:
        raise NotSealed("proof") from None


def read_leaf(value: Any, names: Iterable[str]) -> Json:
    """A leaf with exactly these members; raises NotSealed."""
    if not isinstance(value, dict):
        raise NotSealed("leaf")
    _require(value, set(names), texts=[name for name in ("head", "chain") if name in names], numbers=("index", "length"))
    return value


def statement_digest(root: Json) -> bytes:
    """What the stamp of a root is over."""
    return sha256(canonical.encode(root["statement"]) + signing.from_text(root["signature"])).digest()


def _require(value: Json, members: set[str], *, texts: Iterable[str], numbers: Iterable[str]) -> None:
    if (
        set(value) != members
        or not all(isinstance(value[name], str) for name in texts)
        or not all(is_number(value[name]) for name in numbers)
        or ("v" in members and not is_first_version(value))
    ):
        raise NotSealed("members")
    try:
        for name in {"root", "previous", "hash", "head"} & members:
            unhex(value[name])
        canonical.encode(value)
    except (ValueError, NotCanonical):
        raise NotSealed("members") from None


def judge_signature(
    statement: Json, signature: str, made_at: str, place: Place, *, key: str | None = None, saved_at: str | None = None
) -> None:
    """Who signed is known, and what is wrong with signature and key is told; the key's name stands in the statement where none is given."""
    verdict, name = place.verdict, statement["key"] if key is None else key
    signer = place.trust.key(name)
    verdict.signer = name
    verdict.is_signer_known = name in place.trust.known
    if signer is not None and not signer.signed(statement, signature):
        place.find("SIGNATURE_BAD")
    elif not verdict.is_signer_known:
        place.find("SIGNER_UNKNOWN")
    elif signer is not None and not signer.is_good_at(made_at, stamped_at=saved_at):
        place.find("KEY_NOT_VALID")


def _stamped(root: Json, trust: Trust) -> tuple[str | None, bool]:
    """The moment of the stamp when it is good, and whether a trusted authority gave it."""
    if not root["stamp"]:
        return None, False
    from kardad.gateways.timestamp import reading  # its libraries are large, and most files need them once

    try:
        token, digest = signing.from_text(root["stamp"]), statement_digest(root)
        stamp = reading.read(token)
        is_good = stamp.digest == digest and reading.is_signed(token)
    except (ValueError, NotCanonical):
        is_good = False
    if not is_good:
        return None, False
    return chain.moment(stamp.at), reading.holds(token, digest, roots=trust.authorities)
