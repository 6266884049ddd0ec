"""The papers that belong to a contract, as its worker may know them."""

from django.db.models import Q, QuerySet

from kardad.contracts.models import Annex, Version


def was_sent(annex: Annex) -> bool:
    """Whether its worker has it: it was part of words that were sent to him, or its contract was never sent from here."""
    sent = annex.contract.versions.filter(kind=Version.Kind.CONTRACT, signatures__signed_at__isnull=False)
    if not sent.exists():
        return annex.removed_at is None
    gone = Q(made_at__lt=annex.removed_at) if annex.removed_at else Q()
    return sent.filter(gone, made_at__gte=annex.added_at).exists()


def of(version: Version) -> QuerySet[Annex]:
    """The papers that are part of these words, though they were taken from the draft since."""
    there = Q(removed_at=None) | Q(removed_at__gt=version.made_at)
    return Annex.objects.filter(there, contract=version.contract, added_at__lte=version.made_at).select_related("file").order_by("pk")
