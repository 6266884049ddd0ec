"""Whether what both sides signed is what they signed: wordings and signatures held beside the entries of their contracts' chains."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet

from kardad.contracts.models import Contract, Signature, Version
from kardad.evidence import rows
from kardad.evidence.models import Chain, Entry
from kardad.evidence.rows import Difference

STEP: Final = 200  # contracts in memory at a time
COPIES: Final = "contract.copies"  # written with the last signature
SIGNATURE: Final = "contract.signature"
WITNESSED: Final = "contract.witnessed"
WITNESS: Final = str(Signature.Side.WITNESS.label)
STATES: Final = ("signed", "undone")
Told = dict[tuple[str, int], tuple[int, str]]  # a wording's kind and number: the entry about it, and the digest it names
Signed = dict[tuple[str, str], tuple[int, list[str]]]  # the digest of the words and the side: the entry, and the alarms it names


@rows.register
def differences() -> Iterator[Difference]:
    """Every signed wording, and every signature below it, that is another than its entries say; a few contracts in memory at a time."""
    last = 0
    while found := list(_chains().filter(pk__gt=last).order_by("pk")[:STEP]):
        yield from _of(found)
        last = found[-1].pk
    bare = Version.objects.filter(state__in=STATES).exclude(Exists(_chains().filter(subject_id=OuterRef("contract_id"))))
    for pk in bare.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=STEP):
        yield Difference("", None, f"contracts_version {pk}")


def _chains() -> QuerySet[Chain]:
    return Chain.objects.filter(subject_type=Contract._meta.label_lower)


def _of(chains: list[Chain]) -> Iterator[Difference]:
    told, signed = _entries(chains)
    versions = defaultdict(list)
    found = Version.objects.filter(contract__in=[one.subject_id for one in chains], state__in=STATES)
    for one in found.prefetch_related("signatures").order_by("pk"):
        versions[one.contract_id].append(one)
    for chain in chains:
        wrong = _compared(versions[chain.subject_id], told[chain.pk], signed[chain.pk])
        yield from (Difference(chain.token, seq, row) for seq, row in wrong)


def _compared(versions: list[Version], told: Told, signed: Signed) -> Iterator[tuple[int | None, str]]:
    for version in versions:
        seq, digest = told.pop((version.get_kind_display(), version.number), (None, ""))
        name = f"contracts_version {version.pk}"
        if seq is None:
            yield None, name
        elif wrong := [name_ for name_, said in _digests(version) if said != digest]:
            yield seq, f"{name}: {', '.join(wrong)}"
        yield from _signatures(version, digest or version.sha256, signed)
    for (kind, number), (seq, _) in told.items():
        yield seq, f"contracts_version {kind} {number}"


def _digests(version: Version) -> list[tuple[str, str]]:
    return [("sha256", version.sha256), ("words", hashlib.sha256(version.words.encode()).hexdigest())]


def _signatures(version: Version, digest: str, signed: Signed) -> Iterator[tuple[int | None, str]]:
    """What of the signatures below a wording differs: one too many, one that is gone, another text or other alarms."""
    said = {side: found for (words, side), found in signed.items() if words == digest}
    for row in version.signatures.all():
        if row.signed_at is None:
            continue
        seq, alarms = said.pop(row.get_side_display(), (None, []))
        told = (("sha256", row.sha256 == digest), ("alarms", seq is None or list(row.alarms) == alarms))
        wrong = [name for name, is_so in told if not is_so]
        if seq is None or wrong:
            yield seq, f"contracts_signature {row.pk}" + (f": {', '.join(wrong)}" if wrong else "")
    yield from ((seq, f"contracts_signature {version.pk} {side}") for side, (seq, _) in said.items())


def _entries(chains: list[Chain]) -> tuple[dict[int, Told], dict[int, Signed]]:
    """What the entries of these chains say of wordings and of signatures, chain by chain."""
    told: dict[int, Told] = defaultdict(dict)
    signed: dict[int, Signed] = defaultdict(dict)
    found = Entry.objects.filter(chain__in=[one.pk for one in chains], kind__in=(COPIES, SIGNATURE, WITNESSED)).order_by("chain_id", "seq")
    for chain, seq, kind, body in found.values_list("chain_id", "seq", "kind", "body").iterator(chunk_size=STEP):
        try:
            said: dict[str, Any] = json.loads(body)["data"]
            if kind == COPIES:
                told[chain][(said["what"], said["position"])] = (seq, said["digest"])
            else:
                signed[chain][(said["words"], said.get("side", WITNESS))] = (seq, said.get("alarms", []))
        except (ValueError, TypeError, KeyError):
            continue  # named by whoever read the chain
    return told, signed
