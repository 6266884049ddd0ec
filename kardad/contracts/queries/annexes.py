"""The papers that belong to a contract, as its worker may know them."""

from kardad.contracts.models import Annex, Version


def was_sent(annex: Annex) -> bool:
    """Whether its worker has it: it was part of words that were sent to him, or its contract was never sent from here."""
    sent = annex.contract.versions.filter(kind=Version.Kind.CONTRACT, signatures__signed_at__isnull=False)
    return sent.filter(made_at__gte=annex.added_at).exists() or not sent.exists()
