"""Stored files: sniffed, sized, hashed, scanned and sealed; served only through an app's own `access`."""

import zipfile
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from urllib.parse import quote

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet
from django.http import HttpResponse

from kardad.core import crypto, outside
from kardad.core.actor import SYSTEM
from kardad.core.history import record
from kardad.core.models import StoredFile
from kardad.gateways.scanner.port import Clean, Infected
from kardad.kit import text
from kardad.kit.refusal import BadInput, Refusal

KINDS = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg", ".jfif"),
    "image/png": (".png",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
}
# How people call each kind, in the order in which they are told; a photo is one kind to them.
_PHOTO = "عکس (JPG یا PNG)"
_NAMES = {
    "image/jpeg": _PHOTO,
    "image/png": _PHOTO,
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word (DOCX)",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel (XLSX)",
}
PAPERS = ("application/pdf", "image/jpeg", "image/png")
UNPACKED_LIMIT = 100 * 1024 * 1024
SCAN_RETRY = timedelta(minutes=5)


class EmptyFile(BadInput):
    """Nothing was in the file."""

    code = "FILE_EMPTY"
    message = "این پرونده خالی است. پرونده دیگری انتخاب کنید."


class FileTooLarge(BadInput):
    """The file is over the cap."""

    code = "FILE_TOO_LARGE"
    message = "این پرونده بزرگ‌تر از {limit} مگابایت است. عکس را کوچک‌تر کنید یا چند پرونده بفرستید."


class WrongKind(BadInput):
    """The bytes are not of a kind that is taken here, whatever the name says."""

    code = "FILE_KIND"
    message = "این پرونده پذیرفته نیست. {kinds} بفرستید."


class InfectedFile(Refusal):
    """The scanner found something."""

    code = "FILE_INFECTED"
    status = 422
    message = "در این پرونده بدافزار پیدا شد و نگه داشته نشد."


class NotScanned(Refusal):
    """The file waits for the scanner; it is not served before."""

    code = "FILE_WAITING"
    status = 409
    message = "این پرونده هنوز بررسی ایمنی نشده است. چند دقیقه دیگر دوباره باز کنید."


def check(name: str, raw: bytes, *, kinds: tuple[str, ...] = PAPERS) -> str:
    """The media type of the bytes, or the refusal: empty, too large, wrong kind, a packed bomb."""
    if not raw:
        raise EmptyFile
    if len(raw) > settings.UPLOAD_MAX_BYTES:
        raise FileTooLarge(limit=text.to_persian_digits(str(settings.UPLOAD_MAX_BYTES // 1024 // 1024)))
    media_type = sniff(raw)
    # A phone names a JPEG «.png»: among the kinds taken the bytes decide; a name that says «.exe» stays out.
    if media_type not in kinds or suffix_of(name) not in {suffix for kind in kinds for suffix in KINDS[kind]}:
        raise WrongKind(kinds=accepted(kinds))
    if media_type.startswith("application/vnd") and _unpacked_size(raw) > UNPACKED_LIMIT:
        raise FileTooLarge(limit=text.to_persian_digits(str(UNPACKED_LIMIT // 1024 // 1024)))
    return media_type


def accepted(kinds: tuple[str, ...]) -> str:
    """These kinds as people call them: «عکس (JPG یا PNG)، PDF یا Word (DOCX)»."""
    *others, last = dict.fromkeys(name for kind, name in _NAMES.items() if kind in kinds)
    return f"{'، '.join(others)} یا {last}" if others else last


def suffix_of(name: str) -> str:
    """The last part of the name with its dot, in small letters; empty when there is none."""
    return "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""


def named(name: str, media_type: str) -> str:
    """The name with a suffix that is true of the bytes."""
    if suffix_of(name) in KINDS[media_type]:
        return name
    return name.rsplit(".", 1)[0] + KINDS[media_type][0]


def sniff(raw: bytes) -> str:
    """What the bytes themselves say they are; empty when unknown."""
    try:
        return str(puremagic.from_string(raw, mime=True))
    except (puremagic.PureError, ValueError):
        return ""


def store(upload: UploadedFile, *, owner_id: int | None, at: datetime, kinds: tuple[str, ...] = PAPERS) -> StoredFile:
    """Check, scan, seal and keep an upload. Not for use inside a transaction: the scanner is asked."""
    if upload.size and upload.size > settings.UPLOAD_MAX_BYTES:
        raise FileTooLarge(limit=text.to_persian_digits(str(settings.UPLOAD_MAX_BYTES // 1024 // 1024)))
    outside.ensure_no_transaction()
    raw = upload.read()
    media_type = check(upload.name or "", raw, kinds=kinds)
    verdict = outside.scanner().scan(raw)
    if isinstance(verdict, Infected):
        raise InfectedFile
    clean = isinstance(verdict, Clean)
    stored = StoredFile(
        name=named(text.display(upload.name or ""), media_type)[-200:],
        media_type=media_type,
        size=len(raw),
        sha256=sha256(raw).hexdigest(),
        scan=StoredFile.Scan.CLEAN if clean else StoredFile.Scan.WAITING,
        scan_due_at=None if clean else at + SCAN_RETRY,
        owner_id=owner_id,
        stored_at=at,
    )
    default_storage.save(path_of(stored), ContentFile(crypto.seal_bytes(raw)))
    stored.save()
    return stored


def read(stored: StoredFile) -> bytes:
    """The bytes as they came in."""
    with default_storage.open(path_of(stored)) as handle:
        return crypto.unseal_bytes(handle.read())


def answer(stored: StoredFile) -> HttpResponse:
    """The download; only clean files leave, and never as something the browser would run."""
    if stored.scan != StoredFile.Scan.CLEAN:
        raise NotScanned
    response = HttpResponse(read(stored), content_type=stored.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.name)}"
    response["Cache-Control"] = "no-store"
    return response


def orphans(at: datetime) -> QuerySet[StoredFile]:
    """Files of yesterday or before that no row of any app points to: the action after the upload was refused."""
    found = StoredFile.objects.filter(stored_at__lt=at - timedelta(days=1)).order_by("pk")
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            found = found.filter(~Exists(relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})))
    return found


def drop(stored: StoredFile) -> None:
    """The file is gone, row and bytes; whoever pointed at it has let go of it."""
    path = path_of(stored)
    stored.delete()
    default_storage.delete(path)


def rescan(stored: StoredFile, *, at: datetime) -> None:
    """Ask the scanner again about a file that waits; what is infected loses its bytes."""
    verdict = outside.scanner().scan(read(stored))
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().get(pk=stored.pk)
        if isinstance(verdict, Clean):
            row.scan, row.scan_due_at = StoredFile.Scan.CLEAN, None
        elif isinstance(verdict, Infected):
            row.scan, row.scan_due_at = StoredFile.Scan.INFECTED, None
            record("file.infected", row, by=SYSTEM, at=at, person_id=row.owner_id)
        else:
            row.scan_due_at = at + SCAN_RETRY
        row.save(update_fields=["scan", "scan_due_at"])
    if isinstance(verdict, Infected):
        default_storage.delete(path_of(stored))


def path_of(stored: StoredFile) -> str:
    """Where the sealed bytes lie in the storage."""
    return f"{stored.token[:2]}/{stored.token}"


def _unpacked_size(raw: bytes) -> int:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise WrongKind(kinds=accepted(tuple(KINDS))) from error
