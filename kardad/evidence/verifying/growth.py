"""Two published roots and the proof that the later log begins with the whole earlier one (`consistency.json`). Knows no Django."""

from typing import Final

from kardad.evidence import merkle
from kardad.evidence.canonical import Json
from kardad.evidence.verifying import seals
from kardad.evidence.verifying.entries import unhex
from kardad.evidence.verifying.seals import NotSealed, Place, Trust
from kardad.evidence.verifying.verdict import Verdict, unreadable

FORMAT: Final = "kardad-consistency"
MEMBERS: Final = {"from", "to", "proof"}


def is_one(told: Json) -> bool:
    """Whether the file is two roots and a proof; it says no format of its own."""
    return set(told) == MEMBERS


def verify(told: Json, trust: Trust) -> Verdict:
    """The verdict on a proof of growth that was read."""
    verdict = Verdict(FORMAT)
    place = Place(verdict, trust)
    try:
        proof = seals.read_proof(told["proof"])
        (old, _), (new, _) = seals.judge_root(told["from"], place), seals.judge_root(told["to"], place)
    except NotSealed:
        return unreadable(FORMAT)
    is_grown = merkle.grows(old["size"], new["size"], proof, unhex(old["root"]), unhex(new["root"]))
    if old["log"] != new["log"] or not is_grown:
        place.find("ROOT_BROKEN", detail=f" ({new['day']})")
    if verdict.is_valid:
        verdict.covers.since, verdict.covers.until = old["made_at"], new["made_at"]
    return verdict
