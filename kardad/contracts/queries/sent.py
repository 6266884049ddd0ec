"""A contract as its worker may know it: in the words that were sent to him last, whatever its employer writes meanwhile."""

from collections.abc import Iterable
from copy import copy

from kardad.contracts import flow, proof, terms
from kardad.contracts.models import Contract, Version
from kardad.contracts.terms import Terms
from kardad.kit import records


def said(version: Version) -> Terms:
    """What a wording of the contract itself says."""
    return records.of(Terms, proof.read(version.words)["terms"])


def by(version: Version) -> Contract:
    """The contract in the words of this wording of it; to be shown, never saved."""
    return _as(version.contract, said(version))


def known(contract: Contract) -> Contract:
    """The contract as its worker may know it; to be shown, never saved."""
    return all_known([contract])[0]


def all_known(contracts: Iterable[Contract]) -> list[Contract]:
    """Each of them as its worker may know it, in one statement for all."""
    rows = list(contracts)
    asked = [one.pk for one in rows if one.state in flow.UNSETTLED and one.version]
    if not asked:
        return rows
    kept = Version.objects.filter(contract__in=asked, kind=Version.Kind.CONTRACT)
    last = {(one.contract_id, one.number): one for one in kept.order_by("pk")}
    found = {one.pk: last.get((one.pk, one.version)) for one in rows}
    return [_as(one, said(version)) if (version := found[one.pk]) else one for one in rows]


def _as(contract: Contract, held: Terms) -> Contract:
    shown = copy(contract)
    shown.terms = terms.as_json(held)
    for name, value in terms.heads(held).items():
        setattr(shown, name, value)
    return shown
