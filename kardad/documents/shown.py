"""What a page says of a paper: here it is, it is being made, or it could not be made."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from kardad.documents.models import Document


@dataclass(frozen=True, slots=True)
class Pdf:
    """A paper as its page offers it; `state` is ready, waiting or failed, and only one that is ready has an address."""

    title: str
    state: str
    token: str = ""


def pdf(subject: Model, title: str, *, version: str, is_asked: bool, among: Iterable[Document]) -> Pdf | None:
    """The paper about this version of the subject among those read before; None where there is none and none was asked for."""
    key = (subject._meta.label_lower, subject.pk, version)
    found = next((one for one in among if (one.subject_type, one.subject_id, one.version) == key), None)
    if found is None:
        return Pdf(title, "waiting") if is_asked else None
    if found.is_sealed:
        return Pdf(title, "ready", found.token)
    return Pdf(title, "failed" if found.state == Document.State.FAILED else "waiting")
