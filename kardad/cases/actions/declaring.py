"""A work diary lies with a petition of its writer: the sealed paper of it, and the pictures that were written with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from kardad.cases.actions import drafting
from kardad.cases.models import Case, FilingFile
from kardad.contracts.diaries import About
from kardad.contracts.models import Diary
from kardad.contracts.queries import diary as diaries
from kardad.core.actor import Actor
from kardad.core.models import StoredFile
from kardad.documents import queries as documents
from kardad.documents.models import Document
from kardad.kit.refusal import Refusal

PAPER: Final = "diary"


class NotReady(Refusal):
    """The paper of the diary is not sealed yet."""

    code = "DIARY_WAITING"
    message = "برگه دفترچه هنوز آماده نشده است. چند دقیقه دیگر دوباره همین دکمه را بزنید."


class NotTheirs(Refusal):
    """Only who wrote the diary lays it before a board."""

    code = "DIARY_NOT_THEIRS"
    status = 403
    message = "تنها نویسنده دفترچه می‌تواند آن را همراه دادخواست کند."


def offered(case: Case, by: Actor) -> list[tuple[Diary, About]]:
    """The diaries in which something was written, of the writer of a worker's petition."""
    if case.by_side != "worker" or case.filer_id != by.person_id:
        return []
    return [(one, diaries.about(one)) for one in diaries.of(case.filer).filter(length__gt=0)]


@transaction.atomic
def attach_diary(case: Case, diary: Diary, paper: Document, *, with_files: bool, by: Actor, at: datetime) -> list[FilingFile]:
    """The diary as it was when its paper was made lies with the petition, in the place of what of it lay there unfiled before.

    Raises NotReady, NotTheirs, and what `drafting.attach` raises.
    """
    case, _ = drafting.writing(case, "evidence", by=by)
    if diary.person_id != by.person_id or (paper.subject_type, paper.subject_id) != (Diary._meta.label_lower, diary.pk):
        raise NotTheirs
    if paper.file is None or not paper.is_sealed:
        raise NotReady
    earlier = documents.of(diary).exclude(pk=paper.pk).values("file_id")
    FilingFile.objects.filter(case=case, filing=None, paper=PAPER, file__in=earlier).delete()
    return drafting.lay(case, [paper.file, *(_files(diary) if with_files else ())], paper=PAPER, at=at)


def _files(diary: Diary) -> Sequence[StoredFile]:
    """The pictures and papers that still count, the oldest first."""
    rows = diaries.counting(diary).filter(file__isnull=False).select_related("file").order_by("pk")
    return [row.file for row in rows if row.file]
