"""What one entry is, as an object, as a line of a file and as a row of the database. Knows no Django."""

import re
from typing import Any, Final

from kardad.evidence import canonical
from kardad.evidence.canonical import Json, NotCanonical

DIGEST: Final = re.compile("[0-9a-f]{64}\\Z")
MEMBERS: Final = {"actor", "at", "chain", "data", "kind", "seq", "v"}

Row = tuple[int, int, str, str, str]  # chain, number, kind, body, hash – as the database's columns have them


def split(line: bytes) -> tuple[Json, bytes]:
    """The entry and the hash of a line; raises ValueError or NotCanonical."""
    value = canonical.decode_object(line)
    entry: Any = value.get("entry")
    said = value.get("hash")
    if set(value) != {"entry", "hash"} or not isinstance(entry, dict) or not isinstance(said, str):
        raise ValueError("no entry")
    if not is_entry(entry):
        raise ValueError("no entry")
    return entry, unhex(said)


def is_told_by(row: Row, *, is_seq_asked: bool) -> bool:
    """Whether the columns that are searched by say what was hashed, and its bytes are canonical."""
    _, seq, kind, text, _ = row
    try:
        body = text.encode()
        entry = canonical.decode_object(body)
        is_seq_good = entry["seq"] == seq or not is_seq_asked
        return is_seq_good and entry["kind"] == kind and canonical.encode(entry) == body
    except (NotCanonical, KeyError):
        return False


def named(entry: Json) -> frozenset[str]:
    """The digests that an entry names: of the paper that was sealed, of the files that were filed, of the words that were written."""
    data: Any = entry["data"]
    files = data.get("files")
    told = [data.get("sha256"), data.get("digest"), *(files if isinstance(files, list) else [])]
    return frozenset(one for one in told if isinstance(one, str) and DIGEST.match(one))


def is_entry(entry: Json) -> bool:
    """Whether the members are those of an entry."""
    texts = all(isinstance(entry.get(name), str) for name in ("at", "chain", "kind"))
    objects = all(isinstance(entry.get(name), dict) for name in ("actor", "data"))
    return set(entry) == MEMBERS and texts and objects and is_number(entry["seq"]) and is_first_version(entry)


def is_number(value: Any) -> bool:
    """Whether it is a whole number from 0 that JSON carries exactly."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 53


def is_first_version(value: Json) -> bool:
    """Whether it is of the one version there is."""
    return is_number(value.get("v")) and value["v"] == 1


def unhex(text: Any) -> bytes:
    """The bytes of 64 lower-case hexadecimal digits; raises ValueError."""
    if not isinstance(text, str) or not re.fullmatch("[0-9a-f]{64}", text):
        raise ValueError("no digest")
    return bytes.fromhex(text)
