"""What a person takes away of a dossier in one file: his papers, the receipts of every step of his, and the page that checks them."""

import io
import json
from collections.abc import Iterator
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile

from kardad.core import files
from kardad.documents import queries as documents
from kardad.evidence import bundling, check
from kardad.evidence import queries as evidence
from kardad.evidence.check import known
from kardad.inbox.models import Delivery, Dossier, Letter
from kardad.inbox.queries import deliveries
from kardad.kit import calendar
from kardad.people.models import Person

READ_ME = "راهنما.txt"
CHECK = "kardad-check.html"
MOST = 200  # papers of one dossier in its file


def written(dossier: Dossier, ways: list[Delivery], *, may_read: set[int], at: datetime) -> bytes:
    """The ZIP: of each delivery its receipts, and of those in `may_read` the sealed papers too, with the receipts of their seals.

    Of the other side no step goes out: whoever is a party sees its days of service, and the chain has more.
    """
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as into:
        left = put(into, ways, may_read=may_read)
        into.writestr(CHECK, check.page(known.everything(at=at), on=calendar.tehran_day(at)).html)
        into.writestr(READ_ME, _told(dossier, left, at))
        bundling.seal(into, at=at)
    return held.getvalue()


def put(into: ZipFile, ways: list[Delivery], *, may_read: set[int]) -> list[Delivery]:
    """The file has the receipts of each delivery and the papers of those in `may_read`; the others come back."""
    left = []
    for delivery in ways:
        for name, body in _receipts(delivery):
            into.writestr(name, body)
        papers = list(_papers(delivery)) if delivery.pk in may_read else []
        for name, held in papers:
            into.writestr(name, held)
        if not papers:
            left.append(delivery)
    return left


def yours(dossier: Dossier, person: Person, *, is_fresh: bool, at: datetime) -> tuple[list[Delivery], set[int]]:
    """The deliveries that the person may see, and those of them that he has opened and may read now."""
    ways = [one for one in deliveries.of_dossier(dossier)[:MOST] if deliveries.may_see(one, person, at)]
    opened = set(Letter.objects.filter(person=person, delivery__in=ways, read_at__isnull=False).values_list("delivery_id", flat=True))
    return ways, {one.pk for one in ways if one.pk in opened and (is_fresh or not one.notice.is_confidential)}


def _receipts(delivery: Delivery) -> Iterator[tuple[str, str]]:
    for entry in deliveries.entries(delivery):
        name = f"receipts/{_name(delivery)}-{entry.seq}-{entry.kind.partition('.')[2]}.json"
        yield name, json.dumps(evidence.receipt(entry), ensure_ascii=False, indent=1)


def _papers(delivery: Delivery) -> Iterator[tuple[str, bytes | str]]:
    """Each sealed paper, and the receipt of the entry that says which bytes it is."""
    for one in documents.of(delivery).select_related("file"):
        if one.is_sealed and one.file:
            yield f"papers/{_name(delivery)}-{one.number}.pdf", files.read(one.file)
            if entry := documents.sealing(one):
                name = f"receipts/{_name(delivery)}-{entry.seq}-sealed.json"
                yield name, json.dumps(evidence.receipt(entry), ensure_ascii=False, indent=1)


def _name(delivery: Delivery) -> str:
    """Unique within the dossier, for one paper may have gone more than one way."""
    return f"{delivery.notice.number or 'paper'}-{delivery.pk}".replace("/", "-")


def _told(dossier: Dossier, left: list[Delivery], at: datetime) -> str:
    said = [
        f"پرونده: {dossier.title}",
        f"گرفته‌شده در {calendar.with_time(at)}",
        "",
        "در پوشه papers برگه‌های مهرشده شماست و در پوشه receipts رسید هر گام از ابلاغ آن‌ها و رسید مهر هر برگ.",
        f"برای سنجیدن، پرونده {CHECK} را در مرورگر باز کنید و همین بسته، یا رسید یا برگه را به آن بدهید. به اینترنت و به ما نیازی نیست.",
    ]
    if left:
        numbers = "، ".join(one.notice.number or "بی‌شماره" for one in left)
        said += ["", f"برگه این ابلاغیه‌ها در این بسته نیست، چون هنوز بازشان نکرده‌اید، محرمانه‌اند یا مهر نشده‌اند: {numbers}"]
    return "\n".join(said) + "\n"
