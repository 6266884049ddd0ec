"""The verifier: receipts, dossiers, logs, their growth and certificates of availability, judged without network or database; no Django."""

import io
from collections.abc import Iterable
from typing import Any, Final

from kardad.evidence import canonical
from kardad.evidence.canonical import Json, NotCanonical
from kardad.evidence.verifying import availability, dossier, growth, log, receipt
from kardad.evidence.verifying.ahead import Ahead, lines_of
from kardad.evidence.verifying.seals import Trust
from kardad.evidence.verifying.verdict import Verdict, unreadable

LONGEST_RECEIPT: Final = 64 * 1024 * 1024


def verify(given: bytes | Iterable[bytes], *, keys: Any = ()) -> Verdict:
    """What is to be said of a file, given whole or line by line, by whoever believes these keys (`keys.json`, or its list).

    Only a receipt is held in memory; of a dossier its hashes, of a log its leaves.
    """
    lines = lines_of(io.BytesIO(given) if isinstance(given, bytes) else given)
    first = next(lines, b"")
    try:
        header = canonical.decode_object(first)
    except NotCanonical:
        header = _whole(first, lines)
    return _by_format(header, lines, Trust.of(keys))


def _by_format(header: Json, lines: Ahead[bytes], trust: Trust) -> Verdict:
    told = str(header.get("format", ""))
    if availability.is_one(header) and not any(line.strip() for line in lines):
        return availability.verify(header, trust)
    if growth.is_one(header) and not any(line.strip() for line in lines):
        return growth.verify(header, trust)
    if told == receipt.FORMAT and not any(line.strip() for line in lines):
        return receipt.verify(header, trust)
    if told == dossier.FORMAT:
        return dossier.verify(header, lines, trust)
    if told == log.FORMAT:
        return log.verify(header, lines, trust)
    return unreadable(told if told in (receipt.FORMAT, "") else "")


def _whole(first: bytes, lines: Ahead[bytes]) -> Json:
    """An object written over several lines; an empty one when it is none."""
    held, size = [first], 0
    for line in lines:
        size += len(line)
        if size > LONGEST_RECEIPT:
            return {}
        held.append(line)
    try:
        return canonical.decode_object(b"".join(held))
    except NotCanonical:
        return {}
