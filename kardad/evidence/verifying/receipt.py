"""One receipt (`kardad-receipt/1`). Knows no Django."""

from typing import Any, Final

from kardad.evidence import canonical, chain
from kardad.evidence.canonical import Json
from kardad.evidence.verifying import seals
from kardad.evidence.verifying.entries import is_entry, named, unhex
from kardad.evidence.verifying.seals import NotSealed, Place, Trust
from kardad.evidence.verifying.verdict import Verdict, unreadable

FORMAT: Final = "kardad-receipt/1"
MEMBERS: Final = {
    "format", "title", "salt", "entry", "previous", "hash", "rest", "leaf", "proof", "root", "promise", "keys",
}  # fmt: skip


def verify(receipt: Json, trust: Trust) -> Verdict:
    """The verdict on a receipt that was read."""
    verdict = Verdict(FORMAT)
    entry: Any = receipt.get("entry")
    if set(receipt) != MEMBERS or not isinstance(entry, dict) or not is_entry(entry):
        verdict.find("NOT_READABLE")
        return verdict
    place = Place(verdict, trust.beside(receipt["keys"]), entry["chain"], entry["seq"])
    try:
        judge_title(receipt, place)
        head = _judge_entry(receipt, place)
        stamped = _judge_seal(receipt, head, place)
    except ValueError:
        return unreadable(FORMAT)
    if verdict.is_valid:
        verdict.covers.add(entry["at"], entry["at"], 1)
        verdict.covers.stamped = stamped
        verdict.papers = set(named(entry))
    return verdict


def judge_title(said: Json, place: Place) -> None:
    """Title and salt are those to which the chain's token is bound, or both are empty; else it is told."""
    title, salt = said["title"], said["salt"]
    if not isinstance(title, str) or not isinstance(salt, str):
        raise NotSealed("title")
    if (title or salt) and chain.token(title, salt) != place.chain:
        place.find("TITLE_ALTERED")


def _judge_entry(receipt: Json, place: Place) -> bytes:
    """The head to which the entry and the digests after it lead."""
    entry_hash = unhex(receipt["hash"])
    if not isinstance(receipt["rest"], list):
        raise NotSealed("rest")
    rest = [unhex(one) for one in receipt["rest"]]
    if chain.link(unhex(receipt["previous"]), chain.digest(canonical.encode(receipt["entry"]))) != entry_hash:
        place.find("ENTRY_ALTERED")
    return chain.fold(entry_hash, rest)


def _judge_seal(receipt: Json, head: bytes, place: Place) -> str | None:
    entry, promise = receipt["entry"], receipt["promise"]
    if promise is not None:
        if any(receipt[name] is not None for name in ("leaf", "proof", "root")) or receipt["rest"]:
            raise NotSealed("both")
        said = seals.read_promise(promise)
        is_over_it = (said["chain"], said["seq"], said["hash"]) == (entry["chain"], entry["seq"], head.hex())
        seals.judge_promise(promise, place, is_over_it=is_over_it)
        return None
    leaf = seals.read_leaf(receipt["leaf"], ("index", "length"))
    proof = seals.read_proof(receipt["proof"])
    statement, stamped = seals.judge_root(receipt["root"], place)
    is_long_enough = leaf["length"] == entry["seq"] + 1 + len(receipt["rest"])
    if not is_long_enough or not seals.leads(leaf, head, entry["chain"], proof, statement):
        place.find("SEAL_BROKEN")
    return stamped
