"""An exported ZIP (`kardad-manifest/1`): its signed manifest names every file, so that one taken out or put in is told. Knows no Django."""

import struct
import zlib
from hashlib import file_digest
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from kardad.evidence import canonical
from kardad.evidence.canonical import Json, NotCanonical
from kardad.evidence.verifying.availability import MOMENT
from kardad.evidence.verifying.entries import is_first_version, unhex
from kardad.evidence.verifying.seals import Place, Trust, judge_signature
from kardad.evidence.verifying.verdict import Verdict, unreadable

FORMAT: Final = "kardad-manifest/1"
NAME: Final = "manifest.json"
LARGEST: Final = 16 * 1024 * 1024  # of a manifest
MEMBERS: Final = {"statement", "key", "signature", "keys"}
STATEMENT: Final = {"files", "format", "made_at", "v"}
END: Final = struct.Struct("<4s4H2LH")  # the last record of a ZIP, as long as it is without a comment
UNREADABLE: Final = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error)


class NotOurs(ValueError):
    """The ZIP or its manifest is not of the promised shape."""


def verify(held: IO[bytes], *, keys: Any = ()) -> tuple[Verdict, list[ZipInfo]]:
    """The verdict on the ZIP as a whole, and those files in its folders that can be read and are still to be judged one by one."""
    try:
        _ensure_whole(held)
        with ZipFile(held) as opened:
            parts = [one for one in opened.infolist() if not one.is_dir()]
            found: dict[str, list[str | None]] = {}
            for one in parts:
                found.setdefault(one.filename, []).append(_digest(opened, one))
            readable = [one for one in parts if "/" in one.filename and None not in found[one.filename]]
            try:
                told = _manifest(opened, len(found.pop(NAME, [])))
            except (NotOurs, NotCanonical, *UNREADABLE):
                return unreadable(FORMAT), readable
    except (NotOurs, *UNREADABLE):
        return unreadable(FORMAT), []
    return _judged(told, found, Trust.of(keys)), readable


def _judged(told: Json, found: dict[str, list[str | None]], trust: Trust) -> Verdict:
    verdict = Verdict(FORMAT)
    statement: Json = told["statement"]
    judge_signature(statement, told["signature"], statement["made_at"], Place(verdict, trust.beside(told["keys"])), key=told["key"])
    listed: dict[str, str] = dict(statement["files"])
    for name in sorted({*listed, *found}):
        if name not in found:
            verdict.find("FILE_MISSING", detail=name)
        elif name not in listed or len(found[name]) > 1:
            verdict.find("FILE_ADDED", detail=name)
        elif found[name] != [listed[name]]:
            verdict.find("FILE_ALTERED", detail=name)
    return verdict


def _ensure_whole(held: IO[bytes]) -> None:
    """The ZIP ends with its own directory and nothing stands after it; raises NotOurs."""
    size = held.seek(0, 2)
    if size < END.size:
        raise NotOurs("too short")
    held.seek(size - END.size)
    sign, disk, first, here, every, length, begins, comment = END.unpack(held.read(END.size))
    is_alone = (sign, disk, first, comment) == (b"PK\x05\x06", 0, 0, 0) and here == every
    if not is_alone or begins + length != size - END.size:
        raise NotOurs("no end")


def _digest(opened: ZipFile, one: ZipInfo) -> str | None:
    """What the bytes of a file are; None where they cannot be read."""
    if one.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return None
    try:
        with opened.open(one) as lines:
            return file_digest(lines, "sha256").hexdigest()  # type: ignore[arg-type]
    except UNREADABLE:
        return None


def _manifest(opened: ZipFile, count: int) -> Json:
    """The manifest, whose members are what they should be; raises NotOurs."""
    if count != 1 or opened.getinfo(NAME).file_size > LARGEST:
        raise NotOurs("no manifest")
    told = canonical.decode_object(opened.read(NAME))
    statement = told.get("statement")
    if set(told) != MEMBERS or not isinstance(statement, dict) or set(statement) != STATEMENT or statement["format"] != FORMAT:
        raise NotOurs("members")
    texts = (told["key"], told["signature"], statement["made_at"])
    if not all(isinstance(one, str) for one in texts) or not isinstance(told["keys"], list) or not is_first_version(statement):
        raise NotOurs("members")
    if not MOMENT.fullmatch(statement["made_at"]) or not isinstance(statement["files"], list):
        raise NotOurs("members")
    if not all(_is_row(one) for one in statement["files"]) or len({one[0] for one in statement["files"]}) < len(statement["files"]):
        raise NotOurs("files")
    return told


def _is_row(one: Any) -> bool:
    if not isinstance(one, list) or len(one) != 2 or not all(isinstance(part, str) for part in one):
        return False
    try:
        return len(unhex(one[1])) == 32
    except ValueError:
        return False
