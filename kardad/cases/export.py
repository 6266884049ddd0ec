"""A case whole in one file that is checked without us: papers, what sides filed, the chain or its receipts, the page that reads them."""

import json
from collections.abc import Iterable
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from kardad.cases import shown
from kardad.cases.models import Case, Filing
from kardad.cases.queries import following
from kardad.cases.queries.standing import Standing
from kardad.core import files
from kardad.core.actor import Actor
from kardad.core.models import StoredFile
from kardad.documents import access as papers
from kardad.documents import queries as documents
from kardad.documents.models import Document
from kardad.evidence import bundling, check
from kardad.evidence import queries as evidence
from kardad.evidence.check import known
from kardad.inbox import bundle
from kardad.inbox.models import Delivery
from kardad.kit import calendar

ASKING = "با فرمان kardad verify همه این بسته یک‌جا سنجیده می‌شود."
LEFT = "برگه این ابلاغیه‌ها در این بسته نیست، چون هنوز بازشان نکرده‌اید، محرمانه‌اند یا مهر نشده‌اند: "


def whole(case: Case, *, at: datetime) -> IO[bytes]:
    """The ZIP for staff: the chain of the dossier, every sealed paper, every filing; read from its beginning, gone when closed."""
    chain = evidence.chain_of(case.dossier) if case.dossier else None
    if chain is None:
        raise LookupError(f"case {case.pk} is not filed")
    sealed = list(documents.of_chain(chain))
    held = TemporaryFile()  # noqa: SIM115 – the answer closes it
    with ZipFile(held, "w", ZIP_DEFLATED) as into:
        lines = evidence.dossier(chain, papers=[(_name(one), one.sha256) for one in sealed], made_at=at)
        into.writestr("proof/case.dossier.jsonl", b"".join(lines))
        _papers(into, sealed)
        _filings(into, Filing.objects.filter(case=case).prefetch_related("files__file").order_by("pk"))
        _beside(into, case, said=["در پوشه proof همه رویدادهای پرونده است، هر کدام بسته به رویداد پیش از خود."], at=at)
    held.seek(0)
    return held


def part(place: Standing, *, is_fresh: bool, by: Actor, at: datetime) -> IO[bytes]:
    """The ZIP for a side: what it may read, and the receipt of every step that it is told; of the other side's service nothing."""
    case = place.case
    if case.dossier is None:
        raise LookupError(f"case {case.pk} is not filed")
    ways, may_read = bundle.yours(case.dossier, place.person, is_fresh=is_fresh, at=at)
    chain = evidence.chain_of(case.dossier)
    delivered = Delivery._meta.label_lower
    own = [one for one in documents.of_chain(chain) if one.subject_type != delivered and papers.may_read(by, one)] if chain else []
    held = TemporaryFile()  # noqa: SIM115 – the answer closes it
    with ZipFile(held, "w", ZIP_DEFLATED) as into:
        left = bundle.put(into, ways, may_read=may_read)
        _papers(into, own)
        _filings(into, following.filings(place).order_by("pk"))
        for entry in following.proofs(place):
            name = f"receipts/case-{entry.seq}-{entry.kind.replace('.', '-')}.json"
            into.writestr(name, json.dumps(evidence.receipt(entry), ensure_ascii=False, indent=1))
        said = ["در پوشه receipts رسید هر گام پرونده است که به شما گفته شده، و هر گام ابلاغ برگه‌های شما."]
        if left:
            said += [LEFT + "، ".join(one.notice.number or "بی‌شماره" for one in left)]
        _beside(into, case, said=said, at=at)
    held.seek(0)
    return held


def _papers(into: ZipFile, sealed: Iterable[Document]) -> None:
    for one in sealed:
        if one.file:
            into.writestr(f"papers/{_name(one)}", files.read(one.file))


def _filings(into: ZipFile, rows: Iterable[Filing]) -> None:
    for filing in rows:
        folder = f"filings/{filing.pk}"
        if filing.text:
            into.writestr(f"{folder}/text.txt", filing.text)  # letter by letter: its digest is in the entry
        for row in filing.files.all():
            if row.file.scan != StoredFile.Scan.CLEAN:
                continue  # nothing leaves before it was looked at
            ending = row.file.name.rpartition(".")[2]
            into.writestr(f"{folder}/{row.pk}.{ending}", files.read(row.file))


def _beside(into: ZipFile, case: Case, *, said: list[str], at: datetime) -> None:
    into.writestr(bundle.CHECK, check.page(known.everything(at=at), on=calendar.tehran_day(at)).html)
    title = case.dossier.title if case.dossier else ""
    told = [
        f"پرونده {case.class_number or case.number}: {title}",
        f"وضعیت: {shown.state(case)}",
        f"گرفته‌شده در {calendar.with_time(at)}",
        "",
        "در پوشه papers برگه‌های مهرشده است و در پوشه filings آنچه طرف‌ها در پرونده گذاشته‌اند.",
        *said,
        f"برای سنجیدن، {bundle.CHECK} را از بسته بیرون بیاورید، در مرورگر بگشایید و همین بسته را، بازنشده، به آن بدهید.",
        f"فهرست امضاشده همه فایل‌ها در {bundling.NAME} است: فایلی که برداشته، افزوده یا عوض شود با نامش گفته می‌شود.",
        "به اینترنت و به ما نیازی نیست.",
        ASKING,
    ]
    into.writestr(bundle.READ_ME, "\n".join(told) + "\n")
    bundling.seal(into, at=at)


def _name(document: Document) -> str:
    return f"{document.number}.pdf".replace("/", "-")
