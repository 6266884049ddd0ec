"""Uploads of a petition: what was chosen is scanned and kept before the action that attaches it begins its transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile

from kardad.cases import policy
from kardad.core import files, limits
from kardad.core.models import StoredFile
from kardad.kit import text
from kardad.kit.refusal import Refusal


@dataclass(slots=True)
class Kept:
    """The files that were kept, in the order in which they were chosen, and why the others were not."""

    files: list[StoredFile] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def keep(chosen: Sequence[UploadedFile], *, owner_id: int, at: datetime) -> Kept:
    """Every file is kept or refused by its name; one that is refused does not take the others with it."""
    kept = Kept()
    if len(chosen) > policy.FILES_A_FILING:
        kept.refused.append(text.to_persian_digits(f"هر بار تا {policy.FILES_A_FILING} فایل بفرستید؛ {len(chosen)} فایل انتخاب کرده‌اید."))
        return kept
    for upload in chosen:
        try:
            limits.allow("case-files", str(owner_id), limit=2 * policy.FILES_A_CASE, at=at, window=timedelta(days=1))
            upload.seek(0)
            kept.files.append(files.store(upload, owner_id=owner_id, at=at))
        except Refusal as refusal:
            kept.refused.append(f"«{text.display(upload.name or '')}»: {refusal.text}")
    return kept
