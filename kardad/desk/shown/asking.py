"""A request before it is sent, as its pages show it: services to choose from, what was told, files, what it costs today."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kardad.core.models import StoredFile
from kardad.desk import answers, catalogue
from kardad.desk.answers import Told
from kardad.desk.catalogue import Service
from kardad.desk.forms import Asking
from kardad.desk.models import Attachment, Item, Request
from kardad.desk.queries import requests as queries
from kardad.desk.shown.prices import Shop
from kardad.qa import flow as qa
from kardad.qa.models import Question


@dataclass(frozen=True, slots=True)
class Offered:
    """A service to tick."""

    service: Service
    price: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Some services under one title; its titles in a line, so that nothing must be opened to see what is in it."""

    title: str
    offers: list[Offered]

    @property
    def is_open(self) -> bool:
        """Whether something in it is chosen."""
        return any(one.is_chosen for one in self.offers)

    @property
    def names(self) -> str:
        """What is in it."""
        return "، ".join(one.service.title for one in self.offers)


@dataclass(frozen=True, slots=True)
class File:
    """A file as the client sees it."""

    row: Attachment
    paper: str  # which wanted paper it is, in words

    @property
    def is_waiting(self) -> bool:
        """Whether the scanner has not seen it yet."""
        return self.row.file.scan == StoredFile.Scan.WAITING


@dataclass(frozen=True, slots=True)
class Line:
    """A service that was asked for: how many, what it costs today, what was told about it and what is missing."""

    item: Item
    service: Service
    rials: int | None
    told: list[Told]
    missing: list[str]

    @property
    def amount(self) -> str:
        """How much of the service, in words."""
        return self.service.amount(self.item.quantity)


@dataclass(frozen=True, slots=True)
class Look:
    """The whole draft before it is sent."""

    lines: list[Line]
    tax: str = ""
    unpriced: bool = False
    missing: list[str] = field(default_factory=list)

    @property
    def sum(self) -> int | None:
        """What the services with a price cost together, before tax; None where none has one."""
        known = [one.rials for one in self.lines if one.rials is not None]
        return sum(known) if known else None


def groups(form: Asking, shop: Shop) -> list[Group]:
    """The services under their groups, with those that are ticked."""
    chosen = set(form.chosen)
    return [Group(title, [Offered(one, shop.words(one), one.code in chosen) for one in rows]) for title, rows in catalogue.by_group()]


def files(request: Request) -> list[File]:
    """The files that the client may see, with what each is."""
    titles = papers(request.items.all())
    return [File(row, titles.get(row.kind, "")) for row in queries.files(request, is_staff=False)]


def papers(items: Iterable[Item]) -> dict[str, str]:
    """The titles of the papers that these services want, by kind."""
    found = [catalogue.services().get(item.service_code) for item in items]
    return {paper.kind: paper.title for service in found if service for paper in service.papers}


def lines(request: Request, shop: Shop) -> list[Line]:
    """What was asked for, in the order in which it was chosen."""
    have = {(one.item_id, one.kind) for one in queries.files(request, is_staff=False)}
    return [_line(item, shop, have) for item in request.items.order_by("pk")]


def check(request: Request, shop: Shop) -> Look:
    """The draft to look over."""
    found = lines(request, shop)
    tax = next((words for one in found if (words := shop.tax(one.service))), "")
    missing = [f"{one.item.title}: {'، '.join(one.missing)}" for one in found if one.missing]
    return Look(found, tax, any(one.rials is None for one in found), missing)


def told(item: Item) -> list[Told]:
    """What was answered about an item, even after its service left the catalogue."""
    service = catalogue.services().get(item.service_code)
    return answers.told(service, item.inputs) if service else []


def question_words(question_id: int | None, *, person_id: int | None) -> str:
    """The words of a public question, or of one's own, to begin a request with."""
    found = Question.objects.filter(pk=question_id).first() if question_id else None
    if found is None or (found.state not in qa.READABLE and (found.asker_id is None or found.asker_id != person_id)):
        return ""
    return f"{found.title}\n\n{found.body}"


def _line(item: Item, shop: Shop, have: set[tuple[int | None, str]]) -> Line:
    service = catalogue.service(item.service_code)
    unit = shop.unit(service)
    absent = [one.label for one in answers.missing(service, item.inputs)]
    absent += [one.title for one in service.papers if one.required and not {(None, one.kind), (item.pk, one.kind)} & have]
    return Line(item, service, None if unit is None else unit * item.quantity, answers.told(service, item.inputs), absent)
