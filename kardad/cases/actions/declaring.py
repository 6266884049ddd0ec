"""A work diary of a side: a petition begins from it, and its sealed paper with its pictures lies with one, or in a case that goes on."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction

from kardad.cases import from_diary, petition
from kardad.cases.actions import briefs, drafting
from kardad.cases.actions.drafting import For
from kardad.cases.models import Case, Filing, FilingFile
from kardad.cases.queries import following
from kardad.cases.queries.standing import Standing
from kardad.contracts.diaries import About
from kardad.contracts.models import Diary
from kardad.contracts.queries import diary as diaries
from kardad.core.actor import Actor
from kardad.core.models import StoredFile
from kardad.documents import queries as documents
from kardad.documents.models import Document
from kardad.inbox.models import Party
from kardad.kit.refusal import Refusal
from kardad.people.models import Person

PAPER: Final = "diary"


class NotReady(Refusal):
    """The paper of the diary is not sealed yet."""

    code = "DIARY_WAITING"
    message = "برگه دفترچه هنوز آماده نشده است. چند دقیقه دیگر دوباره همین دکمه را بزنید."


class NotTheirs(Refusal):
    """Only who wrote the diary lays it before a board."""

    code = "DIARY_NOT_THEIRS"
    status = 403
    message = "تنها نویسنده دفترچه می‌تواند آن را، به عنوان کارگر و برای خودش، به هیئت بدهد."


@transaction.atomic
def begin_with_diary(person: Person, whom: For, diary: Diary, *, by: Actor, at: datetime) -> Case:
    """As `begin`, with employer, workshop and work as the diary's heading names them. Raises NotTheirs, and what `begin` raises."""
    if diary.person_id != person.pk or whom != For(side="worker"):
        raise NotTheirs
    case, about = drafting.begin(person, whom, by=by, at=at), diaries.about(diary)
    held = replace(petition.read(case.petition), respondents=(from_diary.respondent(about),))
    held = petition.told(held, "workshop", from_diary.workshop(about))
    return drafting.kept(case, petition.told(held, "employment", from_diary.employment(about)), at=at)


def offered_to(place: Standing) -> list[tuple[Diary, About]]:
    """The diaries in which something was written, of who is himself the worker's side of a case that takes filings."""
    side = Party.Side.CLAIMANT if place.case.by_side == "worker" else Party.Side.RESPONDENT
    if place.party is None or place.party.side != side or place.party.person_id != place.person.pk:
        return []
    if place.case.state not in following.TAKES_FILINGS or briefs.awaits_petition(place):
        return []
    return [(one, diaries.about(one)) for one in diaries.of(place.person).filter(length__gt=0)]


@transaction.atomic
def file_diary(place: Standing, diary: Diary, paper: Document, *, with_files: bool, by: Actor, at: datetime) -> Filing:
    """The diary as it was when its paper was made is evidence in a case that goes on; the other side is told.

    Raises NotReady, NotTheirs, and what `briefs.file` raises.
    """
    if diary.person_id != by.person_id or diary.pk not in [one.pk for one, _ in offered_to(place)]:
        raise NotTheirs
    title = f"دفترچه کار «{diaries.about(diary).workplace}»"
    files = _whole(diary, paper, with_files=with_files)
    return briefs.file(place, kind=Filing.Kind.EVIDENCE, title=title, words="", files=files, by=by, at=at)


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
    if diary.person_id != by.person_id:
        raise NotTheirs
    files = _whole(diary, paper, with_files=with_files)
    earlier = documents.of(diary).exclude(pk=paper.pk).values("file_id")
    FilingFile.objects.filter(case=case, filing=None, paper=PAPER, file__in=earlier).delete()
    return drafting.lay(case, files, paper=PAPER, at=at)


def _whole(diary: Diary, paper: Document, *, with_files: bool) -> list[StoredFile]:
    """The sealed paper of this diary, and where wanted its pictures that count, the oldest first. Raises NotReady, NotTheirs."""
    if (paper.subject_type, paper.subject_id) != (Diary._meta.label_lower, diary.pk):
        raise NotTheirs
    if paper.file is None or not paper.is_sealed:
        raise NotReady
    rows = diaries.counting(diary).filter(file__isnull=False).select_related("file").order_by("pk") if with_files else ()
    return [paper.file, *(row.file for row in rows if row.file)]
