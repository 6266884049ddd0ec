"""Uploads: what was chosen in a form is scanned and kept before the action that needs it begins its transaction."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile

from kardad.core import files, limits
from kardad.people import policy


def keep(chosen: dict[str, UploadedFile], *, person_id: int | None, at: datetime) -> dict[str, int]:
    """The stored file's id for each kind of paper; refuses what `core.files` refuses, and more in a day than anybody needs."""
    kept = {}
    for kind, upload in chosen.items():
        limits.allow("files", str(person_id), limit=policy.FILES_A_DAY, at=at, window=timedelta(days=1))
        upload.seek(0)
        kept[kind] = files.store(upload, owner_id=person_id, at=at).pk
    return kept
