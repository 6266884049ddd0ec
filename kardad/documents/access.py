"""Who may read a paper: whoever the room of its subject says. A room that says nothing lets nobody in."""

from collections.abc import Callable

from django.http import Http404

from kardad.core.actor import Actor
from kardad.documents.models import Document
from kardad.kit.refusal import Refusal

Reader = Callable[[Actor, Document], bool]
READERS: dict[str, Reader] = {}


class NotReady(Refusal):
    """The paper is not sealed yet; nothing is given out before."""

    code = "DOCUMENT_WAITING"
    status = 409
    message = "این برگ در حال آماده شدن است. چند دقیقه دیگر دوباره باز کنید."


def register(subject_type: str) -> Callable[[Reader], Reader]:
    """Register who may read the papers about things of one type (`inbox.notice`): in the `receivers.py` of the room that owns them."""

    def keep(reader: Reader) -> Reader:
        READERS[subject_type] = reader
        return reader

    return keep


def may_read(actor: Actor, document: Document) -> bool:
    """Whether the room of the paper's subject lets the actor read it."""
    reader = READERS.get(document.subject_type)
    try:
        return reader is not None and reader(actor, document)
    except Http404:
        return False


def document(actor: Actor, token: str) -> Document:
    """The paper, when the room of its subject lets the actor read it; else 404. Raises NotReady before it is sealed."""
    found = Document.objects.select_related("file").filter(token=token).first()
    reader = READERS.get(found.subject_type) if found else None
    if found is None or reader is None or not reader(actor, found):
        raise Http404
    if not found.is_sealed:
        raise NotReady
    return found
