"""The bytes of papers in the storage: sealed like every file, each try in a place of its own that can be found again."""

from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kardad.core import crypto, files
from kardad.core.models import StoredFile
from kardad.documents.models import Document

MEDIA = "application/pdf"


def put(document: Document, stage: str, attempt: int, raw: bytes, *, at: datetime) -> StoredFile:
    """The bytes lie in the storage; their row is not saved yet, that is the action's."""
    stored = StoredFile(
        token=_place(document, stage, attempt),
        name=f"{document.number}.pdf",
        media_type=MEDIA,
        size=len(raw),
        sha256=sha256(raw).hexdigest(),
        scan=StoredFile.Scan.CLEAN,  # nobody but us wrote it
        stored_at=at,
    )
    default_storage.save(files.path_of(stored), ContentFile(crypto.seal_bytes(raw)))
    return stored


def forget(document: Document, stage: str, attempt: int) -> None:
    """Nothing lies in the storage of a try that was killed before it had a row."""
    stray = StoredFile(token=_place(document, stage, attempt))
    if not StoredFile.objects.filter(token=stray.token).exists():
        default_storage.delete(files.path_of(stray))


def _place(document: Document, stage: str, attempt: int) -> str:
    # Keyed, because the document's token stands on the paper for everyone.
    return crypto.blind_index("document.file", f"{document.token}:{document.rounds}:{stage}:{attempt}")[:32]
