"""The enforcement package: the papers that go to the court, in one ZIP for the office and the creditor."""

import io
from dataclasses import dataclass
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import Model

from kardad.cases import carrying_out
from kardad.cases.actions.serving import CERTIFICATE
from kardad.cases.models import Case, Enforcement
from kardad.cases.queries import enforcing as queries
from kardad.core import files
from kardad.documents import queries as documents
from kardad.documents.models import Document
from kardad.evidence import bundling, check
from kardad.evidence.check import known
from kardad.inbox import certifying
from kardad.inbox.models import Delivery, Notice
from kardad.inbox.queries import deliveries
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.kit.text import to_persian_digits

READ_ME, CHECK = "راهنما.txt", "kardad-check.html"
NAMES = {carrying_out.REQUEST: "1-request", carrying_out.COPY: "2-decision", carrying_out.RECALL: "9-recall"}


class NotReady(Refusal):
    """A package lacks nothing, or it is not given out."""

    code = "PACKAGE_NOT_READY"
    status = 409
    message = "هنوز همه برگه‌های بسته مهر نشده است. چند دقیقه دیگر دوباره بگیرید."


@dataclass(frozen=True, slots=True)
class Piece:
    """One paper of the package: what it is called, and the paper once it was asked for."""

    name: str
    title: str
    document: Document | None

    @property
    def is_ready(self) -> bool:
        """Whether it is sealed."""
        return self.document is not None and self.document.is_sealed


def pieces(enforcement: Enforcement) -> list[Piece]:
    """Every paper of the package, in the order in which the court reads it."""
    notice, copy = _certificate(enforcement)
    served = _served(enforcement)
    papers: dict[tuple[str, int, str], Document] = {}
    for paper in documents.about([enforcement, *served, *([copy] if copy else [])]).defer(None).select_related("file"):
        papers.setdefault((paper.subject_type, paper.subject_id, paper.kind), paper)  # the newest of each

    def of(subject: Model, kind: str) -> Document | None:
        return papers.get((subject._meta.label_lower, subject.pk, kind))

    own = {kind: Piece(f"{name}.pdf", held.title, held) for kind, name in NAMES.items() if (held := of(enforcement, kind))}
    recalled = own.pop(carrying_out.RECALL, None)
    found = list(own.values())
    for place, one in enumerate(served, start=1):
        if proof := of(one, certifying.KIND):
            found.append(Piece(f"3-service-{place}.pdf", f"{proof.title}: {one.party.name}", proof))
    if notice is not None:
        found.append(Piece("4-finality.pdf", notice.title, of(copy, CERTIFICATE) if copy else None))
    return [*found, recalled] if recalled else found


def written(case: Case, enforcement: Enforcement, *, at: datetime) -> bytes:
    """The ZIP with every paper, the page that checks them without a network, and what is what. Raises NotReady."""
    rows = pieces(enforcement)
    if not all(one.is_ready for one in rows):
        raise NotReady
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as into:
        for one in rows:
            if one.document is not None and one.document.file is not None:
                into.writestr(one.name, files.read(one.document.file))
        into.writestr(CHECK, check.page(known.everything(at=at), on=calendar.tehran_day(at)).html)
        into.writestr(READ_ME, _told(case, enforcement, rows, at))
        bundling.seal(into, at=at)
    return held.getvalue()


def _served(enforcement: Enforcement) -> list[Delivery]:
    decision = enforcement.decision
    reading = queries.decisions.as_corrected(decision)
    return queries.services(queries.Due(decision, reading, 0, 0, ()))


def _certificate(enforcement: Enforcement) -> tuple[Notice | None, Delivery | None]:
    """The certificate of finality that was given last before the request, and the creditor's copy of it."""
    rows = Notice.objects.filter(dossier=enforcement.case.dossier_id, code=CERTIFICATE, placed_at__lte=enforcement.requested_at)
    notice = rows.order_by("pk").last()
    return notice, deliveries.of_record(notice, enforcement.party) if notice else None


def _told(case: Case, enforcement: Enforcement, rows: list[Piece], at: datetime) -> str:
    number = to_persian_digits(enforcement.decision.number or "")
    said = [
        f"بسته اجرای رأی {number}، پرونده {to_persian_digits(case.class_number or case.number or '')}",
        f"برای: {enforcement.court}",
        f"گرفته‌شده در {calendar.with_time(at)}",
        "",
        *(f"{one.name}: {one.title}" for one in rows),
        "",
        f"هر برگه مهر دیجیتال دارد. برای سنجیدن، پرونده {CHECK} را در مرورگر باز کنید و برگه را به آن بدهید؛ به اینترنت نیازی نیست.",
    ]
    return "\n".join(said) + "\n"
