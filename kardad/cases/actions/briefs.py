"""What a side puts into the file of its case: a brief, evidence, an application; the other side is told that it is there."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kardad.cases import policy, proof
from kardad.cases.actions import common
from kardad.cases.models import Case, Filing, FilingFile
from kardad.cases.queries import following
from kardad.cases.queries.standing import Standing
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.core.models import StoredFile
from kardad.inbox.actions import telling
from kardad.inbox.models import Party
from kardad.inbox.queries import dossiers
from kardad.kit import text
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal

KINDS = (Filing.Kind.BRIEF, Filing.Kind.EVIDENCE, Filing.Kind.APPLICATION)


class NothingFiled(BadInput):
    """A filing says something, or has a file."""

    code = "FILING_EMPTY"
    message = "متنی بنویسید یا فایلی پیوست کنید."


class SessionClosed(Refusal):
    """After the end of the session nothing new comes into the file."""

    code = "FILING_CLOSED"
    message = "پس از ختم جلسه یا صدور رأی، لایحه و مدرک تازه گرفته نمی‌شود. اگر به رأی اعتراض می‌کنید، مدرک را همراه اعتراض بیاورید."


class NotServedYet(Refusal):
    """A side answers what it has read: nothing of it comes into the file before the petition was served on it (N3)."""

    code = "FILING_BEFORE_SERVICE"
    message = (
        "دادخواست هنوز به شما ابلاغ نشده است. با دعوت به جلسه، نسخه آن به شما ابلاغ می‌شود؛ پس از خواندن آن لایحه و مدرک خود را بفرستید."
    )


class TooMany(BadInput):
    """A case holds so many files and no more."""

    code = "FILING_FILES"
    message = "هر بار تا {once} فایل و در هر پرونده تا {most} فایل می‌توانید بفرستید."


class FileUnsafe(BadInput):
    """A file that the scanner found infected is nobody's evidence."""

    code = "FILING_INFECTED"
    message = "در یکی از فایل‌ها ویروس پیدا شد. نسخه سالم آن را بفرستید."


@transaction.atomic
def file(place: Standing, *, kind: str, title: str, words: str, files: Sequence[StoredFile], by: Actor, at: datetime) -> Filing:
    """The file has what the side says and shows; the other side, once the petition was served on it, is told and reads it.

    Sent once more within the same minutes with the same words and files, it lies there once.
    Raises SessionClosed, NotServedYet, NothingFiled, TooMany, FileUnsafe; NotAllowed for who is no side.
    """
    case = common.locked(place.case)
    if place.party is None or kind not in KINDS:
        raise NotAllowed(flow="case", state=case.state, move="file", role=by.role)
    if case.state not in following.TAKES_FILINGS:
        raise SessionClosed
    if awaits_petition(place):
        raise NotServedYet
    if not words.strip() and not files:
        raise NothingFiled(field="words")
    _ensure_room(place, files)
    same = Filing.objects.filter(case=case, party=place.party, by_id=by.somebody, kind=kind, title=title[:160]).order_by("-pk").first()
    if same is not None and (at - same.filed_at).total_seconds() < policy.SAME_FILING and _is_same(same, words, files):
        return same
    return _kept(case, place, by=by, at=at, kind=kind, title=title[:160], text=words, files=files)


def enclose(place: Standing, *, title: str, files: Sequence[StoredFile], by: Actor, at: datetime) -> Filing | None:
    """What a side laid beside another deed of its own is in the file; called inside that deed. Raises TooMany, FileUnsafe."""
    if not files:
        return None
    _ensure_room(place, files)
    return _kept(place.case, place, by=by, at=at, kind=Filing.Kind.EVIDENCE, title=title[:160], text="", files=files)


def awaits_petition(place: Standing, *, is_open: bool | None = None) -> bool:
    """Whether the petition that the side would answer was not served on it yet; `is_open` as `following.filings` takes it."""
    if place.side != Party.Side.RESPONDENT:
        return False
    return not (following.petition_is_open(place) if is_open is None else is_open)


def _kept(case: Case, place: Standing, *, by: Actor, at: datetime, files: Sequence[StoredFile], **said: str) -> Filing:
    """The filing stands with its files, in the chain by their hashes; the others are told."""
    if place.party is None:
        raise NotAllowed(flow="case", state=case.state, move="file", role=by.role)
    made = Filing.objects.create(case=case, party=place.party, by_id=by.somebody, filed_at=at, shown_at=at, **said)
    FilingFile.objects.bulk_create(FilingFile(case=case, filing=made, file=one, added_at=at) for one in files)
    what = made.get_kind_display()
    shown = {"side": place.party.get_side_display(), "what": what}
    hashes = sorted(one.sha256 for one in files)
    digest = proof.digest(made.text)
    proof.note(case, "filing.filed", by=by, at=at, filing=made.pk, party=place.party.pk, digest=digest, files=hashes, **shown)
    record("filing.filed", made, by=by, at=at, number=case.class_number or case.number or "", what=what)
    _tell_others(place, made, at=at)
    return made


def _ensure_room(place: Standing, files: Sequence[StoredFile]) -> None:
    """Each side has room of its own, however much the others filed."""
    if any(one.scan == StoredFile.Scan.INFECTED for one in files):
        raise FileUnsafe(field="files")
    have = FilingFile.objects.filter(case=place.case, filing__party=place.party)[: policy.FILES_A_CASE + 1].count()
    if len(files) > policy.FILES_A_FILING or have + len(files) > policy.FILES_A_CASE:
        once, most = text.to_persian_digits(policy.FILES_A_FILING), text.to_persian_digits(policy.FILES_A_CASE)
        raise TooMany(field="files", once=once, most=most)


def _is_same(filing: Filing, words: str, files: Sequence[StoredFile]) -> bool:
    kept = {row.file.sha256 for row in filing.files.select_related("file")}
    return filing.text == words and kept == {one.sha256 for one in files}


def _tell_others(place: Standing, made: Filing, *, at: datetime) -> None:
    """The other sides that read the petition already are told; one that does not yet finds it there when it does."""
    case = place.case
    for party in Party.objects.filter(dossier=case.dossier_id).exclude(pk=place.party.pk if place.party else 0):
        if not following.petition_is_open(Standing(case, place.person, party)):
            continue
        agent = dossiers.representation(party, at=at)
        readers = {one.pk: one for one in [*dossiers.persons_of(party), *([agent.agent] if agent else [])]}
        for person in readers.values():
            telling.tell(
                person,
                "filing.filed",
                about=made,
                url=f"/panel/cases/{case.token}/",
                at=at,
                dossier=case.dossier,
                number=case.class_number or case.number or "",
                side=place.party.get_side_display() if place.party else "",
                what=made.get_kind_display(),
            )
