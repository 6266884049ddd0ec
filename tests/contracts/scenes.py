"""A contract once more, for tests that need it at many points of its way."""

from kardad.contracts.models import Contract
from kardad.inbox.models.dossiers import token


def copy(contract, **changes):
    """The same contract once more, with its annexes, its wordings and the signatures below them."""
    twin = Contract.objects.get(pk=contract.pk)
    twin.pk, twin.token, twin.number = None, token(), None
    for name, value in changes.items():
        setattr(twin, name, value)
    twin.save()
    for annex in contract.annexes.order_by("pk"):
        annex.pk, annex.contract = None, twin
        annex.save()
    for version in contract.versions.order_by("pk"):
        doubled(version, twin)
    return twin


def doubled(version, contract, **changes):
    """The wording once more, below this contract."""
    signatures = list(version.signatures.order_by("pk"))
    version.pk, version.token, version.contract = None, token(), contract
    for name, value in changes.items():
        setattr(version, name, value)
    version.save()
    for one in signatures:
        one.pk, one.version = None, version
        one.save()
