"""The export package of a contract: its sealed papers, what was signed as data, the receipts of its events, the page that checks them."""

import io
import json
from collections.abc import Iterator
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile

from kardad.contracts import papers, trail
from kardad.contracts.models import Contract, Version
from kardad.core import files
from kardad.documents import queries as documents
from kardad.evidence import bundling, check
from kardad.evidence import queries as evidence
from kardad.evidence.check import known
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.kit.text import to_persian_digits

READ_ME, CHECK = "راهنما.txt", "kardad-check.html"
MOST = 60  # wordings of one contract in its package
PROVEN = ("contract.signature", "contract.witnessed", "contract.signed", "contract.copies")  # the events whose receipts go along


class NotReady(Refusal):
    """A package lacks nothing, or it is not given out."""

    code = "CONTRACT_PACKAGE"
    status = 409
    message = "هنوز همه برگه‌های این قرارداد مهر نشده است. چند دقیقه دیگر دوباره بگیرید."


def versions(contract: Contract) -> list[Version]:
    """The wordings that both sides signed, the oldest first."""
    rows = list(contract.versions.filter(state="signed").order_by("pk")[:MOST])
    for one in rows:
        one.contract = contract
    return rows


def written(contract: Contract, *, at: datetime) -> bytes:
    """The ZIP, whose signed manifest names every file of it. Raises NotReady."""
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as into:
        for version in versions(contract):
            for name, body in _of_version(version):
                into.writestr(name, body)
        for name, body in _receipts(contract):
            into.writestr(name, body)
        into.writestr(CHECK, check.page(known.everything(at=at), on=calendar.tehran_day(at)).html)
        into.writestr(READ_ME, _told(contract, at))
        bundling.seal(into, at=at)
    return held.getvalue()


def _of_version(version: Version) -> Iterator[tuple[str, bytes | str]]:
    """The paper, the receipt of its seal, and the words letter by letter: their SHA-256 stands on the paper and in the receipts."""
    paper = papers.of(version)
    if paper is None or paper.file is None or not paper.is_sealed:
        raise NotReady
    name = f"{version.kind}-{version.number}"
    yield f"papers/{name}.pdf", files.read(paper.file)
    yield f"data/{name}.json.txt", version.words
    entry = documents.sealing(paper)
    if entry is not None:
        yield f"receipts/{name}-paper.json", json.dumps(evidence.receipt(entry), ensure_ascii=False, indent=1)


def _receipts(contract: Contract) -> Iterator[tuple[str, str]]:
    for entry in trail.entries(contract):
        if entry.kind in PROVEN:
            name = f"receipts/{entry.seq}-{entry.kind.partition('.')[2]}.json"
            yield name, json.dumps(evidence.receipt(entry), ensure_ascii=False, indent=1)


def _told(contract: Contract, at: datetime) -> str:
    number = to_persian_digits(contract.number or "")
    said = [
        f"قرارداد کار شماره {number}",
        f"گرفته‌شده در {calendar.with_time(at)}",
        "",
        "papers: برگه‌های مهرشده؛ هر کدام امضای دیجیتال دارد.",
        "data: همان متن‌های امضاشده به شکل داده (JSON)، حرف به حرف. چکیده هر کدام روی برگه آن و در رسیدها آمده است.",
        "receipts: رسید امضاها و مهرها.",
        "",
        f"برای سنجیدن، {CHECK} را در مرورگر باز کنید و همین بسته را به آن بدهید؛ به اینترنت و به ما نیازی نیست.",
        "این بسته نسخه اداره کار است (تبصره ماده ۱۰ قانون کار) و جای ثبت قرارداد در سامانه وزارت کار را نمی‌گیرد.",
    ]
    return "\n".join(said) + "\n"
