"""One paper that is shown: scanned and kept before the action that attaches it begins its transaction."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from kardad.core import files, limits
from kardad.core.models import StoredFile

A_DAY = 60  # papers of one person


def keep(request: HttpRequest, upload: Any, *, at: datetime) -> StoredFile | None:
    """The paper that was chosen, kept; None where none was. Raises what `core.files.store` and `limits.allow` raise."""
    if not upload:
        return None
    owner = request.actor.somebody
    limits.allow("contract-papers", str(owner), limit=A_DAY, at=at, window=timedelta(days=1))
    upload.seek(0)
    return files.store(upload, owner_id=owner, at=at)
