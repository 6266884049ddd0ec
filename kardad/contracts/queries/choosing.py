"""Reads of what waits for an employer's signature: contracts as they are written, and other wordings that lie before him."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from kardad.contracts import flow, signing_kinds
from kardad.contracts.models import Contract, Signature, Version
from kardad.contracts.queries import lists
from kardad.contracts.queries.lists import Whose
from kardad.contracts.queries.standing import EMPLOYER
from kardad.people.models import Person


@dataclass(frozen=True, slots=True)
class Item:
    """A contract as it is written, or a wording beside one, that its employer may sign now."""

    contract: Contract
    version: Version | None = None

    @property
    def token(self) -> str:
        """By which it is chosen."""
        return self.version.token if self.version else self.contract.token

    @property
    def title(self) -> str:
        """What it is."""
        return signing_kinds.of(self.version).title if self.version else "قرارداد"


def waiting(whose: Whose, person: Person) -> QuerySet[Contract]:
    """The contracts of an employer's list with something in them that he has not signed."""
    wordings = _open().filter(contract=OuterRef("pk"))
    rows = lists.rows(whose, person).filter(Q(state__in=flow.WRITABLE) | Exists(wordings))
    return rows.select_related("organisation", "employer", "worker", "predecessor")


def items(contracts: Iterable[Contract]) -> list[Item]:
    """All that waits in these contracts, in their order; one statement for the wordings."""
    rows = list(contracts)
    by_contract = defaultdict(list)
    for version in _open().filter(contract__in=rows).order_by("pk").prefetch_related("signatures"):
        by_contract[version.contract_id].append(version)
    found = []
    for contract in rows:
        found += [Item(contract)] if contract.state in flow.WRITABLE else []
        for version in by_contract[contract.pk]:
            version.contract = contract
            found += [Item(contract, version)] if _is_his(version) else []
    return found


def chosen(whose: Whose, person: Person, tokens: Collection[str]) -> list[Item]:
    """Those of these tokens that wait for the employer's signature, the oldest contract first."""
    named = set(tokens)
    there = Version.objects.filter(token__in=named).values("contract")
    rows = waiting(whose, person).filter(Q(token__in=named) | Q(pk__in=there)).order_by("pk")
    return [one for one in items(rows) if one.token in named]


def _open() -> QuerySet[Version]:
    """Wordings beside a contract that lie before its sides without the employer's signature."""
    signed = Signature.objects.filter(version=OuterRef("pk"), side=EMPLOYER, signed_at__isnull=False)
    return Version.objects.filter(~Exists(signed), state="open").exclude(kind=Version.Kind.CONTRACT)


def _is_his(version: Version) -> bool:
    """Whether the employer signs it, and his turn has come."""
    known = signing_kinds.find(version.kind)
    if known is None or EMPLOYER not in known.sides(version):
        return False
    have = [one for one in version.signatures.all() if one.signed_at and one.side in signing_kinds.BOTH]
    return bool(have) or signing_kinds.begins(version, EMPLOYER)
