"""A contract that both signed by hand: its scan is laid beside the very words, and the worker confirms it by his code (signing rule 7)."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from kardad.contracts.actions import drafting
from kardad.contracts.models import Annex, Contract
from kardad.core.actor import Actor
from kardad.core.files import InfectedFile
from kardad.core.models import StoredFile
from kardad.kit.refusal import Refusal

TITLE: Final = "نسخه امضاشده روی کاغذ"


class PaperOld(Refusal):
    """The words have changed since they were signed by hand."""

    code = "CONTRACT_PAPER_OLD"
    status = 409
    message = "متن پس از امضای کاغذی عوض شده است. متن تازه را چاپ و امضا کنید و تصویر آن را دوباره بگذارید."


@transaction.atomic
def lay(contract: Contract, file: StoredFile, *, by: Actor, at: datetime) -> Annex:
    """The scan belongs to the contract and is signed with it; an earlier one gives way. Raises NotAllowed, NotYours, InfectedFile."""
    held = drafting.writable(contract, by)
    if file.scan == "infected":
        raise InfectedFile(field="file")
    scans(held).update(removed_at=at)
    Contract.objects.filter(pk=held.pk).update(origin=Contract.Origin.PAPER)
    return Annex.objects.create(contract=held, file=file, title=TITLE, by_id=by.somebody, added_at=at)


@transaction.atomic
def leave(contract: Contract, *, by: Actor, at: datetime) -> Contract:
    """The contract is signed here, not on paper. Raises NotAllowed, NotYours."""
    held = drafting.writable(contract, by)
    scans(held).update(removed_at=at)
    held.origin = Contract.Origin.HERE
    held.save(update_fields=["origin"])
    return held


def scans(contract: Contract) -> QuerySet[Annex]:
    """The scan that lies beside the contract."""
    return contract.annexes.filter(title=TITLE, removed_at=None)


def ensure_current(contract: Contract) -> None:
    """Raises PaperOld where the scan is not of the words as they are now."""
    if contract.origin == Contract.Origin.PAPER and not scans(contract).filter(added_at__gte=contract.changed_at).exists():
        raise PaperOld
